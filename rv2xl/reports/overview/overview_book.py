"""The overview as a workbook: a title, and a sheet with one table for each part. Values alone, no formula."""

from __future__ import annotations

from rv2xl.reports.overview.parts import Cell, Overview, Part
from rv2xl.reports.regional.published import Edition
from rv2xl.reports.workbook.readable import last_of_first_page, set_up_readable
from rv2xl.reports.workbook.report_book import Figure, ReportBook
from rv2xl.reports.workbook.title_sheet import Content, write_title

_HEAD_ROW = 3


def book_bytes(overview: Overview, edition: Edition) -> bytes:
    """Return the workbook. Equal overviews give equal bytes; that for publication has no properties but title and language."""
    title = overview.title
    book = ReportBook(title.title, title.form.source, made=title.day)
    write_title(book, title, [Content(part.name, part.words) for part in overview.parts])
    for part in overview.parts:
        _write(book, part, title.year)
    return book.finished(only_title=edition is Edition.EXTERNAL)


def _write(book: ReportBook, part: Part, year: int) -> None:
    page = book.page(part.name, [head.width for head in part.heads])
    wide = last_of_first_page(page.widths)
    page.text(0, 0, f"{part.name} {year}", "title", wide)
    page.text(1, 0, part.words, "subtitle", wide)
    page.text(2, 0, "\n".join(part.notes) or None, "note", wide)
    rows = ([_stored(cell) for cell in row] for row in part.rows)
    last = page.table(_HEAD_ROW, f"Tabelle_{part.id}", part.heads, rows, (part.naming, part.empty))
    set_up_readable(page, last, _HEAD_ROW, part.naming + 1)


def _stored(cell: Cell) -> Figure | str | None:
    return cell.figure or cell.text or None
