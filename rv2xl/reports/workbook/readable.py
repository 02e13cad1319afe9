"""Printed so that it can be read: no letter smaller than eight points, rather on several pages side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Page

SMALLEST = 89
"""So many percent of its size a sheet keeps at least: letters of nine points, the smallest, are eight then."""


def last_of_first_page(widths: Sequence[float], wide: float = looks.PRINTABLE[0]) -> int:
    """Return the last column of the first printed page, so many points `wide`: what stands above the table ends there."""
    room = wide * 100 / SMALLEST
    return max(column for column in range(len(widths)) if column == 0 or looks.points(widths[: column + 1]) <= room)


def set_up_readable(page: Page, bottom: int, head: int, lead: int) -> None:
    """Set up a sheet with headings in the row `head` and rows down to `bottom`: to one page, or to a page's width, if that leaves it
    readable.

    Otherwise the first `lead` columns stand on every page; they stay in sight on the screen, too.
    """
    if last_of_first_page(page.widths) == len(page.widths) - 1:
        page.set_up(bottom, (head, head), frozen=lead)
        if page.height(0, bottom) * SMALLEST <= looks.PRINTABLE[1] * 100:
            page.sheet.fit_to_pages(1, 1)
        return
    page.set_up(bottom, (head, head), SMALLEST, frozen=lead)
    page.print_apart(range(len(page.widths)), lead, SMALLEST, bottom, head)
