"""The native chart of the first sheet: stacked columns, one series hatched, with an alt text that says where the figures stand."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.excel import style
from rv2xl.reports.book import Page

_PIXELS = 4 / 3  # per point
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
            "border": {"color": style.INK, "width": 0.75},
            "gap": 60,
        } | (hatched if number > 1 else {"fill": {"color": ground}}))  # fmt: skip
    font = {"name": style.FONT, "size": 9, "color": style.INK}
    chart.set_title({"name": title, "name_font": font | {"size": 11, "bold": True}})
    chart.set_x_axis({"num_font": font})
    chart.set_y_axis({
        "name": "Personen", "name_font": font | {"bold": False}, "num_font": font, "num_format": "#,##0",
        "major_gridlines": {"visible": True, "line": {"color": style.RULE, "width": 0.5}},
    })  # fmt: skip
    chart.set_legend({"position": "bottom", "font": font})
    first, last, column = place
    height = page.height(first, last)
    chart.set_size({"width": int(page.widths[column] * 7) - 16, "height": int(height * _PIXELS) - 4})
    page.sheet.insert_chart(first, column, chart, {
        "x_offset": 10, "y_offset": 2, "object_position": 1,
        "description": f"Säulendiagramm: {title}, nach Leistungsträgern gestapelt. Die Zahlen stehen in der Tabelle links.",
    })  # fmt: skip
