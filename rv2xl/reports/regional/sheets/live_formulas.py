"""Formulas of indicators: they lead to the sums on „Regionen“, a question's to the answers on „Orte“; signs come from them too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional.figures import BEZIRK, KREIS, NO, YES, Count, Level, RegionRow, base_fields, blanks
from rv2xl.reports.regional.published import is_told, told_by_all
from rv2xl.reports.regional.sheets.regions_sheet import RegionTable
from rv2xl.reports.regional.sources.orte_sheet import OrteTable
from rv2xl.reports.workbook.signs import Sign


@dataclass(frozen=True, eq=False)
class Place:
    """Where formulas find a region: the cell of each of its sums on „Regionen“, and the condition for its Orte; none for Hessen."""

    cell: Callable[[str], str]
    those: str


@dataclass(frozen=True, eq=False)
class LiveFormulas:
    """Gives the formula of an indicator in a row of „Regionen“."""

    regions: RegionTable
    orte: OrteTable

    def figure(self, row: RegionRow, indicator: Indicator) -> str:
        """Return the formula of what `Internal.figure` gives."""
        return self.at(self.place(row), indicator)

    def sum(self, row: RegionRow, parts: tuple[str, ...]) -> str:
        """Return the formula of a sum of figures."""
        place = self.place(row)
        return self._unless_pending(place, self._sum(place, parts))

    def at(self, place: Place, indicator: Indicator) -> str:
        """Return the formula of an indicator of the region that is found at a place."""
        if not is_told(indicator, self._in_all):
            return self._unless_pending(place, f'"{Sign.SECRET}"')
        shown = self._ratio(place, indicator) if indicator.is_ratio else self._sum(place, indicator.parts)
        return self._unless_pending(place, shown)

    @cached_property
    def _in_all(self) -> frozenset[str]:
        return told_by_all(self.regions.versions)

    def _unless_pending(self, place: Place, shown: str) -> str:
        """Return a formula that gives the sign where Orte are expected and none has reported."""
        expected, reported = (place.cell(count) for count in (Count.EXPECTED, Count.REPORTED))
        return f'=IF(AND({reported}=0,{expected}>0),"{Sign.PENDING}",{shown})'

    def place(self, row: RegionRow) -> Place:
        """Return the place of a row: the key is a text in every program (see `regions_sheet`)."""
        those = ""
        if row.level is not Level.STATE:
            column, text = (KREIS, row.key) if row.level is Level.REGION else (BEZIRK, row.bezirk)
            those = f'{self.orte.area(column)},"{text}*"'
        return Place(lambda name: self.regions.address(name, row), those)

    def _sum(self, place: Place, parts: tuple[str, ...]) -> str:
        cells = [place.cell(part) for part in parts]
        return cells[0] if len(cells) == 1 else f"SUM({','.join(cells)})"

    def _ratio(self, place: Place, indicator: Indicator) -> str:
        if indicator.asked:
            yes, no = (self._answered(place, indicator.parts[0], said) for said in (YES, NO))
            return f'IF({yes}+{no}=0,"{Sign.SENSELESS}",{yes}/({yes}+{no}))'
        above, below = self._sum(place, indicator.parts), self._sum(place, indicator.over)
        shown = f'IF({below}=0,"{Sign.SENSELESS}",{above}/{below})'
        for name in indicator.over:
            if name in base_fields(self.regions.versions[0]):
                missing = self.orte.area(blanks(name))
                open_bases = f"SUMIFS({missing},{place.those})" if place.those else f"SUM({missing})"
                shown = f'IF({open_bases}>0,"{Sign.SECRET}",{shown})'
        return shown

    def _answered(self, place: Place, field: str, answer: str) -> str:
        of_row = f"{place.those}," if place.those else ""
        return f'COUNTIFS({of_row}{self.orte.area(field)},"{answer}")'
