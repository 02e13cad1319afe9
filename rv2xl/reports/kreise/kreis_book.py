"""`Kooperation_JJJJ.xlsx`: the Meldungen without names over Kreise and years, the change from year to year, and who has not reported.

Between the partners the figures are exact. They count by gewöhnlicher Aufenthalt and stand beside nothing that counts by Ort.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell

from rv2xl.excel import looks as style
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Value
from rv2xl.model.wording import german
from rv2xl.recht.agreements import agreements
from rv2xl.reports import findings_sheet
from rv2xl.reports.findings_sheet import write_findings_of
from rv2xl.reports.kreise.kreis_figures import FormFigures, KreisYear, figures_of
from rv2xl.reports.replies import SIGNS, File, Reply, State
from rv2xl.reports.table import TableFile
from rv2xl.reports.workbook.readable import last_of_first_page, set_up_readable
from rv2xl.reports.workbook.report_book import Figure, Head, Link, ReportBook
from rv2xl.reports.workbook.signs import Sign
from rv2xl.reports.workbook.title_sheet import Content, EditionNote, TitlePage, write_title
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierYear

REPLIES = "Rücklauf"
_HEAD_ROW, _LEAD = 3, 3
_FIRST = _HEAD_ROW + 1
_KREIS = (Head("Schlüssel", 11), Head("Kreis", 24, "strong"), Head("Jahr", 8))
_REST = (Head("ausgefüllt am", 13, "raw.datum"), Head("Datei", 38))
_REPLIES = (
    Head("Meldung", 12, "strong"), Head("Schlüssel", 11), Head("Von", 30), Head("Frist", 12.5, "raw.datum"),
    Head("Status", 17, "strong"), Head("Stand", 30), Head("Dateien", 38),
)  # fmt: skip
_STATE = 4
_WORDS = (
    "Was der LWV Hessen und die Kreise einander nach der Kooperationsvereinbarung melden: genaue Zahlen, nur zwischen den Partnern. "
    "Gezählt wird nach dem gewöhnlichen Aufenthalt und dem Leistungsträger; mit Zahlen nach Orten sind sie nicht zu vergleichen."
)


def kreis_bytes(
    consolidation: Consolidation, table: TableFile | None, *, today: date, earlier: Sequence[EarlierYear] = ()
) -> bytes:
    """Return the workbook with the Stand `today`; `earlier` years come before this one. Equal inputs give equal bytes."""
    form, year = consolidation.form, consolidation.year
    assert form.by_kreis is not None
    found = figures_of(consolidation, earlier)
    book = ReportBook(f"{form.by_kreis.book} {year}", form.source, made=today)
    shown = {file.entry.file: file.shown for one in found for file in one.replies.files}
    title = TitlePage(
        title=book.title,
        words=_WORDS,
        edition=_PARTNERS,
        form=form,
        year=year,
        day=today,
        register=consolidation.register,
    )
    write_title(book, title, [
        *(Content(sheet_of(one.form), f"{one.form.title}: Wie viele je Kreis und Jahr, und was hat sich geändert?") for one in found),
        Content(REPLIES, "Wer hat bis zum Tag der Vereinbarung gemeldet, wer nicht?"),
        Content(findings_sheet.NAME, "Was ist an den Dateien aufgefallen, wo, und was ist zu tun?"),
    ])  # fmt: skip
    for one in found:
        _write_form(book, one, year, lambda file: shown.get(file, file), table)
    _write_replies(book, found, year, today)
    files = list(
        {
            file.entry.file: file for one in found for file in one.replies.files if file.state is not State.ANDERES
        }.values()
    )
    write_findings_of(book, files, f"Befunde {year}", _FINDINGS, _no_link)
    return book.finished()


_PARTNERS = EditionNote(
    "Ausgabe für die Partner",
    "Sie enthält genaue Zahlen und ist nur für den LWV Hessen und die Kreise der Vereinbarung.",
)
_FINDINGS = (
    "Jeder Befund der Dateien dieser Meldungen und der unlesbaren Dateien; Befunde anderer Formulare stehen hier nicht."
)


def _no_link(file: File, found: object) -> None:
    return None


def sheet_of(form: Form) -> str:
    """Return the name of a form's sheet: what its title begins with, „Meldung 8 c“."""
    return form.title.partition(":")[0]


def _write_form(
    book: ReportBook, one: FormFigures, year: int, shown: Callable[[str], str], table: TableFile | None
) -> None:
    figures = [
        head
        for field in one.fields
        for head in (Head(field.title, 17, "raw.anzahl"), Head(f"Änderung: {field.title}", 17))
    ]
    heads = (*_KREIS, *figures, *_REST)
    page = book.page(sheet_of(one.form), [head.width for head in heads])
    wide = last_of_first_page(page.widths)
    page.text(0, 0, f"{one.form.title} {year}", "title", wide)
    page.text(1, 0, " ".join(filter(None, (_NOTE, table and str(table)))), "note", wide)
    page.text(2, 0, _doubt(one.form, year) or None, "edition", wide)
    rows = [_row(one.rows, at, shown) for at in range(len(one.rows))]
    last = page.table(_HEAD_ROW, sheet_of(one.form).replace(" ", "_"), heads, rows, (1, "Keine Meldung."))
    set_up_readable(page, last, _HEAD_ROW, _LEAD)


_NOTE = (
    "Eine Zeile je Kreis und Jahr der Meldung (in das der 31.03. fällt); gezählt ist nur, was angenommen ist. "
    f"„{Sign.PENDING}“: die Meldung liegt nicht vor, „{Sign.NOTHING}“: nicht aufgegliedert. Änderung gegenüber dem Jahr davor; "
    f"„{Sign.SENSELESS}“, wo dieses fehlt."
)


def _doubt(form: Form, year: int) -> str:
    """Return what is doubtful about the basis of a Meldung."""
    reports = (agreement.report(form.name, year) for agreement in agreements().values())
    return " ".join(dict.fromkeys(report.doubt for report in reports if report is not None and report.doubt))


def _row(rows: Sequence[KreisYear], at: int, shown: Callable[[str], str]) -> tuple[Value | Link | Figure, ...]:
    row, before = rows[at], rows[at - 1] if at else None
    follows = before is not None and (before.key, before.year) == (row.key, row.year - 1)
    cells: list[Value | Link | Figure] = []
    for number, value in enumerate(row.values):
        column = len(_KREIS) + 2 * number
        earlier = before.values[number] if before is not None and follows else None
        cells.append(str(Sign.NOTHING if row.source else Sign.PENDING) if value is None else value)
        cells.append(_change(value, earlier, _FIRST + at, column))
    return (row.key, row.name, str(row.year), *cells, row.filled_on, shown(row.source))


def _change(value: int | None, earlier: int | None, row: int, column: int) -> Figure:
    """Return the difference to the row above, as a formula."""
    if value is None or earlier is None:
        return Figure(None, str(Sign.SENSELESS), "raw.anzahl")
    now, then = (xl_rowcol_to_cell(at, column) for at in (row, row - 1))
    return Figure(f"={now}-{then}", value - earlier, "raw.anzahl")


def _write_replies(book: ReportBook, found: Sequence[FormFigures], year: int, today: date) -> None:
    page = book.page(REPLIES, [head.width for head in _REPLIES], style.TABS["given"])
    wide = len(_REPLIES) - 1
    page.text(0, 0, f"Rücklauf {year}, Stand {german(today)}", "title", wide)
    page.text(1, 0, _REPLIES_NOTE, "note", wide)
    rows = [_reply(one.form, reply, today) for one in found for reply in one.replies.senders]
    last = page.table(_HEAD_ROW, REPLIES, _REPLIES, rows, (1, "Niemand erwartet."))
    page.states((_FIRST, _STATE), (last, _STATE), SIGNS)
    set_up_readable(page, last, _HEAD_ROW, 2)


_REPLIES_NOTE = (
    "Erwartet wird eine Meldung von jedem Kreis, mit dem eine Kooperationsvereinbarung besteht; die Meldung 8 d macht der "
    "LWV Hessen selbst."
)


def _reply(form: Form, reply: Reply, today: date) -> tuple[Value, ...]:
    over = reply.frist is not None and today > reply.frist
    late = "nicht gemeldet bis zum " if over else "Frist läuft bis zum "
    said = "gemeldet" if reply.is_done else f"{late}{german(reply.frist)}" if reply.frist else ""
    files = "\n".join(file.shown for file in reply.files)
    return (sheet_of(form), reply.number, reply.name, reply.frist, str(reply.state), said, files)
