"""„Bögen“: a row for each counted return, with marks beside what can be unusual, sums and quarters below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from rv2xl.model.definitions.field import Type
from rv2xl.model.expressions.expr import Value
from rv2xl.reports.calculations.spread import ENOUGH, WHISKER, Spread, change_of
from rv2xl.reports.calculations.summary_figures import CountedReturn, SummaryColumn, SummaryFigures
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Page, ReportBook

NAME = "Bögen"
UNUSUAL = "! auffällig"
SUM = "Summe"
QUARTERS = ("unteres Viertel", "Median", "oberes Viertel", "auffällig unter", "auffällig über")

HEAD, FIRST = 3, 4
"""The rows of the headings and of the first line, on every sheet of the summary."""

_SMALLEST = 60
"""So many percent of its size a sheet keeps in print at least."""
_NOTE = (
    "Eine Zeile je angenommenem Bogen; in eckigen Klammern stehen Blatt und Zelle; „Datei“ nennt den Bogen. Leer heißt: nicht "
    "berechnet. Was nicht angenommen ist, steht mit seinen Befunden auf dem Blatt „Befunde“."
)
_NOTE_UNUSUAL = (
    f"Auffällig ist, was mehr als das {str(WHISKER).replace('.', ',')}-Fache der Spanne zwischen unterem und oberem Viertel unter dem "
    f"unteren oder über dem oberen Viertel liegt; erst ab {ENOUGH} Werten. Es ist ein Anlass zum Nachsehen, kein Fehler."
)


class BoegenSheet:
    """Writes „Bögen“: a row for each return, with marks beside what can be unusual, sums and quarters below."""

    def __init__(self, book: ReportBook, calculations: SummaryFigures, shown: Callable[[str], str]) -> None:
        self._data, self._shown = calculations, shown
        self._lead: list[tuple[str, float, Callable[[CountedReturn], Value]]] = [
            ("LE-Nr.", 9.0, lambda row: row.sender),
            ("Leistungserbringer", 30.0, lambda row: row.name),
        ]
        if calculations.subject is not None:
            subject = calculations.subject
            self._lead.append((subject.heading, 30.0, lambda row: row.value(subject)))
        self._columns: list[tuple[SummaryColumn, int, bool]] = []
        widths = [width for _, width, _ in self._lead]
        for column in calculations.columns:
            marked = calculations.among(calculations.summary.outliers, column)
            self._columns.append((column, len(widths), marked))
            widths += [looks.width_of(column.heading, 14.0), *([12.0] if marked else [])]
        self._changes = {len(widths) + number: change for number, change in enumerate(calculations.changes)}
        widths += [24.0] * len(self._changes)
        self._file = len(widths)
        self._last = FIRST + max(len(calculations.rows), 1) - 1
        self._page = book.page(NAME, [*widths, 42.0])

    def write(self) -> None:
        """Write the sheet."""
        page, data = self._page, self._data
        first_page = len(self._lead) + 4
        page.text(0, 0, f"{data.form.title} {data.consolidation.year}", "title", first_page)
        page.text(1, 0, _NOTE, "note", first_page)
        if data.summary.outliers:
            page.text(2, 0, _NOTE_UNUSUAL, "note", first_page)
        self._heads()
        for number, row in enumerate(data.rows):
            self._row(FIRST + number, row)
        if not data.rows:
            page.text(FIRST, 1, "Noch kein Bogen angenommen.", "strong")
        page.sheet.autofilter(HEAD, 0, self._last, self._file)
        bottom = self._below()
        page.sheet.freeze_panes(FIRST, len(self._lead))
        self._print(bottom)

    def _print(self, bottom: int) -> None:
        """Fit the columns to a page's width, or, where they would become too small to read, break pages between them."""
        page = self._page
        if looks.points(page.widths) * _SMALLEST <= looks.PRINTABLE[0] * 100:
            page.print_setup((bottom, self._file), (HEAD, HEAD))
            return
        page.print_setup((bottom, self._file), (HEAD, HEAD), _SMALLEST)
        page.print_apart(range(self._file + 1), len(self._lead), _SMALLEST, bottom, HEAD)

    def _heads(self) -> None:
        for column, (heading, _, _) in enumerate(self._lead):
            self._page.text(HEAD, column, heading, "head")
        for result, column, marked in self._columns:
            self._page.text(HEAD, column, result.heading, "head")
            if marked:
                self._page.text(HEAD, column + 1, "auffällig?", "head")
        for column, (old, new) in self._changes.items():
            self._page.text(HEAD, column, f"Veränderung: „{new.title}“ gegenüber „{old.title}“", "head")
        self._page.text(HEAD, self._file, "Datei", "head")
        self._page.need(HEAD, self._page.heights.get(HEAD, looks.ROW_HEIGHT) + looks.ROW_HEIGHT)

    def _row(self, at: int, row: CountedReturn) -> None:
        for column, (_, _, of) in enumerate(self._lead):
            self._page.text(at, column, str(of(row) or ""), "strong" if column == 1 else "text")
        for result, column, marked in self._columns:
            value = row.value(result)
            _write(self._page, at, column, value, result.field.type)
            if marked:
                self._mark(at, column, value, self._data.spreads[result])
        for column, (old, new) in self._changes.items():
            self._change(at, column, (old, row.value(old)), (new, row.value(new)))
        self._page.text(at, self._file, self._shown(row.entry.file), "text")

    def _change(self, at: int, column: int, old: tuple[SummaryColumn, Value], new: tuple[SummaryColumn, Value]) -> None:
        places = {result: place for result, place, _ in self._columns}
        before, after = (xl_rowcol_to_cell(at, places[result]) for result, _ in (old, new))
        formula = f'=IF(AND(ISNUMBER({before}),ISNUMBER({after}),N({before})<>0),{after}/{before}-1,"")'
        value = change_of(old[1], new[1])
        self._page.formula(at, column, formula, "" if value is None else value, "raw.prozent")

    def _mark(self, at: int, column: int, value: Value, spread: Spread | None) -> None:
        cell = xl_rowcol_to_cell(at, column)
        low, high = (f"{xl_col_to_name(column)}${self._below_row(number) + 1}" for number in (3, 4))
        beyond = (
            isinstance(value, int | Decimal)
            and spread is not None
            and not spread.bounds[0] <= value <= spread.bounds[1]
        )
        formula = f'=IF(AND(ISNUMBER({cell}),ISNUMBER({low})),IF(OR({cell}<{low},{cell}>{high}),"{UNUSUAL}",""),"")'
        self._page.formula(at, column + 1, formula, UNUSUAL if beyond else "", "strong")

    def _below_row(self, quarter: int) -> int:
        """The row of a line of `QUARTERS`; the sum stands above them."""
        return self._last + 2 + quarter + 1

    def _below(self) -> int:
        """Write sums and quarters; return the last row."""
        data, page = self._data, self._page
        bottom = self._last
        if data.summary.sums:
            bottom = self._last + 2
            page.text(bottom, 0, SUM, "state.text", len(self._lead) - 1)
        if data.summary.outliers:
            bottom = self._below_row(len(QUARTERS) - 1)
            for number, label in enumerate(QUARTERS):
                page.text(self._below_row(number), 0, label, "text", len(self._lead) - 1)
        for result, column, marked in self._columns:
            area = f"{xl_rowcol_to_cell(FIRST, column)}:{xl_rowcol_to_cell(self._last, column)}"
            if data.among(data.summary.sums, result):
                look = looks.report_look("state", result.field.type)
                page.formula(self._last + 2, column, f"=SUM({area})", data.total(result), look)
            if marked:
                self._quarters(column, area, result.field.type, data.spreads[result])
        return bottom

    def _quarters(self, column: int, area: str, type_: Type, spread: Spread | None) -> None:
        lower, _, upper = (xl_rowcol_to_cell(self._below_row(number), column) for number in range(3))
        reach = f"{WHISKER}*({upper}-{lower})"
        formulas = (*(f"QUARTILE({area},{number})" for number in (1, 2, 3)), f"{lower}-{reach}", f"{upper}+{reach}")
        values: Sequence[Decimal | str] = ("",) * len(QUARTERS)
        if spread is not None:
            values = (spread.lower, spread.median, spread.upper, *spread.bounds)
        for number, (formula, value) in enumerate(zip(formulas, values, strict=True)):
            guarded = f'=IF(COUNT({area})<{ENOUGH},"",{formula})'
            self._page.formula(self._below_row(number), column, guarded, value, looks.report_look("raw", type_))


def _write(page: Page, at: int, column: int, value: Value, type_: Type) -> None:
    """Write a result as its type is shown; one that is not there leaves the cell blank."""
    if isinstance(value, date):
        page.day(at, column, value, looks.report_look("raw", type_))
    elif isinstance(value, int | Decimal):
        page.number(at, column, value, looks.report_look("raw", type_))
    else:
        page.text(at, column, value, "text")
