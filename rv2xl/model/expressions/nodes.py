"""What every expression is made of: the node with its operators, constants, fields, what operators make of them, and what is asked of all
rows of a roster: counts and sums under conditions, the texts that differ, the entry of one row.

Authors of forms import all of this from `expr`, which states the contract. This module imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    __match_args__: tuple[str, ...] = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("an expression has no truth of its own; use all_of, any_of, not_ or If")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        raise TypeError("expressions are not compared with ==; write .eq() for a rule")

    __hash__ = object.__hash__

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

    def __truediv__(self, other: Operand) -> Expr:
        return Quotient(self, lift(other))

    def __rtruediv__(self, other: Operand) -> Expr:
        return Quotient(lift(other), self)

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
        """Return the nodes directly below, in the order of the attributes that hold them."""
        found: list[Expr] = []
        for name in self.__match_args__:
            value = getattr(self, name)
            if isinstance(value, Expr):
                found.append(value)
            elif isinstance(value, tuple):
                found += [part for part in value if isinstance(part, Expr)]
        return tuple(found)


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
class Named(Expr):
    """A part with the German noun phrase that sentences use for it; its value is the part's."""

    name: str
    part: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Expr):
    """Sum, difference or product of two numbers."""

    operator: ArithmeticOperator
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Quotient(Expr):
    """One number divided by another; nothing (None, shown as an empty text) where the divisor is 0."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Expr):
    """A comparison of two numbers, dates or texts."""

    operator: CompareOperator
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, eq=False)
class RosterColumn(Expr):
    """All rows of a roster's column; only inside `CountRows` and the other nodes on rows."""

    field: str
    sheet: str


@dataclass(frozen=True, slots=True, eq=False)
class Identifier(Expr):
    """A text that two identifiers have in common if they are the same once they have been read: a number is the text of its digits, blanks
    around it do not count, and digits are padded to the width (`digits`) from which leading zeros were lost. Nothing for a blank cell.

    On the sheet a cell for each row shows it (`spelled_out`), so that columns of thousands are compared as they are; the roster names
    the column among its `identifiers`.
    """

    part: Ref | RosterColumn
    digits: int | None
    spelled_out: bool = False


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
class FirstRow(Expr):
    """The number of the first row of a roster that meets every condition; 0 if none does. Only in computed fields, as `FirstOther`."""

    conditions: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RowEntry(Expr):
    """What stands in a column in the row with this number (from 1), which must be filled. Only in computed fields."""

    column: RosterColumn
    number: Expr


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield the node and all below it, in the order written."""
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children())


def references(*exprs: Expr | None) -> tuple[Ref, ...]:
    """Return the fields these expressions read, each once, in the order written."""
    found: dict[tuple[str | None, str], Ref] = {}
    for node in (node for expr in exprs if expr is not None for node in walk(expr)):
        if isinstance(node, Ref):
            found.setdefault((node.sheet, node.field), node)
    return tuple(found.values())


def own_fields(*exprs: Expr | None) -> tuple[str, ...]:
    """Return the ids of the fields of the own sheet or row among them."""
    return tuple(ref.field for ref in references(*exprs) if ref.sheet is None)


def alternatives(parts: Sequence[Expr]) -> tuple[Ref | RosterColumn, tuple[str, ...]] | None:
    """Return the one cell or column, and the texts one of which it is to equal; None if the parts ask something else too.

    So do most conditions that are judged for every row of a list.
    """
    cells: list[Ref | RosterColumn] = []
    texts: list[str] = []
    for part in parts:
        match part:
            case Compare("=", Ref() | RosterColumn() as cell, Const(str() as text)):
                cells.append(cell)
                texts.append(text)
            case _:
                return None
    alike = {(type(cell), cell.field, cell.sheet) for cell in cells}
    return (cells[0], tuple(texts)) if len(alike) == 1 else None


_EPOCH, _MARCH_1900, _LAST_DAY = (day.toordinal() for day in (date(1899, 12, 30), date(1900, 3, 1), date.max))
_NO_DAY = _MARCH_1900 - _EPOCH - 1
"""The 29 February 1900, which Excel counts and which never was; LibreOffice shows all numbers before it as days one earlier."""


def serial(day: date) -> int:
    """Return the serial number by which Excel knows a day (1900 system)."""
    ordinal = day.toordinal()
    return ordinal - _EPOCH - (ordinal < _MARCH_1900)


def day_numbered(number: int) -> date | None:
    """Return the day that Excel shows of a serial number, for the one that never was the day before; None outside its calendar."""
    ordinal = number + _EPOCH + (number < _NO_DAY)
    return date.fromordinal(ordinal) if number > 0 and ordinal <= _LAST_DAY else None
