"""The native chart of the first sheet: stacked columns, one series hatched, with an alt text that says where the figures stand."""

from __future__ import annotations

from rv2xl.excel import looks as style
from rv2xl.excel.sheets.blocks import charts
from rv2xl.model.definitions.field import Kind
from rv2xl.reports.workbook.report_book import Page

_GROUNDS = (style.ACCENT, style.TABS["input"])


def insert(page: Page, rows: tuple[int, int], count: int, title: str, place: tuple[int, int, int]) -> None:
    """Put the chart of a table's rows, with so many series, into the cells from a first to a last row of a column."""
    chart = page.book.chart("column", "stacked")
    name = page.sheet.get_name()
    top, bottom = rows
    for number in range(1, count + 1):
        ground = _GROUNDS[(number - 1) % len(_GROUNDS)]
        hatched = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": style.INK, "bg_color": ground}}
        chart.add_series({
            "name": [name, top - 1, number],
            "categories": [name, top, 0, bottom, 0],
            "values": [name, top, number, bottom, number],
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
