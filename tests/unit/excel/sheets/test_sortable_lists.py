"""The register's lists: sorted and filtered under protection, names kept in view, a Kreis chosen from a list, hidden columns hidden."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.forms.standard import standard


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(standard("stammdaten").issued))


def sheet_of(book: Workbook, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize(
    ("name", "area", "frozen", "hidden"),
    [("Leistungserbringer", "A4:L16", "C5", "MN"), ("Orte", "A4:P28", "D5", "QRSTU")],
)
def test_rows_may_be_sorted_and_filtered(book: Workbook, name: str, area: str, frozen: str, hidden: str) -> None:
    """Excel sorts on a protected sheet only where no cell of the rows is locked; False is what is permitted."""
    sheet = sheet_of(book, name)
    assert (sheet.protection.sheet, sheet.protection.sort, sheet.protection.autoFilter) == (True, False, False)
    assert (sheet.protection.insertRows, sheet.protection.deleteRows) == (True, True)
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == (area, frozen)
    heads, *rows = sheet[area]
    assert {cell.protection.locked for cell in heads} == {True}
    assert {cell.protection.locked for row in rows for cell in row} == {False}
    shown = {letter for letter, column in sheet.column_dimensions.items() if not column.hidden}
    assert shown.isdisjoint(hidden)
    assert [sheet[f"{letter}5"].protection.locked for letter in hidden] == [True] * len(hidden)


def test_what_is_computed_takes_no_entry(book: Workbook) -> None:
    rules = {str(rule.sqref): rule for rule in sheet_of(book, "Orte").data_validations.dataValidation}
    for area in ("I5:I28", "P5:P28"):
        assert (rules[area].type, rules[area].formula1, rules[area].errorTitle) == (
            "custom",
            "FALSE",
            "Hier rechnet der Vordruck",
        )


def test_a_kreis_is_chosen_from_the_list_and_another_asked_about(book: Workbook) -> None:
    rules = {str(rule.sqref): rule for rule in sheet_of(book, "Orte").data_validations.dataValidation}
    rule = rules["H5:H28"]
    assert (rule.type, rule.formula1, rule.errorStyle) == ("list", "Kreise!$A$4:$A$30", "warning")
    assert rule.error == "Das steht nicht in der Liste. Fünfstellig, aus der Liste; der Name erscheint daneben."


def test_the_released_register_is_as_it_was() -> None:
    sheet = sheet_of(load_workbook(BytesIO(standard("stammdaten", version="2025.1").issued)), "Orte")
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.protection.sort) == (None, "A4", True)
