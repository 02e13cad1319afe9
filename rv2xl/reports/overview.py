"""„Überblick“: the first sheet. What has come back, the sums for Hessen, a chart, and what the figures do not contain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rv2xl.excel.formula import cell_name, column_letter, quoted
from rv2xl.model.field import ANZAHL
from rv2xl.model.form import Matrix
from rv2xl.model.law import year_end
from rv2xl.reports import looks, overview_chart
from rv2xl.reports.book import Book, Page
from rv2xl.reports.figures import WITHOUT, Figures, Level, number_of
from rv2xl.reports.limits import limits
from rv2xl.reports.outline import Line, outline_of
from rv2xl.reports.places_sheet import PlacesTable
from rv2xl.reports.regions_sheet import BAD, EXPECTED, REPORTED, SENDERS, RegionTable, check_area
from rv2xl.reports.replies import Reply, State
from rv2xl.reports.replies_sheet import RepliesTable
from rv2xl.returns.consolidate import Consolidation

NAME = "Überblick"
_WIDTHS = (50.0, 14.0, 14.0, 14.0, 72.0)
_LAST = len(_WIDTHS) - 1
_SCALE = int(looks.PRINTABLE[0] / looks.points(_WIDTHS) * 100)
_NAMES = 24
"""So many names a line lists at most; „Rücklauf“ has them all."""


@dataclass(frozen=True, eq=False)
class Overview:
    """All that the first sheet draws from."""

    consolidation: Consolidation
    figures: Figures
    orte: PlacesTable
    regions: RegionTable
    replies: RepliesTable


def write_overview(book: Book, overview: Overview) -> None:
    """Write the sheet."""
    _Writer(book.page(NAME, _WIDTHS), overview).write()


class _Writer:
    """Writes block below block; a page ends before a block that would not fit."""

    def __init__(self, page: Page, overview: Overview) -> None:
        self.page, self.overview = page, overview
        self.outline = outline_of(overview.consolidation.form)
        self.row = 0
        self.blocks: list[int] = []

    def write(self) -> None:
        consolidation = self.overview.consolidation
        self.page.text(0, 0, f"Regionalbericht {consolidation.year}", "title")
        self.page.text(1, 0, f"{consolidation.form.title} ({consolidation.form.source})", "subtitle")
        self.page.text(2, 0, _NOTE, "note", _LAST)
        self.row = 4
        self._returns()
        self._sums()
        self._bezirke()
        if self.outline.chart is not None:
            self._chart(self.outline.chart)
        self._block("Was diese Zahlen nicht enthalten")
        self._list(limits(consolidation, self.overview.replies.replies))
        self._block("So verfolgen Sie eine Zahl zurück")
        self._list(_HOW)
        self.page.print_setup((self.row - 1, _LAST), (0, 1), _SCALE)
        self.page.sheet.set_h_pagebreaks(self._breaks())

    def _breaks(self) -> list[int]:
        room = looks.PRINTABLE[1] / _SCALE * 100
        ends = [*self.blocks[1:], self.row]
        breaks: list[int] = []
        used = self._height(0, self.blocks[0])
        for start, end in zip(self.blocks, ends, strict=True):
            needed = self._height(start, end)
            if used + needed > room:
                breaks.append(start)
                used = self._height(0, 2)
            used += needed
        return breaks

    def _height(self, first: int, last: int) -> float:
        return sum(self.page.heights.get(row, looks.ROW_HEIGHT) for row in range(first, last))

    def _block(self, title: str, heads: Sequence[str] = ()) -> None:
        """Begin a block: its heading, and the headings of its columns if it has any."""
        self.blocks.append(self.row)
        self.page.text(self.row, 0, title, "block", _LAST)
        self.row += 1
        for column, text in enumerate(heads):
            self.page.text(self.row, column, text, "head", _LAST if column == len(heads) - 1 else None)
        self.row += 1 if heads else 0

    def _gap(self) -> None:
        self.row += 1

    def _list(self, texts: Sequence[str]) -> None:
        for text in texts:
            self.page.text(self.row, 0, f"•  {text}", "bullet", _LAST)
            self.row += 1
        self._gap()

    def _returns(self) -> None:
        replies, table = self.overview.replies.replies, self.overview.replies
        self._block("Rücklauf", ("Leistungserbringer", "Anzahl", "Wer"))
        expected = sum(reply.expected for reply in replies.senders)
        self._count("müssen berichten", table.count_formula(), expected, "laut Stammdaten mindestens ein Ort im Jahr")
        for state, label in _STATES:
            found = replies.of(state)
            names = "" if state is State.ANGENOMMEN else _names(found)
            self._count(f"davon {label}", table.count_formula(state), len(found), names)
        further = [reply for reply in replies.senders if not reply.expected]
        if further:
            self._count("außerdem nicht erwartete Absender", None, len(further), _names(further))
        for column, text in enumerate(("Dateien im Ordner", "Anzahl", "")):
            self.page.text(self.row, column, text, "head", _LAST if column == 2 else None)
        self.row += 1
        self._count("insgesamt", None, len(replies.files), "")
        for label, states, note in _FILES:
            self._count(f"davon {label}", None, replies.count(*states), note)
        self._gap()

    def _count(self, label: str, formula: str | None, value: int, names: str) -> None:
        self.page.text(self.row, 0, label)
        if formula:
            self.page.formula(self.row, 1, formula, value, "cell.anzahl")
        else:
            self.page.number(self.row, 1, value)
        self.page.text(self.row, 2, names, "text", _LAST)
        self.row += 1

    def _sums(self) -> None:
        regions, state = self.overview.regions, self.overview.figures.state
        self._block("Hessen – Summe der Ortsmeldungen", ("", "LWV Hessen", "andere Leistungsträger", "gesamt", "Erläuterung"))
        self._sum(Line("Orte erwartet", (None, None, EXPECTED), "Stammdaten; ein Ort mit zwei Leistungen zählt zweimal"))
        self._sum(Line("Orte mit angenommener Meldung", (None, None, REPORTED), f"von {state.expected} erwarteten"))
        self._nothing()
        self._sum(Line("Leistungserbringer mit angenommener Meldung", (None, None, SENDERS)))
        for line in self.outline.lines:
            self._sum(line)
        for index, field in enumerate(self.overview.replies.once):
            values = [reply.once[index] for reply in self.overview.replies.replies.senders]
            total = sum((number_of(value) for value in values), Decimal(0))
            self.page.text(self.row, 0, field.context)
            self._blanks(1, 2)
            self.page.formula(self.row, 3, self.overview.replies.once_formula(index), total, looks.look_of("cell", field.type))
            self.page.text(self.row, _LAST, "Personen, einmal je Leistungserbringer und nicht je Region; Spalte im Blatt „Rücklauf“")
            self.row += 1
        good, bad = "✓ Die Summen der Regionen stimmen mit dem Blatt „Orte“ überein.", "✗ Die Summen weichen vom Blatt „Orte“ ab."
        formula = f'=IF(COUNTIF({check_area(regions)},"{BAD}")=0,"{good}","{bad}")'
        self.page.text(self.row, 0, "Kontrolle")
        self.page.sheet.merge_range(self.row, 1, self.row, _LAST, "", self.page.book.format("verdict"))
        self.page.formula(self.row, 1, formula, good, "verdict")
        self.row += 1
        self._gap()

    def _nothing(self) -> None:
        """Count the Orte that report Fehlanzeige."""
        name = self.outline.nothing
        if name is None:
            return
        count = sum(place.values.get(name) == "ja" for place in self.overview.figures.places)
        self.page.text(self.row, 0, "davon Fehlanzeige")
        self._blanks(1, 2)
        self.page.formula(self.row, 3, f'=COUNTIFS({self.overview.orte.area(name)},"ja")', count, "cell.anzahl")
        self.page.text(self.row, _LAST, "an diesem Ort wurde im Jahr keine Leistung erbracht")
        self.row += 1

    def _blanks(self, *columns: int) -> None:
        for column in columns:
            self.page.text(self.row, column, None)

    def _sum(self, line: Line) -> None:
        """Write one line of sums: each a reference to the row of Hessen on „Regionen“."""
        regions, state = self.overview.regions, self.overview.figures.state
        types = {measure.id: measure.type for measure in regions.measures}
        known = [name for name in line.figures if name]
        look = looks.look_of("cell", types.get(known[0], ANZAHL))
        self.page.text(self.row, 0, line.label)
        for column, name in enumerate(line.figures, 1):
            if name:
                self.page.formula(self.row, column, f"={regions.address(name, state)}", regions.value(name, state), look)
            elif column == _LAST - 1 and len(known) > 1:
                total = sum((number_of(regions.value(other, state)) for other in known), Decimal(0))
                self.page.formula(self.row, column, f"=SUM(B{self.row + 1}:C{self.row + 1})", total, look)
            else:
                self.page.text(self.row, column, None)
        place = "„Regionen“, Zeile „Hessen“, Spalte " + " / ".join(column_letter(regions.column_of[name]) for name in known)
        self.page.text(self.row, _LAST, "; ".join(part for part in (line.note, place) if part))
        self.row += 1

    def _bezirke(self) -> None:
        regions = self.overview.regions
        persons = self.outline.persons
        heads = ["Nach Regierungsbezirk", "Orte gemeldet", "Orte erwartet", "Personen" if persons else "", ""]
        self._block("Nach Regierungsbezirk – Summe der Ortsmeldungen", heads)
        for row in self.overview.figures.rows:
            if row.level is Level.REGION and row.key != WITHOUT:
                continue
            bold = row.level is Level.STATE
            self.page.text(self.row, 0, WITHOUT if row.key == WITHOUT else row.name, "strong" if bold else "text")
            for column, name in enumerate((REPORTED, EXPECTED, persons), 1):
                if name:
                    look = looks.look_of("state" if bold else "cell", ANZAHL)
                    self.page.formula(self.row, column, f"={regions.address(name, row)}", regions.value(name, row), look)
            self.row += 1
        self._gap()

    def _chart(self, matrix: Matrix) -> None:
        regions, state = self.overview.regions, self.overview.figures.state
        columns = [column.label.removeprefix("Leistungsträgerschaft ") for column in matrix.columns]
        title = f"Leistungsberechtigte Personen nach Alter am {year_end(self.overview.consolidation.year):%d.%m.%Y}"
        self._block(f"{title} – Summe der Ortsmeldungen", ("Altersgruppe", *columns, "gesamt", ""))
        first = self.row
        for row in matrix.rows:
            self.page.text(self.row, 0, row.label)
            total = Decimal(0)
            for column, entry in enumerate(matrix.columns, 1):
                name = f"{matrix.id}.{row.id}.{entry.id}"
                total += number_of(regions.value(name, state))
                self.page.formula(self.row, column, f"={regions.address(name, state)}", regions.value(name, state), "cell.anzahl")
            letters = cell_name(self.row, 1), cell_name(self.row, len(columns))
            self.page.formula(self.row, len(columns) + 1, f"=SUM({letters[0]}:{letters[1]})", total, "cell.anzahl")
            self.row += 1
        place = overview_chart.Place(quoted(NAME), first, self.row - 1, len(columns))
        self.row = overview_chart.insert(self.page, place, title, _LAST)
        self._gap()


_NOTE = (
    "Interne Ausgabe mit genauen Zahlen; nicht zur Weitergabe außerhalb des LWV Hessen bestimmt. Alle Summen sind Formeln und führen über das "
    "Blatt „Regionen“ zu den einzelnen Zeilen des Blattes „Orte“."
)

_STATES = (
    (State.ANGENOMMEN, "angenommen"),
    (State.ZURUECKGEWIESEN, "zurückgewiesen"),
    (State.DOPPELT, "doppelt mit verschiedenen Angaben"),
    (State.UNLESBAR, "unlesbar"),
    (State.FEHLT, "ohne Rücklauf"),
)

_FILES = (
    ("angenommen und gezählt", (State.ANGENOMMEN,), ""),
    ("zurückgewiesen", (State.ZURUECKGEWIESEN,), ""),
    ("durch eine Korrektur ersetzt oder doppelt", (State.ERSETZT, State.DOPPELT), "Blatt „Rücklauf“, Spalte „Dateien“"),
    ("unlesbar oder kein Vordruck dieses Verfahrens", (State.UNLESBAR,), "Blatt „Befunde“ nennt den Grund"),
    ("andere Formulare (hier nicht ausgewertet)", (State.ANDERES,), "am Ende des Blattes „Rücklauf“"),
)

_HOW = (
    "Blatt „Regionen“: jede Zahl ist eine Summe über „Orte“; die Zelle anklicken, die Formel nennt die Spalte.",
    "Blatt „Orte“: den Filter der Spalte „Kreisschlüssel“ auf den Kreis setzen; die Überschrift nennt in eckigen Klammern die Zelle des "
    "Vordrucks, „Datei“ und „Blatt“ nennen den Rücklauf.",
    "Blatt „Rücklauf“: wer berichtet hat, wer fehlt und bis wann; Blatt „Befunde“: was die Prüfung ergeben hat.",
)


def _names(replies: Sequence[Reply]) -> str:
    names = [f"{reply.name or 'ohne Namen'} ({reply.number})" for reply in replies]
    shown = "; ".join(names[:_NAMES])
    rest = len(names) - _NAMES
    return f"{shown} und {rest} weitere (Blatt „Rücklauf“)" if rest > 0 else shown
