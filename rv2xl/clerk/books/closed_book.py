"""The workbook as a closed file: read with openpyxl, written by replacing single cells of its package, so that buttons and macros stay."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rv2xl.clerk.books.book import Cell, ColumnCells, Link, SheetRows, cell_of, missing_name
from rv2xl.clerk.sheets import NAME, TABLES, SheetTable
from rv2xl.excel.addresses import cell_name, column_number
from rv2xl.excel.lists.list_sheet import LIST_LIMITS, library
from rv2xl.excel.lists.xlsx_sheets import guarded_list
from rv2xl.excel.package.refusal import Refused
from rv2xl.excel.package.set_cells import Formula, Value, set_cells
from rv2xl.files import content_of, write_beside
from rv2xl.model.abbruch import Abbruch
from rv2xl.reports.workbook.looks import ROW_HEIGHT, height
from rv2xl.reports.workbook.printed_page import HIGHEST_ROW

if TYPE_CHECKING:
    from openpyxl import Workbook

BOOK_LIMITS = replace(LIST_LIMITS, macros=True)
"""Of its VBA project nothing is run."""
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_LOCKS = ("~${}", ".~lock.{}#")
"""What Excel and LibreOffice put beside a file that is open in them."""


class ClosedBook:
    """The file as it was when it was opened here. Raises Abbruch if it is none of ours, or open in a spreadsheet program."""

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        for lock in (self._path.with_name(pattern.format(path.name)) for pattern in _LOCKS):
            if os.path.lexists(lock):
                raise Abbruch(
                    f"„{path}“ ist gerade geöffnet. Bitte schließen, oder dort die Knöpfe benutzen; ist sie nirgends geöffnet, "
                    f"„{lock.name}“ löschen."
                )
        self._data = content_of(path)
        self._book = _loaded(path, self._data)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def values(self, names: Iterable[str]) -> dict[str, Cell]:
        """Return what stands in the cells with these defined names."""
        found = {}
        for name in names:
            sheet, row, column = self._place(name)
            with _readable(self._path):
                (cell,) = next(self._sheet(sheet).iter_rows(row, row, column, column, values_only=True), (None,))
            found[name] = _read(cell)
        return found

    def rows(self, table: SheetTable) -> SheetRows:
        """Return the sheet of a table."""
        sheet, first, _ = self._place(table.name)
        with _readable(self._path):
            lines = [list(map(_read, line)) for line in self._sheet(sheet).iter_rows(first, values_only=True)]
        return SheetRows(first, lines[0] if lines else [], lines[1:])

    def write(self, named: Mapping[str, str], blocks: Sequence[ColumnCells]) -> None:
        """Write everything beside the file, then move it there. Raises Abbruch if somebody has saved the file since it was read."""
        data = self.with_values(named, blocks)
        if content_of(self._path) != self._data:
            raise Abbruch(f"„{self._path.name}“ wurde inzwischen geändert; bitte noch einmal aufrufen.")
        write_beside(self._path, data)
        self._data = data

    def with_values(self, named: Mapping[str, str], blocks: Sequence[ColumnCells] = ()) -> bytes:
        """Return the workbook with these texts in cells with defined names, and these cells in its tables."""
        changes: dict[str, dict[str, Value]] = {}
        cleared = set()
        for name, text in named.items():
            sheet, row, column = self._place(name)
            changes.setdefault(sheet, {})[cell_name(row - 1, column - 1)] = text or None
        for block in blocks:
            sheet, heads, _ = self._place(block.table.name)
            for row, cell in enumerate(block.cells, heads + block.first):
                address = cell_name(row, block.column)
                changes.setdefault(sheet, {})[address] = _value(cell)
                cleared.add((sheet, address))
        try:
            return set_cells(self._data, changes, overwrite=cleared, heights=self._heights(blocks))
        except ValueError as error:
            raise Abbruch(
                f"In „{self._path.name}“ lässt sich nichts eintragen: Ein Blatt ist beschädigt, oder in einer Spalte, die das Programm "
                "füllt, steht eine Formel für mehrere Zellen; diese bitte löschen."
            ) from error

    def _sheet(self, name: str) -> Any:
        """Return a sheet to be read to its last row and column, whatever range the file states."""
        sheet: Any = self._book[name]  # openpyxl has no public name for a sheet that is read only
        sheet.reset_dimensions()
        return sheet

    def _heights(self, blocks: Sequence[ColumnCells]) -> dict[str, dict[int, float]]:
        """Return how high the rows of tables have to be: LibreOffice shows a text of several lines as one otherwise."""
        found: dict[str, dict[int, float]] = {}
        for block in blocks:
            sheet, heads, _ = self._place(block.table.name)
            rows, width = found.setdefault(sheet, {}), block.kind.width
            for row, cell in enumerate(block.cells, heads + block.first):
                if isinstance(cell, str) and block.kind.wraps:
                    rows[row] = max(rows.get(row, ROW_HEIGHT), min(height(cell, width), HIGHEST_ROW))
        return found

    def _place(self, name: str) -> tuple[str, int, int]:
        """Return sheet, row and column of a defined name, from 1. One of an area means its first cell."""
        found = list(self._book.defined_names[name].destinations) if name in self._book.defined_names else []
        sheet, area = found[0] if len(found) == 1 else ("", "")
        sheet = sheet.replace("''", "'")  # openpyxl keeps them as they stand in a formula
        cell = _CELL.fullmatch(area.partition(":")[0])
        if cell is None or sheet not in (worksheet.title for worksheet in self._book.worksheets):
            raise missing_name(name)
        return sheet, int(cell[2]), column_number(cell[1]) + 1


def _loaded(path: Path, data: bytes) -> Workbook:
    from openpyxl import load_workbook

    with _readable(path):
        guarded_list(data, BOOK_LIMITS)
        book = load_workbook(BytesIO(data), data_only=True, read_only=True)
    if not any(table.name in book.defined_names for table in TABLES):
        raise Abbruch(f"„{path}“ ist keine {NAME}.")
    return book


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Raise Abbruch for whatever is found to be amiss with the file when it is read."""
    try:
        with library():
            yield
    except Refused as refused:
        raise Abbruch(f"„{path}“ ist keine {NAME}, die sich lesen lässt. {refused.finding.message}") from refused


def _read(value: Any) -> Cell:
    """Return a value as a cell shows it; openpyxl leaves signs that XML cannot carry escaped."""
    if isinstance(value, str) and "_x" in value:
        from openpyxl.utils.escape import unescape

        value = unescape(value)
    return cell_of(value)


def _value(cell: Cell) -> Value:
    if isinstance(cell, Link):
        return Formula(cell.formula, cell.shown)
    return None if cell == "" else cell
