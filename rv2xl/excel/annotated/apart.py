"""The list of findings as a workbook of its own, for a file that cannot be marked."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from rv2xl.excel import looks
from rv2xl.excel.annotated.listing import WIDTHS, listing
from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge
from rv2xl.excel.rueckmeldung import SHEET, TITLE, is_own_sheet
from rv2xl.excel.sheets.new_workbook import NewWorkbook
from rv2xl.model.finding import Finding


def listed_apart(findings: Sequence[Finding]) -> bytes:
    """Return a workbook with the sheet „Rückmeldung“ alone."""
    buffer, found = BytesIO(), listing(findings)
    book = NewWorkbook(buffer, TITLE, SHEET)
    sheet = book.add_worksheet(SHEET)
    formats = {
        name: book.add_format(looks.properties(name))
        for name in {cell.style for row in found.rows for cell in row.cells}
    }
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for number, row in enumerate(found.rows):
        sheet.set_row(number, row.height)
        for column, cell in enumerate(row.cells):
            if row.merged:
                sheet.merge_range(number, 0, number, len(WIDTHS) - 1, "", formats[cell.style])
            sheet.write_string(number, column, cell.text, formats[cell.style])
    sheet.set_landscape()
    sheet.set_paper(looks.PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(found.head)
    sheet.hide_gridlines(2)
    book.close()
    return buffer.getvalue()


def is_list_apart(data: bytes) -> bool:
    """Whether a file is such a workbook, on which nobody wrote anything: a new one may take its place."""
    guarded = guard(data)
    if guarded.package is None or guarded.workbook is None:
        return False
    try:
        book = ReceivedBook(guarded.package, guarded.workbook)
        return len(book.tabs) == 1 and all(is_own_sheet(book.cells(tab).rows) for tab in book.sheets)
    except (DamagedPart, PartTooLarge):
        return False
