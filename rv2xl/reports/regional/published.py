"""What a report shows of each region: a figure, or a sign in its place with the reason. Two editions show the same cells differently."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rv2xl.model.definitions.field import ANZAHL, Type
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.expressions.cell_values import rounded
from rv2xl.model.wording import german_number
from rv2xl.reports.regional.figures import (
    NO,
    YES,
    Completeness,
    Count,
    Figures,
    Level,
    RegionRow,
    answers,
    base_fields,
    blanks,
)
from rv2xl.reports.regional.ort_columns import measures, ort_columns
from rv2xl.reports.workbook.signs import Sign
from rv2xl.reports.workbook.title_sheet import INTERNAL_NAME, PUBLIC_NAME
from rv2xl.returns.consolidate import WITHOUT, Consolidation

ABOUT = "Die Meldungen der Leistungserbringer in Hessen, zusammengefasst nach Landkreisen und kreisfreien Städten"
"""What every regional report is about, without the full stop."""
Number = Decimal | int


class Edition(StrEnum):
    """For whom a report is."""

    INTERNAL = INTERNAL_NAME
    EXTERNAL = PUBLIC_NAME


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as a report shows it: a number, or a sign in its place; `reason` says in words why there is no number."""

    value: Number | None = None
    sign: Sign | None = None
    reason: str = ""

    @property
    def stored(self) -> Number | str:
        """What stands in the cell."""
        return self.value if self.value is not None else str(self.sign)


class Published(ABC):
    """All that a report of one edition shows of regions; every sheet and the page ask it, so that a cell is the same wherever it stands."""

    edition: Edition
    note: str = ""
    """What every sheet says of how its figures were made, if they are not exact."""

    def __init__(self, consolidation: Consolidation, figures: Figures) -> None:
        self.consolidation, self.figures = consolidation, figures
        self.outline = consolidation.form.outline
        self._bases = base_fields(consolidation.form)
        self._in_all = told_by_all(consolidation.versions)

    @property
    def rows(self) -> tuple[RegionRow, ...]:
        """The rows in the order of their keys: Hessen, then each Regierungsbezirk before its Kreise; what belongs to none comes last."""
        some = (row for row in self.figures.rows if row.key != WITHOUT or row.completeness is not Completeness.EMPTY)
        return tuple(sorted(some, key=lambda row: (row.key == WITHOUT, row.key)))

    def row(self, key: str) -> RegionRow:
        """Return the row with a key."""
        return next(row for row in self.figures.rows if row.key == key)

    def mark(self, row: RegionRow) -> Sign | None:
        """Return the sign behind a region's figures: „p“ where only some of the Orte have reported."""
        return Sign.PRELIMINARY if row.completeness is Completeness.PART else None

    def coverage(self, row: RegionRow) -> str:
        """Say how many of the Orte have reported: „3 von 4 Orten“."""
        expected, reported = row.values[Count.EXPECTED], row.values[Count.REPORTED]
        if not expected and not reported:
            return "kein Ort"
        if reported > expected:
            return f"{reported} Orte, erwartet {expected}"
        return f"{reported} von {expected} {'Ort' if expected == 1 else 'Orten'}"

    def marked_coverage(self, row: RegionRow) -> str:
        """Say the same, with the sign behind the region's figures: „3 von 4 Orten (p)“."""
        mark = self.mark(row)
        return self.coverage(row) + (f" ({mark})" if mark else "")

    def type_of(self, indicator: Indicator) -> Type:
        """Return the type of a sum."""
        known = (one.type for one in measures(*self.consolidation.versions) if one.id == indicator.parts[0])
        return next(known, ANZAHL)

    def text(self, row: RegionRow, indicator: Indicator) -> str:
        """Return an indicator of a region as a German reader writes it: „1.234“, „87,5 %“, „8,3“, or its sign."""
        shown = self.figure(row, indicator)
        if shown.value is None:
            return str(shown.sign)
        if indicator.is_ratio:
            return written_ratio(indicator, shown.value)
        if not shown.value and not self.rounds(row, indicator):
            return str(Sign.NOTHING)
        return german_number(shown.value, self.type_of(indicator).scale)

    def rounds(self, row: RegionRow, indicator: Indicator) -> bool:
        """Whether a figure was made of rounded counts: then 0 is not exactly nothing, and no „–“ stands for it."""
        return False

    def figure(self, row: RegionRow, indicator: Indicator) -> Shown:
        """Return an indicator of a region."""
        if row.completeness is Completeness.NONE:
            return Shown(sign=Sign.PENDING, reason="noch kein Ort hat gemeldet")
        if not self.is_asked_by_all(indicator):
            return Shown(sign=Sign.SECRET, reason="nicht jeder eingegangene Vordruck fragt danach")
        return self._ratio(row, indicator) if indicator.is_ratio else self.sum(row, indicator.parts)

    def is_asked_by_all(self, indicator: Indicator) -> bool:
        """Whether every version of the form that came back asks for what an indicator is made of."""
        return is_told(indicator, self._in_all)

    @abstractmethod
    def sum(self, row: RegionRow, parts: tuple[str, ...]) -> Shown:
        """Return the sum of figures of a region that has reported; parts are ids of its values."""

    @abstractmethod
    def _ratio(self, row: RegionRow, indicator: Indicator) -> Shown: ...

    def open_bases(self, row: RegionRow, indicator: Indicator) -> Number:
        """Return for how many Orte the base of a ratio is not known."""
        return sum(row.values[blanks(name)] for name in indicator.over if name in self._bases)


def written_ratio(indicator: Indicator, value: Number) -> str:
    """Write a ratio as a German reader does: „87,5 %“, „8,3“."""
    shown = Decimal(value) * (100 if indicator.percent else 1)
    return german_number(rounded(shown, 1), 1) + (" %" if indicator.percent else "")


def told_by_all(versions: Iterable[Form]) -> frozenset[str]:
    """Return the ids of all that each of the versions tells of an Ort."""
    return frozenset(set.intersection(*map(_told_by, versions)))


def is_told(indicator: Indicator, names: Set[str]) -> bool:
    """Whether all that an indicator is made of is among these ids."""
    return names >= {*indicator.parts, *indicator.over}


def _told_by(form: Form) -> set[str]:
    """Return the ids of all that one version tells of an Ort."""
    return {measure.id for measure in measures(form)} | {column.id for column in ort_columns(form)}


class Internal(Published):
    """The internal edition: every figure exact."""

    edition = Edition.INTERNAL

    def sum(self, row: RegionRow, parts: tuple[str, ...]) -> Shown:
        """Return the exact sum."""
        return Shown(exact(row, parts))

    def _ratio(self, row: RegionRow, indicator: Indicator) -> Shown:
        return exact_ratio(self, row, indicator)


def exact(row: RegionRow, parts: tuple[str, ...]) -> Number:
    """Return the exact sum of values of a region."""
    return sum((row.values[part] for part in parts), Decimal(0))


def above_and_below(row: RegionRow, indicator: Indicator) -> tuple[Number, Number]:
    """Return what a ratio divides by what."""
    if indicator.asked:
        yes, no = (exact(row, (answers(indicator.parts[0], said),)) for said in (YES, NO))
        return yes, yes + no
    return exact(row, indicator.parts), exact(row, indicator.over)


def exact_ratio(published: Published, row: RegionRow, indicator: Indicator) -> Shown:
    """Return a ratio of exact figures, or why there is none."""
    if (unknown := unknown_base(published, row, indicator)) is not None:
        return unknown
    above, below = above_and_below(row, indicator)
    if not below:
        return Shown(sign=Sign.SENSELESS, reason="die Bezugsgröße ist 0")
    return Shown(Decimal(above) / Decimal(below))


def unknown_base(published: Published, row: RegionRow, indicator: Indicator) -> Shown | None:
    """Return what stands in the place of a ratio whose base is not known of some Ort."""
    missing = published.open_bases(row, indicator)
    if not missing:
        return None
    orte = "einem Ort" if missing == 1 else f"{missing} Orten"
    return Shown(sign=Sign.SECRET, reason=f"die Bezugsgröße ist von {orte} nicht bekannt")


def of_level(published: Published, *levels: Level) -> tuple[RegionRow, ...]:
    """Return the rows of some levels, in the order of their keys."""
    return tuple(row for row in published.rows if row.level in levels)
