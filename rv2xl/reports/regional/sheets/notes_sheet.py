"""„Hinweise“: what the figures do not contain, what each of them means, how the form was read, and which files they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rv2xl.excel import looks as style
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.wording import listed
from rv2xl.reports.regional.caveats import caveats, readings
from rv2xl.reports.regional.ort_columns import measures, ort_columns
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.replies import File, Replies, State
from rv2xl.reports.table import TableFile
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Page
from rv2xl.reports.workbook.signs import Sign
from rv2xl.returns.consolidate import Consolidation

NAME = "Hinweise"
WORDS = "Was enthalten die Zahlen nicht, was heißen sie, und woher kommen sie?"

_WIDTHS = (34.0, 98.0, 18.0)
_LAST = len(_WIDTHS) - 1
_SCALE = int(looks.PRINTABLE[0] / looks.points(_WIDTHS) * 100)

_Line = tuple[str, str, str | int]
_Block = tuple[str, Sequence[str], Iterable[_Line]]
"""Its title, its headings, none where it is a list of sentences, and its lines."""


@dataclass(frozen=True, eq=False)
class NotesSheet:
    """Writes the sheet, block below block. `replies` and `table`, the file with every single value, are told of in an internal edition
    only; `edition` are the sentences about what was done to the figures of this one."""

    report: RegionalBook
    replies: Replies | None = None
    table: TableFile | None = None
    edition: Sequence[str] = ()

    def write(self) -> None:
        """Write the sheet."""
        consolidation = self.report.published.consolidation
        page = self.report.book.page(NAME, _WIDTHS, style.TABS["given"])
        page.text(0, 0, f"{NAME} {consolidation.year}", "title", 1)
        page.text(1, 0, WORDS, "one_line_note")
        end = 2
        for title, heads, lines in self._blocks():
            end = _write_block(page, end + 1, (title, heads, lines))
        page.set_up(end - 1, (0, 0), _SCALE)

    def _blocks(self) -> Iterator[_Block]:
        """Yield each block."""
        consolidation = self.report.published.consolidation
        told = readings(consolidation) if self.replies is None else caveats(consolidation, self.replies)
        told = [*self.edition, *told, *([str(self.table)] if self.table else ())]
        yield "Was diese Zahlen nicht enthalten", (), (("", f"•  {text}", "") for text in told)
        yield "Kennzahlen", ("Kennzahl", "Was sie heißt", "Blatt"), self._indicators()
        yield "Zeichen", ("Zeichen", "Was es heißt", ""), ((str(sign), sign.words, "") for sign in Sign)
        if self.replies is not None:
            yield "Dateien im Ordner", ("Was mit ihnen geschah", "Wo es steht", "Anzahl"), _counts(self.replies)
            yield "Vordrucke", ("Fassung", "Herausgegeben als", "gezählt"), _versions(consolidation)
        lines = (
            (entry.question, f"{entry.reading} ({entry.source})", entry.id) for entry in consolidation.form.auslegungen
        )
        yield "Auslegungen: wo die Quelle etwas offen lässt", ("Frage", "Wie es hier gelesen ist", "Kennung"), lines
        if self.replies is not None:
            yield "Gelesene Dateien", ("Datei", "Prüfsumme (SHA-256)", "Status"), self._files(self.replies.files)

    def _indicators(self) -> Iterator[_Line]:
        outline, form = self.report.published.outline, self.report.published.consolidation.versions
        headings = {column.id: column.heading for column in ort_columns(*form)}
        parts = {measure.id: measure.parts for measure in measures(*form)}
        for one in outline.indicators.values():
            sheets = [subject.name for subject in outline.subjects if one in subject.indicators]
            fields = [headings[field] for part in one.parts for field in parts.get(part, (part,)) if field in headings]
            yield one.name, _definition(one, fields), ", ".join(sheets or ["Überblick"])

    def _files(self, files: Sequence[File]) -> Iterator[_Line]:
        for file in files:
            yield file.shown, file.entry.checksum or "nicht gelesen", str(file.state)


def _write_block(page: Page, row: int, block: _Block) -> int:
    """Write a block from a row on; return the row below."""
    title, heads, lines = block
    page.text(row, 0, title, "block", _LAST)
    for column, head in enumerate(heads):
        page.text(row + 1, column, head, "head")
    at = row + 1 + bool(heads)
    for line in lines:
        if heads:
            for column, value in enumerate(line):
                page.value(
                    at, column, value, "raw.anzahl" if isinstance(value, int) else "text" if column else "strong"
                )
        else:
            page.text(at, 0, line[1], "bullet", _LAST)
        at += 1
    return at


def _definition(one: Indicator, fields: list[str]) -> str:
    """Say what an indicator is; what has no words of its own is a sum of fields, or a share of answers."""
    if one.words:
        return one.words
    if one.asked:
        return f"Anteil „ja“ an den Antworten „ja“ und „nein“ auf die Frage: {fields[0]}"
    return f"Summe über die Orte: {listed(fields)}"


_FILES = (
    ("angenommen und gezählt", (State.ANGENOMMEN,), "„Orte“ und „Rücklauf“"),
    ("zurückgewiesen", (State.ZURUECKGEWIESEN,), "„Befunde“ nennt die FEHLER"),
    ("durch eine Korrektur ersetzt oder doppelt", (State.ERSETZT, State.DOPPELT), "„Rücklauf“, Spalte „Dateien“"),
    ("unlesbar oder kein Vordruck", (State.UNLESBAR,), "„Befunde“ nennt den Grund"),
    ("andere Formulare", (State.ANDERES,), "hier nicht ausgewertet; am Ende des Blattes „Rücklauf“"),
)


def _counts(replies: Replies) -> Iterator[_Line]:
    yield "insgesamt", "„Rücklauf“; die Prüfsummen stehen unten", len(replies.files)
    for label, states, note in _FILES:
        yield f"davon {label}", note, replies.count(*states)


def _versions(consolidation: Consolidation) -> Iterator[_Line]:
    counts = Counter(entry.issue.form.version for entry in consolidation.counted if entry.issue is not None)
    for form in consolidation.versions:
        yield form.version, f"{form.title} ({form.source})", counts[form.version]
