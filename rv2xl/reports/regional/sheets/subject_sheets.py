"""„Alter“, „Personal“, „Leistungen“, „Strukturfragen“: a sheet about one thing, one row per region, to be filtered and drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from rv2xl.model.definitions.indicator import Indicator, Subject
from rv2xl.reports.regional.figures import STATE_KEY, Level, RegionRow
from rv2xl.reports.regional.sheets.regional_book import KEY, REGION, RegionalBook
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.bar_chart import NO_CHART, BarChart, Drawn, insert_bars
from rv2xl.reports.workbook.readable import SMALLEST, last_of_first_page
from rv2xl.reports.workbook.report_book import Figure, Head, Page

_LEAD = (KEY, REGION, Head("Orte gemeldet", 21))
_REGION = 1
_HEAD_ROW = 2
_NARROW, _BUTTON = 10.0, 1.5


def write_subject(report: RegionalBook, subject: Subject) -> None:
    """Write the sheet of one subject: the table, below it what each figure is in words, and a chart.

    In print the table goes over as many upright pages as it needs to be read, what is below it on one of its own.
    """
    heads = [*_LEAD, *(_head(report, one) for one in subject.indicators)]
    page = report.book.page(subject.name, [head.width for head in heads], portrait=True)
    page.text(0, 0, f"{subject.name} {report.published.consolidation.year}", "title")
    page.text(
        1, 0, f"{subject.words} Darunter: Erläuterung und Diagramm. {report.published.note}".rstrip(), "one_line_note"
    )
    rows = (list(_values(report, subject, row)) for row in report.published.rows)
    last = page.table(_HEAD_ROW, f"Tabelle_{subject.id}", heads, rows)
    first = last + 2
    upright = last_of_first_page(page.widths, page.printable[0])
    below = _explain(page, subject, first, upright) + 2
    end = _draw(report, page, subject, (below, last))
    page.set_up(None, (_HEAD_ROW, _HEAD_ROW), SMALLEST, frozen=_REGION + 1)
    if page.height(first, end) * SMALLEST > page.printable[1] * 100:
        page.sheet.set_h_pagebreaks([below])  # the chart stands whole on a page of its own
    starts = page.column_breaks(range(len(_LEAD), len(heads)), _REGION + 1, SMALLEST)
    parts = [(begin, behind - 1) for begin, behind in pairwise((0, *starts, len(heads)))]
    page.print_parts(parts, _REGION + 1, (_HEAD_ROW, last), below=(first, end, upright))


def cell_of(report: RegionalBook, subject: Subject, row: RegionRow, indicator: Indicator) -> str:
    """Return where an indicator of a region stands, as a formula or a link names it."""
    cell = xl_rowcol_to_cell(
        _HEAD_ROW + 1 + report.published.rows.index(row), len(_LEAD) + subject.indicators.index(indicator)
    )
    return f"{quote_sheetname(subject.name)}!{cell}"


def _head(report: RegionalBook, one: Indicator) -> Head:
    return Head(one.name, looks.width_of(one.name, _NARROW) + _BUTTON, report.look_of(one, Level.REGION))


def _values(report: RegionalBook, subject: Subject, row: RegionRow) -> Iterator[Figure]:
    yield from (
        Figure(None, text, f"{row.level}.text") for text in (row.key, row.name, report.published.marked_coverage(row))
    )
    yield from (report.figure(row, one) for one in subject.indicators)


def _draw(report: RegionalBook, page: Page, subject: Subject, place: tuple[int, int]) -> int:
    """Put the chart below the table, which ends with a row; return the row below it."""
    first, last = place
    columns = {one.id: column for column, one in enumerate(subject.indicators, len(_LEAD))}
    charted = [(columns[name], next(one for one in subject.indicators if one.id == name)) for name in subject.charted]
    percent = subject.stacked or all(one.is_ratio and one.percent for _, one in charted)
    if subject.of_state:
        state = _HEAD_ROW + 1 + [row.key for row in report.published.rows].index(STATE_KEY)
        across = (charted[0][0], charted[-1][0])
        series = [Drawn("Hessen", (_HEAD_ROW, across[0], _HEAD_ROW, across[1]), (state, across[0], state, across[1]))]
    else:
        names = (_HEAD_ROW + 1, _REGION, last, _REGION)
        series = [Drawn(one.name, names, (_HEAD_ROW + 1, column, last, column)) for column, one in charted]
    rows = [report.published.row(STATE_KEY)] if subject.of_state else report.published.rows
    if all(report.published.figure(row, one).value is None for row in rows for _, one in charted):
        page.text(first, 0, NO_CHART, "note", len(_LEAD) - 1)
        return first
    chart = BarChart(subject.chart_title, subject.axis, tuple(series), stacked=subject.stacked, percent=percent)
    return insert_bars(page, chart, first)


def _explain(page: Page, subject: Subject, row: int, last: int) -> int:
    """Say below what each figure is, where its name does not say it; return the last row."""
    said = [(one.name, one.words or one.label) for one in subject.indicators if one.words or one.label != one.name]
    for name, words in said:
        page.text(row, 0, name, "strong", _REGION)
        page.text(row, _REGION + 1, words, "text", last)
        row += 1
    return row - 1
