"""How values are spread and what is unusual among them, and how an amount has changed: exact, of Decimals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

from rv2xl.model.expressions.expr import Value

ENOUGH = 4
"""So many values must be there before one of them can be unusual."""
WHISKER = Decimal("1.5")
"""Unusual is what lies further from the middle half of the values than so many times that half's width."""


@dataclass(frozen=True)
class Spread:
    """How values are spread: the quarters, and the bounds beyond which a value is unusual; None for too few values."""

    lower: Decimal
    median: Decimal
    upper: Decimal

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The smallest and the largest usual value."""
        reach = WHISKER * (self.upper - self.lower)
        return self.lower - reach, self.upper + reach


def spread_of(values: Sequence[Decimal]) -> Spread | None:
    """Return the spread of values, their quarters as a spreadsheet's QUARTILE counts them."""
    if len(values) < ENOUGH:
        return None
    return Spread(*quantiles(values, n=4, method="inclusive"))


def is_usual(value: Value, spread: Spread | None) -> bool:
    """Whether a value lies within the bounds; what is no number, and what is one of too few, is not unusual."""
    if spread is None or not isinstance(value, int | Decimal):
        return True
    low, high = spread.bounds
    return low <= value <= high


def change_of(old: Value, new: Value) -> Decimal | None:
    """Return the change from one amount to another as a share of the old one; None if there is nothing to compare with."""
    if isinstance(old, int | Decimal) and isinstance(new, int | Decimal) and old:
        return Decimal(new) / Decimal(old) - 1
    return None
