"""A report as a reader finds it: the cells of its sheets, looked up by headings."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

Rows = list[dict[str, Any]]


def opened(data: bytes, *, stored: bool = True) -> Workbook:
    """Open a report; with the values stored beside formulas, or with the formulas."""
    return load_workbook(BytesIO(data), data_only=stored)


def table(book: Workbook, sheet: str) -> Rows:
    """Return the rows of the sheet's table by heading."""
    page = book[sheet]
    (area,) = [entry.ref for entry in page.tables.values()]
    heads, *rows = ([cell.value for cell in row] for row in page[area])
    return [dict(zip(heads, row, strict=True)) for row in rows]


def regions(book: Workbook) -> dict[str, dict[str | int, Any]]:
    """Return the rows of „Regionen“ by key, or by name for sums; columns by number from 0 and the counts by heading."""
    page = book["Regionen"]
    heads = [cell.value for cell in page[4]]
    rows = {}
    for row in page.iter_rows(min_row=7, values_only=True):
        if row[0] and not str(row[0]).startswith("Kontrolle"):
            values: dict[str | int, Any] = dict(enumerate(row)) | dict(zip(map(str, heads), row, strict=True))
            rows[str(row[1] if len(str(row[0])) < 5 else row[0])] = values
    return rows


def texts(book: Workbook, sheet: str) -> list[str]:
    """Return every text of a sheet, row by row."""
    return [str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
