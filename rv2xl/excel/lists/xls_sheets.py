"""A list saved in the old format .xls: xlrd reads it for pandas, so that values and errors are seen by the same eyes."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rv2xl.excel.lists.list_sheet import ListSheet, Unshown, library, sheet_cells
from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.refusal import Refused, encrypted

if TYPE_CHECKING:
    from xlrd.sheet import Sheet


def xls_sheets(data: bytes) -> list[ListSheet]:
    """Read all worksheets. Raises Refused, with the finding that says why, for a file that cannot be read."""
    import pandas as pd
    import xlrd

    for found in guard(data).findings:
        if found.code == "DATEI-KENNWORT":  # a workbook of today with a password looks like an old one
            raise Refused(found.code, found.message, found.remedy)
    with library():
        try:
            book = xlrd.open_workbook(file_contents=data, ragged_rows=True, logfile=StringIO())
        except xlrd.XLRDError as error:
            raise encrypted() if "encrypted" in str(error) else error from error
        unshown = {sheet.name: _errors(sheet) for sheet in book.sheets()}
        hidden = {sheet.name for sheet in book.sheets() if sheet.visibility}
        values = pd.ExcelFile(book)
    with values:
        return [ListSheet(name, name in hidden, sheet_cells(values, name, unshown[name])) for name in unshown]


def _errors(sheet: Sheet) -> Unshown:
    """Look up the error values („#DIV/0!“), which pandas shows as blanks."""
    import xlrd

    found = Unshown()
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                found.reach(row, column)
            if kind == xlrd.XL_CELL_ERROR:
                code = sheet.cell_value(row, column)
                found[row, column] = xlrd.error_text_from_code.get(code, f"#FEHLER {code}")
    return found
