"""Formulas made by way of a stencil are those that rendering each workbook gives, whatever its sheets are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rv2xl import forms
from rv2xl.excel.sheets import stencils
from rv2xl.excel.sheets.formula_texts import expected_formulas, rendered_formulas
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue
from rv2xl.outgoing.issuing import issue_blank

YEAR = 2025
VERSIONS = [
    pytest.param(form, id=f"{form.name} {form.version}") for name in forms.NAMES for form in forms.versions(name)
]
NAMES = {
    "one word": ("Blatt{}", "abc"),
    "as short as can be": ("{}", "1"),
    "to be quoted": ("5{} Ort 0001", "Straße 5"),
    "an apostrophe": ("Ort '{}'", "d'Ort"),
    "a quotation mark": ('Ort "{}"', 'die "Neue"'),
    "as long as can be": ("Ein recht langer Name eines {}", "w" * 200),
    "like an address": ("AB1{}", "AB12"),
    "the signs of the stencil in a text": ("Ort {}", "\x040\x04\x05"),
    "control signs of other marks": ("Ort {}", "\x00\x01\x02\x03"),
}  # fmt: skip


def named(form: Form, names: str, text: str) -> Issue:
    """An issue of the form whose sheets have such names, every field prefilled, as a changed `_meta` may say."""
    blank = issue_blank(form, YEAR)
    sheets = []
    for number, sheet in enumerate(blank.sheets):
        fields = blank.section(sheet.key).fields.values()
        given = {field.id: value_of(field, f"{text}{number}") for field in fields if not field.computed}
        sheets.append(replace(sheet, name=names.format(number), given={**sheet.given, **given}))
    return Issue(form, YEAR, "0001", tuple(sheets))


def value_of(field: Field, text: str) -> Value:
    """A prefilled value; of numbers also one that a changed `_meta` can hold, and nothing can be looked up by."""
    match field.type.kind:
        case Kind.ANZAHL:
            return len(text)
        case Kind.DATUM:
            return date(YEAR, 1, len(text) % 28 + 1)
        case Kind.DEZIMAL | Kind.EURO | Kind.PROZENT:
            return Decimal("sNaN") if text.startswith("1") else Decimal(len(text))
    return text


@pytest.mark.parametrize("form", VERSIONS)
def test_the_formulas_are_those_of_the_workbook(form: Form) -> None:
    if not form.exists_for(YEAR):
        pytest.skip("the form is of another year")
    for what, (names, text) in NAMES.items():
        layout = lay_out(named(form, names, text))
        own = [placed for placed in layout.placed if not placed.general]
        assert own
        for placed in own:
            assert dict(expected_formulas(layout, placed)) == dict(rendered_formulas(layout, placed)), (
                what,
                placed.key,
            )


def test_workbooks_with_the_same_sheets_have_one_stencil(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[Issue] = []
    monkeypatch.setattr(stencils, "lay_out", lambda issue: laid_out.append(issue) or lay_out(issue))
    form = replace(forms.newest("dokumentation"))  # which has kept nothing so far
    for number in range(5):
        layout = lay_out(named(form, f"{number} Ort {{}}", f"Nr. {number}"))
        for placed in layout.placed:
            expected_formulas(layout, placed)
    assert len(laid_out) == 1
