"""Counts of people as they are published, and what everybody knows of them: sums of whole numbers, and what the form's rules demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.expressions.expr import Expr, Named, Ref, Total
from rv2xl.model.finding import Severity
from rv2xl.reports.regional.figures import Count, Figures, Level, RegionRow
from rv2xl.reports.regional.ort_columns import measures
from rv2xl.reports.regional.published import Number

STEP = 5
"""Counts of people are rounded to the nearest multiple of this."""
MOST_OFF = STEP // 2
"""So much a count differs at most from its rounded figure; a figure of 0 means 0 to this."""

Parts = tuple[str, ...]
Variable = tuple[str, str]
"""A Kreis and a field: the whole number behind it is what nobody is to learn if it is small."""


def rounded_count(exact: Number) -> int:
    """Return the nearest multiple of STEP to a whole number that is not negative; of an odd step there are no ties."""
    return int((Decimal(exact) / STEP).quantize(Decimal(1), ROUND_HALF_UP)) * STEP


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """A count that is published: of which region, of which fields in order, and as which figure."""

    key: str
    fields: Parts
    figure: int


@dataclass(frozen=True, slots=True)
class Known:
    """What everybody knows of the counts of each Ort, and so of each Kreis: `low` ≤ the sum over fields with these factors ≤ `high`."""

    factors: Mapping[str, int]
    low: float
    high: float


class People:
    """Finds the counts of people among the sums of a report."""

    def __init__(self, versions: Sequence[Form], figures: Figures) -> None:
        self.form = versions[0]
        self._measures = {one.id: one for one in measures(*versions)}
        self.sums = tuple(name for name, one in self._measures.items() if one.type.counts_people)
        self.fields = tuple(name for name in self.sums if not self._measures[name].is_total)
        self._leaves = [row for row in figures.rows if row.level is Level.REGION and row.values[Count.REPORTED]]

    def counted(self, parts: Parts) -> bool:
        """Whether all parts of a sum are counts of people."""
        return bool(parts) and set(parts) <= set(self.sums)

    def fields_of(self, parts: Parts) -> Parts:
        """Return the fields that a sum adds up, in the order of their ids: two sums of the same fields are one count."""
        return tuple(sorted(field for part in parts for field in self._measures[part].parts))

    def leaves(self, row: RegionRow) -> list[RegionRow]:
        """Return the Kreise of a region that have reported; of the others it is no secret that nothing is counted."""
        if row.level is Level.REGION:
            return [leaf for leaf in self._leaves if leaf.key == row.key]
        return [leaf for leaf in self._leaves if row.level is Level.STATE or leaf.bezirk == row.bezirk]

    def shown_sums(self) -> tuple[Parts, ...]:
        """Return every sum that some sheet shows of each region, once: all that „Regionen“ has, each printed row of the form over its
        columns, and the Kennzahlen."""
        own = [(name,) for name in self.sums]
        rows: dict[tuple[str, str], Parts] = {}
        for name in self.fields:
            place = (self._measures[name].block, self._measures[name].row)
            rows[place] = (*rows.get(place, ()), name)
        kennzahlen = [one.parts for one in self.form.outline.indicators.values() if not one.is_ratio]
        return tuple(
            dict.fromkeys(self.fields_of(parts) for parts in (*own, *rows.values(), *kennzahlen) if self.counted(parts))
        )

    def shares(self) -> tuple[Indicator, ...]:
        """Return the ratios of counts of people alone; each tells its upper count as well."""
        found = self.form.outline.indicators.values()
        return tuple(one for one in found if one.over and self.counted(one.parts) and self.counted(one.over))

    def known(self) -> Iterator[Known]:
        """Yield what the rules of the form demand of every accepted return, as far as they are about sums of people alone."""
        return known_of(self.form, self.fields)


def known_of(form: Form, fields: Collection[str], *, conditional: bool = False) -> Iterator[Known]:
    """Yield what the rules of a form demand of these fields of an accepted return; with `conditional` also rules that have a condition,
    for who knows that it is fulfilled."""
    for rules in form.rules.values():
        for rule in rules:
            if (
                rule.severity is not Severity.FEHLER
                or rule.roster is not None
                or (rule.when is not None and not conditional)
            ):
                continue
            for judgement in rule.judgements():
                comparison = judgement.comparison
                if comparison is None or comparison.operator not in _BOUNDS:
                    continue
                left, right = map(_added, (comparison.left, comparison.right))
                if left and right and {*left, *right} <= set(fields):
                    factors = Counter(left)
                    factors.subtract(right)
                    yield Known(factors, *_BOUNDS[comparison.operator])


_ENDLESS = float("inf")
_BOUNDS = {"=": (0.0, 0.0), "<=": (-_ENDLESS, 0.0), ">=": (0.0, _ENDLESS)}


def _added(side: Expr) -> Parts:
    """Return the fields that one side of a comparison adds up; none if it is something else."""
    if isinstance(side, Named):
        return _added(side.part)
    refs = (side,) if isinstance(side, Ref) else side.refs if isinstance(side, Total) else ()
    return tuple(ref.field for ref in refs)
