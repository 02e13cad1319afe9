"""A list in somebody else's workbook, an account balance list say: its cells, read through the guard of every returned file."""

from __future__ import annotations

from typing import NamedTuple

from rv2xl.excel.formula import cell_name
from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.package.refusal import Refused, damaged
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge
from rv2xl.model.entry import Raw, is_blank
from rv2xl.model.finding import Severity

UNCALCULATED = "Formel ohne Wert"
"""Stands for the value of a formula that the file does not hold."""


class PlainSheet(NamedTuple):
    """The first sheet of a workbook that holds anything: its name, its cells from A1 on; and the other sheets that hold something."""

    name: str
    rows: list[list[Raw]]
    others: tuple[str, ...]


def read_plain_sheet(data: bytes) -> PlainSheet:
    """Read the cells of a workbook's first sheet that is not empty; an error value stands there as its text („#DIV/0!“).

    Raises Refused, with the finding that says why, for a file that is not opened or that is damaged.
    """
    guarded = guard(data)
    if guarded.package is None or guarded.workbook is None:
        found = next(entry for entry in guarded.findings if entry.severity is Severity.FEHLER)
        raise Refused(found.code, found.message, found.remedy)
    try:
        return _first_filled(ReceivedBook(guarded.package, guarded.workbook))
    except PartTooLarge as large:
        raise Refused("DATEI-GROESSE", f"Der Teil „{large}“ ist größer, als eine solche Liste sein kann.") from large
    except DamagedPart as error:
        raise damaged("Sie lässt sich nicht lesen.") from error


def _first_filled(contents: ReceivedBook) -> PlainSheet:
    read = {name: _cells(contents, name) for name in contents.sheets}
    filled = [name for name, rows in read.items() if any(not is_blank(cell) for row in rows for cell in row)]
    if not filled:
        return PlainSheet("", [], ())
    return PlainSheet(filled[0], read[filled[0]], tuple(filled[1:]))


def _cells(contents: ReceivedBook, name: str) -> list[list[Raw]]:
    """The values, with what the fast reader does not show: errors, and formulas whose value is not stored."""
    values, formulas, errors = contents.cells(name)
    rows = [list(row) for row in values]
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if is_blank(value):
                address = cell_name(number, column)
                if address in errors:
                    row[column] = errors[address]
                elif address in formulas:
                    row[column] = UNCALCULATED
    return rows
