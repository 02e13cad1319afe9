"""Expressions to values: exact, in Decimal, by the common contract that `expr` states.

An expression is compiled once into nested functions; a definition's expressions are judged for every return.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from operator import add, mul, sub
from typing import Any

from rv2xl.model.book import Book, Own
from rv2xl.model.cell_values import (
    as_text,
    compare,
    invalid_count,
    is_number,
    looks_like_name,
    number,
    rounded,
    settled,
    summand,
    whole_part,
)
from rv2xl.model.expr import (
    Arithmetic,
    Blanks,
    Compare,
    Const,
    CountRows,
    DatePart,
    Every,
    Expr,
    Extreme,
    FirstOther,
    If,
    Invalid,
    Join,
    MonthDay,
    MonthsLater,
    Named,
    NameLike,
    NoDay,
    Not,
    Numbers,
    Quotient,
    Ref,
    Round,
    RowEntry,
    Some,
    SumRows,
    Tally,
    Total,
    WholePart,
    undefined,
)
from rv2xl.model.field import Known
from rv2xl.model.months import day_in_month, day_of, is_day, months_later
from rv2xl.model.row_values import count_rows, first_other, row_entry, sum_rows

__all__ = [
    "Book",
    "Compiled",
    "Own",
    "compare",
    "compiled",
    "evaluate",
    "invalid_count",
    "number",
    "rounded",
    "settled",
]

Compiled = Callable[[Own, Book], Any]

_QUOTIENT = Context(prec=28, rounding=ROUND_HALF_UP)
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul}


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
            return count_rows(conditions, known, compiled)
        case SumRows(column, conditions):
            return sum_rows(column, conditions, known, compiled)
        case NameLike(part):
            named = compiled(part, known)
            return lambda own, book: looks_like_name(as_text(named(own, book)))
        case Arithmetic(operator, left, right):
            calculate, one, other = _ARITHMETIC[operator], compiled(left, known), compiled(right, known)
            return lambda own, book: calculate(number(one(own, book)), number(other(own, book)))
        case Compare("=" | "<>" as operator, left, Const(str() as text)):
            return _same_text(compiled(left, known), text, operator == "=")
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
        case WholePart(part):
            broken = compiled(part, known)
            return lambda own, book: whole_part(number(broken(own, book)))
        case Join(parts):
            pieces = [compiled(part, known) for part in parts]
            return lambda own, book: "".join(as_text(piece(own, book)) for piece in pieces)
    return _calculated(expr, known)


def _same_text(part: Compiled, text: str, wanted: bool) -> Compiled:
    """Whether a part shows this text; mostly it shows a text or nothing."""
    small = text.lower()

    def same(own: Own, book: Book) -> bool:
        value = part(own, book)
        if type(value) is str:
            return (value.lower() == small) is wanted
        return ((value is None and not text) or (value is not None and compare("=", value, text))) is wanted

    return same


def _calculated(expr: Expr, known: Known) -> Compiled:  # noqa: PLR0911
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
            return lambda own, book: sum(1 for cell in cells if is_number(cell(own, book)))
        case NoDay(part):
            asked = compiled(part, known)
            return lambda own, book: not is_day(asked(own, book))
        case MonthDay(day, months, of_month):
            start, by = compiled(day, known), compiled(months, known)
            return lambda own, book: day_in_month(day_of(start(own, book)), int(number(by(own, book))), of_month)
        case MonthsLater(day, months):
            start, by = compiled(day, known), compiled(months, known)
            return lambda own, book: months_later(day_of(start(own, book)), int(number(by(own, book))))
        case FirstOther(column, refs):
            return first_other(column, _cells(refs, known))
        case RowEntry(column, part):
            return row_entry(column, compiled(part, known))
        case DatePart(function, part):
            whole, name = compiled(part, known), function.lower()
            return lambda own, book: getattr(day_of(whole(own, book)), name)
    raise TypeError(f"no value for {expr!r}")


_EXTREME: dict[str, Callable[[Any], Any]] = {"MAX": max, "MIN": min}


def _quotient(left: int | Decimal, right: int | Decimal) -> Decimal:
    return _QUOTIENT.divide(Decimal(left), Decimal(right))


def evaluate(expr: Expr, own: Own, book: Book, known: Known) -> Any:
    """Return the value of an expression once; what is judged often is compiled."""
    return compiled(expr, known)(own, book)


def _cells(refs: Sequence[Ref], known: Known) -> list[Compiled]:
    return [compiled(ref, known) for ref in refs]


def _total(refs: Sequence[Ref], known: Known) -> Compiled:
    if all(ref.sheet is None for ref in refs):
        fields = [ref.field for ref in refs]
        return lambda own, book: sum(summand(own[field]) for field in fields)
    cells = _cells(refs, known)
    return lambda own, book: sum(summand(cell(own, book)) for cell in cells)


def _invalid(refs: Sequence[Ref], known: Known) -> Compiled:
    cells, field = _cells(refs, known), known(refs[0])
    if field is None:
        raise TypeError(f"{refs[0].field} has no type")
    return lambda own, book: invalid_count(field, [cell(own, book) for cell in cells])
