"""A plan's cells sorted by what the reader does with them: printed texts, inputs, long columns of like inputs, formulas."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import compress, groupby
from typing import NamedTuple

from rv2xl.excel.returned.moved.straighten import roster_column
from rv2xl.excel.sheets.plan import Cell, SheetPlan
from rv2xl.model.definitions.field import Field, Type
from rv2xl.model.derived import derived
from rv2xl.model.entries.entry import Raw, Reading, Rows, reader
from rv2xl.model.expressions.expr import Expr, Value
from rv2xl.model.returned import Entry, EntryColumn, ReturnedSheet


class Input(NamedTuple):
    """A cell that holds what somebody entered, or what was prefilled."""

    row: int
    column: int
    name: str
    field: Field
    id: str
    prefilled: bool
    read: Callable[[Raw], Reading]


class Columns:
    """The cells of a sheet column by column; rows that are asked for together are turned once."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._turned: dict[tuple[int, int], list[tuple[Raw, ...]]] = {}

    def below(self, row: int, column: int, count: int) -> tuple[Raw, ...]:
        """Return what stands in so many cells one below the other, as far as the sheet reaches."""
        if (row, count) not in self._turned:
            self._turned[row, count] = list(zip(*self._rows[row : row + count], strict=False))
        turned = self._turned[row, count]
        return turned[column] if column < len(turned) else ()


class InputColumn(NamedTuple):
    """Inputs of one type, one below the other: the column of a list."""

    row: int
    column: int
    names: tuple[str, ...]
    ids: tuple[str, ...]
    read: Callable[[Raw], Reading]

    def read_into(self, sheet: ReturnedSheet, columns: Columns) -> None:
        """Take what stands in these cells; what stands there often is read once. The sheet may end before the column."""
        raws = columns.below(self.row, self.column, len(self.ids))
        if raws.count("") == len(raws):
            return
        if _TOLD_APART.issuperset(map(type, raws)):
            known = {raw: self.read(raw) for raw in set(raws)}
            values, codes = zip(*map(known.__getitem__, raws), strict=True)
        else:
            values, codes = zip(*map(self.read, raws), strict=True)
        sheet.put(EntryColumn(self.ids[: len(raws)], self.names, raws, values, codes))


_TOLD_APART = {str, float, date, datetime}
"""Of these types equal contents are read alike, for no reading keeps the sign of 0.0. True and 1.0 would be equal."""


class ResultColumn(NamedTuple):
    """A result, or those of all rows of a roster's column, under the column's id: what is computed alike.

    `rows` are the numbers of the rows, none for a result that stands in no roster.
    """

    id: str
    field: Field
    expr: Expr
    rows: tuple[int, ...]
    cells: tuple[Cell, ...]
    names: tuple[str, ...]
    ids: tuple[str, ...]

    def found(self, missing: Collection[str], address: Callable[[Cell], str]) -> ResultColumn:
        """Return the same without fields that are missing, at today's addresses."""
        kept = [name not in missing for name in self.ids]
        cells = tuple(compress(self.cells, kept))
        return self._replace(
            rows=tuple(compress(self.rows, kept)), cells=cells, names=tuple(map(address, cells)),
            ids=tuple(compress(self.ids, kept)),
        )  # fmt: skip


class SortedCells(NamedTuple):
    """The cells of a plan. `fields` are all inputs, `single` those that stand in none of the `columns`; `blank` are the entries of all
    inputs when nothing is in them, `nothing` their values."""

    texts: Sequence[tuple[int, int, str]]
    fields: tuple[Input, ...]
    single: tuple[Input, ...]
    columns: tuple[InputColumn, ...]
    results: tuple[ResultColumn, ...]
    blank: Mapping[str, Entry]
    nothing: Mapping[str, Value]
    last_row: int
    last_column: int


@derived
def sorted_cells(plan: SheetPlan) -> SortedCells:
    """Return the cells of a plan, sorted once for as long as the plan is there."""
    printed = (cell for cell in plan.cells if cell.field is None and cell.computed is None)
    texts = tuple((*cell.place, cell.text or "") for cell in printed)
    readers: dict[Type, Callable[[Raw], Reading]] = {}
    fields = tuple(
        Input(*cell.place, cell.name, field, name, field.prefilled, readers.setdefault(field.type, reader(field)))
        for name, cell in plan.fields.items()
        if (field := cell.field) is not None and cell.computed is None
    )
    columns = tuple(_columns(fields))
    listed = {name for column in columns for name in column.ids}
    single = tuple(field for field in fields if field.id not in listed)
    blank = {field.id: Entry(field.id, field.name, "", None, None) for field in fields}
    results = tuple(_results(plan))
    last_row, last_column = max(row for row, _, _ in texts), max(column for _, column, _ in texts)
    return SortedCells(texts, fields, single, columns, results, blank, dict.fromkeys(blank), last_row, last_column)


_LONG = 8
"""From so many cells on it pays to read them together."""


def _columns(fields: Sequence[Input]) -> Iterator[InputColumn]:
    """Find long columns of inputs that are read alike; what is prefilled is compared cell by cell."""
    entered = sorted((field for field in fields if not field.prefilled), key=lambda field: (field.column, field.row))
    alike = groupby(enumerate(entered), lambda place: (place[1].column, place[1].row - place[0], place[1].read))
    for _, found in alike:
        cells = [cell for _, cell in found]
        if len(cells) >= _LONG:
            first, names, ids = cells[0], tuple(cell.name for cell in cells), tuple(cell.id for cell in cells)
            yield InputColumn(first.row, first.column, names, ids, first.read)


def _results(plan: SheetPlan) -> Iterator[ResultColumn]:
    found: dict[str, list[tuple[Cell, Field]]] = {}
    for name, cell in plan.fields.items():
        if (field := cell.field) is not None and cell.computed is not None:
            column = None if cell.computed.row is None else roster_column(name)
            found.setdefault(column or name, []).append((cell, field))
    for name, alike in found.items():
        cells = tuple(cell for cell, _ in alike)
        field = alike[0][1]
        assert field.expr is not None
        rows = tuple(cell.computed.row for cell in cells if cell.computed and cell.computed.row is not None)
        ids = tuple(field.id for _, field in alike)
        yield ResultColumn(name, field, field.expr, rows, cells, tuple(cell.name for cell in cells), ids)
