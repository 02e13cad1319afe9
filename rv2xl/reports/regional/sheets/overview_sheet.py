"""„Überblick“: the first sheet. What has come back, the sums for Hessen, a chart, and what the figures do not contain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from rv2xl.model.definitions.blocks import Matrix
from rv2xl.model.definitions.field import ANZAHL, Type
from rv2xl.model.definitions.outline import OutlineLine
from rv2xl.recht.law import year_end
from rv2xl.reports.regional.caveats import caveats, compared_with, names, partial
from rv2xl.reports.regional.figures import Count, Figures, Level, RegionRow
from rv2xl.reports.regional.ort_columns import short
from rv2xl.reports.regional.sheets.orte_sheet import OrteTable
from rv2xl.reports.regional.sheets.regions_sheet import BAD, RegionTable
from rv2xl.reports.regional.sheets.replies_sheet import RepliesTable
from rv2xl.reports.replies import State
from rv2xl.reports.table import TableFile
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import ReportBook, area
from rv2xl.reports.workbook.stacked_chart import insert
from rv2xl.returns.consolidate import WITHOUT, Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierYear

NAME = "Überblick"
_WIDTHS = (46.0, 14.5, 14.5, 14.5, 74.0)
_LAST = len(_WIDTHS) - 1
_TABLE_LAST = _LAST - 1
_SCALES = (74, int(looks.PRINTABLE[0] / looks.points(_WIDTHS) * 100))
"""The smallest and the largest scale in print, in percent: the first two blocks stand on one page if they can."""


@dataclass(eq=False)
class Overview:
    """Writes the sheet from the other ones, block below block; a page ends before a block that would not fit."""

    book: InitVar[ReportBook]
    consolidation: Consolidation
    figures: Figures
    orte: OrteTable
    regions: RegionTable
    table: RepliesTable
    values: TableFile | None
    earlier: Sequence[EarlierYear] = ()

    def __post_init__(self, book: ReportBook) -> None:
        self.page = book.page(NAME, _WIDTHS)
        self.outline, self.hessen = self.consolidation.form.outline, self.figures.state
        self.row = 3
        self.blocks: list[int] = []

    def write(self) -> None:
        """Write the sheet."""
        consolidation = self.consolidation
        self.page.text(0, 0, f"Regionalbericht {consolidation.year}", "title")
        self.page.text(1, 0, f"{consolidation.form.title} ({consolidation.form.source})", "subtitle")
        self.page.text(2, 0, _NOTE, "note", _LAST)
        self._returns()
        self._sums()
        first = self._bezirke()
        if self.outline.chart is not None:
            self._ages(self.outline.chart, first)
        self._block("Was diese Zahlen nicht enthalten")
        for text in (
            *caveats(consolidation, self.table.replies),
            *map(compared_with, self.earlier),
            *filter(None, [self.values]),
        ):
            self.page.text(self.row, 0, f"•  {text}", "bullet", _LAST)
            self.row += 1
        wanted = int(looks.PRINTABLE[1] / self.page.height(0, self.blocks[2] - 1) * 100)
        scale = max(_SCALES[0], wanted) if wanted < _SCALES[1] else _SCALES[1]
        self.page.set_up(self.row - 1, (0, 1), scale)
        self.page.break_rows(self.blocks, self.row, (0, 1), scale)

    def _block(self, title: str, last: int = _LAST) -> None:
        """Begin a block with its heading, which goes over the columns up to `last`."""
        self.blocks.append(self.row)
        self.page.text(self.row, 0, title, "block", last)
        self.row += 1

    def _heads(self, texts: Sequence[str], last: int = _LAST) -> None:
        for column, text in enumerate(texts):
            self.page.text(self.row, column, text, "head", last if column == len(texts) - 1 else None)
        self.row += 1

    def _returns(self) -> None:
        replies, table = self.table.replies, self.table
        self._block("Rücklauf")
        self._heads(("Leistungserbringer", "Anzahl", "Wer"))
        expected = sum(reply.expected for reply in replies.senders)
        self._count("müssen berichten", expected, "mindestens ein Ort im Jahr (Stammdaten)", table.count_formula())
        for state, label in _STATES:
            found = replies.of(state)
            who = "" if state is State.ANGENOMMEN else names(found)
            self._count(f"davon {label}", len(found), who, table.count_formula(state))
        further = [reply for reply in replies.senders if not reply.expected]
        if further:
            self._count("außerdem nicht erwartete Absender", len(further), names(further))
        self._heads(("Dateien im Ordner", "Anzahl", "Wo"))
        self._count("insgesamt", len(replies.files), "Blatt „Rücklauf“")
        for label, states, note in _FILES:
            self._count(f"davon {label}", replies.count(*states), note)
        self.row += 1

    def _count(self, label: str, value: int, note: str, formula: str | None = None) -> None:
        self.page.text(self.row, 0, label)
        self.page.formula(self.row, 1, formula, value, "cell.anzahl")
        self.page.text(self.row, 2, note, "text", _LAST)
        self.row += 1

    def _sums(self) -> None:
        self._block("Hessen – Summe der Ortsmeldungen")
        self._heads(("", *map(short, self.outline.columns or ("", "")), "gesamt", "Erläuterung"))
        for line in _ORTE:
            self._sum(line)
        if self.outline.nothing is not None:
            formula = f'=COUNTIFS({self.orte.area(self.outline.nothing)},"ja")'
            note = "im Jahr keine Leistung an diesem Ort"
            self._single("davon Fehlanzeige", formula, self.figures.nothing, ANZAHL, note)
        for line in self.outline.lines:
            self._sum(line)
        for index, field in enumerate(self.table.once):
            total = sum((reply.once[index] or 0 for reply in self.table.replies.senders), Decimal(0))
            note = f"einmal je Leistungserbringer; {field.stichtag}; „Rücklauf“, letzte Spalten"
            self._single(field.context, self.table.once_formula(index), total, field.type, note)
        formula = f'=IF(COUNTIF({self.regions.check_area},"{BAD}")=0,"{_AGREES}","{_DIFFERS}")'
        self.page.text(self.row, 0, "Kontrolle")
        self.page.text(self.row, 1, None, "verdict", _LAST)
        self.page.formula(self.row, 1, formula, _AGREES, "verdict")
        self.row += 2

    def _sum(self, line: OutlineLine) -> None:
        """Write one line of sums: each a reference to the row of Hessen on „Regionen“."""
        known = [name for name in line.figures if name]
        measure = self.regions.measures.get(known[0])
        look = looks.report_look("cell", measure.type if measure else ANZAHL)
        self.page.text(self.row, 0, line.label)
        for column, name in enumerate(line.figures, 1):
            if name:
                self._reference(column, name, look, self.hessen)
            elif column == _TABLE_LAST and len(known) > 1:
                total = sum(self.hessen.values[other] for other in known)
                self.page.formula(self.row, column, f"=SUM(B{self.row + 1}:C{self.row + 1})", total, look)
            else:
                self.page.text(self.row, column, None)
        letters = "/".join(xl_col_to_name(self.regions.column_of[name]) for name in known)
        place = f"„Regionen“, Spalte {letters}"
        self.page.text(self.row, _LAST, "; ".join(part for part in (line.note, self._time(known[0]), place) if part))
        self.row += 1

    def _reference(self, column: int, name: str, look: str, row: RegionRow) -> None:
        self.page.formula(self.row, column, f"={self.regions.address(name, row)}", row.values[name], look)

    def _time(self, name: str) -> str:
        """Return of which day or time a figure is, as the form says it."""
        measure = self.regions.measures.get(name)
        if measure is None:
            return ""
        stichtag = next((sheet.fields[part].stichtag for sheet in self.consolidation.form.sheets
                         for part in measure.parts if part in sheet.fields), "")  # fmt: skip
        return partial(self.consolidation, measure.parts) or stichtag

    def _single(self, label: str, formula: str, value: Decimal | int, type_: Type, note: str) -> None:
        for column, text in enumerate((label, None, None, None, note)):
            self.page.text(self.row, column, text)
        self.page.formula(self.row, _TABLE_LAST, formula, value, looks.report_look("cell", type_))
        self.row += 1

    def _bezirke(self) -> int:
        """Write the sums of each Regierungsbezirk; return the block's first row."""
        first = self.row
        persons = self.outline.persons
        self._block("Nach Regierungsbezirk – Summe der Ortsmeldungen", _TABLE_LAST)
        self._heads(("", "Orte gemeldet", "Orte erwartet", "Personen" if persons else ""), _TABLE_LAST)
        for row in self.figures.rows:
            if row.level is Level.REGION and row.key != WITHOUT:
                continue
            level = Level.STATE if row.level is Level.STATE else Level.REGION
            self.page.text(self.row, 0, WITHOUT if row.key == WITHOUT else row.name, f"{level}.text")
            for column, name in enumerate((Count.REPORTED, Count.EXPECTED, persons), 1):
                if name:
                    self._reference(column, name, looks.report_look(level, ANZAHL), row)
            self.row += 1
        self.row += 1
        return first

    def _ages(self, matrix: Matrix, first: int) -> None:
        """Write the table of the chart and put the chart beside it and the block above, which begins at `first`."""
        title = f"{self.outline.chart_title} am {year_end(self.consolidation.year):%d.%m.%Y}"
        self.page.text(self.row, 0, f"{title} – Summe der Ortsmeldungen", "block", _TABLE_LAST)
        self.row += 1
        columns = [short(column.label) for column in matrix.columns]
        self._heads((matrix.heading, *columns, "gesamt"), _TABLE_LAST)
        top = self.row
        sums = (entry for entry in self.regions.measures.values() if not entry.is_total)
        rows = {entry.id.rpartition(".")[0]: entry.row for entry in sums if entry.id.startswith(f"{matrix.id}.")}
        for name, label in rows.items():
            self.page.text(self.row, 0, label)
            ids = [f"{name}.{column.id}" for column in matrix.columns]
            for column, field in enumerate(ids, 1):
                self._reference(column, field, "cell.anzahl", self.hessen)
            total = sum(self.hessen.values[field] for field in ids)
            cells = area((self.row, 1), (self.row, len(ids)))
            self.page.formula(self.row, len(ids) + 1, f"=SUM({cells})", total, "cell.anzahl")
            self.row += 1
        insert(self.page, (top, self.row - 1), len(columns), title, (first, self.row - 1, _LAST))
        self.row += 1


_NOTE = (
    "Interne Ausgabe mit genauen Zahlen, nicht zur Weitergabe außerhalb des LWV Hessen. Alle Summen sind Formeln: Sie führen "
    "zur Zeile „Hessen“ des Blattes „Regionen“ und von dort zu den einzelnen Zeilen des Blattes „Orte“, die Datei und Blatt "
    "nennen. „–“ heißt null."
)
_ORTE = (
    OutlineLine("Orte erwartet", (None, None, Count.EXPECTED), "Stammdaten; ein Ort mit zwei Leistungen zählt zweimal"),
    OutlineLine("Orte mit angenommener Meldung", (None, None, Count.REPORTED)),
)
_AGREES = "✓ Die Summen der Regionen stimmen mit dem Blatt „Orte“ überein."
_DIFFERS = "✗ Die Summen der Regionen weichen vom Blatt „Orte“ ab."

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
    ("unlesbar oder kein Vordruck", (State.UNLESBAR,), "Blatt „Befunde“ nennt den Grund"),
    ("andere Formulare", (State.ANDERES,), "hier nicht ausgewertet; am Ende des Blattes „Rücklauf“"),
)
