"""A list of the workbook's own repeated sheets, from which one is named on another."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.model.definitions.blocks import Block
from rv2xl.model.expressions.expr import CountRows, Expr, RosterColumn


@dataclass(frozen=True, kw_only=True, eq=False)
class SheetList(Block):
    """Lists the repeated sheets of the workbook, and which other one each names in `field`: nothing where it stands for itself, a word
    where nothing need be entered on it.

    Both columns have names that hold on all sheets, so that formulas which read them are the same in every workbook.
    """

    id: str
    section: str
    field: str
    heads: tuple[str, str]
    alone: str

    @property
    def columns(self) -> tuple[str, str]:
        """The ids of both columns."""
        return self.names.field, self.named.field

    def has(self, name: Expr) -> Expr:
        """Whether a sheet of this name is listed that names no other."""
        return CountRows((self.names.eq(name), self.named.eq(""))) > 0

    def cell_of(self, key: str) -> str:
        """Return the id of the cell with what the sheet with this key names."""
        return f"{self.id}.{key}"

    @property
    def names(self) -> RosterColumn:
        """The column with the sheets' names."""
        return RosterColumn(f"{self.id}.*.name", self.section)

    @property
    def named(self) -> RosterColumn:
        """The column with what each of them names."""
        return RosterColumn(f"{self.id}.*.named", self.section)
