"""Whatever Excel can hold comes back from a cell as it was set; all else is refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rv2xl.excel.package.set_cells import Value, set_cells
from tests.unit.excel.workbooks import (
    ORT,
    TEXT,
    by_calamine,
    by_openpyxl_read,
    by_xlsxwriter,
    cells,
    edited,
    handmade,
    rows,
)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"), float("inf"), Decimal("NaN"), Decimal("1E+400"), 10**400,
        date(1899, 12, 31), datetime(2024, 1, 1), "x" * 32_768, "🙂" * 16_384, "\ud800",
    ],
)  # fmt: skip
def test_value_that_excel_cannot_hold(value: Value) -> None:
    with pytest.raises(ValueError):
        edited("", {"A1": value})


@pytest.mark.parametrize(
    ("properties", "day", "serial"),
    [
        ("", date(2024, 12, 31), 45657),
        ("", date(1900, 1, 1), 1),
        ("", date(1900, 2, 28), 59),
        ("", date(1900, 3, 1), 61),
        ('<workbookPr date1904="0"/>', date(2024, 12, 31), 45657),
        ('<workbookPr date1904="1"/>', date(2024, 12, 31), 44195),
        ("<workbookPr showObjects='all' date1904='true'></workbookPr>", date(1904, 1, 1), 0),
    ],
)
def test_serial_number_of_a_day(properties: str, day: date, serial: int) -> None:
    assert edited("", {"A1": day}, workbook=properties) == f'<row r="1"><c r="A1"><v>{serial}</v></c></row>'


ONE = handmade(rows('<row r="1"><c r="A1"/></row>'))
STYLED = by_xlsxwriter()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=200))
@example(TEXT)
@example("\r\n\x00\x1f\x7f\x85")
@example("_x005F_x000D_ _x000d_ _X000D_ _x00_")
def test_any_text_comes_back(text: str) -> None:
    data = set_cells(ONE, {"S": {"A1": text, "B1": "|"}})
    assert by_calamine(data, "S", "A1") == text


def test_text_that_xml_cannot_carry() -> None:
    """calamine leaves the escapes of these two as they stand."""
    (text,) = cells(set_cells(ONE, {"S": {"A1": "\ufffe\uffff"}}), "S")["A1"].itertext()
    assert text == "_xFFFE__xFFFF_"


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=200).filter(lambda text: "_x" not in text)
)
def test_text_as_openpyxl_reads_it(text: str) -> None:
    """openpyxl leaves the _xHHHH_ escapes as they stand, so here is only text without."""
    assert (by_openpyxl_read(set_cells(ONE, {"S": {"A1": text}}), "S", "A1") or "") == text


@given(
    st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(-(10**9), 10**9, places=4)
)
def test_any_number_comes_back(number: int | float | Decimal) -> None:
    data = set_cells(ONE, {"S": {"A1": number}})
    assert by_calamine(data, "S", "A1") == by_openpyxl_read(data, "S", "A1") == float(number)


@given(st.dates(date(1900, 3, 1)))
def test_any_day_comes_back(day: date) -> None:
    data = set_cells(STYLED, {ORT: {"C1": day}})
    assert by_calamine(data, ORT, "C1") == day
    assert by_openpyxl_read(data, ORT, "C1") == datetime(day.year, day.month, day.day)
