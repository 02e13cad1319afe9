"""Last year's rows as this year's list takes them: what was asked otherwise is renamed or left open, what is not asked is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import AskedOf, Carryover
from rv2xl.model.expressions.expr import Value

CarriedRow = Mapping[str, Value]
"""The values of a row by the last part of their columns' ids."""


@dataclass
class CarriedRows:
    """Takes row after row, and counts what could not stay as it was: it is said by column, for rows are people."""

    carries: Carryover
    columns: Mapping[str, Field]
    _renamed: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _open: Counter[str] = field(default_factory=Counter)
    _unasked: Counter[tuple[str, AskedOf]] = field(default_factory=Counter)

    def take(self, row: CarriedRow) -> CarriedRow:
        """Return what of a row is typed into this year's list."""
        taken = {name: self._taken(name, row) for name in self.carries.columns}
        return {name: value for name, value in taken.items() if value is not None}

    def _taken(self, name: str, row: CarriedRow) -> Value:
        value, choices = row.get(name), self._field(name).type.choices
        if value is None:
            return None
        asked = next((asked for asked in self.carries.asked_of if name in asked.columns), None)
        if asked is not None and row.get(asked.where) != asked.value:
            self._unasked[name, asked] += 1
            return None
        if not choices or value in choices:
            return value
        for renamed in self.carries.renamed:
            if (renamed.column, renamed.before) == (name, value):
                self._renamed[name, renamed.before, renamed.now] += 1
                return renamed.now
        self._open[name] += 1
        return None

    def told(self) -> Iterator[str]:
        """Say what was renamed, left open and left out, with the number of rows."""
        for (name, before, now), count in self._renamed.items():
            yield f"„{before}“ heißt jetzt „{now}“: {self._where(name, count)}; bitte prüfen, ob das zutrifft."
        for name, count in self._open.items():
            yield f"Nicht übernommen: {self._where(name, count)}: Hier wird jetzt aus einer Liste gewählt; bitte dort neu auswählen."
        for (name, asked), count in self._unasked.items():
            only = f"gebraucht wird das nur, wo „{self._field(asked.where).label}“ „{asked.value}“ ist"
            yield f"Nicht übernommen: {self._where(name, count)}: {only}."

    def _where(self, name: str, count: int) -> str:
        return f"Spalte „{self._field(name).label}“, {count} {'Zeile' if count == 1 else 'Zeilen'}"

    def _field(self, name: str) -> Field:
        return self.columns[f"{self.carries.roster}.*.{name}"]
