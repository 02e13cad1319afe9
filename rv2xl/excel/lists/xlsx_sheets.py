"""A list saved as .xlsx: read by the one reader of all that comes back, so that values, errors and formulas are seen by the same eyes."""

from __future__ import annotations

from rv2xl.excel.addresses import place_of
from rv2xl.excel.lists.list_sheet import LIST_LIMITS, UNCALCULATED, ListSheet, library, safe_part
from rv2xl.excel.lists.sides import ListCalendar
from rv2xl.excel.package.cells.sheet import UNNAMED
from rv2xl.excel.package.guard import Guarded, guard
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.package.refusal import Refused, damaged
from rv2xl.excel.package.unpack import DamagedPart, PackageLimits, PartTooLarge
from rv2xl.model.entries.entry import Raw
from rv2xl.model.finding import Severity

_LAST_ROW = 1_048_576


def xlsx_sheets(data: bytes) -> list[ListSheet]:
    """Read all worksheets. Raises Refused, with the finding that says why, for a file that is not opened or is damaged."""
    guarded = guarded_list(data)
    assert guarded.package is not None
    assert guarded.workbook is not None
    try:
        book = ReceivedBook(guarded.package, guarded.workbook, _LAST_ROW, ListCalendar)
        return [ListSheet(name, name in book.hidden, _rows(book, name)) for name in book.sheets]
    except DamagedPart as damage:
        raise damaged(str(damage) or "Sie lässt sich nicht lesen.") from damage
    except PartTooLarge as large:
        raise Refused("DATEI-GROESSE", "Sie hat mehr Zellen, als eine solche Liste haben kann.") from large


def guarded_list(data: bytes, limits: PackageLimits = LIST_LIMITS) -> Guarded:
    """Open what a clerk brings along. Raises Refused for what a returned workbook is refused for, and for a document type in any part."""
    guarded = guard(data, limits)
    if guarded.package is None:
        found = next(entry for entry in guarded.findings if entry.severity is Severity.FEHLER)
        raise Refused(found.code, found.message, found.remedy)
    names = [name for name in guarded.package.namelist() if name.lower().endswith((".xml", ".rels"))]
    with library():
        for name in names:
            safe_part(guarded.package, name)
    return guarded


def _rows(book: ReceivedBook, name: str) -> list[list[Raw]]:
    """Return what a sheet shows, error values („#DIV/0!“) and formulas whose value is not stored among it."""
    found = book.cells(name)
    rows: list[list[Raw]] = [[None if cell == "" else cell for cell in row] for row in found.rows]
    unvalued = {address: UNCALCULATED for address in found.formulas if address not in found.empty_texts}
    errors = {address: text if text.startswith("#") else UNNAMED for address, text in found.errors.items()}
    for address, shown in (unvalued | errors).items():
        row, column = place_of(address)
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        if rows[row][column] is None:
            rows[row][column] = shown
    return rows
