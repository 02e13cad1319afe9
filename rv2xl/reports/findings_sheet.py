"""„Befunde“: every finding of the returns of this form, to be filtered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from rv2xl.excel import looks as style
from rv2xl.model.definitions.field import Kind, Type
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.wording import german
from rv2xl.reports.replies import File, Replies, State
from rv2xl.reports.workbook.report_book import Head, ReportBook

NAME = "Befunde"
TABLE = "Befundliste"

_FIRST_ROW = 3
_HEADS = (
    Head("Datei", 31), Head("LE-Nr.", 8.5), Head("Schwere", 12, "strong"), Head("Code", 20), Head("Blatt", 22),
    Head("Zellen", 11), Head("Feld (Kennung)", 19), Head("Meldung", 50), Head("Wert", 11), Head("erwartet", 18),
    Head("Abhilfe", 36), Head("Fundstelle", 15),
)  # fmt: skip
_SEVERITY = 2
_SIGNS = {Severity.FEHLER: "✗", Severity.WARNUNG: "!", Severity.HINWEIS: "i"}

_NOTE = (
    "Jeder Befund der Dateien dieses Vordrucks und der unlesbaren Dateien; „Blatt“ und „Zellen“ nennen die Stelle in der "
    "Datei, wie sie kam. FEHLER: der Rücklauf ist nicht angenommen. WARNUNG: angenommen, wird nachgefragt. HINWEIS: zur "
    "Kenntnis. Befunde anderer Formulare stehen hier nicht."
)


def write_findings(book: ReportBook, replies: Replies, year: int) -> None:
    """Write the sheet."""
    listed = [file for file in replies.files if file.state is not State.ANDERES]
    folder = _folder(replies)
    rows = [_texts(file, found, folder) for file in listed for found in _sorted(file)]
    none = ["Keine Befunde." if column == 7 else None for column in range(len(_HEADS))]
    page = book.page(NAME, [head.width for head in _HEADS], style.TABS["given"])
    page.text(0, 0, f"Befunde {year}", "title")
    page.text(1, 0, _NOTE, "note", 7)
    last = page.table(_FIRST_ROW, TABLE, _HEADS, rows or [none])
    page.states(
        (_FIRST_ROW + 1, _SEVERITY), (last, _SEVERITY), {str(severity): sign for severity, sign in _SIGNS.items()}
    )
    page.sheet.freeze_panes(_FIRST_ROW + 1, 3)
    page.print_setup((last, len(_HEADS) - 1), (_FIRST_ROW, _FIRST_ROW))


def _sorted(file: File) -> list[Finding]:
    """Return a file's findings, the gravest first; those of the same weight as they were found."""
    order = list(Severity)
    return sorted(file.entry.findings, key=lambda found: order.index(found.severity))


_AS_TYPED = frozenset({"TYP", "BEREICH", "LISTE", "DATUM", "NORMALISIERT"})
"""Codes whose value is what stood in the cell; written otherwise it could not be told from what was read."""


def _folder(replies: Replies) -> str:
    """Return what is left out before the name of a file where a message names another one: the common folder, if any."""
    names = ((file.entry.file, file.shown) for file in replies.files)
    return next((path.removesuffix(shown) for path, shown in names if path != shown), "")


def _texts(file: File, found: Finding, folder: str) -> tuple[str | None, ...]:
    issue = file.entry.issue
    types = (
        (sheet.fields[found.field].type for sheet in issue.form.sheets if found.field in sheet.fields) if issue else ()
    )
    type_ = next(iter(types), None)
    message = found.message.replace(f"„{folder}", "„") if folder else found.message
    return (
        file.shown, file.sender, str(found.severity), found.code, found.sheet, ", ".join(found.cells), found.field,
        message, found.value if found.code in _AS_TYPED else _german(found.value, type_), _german(found.expected, type_),
        found.remedy, found.source,
    )  # fmt: skip


def _german(text: str | None, type_: Type | None) -> str | None:
    """Write a number or day as German readers do; what is none of them stays as it came."""
    if text is None or type_ is None:
        return text
    try:
        if type_.numeric:
            return german(Decimal(text), type_)
        return german(date.fromisoformat(text)) if type_.kind is Kind.DATUM else text
    except (ValueError, InvalidOperation):
        return text
