"""What „Prüfung“ says of cells: which of a list come first, and a link to one of them.

Only in what a workbook shows of itself, never in rules or results: no German sentence is made of these nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.model.expressions.nodes import Expr, Operand, Ref, lift

SEPARATOR = ", "
"""Stands before each entry of a list that is put together by `join`: „, D38, C46:C48“. No entry holds a comma."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries(Expr):
    """The first entries of a list with a `SEPARATOR` before each: whole ones, up to the one that passes so many characters of the list.
    If some are left, `more` stands behind them."""

    part: Expr
    within: int
    more: str


@dataclass(frozen=True, slots=True, eq=False)
class FirstShown(Expr):
    """The number (from 1) of the first of these cells that shows exactly this text. The cells stand one below the other, and one shows
    it: ask `Tally` first."""

    refs: tuple[Ref, ...]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class GoTo(Expr):
    """A link to a cell of the sheet at hand, whose address is `place`; it shows, and its value is, `shown`."""

    place: Expr
    shown: Expr


def first_entry(part: Expr) -> Expr:
    """The first entry of a list."""
    return Entries(part, len(SEPARATOR) + 1, "")


def go_to(place: Operand, shown: Operand) -> Expr:
    """A link to a cell of the sheet at hand."""
    return GoTo(lift(place), lift(shown))
