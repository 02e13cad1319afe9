"""Earlier years beside this one: the sums of their regions, what changed since, and where the two cannot be compared.

An Ort of an earlier year is counted in the Kreis that it was in then. The sums of a Regierungsbezirk and of Hessen stay comparable when
territory moves from one of their Kreise to another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.wording import german
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import Region, regions
from rv2xl.reports.regional.figures import STATE_KEY, Count, Level, OrtCounts, RegionRow
from rv2xl.reports.regional.ort_columns import Measure, measures
from rv2xl.reports.regional.published import Number, Published, Shown
from rv2xl.returns.consolidate import WITHOUT
from rv2xl.returns.earlier.earlier_year import EarlierOrt, EarlierYear
from rv2xl.returns.earlier.part_year import first_day


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a figure: by how much it changed, and by which share of what it was; `reason` says why one of them is not there.

    A share itself changes by points: from 0.80 to 0.85 are 0.05.
    """

    absolute: Number | None = None
    relative: Decimal | None = None
    reason: str = ""


def change(now: Number, then: Number, year: int) -> Change:
    """Return the exact change since a year; there is no share of nothing."""
    absolute = now - then
    if not then:
        return Change(absolute, None, f"{year} war es 0")
    return Change(absolute, Decimal(absolute) / Decimal(then))


def earlier_rows(earlier: EarlierYear, *versions: Form) -> dict[str, RegionRow]:
    """Return the sums of an earlier year by the key of the region, computed as this year's are (`figures.figures_of`).

    `versions` are those whose figures are shown, the newest first. The Orte that were expected then are not known: they are those that
    reported.
    """
    known = regions(year_end(earlier.year))
    by_kreis: dict[str, list[EarlierOrt]] = {key: [] for key in (*(region.schluessel for region in known), WITHOUT)}
    for ort in earlier.orte:
        by_kreis[ort.kreis if ort.kreis in by_kreis else WITHOUT].append(ort)
    sums = {key: _sums(orte, versions) for key, orte in by_kreis.items()}
    rows = {
        region.schluessel: _row(
            Level.REGION, region.schluessel, region.display_name, region.regierungsbezirk, by_kreis, sums
        )
        for region in known
    }
    for bezirk, keys in _bezirke(known).items():
        rows[keys[0][:3]] = _row(Level.BEZIRK, keys[0][:3], f"Regierungsbezirk {bezirk}", bezirk, by_kreis, sums, keys)
    rows[WITHOUT] = _row(Level.REGION, WITHOUT, "Kreis unbekannt", "", by_kreis, sums)
    rows[STATE_KEY] = _row(Level.STATE, STATE_KEY, "Hessen", "", by_kreis, sums, list(by_kreis))
    return rows


def _bezirke(known: Iterable[Region]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for region in known:
        found[region.regierungsbezirk].append(region.schluessel)
    return found


def _sums(orte: Sequence[EarlierOrt], versions: Sequence[Form]) -> dict[str, Number]:
    """Return sums and counts of Orte, by the ids of a region's values. What is no number counts as nothing."""
    counts = OrtCounts(versions[0])
    found: dict[str, Number] = dict.fromkeys(counts.ids, 0)
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for ort in orte:
        for name, value in ort.values.items():
            if isinstance(value, Decimal):
                parts[name] += value
        for name, count in counts.of(ort.values).items():
            found[name] += count
    for measure in measures(*versions):
        found[measure.id] = sum((parts[part] for part in measure.parts), Decimal(0))
    return found


def _row(
    level: Level,
    key: str,
    name: str,
    bezirk: str,
    orte: Mapping[str, Sequence[EarlierOrt]],
    sums: Mapping[str, Mapping[str, Number]],
    keys: Sequence[str] = (),
) -> RegionRow:
    """Return the row of a Kreis, or of several `keys` together; who has Orte in several of them is one Leistungserbringer."""
    there = keys or [key]
    reported = sum(len(orte[one]) for one in there)
    senders = len({ort.le for one in there for ort in orte[one]})
    counts: dict[str, Number] = {Count.EXPECTED: reported, Count.REPORTED: reported, Count.SENDERS: senders}
    values = {figure: sum(sums[one][figure] for one in there) for figure in sums[there[0]]}
    return RegionRow(level, key, name, bezirk, counts | values)


def territory(key: str, year: int, earlier: int) -> str:
    """Say why a region's figures of two years cannot be compared: one of them does not have it, or it has another territory in each.

    Nothing for what can be. `key` is that of a Kreis, a Regierungsbezirk or Hessen.
    """
    if key == WITHOUT:
        return "keinem Kreis zugeordnet"
    now, then = ({region.schluessel: region for region in regions(year_end(one))}.get(key) for one in (year, earlier))
    if now is None and then is None:
        return ""  # a sum of Kreise
    if then is None:
        return f"{earlier} gab es diesen Kreis noch nicht"
    if now is None:
        return f"{year} gibt es diesen Kreis nicht mehr"
    return "" if now == then else f"anderes Gebiet als {earlier}"


class Comparison:
    """One earlier year beside the figures of a report, whatever its edition shows of them."""

    def __init__(self, published: Published, earlier: EarlierYear) -> None:
        self.published, self.earlier = published, earlier
        self._rows_now = {row.key: row for row in published.figures.rows}

    @cached_property
    def rows(self) -> dict[str, RegionRow]:
        """The regions of the earlier year, by their keys."""
        return earlier_rows(self.earlier, *self.published.consolidation.versions)

    def reason(self, key: str, fields: Iterable[str]) -> str:
        """Say why a figure made of these fields cannot be compared in a region; nothing where it can be."""
        form, year, earlier = self.published.consolidation.form, self.published.consolidation.year, self.earlier.year
        asked = list(fields)
        if moved := territory(key, year, earlier):
            return moved
        for one in (year, earlier):
            if (begin := first_day(form, one, asked)) is not None:
                return f"{one} nur ab {german(begin)} dokumentiert"
        if not self.earlier.fields.issuperset(part for name in asked for part in self._parts.get(name, (name,))):
            return f"{earlier} wurde nicht danach gefragt"
        for one, rows in ((earlier, self.rows), (year, self._rows_now)):
            if not rows[key].values[Count.REPORTED]:
                return f"{one} ist kein Rücklauf angenommen"
        return ""

    def of(self, key: str, indicator: Indicator) -> Change:
        """Return what became of an indicator in a region."""
        if reason := self.reason(key, (*indicator.parts, *indicator.over)):
            return Change(reason=reason)
        return self._between(*(self.published.figure(rows[key], indicator) for rows in (self._rows_now, self.rows)))

    def of_measure(self, key: str, measure: Measure) -> Change:
        """Return what became of a sum in a region."""
        if reason := self.reason(key, measure.parts):
            return Change(reason=reason)
        return self._between(*(self.published.sum(rows[key], (measure.id,)) for rows in (self._rows_now, self.rows)))

    def _between(self, now: Shown, then: Shown) -> Change:
        if then.value is None:
            return Change(reason=f"{self.earlier.year}: {then.reason}")
        if now.value is None:
            return Change(reason=now.reason)
        return change(now.value, then.value, self.earlier.year)

    @cached_property
    def _parts(self) -> dict[str, tuple[str, ...]]:
        """The fields behind each sum."""
        return {measure.id: measure.parts for measure in measures(*self.published.consolidation.versions)}
