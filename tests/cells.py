"""Where things stand on the sheets of the standard workbooks, and ranges as findings name them: no test counts rows by hand.

What is expected there comes from hand-work or from an independent engine all the same; only the address is the layout's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from openpyxl.utils.cell import get_column_letter

from rv2xl.excel.sheets.plan import SheetPlan
from tests.forms.standard import standard

Position = tuple[int, int]
"""Row and column, from 1."""


class Tab(NamedTuple):
    """A sheet of a standard workbook, by its visible name."""

    form: str
    name: str

    @property
    def plan(self) -> SheetPlan:
        book = standard(self.form)
        return book.layout.by_key[book.key(self.name)].plan

    def at(self, name: str) -> Position:
        """Return where a field stands, or a formula of the sheet's own by its id."""
        row, column = self.plan.positions[name]
        return row + 1, column + 1

    def row(self, name: str) -> int:
        """Return the row of a field or a formula."""
        return self.at(name)[0]

    def cell(self, name: str) -> str:
        """Return the address of a field or a formula."""
        return address(self.at(name))

    def area(self, first: str, last: str) -> str:
        """Return the range from one field to another."""
        return f"{self.cell(first)}:{self.cell(last)}"

    def fields(self) -> list[Position]:
        """Return where all fields stand, computed ones too."""
        return [self.at(name) for name in self.plan.fields]

    def states(self) -> list[Position]:
        """Return where the formulas stand that are no fields."""
        return [self.at(name) for name in self.plan.computed if name not in self.plan.fields]

    def moved(self, shift: Callable[[int, int], Position | None]) -> list[tuple[str, ...]]:
        """Return the ranges in which its fields stand after a shift, for each distance those that went so far; the first field's first."""
        groups: dict[Position, list[Position]] = {}
        for row, column in self.fields():
            now = shift(row, column)
            if now is not None and now != (row, column):
                groups.setdefault((now[0] - row, now[1] - column), []).append(now)
        return [areas(group) for group in groups.values()]

    def lost(self, shift: Callable[[int, int], Position | None]) -> list[str]:
        """Return the cells of fields that a shift deletes."""
        return [address(place) for place in self.fields() if shift(*place) is None]


def address(position: Position) -> str:
    return f"{get_column_letter(position[1])}{position[0]}"


def areas(positions: Iterable[Position]) -> tuple[str, ...]:
    """Join cells beside each other, then rows below each other that are equally wide, to ranges; from top to bottom."""
    runs: list[list[int]] = []  # first row, last row, first column, last column
    for row, column in sorted(positions):
        if runs and runs[-1][1] == row and runs[-1][3] == column - 1:
            runs[-1][3] = column
        else:
            runs.append([row, row, column, column])
    joined: list[list[int]] = []
    for run in runs:
        above = next((one for one in joined if one[1] == run[0] - 1 and one[2:] == run[2:]), None)
        if above is None:
            joined.append(run)
        else:
            above[1] = run[1]
    return tuple(
        ":".join(dict.fromkeys((address((first, left)), address((last, right))))) for first, last, left, right in joined
    )


ORT = Tab("dokumentation", "58 Erbach")
"""A sheet of an Ort: all have the same cells."""


def ages() -> tuple[str, str]:
    """Return where A2-ALTER-SUMME is found for the LWV Hessen: the age bands and the Herkunft."""
    return ORT.area("alter.a18_30.lwv", "alter.a66.lwv"), ORT.area(
        "personen.eigene_region.lwv", "personen.ausserhalb.lwv"
    )
