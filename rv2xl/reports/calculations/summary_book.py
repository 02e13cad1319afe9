"""The summary of many returned calculations as a workbook: „Bögen“, „Kreise“ and „Orte“ where the form tells of Orte, „Befunde“.

Sums, quarters and marks are formulas over the rows, so that a reader can follow each of them.
"""

from __future__ import annotations

from datetime import date

from rv2xl.excel import looks as style
from rv2xl.model.finding import Severity
from rv2xl.reports import findings_sheet
from rv2xl.reports.calculations.boegen_sheet import FIRST, HEAD, BoegenSheet
from rv2xl.reports.calculations.boegen_sheet import NAME as BOEGEN
from rv2xl.reports.calculations.kreise_sheet import KREISE, PLACES, SharesSheet, write_kreise
from rv2xl.reports.calculations.senders_sheet import NAME as SENDERS
from rv2xl.reports.calculations.senders_sheet import write_senders
from rv2xl.reports.calculations.summary_figures import SummaryFigures
from rv2xl.reports.findings_sheet import write_findings
from rv2xl.reports.replies import SIGNS, Replies, replies_of
from rv2xl.reports.table import TableFile
from rv2xl.reports.workbook.readable import last_of_first_page, set_up_readable
from rv2xl.reports.workbook.report_book import Head, ReportBook
from rv2xl.reports.workbook.title_sheet import INTERNAL, Content, TitlePage, write_title
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.decisions import acceptance_of

FILES = "Dateien"
_NOTE = "Gezählt ist nur, was angenommen ist; andere Formulare stehen hier, sind aber nicht ausgewertet."


def summary_bytes(consolidation: Consolidation, table: TableFile | None = None, *, today: date) -> bytes:
    """Return the workbook with the Stand `today`, which names the `table` that is written with it. Equal inputs give equal bytes."""
    calculations = SummaryFigures(consolidation)
    form, year = consolidation.form, consolidation.year
    replies = replies_of(consolidation, ())
    shown = {file.entry.file: file.shown for file in replies.files}
    book = ReportBook(f"Übersicht {year} – {form.title}", form.source, made=today)
    write_title(
        book,
        TitlePage(title=book.title, words=_WORDS, edition=INTERNAL, form=form, year=year, day=today, register=consolidation.register),
        _contents(calculations),
    )  # fmt: skip
    boegen = BoegenSheet(book, calculations, shown.__getitem__)
    boegen.write()
    if calculations.summary.places is not None:
        orte = SharesSheet(book, calculations, shown.__getitem__, boegen)
        write_kreise(book, calculations, orte)
        orte.write()
    write_senders(book, calculations, replies)
    _write_files(book, replies, table)
    write_findings(book, replies, year)
    return book.finished()


_WORDS = (
    "Die angenommenen Bögen nebeneinander, mit Summen und mit Hinweisen auf Ungewöhnliches; jede Zahl steht auch im Bogen selbst, dessen "
    "Blatt und Zelle genannt sind."
)


def _contents(calculations: SummaryFigures) -> list[Content]:
    """Return the sheets behind the title, in their order."""
    of_orte = (
        Content(KREISE, "Was entfällt auf die Orte jedes Landkreises und jeder kreisfreien Stadt?"),
        Content(PLACES, "Was sagt jeder Bogen über jeden Ort?"),
    )
    on_occasion = calculations.form.comes_with_a_measure
    asked = (
        "Wer hat Bögen gesandt? Erwartet wird niemand."
        if on_occasion
        else "Wer hat einen Bogen gesandt, wer fehlt noch?"
    )
    return [
        Content(BOEGEN, "Was ergibt jeder Bogen, was alle zusammen, und was ist auffällig?"),
        *(of_orte if calculations.summary.places is not None else ()),
        Content(SENDERS, asked),
        Content(FILES, "Welche Dateien liegen im Ordner, und welche davon sind gezählt?"),
        Content(findings_sheet.NAME, "Was ist an den Dateien aufgefallen, wo, und was ist zu tun?"),
    ]


def _write_files(book: ReportBook, replies: Replies, table: TableFile | None) -> None:
    """Write „Dateien“: every file of the folder, whether it counts, and what it is."""
    heads = (
        Head("Datei", 46), Head("LE-Nr.", 9), Head("Status", 18, "strong"), Head("Formular", 40),
        *(Head(severity, 11, "raw.anzahl") for severity in Severity),
    )  # fmt: skip
    accepted = [acceptance_of(file.entry) for file in replies.files]
    if any(accepted):
        heads += (Head("Freigabe", 60),)
    page = book.page(FILES, [head.width for head in heads], style.TABS["given"])
    first_page = last_of_first_page(page.widths)
    page.text(0, 0, "Dateien im Ordner", "title", first_page)
    page.text(1, 0, _NOTE, "note", first_page)
    page.text(2, 0, table and str(table), "note", first_page)
    page.heads(HEAD, heads)
    for at, (file, said) in enumerate(zip(replies.files, accepted, strict=True), FIRST):
        form = file.entry.issue.form.title if file.entry.issue is not None else None
        counts = file.counts
        page.values(
            at, heads, (file.shown, file.sender, file.state, form, *(counts[severity] for severity in Severity))
        )
        if said is not None:
            page.text(at, len(heads) - 1, said)
    last = FIRST + max(len(replies.files), 1) - 1
    page.states((FIRST, 2), (last, 2), SIGNS)
    set_up_readable(page, last, HEAD, 1)
