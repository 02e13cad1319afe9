"""Plans: what stands in which cell of a sheet. Pure data between layout, writer and reader.

Rows and columns count from 0. A section's plan is the same in every workbook of its form; only names and prefilled values
differ from issue to issue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from rv2xl.excel.addresses import Place, cell_name
from rv2xl.model.definitions.blocks.calculation import BarChart
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.derived import Owner
from rv2xl.model.expressions.expr import Expr, Ref, Value
from rv2xl.model.issue import Issue


class Computed(NamedTuple):
    """A formula: `scope` is the key of the sheet whose fields the expression means, None for the sheet it stands on.

    `row` is the row of a roster that it stands for. A `general` formula is the same in every workbook of the form; others
    speak of sheets that differ from issue to issue.
    """

    id: str
    expr: Expr
    scope: str | None = None
    row: int | None = None
    general: bool = True


class Link(NamedTuple):
    """A link inside the workbook, to a cell of the sheet with this key."""

    key: str
    cell: str


class Cell(NamedTuple):
    """One cell, or a merged range from it: a text (with a link, perhaps), a field, or a formula."""

    row: int
    column: int
    style: str
    text: str | None = None
    field: Field | None = None
    computed: Computed | None = None
    link: Link | None = None
    last_column: int = -1

    @property
    def place(self) -> Place:
        """Row and column of the (top left) cell."""
        return self.row, self.column

    @property
    def name(self) -> str:
        """The address of the (top left) cell."""
        return cell_name(self.row, self.column)


class Area(NamedTuple):
    """Cells from the first column on: the first and the last row, and the last column."""

    first_row: int
    last_row: int
    last_column: int

    def holds(self, cell: Cell) -> bool:
        """Whether a cell lies in it."""
        return self.first_row <= cell.row <= self.last_row and cell.column <= self.last_column


class Picture(NamedTuple):
    """A chart over the whole width of one row: its bars' names and numbers stand in two columns of the rows named."""

    chart: BarChart
    row: int
    first: int
    last: int
    names: int
    numbers: int


@dataclass(frozen=True, eq=False)
class SheetPlan(Owner):
    """All cells of one sheet and how it looks.

    The rows of the `sortable` area may be sorted and filtered by the heads in the row before it. A `squeezed` sheet is printed on one
    page, a little smaller than its width asks for.
    """

    cells: tuple[Cell, ...]
    widths: tuple[float, ...]
    heights: Mapping[int, float] = field(default_factory=dict)
    breaks: tuple[int, ...] = ()
    landscape: bool = False
    frozen_rows: int = 0
    frozen_columns: int = 0
    sortable: Area | None = None
    hidden: bool = False
    pictures: tuple[Picture, ...] = ()
    squeezed: bool = False

    @cached_property
    def texts(self) -> list[tuple[int, int, str]]:
        """The printed texts that are not empty, with row and column."""
        printed = (cell for cell in self.cells if cell.field is None and cell.computed is None)
        return [(*cell.place, cell.text) for cell in printed if cell.text]

    @cached_property
    def fields(self) -> dict[str, Cell]:
        """The cells of fields, by field id."""
        return {cell.field.id: cell for cell in self.cells if cell.field is not None}

    @cached_property
    def computed(self) -> dict[str, Cell]:
        """The cells with formulas, by the id of what they compute."""
        return {cell.computed.id: cell for cell in self.cells if cell.computed is not None}

    @cached_property
    def positions(self) -> dict[str, Place]:
        """Where each field and each computed id stands."""
        return {name: cell.place for name, cell in {**self.computed, **self.fields}.items()}


@dataclass(frozen=True, eq=False)
class Placed:
    """A plan in a workbook: its key, visible name and prefilled values; `sheet` is None for the workbook's own sheets.

    The fields and formulas of a `general` plan are the same in every workbook of the form.
    """

    key: str
    name: str
    arranged: Callable[[], SheetPlan]
    sheet: Sheet | None = None
    given: Mapping[str, Value] = field(default_factory=dict)
    general: bool = False

    @cached_property
    def plan(self) -> SheetPlan:
        """The sheet's plan, made when it is first asked for: the reader needs some only where something is wrong."""
        return self.arranged()


@dataclass(frozen=True, eq=False)
class Layout(Owner):
    """A whole workbook: the plans in order, for one issue; `first_lines` are the rows (from 1) of each sheet's first line
    on „Prüfung“, by key."""

    issue: Issue
    placed: tuple[Placed, ...]
    first_lines: Mapping[str, int]

    @cached_property
    def by_key(self) -> dict[str, Placed]:
        """The sheets by key."""
        return {placed.key: placed for placed in self.placed}

    def known(self, scope: str, ref: Ref) -> Field | None:
        """Return the field of a reference written for the sheet with this key; None for a cell that is no field."""
        sheet = self.by_key[ref.sheet or scope].sheet
        if sheet is None:
            return None
        return (sheet.columns if "*" in ref.field else sheet.fields).get(ref.field)
