"""The results of a returned workbook, computed again from its inputs, each after those it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import compress
from typing import NamedTuple

from rv2xl.excel.compare import Comparison
from rv2xl.excel.recalculate import RowView, section_compiled
from rv2xl.model.blocks import Roster
from rv2xl.model.evaluate import Book
from rv2xl.model.expr import DASH, Column, Expr, Value, references, walk
from rv2xl.model.field import Field
from rv2xl.model.form import Form
from rv2xl.model.returned import Entry, ReturnedSheet


def compute_results(form: Form, comparisons: Sequence[Comparison], sheets: Mapping[str, ReturnedSheet]) -> None:
    """Put the computed values into the sheets. What cannot be computed is blank, as is what rests on a sheet that is gone."""
    _Results(form, comparisons, sheets).compute()


class _Results:
    def __init__(self, form: Form, comparisons: Sequence[Comparison], sheets: Mapping[str, ReturnedSheet]) -> None:
        self._form, self._sheets = form, sheets
        self._book = Book(
            {key: sheet.values for key, sheet in sheets.items()},
            {roster.id: _rows(sheet, roster) for sheet in sheets.values() for roster in sheet.sheet.rosters.values()},
        )
        self._columns: set[tuple[str, str, int, str]] = set()
        self._open = {
            (comparison.placed.key, cell.field.id): (comparison, cell, name)
            for comparison in comparisons
            if comparison.placed.key in sheets
            for name, cell in comparison.placed.plan.results
            if cell.field is not None and cell.field.id not in sheets[comparison.placed.key].missing
        }

    def compute(self) -> None:
        for place in tuple(self._open):
            self._first(*place)

    def _compute(self, place: tuple[str, str]) -> None:
        comparison, cell, name = self._open.pop(place)
        field, sheet, row = cell.field, self._sheets[place[0]], cell.computed.row if cell.computed else None
        assert field is not None
        assert field.expr is not None
        needs = _needs(self._form, sheet.sheet.section, field.expr)
        for other, read in needs.refs:
            self._first(other or place[0], read if row is None else read.replace("*", str(row)))
        for column in needs.columns:
            if column not in self._columns:
                self._columns.add(column)
                other, before, rows, after = column
                for number in range(1, rows + 1):
                    self._first(other, f"{before}{number}{after}")
        gone = any(other not in self._sheets for other in needs.sheets)
        value = None if gone else self._value(sheet, field, field.expr, row)
        sheet.values[field.id] = value
        address = comparison.address(cell) if comparison.places else name
        sheet.entries[field.id] = Entry(field.id, address, None, value, None)

    def _first(self, key: str, name: str) -> None:
        if (key, name) in self._open:
            self._compute((key, name))

    def _value(self, sheet: ReturnedSheet, field: Field, expr: Expr, row: int | None) -> Value:
        own = sheet.values if row is None else self._book.rows[field.id.partition(".")[0]][row - 1]
        value: Value = section_compiled(self._form, sheet.sheet.section, expr)(own, self._book)
        if isinstance(value, str) and value in ("", DASH):
            return None
        if isinstance(value, int) and field.type.scale:  # blanks and nothing else add up to a whole 0
            return Decimal(value)
        return value


def _rows(sheet: ReturnedSheet, roster: Roster) -> list[RowView]:
    """The rows of a roster with what was entered in them; what is computed is looked up when it is there."""
    entered = [not column.computed for column in roster.columns]
    columns = [column.id for column in compress(roster.columns, entered)]
    values = sheet.values
    return [
        RowView(values, number, zip(columns, map(values.__getitem__, compress(names, entered)), strict=True))
        for number, names in enumerate(roster.names, 1)
    ]


class _Needs(NamedTuple):
    """What an expression reads: computed fields of its own (None) and other sheets; computed columns (sheet, id around the row's number,
    rows); the other sheets."""

    refs: tuple[tuple[str | None, str], ...]
    columns: tuple[tuple[str, str, int, str], ...]
    sheets: frozenset[str]


@cache
def _needs(form: Form, section: str, expr: Expr) -> _Needs:
    refs = references(expr)
    read = ((ref, form.sections[ref.sheet or section].find(ref.field)) for ref in refs)
    results = tuple((ref.sheet, ref.field) for ref, known in read if known is not None and known.computed)
    columns = {(node.sheet, node.field) for node in walk(expr) if isinstance(node, Column)}
    computed = []
    for other, field in sorted(columns):
        sheet = form.sections[other]
        roster, _, name = field.partition(".*.")
        if sheet.columns[field].computed:
            computed.append((other, f"{roster}.", sheet.rosters[roster].rows, f".{name}"))
    others = {ref.sheet for ref in refs if ref.sheet is not None} | {other for other, _ in columns}
    return _Needs(results, tuple(computed), frozenset(others))
