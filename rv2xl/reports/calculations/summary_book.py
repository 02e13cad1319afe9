"""The summary of many returned calculations as a workbook: „Bögen“, „Kreise“ and „Orte“ where the form tells of Orte, „Befunde“.

Sums, quarters and marks are formulas over the rows, so that a reader can follow each of them.
"""

from __future__ import annotations

from rv2xl.excel import looks as style
from rv2xl.model.finding import Severity
from rv2xl.reports.calculations.boegen_sheet import FIRST, HEAD, BoegenSheet
from rv2xl.reports.calculations.kreise_sheet import SharesSheet, write_kreise
from rv2xl.reports.calculations.summary_figures import SummaryFigures
from rv2xl.reports.findings_sheet import write_findings
from rv2xl.reports.replies import SIGNS, Replies, replies_of
from rv2xl.reports.table import TableFile
from rv2xl.reports.workbook.report_book import Head, ReportBook
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.decisions import acceptance_of

FILES = "Dateien"
_NOTE = "Gezählt ist nur, was angenommen ist; andere Formulare stehen hier, sind aber nicht ausgewertet."


def summary_bytes(consolidation: Consolidation, table: TableFile | None = None) -> bytes:
    """Return the workbook, which names the `table` that is written with it. Equal inputs give equal bytes."""
    calculations = SummaryFigures(consolidation)
    form, year = consolidation.form, consolidation.year
    replies = replies_of(consolidation, ())
    shown = {file.entry.file: file.shown for file in replies.files}
    book = ReportBook(f"Übersicht {year} – {form.title}", form.source)
    BoegenSheet(book, calculations, shown.__getitem__).write()
    if calculations.summary.places is not None:
        orte = SharesSheet(book, calculations, shown.__getitem__)
        write_kreise(book, calculations, orte)
        orte.write()
    _write_files(book, replies, table)
    write_findings(book, replies, year)
    return book.finished()


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
    page.text(0, 0, "Dateien im Ordner", "title", len(heads) - 1)
    page.text(1, 0, _NOTE, "note", len(heads) - 1)
    page.text(2, 0, table and str(table), "note", len(heads) - 1)
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
    page.set_up(last, (HEAD, HEAD), frozen=1)
