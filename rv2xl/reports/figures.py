"""The figures of a regional report, as data: one row per Ort, one per region, sums per Regierungsbezirk and for Hessen.

What the formulas of the workbook show is computed here; the values are stored beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from rv2xl.model.expr import Value
from rv2xl.model.form import Form
from rv2xl.model.law import year_end
from rv2xl.model.region import Region, regions
from rv2xl.reports.columns import measures
from rv2xl.returns.consolidate import Consolidation, OrtLine
from rv2xl.returns.register import Ort

WITHOUT = "ohne Zuordnung"
"""Stands for the key of an Ort whose Kreis the register does not know, or which is none in the year."""


@dataclass(frozen=True, eq=False)
class Place:
    """One Ort and Leistung with a counted return.

    The three flags are 1 on the first row of its Leistungserbringer in the Kreis, in the Regierungsbezirk, in Hessen: their
    sums count Leistungserbringer, who would count twice if their rows were counted.
    """

    line: OrtLine
    sender_name: str
    name: str
    key: str
    kreis: str
    bezirk: str
    first: tuple[int, int, int]

    @property
    def values(self) -> Mapping[str, Value]:
        """What the return says of the Ort, by field; unpacked anew each time, for there may be thousands."""
        return self.line.sheet.values


class Level(StrEnum):
    """What a row of „Regionen“ stands for."""

    REGION = "cell"
    BEZIRK = "sub"
    STATE = "state"


class Completeness(StrEnum):
    """How much of what the register expects of a region has been reported."""

    FULL = "vollständig"
    PART = "unvollständig"
    NONE = "nichts gemeldet"
    EMPTY = "kein Ort"


@dataclass(frozen=True, eq=False)
class RegionRow:
    """One row of „Regionen“."""

    level: Level
    key: str
    name: str
    bezirk: str
    expected: int
    reported: int
    senders: int
    values: Mapping[str, Decimal]
    missing: tuple[Ort, ...] = ()
    remark: str = ""

    @property
    def completeness(self) -> Completeness:
        """How much of what is expected is there."""
        if not self.expected and not self.reported:
            return Completeness.EMPTY
        if self.reported >= self.expected:
            return Completeness.FULL
        return Completeness.PART if self.reported else Completeness.NONE


@dataclass(frozen=True, eq=False)
class Figures:
    """All figures of a report; `nothing` counts the Orte that report Fehlanzeige."""

    places: tuple[Place, ...]
    rows: tuple[RegionRow, ...]
    nothing: int

    @property
    def state(self) -> RegionRow:
        """The row of Hessen."""
        return self.rows[-1]


def figures_of(consolidation: Consolidation) -> Figures:
    """Compute all figures."""
    known = {region.schluessel: region for region in regions(year_end(consolidation.year))}
    sums = _Sums(consolidation.versions)
    places = _places(consolidation, known, sums)
    expected = [
        ort for number in consolidation.expected() for ort in consolidation.register.orte_of(number, consolidation.year)
    ]
    rows = list(_rows(consolidation, known, places, sums, expected))
    return Figures(places, tuple(rows), sums.nothing)


class _Sums:
    """Adds up the numbers of the Orte by region, each Ort looked at once."""

    def __init__(self, versions: tuple[Form, ...]) -> None:
        self._measures = measures(*versions)
        self._parts = tuple(dict.fromkeys(part for measure in self._measures for part in measure.parts))
        self._nothing = versions[0].outline.nothing
        self._by_key: dict[str, dict[str, Decimal | int]] = {}
        self.nothing = 0

    def add(self, key: str, values: Mapping[str, Value]) -> None:
        """Add one Ort of a region; what is no number counts as nothing, as it does in a spreadsheet's sum."""
        sums = self._by_key.setdefault(key, dict.fromkeys(self._parts, 0))
        for part in self._parts:
            value = values.get(part)
            if value and isinstance(value, int | Decimal):
                sums[part] += number_of(value)
        self.nothing += self._nothing is not None and values.get(self._nothing) == "ja"

    def of(self, key: str) -> dict[str, Decimal]:
        """Return the sums of a region."""
        sums = self._by_key.get(key) or dict.fromkeys(self._parts, 0)
        return {
            measure.id: sum((Decimal(sums[part]) for part in measure.parts), Decimal(0)) for measure in self._measures
        }


def _places(consolidation: Consolidation, known: Mapping[str, Region], sums: _Sums) -> tuple[Place, ...]:
    seen: set[tuple[str, str]] = set()
    places = []
    for line in consolidation.orte():
        region = known.get(line.kreis or "")
        key, kreis, bezirk = (WITHOUT,) * 3
        if region is not None:
            key, kreis, bezirk = region.schluessel, region.display_name, region.regierungsbezirk
        first = []
        for area in (f"Kreis {key}", f"Bezirk {bezirk}", "Hessen"):
            first.append(int((area, line.sender) not in seen))
            seen.add((area, line.sender))
        sender = consolidation.register.name_of(line.sender)
        values = line.sheet.values
        name = str(line.ort.name or values.get(consolidation.form.outline.place_name or "") or "")
        sums.add(key, values)
        places.append(Place(line, sender, name, key, kreis, bezirk, (first[0], first[1], first[2])))
    return tuple(places)


def _rows(
    consolidation: Consolidation,
    known: Mapping[str, Region],
    places: Sequence[Place],
    sums: _Sums,
    expected: Sequence[Ort],
) -> Iterator[RegionRow]:
    """Yield regions with the sum of each Regierungsbezirk below, what belongs to none, and Hessen."""
    missing = _by_key(consolidation.missing_orte(), known)
    awaited = _by_key(expected, known)
    found: list[RegionRow] = []

    def row(key: str, name: str, bezirk: str, remark: str = "") -> RegionRow:
        own = [place for place in places if place.key == key]
        counts = (len(awaited.get(key, ())), len(own), sum(place.first[0] for place in own))
        return RegionRow(Level.REGION, key, name, bezirk, *counts, sums.of(key), tuple(missing.get(key, ())), remark)

    for bezirk, group in groupby(known.values(), key=lambda region: region.regierungsbezirk):
        rows = [row(region.schluessel, region.display_name, bezirk, region.hinweis) for region in group]
        found += rows
        yield from rows
        within = [place for place in places if place.bezirk == bezirk]
        yield _sum_row(Level.BEZIRK, f"Regierungsbezirk {bezirk}", bezirk, rows, within, 1)
    without = row(WITHOUT, "Kreis unbekannt", "")
    found.append(without)
    yield without
    yield _sum_row(Level.STATE, "Hessen", "", found, places, 2)


def _sum_row(
    level: Level, name: str, bezirk: str, rows: Sequence[RegionRow], places: Iterable[Place], flag: int
) -> RegionRow:
    return RegionRow(
        level, "Summe", name, bezirk, sum(row.expected for row in rows), sum(row.reported for row in rows),
        sum(place.first[flag] for place in places),
        {name: sum((row.values[name] for row in rows), Decimal(0)) for name in (rows[0].values if rows else ())},
    )  # fmt: skip


def _by_key(orte: Iterable[Ort], known: Mapping[str, Region]) -> dict[str, list[Ort]]:
    found: dict[str, list[Ort]] = {}
    for ort in orte:
        key = str(ort.kreis)
        found.setdefault(key if key in known else WITHOUT, []).append(ort)
    return found


def number_of(value: Value) -> Decimal:
    """Return a value as a number; what is none counts as nothing, as it does in a spreadsheet's sum."""
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else Decimal(0)
