"""The workbook as a closed file: read with openpyxl, written by replacing single cells of its package, so that buttons and macros stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from rv2xl.clerk.books.book import Block, Cell, Link, Rows, cell_of, missing_name
from rv2xl.clerk.sheets import NAME, Table
from rv2xl.excel.addresses import cell_name
from rv2xl.excel.lists.list_sheet import library
from rv2xl.excel.package.set_cells import Formula, Value, set_cells
from rv2xl.files import content_of, write_beside
from rv2xl.model.abbruch import Abbruch
from rv2xl.reports.workbook.looks import ROW_HEIGHT, height
from rv2xl.reports.workbook.report_book import HIGHEST_ROW

if TYPE_CHECKING:
    from openpyxl import Workbook

_LOCKS = ("~${}", ".~lock.{}#")
"""What Excel and LibreOffice put beside a file that is open in them."""


class ClosedBook:
    """The file as it was when it was opened here. Raises Abbruch if it is none of ours, or open in a spreadsheet program."""

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        for lock in (self._path.with_name(pattern.format(path.name)) for pattern in _LOCKS):
            if lock.exists():
                raise Abbruch(
                    f"„{path}“ ist gerade geöffnet. Bitte schließen, oder dort die Schaltflächen benutzen; ist sie nirgends geöffnet, "
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
            (cell,) = next(self._book[sheet].iter_rows(row, row, column, column, values_only=True), (None,))
            found[name] = cell_of(cell)
        return found

    def rows(self, table: Table) -> Rows:
        """Return the sheet of a table."""
        sheet, first, _ = self._place(table.name)
        lines = [list(map(cell_of, line)) for line in self._book[sheet].iter_rows(first, values_only=True)]
        return Rows(first, lines[0] if lines else [], lines[1:])

    def write(self, named: Mapping[str, str], blocks: Sequence[Block]) -> None:
        """Write everything beside the file, then move it there. Raises Abbruch if somebody has saved the file since it was read."""
        data = self.with_values(named, blocks)
        if content_of(self._path) != self._data:
            raise Abbruch(f"„{self._path.name}“ wurde inzwischen geändert; bitte noch einmal aufrufen.")
        write_beside(self._path, data)
        self._data = data

    def with_values(self, named: Mapping[str, str], blocks: Sequence[Block] = ()) -> bytes:
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
        return set_cells(self._data, changes, overwrite=cleared, heights=self._heights(blocks))

    def _heights(self, blocks: Sequence[Block]) -> dict[str, dict[int, float]]:
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
        """Return sheet, row and column of a defined name, from 1."""
        found = list(self._book.defined_names[name].destinations) if name in self._book.defined_names else []
        if len(found) != 1 or found[0][0] not in self._book.sheetnames:
            raise missing_name(name)
        sheet, address = found[0]
        row, column = _first_cell(address)
        return sheet, row, column


def _loaded(path: Path, data: bytes) -> Workbook:
    from openpyxl import load_workbook

    try:
        with library():
            return load_workbook(BytesIO(data), data_only=True, read_only=True)
    except Exception as error:
        raise Abbruch(f"„{path}“ ist keine {NAME}, oder die Datei ist beschädigt.") from error


def _first_cell(address: str) -> tuple[int, int]:
    from openpyxl.utils.cell import range_boundaries

    column, row, _, _ = range_boundaries(address)
    return row or 1, column or 1


def _value(cell: Cell) -> Value:
    if isinstance(cell, Link):
        return Formula(cell.formula, cell.shown)
    return None if cell == "" else cell
