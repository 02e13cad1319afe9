"""„Orte“ and „Kreise“: what each return tells of each Ort, and the sums of it by Kreis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from rv2xl.excel import looks as style
from rv2xl.model.definitions.field import ANZAHL, Field
from rv2xl.reports.calculations.boegen_sheet import FIRST, HEAD, UNUSUAL, BoegenSheet
from rv2xl.reports.calculations.readable import last_of_first_page, set_up_readable
from rv2xl.reports.calculations.summary_figures import CountedReturn, KreisSum, SummaryFigures
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Head, Page, ReportBook, area
from rv2xl.returns.consolidate import WITHOUT

PLACES, KREISE = "Orte", "Kreise"
"""Names of the sheets."""


class SharesSheet:
    """Writes „Orte“: what each return tells of each Ort."""

    _LEAD = (
        Head("LE-Nr.", 9), Head("Leistungserbringer", 28), Head("ZAD-Nummer", 13), Head("Ort", 26), Head("Kreisschlüssel", 15),
    )  # fmt: skip

    def __init__(
        self, book: ReportBook, calculations: SummaryFigures, shown: Callable[[str], str], boegen: BoegenSheet
    ) -> None:
        self._book, self._data, self._shown, self._boegen = book, calculations, shown, boegen
        self.fields = calculations.place_fields()
        self.last = FIRST + max(len(calculations.places), 1) - 1

    def area(self, number: int) -> str:
        """Return the range of a figure's column, as a formula on another sheet names it; that of the keys is before the first, that of
        the marks behind the last."""
        column = len(self._LEAD) + number
        return area((FIRST, column), (self.last, column), PLACES, fixed=True)

    def write(self) -> None:
        """Write the sheet."""
        marked = bool(self._data.summary.outliers)
        heads = [*self._LEAD, *_figures(self.fields, "raw"), *([_MARK] if marked else []), Head("Datei", 30)]
        page = self._book.page(PLACES, [head.width for head in heads], style.TABS["given"])
        page.text(0, 0, f"Orte {self._data.consolidation.year}", "title", last_of_first_page(page.widths))
        page.text(1, 0, "Eine Zeile je Ort eines angenommenen Bogens; Namen und Kreis stammen aus den heutigen Stammdaten.", "note",
                  last_of_first_page(page.widths))  # fmt: skip
        page.heads(HEAD, heads)
        page.need(HEAD, 2 * looks.ROW_HEIGHT)
        for at, line in enumerate(self._data.places, FIRST):
            row = line.calculation
            file = self._shown(row.entry.file)
            page.values(at, heads, (row.sender, row.name, line.zad, line.name, line.key, *line.values))
            page.text(at, len(heads) - 1, file)
            if marked:
                self._mark(page, at, row)
        page.sheet.autofilter(HEAD, 0, self.last, len(heads) - 1)
        set_up_readable(page, self.last, HEAD, 2)

    def _mark(self, page: Page, at: int, row: CountedReturn) -> None:
        """Say of an Ort that its Bogen is marked."""
        marks = ",".join(f'{cell}="{UNUSUAL}"' for cell in self._boegen.marks(row))
        stored = UNUSUAL if row in self._data.unusual else ""
        page.formula(at, len(self._LEAD) + len(self.fields), f'=IF(OR({marks}),"{UNUSUAL}","")', stored, "strong")


_MARK = Head("Bogen auffällig?", 12)


def _figures(fields: Sequence[Field], row: str) -> list[Head]:
    """Return the columns of what is told of an Ort."""
    return [Head(field.label, 14, looks.report_look(row, field.type)) for field in fields]


def write_kreise(book: ReportBook, calculations: SummaryFigures, orte: SharesSheet) -> None:
    """Write „Kreise“: what is told of the Orte of each Kreis, added up; beside it how much of that comes from unusual returns."""
    figures, without = _figures(orte.fields, "cell"), _without_unusual(calculations, orte.fields)
    heads = (Head("Kreisschlüssel", 15), Head("Kreis", 34), Head("Regierungsbezirk", 17), *figures, *without)
    page = book.page(KREISE, [head.width for head in heads], style.TABS["given"])
    page.text(0, 0, f"Kreise {calculations.consolidation.year}", "title", len(heads) - 1)
    page.text(1, 0, _NOTE_UNUSUAL if without else _NOTE, "note", len(heads) - 1)
    page.heads(HEAD, heads)
    last = FIRST + len(calculations.kreise) - 1
    for at, line in enumerate(calculations.kreise, FIRST):
        page.values(at, heads, (line.key, line.name, line.bezirk))
        criterion = f"$A{at + 1}" if line.key == WITHOUT else f'$A{at + 1}&"*"'
        keys = f"{orte.area(-1)},{criterion}"
        marks = f"{orte.area(len(orte.fields))}"
        formulas = [f"=SUMIFS({orte.area(number)},{keys})" for number in range(len(figures))]
        if without:
            formulas.append(f'=COUNTIFS({keys},{marks},"{UNUSUAL}")')
            formulas += [f'=SUMIFS({orte.area(number)},{keys},{marks},"<>{UNUSUAL}")' for number in range(len(figures))]
        for column, (formula, value, head) in enumerate(zip(formulas, _values(line), heads[3:], strict=False), 3):
            page.formula(at, column, formula, value, head.look)
    page.text(last + 1, 0, calculations.summed("Hessen"), "state.text", 2)
    totals = [sum(column, Decimal(0)) for column in zip(*map(_values, calculations.kreise), strict=True)]
    for column, (total, head) in enumerate(zip(totals, heads[3:], strict=False), 3):
        formula = f"=SUM({area((FIRST, column), (last, column))})"
        page.formula(last + 1, column, formula, total, head.look.replace("cell", "state"))
    page.set_up(last + 1, (HEAD, HEAD), frozen=2)


_NOTE = (
    f"Summen über das Blatt „{PLACES}“, nach dem Kreis des Ortes. Wer an mehreren Orten gemeldet ist, zählt bei jedem."
)
_NOTE_UNUSUAL = f"{_NOTE} Die Summen enthalten auch, was aus auffälligen Bögen kommt; daneben stehen sie ohne."


def _without_unusual(calculations: SummaryFigures, fields: Sequence[Field]) -> list[Head]:
    """Return the columns that tell how much comes from unusual returns, where there can be such."""
    if not calculations.summary.outliers:
        return []
    count = Head("Zeilen aus auffälligen Bögen", 14, looks.report_look("cell", ANZAHL))
    return [count, *(Head(f"{head.text} ohne auffällige Bögen", 14, head.look) for head in _figures(fields, "cell"))]


def _values(line: KreisSum) -> tuple[Decimal, ...]:
    return (*line.values, Decimal(line.unusual), *line.usual_values)
