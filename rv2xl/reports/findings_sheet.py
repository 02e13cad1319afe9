"""„Befunde“: every finding of many files, to be filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import islice

from rv2xl.excel import looks as style
from rv2xl.model.definitions.field import Kind, Type
from rv2xl.model.definitions.roles import Senders
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.foreign_text import one_line, shown_name
from rv2xl.model.wording import german, german_number
from rv2xl.reports.replies import File, Replies, State, common_folder, kinds_of_senders
from rv2xl.reports.workbook.file_links import FileLinks
from rv2xl.reports.workbook.readable import last_of_first_page, set_up_readable
from rv2xl.reports.workbook.report_book import Head, Link, ReportBook
from rv2xl.returns.messages import messages

NAME = "Befunde"
WORDS = "Was ist an den Dateien aufgefallen, wo, und was ist zu tun?"
TABLE = "Befundliste"
MOST_ROWS = 100_000

_FIRST_ROW = 2


def _heads(number: str) -> tuple[Head, ...]:
    """Return the heads; `number` stands over that of the sender.

    First what and where, then what to do; codes and ids come last. Texts have room for a line, as a rule: many findings are in sight.
    """
    return (
        Head("Datei", 38), Head("Schwere", 12, "strong"), Head("Meldung", 87), Head("Zellen", 16), Head("Blatt", 24, "line"),
        Head("Abhilfe", 81), Head("Wert", 11), Head("erwartet", 18), Head("Erläuterung des Absenders", 60), Head(number, 10),
        Head("Code", 24), Head("Feld (Kennung)", 28), Head("Fundstelle", 28),
    )  # fmt: skip


_SEVERITY, _MESSAGE = 1, 2
_REPEATED = 2
_SIGNS: dict[str, str] = {Severity.FEHLER: "✗", Severity.WARNUNG: "!", Severity.HINWEIS: "i"}

_Row = tuple[str | Link | None, ...]
LinkTo = Callable[[File, Finding], str | None]
"""Returns the link to the place of a finding, if there can be one."""

_NOTE = (
    "Befunde der Dateien dieses Vordrucks und der unlesbaren; „Zellen“ und „Blatt“ nennen die Stelle. FEHLER: nicht angenommen; "
    "WARNUNG: angenommen, wird nachgefragt; HINWEIS: zur Kenntnis."
)


def write_findings(book: ReportBook, replies: Replies, year: int, links: FileLinks | None = None) -> None:
    """Write the sheet of a form's report, with links to the files if they are given."""
    files = [file for file in replies.files if file.state is not State.ANDERES]
    write_findings_of(book, files, f"Befunde {year}", _NOTE, partial(to_finding, links))


def to_finding(links: FileLinks | None, file: File, found: Finding) -> str | None:
    """Return the link to the first cell of a finding, or to its sheet or file as a whole."""
    cell = found.cells[0].partition(":")[0] if found.cells else "A1"
    return links.to_cell(file.entry.file, found.sheet, cell) if links is not None else None


def write_findings_of(book: ReportBook, files: Sequence[File], title: str, note: str, link: LinkTo) -> None:
    """Write the sheet: of each file the gravest findings first, those of the same weight as they were found."""
    folder = common_folder(files)
    found = ((file, finding, remark) for file in files for finding, remark in gravest_first(file))
    rows = (_texts(file, finding, remark, folder, link(file, finding)) for file, finding, remark in found)
    heads = _heads(Senders.heads_over(kinds_of_senders(files))[0])
    page = book.page(NAME, [head.width for head in heads], style.TABS["given"])
    page.text(0, 0, title, "title")
    page.text(1, 0, note, "note", last_of_first_page(page.widths))
    last = page.table(_FIRST_ROW, TABLE, heads, _most(rows, len(heads)), (_MESSAGE, "Keine Befunde."))
    page.states((_FIRST_ROW + 1, _SEVERITY), (last, _SEVERITY), _SIGNS)
    set_up_readable(page, last, _FIRST_ROW, _REPEATED)


def gravest_first(file: File) -> list[tuple[Finding, str]]:
    """Return the findings of a file with the sender's remarks; those of the same weight as they were found."""
    return sorted(_remarked(file), key=lambda entry: list(Severity).index(entry[0].severity))


def shown_message(found: Finding, folder: str) -> str:
    """Return what a finding says in one line; files in the common folder are named from there on."""
    return one_line(found.message.replace(f"„{folder}", "„") if folder else found.message)


def _remarked(file: File) -> Iterator[tuple[Finding, str]]:
    """Yield the findings of a file with the sender's remark; those that follow from another one too."""
    for message in messages(file.entry.returned, file.entry.findings):
        yield message.finding, message.remark
        yield from ((found, "") for found in message.following)


def _most(rows: Iterator[_Row], width: int) -> Iterator[_Row]:
    """Yield as many rows as a reader can use, then one that counts the others: a sheet ends at a million, without a word."""
    yield from islice(rows, MOST_ROWS)
    rest = sum(1 for _ in rows)
    if rest:
        text = f"{german_number(rest)} weitere Zeilen sind hier nicht aufgeführt; „rv2xl check“ nennt alle."
        yield tuple(text if column == _MESSAGE else None for column in range(width))


_AS_TYPED = frozenset({"TYP", "BEREICH", "LISTE", "DATUM", "NORMALISIERT"})
"""Codes whose value is what stood in the cell; written otherwise it could not be told from what was read."""


def _texts(file: File, found: Finding, remark: str, folder: str, target: str | None) -> _Row:
    issue = file.entry.issue
    sheets = issue.form.sheets if issue else ()
    type_ = next((sheet.fields[found.field].type for sheet in sheets if found.field in sheet.fields), None)
    sheet, value = (None if text is None else shown_name(text) for text in (found.sheet, found.value))
    cells = ", ".join(found.cells)
    place = Link(cells or ("Blatt" if sheet else "Datei"), target) if target else cells
    return (
        file.shown, str(found.severity), shown_message(found, folder), place, sheet, found.remedy,
        value if found.code in _AS_TYPED else _german(value, type_), _german(found.expected, type_), one_line(remark),
        file.sender, found.code, found.field, found.source,
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
