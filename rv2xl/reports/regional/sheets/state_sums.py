"""The lower part of „Überblick“: the sums of Hessen by Leistungsträger, and the ages with their chart."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from rv2xl.model.definitions.blocks import Matrix
from rv2xl.model.definitions.field import ANZAHL, Type
from rv2xl.model.definitions.outline import OutlineLine
from rv2xl.recht.law import year_end
from rv2xl.reports.regional.caveats import partial
from rv2xl.reports.regional.figures import Completeness, Count, Level
from rv2xl.reports.regional.ort_columns import narrow
from rv2xl.reports.regional.published import Shown
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.regional.sheets.regions_sheet import BAD, RegionTable
from rv2xl.reports.regional.sheets.regions_sheet import NAME as REGIONS
from rv2xl.reports.regional.sources.orte_sheet import NAME as ORTE
from rv2xl.reports.regional.sources.replies_sheet import NAME as REPLIES
from rv2xl.reports.regional.sources.replies_sheet import RepliesTable
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Figure, Page
from rv2xl.reports.workbook.signs import Sign
from rv2xl.reports.workbook.stacked_chart import insert

_LABEL_LAST, _FIRST_FIGURE, _WORDS = 1, 2, 5
"""Labels go over two columns; then come the two Leistungsträger and their sum, and behind them what is to be known."""
_TOTAL = _WORDS - 1
_CHART_ROWS = 18


class StateSums:
    """Writes the two blocks into a page whose first columns are a label's, and whose others are numbers'."""

    def __init__(self, report: RegionalBook, page: Page, regions: RegionTable, table: RepliesTable) -> None:
        self.report, self.page, self.regions, self.table = report, page, regions, table
        self.consolidation, self.outline = report.published.consolidation, report.published.outline
        self.state = report.published.figures.state
        self.last = len(page.widths) - 1
        self.row, self.starts = 0, list[int]()

    def write(self, row: int) -> int:
        """Write both from a row on; return the last row. `starts` are then the rows with which blocks begin."""
        self.row = row
        self._sums()
        if self.outline.chart is not None:
            self._ages(self.outline.chart)
        return self.row - 1

    def _block(self, title: str) -> None:
        mark = self.report.published.mark(self.state)
        coverage = f"{self.report.published.coverage(self.state)}{f' {mark}' if mark else ''}"
        self.starts.append(self.row)
        self.page.text(self.row, 0, f"{title} – Summe der Ortsmeldungen, {coverage}", "block", self.last)
        self.row += 1

    def _heads(self, label: str, words: str) -> None:
        self.page.text(self.row, 0, label, "head", _LABEL_LAST)
        columns = (*map(narrow, self.outline.columns or ("", "")), "gesamt")
        for column, text in enumerate(columns, _FIRST_FIGURE):
            self.page.text(self.row, column, text, "head")
        self.page.text(self.row, _WORDS, words, "head", self.last)
        self.row += 1

    def _sums(self) -> None:
        self._block("Hessen")
        self._heads("", "Erläuterung („andere“: andere Leistungsträger)")
        for name, label, note in _ORTE:
            formula = None if self.report.live is None else f"={self.regions.address(name, self.state)}"
            self._single(
                label, formula, int(self.state.values[name]), ANZAHL, note if formula else "", self._address(name)
            )
        if self.report.live is not None and self.outline.nothing is not None:
            formula = f'=COUNTIFS({self.report.live.orte.area(self.outline.nothing)},"ja")'
            note = "im Jahr keine Leistung an diesem Ort"
            count = self.report.published.figures.nothing
            self._single("davon Fehlanzeige", formula, count, ANZAHL, note, f"{ORTE}!A1")
        for line in self.outline.lines:
            self._sum(line)
        if self.report.live is not None:
            self._once()
            self._check()
        self.row += 1

    def _once(self) -> None:
        """Write the numbers that a Leistungserbringer gives once, whatever its Orte."""
        for index, field in enumerate(self.table.once):
            total = sum((reply.once[index] or 0 for reply in self.table.replies.senders), Decimal(0))
            note = f"einmal je Leistungserbringer; {field.stichtag}; „Rücklauf“, letzte Spalten"
            formula = self.table.once_formula(index)
            self._single(field.context, formula, total, field.type, note, f"{REPLIES}!A1")

    def _check(self) -> None:
        formula = f'=IF(COUNTIF({self.regions.check_area},"{BAD}")=0,"{_AGREES}","{_DIFFERS}")'
        self.page.text(self.row, 0, "Kontrolle", "text", _LABEL_LAST)
        self.page.text(self.row, _FIRST_FIGURE, None, "verdict", self.last)
        self.page.formula(self.row, _FIRST_FIGURE, formula, _AGREES, "verdict")
        self.row += 1

    def _sum(self, line: OutlineLine) -> None:
        """Write one line of sums: each leads to the row of Hessen on „Regionen“."""
        known = tuple(name for name in line.figures if name)
        self.page.text(self.row, 0, line.label, "text", _LABEL_LAST)
        for column, name in enumerate(line.figures, _FIRST_FIGURE):
            if name:
                self._figure(column, (name,))
            elif column == _TOTAL and len(known) > 1:
                self._figure(column, known)
            else:
                self.page.text(self.row, column, None)
        letters = "/".join(xl_col_to_name(self.regions.column_of[name]) for name in known)
        place = f"„{REGIONS}“, Spalte {letters}"
        words = "; ".join(part for part in (line.note, self._time(known[0]), place) if part)
        self.page.text(self.row, _WORDS, words, "text", self.last)
        self.row += 1

    def _figure(self, column: int, parts: tuple[str, ...]) -> None:
        """Write a sum of Hessen, or the sign in its place."""
        pending = self.state.completeness is Completeness.NONE
        shown = Shown(sign=Sign.PENDING) if pending else self.report.published.sum(self.state, parts)
        formula = None if self.report.live is None else self.report.live.sum(self.state, parts)
        measure = self.regions.measures.get(parts[0])
        look = looks.report_look(Level.REGION, measure.type if measure else ANZAHL) + looks.LINKED
        self.page.lead(self.row, column, self._address(parts[0]), f"Zum Blatt „{REGIONS}“")
        self.page.figure(self.row, column, Figure(formula, shown.stored, look))

    def _address(self, name: str) -> str:
        return self.regions.address(name, self.state)

    def _time(self, name: str) -> str:
        """Return of which day or time a figure is, as the form says it."""
        measure = self.regions.measures.get(name)
        if measure is None:
            return ""
        stichtag = next((sheet.fields[part].stichtag for sheet in self.consolidation.form.sheets
                         for part in measure.parts if part in sheet.fields), "")  # fmt: skip
        return partial(self.consolidation, measure.parts) or stichtag

    def _single(
        self, label: str, formula: str | None, value: Decimal | int, type_: Type, note: str, place: str
    ) -> None:
        """Write a line with one number."""
        self.page.text(self.row, 0, label, "text", _LABEL_LAST)
        for column in range(_FIRST_FIGURE, _TOTAL):
            self.page.text(self.row, column, None)
        self.page.lead(self.row, _TOTAL, place, f"Zum Blatt „{place.partition('!')[0]}“")
        self.page.formula(self.row, _TOTAL, formula, value, looks.report_look(Level.REGION, type_) + looks.LINKED)
        self.page.text(self.row, _WORDS, note, "text", self.last)
        self.row += 1

    def _ages(self, matrix: Matrix) -> None:
        """Write the table of the chart, and the chart below it."""
        title = f"{self.outline.chart_title} am {year_end(self.consolidation.year):%d.%m.%Y}"
        self._block(title)
        self._heads(matrix.heading, "")
        top = self.row
        sums = (entry for entry in self.regions.measures.values() if not entry.is_total)
        rows = {entry.id.rpartition(".")[0]: entry.row for entry in sums if entry.id.startswith(f"{matrix.id}.")}
        for name, label in rows.items():
            self.page.text(self.row, 0, label, "text", _LABEL_LAST)
            ids = tuple(f"{name}.{column.id}" for column in matrix.columns)
            for column, field in enumerate(ids, _FIRST_FIGURE):
                self._figure(column, (field,))
            self._figure(_FIRST_FIGURE + len(ids), ids)
            self.page.text(self.row, _WORDS, None, "text", self.last)
            self.row += 1
        columns = range(_FIRST_FIGURE, _FIRST_FIGURE + len(matrix.columns))
        insert(self.page, (top, self.row - 1), columns, title, (self.row, 0, self.row + _CHART_ROWS - 1, self.last))
        self.row += _CHART_ROWS


_ORTE = (
    (Count.EXPECTED, "Orte erwartet", "Stammdaten; ein Ort mit zwei Leistungen zählt zweimal"),
    (Count.REPORTED, "Orte mit angenommener Meldung", "siehe „Rücklauf“ und „Orte“"),
)
_AGREES = "✓ Die Summen der Regionen stimmen mit dem Blatt „Orte“ überein."
_DIFFERS = "✗ Die Summen der Regionen weichen vom Blatt „Orte“ ab."
