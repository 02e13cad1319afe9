"""The blocks of calculation forms: tables of numbered rows, the steps of a Rechenweg, and the box of results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rv2xl.model.definitions.blocks import Block
from rv2xl.model.definitions.field import Field, FilledBy
from rv2xl.model.expressions.expr import Ref


@dataclass(frozen=True, slots=True)
class BarChart:
    """A picture of a table's first rows: a bar for each, as long as the number in one column; `description` is its alt text.

    Of results, which have one column of numbers, the column needs no name.
    """

    title: str
    rows: int
    description: str
    column: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Table(Block):
    """A few numbered rows of unlike columns: „flaechen.3.ngf“. Unlike a roster's, its rows are known one by one to the rules.

    `fields_of` gives the fields of a row by its number; `row_label` is printed before the number, unless the rows have
    `row_labels` of their own. A `chart` stands below.
    """

    id: str
    row_label: str
    fields_of: Callable[[int], tuple[Field, ...]]
    rows: int
    row_labels: tuple[str, ...] = ()
    chart: BarChart | None = None

    def _fields(self) -> Iterator[Field]:
        for number in range(1, self.rows + 1):
            yield from self.row(number)

    def row(self, number: int) -> tuple[Field, ...]:
        """Return the fields of one row, counted from 1."""
        home, context = f"{self.id}.{number}", f"{self.heading}, {self.label(number)}"
        return tuple(self._placed(entry, home, context) for entry in self.fields_of(number))

    def label(self, number: int) -> str:
        """Return what is printed before a row."""
        return self.row_labels[number - 1] if self.row_labels else f"{self.row_label} {number}"

    def column(self, name: str) -> tuple[Ref, ...]:
        """Return the fields of one column, from the first row to the last."""
        if not any(entry.id == name for entry in self.fields_of(1)):
            raise KeyError(f"there is no column {name} in {self.id}")
        return tuple(Ref(f"{self.id}.{number}.{name}") for number in range(1, self.rows + 1))


@dataclass(frozen=True, kw_only=True, eq=False)
class Calculation(Block):
    """The steps of a Rechenweg, one a line: label, formula in words (the field's hint), Fundstelle, amount, unit."""

    id: str
    steps: tuple[Field, ...]

    def _fields(self) -> Iterator[Field]:
        for step in self.steps:
            yield replace(self._placed(step, self.id, self.heading), filled_by=FilledBy.FORMEL)

    def step(self, name: str) -> Field:
        """Return a step as it was defined. Raises KeyError if there is none."""
        found = next((step for step in self.steps if step.id == name), None)
        if found is None:
            raise KeyError(f"there is no step {name} in {self.id}")
        return found

    def __getitem__(self, name: str) -> Ref:
        return Ref(f"{self.id}.{self.step(name).id}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Results(Calculation):
    """The results, in a frame of their own above the inputs they come from.

    They say whether they are a draft or `finished` („Berechnung nach Anlage 4“), and then as of which day. A `chart` of the
    first of them stands below.
    """

    finished: str
    as_of: Ref
    chart: BarChart | None = None
