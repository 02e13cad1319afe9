"""Days and months, reckoned as a spreadsheet does."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from rv2xl.model.definitions.field import EARLIEST, LATEST
from rv2xl.model.expressions.expr import Value, serial


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
