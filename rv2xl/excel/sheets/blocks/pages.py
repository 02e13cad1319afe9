"""Where the printed pages of a sheet end: between blocks, as late as a page allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from rv2xl.excel.looks import MARGINS

_WIDTH, _HEIGHT = 595.3, 841.9
_SQUEEZED = 1.1
"""How much higher than a page a sheet without breaks may be that is printed on one, a little smaller."""


def room(widths: Iterable[float]) -> float:
    """Return the height in points that an A4 page in portrait holds of a sheet with these columns, in characters, fitted to its width.

    Counted with the columns of Excel: LibreOffice makes them wider, prints the sheet smaller and has room for more.
    """
    columns = sum(7 * width + 5 for width in widths if width) * 0.75
    scale = min(1.0, (_WIDTH - 72 * (MARGINS["left"] + MARGINS["right"])) / columns)
    return (_HEIGHT - 72 * (MARGINS["top"] + MARGINS["bottom"])) / scale


def page_breaks(
    heights: Mapping[int, float], starts: Sequence[int], forced: Sequence[int], end: int, most: float
) -> tuple[tuple[int, ...], bool]:
    """Return the rows before which a page ends, and whether the whole sheet goes on one page, smaller.

    A block stands between a row of `starts` and the next one, the last one ends before row `end`. A page holds `most` points, the title
    in row 0 on each; it ends before the `forced` rows, and before a block that would be torn apart.
    """

    def height(first: int, behind: int) -> float:
        return sum(heights.get(row, 15.0) for row in range(first, behind))

    if not forced and most < height(0, end) <= most * _SQUEEZED:
        return (), True
    breaks, begun = list[int](), 0
    for start, following in pairwise((*starts, end)):
        if start in forced or (start > begun and height(0, 1 if begun else 0) + height(begun, following) > most):
            breaks.append(start)
            begun = start
    return tuple(breaks), False
