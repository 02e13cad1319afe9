"""A sheet looks the same whether it is laid out for its form or for one workbook."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields

import pytest

from rv2xl import forms
from rv2xl.excel.sheets.blocks.arrange import arrange, arrange_issued
from rv2xl.model.definitions.form import Sheet

SHEETS = {
    f"{form.name} {form.version} {section}": sheet
    for name in forms.NAMES
    for form in forms.versions(name)
    for section, sheet in form.sections.items()
}


@pytest.fixture(autouse=True)
def _deep() -> Iterator[None]:
    """A row's state on a long list is an expression deeper than Python goes by itself."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_a_workbooks_own_sheet_takes_every_part_of_the_forms(sheet: Sheet) -> None:
    of_form, of_workbook = arrange(sheet), arrange_issued(sheet, {})
    for part in fields(of_form):
        assert repr(getattr(of_form, part.name)) == repr(getattr(of_workbook, part.name)), part.name
