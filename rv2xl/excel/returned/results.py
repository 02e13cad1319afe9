"""The results of a returned workbook, computed again from its inputs, each after those it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from rv2xl.excel.returned.compare import SheetComparison
from rv2xl.excel.returned.moved.straighten import roster_column
from rv2xl.excel.returned.sorted_cells import ResultColumn, sorted_cells
from rv2xl.excel.sheets.plan import Cell, Layout
from rv2xl.excel.sheets.recalculate import section_compiled
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form, Sheet, derived_from_section
from rv2xl.model.expressions.evaluate import compiled
from rv2xl.model.expressions.expr import DASH, Expr, If, Ref, RosterColumn, Value, own_fields, references, walk
from rv2xl.model.expressions.known_values import Compiled, KnownValues, Own, for_each
from rv2xl.model.returned import EntryColumn, ReturnedSheet


def compute_results(form: Form, comparisons: Sequence[SheetComparison], sheets: Mapping[str, ReturnedSheet]) -> None:
    """Put the computed values into the sheets. What cannot be computed is blank, as is what rests on a sheet that is gone."""
    columns: dict[str, Iterable[ResultColumn]] = {}
    for comparison in comparisons:
        if (sheet := sheets.get(comparison.placed.key)) is not None:
            found: Iterable[ResultColumn] = comparison.cells.results
            if sheet.missing or comparison.places:
                found = [column.found(sheet.missing, comparison.address) for column in found]
            columns[sheet.key] = found
    _Results(form, columns, sheets, section_compiled).compute()


def compute_unlimited(layout: Layout, sheets: Mapping[str, ReturnedSheet]) -> None:
    """Compute the results once more, with inputs that may lie outside their range; each stays in the cell where it was found."""
    columns = {
        key: [column.found(sheet.missing, _cell_in(sheet)) for column in sorted_cells(layout.by_key[key].plan).results]
        for key, sheet in sheets.items()
    }
    _Results(layout.issue.form, columns, sheets, _unlimited).compute()


@derived_from_section
def _unlimited(form: Form, section: str, expr: Expr) -> Compiled:
    """Return an expression as a function to which no number is out of range."""
    sections = form.sections  # the function must not hold the form, on which it is kept

    def known(ref: Ref) -> Field | None:
        field = sections[ref.sheet or section].find(ref.field)
        return None if field is None else replace(field, type=field.type.unlimited)

    return compiled(expr, known)


def _cell_in(sheet: ReturnedSheet) -> Callable[[Cell], str]:
    def address(cell: Cell) -> str:
        return (sheet.cell(cell.field.id) if cell.field is not None else None) or cell.name

    return address


_Unit = tuple[str, str]
"""What is computed at one time: a result, or all of a roster's column; key of its sheet, id of the field or column."""


class _Results:
    def __init__(
        self,
        form: Form,
        columns: Mapping[str, Iterable[ResultColumn]],
        sheets: Mapping[str, ReturnedSheet],
        compile_: Callable[[Form, str, Expr], Compiled],
    ) -> None:
        self._compiled = compile_
        self._form, self._sheets = form, sheets
        self._rows = {
            roster.id: sheet.rows(roster) for sheet in sheets.values() for roster in sheet.sheet.rosters.values()
        }
        self._book = KnownValues({key: sheet.values for key, sheet in sheets.items()}, self._rows)
        self._open = {(key, column.id): column for key, found in columns.items() for column in found}

    def compute(self) -> None:
        for unit in tuple(self._open):
            if unit in self._open:
                self._first(unit)

    def _first(self, unit: _Unit) -> None:
        """Compute what is still open, after what it rests on."""
        column, sheet = self._open.pop(unit), self._sheets[unit[0]]
        section = sheet.sheet.section
        needs = _needs(self._form, section, column.expr)
        for other, name in needs.units:
            if (needed := (other or unit[0], name)) in self._open:
                self._first(needed)
        own = needs.own
        value_of: Compiled = _nothing
        if not any(other not in self._sheets for other in needs.sheets):
            expr = self._decided(section, column.expr) if column.rows else column.expr
            own, value_of = _needs(self._form, section, expr).own, self._compiled(self._form, section, expr)
        shown, book = _decimal if column.field.type.scale else _whole, self._book
        values: list[Value]
        if column.rows:
            listed = self._rows[column.id.partition(".")[0]]
            rows = [listed[number - 1] for number in column.rows]
            values = list(map(shown, for_each(rows, own, value_of, book)))
            for row, value in zip(rows, values, strict=True):
                row[column.id] = value
        else:
            values = [shown(value_of(sheet.values, book)) for _ in column.ids]
        nothing = (None,) * len(values)
        sheet.put(EntryColumn(column.ids, column.names, nothing, values, nothing))

    def _decided(self, section: str, expr: Expr) -> Expr:
        """Take the branches that are the same for all rows: what their conditions read stands outside the row."""
        while isinstance(expr, If) and not _needs(self._form, section, expr.condition).own:
            holds = self._compiled(self._form, section, expr.condition)({}, self._book)
            expr = expr.then if holds else expr.otherwise
        return expr


def _nothing(own: Own, book: KnownValues) -> None:
    """The value of what rests on a sheet that is gone."""


def _whole(value: Value) -> Value:
    return None if value in ("", DASH) else value


def _decimal(value: Value) -> Value:
    """Blanks and nothing else add up to a whole 0."""
    return Decimal(value) if type(value) is int else _whole(value)


class _Needs(NamedTuple):
    """What an expression reads: fields of the own sheet or row; what is computed, there (None) and on other sheets; those sheets."""

    own: tuple[str, ...]
    units: tuple[tuple[str | None, str], ...]
    sheets: frozenset[str]


@derived_from_section
def _needs(form: Form, section: str, expr: Expr) -> _Needs:
    read = {(ref.sheet, ref.field) for ref in references(expr)}
    read |= {(node.sheet, node.field) for node in walk(expr) if isinstance(node, RosterColumn)}
    units = {
        (other, _unit(form.sections[other or section], name))
        for other, name in read
        if (known := form.sections[other or section].find(name)) is not None and known.computed
    }
    ordered = sorted(units, key=lambda unit: (unit[0] or "", unit[1]))
    return _Needs(own_fields(expr), tuple(ordered), frozenset(other for other, _ in read if other is not None))


def _unit(sheet: Sheet, name: str) -> str:
    """Return the id under which a field is computed."""
    column = roster_column(name)
    return column if column is not None and column.partition(".")[0] in sheet.rosters else name
