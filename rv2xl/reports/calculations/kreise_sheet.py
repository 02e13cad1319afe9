"""„Orte“ and „Kreise“: what each return tells of each Ort, and the sums of it by Kreis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from rv2xl.excel import looks as style
from rv2xl.model.definitions.field import Field
from rv2xl.reports.calculations.boegen_sheet import FIRST, HEAD
from rv2xl.reports.calculations.summary_figures import SummaryFigures
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Head, ReportBook, area
from rv2xl.returns.consolidate import WITHOUT

PLACES, KREISE = "Orte", "Kreise"
"""Names of the sheets."""


class SharesSheet:
    """Writes „Orte“: what each return tells of each Ort."""

    _LEAD = (
        Head("LE-Nr.", 9), Head("Leistungserbringer", 30), Head("ZAD-Nummer", 14), Head("Ort", 30), Head("Kreisschlüssel", 15),
    )  # fmt: skip

    def __init__(self, book: ReportBook, calculations: SummaryFigures, shown: Callable[[str], str]) -> None:
        self._book, self._data, self._shown = book, calculations, shown
        self.fields = calculations.place_fields()
        self.last = FIRST + max(len(calculations.places), 1) - 1

    def area(self, number: int) -> str:
        """Return the range of a figure's column, as a formula on another sheet names it; that of the keys is before the first."""
        column = len(self._LEAD) + number
        return area((FIRST, column), (self.last, column), PLACES, fixed=True)

    def write(self) -> None:
        """Write the sheet."""
        heads = [*self._LEAD, *_figures(self.fields, "raw"), Head("Datei", 42)]
        page = self._book.page(PLACES, [head.width for head in heads], style.TABS["given"])
        page.text(0, 0, f"Orte {self._data.consolidation.year}", "title")
        page.text(1, 0, "Eine Zeile je Ort eines angenommenen Bogens; Namen und Kreis stammen aus den heutigen Stammdaten.", "note",
                  len(heads) - 1)  # fmt: skip
        page.heads(HEAD, heads)
        page.need(HEAD, 2 * looks.ROW_HEIGHT)
        for at, line in enumerate(self._data.places, FIRST):
            row = line.calculation
            file = self._shown(row.entry.file)
            page.values(at, heads, (row.sender, row.name, line.zad, line.name, line.key, *line.values, file))
        page.sheet.autofilter(HEAD, 0, self.last, len(heads) - 1)
        page.set_up(self.last, (HEAD, HEAD), frozen=2)


def _figures(fields: Sequence[Field], row: str) -> list[Head]:
    """Return the columns of what is told of an Ort."""
    return [Head(field.label, 14, looks.report_look(row, field.type)) for field in fields]


def write_kreise(book: ReportBook, calculations: SummaryFigures, orte: SharesSheet) -> None:
    """Write „Kreise“: what is told of the Orte of each Kreis, added up."""
    figures = _figures(orte.fields, "cell")
    heads = (Head("Kreisschlüssel", 15), Head("Kreis", 34), Head("Regierungsbezirk", 17), *figures)
    page = book.page(KREISE, [head.width for head in heads], style.TABS["given"])
    page.text(0, 0, f"Kreise {calculations.consolidation.year}", "title")
    page.text(1, 0, f"Summen über das Blatt „{PLACES}“, nach dem Kreis des Ortes. Wer an mehreren Orten gemeldet ist, zählt bei jedem.",
              "note", len(heads) - 1)  # fmt: skip
    page.heads(HEAD, heads)
    last = FIRST + len(calculations.kreise) - 1
    for at, line in enumerate(calculations.kreise, FIRST):
        page.values(at, heads, (line.key, line.name, line.bezirk))
        criterion = f"$A{at + 1}" if line.key == WITHOUT else f'$A{at + 1}&"*"'
        for number, (value, head) in enumerate(zip(line.values, figures, strict=True)):
            formula = f"=SUMIFS({orte.area(number)},{orte.area(-1)},{criterion})"
            page.formula(at, 3 + number, formula, value, head.look)
    page.text(last + 1, 0, "Hessen", "state.text", 2)
    for number, field in enumerate(orte.fields):
        column = 3 + number
        total = sum((line.values[number] for line in calculations.kreise), Decimal(0))
        formula = f"=SUM({area((FIRST, column), (last, column))})"
        page.formula(last + 1, column, formula, total, looks.report_look("state", field.type))
    page.set_up(last + 1, (HEAD, HEAD), frozen=2)
    page.sheet.fit_to_pages(1, 1)  # about thirty lines
