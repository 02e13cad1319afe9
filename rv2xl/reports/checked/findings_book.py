"""`Befunde.xlsx`: what a check shows as a workbook to be filtered, with links to the files and their cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rv2xl.files import write_beside
from rv2xl.model.definitions.roles import Senders
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Severity
from rv2xl.model.foreign_text import shown_name
from rv2xl.reports.checked.check_report import CheckReport, Due
from rv2xl.reports.findings_sheet import to_finding, write_findings_of
from rv2xl.reports.replies import SIGNS, File, Reply, kinds_of_senders
from rv2xl.reports.results import require_targets
from rv2xl.reports.workbook.file_links import FileLinks
from rv2xl.reports.workbook.replaced import require_own_kind
from rv2xl.reports.workbook.report_book import Head, Link, ReportBook
from rv2xl.returns.folder import require_outside

TITLE = "Befunde"
FILES, MISSING = "Dateien", "Fehlend"

_FIRST_ROW = 3
_FINDINGS_NOTE = (
    "Jeder Befund jeder Datei; der Verweis in „Zellen“ öffnet die Datei an der Stelle. FEHLER: der Rücklauf ist nicht angenommen. "
    "WARNUNG: angenommen, wird nachgefragt; wo der Absender sie erläutert, steht es daneben. HINWEIS: zur Kenntnis."
)
_MISSING_NOTE = (
    "Wer nach den Stammdaten berichten muss und von wem noch keine oder keine vollständige Meldung angenommen ist."
)


def require_target(out: Path, paths: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Raise Abbruch for a workbook that would replace an input or another kind of file, or be read as a return the next time."""
    require_targets(out, None, inputs)
    require_own_kind(out, TITLE)
    require_outside(out.parent, paths)


def write_findings_book(report: CheckReport, out: Path) -> None:
    """Write the workbook."""
    write_beside(out, findings_book(report, out.parent))


def findings_book(report: CheckReport, folder: Path) -> bytes:
    """Return the workbook, with links as they lead from a folder. Equal calls give equal bytes."""
    book = ReportBook(TITLE, "Rückläufe")
    links = FileLinks(folder)
    write_findings_of(book, report.files, TITLE, _FINDINGS_NOTE, partial(to_finding, links))
    _write_files(book, report, links)
    if report.due:
        _write_missing(book, report.due)
    return book.finished()


def _write_files(book: ReportBook, report: CheckReport, links: FileLinks) -> None:
    number, name = Senders.heads_over(kinds_of_senders(report.files))
    heads = (
        Head("Datei", 46), Head("Status", 18, "strong"), Head(number, 9), Head(name, 34),
        Head("Formular", 43), Head("Jahr", 8), *(Head(severity, 11.5, "raw.anzahl") for severity in Severity),
    )  # fmt: skip
    page = book.page(FILES, [head.width for head in heads])
    page.text(0, 0, FILES, "title")
    page.text(1, 0, " ".join(report.sentences), "note", len(heads) - 1)
    rows = (_file_row(report, file, links) for file in report.files)
    last = page.table(_FIRST_ROW, "Dateiliste", heads, rows)
    page.states((_FIRST_ROW + 1, 1), (last, 1), SIGNS)
    page.set_up(last, (_FIRST_ROW, _FIRST_ROW), frozen=1)


def _file_row(report: CheckReport, file: File, links: FileLinks) -> tuple[Value | Link, ...]:
    issue, target, counts = file.entry.issue, links.to_file(file.entry.file), file.counts
    return (
        Link(file.shown, target) if target else file.shown, str(file.state), file.sender, shown_name(report.name_of(file)),
        issue.form.title if issue else None, str(issue.year) if issue else None, *(counts[severity] for severity in Severity),
    )  # fmt: skip


def _write_missing(book: ReportBook, due: Sequence[Due]) -> None:
    number, name = Senders.heads_over(entry.form.senders for entry in due)
    heads = (
        Head(number, 9), Head(name, 36, "strong"), Head("Status", 18, "strong"), Head("Frist", 12.5, "raw.datum"),
        Head("Formular", 43), Head("Orte ohne angenommene Meldung", 54),
    )  # fmt: skip
    page = book.page(MISSING, [head.width for head in heads])
    page.text(0, 0, MISSING, "title")
    page.text(1, 0, _MISSING_NOTE, "note", len(heads) - 1)
    rows = (_missing_row(entry, reply) for entry in due for reply in entry.expected if not reply.is_done)
    last = page.table(_FIRST_ROW, "Fehlliste", heads, rows, (1, "Niemand."))
    page.states((_FIRST_ROW + 1, 2), (last, 2), SIGNS)
    page.set_up(last, (_FIRST_ROW, _FIRST_ROW), frozen=2)


def _missing_row(due: Due, reply: Reply) -> tuple[Value, ...]:
    orte = "\n".join(map(str, reply.missing))
    return reply.number, reply.name, str(reply.state), reply.frist, due.form.title, orte
