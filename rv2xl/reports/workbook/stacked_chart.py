"""The native chart of the first sheet: stacked columns, one series hatched, with an alt text that says where the figures stand."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.excel import looks as style
from rv2xl.excel.sheets import charts
from rv2xl.model.definitions.field import Kind
from rv2xl.reports.workbook.report_book import Page

_GROUNDS = (style.ACCENT, style.TABS["input"])


@dataclass(frozen=True)
class Series:
    """The table of the chart: first and last row, and how many columns of it are series."""

    first: int
    last: int
    count: int


def insert(page: Page, series: Series, title: str, place: tuple[int, int, int]) -> None:
    """Put the chart of a table into the cells from a first to a last row of a column."""
    chart = page.book.chart("column", "stacked")
    name = page.sheet.get_name()
    for number in range(1, series.count + 1):
        ground = _GROUNDS[(number - 1) % len(_GROUNDS)]
        hatched = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": style.INK, "bg_color": ground}}
        chart.add_series({
            "name": [name, series.first - 1, number],
            "categories": [name, series.first, 0, series.last, 0],
            "values": [name, series.first, number, series.last, number],
            "border": charts.BORDER,
            "gap": charts.GAP,
        } | (hatched if number > 1 else {"fill": {"color": ground}}))  # fmt: skip
    chart.set_title({"name": title, "name_font": charts.TITLE_FONT})
    chart.set_x_axis({"num_font": charts.FONT})
    chart.set_y_axis({
        "name": "Personen", "name_font": charts.FONT | {"bold": False}, "num_font": charts.FONT,
        "num_format": style.NUMBER_FORMATS[Kind.ANZAHL], "major_gridlines": charts.GRID,
    })  # fmt: skip
    chart.set_legend({"position": "bottom", "font": charts.FONT})
    first, last, column = place
    chart.set_size(charts.size(page.widths[column], page.height(first, last)))
    alt = f"Säulendiagramm: {title}, nach Leistungsträgern gestapelt. Die Zahlen stehen in der Tabelle links."
    page.sheet.insert_chart(first, column, chart, charts.place(alt))
