"""What expressions ask of all rows of a roster, as functions: counts, sums, what differs. `evaluate` compiles all else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from rv2xl.model.definitions.field import Known
from rv2xl.model.expressions.cell_values import compare, number, rank, shows, summand
from rv2xl.model.expressions.expr import Compare, Expr, Identifier, Ref, RosterColumn, Some, walk
from rv2xl.model.expressions.known_values import ColumnRead, Compiled, KnownValues, Own
from rv2xl.model.expressions.nodes import alternatives

Compile = Callable[[Expr, Known], Compiled]


def count_rows(conditions: Sequence[Expr], known: Known, compiled: Compile) -> Compiled:
    """Count the rows that meet all conditions."""
    columns = [node for condition in conditions for node in walk(condition) if isinstance(node, RosterColumn)]
    rows = _Rows(_roster(columns[0]), conditions, known, compiled)
    counted = rows.collected("", lambda found: sum(1 for _ in found))
    return counted if len(conditions) > 1 else rows.looked_up(counted)


def sum_rows(column: RosterColumn, conditions: Sequence[Expr], known: Known, compiled: Compile) -> Compiled:
    """Add up a column over the rows that meet all conditions."""
    name = column.field
    rows = _Rows(_roster(column), conditions, known, compiled)
    return rows.collected(name, lambda found: sum(summand(row[name]) for row in found))


def first_other(column: RosterColumn, known: Sequence[Compiled]) -> Compiled:
    """Find the first row of a column in which something else stands than what these cells hold."""
    roster, name = _roster(column), column.field

    def first(own: Own, book: KnownValues) -> int:
        there = {rank(value, "") for cell in known if (value := cell(own, book)) is not None}
        return next((row for text, row in book.differing(roster, name).items() if text not in there), 0)

    return first


def first_row(conditions: Sequence[Expr], known: Known, compiled: Compile) -> Compiled:
    """Find the first row that meets all conditions."""
    columns = [node for condition in conditions for node in walk(condition) if isinstance(node, RosterColumn)]
    roster = _roster(columns[0])
    tests = [_row_test(condition, known, compiled) for condition in conditions]

    def first(own: Own, book: KnownValues) -> int:
        asked = [test(own, book) for test in tests]
        return next((number for number, row in enumerate(book.rows[roster], 1) if all(test(row) for test in asked)), 0)

    return first


def row_entry(column: RosterColumn, row: Compiled) -> Compiled:
    """Return what a column holds in a row."""
    roster, name = _roster(column), column.field
    return lambda own, book: book.rows[roster][int(number(row(own, book))) - 1][name]


def _roster(column: RosterColumn) -> str:
    return column.field.split(".")[0]


class _Rows:
    """The rows that meet all conditions. `RosterColumn` stands for the row looked at, `Ref` for the row or sheet at hand."""

    def __init__(self, roster: str, conditions: Sequence[Expr], known: Known, compiled: Compile) -> None:
        self._roster = roster
        self._tests = [_row_test(condition, known, compiled) for condition in conditions]
        self._first, self._key, self._wanted = _key(conditions, known, compiled)
        refs = [node for condition in conditions for node in walk(condition) if isinstance(node, Ref)]
        self._reads = [ref.field for ref in refs if ref.sheet is None]
        self._conditions = tuple(conditions)

    def collected(self, what: str, collect: Callable[[Iterator[Own]], Any]) -> Compiled:
        """Return what is collected from the rows, worked out once for equal conditions."""
        first, reads = (self._conditions, what), self._reads

        def value(own: Own, book: KnownValues) -> Any:
            alike = (first, *(own[field] for field in reads))  # equal rows have equal counts
            if alike not in book.collected:
                book.collected[alike] = collect(self._found(own, book))
            return book.collected[alike]

        return value

    def looked_up(self, counted: Compiled) -> Compiled:
        """Count the rows by looking them up where the only condition is that they hold a text, and by counting where it is not."""
        roster, key, wanted = self._roster, self._key, self._wanted

        def value(own: Own, book: KnownValues) -> Any:
            text = wanted(own, book)
            return len(book.rows_with(roster, key, text)) if text and type(text) is str else counted(own, book)

        return value

    def _found(self, own: Own, book: KnownValues) -> Iterator[Own]:
        text = self._wanted(own, book)
        rows: Iterable[Own] = book.rows[self._roster]
        asked = self._tests
        if text and isinstance(text, str):  # those rows are looked up, and meet that condition
            rows = book.rows_with(self._roster, self._key, text)
            asked = [test for place, test in enumerate(self._tests) if place != self._first]
        for test in asked:
            rows = filter(test(own, book), rows)
        return iter(rows)


def _key(conditions: Sequence[Expr], known: Known, compiled: Compile) -> tuple[int, ColumnRead, Compiled]:
    """Return the first condition on a column that must equal something: its number, the column, and that.

    Nothing equals a text that is not blank but a text.
    """
    for place, condition in enumerate(conditions):
        match condition:
            case Compare("=", left, right) if (column := _column(left)) is not None:
                return place, column, compiled(right, known)
    return -1, ColumnRead(""), lambda own, book: None


def _column(expr: Expr) -> ColumnRead | None:
    """Return the column that a condition looks at, and how; None if it is none."""
    match expr:
        case RosterColumn(field, _):
            return ColumnRead(field)
        case Identifier(RosterColumn(field, _), digits):
            return ColumnRead(field, True, digits)
    return None


RowTest = Callable[[Own], bool]


def _row_test(condition: Expr, known: Known, compiled: Compile) -> Callable[[Own, KnownValues], RowTest]:
    """Return what makes a test of rows, with the values of the row or sheet at hand put in."""
    if (asked := alternatives(condition.parts if isinstance(condition, Some) else (condition,))) is not None:
        column, shown = asked[0].field, shows(asked[1])
        return lambda own, book: lambda row: shown(row[column])
    match condition:
        case Compare(operator, left, right) if (read := _column(left)) is not None:
            other, entry = compiled(right, known), read.of

            def bound(own: Own, book: KnownValues) -> RowTest:
                value = other(own, book)
                return lambda row: compare(operator, entry(row), value)

            return bound
        case Some(parts):
            made = [_row_test(part, known, compiled) for part in parts]

            def either(own: Own, book: KnownValues) -> RowTest:
                tests = [test(own, book) for test in made]
                return lambda row: any(test(row) for test in tests)

            return either
    raise TypeError("a condition on rows compares a column with a value of the row or sheet at hand")
