"""What the steps of a calculation form need beside the four operations: extremes, how many numbers are there, months.

Authors of forms import all of this from `expr`, which states the contract.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rv2xl.model.expressions.nodes import Expr, Operand, Ref, lift

DASH = "–"
"""The result of a step that cannot be computed: `if_(numbers((a, b)).eq(2), a * b, DASH)`."""

MONTHS = (-360, 1200)
"""How many months a day can be moved; with what lies outside, a result is no day that a form could mean."""

ExtremeFunction = Literal["MAX", "MIN"]
DateFunction = Literal["YEAR", "MONTH", "DAY"]


@dataclass(frozen=True, slots=True, eq=False)
class Extreme(Expr):
    """The largest or smallest of numbers; a blank is 0 as in arithmetic."""

    function: ExtremeFunction
    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Numbers(Expr):
    """How many of these cells hold a number or a date; neither texts („–“) nor truth values are numbers."""

    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NoNumbers(Expr):
    """How many of these cells hold something, but neither a number nor a date."""

    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NoDay(Expr):
    """The part is no day that a form could mean: blank, a text, a truth value or outside the bounds of every date."""

    part: Expr


@dataclass(frozen=True, slots=True, eq=False)
class MonthDay(Expr):
    """A day some months from a day's month: its first, or (`of_month` 0) the last day of the month before.

    Nothing where the day is no day or the months are outside `MONTHS`.
    """

    day: Expr
    months: Expr
    of_month: Literal[0, 1]


@dataclass(frozen=True, slots=True, eq=False)
class DatePart(Expr):
    """The year, the month or the day of the month of a day as a whole number; nothing where it is no day."""

    function: DateFunction
    part: Expr


@dataclass(frozen=True, slots=True, eq=False)
class MonthsLater(Expr):
    """The same day so many months later, the last of the month where there is no such day.

    Nothing where the day is no day or the months are outside `MONTHS`.
    """

    day: Expr
    months: Expr


@dataclass(frozen=True, slots=True, eq=False)
class PeriodEnd(Expr):
    """The last of so many months that begin on a day: the day before the same day that much later, the last of the month where there is
    no such day (§ 188 BGB).

    Nothing where the day is no day or the months are outside `MONTHS`.
    """

    day: Expr
    months: Expr


@dataclass(frozen=True, slots=True, eq=False)
class WholePart(Expr):
    """A number without its decimals, after rounding to six: 9,9 is 9, but what binary numbers make of 10 is 10."""

    part: Expr


def largest(*parts: Operand) -> Expr:
    """The largest of one or more numbers."""
    return _extreme("MAX", parts)


def smallest(*parts: Operand) -> Expr:
    """The smallest of one or more numbers."""
    return _extreme("MIN", parts)


def _extreme(function: ExtremeFunction, parts: tuple[Operand, ...]) -> Expr:
    if not parts:
        raise TypeError("there is no largest and no smallest of nothing")
    return Extreme(function, tuple(lift(part) for part in parts))


def numbers(refs: Ref | Iterable[Ref]) -> Expr:
    """How many of one or more fields hold a number or a date."""
    return Numbers((refs,) if isinstance(refs, Ref) else tuple(refs))


def first_of_month(day: Operand, months: Operand = 0) -> Expr:
    """The first of the month that is so many whole months after the day's own."""
    return MonthDay(lift(day), _months(months), 1)


def end_of_month_before(day: Operand, months: Operand = 0) -> Expr:
    """The last day of the month before the one that is so many whole months after the day's own."""
    return MonthDay(lift(day), _months(months), 0)


def months_later(day: Operand, months: Operand) -> Expr:
    """The same day so many months later."""
    return MonthsLater(lift(day), _months(months))


def period_end(day: Operand, months: Operand) -> Expr:
    """The last day of so many months that begin on a day."""
    return PeriodEnd(lift(day), _months(months))


def whole_part(number: Operand) -> Expr:
    """A number rounded down to a whole one (towards 0)."""
    return WholePart(lift(number))


def _months(months: Operand) -> Expr:
    if isinstance(months, int) and not MONTHS[0] <= months <= MONTHS[1]:
        raise ValueError(f"{months} months are not within {MONTHS[0]} and {MONTHS[1]}")
    return lift(months)


def year_of(day: Operand) -> Expr:
    """The year of a day."""
    return DatePart("YEAR", lift(day))


def month_of(day: Operand) -> Expr:
    """The month of a day, 1 to 12."""
    return DatePart("MONTH", lift(day))


def day_of_month(day: Operand) -> Expr:
    """The day of the month of a day, 1 to 31."""
    return DatePart("DAY", lift(day))
