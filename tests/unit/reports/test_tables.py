"""Tables of many rows: every value as what it is, every text as text, rows as high as their texts need."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from rv2xl.model.expressions.expr import Value
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.printed_page import HIGHEST_ROW
from rv2xl.reports.workbook.report_book import Head, ReportBook

HEADS = (Head("Text", 20), Head("Zahl", 12, "raw.dezimal"), Head("Tag", 12, "raw.datum"))
LONG = "Ein Satz, der in einer Spalte dieser Breite mehrere Zeilen braucht."

ROWS: tuple[tuple[Value, Value, Value], ...] = (
    ("a", 1, date(2025, 12, 31)),
    (None, Decimal("1234.50"), None),
    ("", -3, date(1950, 1, 1)),
    ("A & B < C > D", Decimal("0.1"), None),
    ("<r><t>rich</t></r>", 10**12, None),
    ("=1+1", 0, None),
    ("  vorn und hinten ", None, None),
    ("zwei\nZeilen", None, None),
    ("007", None, None),
    (LONG, None, None),
)


def made(rows: tuple[tuple[Value, Value, Value], ...], below: str = "") -> bytes:
    book = ReportBook("Titel", "Quelle")
    book.page("Vorn", [10.0]).text(0, 0, "x")
    page = book.page("Liste", [head.width for head in HEADS])
    page.table(2, "Tabelle", HEADS, rows)
    if below:
        page.text(len(rows) + 4, 0, below)
    return book.finished()


def sheet(data: bytes) -> Worksheet:
    found = load_workbook(BytesIO(data))["Liste"]
    assert isinstance(found, Worksheet)
    return found


def test_every_value_comes_back_as_it_is() -> None:
    page = sheet(made(ROWS))
    for row, (text, count, day) in zip(page.iter_rows(4, 3 + len(ROWS)), ROWS, strict=True):
        assert row[0].value == (text or None)
        assert row[0].data_type == ("s" if text else "n"), "never a formula"
        assert row[1].value == (None if count is None else pytest.approx(float(count)))
        assert row[2].value is None if day is None else row[2].value.date() == day  # type: ignore[union-attr]
        assert [cell.number_format for cell in row] == [
            "@",
            *(looks.report_properties(head.look)["num_format"] for head in HEADS[1:]),
        ]
    fast = (
        CalamineWorkbook.from_filelike(BytesIO(made(ROWS))).get_sheet_by_name("Liste").to_python(skip_empty_area=False)
    )
    assert [row[0] for row in fast[3:]] == [text or "" for text, *_ in ROWS]


def test_signs_that_xml_does_not_have_are_written_as_spreadsheets_do() -> None:
    xml = ZipFile(BytesIO(made((("\x07_x0041_\ufffe", None, None),)))).read("xl/sharedStrings.xml").decode()
    assert "_x0007__x005F_x0041__xFFFE_" in xml


def test_the_table_reaches_to_its_last_row_and_what_stands_below_stays() -> None:
    page = sheet(made(ROWS, "darunter"))
    (table,) = page.tables.values()
    last = 3 + len(ROWS)
    assert (table.ref, table.autoFilter.ref) == (f"A3:C{last}", f"A3:C{last}")
    assert page.cell(len(ROWS) + 5, 1).value == "darunter"
    assert page.dimensions == f"A3:C{len(ROWS) + 5}"
    assert sheet(made(ROWS)).dimensions == f"A3:C{last}"


def test_rows_are_as_high_as_their_texts_need() -> None:
    page = sheet(made(ROWS))
    for number, (text, *_) in enumerate(ROWS, 4):
        assert page.row_dimensions[number].height == max(
            looks.ROW_HEIGHT, looks.height(str(text or ""), HEADS[0].width)
        )
    assert page.row_dimensions[13].height > 2 * page.row_dimensions[4].height
    (endless,) = sheet(made((("x " * 40_000, None, None),))).iter_rows(4, 4)
    assert len(str(endless[0].value)) == 32_767, "Excel's limit"
    assert endless[0].parent.row_dimensions[4].height == HIGHEST_ROW


def test_every_row_is_there_once_and_equal_rows_give_equal_bytes() -> None:
    assert made(ROWS) == made(ROWS)
    many = tuple((f"Zeile {number}", number, None) for number in range(500))
    xml = ZipFile(BytesIO(made(many))).read("xl/worksheets/sheet2.xml").decode()
    assert [int(number) for number in re.findall(r'<row r="(\d+)"', xml)] == list(range(3, 504))
