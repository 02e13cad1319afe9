"""Formulas of indicators: they lead to the sums on „Regionen“, a question's to the answers on „Orte“; signs come from them too."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional.figures import BEZIRK, KREIS, NO, YES, Count, Level, RegionRow, base_fields, blanks
from rv2xl.reports.regional.sheets.regions_sheet import RegionTable
from rv2xl.reports.regional.sources.orte_sheet import OrteTable
from rv2xl.reports.workbook.signs import Sign


@dataclass(frozen=True, eq=False)
class LiveFormulas:
    """Gives the formula of an indicator in a row of „Regionen“."""

    regions: RegionTable
    orte: OrteTable

    def figure(self, row: RegionRow, indicator: Indicator) -> str:
        """Return the formula of what `Internal.figure` gives."""
        return self._unless_pending(
            row, self._ratio(row, indicator) if indicator.is_ratio else self._sum(row, indicator.parts)
        )

    def sum(self, row: RegionRow, parts: tuple[str, ...]) -> str:
        """Return the formula of a sum of figures."""
        return self._unless_pending(row, self._sum(row, parts))

    def _unless_pending(self, row: RegionRow, shown: str) -> str:
        """Return a formula that gives the sign where Orte are expected and none has reported."""
        expected, reported = (self.regions.address(count, row) for count in (Count.EXPECTED, Count.REPORTED))
        return f'=IF(AND({reported}=0,{expected}>0),"{Sign.PENDING}",{shown})'

    def _sum(self, row: RegionRow, parts: tuple[str, ...]) -> str:
        cells = [self.regions.address(part, row) for part in parts]
        return cells[0] if len(cells) == 1 else f"SUM({','.join(cells)})"

    def _ratio(self, row: RegionRow, indicator: Indicator) -> str:
        if indicator.asked:
            yes, no = (self._answered(row, indicator.parts[0], said) for said in (YES, NO))
            return f'IF({yes}+{no}=0,"{Sign.SENSELESS}",{yes}/({yes}+{no}))'
        above, below = self._sum(row, indicator.parts), self._sum(row, indicator.over)
        shown = f'IF({below}=0,"{Sign.SENSELESS}",{above}/{below})'
        for name in indicator.over:
            if name in base_fields(self.regions.versions[0]):
                of_row = f",{self._those_of(row)}" if row.level is not Level.STATE else ""
                missing = self.orte.area(blanks(name))
                open_bases = f"SUMIFS({missing}{of_row})" if of_row else f"SUM({missing})"
                shown = f'IF({open_bases}>0,"{Sign.SECRET}",{shown})'
        return shown

    def _answered(self, row: RegionRow, field: str, answer: str) -> str:
        of_row = f"{self._those_of(row)}," if row.level is not Level.STATE else ""
        return f'COUNTIFS({of_row}{self.orte.area(field)},"{answer}")'

    def _those_of(self, row: RegionRow) -> str:
        """Return the condition for the Orte of a row: the key as a text in every program (see `regions_sheet`)."""
        column = KREIS if row.level is Level.REGION else BEZIRK
        text = row.key if row.level is Level.REGION else row.bezirk
        return f'{self.orte.area(column)},"{text}*"'
