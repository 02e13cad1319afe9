"""The list of Orte at the end of a Kreis's page."""

from __future__ import annotations

from itertools import chain

from xlsxwriter.utility import xl_rowcol_to_cell

from rv2xl.reports.regional.figures import base_fields
from rv2xl.reports.regional.ort_columns import measures
from rv2xl.reports.regional.profile.shown_region import ShownRegion
from rv2xl.reports.regional.sources.orte_sheet import NAME
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Page

_PLACES = ((0, 0), (1, 3), (4, 4), (5, 6), (7, 9))
_HELP = 11
_TITLE = "Ort"


def list_orte(page: Page, shown: ShownRegion, row: int, lines: int) -> int:
    """Write a heading and so many lines, those without an Ort empty; return the row below."""
    if not lines:
        return row
    form = shown.report.published.consolidation.versions[0]
    named = {measure.id: measure.row for measure in measures(form)}
    heads = chain(("Leistungserbringer", _TITLE, "Leistung", "Personen"), (named[name] for name in base_fields(form)))
    least = looks.height("", 1.0, "fine.text")
    page.heights[row] = least
    for number, ((first, last), text) in enumerate(zip(_PLACES, heads, strict=False)):
        page.text(row, first, text, "fine_head" if number < 3 else "fine_figures", last)
    for number in range(1, lines + 1):
        row += 1
        page.heights[row] = least
        if shown.live is not None:
            page.figure(row, _HELP, shown.position(number))
        position = xl_rowcol_to_cell(row, _HELP, col_abs=True)
        for (first, last), figure in zip(_PLACES, shown.ort(number, position), strict=False):
            if first != last:
                page.tall(row, first, (row, last), None, figure.look)
            page.figure(row, first, figure)
    return row + 1


def say_printed(page: Page, row: int, count: int) -> None:
    """Say in the heading that so many Orte are on the paper at most."""
    text = f"{_TITLE} (gedruckt: {count}; alle: „{NAME}“)"
    page.sheet.write_string(row, _PLACES[1][0], text, page.book.format("fine_head"))
