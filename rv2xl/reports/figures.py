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
from rv2xl.model.law import year_end
from rv2xl.model.region import Region, regions
from rv2xl.reports.columns import measures, ort_columns
from rv2xl.returns.consolidate import Consolidation, OrtLine
from rv2xl.returns.register import Line

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
    values: Mapping[str, Value]


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
    missing: tuple[Line, ...] = ()
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
    """All figures of a report."""

    places: tuple[Place, ...]
    rows: tuple[RegionRow, ...]

    @property
    def state(self) -> RegionRow:
        """The row of Hessen."""
        return self.rows[-1]


def figures_of(consolidation: Consolidation) -> Figures:
    """Compute all figures."""
    known = {region.schluessel: region for region in regions(year_end(consolidation.year))}
    places = _places(consolidation, known)
    expected = [
        ort for number in consolidation.expected() for ort in consolidation.register.orte_of(number, consolidation.year)
    ]
    rows = list(_rows(consolidation, known, places, expected))
    return Figures(places, tuple(rows))


def _places(consolidation: Consolidation, known: Mapping[str, Region]) -> tuple[Place, ...]:
    seen: set[tuple[str, str]] = set()
    places = []
    columns = ort_columns(consolidation.form)
    for line in consolidation.orte():
        region = known.get(line.kreis or "")
        key, kreis, bezirk = (WITHOUT,) * 3
        if region is not None:
            key, kreis, bezirk = region.schluessel, region.display_name, region.regierungsbezirk
        first = []
        for area in (f"Kreis {key}", f"Bezirk {bezirk}", "Hessen"):
            first.append(int((area, line.sender) not in seen))
            seen.add((area, line.sender))
        sender = str(consolidation.register.traeger.get(line.sender, {}).get("name") or "")
        name = str(line.ort.get("name") or line.sheet.values.get("ort.name") or "")
        values = {column.id: line.sheet.values.get(column.id) for column in columns}
        places.append(Place(line, sender, name, key, kreis, bezirk, (first[0], first[1], first[2]), values))
    return tuple(places)


def _rows(
    consolidation: Consolidation, known: Mapping[str, Region], places: Sequence[Place], expected: Sequence[Line]
) -> Iterator[RegionRow]:
    """Yield regions with the sum of each Regierungsbezirk below, what belongs to none, and Hessen."""
    missing = _by_key(consolidation.missing_orte(), known)
    awaited = _by_key(expected, known)
    found: list[RegionRow] = []

    def row(key: str, name: str, bezirk: str, remark: str = "") -> RegionRow:
        own = [place for place in places if place.key == key]
        counts = (len(awaited.get(key, ())), len(own), sum(place.first[0] for place in own))
        values = _sums(consolidation, own)
        return RegionRow(Level.REGION, key, name, bezirk, *counts, values, tuple(missing.get(key, ())), remark)

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


def _by_key(orte: Iterable[Line], known: Mapping[str, Region]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for ort in orte:
        key = str(ort.get("kreis"))
        found.setdefault(key if key in known else WITHOUT, []).append(ort)
    return found


def _sums(consolidation: Consolidation, places: Iterable[Place]) -> dict[str, Decimal]:
    own = list(places)
    single = {
        name: sum((number_of(place.values.get(name)) for place in own), Decimal(0))
        for measure in measures(consolidation.form)
        for name in measure.parts
    }
    return {
        measure.id: sum((single[part] for part in measure.parts), Decimal(0))
        for measure in measures(consolidation.form)
    }


def number_of(value: Value) -> Decimal:
    """Return a value as a number; what is none counts as nothing, as it does in a spreadsheet's sum."""
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else Decimal(0)
