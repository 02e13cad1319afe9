"""`Berichtigungen_FORM_JJJJ.xlsx`: the corrections as a workbook, in which the clerk chooses what the register takes over."""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.corrections.listed import Head, Row, Take
from rv2xl.model.definitions.form import Form
from rv2xl.outgoing.issuing import form_file_name
from rv2xl.outgoing.seal import workbook_seal
from rv2xl.reports.workbook.report_book import Head as Column
from rv2xl.reports.workbook.report_book import ReportBook

TABLE = "Berichtigungen"

_FIRST_ROW = 3
_COLUMNS = {
    Head.NUMBER: (9, "text"), Head.NAME: (26, "strong"), Head.SHEET: (20, "text"), Head.ZAD: (12, "text"), Head.LEISTUNG: (10, "text"),
    Head.WHAT: (18, "text"), Head.OLD: (26, "text"), Head.TODAY: (20, "text"), Head.NEW: (26, "strong"), Head.TAKE: (14, "input"),
    Head.REMARK: (30, "text"), Head.FILE: (27, "text"), Head.CELL: (8, "text"), Head.YEAR: (7, "text"), Head.KEY: (22, "text"),
}  # fmt: skip
_NOTE = (
    "Eine Zeile je Angabe der Stammdaten, die ein Leistungserbringer in einer angenommenen Meldung berichtigt hat. Bitte in der Spalte "
    "„übernehmen“ „ja“ oder „nein“ wählen, die Liste speichern und „rv2xl update-register“ aufrufen. „von Hand“ heißt: Diese Angabe "
    "bitte selbst in die Stammdaten eintragen; der Hinweis sagt, warum."
)
_MESSAGE = "„ja“ trägt den neuen Wert in die Stammdaten ein, „nein“ lässt sie, wie sie sind."


def file_of(form: Form, year: int) -> str:
    """Return the list's name; lists of several forms can lie in one folder."""
    return form_file_name(form, year, what=TABLE)


def list_book(rows: Sequence[Row], form: Form, year: int) -> bytes:
    """Return the workbook, with the checksum of what it shows. Equal calls give equal bytes."""
    seal = workbook_seal(_book(rows, form, year, ""))
    return _book(rows, form, year, seal)


def _book(rows: Sequence[Row], form: Form, year: int, seal: str) -> bytes:
    columns = [Column(head, *_COLUMNS[head]) for head in Head]
    book = ReportBook(f"Berichtigte Stammdaten {year} – {form.title}", form.source, seal)
    page = book.page(TABLE, [column.width for column in columns])
    page.text(0, 0, book.title, "title", 8)
    page.text(1, 0, _NOTE, "note", 8)
    last = page.table(_FIRST_ROW, TABLE, columns, ([row[head] for head in Head] for row in rows))
    take = list(Head).index(Head.TAKE)
    page.choice((_FIRST_ROW + 1, take), (last, take), (Take.JA, Take.NEIN), _MESSAGE)
    page.set_up(last, (_FIRST_ROW, _FIRST_ROW), frozen=2)
    return book.finished()
