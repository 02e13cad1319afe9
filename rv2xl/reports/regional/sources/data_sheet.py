"""„Daten“: the tidy table inside the workbook, one row per value, to be filtered and counted in a PivotTable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from rv2xl.excel import looks as style
from rv2xl.model.foreign_text import shown_name
from rv2xl.model.wording import german_number
from rv2xl.reports.table import numeric_fields
from rv2xl.reports.workbook.report_book import Page, ReportBook
from rv2xl.returns.consolidate import COLUMNS, Consolidation, tidy_rows

NAME = "Daten"
WORDS = "Was steht in jedem einzelnen Feld jedes Rücklaufs? Eine Zeile je Angabe."
TABLE = "Einzelwerte"
MOST_ROWS = 50_000
"""More would make the workbook slow to write and to open; so many are the year of about 550 Orte, and Hessen has some 150."""

_HEAD_ROW = 2
_WIDTHS = dict(zip(COLUMNS, (7.0, 8.0, 11.0, 10.0, 9.0, 24.0, 34.0, 26.0, 9.0, 40.0, 9.0, 16.0), strict=True))
_FIELD, _VALUE, _FILE = map(COLUMNS.index, ("feld", "wert", "datei"))


def write_data(book: ReportBook, consolidation: Consolidation, shown: Mapping[str, str]) -> None:
    """Write the sheet; nothing about a person is in it, and files are named as they are `shown` elsewhere.

    What is too much for it says so, and where it is instead.
    """
    page = book.page(NAME, list(_WIDTHS.values()), style.TABS["given"])
    page.text(0, 0, f"{NAME} {consolidation.year}", "title", 2)
    names = {shown_name(file): name for file, name in shown.items()}
    rows = ((*row[:_FILE], names[str(row[_FILE])], *row[_FILE + 1 :]) for row in tidy_rows(consolidation))
    found = list(islice(rows, MOST_ROWS + 1))
    fits = len(found) <= MOST_ROWS
    if fits:
        page.text(1, 0, f"{german_number(len(found))} Zeilen. {_NOTE}", "one_line_note")
    else:
        page.text(1, 0, f"Mehr als {german_number(MOST_ROWS)} Zeilen. {_TOO_MANY}", "one_line_note")
    last = _write_rows(page, found, numeric_fields(consolidation)) if fits else _HEAD_ROW
    if not fits or not found:
        page.text(last + 1, 0, None, "line")
        last += 1
    columns = [{"header": name, "header_format": book.format("head")} for name in _WIDTHS]
    page.sheet.add_table(_HEAD_ROW, 0, last, len(columns) - 1, {"name": TABLE, "style": None, "columns": columns})
    page.set_up(min(last, _HEAD_ROW + _PRINTED), (_HEAD_ROW, _HEAD_ROW), frozen=0)
    page.sheet.print_area(0, 0, min(last, _HEAD_ROW + _PRINTED), _VALUE)


def _write_rows(page: Page, rows: Iterable[tuple[str | int | None, ...]], numeric: set[str]) -> int:
    """Write the rows, a number as a number; all else is text, as a key with a nought before it has to be. Return the last row.

    Cells of what is not known stay out, and no row gets a height of its own: there are many.
    """
    sheet, text, number = page.sheet, page.book.format("line"), page.book.format("plain_number")
    last = _HEAD_ROW
    for last, row in enumerate(rows, _HEAD_ROW + 1):
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, int) or (column == _VALUE and row[_FIELD] in numeric):
                sheet.write_number(last, column, float(value), number)
            else:
                sheet.write_string(last, column, value, text)
    return last


_PRINTED = 25
"""Only the first page is printed, and of it the columns up to the value: the table is for programs, not for paper."""
_NOTE = (
    "Alle Angaben und Ergebnisse der lesbaren Rückläufe dieses Vordrucks, ohne Angaben zu Personen; die Summe über status = „angenommen“ "
    "zählt nichts doppelt. Gedruckt wird nur ihr Anfang."
)
_TOO_MANY = "Sie stehen nicht in dieser Mappe; „rv2xl consolidate … --data DATEI.csv“ schreibt sie alle."
