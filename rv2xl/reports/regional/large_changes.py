"""The largest changes of regions against the year before, as sentences: „Odenwaldkreis – Personen: von 98 auf 155 (+57; +58 %)“."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.wording import german_number
from rv2xl.reports.regional.earlier import Comparison
from rv2xl.reports.regional.figures import Level, RegionRow
from rv2xl.reports.regional.published import written_ratio

MOST = 5
"""So many are named."""
LEAST = 10
"""A count of people that changed by less is none of them, as in the check of a single Ort (A2-VORJAHR)."""
NOT_CONTAINED = "In dieser Ausgabe nicht enthalten."
"""What stands in their place where an edition compares no years."""

Number = Decimal | int


@dataclass(frozen=True, slots=True)
class LargeChange:
    """An indicator of a region in the year before and in the year of the report, both as the report shows them."""

    region: RegionRow
    indicator: Indicator
    before: Number
    after: Number

    @property
    def size(self) -> Decimal:
        """The difference as a share of the larger figure: between 0 and 1, whatever is measured, and 1 where there was nothing."""
        larger = max(abs(Decimal(self.before)), abs(Decimal(self.after)))
        return abs(self.difference) / larger if larger else Decimal(0)

    @property
    def difference(self) -> Decimal:
        """What was added."""
        return Decimal(self.after) - Decimal(self.before)

    def __str__(self) -> str:
        before, after = (self._shown(value) for value in (self.before, self.after))
        return f"{self.region.name} – {self.indicator.name}: von {before} auf {after} ({self._said()})"

    def _shown(self, value: Number) -> str:
        return written_ratio(self.indicator, value) if self.indicator.is_ratio else german_number(value)

    def _said(self) -> str:
        """Say the difference: of shares in points of percent, of other figures also in percent of what was."""
        difference = self.difference
        if self.indicator.is_ratio and self.indicator.percent:
            return f"{_signed(difference * 100, 1)} Prozentpunkte"
        said = _signed(difference, 1) if self.indicator.is_ratio else _signed(difference)
        return f"{said}; {_signed(difference / self.before * 100, 0)} %" if self.before else said


def changes_since(comparison: Comparison) -> Iterator[LargeChange]:
    """Yield what changed of the leading Kennzahlen of each Kreis since an earlier year, where the two years can be compared.

    A Kreis of which Orte are missing is left out: it changed because they are missing.
    """
    published = comparison.published
    whole = [row for row in published.rows if row.level is Level.REGION and published.mark(row) is None]
    for row in whole:
        for indicator in published.outline.leading:
            if comparison.of(row.key, indicator).absolute is None:
                continue
            before, after = (published.figure(one, indicator).value for one in (comparison.rows[row.key], row))
            if before is not None and after is not None and before != after:
                yield LargeChange(row, indicator, before, after)


def largest(changes: Iterable[LargeChange]) -> list[LargeChange]:
    """Return the largest changes, the largest first; of equal ones in the order of the regions' keys."""
    counted = (one for one in changes if one.indicator.is_ratio or abs(one.difference) >= LEAST)
    return sorted(counted, key=lambda one: (-one.size, one.region.key))[:MOST]


def _signed(value: Decimal, scale: int | None = None) -> str:
    text = german_number(abs(value), scale)
    return f"{'−' if value < 0 else '+'}{text}"
