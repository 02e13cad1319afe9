"""Native charts: how they look, and the bars of a form's table."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from rv2xl.excel import looks as style
from rv2xl.excel.sheets.new_workbook import NewWorkbook
from rv2xl.excel.sheets.plan import Picture, SheetPlan

FONT: dict[str, Any] = {"name": style.FONT, "size": 9, "color": style.INK}
TITLE_FONT = FONT | {"size": 11, "bold": True}
GRID: dict[str, Any] = {"visible": True, "line": {"color": style.RULE, "width": 0.5}}
BORDER: dict[str, Any] = {"color": style.INK, "width": 0.75}
GAP = 60
"""Between bars, in percent of a bar."""

_PIXELS = 4 / 3
_UNIT = 7
"""Pixels of a point, and of one unit of a column's width."""
_MARGIN = (10, 2)


def size(width: float, height: float) -> dict[str, int]:
    """Return the size in pixels of a chart in a room so many characters wide and points high, its margins taken off."""
    return {"width": int(width * _UNIT) - 16, "height": int(height * _PIXELS) - 4}


def place(description: str) -> dict[str, Any]:
    """Return how a chart lies in its cells: it moves and grows with them; the description is its alt text."""
    return {"x_offset": _MARGIN[0], "y_offset": _MARGIN[1], "object_position": 1, "description": description}


def insert(book: NewWorkbook, sheet: Worksheet, plan: SheetPlan, picture: Picture) -> None:
    """Put a table's chart into its row: bars from the top down as the table has them, each with its number."""
    chart = book.add_chart({"type": "bar"})
    assert chart is not None
    shown = next(cell.style for cell in plan.cells if cell.place == (picture.first, picture.numbers))
    name, number_format = sheet.get_name(), style.properties(shown)["num_format"]
    chart.add_series({
        "categories": [name, picture.first, picture.names, picture.last, picture.names],
        "values": [name, picture.first, picture.numbers, picture.last, picture.numbers],
        "fill": {"color": style.ACCENT}, "border": BORDER, "gap": GAP,
        "data_labels": {"value": True, "num_format": number_format, "font": FONT},
    })  # fmt: skip
    chart.set_title({"name": picture.chart.title, "name_font": TITLE_FONT})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True, "num_font": FONT})
    chart.set_legend({"none": True})
    chart.set_size(size(sum(plan.widths), plan.heights[picture.row]))
    sheet.insert_chart(picture.row, 0, chart, place(picture.chart.description))
