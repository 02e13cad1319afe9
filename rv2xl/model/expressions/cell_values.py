"""What the values of cells count as in arithmetic, in comparisons and as days, by the common contract that `expr` states."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any, TypeGuard

from rv2xl.model.definitions.field import EARLIEST, LATEST, Field, Kind, last_place
from rv2xl.model.expressions.expr import NAME_LENGTH, Value, serial

_HALF_MILLIONTH = Decimal("0.0000005")
_ANY_NUMBER = Context(prec=400)
"""Wide enough for the largest number a cell can hold, rounded to any decimals."""

SETTLED = 6
"""The decimals at which numbers are compared, and to which they are rounded first."""

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def number(value: Value) -> int | Decimal:
    """Return the number a cell counts as in arithmetic. Raises ValueError for a text: a guard must stand before it."""
    if value is None:
        return 0
    if isinstance(value, _NUMBERS):
        return value
    if isinstance(value, date):
        return serial(value)
    raise ValueError(f"text in arithmetic: {value!r}")


def rounded(value: int | Decimal, digits: int) -> Decimal:
    """Round half away from zero."""
    return value if _has(value, digits) else Decimal(value).quantize(last_place(digits), ROUND_HALF_UP, _ANY_NUMBER)


def _has(value: int | Decimal, digits: int) -> TypeGuard[Decimal]:
    """Whether a number is written with just so many decimals, so that rounding leaves it as it is."""
    return type(value) is Decimal and value.same_quantum(last_place(digits))


def settled(value: int | Decimal, digits: int) -> Decimal:
    """Round half away from zero in the two steps of the formula, so that both see the same halves."""
    return rounded(value if digits >= SETTLED or _has(value, digits) else rounded(value, SETTLED), digits)


def whole_part(value: int | Decimal) -> int:
    """Return the whole number towards 0, after rounding to six decimals."""
    return int(rounded(value, SETTLED))


def compare(operator: str, left: Value, right: Value) -> bool:
    """Compare as a spreadsheet does: numbers at six decimals, texts without case; number < text < truth value."""
    kind = type(left)
    if kind is type(right):
        if kind is str:
            return _COMPARE[operator](left.lower(), right.lower())  # type: ignore[union-attr]
        if kind in _PLAIN:
            return _COMPARE[operator](left, right)
    if isinstance(left, _RANKED) or isinstance(right, _RANKED):
        return _COMPARE[operator](rank(left, right), rank(right, left))
    one, other = number(left), number(right)
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        difference = Decimal(one) - Decimal(other)
        return _COMPARE[operator](0 if abs(difference) < _HALF_MILLIONTH else difference, 0)
    return _COMPARE[operator](one, other)


def shows(texts: Iterable[str]) -> Callable[[Value], bool]:
    """Return what tells whether a cell equals one of these texts, as `compare` does: no number, day or truth value is a text."""
    small = frozenset(text.lower() for text in texts)
    blank = "" in small

    def shown(value: Value) -> bool:
        return value.lower() in small if isinstance(value, str) else blank and value is None

    return shown


_NUMBERS, _COUNTED, _RANKED, _PLAIN = (int, Decimal), (int, Decimal, date), (str, bool), (int, date)
"""As tuples, made once: these are asked for every cell of a list."""


def rank(value: Value, other: Value) -> tuple[int, Any]:
    """Return what orders a value among numbers, texts and truth values; a blank is taken as what stands against it."""
    if value is None:
        value = "" if isinstance(other, str) else False
    if isinstance(value, bool):
        return (2, value)
    return (1, value.lower()) if isinstance(value, str) else (0, number(value))


def invalid_counter(field: Field) -> Callable[[Sequence[Value]], int]:
    """Return what counts in many cells what the type does not allow: texts, numbers out of range, and, where no text stands among
    them, fractions. A pasted empty text is blank to a list of choices, but a text to arithmetic.
    """
    type_ = field.type
    if type_.choices:
        allowed = {"", *(choice.lower() for choice in type_.choices)}
        return lambda values: sum(1 for value in values if value is not None and str(value).lower() not in allowed)
    if type_.kind is Kind.TEXT:
        return lambda values: len(
            [
                value
                for value in values
                if isinstance(value, bool) or (isinstance(value, str) and _length(value) > type_.length)
            ]
        )
    low, high = (None if bound is None else number(bound) for bound in (type_.minimum, type_.maximum))
    whole = type_.kind is Kind.ANZAHL

    def count(values: Sequence[Value]) -> int:
        texts = outside = fractions = 0
        for value in values:
            if isinstance(value, _RANKED):
                texts += 1
            elif value is not None:
                found = number(value)
                outside += (low is not None and found < low) or (high is not None and found > high)
                fractions += whole and found != int(found)
        return texts + outside + (0 if texts else fractions)

    return count


def _length(value: Value) -> int:
    """The signs of a text without the blanks around it; of several blanks within it one counts."""
    return len(" ".join(filter(None, as_text(value).replace("\u00a0", " ").split(" "))))


def summand(value: Value) -> int | Decimal:
    """Return what SUM takes from a cell: numbers and dates, but no texts and no truth values."""
    return 0 if value is None or isinstance(value, _RANKED) else number(value)


def as_text(value: Value) -> str:
    """Return a cell's content as a text function sees it; whole numbers without decimals, a day as its number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return str(serial(value))
    return str(int(value)) if isinstance(value, Decimal) and value == int(value) else str(value)


def identified(value: Value, digits: int | None) -> str | None:
    """Return what identifiers that are read alike have in common: without blanks around it, a number as its digits, padded to a width.

    The text is none that a spreadsheet takes for a number or searches for as a pattern. None for a blank cell.
    """
    if isinstance(value, bool):
        return NO_IDENTIFIER
    if isinstance(value, int | Decimal) and (abs(value) >= 10**MOST_DIGITS or value != int(value)):
        return NO_IDENTIFIER
    shown = as_text(serial(value) if isinstance(value, date) else value).replace("\u00a0", " ")
    text = " ".join(filter(None, shown.split(" ")))[:MOST_SIGNS]
    padded = text.zfill(digits) if digits and text.isascii() and text.isdecimal() else text
    return "k" + padded.translate(_NO_PATTERN) if text else None


NO_IDENTIFIER = "k¿"
"""What stands for truth values, fractions and numbers of too many digits, which each spreadsheet program writes otherwise."""

MOST_DIGITS = 15
"""So many digits of a number a cell holds."""

MOST_SIGNS = 200
"""So many signs of an identifier are compared: a spreadsheet does not search for many more."""

NO_PATTERN = {"~": "¬", "*": "×", "?": "¿"}
"""What stands in an identifier for the signs of patterns."""

_NO_PATTERN = str.maketrans(NO_PATTERN)


def is_number(value: Value) -> bool:
    """Whether a cell holds a number or a date."""
    return isinstance(value, _COUNTED) and not isinstance(value, bool)


def looks_like_name(text: str) -> bool:
    """Whether a text has no digit, but three letters in a row among its first characters."""
    letters = "".join("a" if sign.upper() != sign.lower() else " " for sign in text[:NAME_LENGTH])
    return "aaa" in letters and _DIGITS.isdisjoint(text)


_DIGITS = frozenset("0123456789")


def is_day(value: Value) -> bool:
    """Whether a cell holds a day that a form could mean; a spreadsheet knows days by their numbers."""
    match value:
        case bool():
            return False
        case date():
            return EARLIEST <= value <= LATEST
        case int() | Decimal():
            return serial(EARLIEST) <= value <= serial(LATEST)
    return False


def day_of(value: Value) -> date:
    """Return the day that a cell holds. Raises ValueError for what is none."""
    if not is_day(value):
        raise ValueError(f"no day: {value!r}")
    if isinstance(value, int | Decimal):
        return EARLIEST + timedelta(int(value) - serial(EARLIEST))
    return value  # type: ignore[return-value]


def day_in_month(day: date, months: int, of_month: int) -> date:
    """Return the first of the month so many months later (`of_month` 1), or the day before it (0)."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1) + timedelta(of_month - 1)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month where there is no such day."""
    first = day_in_month(day, months, 1)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def period_end(day: date, months: int) -> date:
    """Return the last day of so many months that begin on a day."""
    later = months_later(day, months)
    return later - timedelta(later.day == day.day)
