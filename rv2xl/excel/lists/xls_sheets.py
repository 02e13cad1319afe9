"""A list saved in the old format .xls: xlrd reads it for pandas, so that values and errors are seen by the same eyes."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING

from rv2xl.excel.lists.list_sheet import ListSheet, Unshown, library, sheet_cells
from rv2xl.excel.lists.sides import contradicted, formatted, may_contradict
from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.refusal import Refused, encrypted

if TYPE_CHECKING:
    from xlrd.book import Book
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
            book = _opened(data)
            sided = any(may_contradict(entry.format_str or "") for entry in book.format_map.values())
            book = _opened(data, formatting_info=True) if sided else book  # which takes up formatted blank cells too
        except xlrd.XLRDError as error:
            raise encrypted() if "encrypted" in str(error) else error from error
        codes = [book.format_map[style.format_key].format_str or "" for style in book.xf_list] if sided else []
        unshown = {sheet.name: _unshown(sheet, codes) for sheet in book.sheets()}
        hidden = {sheet.name for sheet in book.sheets() if sheet.visibility}
        values = pd.ExcelFile(book)
    with values:
        return [ListSheet(name, name in hidden, sheet_cells(values, name, unshown[name])) for name in unshown]


def _opened(data: bytes, formatting_info: bool = False) -> Book:
    import xlrd

    return xlrd.open_workbook(file_contents=data, ragged_rows=True, formatting_info=formatting_info, logfile=StringIO())


def _unshown(sheet: Sheet, codes: Sequence[str]) -> Unshown:
    """Look up the error values („#DIV/0!“), which pandas shows as blanks, and amounts that are shown on the other side."""
    import xlrd

    found = Unshown()
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                found.reach(row, column)
            if kind == xlrd.XL_CELL_ERROR:
                code = sheet.cell_value(row, column)
                found[row, column] = xlrd.error_text_from_code.get(code, f"#FEHLER {code}")
            if codes and kind == xlrd.XL_CELL_NUMBER:
                number, style = sheet.cell_value(row, column), sheet.cell_xf_index(row, column)
                if (shown := contradicted(formatted(codes[style], number), number)) is not None:
                    found[row, column] = shown
    return found
