"""All values that expressions are judged on: sheet by sheet, and of the rosters row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from rv2xl.model.expressions.cell_values import identified, rank
from rv2xl.model.expressions.expr import Value

Own = Mapping[str, Value]
"""The values of the sheet (or of the roster's row) an expression is judged on, by field id."""

Found = TypeVar("Found")
"""What is found for a row."""


class ColumnRead(NamedTuple):
    """A roster's column, as it stands there or as an identifier of so many `digits`."""

    field: str
    is_identifier: bool = False
    digits: int | None = None

    def of(self, row: Own) -> Value:
        """Return what a row has in it."""
        value = row[self.field]
        return identified(value, self.digits) if self.is_identifier else value


class KnownValues(dict[str, Mapping[str, Value]]):
    """The values of all sheets by key, and the used rows of the rosters by roster id."""

    def __init__(self, sheets: Mapping[str, Mapping[str, Value]] = {}, rows: Mapping[str, Sequence[Own]] = {}) -> None:
        super().__init__(sheets)
        self.rows = rows
        self._by_text: dict[tuple[str, ColumnRead], dict[str, list[Own]]] = {}
        self._differing: dict[tuple[str, str], dict[tuple[int, Any], int]] = {}
        self.collected: dict[tuple[Any, ...], Any] = {}

    def rows_with(self, roster: str, column: ColumnRead, text: str) -> Sequence[Own]:
        """Return the rows whose column holds this text, case aside; looked up, for a register has thousands of rows."""
        found = self._by_text.get((roster, column))
        if found is None:
            found = self._by_text[roster, column] = {}
            for row in self.rows[roster]:
                value = column.of(row)
                if isinstance(value, str):
                    found.setdefault(value.lower(), []).append(row)
        return found.get(text.lower(), ())

    def differing(self, roster: str, column: str) -> Mapping[tuple[int, Any], int]:
        """Return what differs in a column, case aside, with the number of the first row where it stands; blanks do not count."""
        if (roster, column) not in self._differing:
            first = self._differing[roster, column] = {}
            for number, row in enumerate(self.rows[roster], 1):
                value = row[column]
                if value is not None and value != "":
                    first.setdefault(rank(value, ""), number)
        return self._differing[roster, column]


Compiled = Callable[[Own, KnownValues], Any]
"""An expression, compiled: (values of the own sheet or row, all sheets) → value."""


def for_each(
    rows: Sequence[Own], columns: Sequence[str], find: Callable[[Own, KnownValues], Found], book: KnownValues
) -> list[Found]:
    """Return what is found for each row: of rows that are alike in these columns for the first, as `find` reads no others of a row."""
    alike = list(map(itemgetter(*columns), rows)) if columns else [()] * len(rows)
    first = dict(zip(reversed(alike), reversed(rows), strict=True))
    found = {key: find(row, book) for key, row in first.items()}
    return list(map(found.__getitem__, alike))
