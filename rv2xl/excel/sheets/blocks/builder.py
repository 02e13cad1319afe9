"""A sheet built from top to bottom: cells, heights of rows, page breaks and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from rv2xl.excel.looks import GAP_HEIGHT, look_of, text_height
from rv2xl.excel.sheets.blocks.pages import page_breaks, room
from rv2xl.excel.sheets.plan import Area, Cell, Computed, Link, Picture, SheetPlan
from rv2xl.model.definitions.field import Field, FilledBy, Known
from rv2xl.model.definitions.guidance import LEADING, Guidance
from rv2xl.model.expressions.expr import Expr, Ref

WIDTHS = (40.0, 20.5, 16.0, 19.0, 25.5)
"""Widths of the columns A to E in characters."""

LEADING_WIDTHS = (40.0, 20.5, 18.0, 19.0, 23.5)
"""The same of a form that leads: no word of a head breaks, and a page is no wider."""

LAST_COLUMN = 3
"""The last column of the printed contents; the state stands beside it."""

DUTIES, DONE, STATE, NAMED = "pflicht.gesamt", "pflicht.erledigt", "blatt.zustand", "blatt.name"
"""Ids of the cells in each sheet's head: required values, how many are there, state, which of several sheets it is."""


def style_of(field: Field, guidance: Guidance, shared: bool = False) -> str:
    """Return the name of a field's style: who fills it and what kind of value it shows.

    On a sheet that is `shared` by both sides the LWV's open cells wear its colour.
    """
    of_lwv = shared and field.filled_by is FilledBy.LWV
    role = "computed" if field.computed else "given" if field.prefilled else "input_lwv" if of_lwv else "input"
    return f"{role}.{look_of(field.type, guidance)}"


class Part(NamedTuple):
    """A part of a sheet: what stands in some of its rows, and the row below."""

    cells: tuple[Cell, ...]
    heights: dict[int, float]
    breaks: tuple[int, ...]
    starts: tuple[int, ...]
    pictures: tuple[Picture, ...]
    below: int


class SheetBuilder:
    """Collects the cells of one sheet from top to bottom.

    `known` finds the fields that its formulas speak of; `states` are the cells in which the form's sheets show whether they
    are complete. `parts` says into how many columns each of those that blocks speak of is divided; none is unless it is given.
    `guidance` is how the form leads, which some blocks look different by.
    A `shared` sheet is filled in by both sides.
    """

    def __init__(
        self,
        widths: Sequence[float] = WIDTHS,
        last_column: int = LAST_COLUMN,
        known: Known = lambda ref: None,
        states: Sequence[Ref] = (),
        parts: Sequence[int] = (),
        guidance: Guidance = LEADING,
        shared: bool = False,
    ) -> None:
        self.guidance = guidance
        self.widths, self.last_column, self.known, self.states = tuple(widths), last_column, known, states
        self.shared = shared
        self.cells: list[Cell] = []
        self.heights: dict[int, float] = {}
        self.breaks: list[int] = []
        self.starts: list[int] = []
        self.pictures: list[Picture] = []
        self.row = 0
        self._firsts = (0, *accumulate(parts or [1] * len(widths)))

    def place(self, column: int, last: int = -1, part: int | None = None) -> tuple[int, int]:
        """Return where a column up to another begins and ends on the sheet, or one part of it; the end is -1 for a single cell."""
        if part is not None:
            return self._firsts[column] + part, -1
        first, end = self._firsts[column], self._firsts[max(last, column) + 1] - 1
        return first, end if end > first else -1

    def text(
        self, text: str, style: str, column: int = 0, last: int = -1, link: Link | None = None, part: int | None = None
    ) -> None:
        """Put a text into the current row, merged up to `last` or into one part of a column; make the row high enough for it."""
        first, end = self.place(column, last, part)
        self.cells.append(Cell(self.row, first, style, text=text, link=link, last_column=end))
        self.at_least(text_height(text, style, sum(self.widths[first : max(end, first) + 1])))

    def line(self, text: str, style: str) -> None:
        """Put a text across the whole width and go to the next row."""
        self.text(text, style, 0, self.last_column)
        self.row += 1

    def texts(self, texts: Iterable[str], style: str = "column_head") -> None:
        """Put texts beside each other, the heads of columns as a rule, and go to the next row."""
        for column, text in enumerate(texts):
            self.text(text, style, column)
        self.row += 1

    def field(
        self, field: Field, column: int, last: int = -1, style: str | None = None, line: int | None = None
    ) -> None:
        """Put a field into the current row; a computed one with its formula, which may be that of a roster's line."""
        printed = field.expr if field.printed is None else field.printed
        computed = Computed(field.id, printed, row=line) if printed is not None else None
        first, end = self.place(column, last)
        look = style or style_of(field, self.guidance, self.shared)
        self.cells.append(Cell(self.row, first, look, field=field, computed=computed, last_column=end))

    def formula(
        self,
        name: str,
        expr: Expr,
        column: int,
        style: str,
        scope: str | None = None,
        last: int = -1,
        part: int | None = None,
        general: bool = True,
    ) -> None:
        """Put a formula into the current row."""
        computed = Computed(name, expr, scope, general=general)
        first, end = self.place(column, last, part)
        self.cells.append(Cell(self.row, first, style, computed=computed, last_column=end))

    def keep(self, name: str, expr: Expr, column: int, scope: str | None = None, general: bool = True) -> None:
        """Keep a formula that others need beside the current row, in a column without width."""
        self.widths = (*self.widths, *[0.0] * (column + 1 - len(self.widths)))
        self.cells.append(Cell(self.row, column, "code", computed=Computed(name, expr, scope, general=general)))

    def next(self, rows: int = 1) -> None:
        """Go down."""
        self.row += rows

    def gap(self) -> None:
        """Leave a narrow row empty."""
        self.at_least(GAP_HEIGHT)
        self.next()

    def block(self) -> None:
        """Begin a block, before which a page may end."""
        self.starts.append(self.row)

    def page_break(self) -> None:
        """Begin a new printed page, with an empty row before it."""
        self.gap()
        self.breaks.append(self.row)

    def part(self) -> Part:
        """Return what has been collected as a part of a sheet, which others `take`."""
        return Part(
            tuple(self.cells), self.heights, tuple(self.breaks), tuple(self.starts), tuple(self.pictures), self.row
        )

    def take(self, part: Part) -> None:
        """Put a part, which begins at the current row."""
        self.cells += part.cells
        self.heights |= part.heights
        self.breaks += part.breaks
        self.starts += part.starts
        self.pictures += part.pictures
        self.row = part.below

    def plan(
        self, *, landscape: bool = False, frozen_rows: int = 0, frozen_columns: int = 0, sortable: Area | None = None
    ) -> SheetPlan:
        """Return what has been collected; a form that leads is printed without a block torn apart."""
        breaks, squeezed = tuple(self.breaks), False
        if self.guidance.leads and self.starts and not landscape:
            breaks, squeezed = page_breaks(self.heights, self.starts, breaks, self.row, room(self.widths))
        return SheetPlan(
            tuple(self.cells), self.widths, self.heights, breaks, landscape, frozen_rows, frozen_columns, sortable,
            pictures=tuple(self.pictures), squeezed=squeezed,
        )  # fmt: skip

    def at_least(self, height: float) -> None:
        """Make the current row at least this high."""
        self.heights[self.row] = max(self.heights.get(self.row, 0.0), height)
