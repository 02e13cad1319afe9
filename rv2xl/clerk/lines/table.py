"""A table that a clerk has worked on, and how new lines come into it: nothing that the clerk typed is touched or moved.

A line keeps its row for ever, whatever the sorting; a new one takes a row that is free again, or one at the end. What the clerk typed
beside a line that is gone keeps the row, and the row says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rv2xl.clerk.books.book import Book, Cell, ColumnCells, Link
from rv2xl.clerk.sheets import Look, SheetTable, TableColumn
from rv2xl.model.abbruch import Abbruch

Values = Mapping[str, Cell]
"""The cells of a row by the heads of their columns."""
Key = tuple[str, ...]
"""What tells a row from all others."""


@dataclass(frozen=True)
class WorkedTable:
    """The table as it stands: where its columns are now, the number of the row with its heads, and all rows below."""

    table: SheetTable
    columns: Mapping[str, int]
    heads: int
    rows: Sequence[Sequence[Cell]]

    @property
    def ours(self) -> tuple[TableColumn, ...]:
        """The columns that runs write."""
        return tuple(column for column in self.table.columns if not column.is_typed)

    def values(self, row: int) -> Values:
        """Return the cells of a row that are under heads of the table."""
        return {head: self.rows[row][column] for head, column in self.columns.items()}

    def is_typed(self, row: int) -> bool:
        """Whether the clerk has entered anything in a row: in the columns meant for it, or in columns of his own."""
        ours = {self.columns[column.head] for column in self.ours}
        return any(not _is_empty(cell) for number, cell in enumerate(self.rows[row]) if number not in ours)

    def has_line(self, row: int, head: str) -> bool:
        """Whether a run has written a line into a row: each of its lines fills the column with this head."""
        return row < len(self.rows) and not _is_empty(self.rows[row][self.columns[head]])

    def is_free(self, row: int, head: str) -> bool:
        """Whether a row holds nothing but a line of a run: no total, say, that the clerk has written below the lines."""
        return not self.is_typed(row) and (self.has_line(row, head) or all(map(_is_empty, self.rows[row])))


@dataclass(frozen=True)
class TableLine:
    """A line to be written: what it is known by (the first of the keys that a row has), and its cells, made from those of its row."""

    keys: tuple[Key, ...]
    cells: Callable[[Values], Values]


@dataclass(frozen=True)
class Gone:
    """What becomes of a row whose line is gone: if something is typed beside it, or it `stays` for what it tells, the cell under `head`
    says so with `text`; else it is free again. Every line fills that column."""

    head: str
    text: str
    stays: Callable[[Values], bool] = lambda row: False


def worked_table(book: Book, table: SheetTable) -> WorkedTable:
    """Read a table. Raises Abbruch if a column is gone or there twice."""
    found = book.rows(table)
    heads = [head.strip() if isinstance(head, str) else "" for head in found.heads]
    older = {column.before: column.head for column in table.columns if column.before and column.head not in heads}
    heads = [older.get(head, head) for head in heads]
    for column in table.columns:
        where = f"Auf dem Blatt „{table.sheet}“"
        if column.head not in heads:
            raise Abbruch(f"{where} fehlt die Spalte „{column.head}“; bitte die Überschrift wieder so eintragen.")
        if heads.count(column.head) > 1:
            raise Abbruch(f"{where} gibt es die Spalte „{column.head}“ mehrmals; bitte nur eine behalten.")
    width = max(len(heads), *(len(row) for row in found.below), 0)
    rows = [(*row, *[None] * (width - len(row))) for row in found.below]
    while rows and all(map(_is_empty, rows[-1])):
        rows.pop()
    return WorkedTable(table, {column.head: heads.index(column.head) for column in table.columns}, found.number, rows)


def blocks(
    worked: WorkedTable, key_of: Callable[[Values], Key], lines: Sequence[TableLine], gone: Gone
) -> list[ColumnCells]:
    """Return the cells that put lines into a table; `key_of` tells what a row is known by. Raises Abbruch for more lines than the table
    takes."""
    places = _places(worked, key_of, lines, gone)
    written = dict(zip(places, lines, strict=True))
    count = max([len(worked.rows), *(place + 1 for place in places)], default=0)
    if count > worked.table.most:
        raise Abbruch(f"Auf das Blatt „{worked.table.sheet}“ passen nicht mehr als {worked.table.most} Zeilen.")
    rows = {
        number: _row(worked, number, written.get(number), gone)
        for number in range(count)
        if number in written or worked.has_line(number, gone.head)
    }
    found = (
        ColumnCells(
            worked.table,
            column,
            worked.columns[column.head],
            run[0],
            tuple(rows[number].get(column.head) for number in run),
        )
        for run in _runs(rows)
        for column in worked.ours
    )
    return [block for block in found if not _stands(worked, block)]


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """Return ascending numbers in runs without a gap."""
    return [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]


def appended(worked: WorkedTable, lines: Sequence[Values]) -> list[ColumnCells]:
    """Return the cells that put lines below the last row of a table. Raises Abbruch if they do not fit."""
    if not lines:
        return []
    if len(worked.rows) + len(lines) > worked.table.most:
        raise Abbruch(
            f"Das Blatt „{worked.table.sheet}“ ist voll; bitte mit einer neuen Arbeitsmappe weiterarbeiten und diese aufheben."
        )
    return [
        ColumnCells(worked.table, column, worked.columns[column.head], len(worked.rows), tuple(line.get(column.head) for line in lines))
        for column in worked.ours
    ]  # fmt: skip


def text_of(cell: Cell) -> str:
    """Return what a cell says, without blanks around it; a whole number without decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell.shown if isinstance(cell, Link) else cell).strip()


def _is_empty(cell: Cell) -> bool:
    return text_of(cell) == ""


def _places(worked: WorkedTable, key_of: Callable[[Values], Key], lines: Sequence[TableLine], gone: Gone) -> list[int]:
    """Return the row of each line."""
    known: dict[Key, list[int]] = {}
    for row in range(len(worked.rows)):
        known.setdefault(key_of(worked.values(row)), []).append(row)
    found: list[int | None] = [None] * len(lines)
    for rank in range(max((len(line.keys) for line in lines), default=0)):
        for number, line in enumerate(lines):
            if found[number] is None and rank < len(line.keys) and known.get(line.keys[rank]):
                found[number] = known[line.keys[rank]].pop(0)
    free = _free(worked, {row for row in found if row is not None}, gone)
    return [next(free) if row is None else row for row in found]


def _free(worked: WorkedTable, taken: set[int], gone: Gone) -> Iterator[int]:
    """Yield the rows that a new line may take: first those whose lines are gone, then those below the last."""
    for row in range(len(worked.rows)):
        if row not in taken and worked.is_free(row, gone.head) and not gone.stays(worked.values(row)):
            yield row
    row = len(worked.rows)
    while True:
        yield row
        row += 1


def _row(worked: WorkedTable, number: int, line: TableLine | None, gone: Gone) -> Values:
    """Return what stands in a row afterwards."""
    there = worked.values(number) if number < len(worked.rows) else {}
    if line is not None:
        return line.cells(there)
    if not worked.is_typed(number) and not gone.stays(there):
        return {}
    links = {column.head: None for column in worked.ours if column.look is Look.LINK}
    return {**there, **links, gone.head: gone.text}


def _stands(worked: WorkedTable, block: ColumnCells) -> bool:
    """Whether these cells are there already; of a link only its text is known."""
    if block.first + len(block.cells) > len(worked.rows) or any(isinstance(cell, Link) for cell in block.cells):
        return False
    there = [row[block.column] for row in worked.rows[block.first : block.first + len(block.cells)]]
    return all((_is_empty(old) and _is_empty(new)) or old == new for old, new in zip(there, block.cells, strict=True))
