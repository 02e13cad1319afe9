"""„Bögen“: a row for each counted return, with marks beside what can be unusual, sums and quarters below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_rowcol_to_cell

from rv2xl.model.definitions.field import Type
from rv2xl.model.expressions.expr import Value
from rv2xl.reports.calculations.spread import ENOUGH, WHISKER, Spread, change_of, is_usual
from rv2xl.reports.calculations.summary_figures import CountedReturn, SummaryColumn, SummaryFigures
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.readable import last_of_first_page, set_up_readable
from rv2xl.reports.workbook.report_book import Head, ReportBook, area

NAME = "Bögen"
UNUSUAL = "! auffällig"
SUM = "Summe"
UNUSUAL_COUNT = "enthält auffällige Bögen (Anzahl)"
USUAL_SUM = "Summe ohne auffällige Bögen"
QUARTERS = ("unteres Viertel", "Median", "oberes Viertel", "auffällig unter", "auffällig über")

HEAD, FIRST = 3, 4
"""The rows of the headings and of the first line, on every sheet of the summary."""

_NOTE = (
    "Eine Zeile je angenommenem Bogen; in eckigen Klammern stehen Blatt und Zelle; „Datei“ nennt den Bogen. Leer heißt: nicht "
    "berechnet. Was nicht angenommen ist, steht mit seinen Befunden auf dem Blatt „Befunde“."
)
_NOTE_UNUSUAL = (
    f"Auffällig ist, was mehr als das {str(WHISKER).replace('.', ',')}-Fache der Spanne zwischen unterem und oberem Viertel unter dem "
    f"unteren oder über dem oberen Viertel liegt; erst ab {ENOUGH} Werten. Es ist ein Anlass zum Nachsehen, kein Fehler. "
    "Die Summe enthält auch auffällige Bögen; wie viele, und die Summe ohne sie, steht darunter."
)


class BoegenSheet:
    """Writes „Bögen“: a row for each return, with marks beside what can be unusual, sums and quarters below."""

    def __init__(self, book: ReportBook, calculations: SummaryFigures, shown: Callable[[str], str]) -> None:
        self._data, self._shown = calculations, shown
        self._heads = [Head("LE-Nr.", 9), Head("Leistungserbringer", 30, "strong")]
        if calculations.subject is not None:
            self._heads.append(Head(calculations.subject.heading, 30))
        self._lead = len(self._heads)
        self._columns: list[tuple[SummaryColumn, int, bool]] = []
        for column in calculations.columns:
            marked = calculations.among(calculations.summary.outliers, column)
            self._columns.append((column, len(self._heads), marked))
            self._heads.append(Head(column.heading, looks.width_of(column.heading, 14)))
            if marked:
                self._heads.append(Head("auffällig?", 12))
        self._changes = dict(enumerate(calculations.changes, len(self._heads)))
        for old, new in calculations.changes:
            self._heads.append(Head(f"Veränderung: „{new.title}“ gegenüber „{old.title}“", 24))
        self._file = len(self._heads)
        self._heads.append(Head("Datei", 30))
        self._last = FIRST + max(len(calculations.rows), 1) - 1
        self._places = {row: at for at, row in enumerate(calculations.rows, FIRST)}
        self._page = book.page(NAME, [head.width for head in self._heads])

    def write(self) -> None:
        """Write the sheet."""
        page, data = self._page, self._data
        first_page = last_of_first_page(page.widths)
        page.text(0, 0, f"{data.form.title} {data.consolidation.year}", "title", first_page)
        page.text(1, 0, _NOTE, "note", first_page)
        if data.summary.outliers:
            page.text(2, 0, _NOTE_UNUSUAL, "note", first_page)
        page.heads(HEAD, self._heads)
        page.need(HEAD, page.heights.get(HEAD, looks.ROW_HEIGHT) + looks.ROW_HEIGHT)
        for at, row in enumerate(data.rows, FIRST):
            self._row(at, row)
        if not data.rows:
            page.text(FIRST, 1, "Noch kein Bogen angenommen.", "strong")
        page.sheet.autofilter(HEAD, 0, self._last, self._file)
        bottom = self._below()
        set_up_readable(page, bottom, HEAD, self._lead)

    def _row(self, at: int, row: CountedReturn) -> None:
        page, subject = self._page, self._data.subject
        named = [str(row.value(subject) or "")] if subject else []
        page.values(at, self._heads, (row.sender, row.name, *named))
        for result, column, marked in self._columns:
            value = row.value(result)
            page.value(at, column, value, looks.report_look("raw", result.field.type))
            if marked:
                self._mark(at, column, value, self._data.spreads[result])
        places = {result: place for result, place, _ in self._columns}
        for column, change in self._changes.items():
            before, after = (xl_rowcol_to_cell(at, places[result]) for result in change)
            formula = f'=IF(AND(ISNUMBER({before}),ISNUMBER({after}),N({before})<>0),{after}/{before}-1,"")'
            share = change_of(*(row.value(result) for result in change))
            page.formula(at, column, formula, "" if share is None else share, "raw.prozent")
        page.text(at, self._file, self._shown(row.entry.file))

    def _mark(self, at: int, column: int, value: Value, spread: Spread | None) -> None:
        cell = xl_rowcol_to_cell(at, column)
        low, high = (f"{xl_col_to_name(column)}${self._below_row(number) + 1}" for number in (3, 4))
        formula = f'=IF(AND(ISNUMBER({cell}),ISNUMBER({low})),IF(OR({cell}<{low},{cell}>{high}),"{UNUSUAL}",""),"")'
        self._page.formula(at, column + 1, formula, "" if is_usual(value, spread) else UNUSUAL, "strong")

    def _below_row(self, quarter: int) -> int:
        """The row of a line of `QUARTERS`; the sums stand above them."""
        return self._last + 6 + quarter

    def _below(self) -> int:
        """Write sums and quarters; return the last row."""
        data, page = self._data, self._page
        bottom = self._last
        if data.summary.sums:
            bottom = self._last + 2
            page.text(bottom, 0, data.summed(SUM), "state.text", self._lead - 1)
        if data.summary.outliers:
            for row, label in enumerate((UNUSUAL_COUNT, USUAL_SUM), self._last + 3):
                page.text(row, 0, label, "text", self._lead - 1)
            bottom = self._below_row(len(QUARTERS) - 1)
            for number, label in enumerate(QUARTERS):
                page.text(self._below_row(number), 0, label, "text", self._lead - 1)
        for result, column, marked in self._columns:
            cells = area((FIRST, column), (self._last, column))
            if data.among(data.summary.sums, result):
                look = looks.report_look("state", result.field.type)
                page.formula(self._last + 2, column, f"=SUM({cells})", data.total(result), look)
                self._without_unusual(result, column, cells)
            if marked:
                self._quarters(column, cells, result.field.type, data.spreads[result])
        return bottom

    def marks(self, row: CountedReturn) -> list[str]:
        """Return the cells beside a return, as a formula on another sheet names them, that say whether it is unusual."""
        at, sheet = self._places[row], quote_sheetname(NAME)
        return [f"{sheet}!{xl_rowcol_to_cell(at, column + 1)}" for _, column, marked in self._columns if marked]

    def _without_unusual(self, result: SummaryColumn, column: int, cells: str) -> None:
        """Write below a sum how many unusual returns are in it, and the sum without them."""
        marks = [area((FIRST, at + 1), (self._last, at + 1)) for _, at, marked in self._columns if marked]
        if not marks:
            return
        count, usual = self._data.unusual_among(result)
        any_mark = "+".join(f'({mark}="{UNUSUAL}")' for mark in marks)
        usually = ",".join(f'{mark},"<>{UNUSUAL}"' for mark in marks)
        formula = f"=SUMPRODUCT(ISNUMBER({cells})*(0+{any_mark}>0))"
        self._page.formula(self._last + 3, column, formula, count, "cell.anzahl")
        look = looks.report_look("cell", result.field.type)
        self._page.formula(self._last + 4, column, f"=SUMIFS({cells},{usually})", usual, look)

    def _quarters(self, column: int, cells: str, type_: Type, spread: Spread | None) -> None:
        lower, _, upper = (xl_rowcol_to_cell(self._below_row(number), column) for number in range(3))
        reach = f"{WHISKER}*({upper}-{lower})"
        formulas = (*(f"QUARTILE({cells},{number})" for number in (1, 2, 3)), f"{lower}-{reach}", f"{upper}+{reach}")
        values: Sequence[Decimal | str] = ("",) * len(QUARTERS)
        if spread is not None:
            values = (spread.lower, spread.median, spread.upper, *spread.bounds)
        for number, (formula, value) in enumerate(zip(formulas, values, strict=True)):
            guarded = f'=IF(COUNT({cells})<{ENOUGH},"",{formula})'
            self._page.formula(self._below_row(number), column, guarded, value, looks.report_look("raw", type_))
