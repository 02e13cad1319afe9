"""Expressions to values: exact, in Decimal, by the common contract that `expr` states.

An expression is compiled once into nested functions; a definition's expressions are judged for every return.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from operator import add, mul, sub
from typing import Any

from rv2xl.model.definitions.field import Known
from rv2xl.model.expressions import expr as tree
from rv2xl.model.expressions.cell_values import (
    SETTLED,
    as_text,
    compare,
    day_in_month,
    day_of,
    identified,
    invalid_counter,
    is_day,
    is_number,
    looks_like_name,
    months_later,
    number,
    period_end,
    settled,
    shows,
    summand,
    whole_part,
)
from rv2xl.model.expressions.expr import Const, Expr, Ref, Value
from rv2xl.model.expressions.known_values import Compiled, KnownValues, Own
from rv2xl.model.expressions.listing import SEPARATOR, Entries, FirstShown, GoTo
from rv2xl.model.expressions.nodes import alternatives
from rv2xl.model.expressions.row_values import count_rows, first_other, first_row, row_entry, sum_rows

_QUOTIENT = Context(prec=28, rounding=ROUND_HALF_UP)
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul}


def compiled(expr: Expr, known: Known) -> Compiled:
    """Make a function of an expression: (values of the own sheet, all sheets) → value.

    A branch that is the whole value has guards of its own, as on the sheet; within arithmetic they stand before all of it.
    """
    match expr:
        case tree.Named(_, part):
            return compiled(part, known)
        case tree.If(condition, then, otherwise):
            return _either(compiled(condition, known), compiled(then, known), compiled(otherwise, known))
    value = _compiled(expr, known)
    for condition in reversed(tree.undefined(expr)):
        value = _unless(_compiled(condition, known), value)
    return value


def formula_shows(expr: Expr, known: Known) -> Compiled:
    """Make a function of the formula of a cell: what the cell shows, 0 of a blank cell, for no formula's cell is blank.

    None is nothing, an empty text; so is what is taken over from another formula that shows nothing.
    """
    match expr:
        case tree.Named(_, part):
            return formula_shows(part, known)
        case tree.If(condition, then, otherwise):
            return _either(compiled(condition, known), formula_shows(then, known), formula_shows(otherwise, known))
        case tree.Ref() if (field := known(expr)) is not None and not field.computed:
            entered = compiled(expr, known)
            return lambda own, book: 0 if (value := entered(own, book)) is None else value
    return compiled(expr, known)


def _unless(nothing: Compiled, value: Compiled) -> Compiled:
    return lambda own, book: None if nothing(own, book) else value(own, book)


def _compiled(expr: Expr, known: Known) -> Compiled:  # noqa: PLR0911, PLR0912
    """What is asked only where nothing that `undefined` names holds; so its parts that `undefined` looks into need not ask again."""
    match expr:
        case Const(value):
            return lambda own, book: value
        case Ref(field, sheet):
            return (lambda own, book: own[field]) if sheet is None else (lambda own, book: book[sheet][field])
        case tree.Named(_, part):
            return _compiled(part, known)
        case tree.Total(refs):
            return _total(refs, known)
        case tree.Blanks(refs):
            cells = _cells(refs, known)
            return lambda own, book: len([cell for cell in cells if cell(own, book) in (None, "")])
        case tree.Rows(refs):
            return lambda own, book: len(refs)
        case tree.Invalid(refs):
            return _invalid(refs, known)
        case tree.Tally(refs, text):
            cells = _cells(refs, known)
            wanted = text.lower()
            return lambda own, book: len([cell for cell in cells if str(cell(own, book)).lower() == wanted])
        case tree.CountRows(conditions):
            return count_rows(conditions, known, compiled)
        case tree.SumRows(column, conditions):
            return sum_rows(column, conditions, known, compiled)
        case tree.Identifier(tree.Ref() as part, width):
            entry = compiled(part, known)
            return lambda own, book: identified(entry(own, book), width)
        case tree.NameLike(part):
            named = compiled(part, known)
            return lambda own, book: looks_like_name(as_text(named(own, book)))
        case tree.Arithmetic(operator, left, right):
            calculate, one, other = _ARITHMETIC[operator], _compiled(left, known), _compiled(right, known)
            return lambda own, book: calculate(number(one(own, book)), number(other(own, book)))
        case tree.Compare("=" | "<>" as operator, left, Const(str() as text)):
            return _shows(left, (text,), operator == "=", known)
        case tree.Compare(operator, left, right):
            one, other = compiled(left, known), compiled(right, known)
            return lambda own, book: compare(operator, one(own, book), other(own, book))
        case tree.Every(parts):
            return _every([compiled(part, known) for part in parts])
        case tree.Some(parts):
            if (asked := alternatives(parts)) is not None:
                return _shows(*asked, True, known)
            some = [compiled(part, known) for part in parts]
            return lambda own, book: any(part(own, book) for part in some)
        case tree.Not(part):
            negated = compiled(part, known)
            return lambda own, book: not negated(own, book)
        case tree.If(condition, then, otherwise):
            return _either(compiled(condition, known), _compiled(then, known), _compiled(otherwise, known))
        case tree.Round(part, digits):
            whole = _compiled(part, known)
            return lambda own, book: settled(number(whole(own, book)), digits)
        case tree.WholePart(tree.Round(_, digits) as part) if digits <= SETTLED:
            settled_part = _compiled(part, known)
            return lambda own, book: int(settled_part(own, book))
        case tree.WholePart(part):
            broken = _compiled(part, known)
            return lambda own, book: whole_part(number(broken(own, book)))
        case tree.Join(parts):
            pieces = [compiled(part, known) for part in parts]
            return lambda own, book: "".join(as_text(piece(own, book)) for piece in pieces)
    return _calculated(expr, known)


def _either(test: Compiled, yes: Compiled, no: Compiled) -> Compiled:
    return lambda own, book: yes(own, book) if test(own, book) else no(own, book)


def _every(parts: Sequence[Compiled]) -> Compiled:
    def every(own: Own, book: KnownValues) -> bool:
        for part in parts:  # noqa: SIM110 - a third faster than all(…)
            if not part(own, book):
                return False
        return True

    return every


def _shows(part: Expr, texts: Sequence[str], wanted: bool, known: Known) -> Compiled:
    """Whether a part equals one of these texts, or none of them."""
    shown = shows(texts)
    match part:
        case Ref(field, None):
            return lambda own, book: shown(own[field]) is wanted
    value = compiled(part, known)
    return lambda own, book: shown(value(own, book)) is wanted


def _calculated(expr: Expr, known: Known) -> Compiled:  # noqa: PLR0911
    """The steps of a calculation."""
    match expr:
        case tree.Quotient(left, right):
            one, other = _compiled(left, known), _compiled(right, known)
            return lambda own, book: _QUOTIENT.divide(
                Decimal(number(one(own, book))), Decimal(number(other(own, book)))
            )
        case tree.Extreme(function, parts):
            choose, among = _EXTREME[function], [_compiled(part, known) for part in parts]
            return lambda own, book: choose(number(part(own, book)) for part in among)
        case tree.Numbers(refs):
            cells = _cells(refs, known)
            return lambda own, book: len([cell for cell in cells if is_number(cell(own, book))])
        case tree.NoNumbers(refs):
            cells = _cells(refs, known)
            return lambda own, book: len([cell for cell in cells if _no_number(cell(own, book))])
        case tree.NoDay(part):
            asked = compiled(part, known)
            return lambda own, book: not is_day(asked(own, book))
        case tree.MonthDay(day, months, of_month):
            start, by = _compiled(day, known), _compiled(months, known)
            return lambda own, book: day_in_month(day_of(start(own, book)), int(number(by(own, book))), of_month)
        case tree.MonthsLater(day, months):
            start, by = _compiled(day, known), _compiled(months, known)
            return lambda own, book: months_later(day_of(start(own, book)), int(number(by(own, book))))
        case tree.PeriodEnd(day, months):
            start, by = _compiled(day, known), _compiled(months, known)
            return lambda own, book: period_end(day_of(start(own, book)), int(number(by(own, book))))
        case tree.FirstOther(column, refs):
            return first_other(column, _cells(refs, known))
        case tree.FirstRow(conditions):
            return first_row(conditions, known, compiled)
        case tree.RowEntry(column, part):
            return row_entry(column, compiled(part, known))
        case tree.DatePart(function, part):
            whole, name = _compiled(part, known), function.lower()
            return lambda own, book: getattr(day_of(whole(own, book)), name)
    return _listed(expr, known)


def _listed(expr: Expr, known: Known) -> Compiled:
    match expr:
        case Entries(part, within, more):
            listed = compiled(part, known)
            return lambda own, book: _entries(as_text(listed(own, book)), within, more)
        case FirstShown(refs, text):
            cells, wanted = _cells(refs, known), text.lower()
            return lambda own, book: [str(cell(own, book)).lower() for cell in cells].index(wanted) + 1
        case GoTo(_, shown):
            return compiled(shown, known)
    raise TypeError(f"no value for {expr!r}")


def _entries(text: str, within: int, more: str) -> str:
    first, comma = len(SEPARATOR), text.find(",", within - 1)
    return text[first:] if comma < 0 else text[first:comma] + more


_EXTREME: dict[str, Callable[[Any], Any]] = {"MAX": max, "MIN": min}


def evaluate(expr: Expr, own: Own, book: KnownValues, known: Known) -> Any:
    """Return the value of an expression once; what is judged often is compiled."""
    return compiled(expr, known)(own, book)


def _cells(refs: Sequence[Ref], known: Known) -> list[Compiled]:
    return [_compiled(ref, known) for ref in refs]


def _total(refs: Sequence[Ref], known: Known) -> Compiled:
    if all(ref.sheet is None for ref in refs):
        fields = [ref.field for ref in refs]
        return lambda own, book: sum([summand(own[field]) for field in fields])
    cells = _cells(refs, known)
    return lambda own, book: sum([summand(cell(own, book)) for cell in cells])


def _no_number(value: Value) -> bool:
    return value is not None and not is_number(value)


def _invalid(refs: Sequence[Ref], known: Known) -> Compiled:
    cells, field = _cells(refs, known), known(refs[0])
    if field is None:
        raise TypeError(f"{refs[0].field} has no type")
    count = invalid_counter(field)
    return lambda own, book: count([cell(own, book) for cell in cells])
