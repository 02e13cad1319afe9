"""A sheet of a report on paper: heights of rows, page set-up, and where pages end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from rv2xl.excel import looks as style
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.page_breaks import breaks

HIGHEST_ROW = 405.0


class PrintedPage:
    """What of a sheet print depends on: its columns' widths, the heights that its rows need, texts over several rows (`spans`)."""

    def __init__(self, title: str, sheet: Any, widths: Sequence[float]) -> None:
        self.title, self.sheet, self.widths = title, sheet, tuple(widths)
        self.portrait = False
        self.heights: dict[int, float] = {}
        self.spans: list[tuple[int, int, float]] = []

    def need(self, row: int, height: float) -> None:
        """Make a row at least this high."""
        self.heights[row] = min(HIGHEST_ROW, max(height, self.heights.get(row, looks.ROW_HEIGHT)))

    def set_up(
        self, last: int | None, repeat: tuple[int, int], scale: int | None = None, *, frozen: int | None = None
    ) -> None:
        """Set up A4 down to the row `last`, or for all that there is: repeated rows, footer; to the page's width unless a scale
        is given.

        On the screen the rows down to the repeated ones stay in sight, and so many `frozen` columns.
        """
        sheet = self.sheet
        sheet.set_paper(style.PAPER_A4)
        sheet.set_portrait() if self.portrait else sheet.set_landscape()
        sheet.set_margins(**style.MARGINS)
        sheet.set_footer(style.FOOTER.format(footer=self.title.replace("&", "&&")), style.FOOTER_OPTIONS)
        if last is not None:
            sheet.print_area(0, 0, last, len(self.widths) - 1)
        sheet.repeat_rows(*repeat)
        if frozen is not None:
            sheet.freeze_panes(repeat[1] + 1, frozen)
        if scale is None:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_print_scale(scale)

    @property
    def printable(self) -> tuple[float, float]:
        """Width and height in points of what a printed page holds."""
        return looks.PRINTABLE_PORTRAIT if self.portrait else looks.PRINTABLE

    def break_columns(self, starts: Iterable[int], repeated: int, scale: int) -> list[int]:
        """Break pages before some of `starts`, as late as their width allows, and return those; `repeated` columns stand on each page."""
        self.sheet.repeat_columns(0, repeated - 1)
        found = self.column_breaks(starts, repeated, scale)
        self.sheet.set_v_pagebreaks(found)
        return found

    def print_apart(self, starts: Iterable[int], repeated: int, scale: int, last: int, head: int) -> None:
        """Break pages as `break_columns` does, where what stands above row `head` spans more than the repeated columns.

        It is printed once, for beside the repeated columns it would be cut off: what is behind a break is a print area of its own,
        from `head` to the row `last`. XlsxWriter's own call knows one area only.
        """
        begins = (0, *self.column_breaks(starts, repeated, scale))
        parts = ((begin, end - 1) for begin, end in pairwise((*begins, len(self.widths))))
        self.print_parts(parts, repeated, (head, last))

    def print_parts(
        self,
        parts: Iterable[tuple[int, int]],
        repeated: int,
        rows: tuple[int, int],
        *,
        below: tuple[int, int, int] | None = None,
    ) -> None:
        """Print some columns only: parts from a first to a last one, the first part from the top of the sheet, the others from the first of
        `rows` to the last; at the end what is `below`, from a row to another, up to a column. The `repeated` columns stand on each page."""
        sheet, areas = self.sheet, []
        sheet.repeat_columns(0, repeated - 1)
        for number, (first, last) in enumerate(parts):
            sheet.print_area(rows[0] if number else 0, first, rows[1], last)
            areas.append(sheet.print_area_range)
        if below is not None:
            sheet.print_area(below[0], 0, below[1], below[2])
            areas.append(sheet.print_area_range)
        sheet.print_area_range = ",".join(areas)

    def column_breaks(self, starts: Iterable[int], repeated: int, scale: int) -> list[int]:
        """Return before which of `starts` a page ends, as late as their width allows; `repeated` columns stand on each page."""
        lead = looks.points(self.widths[:repeated])
        ends = pairwise((repeated, *sorted(start for start in starts if start > repeated), len(self.widths)))
        blocks = ((begin, looks.points(self.widths[begin:end])) for begin, end in ends)
        return breaks(blocks, lead, lead, self.printable[0] * 100 / scale)

    def break_rows(self, starts: Sequence[int], end: int, repeated: tuple[int, int], scale: int) -> None:
        """Break pages before some of the blocks that begin at `starts`, as late as their height allows."""
        lead, again = self.height(0, starts[0] - 1), self.height(*repeated)
        blocks = ((begin, self.height(begin, following - 1)) for begin, following in pairwise((*starts, end)))
        self.sheet.set_h_pagebreaks(breaks(blocks, lead, again, self.printable[1] * 100 / scale))

    def height(self, first: int, last: int) -> float:
        """Return the height of rows, the last one included; texts over several rows get their room before."""
        for more, row, wanted in sorted(self.spans):
            above = sum(self.heights.get(other, looks.ROW_HEIGHT) for other in range(row, row + more))
            self.need(row + more, wanted - above)
        self.spans.clear()
        return sum(self.heights.get(row, looks.ROW_HEIGHT) for row in range(first, last + 1))
