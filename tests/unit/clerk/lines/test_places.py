"""What files are called in the tables, and the links that lead to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rv2xl.clerk.books.book import Link
from rv2xl.clerk.lines.places import Places
from rv2xl.model.finding import Finding, finding

HERE = Places(Path("/amt/Rücklauf 2025"), Path("/amt"))
AT_CELLS = finding("TYP", "…", sheet="58 Erbach", cells=("B52:B58", "B45"))
AT_SHEET = finding("BLATT-FREMD", "…", sheet="Peter's Blatt")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("/amt/Rücklauf 2025/a.xlsx", "a.xlsx"),
        ("/amt/Rücklauf 2025/Nachzügler/b & c.xlsx", "Nachzügler/b & c.xlsx"),
        ("/amt/Rücklauf 2025/a\nb.xlsx", r"a\x0ab.xlsx"),
        ("/anderswo/c.xlsx", "../../anderswo/c.xlsx"),
    ],
)
def test_a_file_is_called_by_its_way_within_the_folder(file: str, name: str) -> None:
    assert HERE.name_of(file) == name


@pytest.mark.parametrize(
    ("file", "found", "target"),
    [
        ("/amt/Rücklauf 2025/a.xlsx", None, "Rücklauf 2025/a.xlsx"),
        ("/amt/Rücklauf 2025/a.xlsx", AT_CELLS, "Rücklauf 2025/a.xlsx#'58 Erbach'!B52"),
        ("/amt/Rücklauf 2025/a.xlsx", AT_SHEET, "Rücklauf 2025/a.xlsx#'Peter''s Blatt'!A1"),
        ("/amt/Rücklauf 2025/100 %#1.XLSX", None, "Rücklauf 2025/100 %25%231.XLSX"),
        ("/anderswo/c.xlsx", None, "../anderswo/c.xlsx"),
    ],
)
def test_a_link_leads_from_the_workbook_to_file_and_cell(file: str, found: Finding | None, target: str) -> None:
    assert HERE.link(file, found) == Link(target, "öffnen")


@pytest.mark.parametrize(
    "file",
    [
        "/amt/Rücklauf 2025/programm.exe",
        "/amt/Rücklauf 2025/scan.pdf",
        "/amt/a\u202exslx.xlsx",
        f"/amt/{'a' * 260}.xlsx",
    ],
    ids=["a program", "no workbook", "a sign that turns the writing", "longer than a formula takes"],
)
def test_no_link_leads_to_what_is_no_workbook_or_has_no_room(file: str) -> None:
    assert HERE.link(file) is None


def test_quotes_in_a_name_stay_within_the_text_of_the_formula() -> None:
    assert Link('a"&B1&".xlsx', "öffnen").formula == 'HYPERLINK("a""&B1&"".xlsx","öffnen")'
