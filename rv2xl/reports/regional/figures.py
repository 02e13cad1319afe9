"""The figures of a regional report, as data: one row per Ort, one per region, sums per Regierungsbezirk and for Hessen.

What the formulas of the workbook show is computed here; the values are stored beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from rv2xl.model.expressions.expr import Value
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import Region, regions
from rv2xl.reports.frames import decimal, frame, pieces, text
from rv2xl.reports.regional.ort_columns import Measure, measures
from rv2xl.returns.consolidate import WITHOUT, Consolidation, OrtLine
from rv2xl.returns.register import Ort

if TYPE_CHECKING:
    from pandas import DataFrame

KREIS, BEZIRK = "kreis", "bezirk"
FLAGS = ("le_kreis", "le_bezirk", "le_hessen")
"""Ids of columns that are no fields: the regions of an Ort, and what counts Leistungserbringer."""

_SENDER, _NOTHING = "le", "fehlanzeige"
_HEADS = (_SENDER, KREIS, BEZIRK, _NOTHING, *FLAGS)
_ZERO = Decimal(0)


@dataclass(frozen=True, eq=False)
class ReportedOrt:
    """One Ort and Leistung with a counted return.

    The three flags are 1 on the first row of its Leistungserbringer in the Kreis, in the Regierungsbezirk, in Hessen: their
    sums count Leistungserbringer, who would count twice if their rows were counted.
    """

    line: OrtLine
    sender_name: str
    name: str
    region: Region | None
    first: tuple[int, ...]

    @property
    def key(self) -> str:
        """The key of the Kreis."""
        return self.region.schluessel if self.region else WITHOUT

    @property
    def kreis(self) -> str:
        """The name of the Kreis."""
        return self.region.display_name if self.region else WITHOUT

    @property
    def bezirk(self) -> str:
        """The Regierungsbezirk."""
        return self.region.regierungsbezirk if self.region else WITHOUT

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

    orte: tuple[ReportedOrt, ...]
    rows: tuple[RegionRow, ...]
    nothing: int

    @property
    def state(self) -> RegionRow:
        """The row of Hessen."""
        return self.rows[-1]


def figures_of(consolidation: Consolidation) -> Figures:
    """Compute all figures."""
    known = {region.schluessel: region for region in regions(year_end(consolidation.year))}
    orte, table = _orte(consolidation, known)
    sums = _Sums(table, measures(*consolidation.versions))
    expected = [
        ort for number in consolidation.expected() for ort in consolidation.register.orte_of(number, consolidation.year)
    ]
    rows = tuple(_rows(known, sums, _by_key(expected, known), _by_key(consolidation.missing_orte(), known)))
    return Figures(orte, rows, int((table[_NOTHING] == "ja").sum()))


def _orte(consolidation: Consolidation, known: Mapping[str, Region]) -> tuple[tuple[ReportedOrt, ...], DataFrame]:
    """Return the Orte, and a table of their numbers: one row for each, its regions and sender, and a column for each field."""
    from pandas import concat

    versions = consolidation.versions
    numbers = dict.fromkeys(part for measure in measures(*versions) for part in measure.parts)
    types = dict.fromkeys((_SENDER, KREIS, BEZIRK, _NOTHING), text())
    types |= {name: decimal(consolidation.scale_of(name)) for name in numbers}
    nothing, place_name = (
        name or "" for name in (consolidation.form.outline.nothing, consolidation.form.outline.place_name)
    )
    found: list[tuple[OrtLine, str, Region | None]] = []
    tables = [frame(types, [])]
    for lines in pieces(consolidation.orte()):
        rows = []
        for line in lines:
            values, region = line.sheet.values, known.get(line.kreis or "")
            found.append((line, str(line.ort.name or values.get(place_name) or ""), region))
            of = (region.schluessel, region.regierungsbezirk) if region else (WITHOUT, WITHOUT)
            rows.append((line.sender, *of, values.get(nothing), *map(values.get, numbers)))
        tables.append(frame(types, rows))
    table = concat(tables, ignore_index=True)
    for flag, area in zip(FLAGS, ([_SENDER, KREIS], [_SENDER, BEZIRK], [_SENDER]), strict=True):
        table[flag] = ~table.duplicated(area)
    name_of = consolidation.register.name_of
    orte = (
        ReportedOrt(line, name_of(line.sender), name, region, tuple(map(int, first)))
        for (line, name, region), *first in zip(found, *(table[flag] for flag in FLAGS), strict=True)
    )
    return tuple(orte), table


class _Sums:
    """The numbers of the Orte added up by region; what is no number counts as nothing, as it does in a spreadsheet's sum."""

    def __init__(self, table: DataFrame, measured: Sequence[Measure]) -> None:
        self._measures = measured
        by_kreis = table.groupby(KREIS)
        self._sums = by_kreis[[part for part in table.columns if part not in _HEADS]].sum().to_dict("index")
        self.reported = by_kreis.size().to_dict()
        self.senders = by_kreis[FLAGS[0]].sum().to_dict()
        self.senders_of_bezirk = table.groupby(BEZIRK)[FLAGS[1]].sum().to_dict()
        self.senders_of_all = int(table[FLAGS[2]].sum())

    def of(self, key: str) -> dict[str, Decimal]:
        """Return the sums of a region."""
        sums = self._sums.get(key, {})
        return {measure.id: sum((sums.get(part, _ZERO) for part in measure.parts), _ZERO) for measure in self._measures}


def _rows(
    known: Mapping[str, Region],
    sums: _Sums,
    expected: Mapping[str, Sequence[Ort]],
    missing: Mapping[str, Sequence[Ort]],
) -> Iterator[RegionRow]:
    """Yield regions with the sum of each Regierungsbezirk below, what belongs to none, and Hessen."""
    found: list[RegionRow] = []

    def row(key: str, name: str, bezirk: str, remark: str = "") -> RegionRow:
        counts = (len(expected.get(key, ())), sums.reported.get(key, 0), sums.senders.get(key, 0))
        return RegionRow(Level.REGION, key, name, bezirk, *counts, sums.of(key), tuple(missing.get(key, ())), remark)

    for bezirk, group in groupby(known.values(), key=lambda region: region.regierungsbezirk):
        rows = [row(region.schluessel, region.display_name, bezirk, region.hinweis) for region in group]
        found += rows
        yield from rows
        senders = sums.senders_of_bezirk.get(bezirk, 0)
        yield _sum_row(Level.BEZIRK, f"Regierungsbezirk {bezirk}", bezirk, rows, senders)
    without = row(WITHOUT, "Kreis unbekannt", "")
    found.append(without)
    yield without
    yield _sum_row(Level.STATE, "Hessen", "", found, sums.senders_of_all)


def _sum_row(level: Level, name: str, bezirk: str, rows: Sequence[RegionRow], senders: int) -> RegionRow:
    return RegionRow(
        level, "Summe", name, bezirk, sum(row.expected for row in rows), sum(row.reported for row in rows), senders,
        {name: sum((row.values[name] for row in rows), _ZERO) for name in (rows[0].values if rows else ())},
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
