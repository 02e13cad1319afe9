"""set_cells.py where a program writes whole rows into a sheet that it issued: formulas, the looks of columns, heights, order."""

from __future__ import annotations

from io import BytesIO
from random import Random

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from rv2xl.excel.package.set_cells import Formula, set_cells


def issued() -> bytes:
    """A sheet whose column B is for days and whose row 1 has a fixed height; C3 holds a formula."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Liste")
        sheet.set_column(1, 1, 12, book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.set_row(0, 30)
        sheet.write(0, 0, "Kopf")
        sheet.write_formula(2, 2, '=HYPERLINK("alt.xlsx","alt")', None, "alt")
    return buffer.getvalue()


def opened(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(BytesIO(data))["Liste"]


LINK = Formula('HYPERLINK("neu.xlsx","öffnen")', "öffnen")


def test_a_formula_is_put_in_with_what_it_shows() -> None:
    data = set_cells(issued(), {"Liste": {"C2": LINK, "C3": LINK}})
    assert [opened(data)[cell].value for cell in ("C2", "C3")] == ['=HYPERLINK("neu.xlsx","öffnen")'] * 2
    shown = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("Liste").to_python()
    assert [row[2] for row in shown[1:3]] == ["öffnen"] * 2


def test_a_formula_gives_way_where_that_is_asked_for() -> None:
    data = set_cells(issued(), {"Liste": {"C3": None}}, overwrite=[("Liste", "C3")])
    assert opened(data)["C3"].value is None


def test_a_new_cell_looks_like_its_column() -> None:
    sheet = opened(set_cells(issued(), {"Liste": {"B5": 46_000, "D5": 1}}))
    assert (sheet["B5"].number_format, sheet["D5"].number_format) == ("dd.mm.yyyy", "General")


def test_rows_grow_but_those_of_fixed_height() -> None:
    cells = {"A1": "Kopf", "A2": "eins", "A4": "zwei"}
    once = set_cells(issued(), {"Liste": cells}, heights={"Liste": {0: 60, 1: 45.5, 3: 45.5}})
    again = opened(set_cells(once, {"Liste": {"A2": "1", "A4": "2"}}, heights={"Liste": {1: 15, 3: 75}}))
    assert [again.row_dimensions[row].height for row in (1, 2, 4)] == [30, 45.5, 75]


def test_rows_and_cells_come_in_their_order_whatever_the_order_in_which_they_are_named() -> None:
    addresses = [f"{letter}{row}" for row in (1, 2, 3, 5, 8, 13, 21) for letter in "ACEGIK"]
    some, rest = addresses[::2], addresses[1::2]
    Random(1).shuffle(rest)
    data = set_cells(set_cells(issued(), {"Liste": dict.fromkeys(some, 1)}, overwrite=[("Liste", "C3")] * ("C3" in some)),
                     {"Liste": dict.fromkeys(rest, 2)}, overwrite=[("Liste", "C3")] * ("C3" in rest))  # fmt: skip
    found = [cell.coordinate for row in opened(data).iter_rows() for cell in row if cell.value in (1, 2)]
    assert found == addresses
