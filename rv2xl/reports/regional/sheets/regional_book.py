"""The regional report as its sheets see it: the book, what is published, and the formulas behind it where the edition has formulas."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional.figures import Level, RegionRow
from rv2xl.reports.regional.published import Published
from rv2xl.reports.regional.sheets.live_formulas import LiveFormulas
from rv2xl.reports.workbook.looks import NOUGHT, RATIO, SHARE, report_look
from rv2xl.reports.workbook.report_book import Figure, Head, ReportBook

KEY, REGION = Head("Schlüssel", 10.5), Head("Region", 29, "strong")
"""The first columns of a table with a row for each region."""


@dataclass(frozen=True, eq=False)
class RegionalBook:
    """What every sheet is made of; an edition without `live` formulas shows values alone."""

    book: ReportBook
    published: Published
    live: LiveFormulas | None = None

    def figure(self, row: RegionRow, indicator: Indicator, level: Level | None = None) -> Figure:
        """Return an indicator of a region as a cell shows it, in the look of the row's level or of another one."""
        formula = self.live.figure(row, indicator) if self.live is not None else None
        return shown_figure(self.published, row, indicator, level or row.level, formula)

    def look_of(self, indicator: Indicator, level: Level) -> str:
        """Return the look of an indicator in a kind of row."""
        return look_of(self.published, indicator, level)


def shown_figure(
    published: Published, row: RegionRow, indicator: Indicator, level: Level, formula: str | None = None
) -> Figure:
    """Return an indicator of a region as a cell shows it in a kind of row."""
    look = look_of(published, indicator, level) + (NOUGHT if published.rounds(row, indicator) else "")
    return Figure(formula, published.figure(row, indicator).stored, look)


def look_of(published: Published, indicator: Indicator, level: Level) -> str:
    """Return the look of an indicator in a kind of row."""
    if indicator.is_ratio:
        return f"{level}.{SHARE if indicator.percent else RATIO}"
    return report_look(level, published.type_of(indicator))
