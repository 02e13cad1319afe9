"""The expression tree: a rule or a computed field is written once and rendered three times.

`evaluate` gives its value in Python, `excel.formula` the spreadsheet formula, `explain` the German sentence. What all three
agree on, tested against real spreadsheet engines:

- a blank counts as 0 in arithmetic and as "" among texts; 0 is not blank;
- text compares ignoring case; a date is its serial number;
- half rounds away from zero;
- numbers that need not be whole are compared at six decimals (`ROUND(a-b,6)`), multiplied out, never as a quotient;
- `If` evaluates only the branch it takes, so a guard before it keeps bad cells away from arithmetic.

Expressions are built with ordinary operators. Three traps are guarded: truth (`if expr`) raises, `==` raises (equality is
`.eq()`), and logic is `all_of`, `any_of`, `not_`. This module imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NoReturn

Value = Decimal | int | str | date | bool | None
"""What a cell can hold: whole numbers as int, others as Decimal, None for a blank cell."""

ArithmeticOperator = Literal["+", "-", "*"]
CompareOperator = Literal["=", "<>", "<", "<=", ">", ">="]


class Expr:
    """A node of the tree. Compared and hashed by identity: two equal-looking nodes are two nodes."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("an expression has no truth of its own; use all_of, any_of, not_ or If")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        raise TypeError("expressions are not compared with ==; write .eq() for a rule")

    def __hash__(self) -> int:
        return id(self)

    def __add__(self, other: Operand) -> Expr:
        return Arithmetic("+", self, lift(other))

    def __radd__(self, other: Operand) -> Expr:
        return Arithmetic("+", lift(other), self)

    def __sub__(self, other: Operand) -> Expr:
        return Arithmetic("-", self, lift(other))

    def __rsub__(self, other: Operand) -> Expr:
        return Arithmetic("-", lift(other), self)

    def __mul__(self, other: Operand) -> Expr:
        return Arithmetic("*", self, lift(other))

    def __rmul__(self, other: Operand) -> Expr:
        return Arithmetic("*", lift(other), self)

    def __lt__(self, other: Operand) -> Expr:
        return Compare("<", self, lift(other))

    def __le__(self, other: Operand) -> Expr:
        return Compare("<=", self, lift(other))

    def __gt__(self, other: Operand) -> Expr:
        return Compare(">", self, lift(other))

    def __ge__(self, other: Operand) -> Expr:
        return Compare(">=", self, lift(other))

    def eq(self, other: Operand) -> Expr:
        """Equality as part of a rule."""
        return Compare("=", self, lift(other))

    def ne(self, other: Operand) -> Expr:
        """Inequality as part of a rule."""
        return Compare("<>", self, lift(other))

    def named(self, name: str) -> Expr:
        """Give this part the German noun phrase („die Summe der Altersgruppen“) by which sentences call it."""
        return Named(name, self)

    def children(self) -> tuple[Expr, ...]:
        """Return the nodes directly below."""
        return ()


Operand = Expr | Decimal | int | str | date


def lift(value: Operand) -> Expr:
    """Make a constant of a plain value; expressions pass through. Floats are refused: they are not exact."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, float):
        raise TypeError("a float is not exact; write a Decimal")
    return Const(value)


@dataclass(frozen=True, slots=True, eq=False)
class Const(Expr):
    """A plain value."""

    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Ref(Expr):
    """The value of a field: of the sheet the expression is written for, or of the sheet with that key.

    Inside a roster's row a field id with `*` („orte.*.zad“) is the field of that row.
    """

    field: str
    sheet: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Column(Expr):
    """All rows of a roster's column; only inside `CountRows`."""

    field: str
    sheet: str


@dataclass(frozen=True, slots=True, eq=False)
class Total(Expr):
    """The sum of cells; like SUM it passes over what is not a number."""

    refs: tuple[Ref, ...]

    def children(self) -> tuple[Expr, ...]:
        return self.refs


@dataclass(frozen=True, slots=True, eq=False)
class Blanks(Expr):
    """How many of these cells are blank."""

    refs: tuple[Ref, ...]

    def children(self) -> tuple[Expr, ...]:
        return self.refs


@dataclass(frozen=True, slots=True, eq=False)
class Invalid(Expr):
    """How many of these cells hold something their field's type does not allow (blank is allowed).

    Cells of one type together; fractions of whole numbers are counted only where no text stands among the cells.
    """

    refs: tuple[Ref, ...]

    def children(self) -> tuple[Expr, ...]:
        return self.refs


@dataclass(frozen=True, slots=True, eq=False)
class Tally(Expr):
    """How many of these cells show exactly this text."""

    refs: tuple[Ref, ...]
    text: str

    def children(self) -> tuple[Expr, ...]:
        return self.refs


@dataclass(frozen=True, slots=True, eq=False)
class CountRows(Expr):
    """How many rows of a roster meet every condition; each compares a `Column` with a value of the own row."""

    conditions: tuple[Expr, ...]

    def children(self) -> tuple[Expr, ...]:
        return self.conditions


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Expr):
    """Sum, difference or product of two numbers."""

    operator: ArithmeticOperator
    left: Expr
    right: Expr

    def children(self) -> tuple[Expr, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Expr):
    """A comparison of two numbers, dates or texts."""

    operator: CompareOperator
    left: Expr
    right: Expr

    def children(self) -> tuple[Expr, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Every(Expr):
    """All parts hold."""

    parts: tuple[Expr, ...]

    def children(self) -> tuple[Expr, ...]:
        return self.parts


@dataclass(frozen=True, slots=True, eq=False)
class Some(Expr):
    """At least one part holds."""

    parts: tuple[Expr, ...]

    def children(self) -> tuple[Expr, ...]:
        return self.parts


@dataclass(frozen=True, slots=True, eq=False)
class Not(Expr):
    """The part does not hold."""

    part: Expr

    def children(self) -> tuple[Expr, ...]:
        return (self.part,)


@dataclass(frozen=True, slots=True, eq=False)
class If(Expr):
    """One of two values; only the one taken is evaluated."""

    condition: Expr
    then: Expr
    otherwise: Expr

    def children(self) -> tuple[Expr, ...]:
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True, slots=True, eq=False)
class Round(Expr):
    """Rounded half away from zero."""

    part: Expr
    digits: int

    def children(self) -> tuple[Expr, ...]:
        return (self.part,)


@dataclass(frozen=True, slots=True, eq=False)
class Join(Expr):
    """Texts and whole numbers one after the other."""

    parts: tuple[Expr, ...]

    def children(self) -> tuple[Expr, ...]:
        return self.parts


@dataclass(frozen=True, slots=True, eq=False)
class Named(Expr):
    """A part with the German noun phrase that sentences use for it; its value is the part's."""

    name: str
    part: Expr

    def children(self) -> tuple[Expr, ...]:
        return (self.part,)


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
    result: Expr | None = None
    for part in parts:
        result = part if result is None else result + part
    return Const(0) if result is None else result


def join(*parts: Operand) -> Expr:
    """Texts and whole numbers one after the other."""
    return Join(tuple(lift(part) for part in parts))


def if_(condition: Expr, then: Operand, otherwise: Operand) -> Expr:
    """One of two values."""
    return If(condition, lift(then), lift(otherwise))


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield the node and all below it, in the order written."""
    yield expr
    for child in expr.children():
        yield from walk(child)


def references(*exprs: Expr | None) -> tuple[Ref, ...]:
    """Return the fields these expressions read, each once, in the order written."""
    found: dict[tuple[str | None, str], Ref] = {}
    for expr in exprs:
        if expr is None:
            continue
        for node in walk(expr):
            if isinstance(node, Ref):
                found.setdefault((node.sheet, node.field), node)
    return tuple(found.values())


_EPOCH = date(1899, 12, 30).toordinal()


def serial(day: date) -> int:
    """Return the serial number by which a spreadsheet knows a day (1900 system)."""
    return day.toordinal() - _EPOCH
