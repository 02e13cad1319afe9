"""Letters, cells, ranges and sheet names, as they stand in formulas and findings. Rows and columns count from 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from xlsxwriter.utility import quote_sheetname, xl_cell_to_rowcol, xl_col_to_name

Place = tuple[int, int]
"""Row and column of a cell."""

Position = tuple[str, int, int]
"""What stands before an address („Deckblatt!“), row and column."""


@lru_cache(maxsize=1_000)
def column_letter(column: int) -> str:
    """Return the letters of a column."""
    return str(xl_col_to_name(column))


@lru_cache(maxsize=1_000)
def column_number(letters: str) -> int:
    """Return the number of a column: A is 0, AA is 26."""
    return int(xl_cell_to_rowcol(f"{letters}1")[1])


def cell_name(row: int, column: int) -> str:
    """Return the address of a cell: (25, 1) is B26."""
    return f"{column_letter(column)}{row + 1}"


def place_of(cell: str) -> Place:
    """Return row and column of an address: B26 is (25, 1)."""
    row, column = xl_cell_to_rowcol(cell)
    return int(row), int(column)


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
    cells = (_Area(prefix, row, column, row, column) for prefix, row, column in positions)
    return [_named(area, name) for area in _joined(_joined(cells))]  # again: the rows of a matrix given row by row


def rectangles(places: Iterable[Place]) -> list[str]:
    """Join cells in whatever order to ranges: side by side, then equally wide ones below each other; from top to bottom."""
    rows = groupby(sorted(places), itemgetter(0))
    lines = [line for _, row in rows for line in _joined(_Area("", *place, *place) for place in row)]
    whole = _joined(sorted(lines, key=lambda area: (area.column, area.last_column, area.row)))
    return [_named(area, cell_name) for area in sorted(whole)]


def _joined(areas: Iterable[_Area]) -> list[_Area]:
    """Join areas of equal columns that stand one below the other, and areas side by side in one row."""
    joined: list[_Area] = []
    for area in areas:
        prefix, row, column, last_row, last_column = joined[-1] if joined else area
        _, first, left, last, right = area
        below = first == last_row + 1 and (prefix, column, last_column) == (area.prefix, left, right)
        beside = row == last_row == first == last and (prefix, last_column + 1) == (area.prefix, left)
        if below or beside:
            joined[-1] = _Area(prefix, row, column, last, right)
        else:
            joined.append(area)
    return joined


def _named(area: _Area, name: Callable[[int, int], str]) -> str:
    first, last = name(area.row, area.column), name(area.last_row, area.last_column)
    return area.prefix + (first if first == last else f"{first}:{last}")
