"""„Rücklauf“: who has returned what, who is still missing, and the files that belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.excel import looks as style
from rv2xl.model.definitions.field import Field
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Severity
from rv2xl.reports.replies import SIGNS, File, Replies, Reply, State
from rv2xl.reports.workbook.looks import report_look
from rv2xl.reports.workbook.readable import last_of_first_page, set_up_readable
from rv2xl.reports.workbook.report_book import Head, Page, ReportBook, area

NAME = "Rücklauf"
WORDS = "Wer hat berichtet, wer fehlt noch?"
TABLE = "Leistungserbringer"

_FIRST_ROW = 2
_HEADS = (
    Head("Leistungserbringer", 36, "strong"), Head("Status", 16, "strong"), Head("Frist", 12, "raw.datum"),
    Head("Orte erwartet", 15, "raw.anzahl"), Head("Orte gemeldet", 16, "raw.anzahl"), Head("FEHLER", 11, "raw.anzahl"),
    Head("WARNUNG", 13, "raw.anzahl"), Head("HINWEIS", 12, "raw.anzahl"), Head("Orte ohne angenommene Meldung", 100), Head("Dateien", 51.5),
    Head("erwartet", 11), Head("LE-Nr.", 10),
)  # fmt: skip
_REPEATED = 2
_STATE, _EXPECTED, _ONCE = 1, 10, len(_HEADS)

_NOTE = (
    "Wer im Jahr einen Ort hat (Stammdaten), danach weitere Absender. Von mehreren Dateien gilt die mit der höchsten Korrektur Nr.; ihre "
    "Befunde zeigt das Blatt „Befunde“, Filter „LE-Nr.“."
)


@dataclass(frozen=True, eq=False)
class RepliesTable:
    """Where the table stands; `once` are the numbers that a sender gives for all its Orte."""

    replies: Replies
    once: tuple[Field, ...]

    @property
    def last_row(self) -> int:
        """The table's last row; it has one even if nobody is expected."""
        return _FIRST_ROW + max(len(self.replies.senders), 1)

    def _area(self, column: int) -> str:
        return area((_FIRST_ROW + 1, column), (self.last_row, column), NAME)

    def count_formula(self, state: State | None = None) -> str:
        """Return the formula that counts the expected Leistungserbringer, in a state or at all."""
        criteria = f'{self._area(_EXPECTED)},"ja"'
        return f"=COUNTIFS({criteria}" + (f',{self._area(_STATE)},"{state}")' if state else ")")

    def once_formula(self, index: int) -> str:
        """Return the formula that adds up one of the numbers given once."""
        return f"=SUM({self._area(_ONCE + index)})"


def write_replies(book: ReportBook, table: RepliesTable, year: int) -> None:
    """Write the sheet."""
    heads = list(_HEADS)
    for field in table.once:
        heads.append(Head(field.context, 27, report_look("raw", field.type)))
    page = book.page(NAME, [head.width for head in heads], style.TABS["given"])
    page.text(0, 0, f"Rücklauf {year}", "title")
    page.text(1, 0, _NOTE, "one_line_note")
    page.table(_FIRST_ROW, TABLE, heads, map(_values, table.replies.senders), (0, "Niemand erwartet."))
    page.states((_FIRST_ROW + 1, _STATE), (table.last_row, _STATE), SIGNS)
    last = _nobody(page, table)
    set_up_readable(page, last, _FIRST_ROW, _REPEATED)


def _values(reply: Reply) -> tuple[Value, ...]:
    counts = reply.counts
    files = (f"{file.shown} ({_said_of(file, several=len(reply.files) > 1)})" for file in reply.files)
    orte = map(str, reply.missing)
    return (
        reply.name, str(reply.state), reply.frist, reply.orte_expected, reply.orte_reported,
        *(counts[severity] for severity in Severity), "; ".join(orte), "\n".join(files),
        "ja" if reply.expected else "nein", reply.number, *reply.once,
    )  # fmt: skip


def _said_of(file: File, *, several: bool) -> str:
    """Say what became of a file; of several which is the one that counts, with its Korrektur Nr."""
    said = [str(file.state)]
    if several and file.state is State.ANGENOMMEN:
        said.append("gezählt")
    if several and file.entry.returned.correction:
        said.append(f"Korrektur Nr. {file.entry.returned.correction}")
    if file.guessed:
        said.append("nach dem Dateinamen zugeordnet")
    return ", ".join(said)


def _nobody(page: Page, table: RepliesTable) -> int:
    """List the files that belong to no Leistungserbringer below the table; return the last row."""
    row = table.last_row + 2
    files = table.replies.nobody
    last = last_of_first_page(page.widths)
    page.text(row, 0, "Weitere Dateien im Ordner, die keinem Leistungserbringer zugeordnet sind", "block", last)
    if not files:
        page.text(row + 1, 0, "Keine.", "text", last)
        return row + 1
    for column, text, end in ((0, "Datei", 0), (1, "Status", 1), (2, "Was es ist", last)):
        page.text(row + 1, column, text, "head", end)
    for number, file in enumerate(files, row + 2):
        page.text(number, 0, file.shown, "text")
        page.text(number, _STATE, str(file.state), "strong")
        page.text(number, 2, _what(file), "text", last)
    page.states((row + 2, _STATE), (row + 1 + len(files), _STATE), SIGNS)
    return row + 1 + len(files)


def _what(file: File) -> str:
    issue = file.entry.issue
    if issue is not None and file.state is State.ANDERES:
        return f"{issue.form.title} {issue.year}; hier nicht ausgewertet."
    return next((found.message for found in file.entry.findings if found.severity is Severity.FEHLER), "")
