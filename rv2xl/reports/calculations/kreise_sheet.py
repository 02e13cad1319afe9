"""„Orte“ and „Kreise“: what each return tells of each Ort, and the sums of it by Kreis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from rv2xl.excel import looks as style
from rv2xl.model.definitions.field import ANZAHL, Field
from rv2xl.reports.calculations.boegen_sheet import FIRST, HEAD, UNUSUAL, BoegenSheet
from rv2xl.reports.calculations.summary_figures import CountedReturn, KreisSum, SummaryFigures
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.readable import last_of_first_page, set_up_readable
from rv2xl.reports.workbook.report_book import Head, Page, ReportBook, area
from rv2xl.reports.workbook.signs import Sign
from rv2xl.returns.consolidate import WITHOUT

PLACES, KREISE = "Orte", "Kreise"
"""Names of the sheets."""


class SharesSheet:
    """Writes „Orte“: what each return tells of each Ort."""

    _LEAD = (
        Head("LE-Nr.", 8.5), Head("Leistungserbringer", 25), Head("ZAD-Nummer", 12), Head("Ort", 24), Head("Kreisschlüssel", 14),
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
        heads = [*self._LEAD, *_figures(self.fields, "raw"), *([_MARK] if marked else []), Head("Datei", 34)]
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


_COUNT = looks.report_look("cell", ANZAHL)


def _figures(fields: Sequence[Field], row: str) -> list[Head]:
    """Return the columns of what is told of an Ort."""
    return [Head(field.label, 11, looks.report_look(row, field.type)) for field in fields]


_KREIS = (
    Head("Kreisschlüssel", 15.5), Head("Kreis", 30), Head("Regierungsbezirk", 16),
    Head("LE mit Ort", 9, _COUNT), Head("davon mit Bogen", 10, _COUNT),
)  # fmt: skip
_LEAD = len(_KREIS)
_GAP, _ROW = 6.0, 15.75
"""Heights in points, lower than on other sheets: all Kreise of a year stand on one printed page."""


def write_kreise(book: ReportBook, calculations: SummaryFigures, orte: SharesSheet) -> None:
    """Write „Kreise“: what is told of the Orte of each Kreis, added up; beside it how much of that comes from unusual returns."""
    heads = (*_KREIS, *_figures(orte.fields, "cell"), *_without_unusual(calculations, orte.fields))
    page = book.page(KREISE, [head.width for head in heads], style.TABS["given"])
    page.text(0, 0, f"Kreise {calculations.consolidation.year}", "title", len(heads) - 1)
    page.text(1, 0, _NOTE, "note", len(heads) - 1)
    page.heads(HEAD, heads)
    last = FIRST + len(calculations.kreise) - 1
    for at, line in enumerate(calculations.kreise, FIRST):
        page.values(at, heads, (line.key, line.name, line.bezirk))
        for column, count in enumerate((line.expected, line.counted), 3):
            page.formula(at, column, None, count, _COUNT)
        for column, (formula, value) in enumerate(zip(_formulas(orte, line, at), _values(line), strict=False), _LEAD):
            page.formula(at, column, formula, value, heads[column].look)
    _hessen(page, calculations, heads, last)
    page.heights[HEAD - 1] = _GAP
    page.heights |= {row: _ROW for row in range(FIRST, last + 2) if page.heights[row] == looks.ROW_HEIGHT}
    set_up_readable(page, last + 1, HEAD, 2)


def _formulas(orte: SharesSheet, line: KreisSum, at: int) -> Iterator[str]:
    """Yield the formulas of a line's figures: sums, how many lines are of unusual returns, sums without those."""
    as_text = "" if line.key == WITHOUT else '&"*"'
    keys = f"{orte.area(-1)},$A{at + 1}{as_text}"
    pending = f"AND($D{at + 1}>$E{at + 1},COUNTIFS({keys})=0)"
    figures = [f"{orte.area(number)},{keys}" for number in range(len(orte.fields))]
    mark = orte.area(len(figures))
    yield from (f'=IF({pending},"{Sign.PENDING}",SUMIFS({figure}))' for figure in figures)
    yield f'=COUNTIFS({keys},{mark},"{UNUSUAL}")'
    yield from (f'=IF({pending},"{Sign.PENDING}",SUMIFS({figure},{mark},"<>{UNUSUAL}"))' for figure in figures)


def _hessen(page: Page, calculations: SummaryFigures, heads: Sequence[Head], last: int) -> None:
    """Write the sums of all Kreise; a Leistungserbringer with Orte in several of them counts once."""
    page.text(last + 1, 0, calculations.summed("Hessen"), "state.text", 2)
    expected, missing = len(calculations.expected), len(calculations.missing)
    for column, count in enumerate((expected, expected - missing), 3):
        page.formula(last + 1, column, None, count, _COUNT.replace("cell", "state"))
    lines = (
        [Decimal(0) if isinstance(value, str) else value for value in _values(line)] for line in calculations.kreise
    )
    totals = [sum(column, Decimal(0)) for column in zip(*lines, strict=True)]
    for column, (total, head) in enumerate(zip(totals, heads[_LEAD:], strict=False), _LEAD):
        formula = f"=SUM({area((FIRST, column), (last, column))})"
        page.formula(last + 1, column, formula, total, head.look.replace("cell", "state"))


_NOTE = (
    f"Summen über das Blatt „{PLACES}“; wer an mehreren Orten gemeldet ist, zählt bei jedem. „{Sign.PENDING}“: Noch nennt kein Bogen einen "
    "Ort dort."
)


def _without_unusual(calculations: SummaryFigures, fields: Sequence[Field]) -> list[Head]:
    """Return the columns that tell how much comes from unusual returns, where there can be such."""
    if not calculations.summary.outliers:
        return []
    count = Head("Zeilen aus auffälligen Bögen", 12, _COUNT)
    return [count, *(Head(f"{head.text} ohne auffällige Bögen", 12, head.look) for head in _figures(fields, "cell"))]


def _values(line: KreisSum) -> tuple[Decimal | str, ...]:
    """Return what a line shows; where somebody is missing, and nothing is told, that is no nought."""
    pending = [str(Sign.PENDING)] * len(line.values) if line.is_pending else None
    return (*(pending or line.values), Decimal(line.unusual), *(pending or line.usual_values))
