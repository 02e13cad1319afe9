"""The native chart of the first sheet: stacked columns, one series hatched, with an alt text that says where the figures stand."""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.excel import looks as style
from rv2xl.excel.sheets.blocks import charts
from rv2xl.model.definitions.field import Kind
from rv2xl.reports.workbook.bar_chart import Cells
from rv2xl.reports.workbook.report_book import Page

_GROUNDS = (style.ACCENT, style.TABS["input"])


def insert(page: Page, rows: tuple[int, int], columns: Sequence[int], title: str, room: Cells) -> None:
    """Put the chart of a table's rows, a series for each of the columns, into a room of cells below the table."""
    chart = page.book.chart("column", "stacked")
    name = page.sheet.get_name()
    top, bottom = rows
    for number, column in enumerate(columns):
        ground = _GROUNDS[number % len(_GROUNDS)]
        hatched = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": style.INK, "bg_color": ground}}
        chart.add_series({
            "name": [name, top - 1, column],
            "categories": [name, top, 0, bottom, 0],
            "values": [name, top, column, bottom, column],
            "border": charts.BORDER,
            "gap": charts.GAP,
        } | (hatched if number else {"fill": {"color": ground}}))  # fmt: skip
    chart.set_title({"name": title, "name_font": charts.TITLE_FONT})
    chart.set_x_axis({"num_font": charts.FONT})
    chart.set_y_axis({
        "name": "Personen", "name_font": charts.FONT | {"bold": False}, "num_font": charts.FONT,
        "num_format": style.NUMBER_FORMATS[Kind.ANZAHL], "major_gridlines": charts.GRID,
    })  # fmt: skip
    chart.set_legend({"position": "bottom", "font": charts.FONT})
    first, left, last, right = room
    chart.set_size(charts.size(sum(page.widths[left : right + 1]), page.height(first, last)))
    alt = f"Säulendiagramm: {title}, nach Leistungsträgern gestapelt. Die Zahlen stehen in der Tabelle darüber."
    page.sheet.insert_chart(first, left, chart, charts.place(alt))
