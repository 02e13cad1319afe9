"""„Alter“, „Personal“, „Leistungen“, „Strukturfragen“: a sheet about one thing, one row per region, to be filtered and drawn."""

from __future__ import annotations

from collections.abc import Iterator

from rv2xl.model.definitions.indicator import Subject
from rv2xl.reports.regional.figures import Level, RegionRow
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Figure, Head

_LEAD = (Head("Schlüssel", 10), Head("Region", 29, "strong"), Head("Orte gemeldet", 16))
_HEAD_ROW = 3


def write_subject(report: RegionalBook, subject: Subject) -> None:
    """Write the sheet of one subject."""
    widths = [*(head.width for head in _LEAD), *(looks.width_of(one.name, 11.0) for one in subject.indicators)]
    page = report.book.page(subject.name, widths)
    year = report.published.consolidation.year
    page.text(0, 0, f"{subject.name} {year}", "title")
    page.text(1, 0, subject.words, "note", len(widths) - 1)
    words = " · ".join(f"{one.label}: {one.words}" for one in subject.indicators if one.words)
    page.text(2, 0, words, "note", len(widths) - 1)
    heads = [
        *_LEAD,
        *(
            Head(one.name, width, report.look_of(one, Level.REGION))
            for one, width in zip(subject.indicators, widths[len(_LEAD) :], strict=True)
        ),
    ]
    rows = (list(_values(report, subject, row)) for row in report.published.rows)
    last = page.table(_HEAD_ROW, f"Tabelle_{subject.id}", heads, rows)
    page.set_up(last, (_HEAD_ROW, _HEAD_ROW), frozen=2)


def _values(report: RegionalBook, subject: Subject, row: RegionRow) -> Iterator[str | Figure]:
    mark = report.published.mark(row)
    yield row.key
    yield row.name
    yield report.published.coverage(row) + (f" ({mark})" if mark else "")
    for one in subject.indicators:
        yield report.figure(row, one)
