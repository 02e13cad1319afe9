"""The expression tree: a rule or a computed field is written once and rendered three times.

`evaluate` gives its value in Python, `excel.formula` the spreadsheet formula, `explain` the German sentence. What all three
agree on, tested against real spreadsheet engines:

- a blank counts as 0 in arithmetic and as "" among texts; 0 is not blank; no cell with a formula is blank: what it takes over from a blank
  cell is 0 (`formula_shows`);
- text compares ignoring case; a date is its serial number;
- half rounds away from zero; what need not be whole is rounded to six decimals first, then to those wanted
  (`ROUND(ROUND(x,6),2)`), so that a half stays a half in a spreadsheet's binary numbers;
- numbers that need not be whole are compared at six decimals (`ROUND(a-b,6)`), multiplied out, never as a quotient;
- a quotient by 0 (at six decimals) is nothing, and so is all arithmetic with it: None in Python, an empty text on the sheet; the same
  holds of months and years of what is no day. Only a comparison takes it for 0, as any blank. A cell that shows an empty text
  or „–“ is a text for the formulas that read it: guard them with `numbers`;
- `If` evaluates only the branch it takes, so a guard before it keeps bad cells away from arithmetic.

Expressions are built with ordinary operators. Three traps are guarded: truth (`if expr`) raises, `==` raises (equality is
`.eq()`), and logic is `all_of`, `any_of`, `not_`. All that authors of forms
need is imported from here; `nodes` and `arithmetic` hold a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rv2xl.model.expressions.arithmetic import (
    DASH,
    MONTHS,
    DatePart,
    Extreme,
    MonthDay,
    MonthsLater,
    NoDay,
    NoNumbers,
    Numbers,
    PeriodEnd,
    WholePart,
    day_of_month,
    end_of_month_before,
    first_of_month,
    largest,
    month_of,
    months_later,
    numbers,
    period_end,
    smallest,
    whole_part,
    year_of,
)
from rv2xl.model.expressions.nodes import (
    Arithmetic,
    ArithmeticOperator,
    Compare,
    CompareOperator,
    Const,
    CountRows,
    Expr,
    FirstOther,
    FirstRow,
    Identifier,
    Named,
    Operand,
    Quotient,
    Ref,
    RosterColumn,
    RowEntry,
    SumRows,
    Value,
    day_numbered,
    lift,
    own_fields,
    references,
    serial,
    walk,
)

__all__ = [
    "DASH", "NAME_LENGTH", "Arithmetic", "ArithmeticOperator", "Blanks", "Compare", "CompareOperator", "Const", "CountRows",
    "DatePart", "Every", "Expr", "Extreme", "FirstOther", "FirstRow", "Identifier", "If", "Invalid", "Join", "MonthDay",
    "MonthsLater", "NameLike", "Named", "NoDay", "NoNumbers", "Not", "Numbers", "Operand", "PeriodEnd", "Quotient", "Ref", "RosterColumn",
    "Round", "RowEntry", "Rows", "Some", "SumRows", "Tally", "Total", "Value", "WholePart", "all_of", "any_of", "as_percent",
    "day_numbered", "day_of_month", "end_of_month_before", "first_of_month", "if_", "join", "largest", "lift", "month_of",
    "months_later", "not_", "numbers", "own_fields", "period_end", "references", "serial", "smallest", "sum_of", "total",
    "undefined", "walk", "whole_part", "year_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Total(Expr):
    """The sum of cells; like SUM it passes over what is not a number."""

    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Blanks(Expr):
    """How many of these cells are blank."""

    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rows(Expr):
    """How many rows a column of a list has, by its cells. On the sheet the range says it, so rows inserted or deleted count too."""

    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Invalid(Expr):
    """How many of these cells hold something their field's type does not allow (blank is allowed).

    Cells of one type together; fractions of whole numbers are counted only where no text stands among the cells.
    """

    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tally(Expr):
    """How many of these cells show exactly this text."""

    refs: tuple[Ref, ...]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Every(Expr):
    """All parts hold."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Some(Expr):
    """At least one part holds."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Not(Expr):
    """The part does not hold."""

    part: Expr


@dataclass(frozen=True, slots=True, eq=False)
class If(Expr):
    """One of two values; only the one taken is evaluated."""

    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Round(Expr):
    """Rounded half away from zero, after six decimals (see above). What lies within half a millionth below a half is a half."""

    part: Expr
    digits: int


@dataclass(frozen=True, slots=True, eq=False)
class Join(Expr):
    """Texts and whole numbers one after the other."""

    parts: tuple[Expr, ...]


NAME_LENGTH = 20
"""So many characters of a text are looked at for three letters in a row: a name has them there."""


@dataclass(frozen=True, slots=True, eq=False)
class NameLike(Expr):
    """The part looks like a name: it has no digit, and three letters in a row among its first `NAME_LENGTH` characters.

    A letter is what has a capital and a small form, which both engines tell alike.
    """

    part: Expr


def all_of(*parts: Expr) -> Expr:
    """All of these hold."""
    return parts[0] if len(parts) == 1 else Every(parts)


def any_of(*parts: Expr) -> Expr:
    """At least one of these holds."""
    return parts[0] if len(parts) == 1 else Some(parts)


def not_(part: Expr) -> Expr:
    """The opposite holds."""
    return Not(part)


def total(refs: Ref | Iterable[Ref]) -> Expr:
    """The sum of one or more fields."""
    return Total((refs,) if isinstance(refs, Ref) else tuple(refs))


def sum_of(parts: Iterable[Expr]) -> Expr:
    """The parts added up with `+`; 0 if there are none."""
    first, *others = [*parts] or [Const(0)]
    return sum(others, start=first)


def join(*parts: Operand) -> Expr:
    """Texts and whole numbers one after the other."""
    return Join(tuple(lift(part) for part in parts))


def as_percent(share: Expr) -> Expr:
    """A share from 0 on as a text, in percent with up to two decimals: „25 %“, „8,25 %“; no line breaks before the sign."""
    hundredths = Round(share * 10_000, 0)
    whole = whole_part(hundredths / 100)
    rest = hundredths - whole * 100
    decimals = if_(rest.eq(0), "", join(",", if_(rest < 10, "0", ""), rest))
    return join(whole, decimals, "\u00a0%")


def if_(condition: Expr, then: Operand, otherwise: Operand) -> Expr:
    """One of two values."""
    return If(condition, lift(then), lift(otherwise))


def undefined(expr: Expr) -> tuple[Expr, ...]:
    """Return the conditions under which arithmetic comes to nothing, each to be asked only where none before it holds."""
    match expr:
        case Quotient(left, right):
            by_zero = () if isinstance(right, Const) and right.value else (right.eq(0),)
            return (*undefined(left), *undefined(right), *by_zero)
        case MonthDay(day, months) | MonthsLater(day, months) | PeriodEnd(day, months):
            too_far = () if isinstance(months, Const) else (any_of(months < MONTHS[0], months > MONTHS[1]),)
            return (*undefined(day), NoDay(day), *undefined(months), *too_far)
        case DatePart(_, part):
            return (*undefined(part), NoDay(part))
        case Arithmetic() | Extreme() | Round() | WholePart() | Named():
            return tuple(condition for part in expr.children() for condition in undefined(part))
        case If(test, then, otherwise):
            of_then = [If(test, condition, Const(False)) for condition in undefined(then)]
            return (*of_then, *(If(test, Const(False), condition) for condition in undefined(otherwise)))
    return ()
