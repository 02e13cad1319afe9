"""The figures of a regional report, as data: one row per Ort, one per region, sums per Regierungsbezirk and for Hessen.

What the formulas of the workbook show is computed here; the values are stored beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rv2xl.model.definitions.field import FilledBy
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Value
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import Region, regions
from rv2xl.reports.frames import decimal, frame, pieces, text
from rv2xl.reports.regional.ort_columns import measures
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


class Place(NamedTuple):
    """Where an Ort is: the key and the name of its Kreis, and the Regierungsbezirk; by default none that is known."""

    key: str = WITHOUT
    name: str = WITHOUT
    bezirk: str = WITHOUT


@dataclass(frozen=True, eq=False)
class ReportedOrt:
    """One Ort and Leistung with a counted return.

    The three flags are 1 on the first row of its Leistungserbringer in the Kreis, in the Regierungsbezirk, in Hessen: their
    sums count Leistungserbringer, who would count twice if their rows were counted. `counts` are the Ort's
    answers and what is not known of it, see `RegionRow`.
    """

    line: OrtLine
    sender_name: str
    name: str
    place: Place
    first: tuple[int, ...]
    counts: Mapping[str, int]


class Level(StrEnum):
    """What a row of „Regionen“ stands for."""

    REGION = "cell"
    BEZIRK = "sub"
    STATE = "state"


class Count(StrEnum):
    """Ids of a region's counts: the Orte that the register awaits and those with a return, and the Leistungserbringer."""

    EXPECTED = "erwartet"
    REPORTED = "gemeldet"
    SENDERS = "le"


class Completeness(StrEnum):
    """How much of what the register expects of a region has been reported."""

    FULL = "vollständig"
    PART = "unvollständig"
    NONE = "nichts gemeldet"
    EMPTY = "kein Ort"


@dataclass(frozen=True, eq=False)
class RegionRow:
    """One row of „Regionen“; `values` are its counts and sums, by the ids of their columns.

    Among them are what `answers` and `blanks` name: answers „ja“ and „nein“ to each question, and Orte of which the base of a ratio is
    not known. The keys are official ones: five digits for a Kreis, three for a Regierungsbezirk, two for Hessen.
    """

    level: Level
    key: str
    name: str
    bezirk: str
    values: Mapping[str, Decimal | int]
    missing: tuple[Ort, ...] = ()
    remark: str = ""

    @property
    def completeness(self) -> Completeness:
        """How much of what is expected is there."""
        expected, reported = self.values[Count.EXPECTED], self.values[Count.REPORTED]
        if not expected and not reported:
            return Completeness.EMPTY
        if reported >= expected:
            return Completeness.FULL
        return Completeness.PART if reported else Completeness.NONE


STATE_KEY = "06"
YES, NO = "ja", "nein"


def answers(field: str, answer: str) -> str:
    """Return the id of the count of an answer to a question."""
    return f"{field}.{answer}"


def blanks(field: str) -> str:
    """Return the id of the count of Orte that have figures but not this one, which is the LWV's."""
    return f"{field}.offen"


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
    return Figures(orte, tuple(_rows(consolidation, known, table)), int((table[_NOTHING] == "ja").sum()))


def asked_fields(form: Form) -> tuple[str, ...]:
    """Return the questions whose answers are counted."""
    return tuple(one.parts[0] for one in form.outline.indicators.values() if one.asked)


def base_fields(form: Form) -> tuple[str, ...]:
    """Return the fields of the LWV by which something is divided: the register may not know them of an Ort."""
    bases = dict.fromkeys(name for one in form.outline.indicators.values() for name in one.over)
    printed = {name: field for sheet in form.sheets if sheet.repeated for name, field in sheet.fields.items()}
    return tuple(name for name in bases if name in printed and printed[name].filled_by is FilledBy.LWV)


def _orte(consolidation: Consolidation, known: Mapping[str, Region]) -> tuple[tuple[ReportedOrt, ...], DataFrame]:
    """Return the Orte, and a table of their numbers: one row for each, its regions and sender, a column for each field and count."""
    from pandas import concat

    counts = OrtCounts(consolidation.form)
    numbers = dict.fromkeys(part for measure in measures(*consolidation.versions) for part in measure.parts)
    types = dict.fromkeys((_SENDER, KREIS, BEZIRK, _NOTHING), text())
    types |= {name: decimal(consolidation.scale_of(name)) for name in numbers} | dict.fromkeys(counts.ids, decimal(0))
    place_name = consolidation.form.outline.place_name or ""
    places = {key: Place(key, region.display_name, region.regierungsbezirk) for key, region in known.items()}
    found: list[tuple[OrtLine, str, Place, Mapping[str, int]]] = []
    tables = [frame(types, [])]
    for lines in pieces(consolidation.orte()):
        rows = []
        for line in lines:
            values, place = line.sheet.values, places.get(line.kreis or "", Place())
            told = counts.of(values)
            found.append((line, str(line.ort.name or values.get(place_name) or ""), place, told))
            head = (line.sender, place.key, place.bezirk, values.get(counts.nothing))
            rows.append((*head, *map(values.get, numbers), *(told.get(name, 0) for name in counts.ids)))
        tables.append(frame(types, rows))
    table = concat(tables, ignore_index=True)
    for flag, area in zip(FLAGS, ([_SENDER, KREIS], [_SENDER, BEZIRK], [_SENDER]), strict=True):
        table[flag] = ~table.duplicated(area)
    name_of = consolidation.register.name_of
    orte = (
        ReportedOrt(line, name_of(line.sender), name, place, tuple(map(int, first)), told)
        for (line, name, place, told), *first in zip(found, *(table[flag] for flag in FLAGS), strict=True)
    )
    return tuple(orte), table


class OrtCounts:
    """What is counted of an Ort beside its numbers: its answers, and what is not known of it."""

    def __init__(self, form: Form) -> None:
        self._asked, self._bases, self.nothing = asked_fields(form), base_fields(form), form.outline.nothing or ""
        self.ids = (
            *(answers(field, said) for field in self._asked for said in (YES, NO)), *map(blanks, self._bases)
        )  # fmt: skip

    def of(self, values: Mapping[str, Value]) -> dict[str, int]:
        """Return the counts of an Ort that are not 0."""
        found = {answers(field, str(values[field])): 1 for field in self._asked if values.get(field) in (YES, NO)}
        if values.get(self.nothing) != YES:
            found |= {blanks(field): 1 for field in self._bases if values.get(field) is None}
        return found


def _rows(consolidation: Consolidation, known: Mapping[str, Region], table: DataFrame) -> Iterator[RegionRow]:
    """Yield regions with the sum of each Regierungsbezirk below, what belongs to none, and Hessen.

    What is no number counts as nothing, as it does in a spreadsheet's sum.
    """
    register, year = consolidation.register, consolidation.year
    expected = _by_key((ort for number in consolidation.expected() for ort in register.orte_of(number, year)), known)
    missing = _by_key(consolidation.missing_orte(), known)
    by_kreis = table.groupby(KREIS)
    sums = by_kreis[[part for part in table.columns if part not in _HEADS]].sum().to_dict("index")
    reported, senders = by_kreis.size().to_dict(), by_kreis[FLAGS[0]].sum().to_dict()
    senders_of_bezirk = table.groupby(BEZIRK)[FLAGS[1]].sum().to_dict()
    found: list[RegionRow] = []
    told = OrtCounts(consolidation.form).ids

    def row(key: str, name: str, bezirk: str, remark: str = "") -> RegionRow:
        parts = sums.get(key, {})
        counts = (len(expected[key]), reported.get(key, 0), senders.get(key, 0))
        values = dict(zip(Count, counts, strict=True)) | {name: parts.get(name, _ZERO) for name in told}
        values |= {
            measure.id: sum((parts.get(part, _ZERO) for part in measure.parts), _ZERO)
            for measure in measures(*consolidation.versions)
        }
        found.append(RegionRow(Level.REGION, key, name, bezirk, values, tuple(missing[key]), remark))
        return found[-1]

    for bezirk, group in groupby(known.values(), key=lambda region: region.regierungsbezirk):
        rows = [row(region.schluessel, region.display_name, bezirk, region.hinweis) for region in group]
        yield from rows
        yield _sum_row(
            Level.BEZIRK, rows[0].key[:3], f"Regierungsbezirk {bezirk}", bezirk, rows, senders_of_bezirk.get(bezirk, 0)
        )
    yield row(WITHOUT, "Kreis unbekannt", "")
    yield _sum_row(Level.STATE, STATE_KEY, "Hessen", "", found, int(table[FLAGS[2]].sum()))


def _sum_row(level: Level, key: str, name: str, bezirk: str, rows: Sequence[RegionRow], senders: int) -> RegionRow:
    sums = {column: sum(row.values[column] for row in rows) for column in rows[0].values}
    return RegionRow(level, key, name, bezirk, sums | {Count.SENDERS: senders})


def _by_key(orte: Iterable[Ort], known: Mapping[str, Region]) -> dict[str, list[Ort]]:
    found: dict[str, list[Ort]] = defaultdict(list)
    for ort in orte:
        key = str(ort.kreis)
        found[key if key in known else WITHOUT].append(ort)
    return found
