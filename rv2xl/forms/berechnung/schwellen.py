"""Where a ratio lies beside thresholds of the law, in words. A ratio that is shown rounded does not tell: 49,999 % is no 50 %."""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.model.definitions.field import Kind, Type
from rv2xl.model.expressions.expr import Expr, Ref, as_percent, if_, join

LAGE = Type(Kind.TEXT)


def lage(part: Expr, whole: Expr, schwellen: Sequence[Ref]) -> Expr:
    """Return „unter 25 %“, „genau 25 %“, „über 25 %, unter 50 %“ … or „über 75 %“ of a part in relation to a whole above 0.

    `schwellen` are shares of the law in rising order. They are multiplied out, as the steps themselves are, so that the words and
    the rate beside them cannot differ. Guard it as any step: both amounts must be numbers.
    """
    shares = [as_percent(schwelle) for schwelle in schwellen]
    result = join("über ", shares[-1])
    for number, schwelle in reversed(tuple(enumerate(schwellen))):
        above = ("über ", shares[number - 1], ", ") if number else ()
        limit = schwelle * whole
        exactly = if_(limit.eq(part), join("genau ", shares[number]), result)
        result = if_(limit > part, join(*above, "unter ", shares[number]), exactly)
    return result
