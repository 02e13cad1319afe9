"""Layouts are remembered: one for what was issued alike, never one for what was not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rv2xl import forms
from rv2xl.excel.sheets.formula_texts import expected_formulas
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.issue import Issue
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.returns.batch import check_file

YEAR = 2025


def blank() -> Issue:
    return issue_blank(forms.newest("fahrtkosten"), YEAR)


def texts(issue: Issue) -> list[str | None]:
    return [cell.text for cell in lay_out(issue).placed[0].plan.cells]


def test_one_layout_for_what_was_issued_alike() -> None:
    assert lay_out(blank()) is lay_out(blank())


def test_another_for_what_was_issued_to_somebody_or_for_another_year() -> None:
    mine, yours = replace(blank(), sender="0001"), replace(blank(), sender="0002")
    found = [texts(entry) for entry in (blank(), replace(blank(), year=YEAR + 1), mine, yours)]
    assert all(entry.identification in texts(entry) for entry in (blank(), mine, yours))
    assert all(one != other for place, one in enumerate(found) for other in found[:place])


def test_formulas_that_name_sheets_follow_their_names() -> None:
    sheets = tuple(
        replace(sheet, name="Andere Jahre") if sheet.key == "fortschreibung" else sheet for sheet in blank().sheets
    )
    renamed = replace(blank(), sheets=sheets)
    for issue, name in (
        (blank(), "Fortschreibung!"),
        (renamed, "'Andere Jahre'!"),
        (blank(), "Fortschreibung!"),
    ):
        layout = lay_out(issue)
        found = expected_formulas(layout, layout.placed[0])
        assert any(name in formula for formula in found.values())


@pytest.mark.parametrize("name", forms.NAMES)
def test_another_workbook_leaves_nothing_more_on_its_form(name: str) -> None:
    form = forms.newest(name)
    kept = []
    for sender in ("0001", "0002", "0003"):
        data = workbook_bytes(lay_out(replace(issue_blank(form, YEAR), sender=sender)))
        check_file(lambda data=data: data, f"{sender}.xlsx")
        kept.append(sum(map(len, form.kept.values())))
    assert kept[1] == kept[2]
