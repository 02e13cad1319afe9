"""„Orte“ and „Kreise“: what each return tells of each Ort, and the sums of it by Kreis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_rowcol_to_cell

from rv2xl.excel import looks as style
from rv2xl.reports.calculations.boegen_sheet import FIRST, HEAD
from rv2xl.reports.calculations.summary_figures import SummaryFigures
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import ReportBook
from rv2xl.returns.consolidate import WITHOUT

PLACES, KREISE = "Orte", "Kreise"
"""Names of the sheets."""


class SharesSheet:
    """Writes „Orte“: what each return tells of each Ort."""

    _LEAD: Sequence[tuple[str, float]] = (
        ("LE-Nr.", 9.0), ("Leistungserbringer", 30.0), ("ZAD-Nummer", 14.0), ("Ort", 30.0), ("Kreisschlüssel", 15.0),
    )  # fmt: skip
    _KEY = 4

    def __init__(self, book: ReportBook, calculations: SummaryFigures, shown: Callable[[str], str]) -> None:
        self._book, self._data, self._shown = book, calculations, shown
        self.fields = calculations.place_fields()
        self.last = FIRST + max(len(calculations.places), 1) - 1

    def area(self, column: int) -> str:
        """Return the range of a column, as a formula on another sheet names it."""
        letter = xl_col_to_name(column)
        return f"{quote_sheetname(PLACES)}!${letter}${FIRST + 1}:${letter}${self.last + 1}"

    def keys(self) -> str:
        """Return the range of the keys."""
        return self.area(self._KEY)

    def figures(self, number: int) -> str:
        """Return the range of a figure's column."""
        return self.area(len(self._LEAD) + number)

    def write(self) -> None:
        """Write the sheet."""
        heads = [*self._LEAD, *((field.label, 14.0) for field in self.fields), ("Datei", 42.0)]
        page = self._book.page(PLACES, [width for _, width in heads], style.TABS["given"])
        page.text(0, 0, f"Orte {self._data.consolidation.year}", "title")
        page.text(1, 0, "Eine Zeile je Ort eines angenommenen Bogens; Namen und Kreis stammen aus den heutigen Stammdaten.", "note",
                  len(heads) - 1)  # fmt: skip
        for column, (text, _) in enumerate(heads):
            page.text(HEAD, column, text, "head")
        page.need(HEAD, 2 * looks.ROW_HEIGHT)
        for number, line in enumerate(self._data.places):
            at = FIRST + number
            row = line.calculation
            for column, value in enumerate((row.sender, row.name, line.zad, line.name, line.key)):
                page.text(at, column, value, "text")
            for column, (figure, field) in enumerate(zip(line.values, self.fields, strict=True), len(self._LEAD)):
                page.number(at, column, figure, looks.report_look("raw", field.type))
            page.text(at, len(heads) - 1, self._shown(row.entry.file), "text")
        page.sheet.autofilter(HEAD, 0, self.last, len(heads) - 1)
        page.sheet.freeze_panes(FIRST, 2)
        page.print_setup((self.last, len(heads) - 1), (HEAD, HEAD))


def write_kreise(book: ReportBook, calculations: SummaryFigures, orte: SharesSheet) -> None:
    """Write „Kreise“: what is told of the Orte of each Kreis, added up."""
    heads = (
        ("Kreisschlüssel", 15.0),
        ("Kreis", 34.0),
        ("Regierungsbezirk", 17.0),
        *((field.label, 14.0) for field in orte.fields),
    )
    page = book.page(KREISE, [width for _, width in heads], style.TABS["given"])
    page.text(0, 0, f"Kreise {calculations.consolidation.year}", "title")
    page.text(1, 0, f"Summen über das Blatt „{PLACES}“, nach dem Kreis des Ortes. Wer an mehreren Orten gemeldet ist, zählt bei jedem.",
              "note", len(heads) - 1)  # fmt: skip
    for column, (text, _) in enumerate(heads):
        page.text(HEAD, column, text, "head")
    last = FIRST + len(calculations.kreise) - 1
    for at, line in enumerate(calculations.kreise, FIRST):
        for column, text in enumerate((line.key, line.name, line.bezirk)):
            page.text(at, column, text, "text")
        criterion = f"$A{at + 1}" if line.key == WITHOUT else f'$A{at + 1}&"*"'
        for number, (value, field) in enumerate(zip(line.values, orte.fields, strict=True)):
            formula = f"=SUMIFS({orte.figures(number)},{orte.keys()},{criterion})"
            page.formula(at, 3 + number, formula, value, looks.report_look("cell", field.type))
    page.text(last + 1, 0, "Hessen", "state.text", 2)
    for number, field in enumerate(orte.fields):
        column = 3 + number
        total = sum((line.values[number] for line in calculations.kreise), Decimal(0))
        formula = f"=SUM({xl_rowcol_to_cell(FIRST, column)}:{xl_rowcol_to_cell(last, column)})"
        page.formula(last + 1, column, formula, total, looks.report_look("state", field.type))
    page.sheet.freeze_panes(FIRST, 2)
    page.print_setup((last + 1, len(heads) - 1), (HEAD, HEAD))
    page.sheet.fit_to_pages(1, 1)  # about thirty lines
