"""„Orte“ and „Regionen“ on a screen and on paper: rows below frozen heads, file and sheet beside the Ort, what only counts hidden."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.workbook.file_links import FileLinks
from rv2xl.reports.workbook.looks import PRINTABLE, PRINTABLE_PORTRAIT, points
from tests.client.regional.worlds import Recipe, world
from tests.unit.reports.folder import TODAY, Sent, consolidated, usual
from tests.unit.reports.test_changes_sheets import of_years
from tests.unit.reports.test_overview import SCREEN
from tests.unit.reports.workbook import opened, table

ROWS = 12
SMALLEST = 9
"""Points of the smallest letters: those of headings."""


def height(page: Any, row: int) -> float:
    return float(page.row_dimensions[row].height or page.sheet_format.defaultRowHeight)


def rows_in_sight(page: Any) -> int:
    """How many whole rows stand below the frozen ones."""
    top, _ = coordinate_to_tuple(page.freeze_panes)
    left = SCREEN - sum(height(page, row) for row in range(1, top))
    row = top
    while left >= height(page, row):
        left -= height(page, row)
        row += 1
    return row - top


@pytest.mark.parametrize("name", ["Orte", "Regionen", "Daten"])
def test_twelve_rows_stand_below_the_frozen_heads(name: str) -> None:
    assert rows_in_sight(opened(report_bytes(usual(), today=TODAY))[name]) >= ROWS


@pytest.mark.parametrize(("name", "rows"), [("Rücklauf", 15), ("Befunde", 11)])
def test_lists_have_a_screen_of_rows_below_their_heads(name: str, rows: int, tmp_path: Path) -> None:
    """The demonstration's state in Excel; LibreOffice shows a sixth more. Of its findings, each of another kind, half need two lines."""
    of = world(Recipe(providers=47, seed=12, year=2025, earlier=0), tmp_path)
    page = opened(report_bytes(of.consolidation, today=TODAY))[name]
    assert rows_in_sight(page) >= rows
    assert sum(height(page, row) for row in range(1, coordinate_to_tuple(page.freeze_panes)[0])) < 66


@pytest.mark.parametrize(
    "name", ["Überblick", "Orte", "Regionen", "Rücklauf", "Befunde", "Vorjahr", "Zeitreihe", "Hinweise"]
)
def test_no_printed_letter_is_smaller_than_eight_points(name: str) -> None:
    page: Any = with_years()[name]
    assert not page.sheet_properties.pageSetUpPr or not page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.scale * SMALLEST / 100 >= 8


@cache
def with_years() -> Any:
    return opened(report_bytes(usual(), today=TODAY, earlier=of_years(2023, 2024)))


@pytest.mark.parametrize("name", ["Rücklauf", "Befunde", "Vorjahr", "Zeitreihe"])
def test_every_printed_column_fits_its_page_beside_the_repeated_ones(name: str) -> None:
    page: Any = with_years()[name]
    letters = [cell.column_letter for cell in page[3]]
    widths = {letter: page.column_dimensions[letter].width for letter in letters}
    repeated = letters[: letters.index(page.print_title_cols.split(":")[-1].strip("$")) + 1]
    room = (PRINTABLE_PORTRAIT if page.page_setup.orientation == "portrait" else PRINTABLE)[0]
    printed = set()
    for area in page.print_area.split(","):
        first, last = re.findall(r"[$]([A-Z]+)[$]", area)
        columns = letters[letters.index(first) : letters.index(last) + 1]
        wide = points(widths[one] - 0.71 for one in dict.fromkeys([*repeated, *columns]))
        assert wide * page.page_setup.scale / 100 <= room
        printed |= set(columns)
    assert printed == set(letters)


def test_file_and_sheet_stand_beside_the_ort_and_lead_there(tmp_path: Path) -> None:
    sent = Sent(str(tmp_path / "Rücklauf 1" / "dokumentation_2025_0001.xlsx"), "0001")
    page = opened(report_bytes(consolidated([sent]), today=TODAY, links=FileLinks(tmp_path / "Ergebnis")))["Orte"]
    assert [cell.value for cell in page[3]][:6] == [
        "Ort",
        "Leistung SGB IX",
        "Leistungserbringer",
        "Kreis",
        "Datei",
        "Blatt",
    ]
    file, sheet = page["E4"], page["F4"]
    assert (file.value, sheet.value) == ("Rücklauf 1/dokumentation_2025_0001.xlsx", "58 Ort 11000001")
    assert file.hyperlink.target == sheet.hyperlink.target == r"..\Rücklauf%201\dokumentation_2025_0001.xlsx"
    assert (file.hyperlink.location, sheet.hyperlink.location) == (None, "'58 Ort 11000001'!A1")


def test_findings_lead_to_their_cells() -> None:
    book = opened(report_bytes(usual(), today=TODAY, links=FileLinks(Path("Ergebnis"))))
    page = book["Befunde"]
    places = {cell.hyperlink.location for cell in page["D"] if cell.hyperlink}
    wrong = next(row for row in table(book, "Befunde") if row["Code"] == "A2-ERBRACHT-BEWILLIGT")
    assert f"'{wrong['Blatt']}'!{wrong['Zellen'].partition(',')[0]}" in places
    assert not [
        cell
        for row in opened(report_bytes(usual(), today=TODAY))["Befunde"].iter_rows()
        for cell in row
        if cell.hyperlink
    ]


def test_what_only_counts_is_hidden() -> None:
    page: Any = opened(report_bytes(usual(), today=TODAY))["Orte"]
    hidden = [
        cell.value for cell in page[3] if page.column_dimensions[get_column_letter(cell.column)].hidden
    ]  # openpyxl keeps one entry for equal columns side by side
    assert hidden[:1] == ["LE im Kreis: 1 in der ersten Zeile"]
    begin = ("LE im", "LE in", "ohne Bezugsgröße", "Kreisschlüssel und Nummer")
    counting = [cell.value for cell in page[3] if str(cell.value).startswith(begin)]
    assert [cell.value for cell in page[3]][-len(counting) :] == counting


def test_codes_and_ids_come_last() -> None:
    book = opened(report_bytes(usual(), today=TODAY))
    heads = {name: list(table(book, name)[0]) for name in ("Befunde", "Rücklauf")}
    assert heads["Befunde"] == [
        "Datei", "Schwere", "Meldung", "Zellen", "Blatt", "Abhilfe", "Wert", "erwartet", "Erläuterung des Absenders", "LE-Nr.", "Code",
        "Feld (Kennung)", "Fundstelle",
    ]  # fmt: skip
    assert heads["Rücklauf"][:3] == ["Leistungserbringer", "Status", "Frist"]
    assert heads["Rücklauf"][10:12] == ["erwartet", "LE-Nr."]
