"""The clerk's workbook in memory: what a run writes is what it reads the next time, and the clerk may do with it what clerks do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rv2xl.clerk.books.book import Cell, ColumnCells, Link, SheetRows
from rv2xl.clerk.sheets import SETTINGS, TABLES, SheetTable


class MemoryBook:
    """A Book whose sheets are lists of rows, the heads first."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "Konsolidierung.xlsm"
        self.named: dict[str, Cell] = {setting.name: setting.default for setting in SETTINGS}
        self.sheets: dict[str, list[list[Cell]]] = {
            table.name: [[column.head for column in table.columns]] for table in TABLES
        }
        self.writes = 0

    def values(self, names: Iterable[str]) -> dict[str, Cell]:
        return {name: self.named[name] for name in names}

    def rows(self, table: SheetTable) -> SheetRows:
        heads, *below = self.sheets[table.name]
        return SheetRows(1, heads, below)

    def write(self, named: Mapping[str, str], blocks: Sequence[ColumnCells]) -> None:
        self.writes += 1
        self.named.update(named)
        for block in blocks:
            rows = self.sheets[block.table.name]
            for number, cell in enumerate(block.cells, 1 + block.first):
                rows += [[] for _ in range(number + 1 - len(rows))]
                rows[number] += [None] * (block.column + 1 - len(rows[number]))
                rows[number][block.column] = cell.shown if isinstance(cell, Link) else cell

    # ------------------------------------------------------------------------------------------- what the clerk does

    def column(self, table: SheetTable, head: str) -> int:
        return self.sheets[table.name][0].index(head)

    def cells(self, table: SheetTable, head: str) -> list[Cell]:
        column = self.column(table, head)
        return [row[column] if column < len(row) else None for row in self.sheets[table.name][1:]]

    def type(self, table: SheetTable, row: int, head: str, value: Cell) -> None:
        """Type into a row, counted from 0 below the heads."""
        cells, column = self.sheets[table.name][row + 1], self.column(table, head)
        cells += [None] * (column + 1 - len(cells))
        cells[column] = value

    def move_column(self, table: SheetTable, head: str, to: int) -> None:
        column = self.column(table, head)
        for row in self.sheets[table.name]:
            row.extend([None] * (column + 1 - len(row)))
            row.insert(to, row.pop(column))

    def sort(self, table: SheetTable, head: str, *, reverse: bool = False) -> None:
        column, (heads, *rows) = self.column(table, head), self.sheets[table.name]
        width = max(map(len, rows))
        full = [row + [None] * (width - len(row)) for row in rows]
        self.sheets[table.name] = [heads, *sorted(full, key=lambda row: str(row[column] or ""), reverse=reverse)]
