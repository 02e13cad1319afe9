"""Letters, cells, ranges and sheet names, as they stand in formulas and findings. Rows and columns count from 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from xlsxwriter.utility import quote_sheetname, xl_cell_to_rowcol, xl_col_to_name, xl_rowcol_to_cell

Place = tuple[int, int]
"""Row and column of a cell."""

Position = tuple[str, int, int]
"""What stands before an address („Deckblatt!“), row and column."""


def column_letter(column: int) -> str:
    """Return the letters of a column."""
    letters: str = xl_col_to_name(column)
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column: A is 0, AA is 26."""
    return int(xl_cell_to_rowcol(f"{letters}1")[1])


def cell_name(row: int, column: int) -> str:
    """Return the address of a cell: (25, 1) is B26."""
    name: str = xl_rowcol_to_cell(row, column)
    return name


def quoted(sheet: str) -> str:
    """Return what stands before an address on this sheet: „'58 Erbach'!“, without quotes where none are needed."""
    return f"{quote_sheetname(sheet)}!"


class _Area(NamedTuple):
    prefix: str
    row: int
    column: int
    last_row: int
    last_column: int


def ranges(positions: Iterable[Position], name: Callable[[int, int], str] = cell_name) -> list[str]:
    """Join cells to ranges: runs down a column, equal runs side by side; in the order given."""
    runs: list[_Area] = []
    for prefix, row, column in positions:
        last = runs[-1] if runs else None
        if last and last.prefix == prefix and last.column == column == last.last_column and last.last_row == row - 1:
            runs[-1] = last._replace(last_row=row)
        elif last and last.prefix == prefix and last.row == row == last.last_row and last.last_column == column - 1:
            runs[-1] = last._replace(last_column=column)
        else:
            runs.append(_Area(prefix, row, column, row, column))
    return [_named(area, name) for area in _stacked(runs)]


def _stacked(runs: Iterable[_Area]) -> list[_Area]:
    """Join runs of equal columns that stand one below the other: rows of a matrix given row by row."""
    joined: list[_Area] = []
    for run in runs:
        last = joined[-1] if joined else None
        alike = last and (last.prefix, last.column, last.last_column) == (run.prefix, run.column, run.last_column)
        if last and alike and last.last_row == run.row - 1:
            joined[-1] = last._replace(last_row=run.last_row)
        else:
            joined.append(run)
    return joined


def _named(area: _Area, name: Callable[[int, int], str]) -> str:
    first, last = name(area.row, area.column), name(area.last_row, area.last_column)
    return area.prefix + (first if first == last else f"{first}:{last}")
