"""Expressions to values: exact, in Decimal, by the common contract that `expr` states.

An expression is compiled once into nested functions; a definition's expressions are judged for every return.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Any

from rv2xl.model.expr import (
    Arithmetic,
    Blanks,
    Column,
    Compare,
    Const,
    CountRows,
    DatePart,
    Every,
    Expr,
    Extreme,
    If,
    Invalid,
    Join,
    MonthDay,
    Named,
    NoDay,
    Not,
    Numbers,
    Quotient,
    Ref,
    Round,
    Some,
    Tally,
    Total,
    Value,
    serial,
    undefined,
    walk,
)
from rv2xl.model.field import Field, Kind, Known
from rv2xl.model.months import day_in_month, day_of, is_day

Own = Mapping[str, Value]
"""The values of the sheet (or of the roster's row) an expression is judged on, by field id."""


class Book(dict[str, Mapping[str, Value]]):
    """The values of all sheets by key, and the used rows of the rosters by roster id."""

    def __init__(self, sheets: Mapping[str, Mapping[str, Value]] = {}, rows: Mapping[str, Sequence[Own]] = {}) -> None:
        super().__init__(sheets)
        self.rows = rows
        self._by_text: dict[tuple[str, str], dict[str, list[Own]]] = {}
        self.counts: dict[tuple[Value, ...], int] = {}

    def rows_with(self, roster: str, column: str, text: str) -> Sequence[Own]:
        """Return the rows whose column holds this text, case aside; looked up, for a register has thousands of rows."""
        if (roster, column) not in self._by_text:
            found = self._by_text[roster, column] = {}
            for row in self.rows[roster]:
                value = row[column]
                if isinstance(value, str):
                    found.setdefault(value.lower(), []).append(row)
        return self._by_text[roster, column].get(text.lower(), ())


Compiled = Callable[[Own, Book], Any]

_HALF_MILLIONTH = Decimal("0.0000005")
_ANY_NUMBER = Context(prec=400)
"""Wide enough for the largest number a cell can hold, rounded to any decimals."""

_QUOTIENT = Context(prec=28, rounding=ROUND_HALF_UP)
_SETTLED = 6
"""The decimals at which numbers are compared, and to which they are rounded first."""

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def number(value: Value) -> int | Decimal:
    """Return the number a cell counts as in arithmetic. Raises ValueError for a text: a guard must stand before it."""
    if value is None:
        return 0
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, date):
        return serial(value)
    raise ValueError(f"text in arithmetic: {value!r}")


def rounded(value: int | Decimal, digits: int) -> Decimal:
    """Round half away from zero."""
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _ANY_NUMBER)


def settled(value: int | Decimal, digits: int) -> Decimal:
    """Round half away from zero in the two steps of the formula, so that both see the same halves."""
    return rounded(rounded(value, _SETTLED) if digits < _SETTLED else value, digits)


def compare(operator: str, left: Value, right: Value) -> bool:
    """Compare as a spreadsheet does: numbers at six decimals, texts without case; number < text < truth value."""
    if isinstance(left, _RANKED) or isinstance(right, _RANKED):
        return _COMPARE[operator](_rank(left, right), _rank(right, left))
    one, other = number(left), number(right)
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        difference = Decimal(one) - Decimal(other)
        return _COMPARE[operator](0 if abs(difference) < _HALF_MILLIONTH else difference, 0)
    return _COMPARE[operator](one, other)


_RANKED = (str, bool)


def _rank(value: Value, other: Value) -> tuple[int, Any]:
    """Return what orders a value among numbers, texts and truth values; a blank is taken as what stands against it."""
    if value is None:
        value = "" if isinstance(other, str) else False
    if isinstance(value, bool):
        return (2, value)
    return (1, value.lower()) if isinstance(value, str) else (0, number(value))


def invalid_count(field: Field, values: Sequence[Value]) -> int:
    """Count what the type does not allow: texts, numbers out of range, and, where no text stands among them, fractions.

    A pasted empty text is blank to a list of choices, but a text to arithmetic.
    """
    type_ = field.type
    if type_.choices:
        allowed = {"", *(choice.lower() for choice in type_.choices)}
        return sum(1 for value in values if value is not None and str(value).lower() not in allowed)
    if type_.kind is Kind.TEXT:
        return 0
    filled = [value for value in values if value is not None]
    numbers = [number(value) for value in filled if not isinstance(value, str | bool)]
    texts = len(filled) - len(numbers)
    low, high = (None if bound is None else number(bound) for bound in (type_.minimum, type_.maximum))
    outside = sum(1 for value in numbers if (low is not None and value < low) or (high is not None and value > high))
    fractions = 0 if texts or type_.kind is not Kind.ANZAHL else sum(1 for value in numbers if value != int(value))
    return texts + outside + fractions


def compiled(expr: Expr, known: Known) -> Compiled:
    """Make a function of an expression: (values of the own sheet, all sheets) → value."""
    value = _compiled(expr, known)
    conditions = [_compiled(condition, known) for condition in undefined(expr)]
    if not conditions:
        return value
    return lambda own, book: None if any(test(own, book) for test in conditions) else value(own, book)


def _compiled(expr: Expr, known: Known) -> Compiled:  # noqa: PLR0911, PLR0912
    match expr:
        case Const(value):
            return lambda own, book: value
        case Ref(field, sheet):
            return (lambda own, book: own[field]) if sheet is None else (lambda own, book: book[sheet][field])
        case Named(_, part):
            return compiled(part, known)
        case Total(refs):
            return _total(refs, known)
        case Blanks(refs):
            cells = _cells(refs, known)
            return lambda own, book: sum(1 for cell in cells if cell(own, book) in (None, ""))
        case Invalid(refs):
            return _invalid(refs, known)
        case Tally(refs, text):
            cells = _cells(refs, known)
            wanted = text.lower()
            return lambda own, book: sum(1 for cell in cells if str(cell(own, book)).lower() == wanted)
        case CountRows(conditions):
            return _count_rows(conditions, known)
        case Arithmetic(operator, left, right):
            calculate, one, other = _ARITHMETIC[operator], compiled(left, known), compiled(right, known)
            return lambda own, book: calculate(number(one(own, book)), number(other(own, book)))
        case Compare(operator, left, right):
            one, other = compiled(left, known), compiled(right, known)
            return lambda own, book: compare(operator, one(own, book), other(own, book))
        case Every(parts):
            every = [compiled(part, known) for part in parts]
            return lambda own, book: all(part(own, book) for part in every)
        case Some(parts):
            some = [compiled(part, known) for part in parts]
            return lambda own, book: any(part(own, book) for part in some)
        case Not(part):
            negated = compiled(part, known)
            return lambda own, book: not negated(own, book)
        case If(condition, then, otherwise):
            test, yes, no = (compiled(part, known) for part in (condition, then, otherwise))
            return lambda own, book: yes(own, book) if test(own, book) else no(own, book)
        case Round(part, digits):
            whole = compiled(part, known)
            return lambda own, book: settled(number(whole(own, book)), digits)
        case Join(parts):
            pieces = [compiled(part, known) for part in parts]
            return lambda own, book: "".join(_as_text(piece(own, book)) for piece in pieces)
    return _calculated(expr, known)


def _calculated(expr: Expr, known: Known) -> Compiled:
    """The steps of a calculation, asked only where nothing that `undefined` names holds."""
    match expr:
        case Quotient(left, right):
            one, other = compiled(left, known), compiled(right, known)
            return lambda own, book: _quotient(number(one(own, book)), number(other(own, book)))
        case Extreme(function, parts):
            choose, among = _EXTREME[function], [compiled(part, known) for part in parts]
            return lambda own, book: choose(number(part(own, book)) for part in among)
        case Numbers(refs):
            cells = _cells(refs, known)
            return lambda own, book: sum(1 for cell in cells if _is_number(cell(own, book)))
        case NoDay(part):
            asked = compiled(part, known)
            return lambda own, book: not is_day(asked(own, book))
        case MonthDay(day, months, of_month):
            start, by = compiled(day, known), compiled(months, known)
            return lambda own, book: day_in_month(day_of(start(own, book)), int(number(by(own, book))), of_month)
        case DatePart(function, part):
            whole, name = compiled(part, known), function.lower()
            return lambda own, book: getattr(day_of(whole(own, book)), name)
    raise TypeError(f"no value for {expr!r}")


_EXTREME: dict[str, Callable[[Any], Any]] = {"MAX": max, "MIN": min}


def _quotient(left: int | Decimal, right: int | Decimal) -> Decimal:
    return _QUOTIENT.divide(Decimal(left), Decimal(right))


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal | date) and not isinstance(value, bool)


def evaluate(expr: Expr, own: Own, book: Book, known: Known) -> Any:
    """Return the value of an expression once; what is judged often is compiled."""
    return compiled(expr, known)(own, book)


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, Decimal) and value == int(value) else str(value)


def _cells(refs: Sequence[Ref], known: Known) -> list[Compiled]:
    return [compiled(ref, known) for ref in refs]


def _total(refs: Sequence[Ref], known: Known) -> Compiled:
    if all(ref.sheet is None for ref in refs):
        fields = [ref.field for ref in refs]
        return lambda own, book: sum(_summand(own[field]) for field in fields)
    cells = _cells(refs, known)
    return lambda own, book: sum(_summand(cell(own, book)) for cell in cells)


def _summand(value: Value) -> int | Decimal:
    """Return what SUM takes from a cell: numbers and dates, but no texts and no truth values."""
    return 0 if value is None or isinstance(value, str | bool) else number(value)


def _invalid(refs: Sequence[Ref], known: Known) -> Compiled:
    cells, field = _cells(refs, known), known(refs[0])
    if field is None:
        raise TypeError(f"{refs[0].field} has no type")
    return lambda own, book: invalid_count(field, [cell(own, book) for cell in cells])


def _count_rows(conditions: Sequence[Expr], known: Known) -> Compiled:
    """Count the rows that meet all conditions. `Column` stands for the row looked at, `Ref` for the row at hand."""
    columns = [node for condition in conditions for node in walk(condition) if isinstance(node, Column)]
    roster = columns[0].field.split(".")[0]
    tests = [_row_test(condition, known) for condition in conditions]
    key, wanted = _key(conditions, known)

    refs = [node for condition in conditions for node in walk(condition) if isinstance(node, Ref)]
    reads = [ref.field for ref in refs if ref.sheet is None]
    first = id(conditions)

    def count(own: Own, book: Book) -> int:
        alike: tuple[Value, ...] = (first, *(own[field] for field in reads))  # equal rows have equal counts
        if alike not in book.counts:
            text = wanted(own, book)
            rows = book.rows_with(roster, key, text) if text and isinstance(text, str) else book.rows[roster]
            book.counts[alike] = sum(1 for row in rows if all(test(row, own, book) for test in tests))
        return book.counts[alike]

    return count


def _key(conditions: Sequence[Expr], known: Known) -> tuple[str, Compiled]:
    """Return the first column that must equal something, and that; nothing equals a text that is not blank but a text."""
    for condition in conditions:
        if isinstance(condition, Compare) and condition.operator == "=" and isinstance(condition.left, Column):
            return condition.left.field, compiled(condition.right, known)
    return "", lambda own, book: None


def _row_test(condition: Expr, known: Known) -> Callable[[Own, Own, Book], bool]:
    match condition:
        case Compare(operator, Column(field, _), right):
            other = compiled(right, known)
            return lambda row, own, book: compare(operator, row[field], other(own, book))
        case Some(parts):
            tests = [_row_test(part, known) for part in parts]
            return lambda row, own, book: any(test(row, own, book) for test in tests)
    raise TypeError("a condition on rows compares a column with a value of the row at hand")
