"""The native chart of the first sheet: columns in two colours, one of them hatched, with an alt text that gives the figures' place."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.excel import style
from rv2xl.reports import looks
from rv2xl.reports.book import Page

_ROWS = 11
_PIXELS = 4 / 3  # per point


@dataclass(frozen=True)
class Place:
    """The table beside the chart: its sheet as a formula names it, first and last row, number of series."""

    sheet: str
    first: int
    last: int
    series: int


def insert(page: Page, place: Place, title: str, column: int) -> int:
    """Put the chart right of its table, into the given column; return the first row below it."""
    chart = page.book.chart("column", "stacked")
    name = page.sheet.get_name()
    for number in range(1, place.series + 1):
        colour = (style.ACCENT, "#F2B93B")[(number - 1) % 2]
        options: dict[str, object] = {
            "name": [name, place.first - 1, number],
            "categories": [name, place.first, 0, place.last, 0],
            "values": [name, place.first, number, place.last, number],
            "border": {"color": style.INK, "width": 0.75},
            "fill": {"color": colour},
            "gap": 60,
        }
        if number > 1:
            del options["fill"]
            options["pattern"] = {"pattern": "wide_upward_diagonal", "fg_color": style.INK, "bg_color": colour}
        chart.add_series(options)
    font = {"name": style.FONT, "size": 9, "color": style.INK}
    chart.set_title({"name": title, "name_font": font | {"size": 11, "bold": True}, "overlay": False})
    chart.set_x_axis({"num_font": font})
    chart.set_y_axis({"name": "Personen", "name_font": font | {"bold": False}, "num_font": font, "num_format": "#,##0",
                      "major_gridlines": {"visible": True, "line": {"color": style.RULE, "width": 0.5}}})  # fmt: skip
    chart.set_legend({"position": "bottom", "font": font})
    rows = max(_ROWS, place.last - place.first + 2)
    height = sum(page.heights.get(row, looks.ROW_HEIGHT) for row in range(place.first, place.first + rows))
    chart.set_size({"width": int(page.widths[column] * 7) - 14, "height": int(height * _PIXELS) - 6})
    page.sheet.insert_chart(place.first, column, chart, {
        "x_offset": 8, "y_offset": 3, "object_position": 1,
        "description": f"Säulendiagramm: {title}, je Altersgruppe nach Leistungsträger gestapelt. Die Zahlen stehen in der Tabelle links daneben.",
    })  # fmt: skip
    return place.first + rows
