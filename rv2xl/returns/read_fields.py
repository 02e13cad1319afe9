"""What a computed field reads, directly and through other computed fields, across sheets."""

from __future__ import annotations

from collections.abc import Iterator

from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Expr, Ref, RosterColumn, walk

FieldAt = tuple[str, str]
"""A sheet by its key and a field by its id."""


class Reads:
    """Finds for one form what its computed fields read; what was found is kept."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._known: dict[FieldAt, frozenset[FieldAt]] = {}

    def of(self, key: str, name: str) -> frozenset[FieldAt]:
        """Return every field that this one reads, computed ones and those that they read included."""
        place = (key, name)
        if place not in self._known:
            self._known[place] = frozenset()
            field = self._form.sections[key.partition(".")[0]].fields.get(name)
            direct = frozenset() if field is None or field.expr is None else frozenset(self._direct(*place, field.expr))
            self._known[place] = direct.union(*(self.of(*other) for other in direct))
        return self._known[place]

    def _direct(self, key: str, name: str, expr: Expr) -> Iterator[FieldAt]:
        for node in walk(expr):
            if isinstance(node, Ref):
                yield node.sheet or key, _in_row(node.field, name)
            elif isinstance(node, RosterColumn):
                yield from self._rows(node)

    def _rows(self, column: RosterColumn) -> Iterator[FieldAt]:
        roster = self._form.sections[column.sheet].rosters[column.field.partition(".*.")[0]]
        for number in range(1, roster.rows + 1):
            yield column.sheet, column.field.replace("*", str(number))


def _in_row(field: str, reader: str) -> str:
    """Return the field of the reader's own row: „orte.*.zad“ read by „orte.3.name“ is „orte.3.zad“."""
    before, star, after = field.partition("*")
    return before + reader.removeprefix(before).partition(".")[0] + after if star else field
