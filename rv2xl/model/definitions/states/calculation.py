"""The state of a calculation: a draft, or what it is and as of which day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rv2xl.model.definitions.states.sayings import COMPLETE, DRAFT, NO_DAY_STATED
from rv2xl.model.expressions.expr import (
    Expr,
    Invalid,
    Operand,
    Ref,
    all_of,
    any_of,
    day_of_month,
    if_,
    join,
    month_of,
    numbers,
    total,
    year_of,
)


def calculation_state(finished: str, as_of: Ref, states: Sequence[Ref], results: Sequence[Ref] = ()) -> Expr:
    """The state of a calculation: a draft until all sheets are complete, then what it is (`finished`) and as of which day.

    With `results` a sheet may also say nothing, as one does that is blank and may be; then one of them must be there, and not be 0.
    """
    dated = all_of(numbers(as_of).eq(1), Invalid((as_of,)).eq(0))
    stand = if_(dated, join(f"✓ {finished}, Stand ", *_written(as_of)), without_day(finished))
    if not results:
        return if_(all_of(*(state.eq(COMPLETE) for state in states)), stand, DRAFT)
    ready = (any_of(state.eq(COMPLETE), state.eq("")) for state in states)
    return if_(all_of(*ready, total(results).ne(0)), stand, DRAFT)


def without_day(finished: str) -> str:
    """The longest text that a calculation's state shows: that nobody has said as of which day it is."""
    return f"✓ {finished}, {NO_DAY_STATED}"


def _written(day: Ref) -> Iterator[Operand]:
    """A day as TT.MM.JJJJ, without a number format: those differ from one language of a spreadsheet program to the next."""
    for part in (day_of_month(day), month_of(day)):
        yield from (if_(part < 10, "0", ""), part, ".")
    yield year_of(day)
