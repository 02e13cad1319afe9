"""What expressions ask of all rows of a roster: counts and sums under conditions, the texts that differ, the entry of one row.

Authors of forms import all of this from `expr`, which states the contract.
"""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.model.expressions.nodes import Expr, Ref


@dataclass(frozen=True, slots=True, eq=False)
class RosterColumn(Expr):
    """All rows of a roster's column; only inside the nodes below."""

    field: str
    sheet: str


@dataclass(frozen=True, slots=True, eq=False)
class CountRows(Expr):
    """How many rows of a roster meet every condition; each compares a `RosterColumn` with a value of the own row or sheet."""

    conditions: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SumRows(Expr):
    """The sum of a column over the rows that meet every condition, over all if there is none; texts are passed over."""

    column: RosterColumn
    conditions: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FirstOther(Expr):
    """The number of the first row whose entry in this column is neither blank nor any of these; 0 if there is none.

    Row after row of a table it lists what differs in a column. Only in computed fields: rules see no unused rows.
    """

    column: RosterColumn
    known: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RowEntry(Expr):
    """What stands in a column in the row with this number (from 1), which must be filled. Only in computed fields."""

    column: RosterColumn
    number: Expr

    def children(self) -> tuple[Expr, ...]:
        return (self.column, self.number)
