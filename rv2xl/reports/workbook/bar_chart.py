"""Native bar charts below a report's table: a bar for each of its rows, with an alt text that says where the figures stand."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.excel import looks as style
from rv2xl.excel.sheets.blocks import charts
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Page

Cells = tuple[int, int, int, int]
"""First row and column, last row and column."""

_HEIGHT_OF_BAR, _HEIGHT_BESIDE = 13.5, 100.0
_WIDTH = 690
_ROW = 17.25
_PATTERNS = ("wide_upward_diagonal", "dotted_diamond", "narrow_horizontal")


@dataclass(frozen=True)
class Drawn:
    """A series: what it is called, and the cells with the names and the lengths of its bars."""

    name: str
    names: Cells
    values: Cells


@dataclass(frozen=True)
class BarChart:
    """What a chart shows; `stacked` series are parts of a whole, others stand side by side, one of them hatched."""

    title: str
    axis: str
    series: tuple[Drawn, ...]
    stacked: bool = False
    percent: bool = False


NO_CHART = "Kein Diagramm: Statt der Zahlen stehen hier Zeichen."
"""What stands in the place of a chart that would be empty."""


def insert_bars(page: Page, chart: BarChart, row: int) -> int:
    """Put a chart into the rows from this one on, as high as its bars need; return the row below it."""
    drawn = page.book.chart("bar", "percent_stacked" if chart.stacked else "clustered")
    name = page.sheet.get_name()
    shades = looks.shades(len(chart.series))
    for number, (series, shade) in enumerate(zip(chart.series, shades, strict=True)):
        hatched = not chart.stacked and number > 0
        pattern = {"pattern": _PATTERNS[(number - 1) % len(_PATTERNS)], "fg_color": style.INK, "bg_color": shade}
        drawn.add_series({
            "name": series.name, "categories": [name, *series.names], "values": [name, *series.values], "border": charts.BORDER,
            "gap": charts.GAP, **({"pattern": pattern} if hatched else {"fill": {"color": shade}}),
        })  # fmt: skip
    top, left, bottom, right = chart.series[0].values
    bars = max(bottom - top, right - left) + 1
    number_format = "0 %" if chart.percent else "#,##0"
    drawn.set_title({"name": chart.title, "name_font": charts.TITLE_FONT})
    drawn.set_x_axis({
        "name": chart.axis, "name_font": charts.FONT | {"bold": False}, "num_font": charts.FONT, "num_format": number_format,
        "major_gridlines": charts.GRID, "min": 0,
    })  # fmt: skip
    drawn.set_y_axis({"reverse": True, "num_font": charts.FONT, "interval_unit": 1})
    drawn.set_legend({"position": "bottom", "font": charts.FONT} if len(chart.series) > 1 else {"none": True})
    side_by_side = 1 if chart.stacked else len(chart.series)
    height = bars * _HEIGHT_OF_BAR * (0.7 + 0.3 * side_by_side) + _HEIGHT_BESIDE
    drawn.set_size({"width": _WIDTH, "height": int(height * 4 / 3)})
    alt = f"Balkendiagramm: {chart.title}. Die Zahlen stehen in der Tabelle darüber."
    page.sheet.insert_chart(row, 0, drawn, charts.place(alt))
    return row + int(height / _ROW) + 2
