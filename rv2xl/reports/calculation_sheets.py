"""The summary of many returned calculations as a workbook: „Bögen“, „Kreise“ and „Orte“ where the form tells of Orte, „Befunde“.

Sums, quarters and marks are formulas over the rows, so that a reader can follow each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_rowcol_to_cell

from rv2xl.excel import style
from rv2xl.model.expr import Value
from rv2xl.model.field import Type
from rv2xl.model.finding import Severity
from rv2xl.reports import looks
from rv2xl.reports.book import Book, Page
from rv2xl.reports.calculations import ENOUGH, WHISKER, Calculation, Calculations, Column, Spread, change_of
from rv2xl.reports.figures import WITHOUT
from rv2xl.reports.findings_sheet import write_findings
from rv2xl.reports.replies import SIGNS, Replies, replies_of
from rv2xl.returns.consolidate import Consolidation

CALCULATIONS, PLACES, KREISE, FILES = "Bögen", "Orte", "Kreise", "Dateien"
"""Names of the sheets."""
UNUSUAL = "! auffällig"
SUM = "Summe"
QUARTERS = ("unteres Viertel", "Median", "oberes Viertel", "auffällig unter", "auffällig über")

_HEAD, _FIRST = 3, 4
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


def summary_bytes(consolidation: Consolidation) -> bytes:
    """Return the workbook. Equal inputs give equal bytes."""
    calculations = Calculations(consolidation)
    form, year = consolidation.form, consolidation.year
    replies = replies_of(consolidation, ())
    shown = {file.entry.file: file.shown for file in replies.files}
    book = Book(f"Übersicht {year} – {form.title}", form.source)
    _Calculations(book, calculations, shown.__getitem__).write()
    if calculations.summary.places is not None:
        orte = _Places(book, calculations, shown.__getitem__)
        _write_kreise(book, calculations, orte)
        orte.write()
    _write_files(book, replies)
    write_findings(book, replies, year)
    return book.finished()


def _write_files(book: Book, replies: Replies) -> None:
    """Write „Dateien“: every file of the folder, whether it counts, and what it is."""
    heads = (
        ("Datei", 46.0),
        ("LE-Nr.", 9.0),
        ("Status", 18.0),
        ("Formular", 40.0),
        *((str(severity), 11.0) for severity in Severity),
    )
    page = book.page(FILES, [width for _, width in heads], style.TABS["given"])
    page.text(0, 0, "Dateien im Ordner", "title", len(heads) - 1)
    page.text(
        1,
        0,
        "Gezählt ist nur, was angenommen ist; andere Formulare stehen hier, sind aber nicht ausgewertet.",
        "note",
        len(heads) - 1,
    )
    for column, (head, _) in enumerate(heads):
        page.text(_HEAD, column, head, "head")
    for at, file in enumerate(replies.files, _FIRST):
        form = file.entry.issue.form.title if file.entry.issue is not None else None
        for column, text in enumerate((file.shown, file.sender, str(file.state), form)):
            page.text(at, column, text, "strong" if column == 2 else "text")
        for column, severity in enumerate(Severity, 4):
            page.number(at, column, file.counts[severity], "raw.anzahl")
    last = _FIRST + max(len(replies.files), 1) - 1
    page.states((_FIRST, 2), (last, 2), SIGNS)
    page.sheet.freeze_panes(_FIRST, 1)
    page.print_setup((last, len(heads) - 1), (_HEAD, _HEAD))


class _Calculations:
    """Writes „Bögen“: a row for each return, with marks beside what can be unusual, sums and quarters below."""

    def __init__(self, book: Book, calculations: Calculations, shown: Callable[[str], str]) -> None:
        self._data, self._shown = calculations, shown
        self._lead: list[tuple[str, float, Callable[[Calculation], Value]]] = [
            ("LE-Nr.", 9.0, lambda row: row.sender),
            ("Leistungserbringer", 30.0, lambda row: row.name),
        ]
        if calculations.subject is not None:
            subject = calculations.subject
            self._lead.append((subject.heading, 30.0, lambda row: row.value(subject)))
        self._columns: list[tuple[Column, int, bool]] = []
        widths = [width for _, width, _ in self._lead]
        for column in calculations.columns:
            marked = calculations.among(calculations.summary.outliers, column)
            self._columns.append((column, len(widths), marked))
            widths += [looks.width_of(column.heading, 14.0), *([12.0] if marked else [])]
        self._changes = {len(widths) + number: change for number, change in enumerate(calculations.changes)}
        widths += [24.0] * len(self._changes)
        self._file = len(widths)
        self._last = _FIRST + max(len(calculations.rows), 1) - 1
        self._page = book.page(CALCULATIONS, [*widths, 42.0])

    def write(self) -> None:
        page, data = self._page, self._data
        first_page = len(self._lead) + 4
        page.text(0, 0, f"{data.form.title} {data.consolidation.year}", "title", first_page)
        page.text(1, 0, _NOTE, "note", first_page)
        if data.summary.outliers:
            page.text(2, 0, _NOTE_UNUSUAL, "note", first_page)
        self._heads()
        for number, row in enumerate(data.rows):
            self._row(_FIRST + number, row)
        if not data.rows:
            page.text(_FIRST, 1, "Noch kein Bogen angenommen.", "strong")
        page.sheet.autofilter(_HEAD, 0, self._last, self._file)
        bottom = self._below()
        page.sheet.freeze_panes(_FIRST, len(self._lead))
        self._print(bottom)

    def _print(self, bottom: int) -> None:
        """Fit the columns to a page's width, or, where they would become too small to read, break pages between them."""
        page = self._page
        if looks.points(page.widths) * _SMALLEST <= looks.PRINTABLE[0] * 100:
            page.print_setup((bottom, self._file), (_HEAD, _HEAD))
            return
        page.print_setup((bottom, self._file), (_HEAD, _HEAD), _SMALLEST)
        page.print_apart(range(self._file + 1), len(self._lead), _SMALLEST, bottom, _HEAD)

    def _heads(self) -> None:
        for column, (heading, _, _) in enumerate(self._lead):
            self._page.text(_HEAD, column, heading, "head")
        for result, column, marked in self._columns:
            self._page.text(_HEAD, column, result.heading, "head")
            if marked:
                self._page.text(_HEAD, column + 1, "auffällig?", "head")
        for column, (old, new) in self._changes.items():
            self._page.text(_HEAD, column, f"Veränderung: „{new.title}“ gegenüber „{old.title}“", "head")
        self._page.text(_HEAD, self._file, "Datei", "head")
        self._page.need(_HEAD, self._page.heights.get(_HEAD, looks.ROW_HEIGHT) + looks.ROW_HEIGHT)

    def _row(self, at: int, row: Calculation) -> None:
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

    def _change(self, at: int, column: int, old: tuple[Column, Value], new: tuple[Column, Value]) -> None:
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
            area = f"{xl_rowcol_to_cell(_FIRST, column)}:{xl_rowcol_to_cell(self._last, column)}"
            if data.among(data.summary.sums, result):
                look = looks.look_of("state", result.field.type)
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
            self._page.formula(self._below_row(number), column, guarded, value, looks.look_of("raw", type_))


def _write(page: Page, at: int, column: int, value: Value, type_: Type) -> None:
    """Write a result as its type is shown; one that is not there leaves the cell blank."""
    if isinstance(value, date):
        page.day(at, column, value, looks.look_of("raw", type_))
    elif isinstance(value, int | Decimal):
        page.number(at, column, value, looks.look_of("raw", type_))
    else:
        page.text(at, column, value, "text")


class _Places:
    """Writes „Orte“: what each return tells of each Ort."""

    _LEAD: Sequence[tuple[str, float]] = (
        ("LE-Nr.", 9.0), ("Leistungserbringer", 30.0), ("ZAD-Nummer", 14.0), ("Ort", 30.0), ("Kreisschlüssel", 15.0),
    )  # fmt: skip
    _KEY = 4

    def __init__(self, book: Book, calculations: Calculations, shown: Callable[[str], str]) -> None:
        self._book, self._data, self._shown = book, calculations, shown
        self.fields = calculations.place_fields()
        self.last = _FIRST + max(len(calculations.places), 1) - 1

    def area(self, column: int) -> str:
        """Return the range of a column, as a formula on another sheet names it."""
        letter = xl_col_to_name(column)
        return f"{quote_sheetname(PLACES)}!${letter}${_FIRST + 1}:${letter}${self.last + 1}"

    def keys(self) -> str:
        """Return the range of the keys."""
        return self.area(self._KEY)

    def figures(self, number: int) -> str:
        """Return the range of a figure's column."""
        return self.area(len(self._LEAD) + number)

    def write(self) -> None:
        heads = [*self._LEAD, *((field.label, 14.0) for field in self.fields), ("Datei", 42.0)]
        page = self._book.page(PLACES, [width for _, width in heads], style.TABS["given"])
        page.text(0, 0, f"Orte {self._data.consolidation.year}", "title")
        page.text(1, 0, "Eine Zeile je Ort eines angenommenen Bogens; Namen und Kreis stammen aus den heutigen Stammdaten.", "note",
                  len(heads) - 1)  # fmt: skip
        for column, (text, _) in enumerate(heads):
            page.text(_HEAD, column, text, "head")
        page.need(_HEAD, 2 * looks.ROW_HEIGHT)
        for number, line in enumerate(self._data.places):
            at = _FIRST + number
            row = line.calculation
            for column, value in enumerate((row.sender, row.name, line.zad, line.name, line.key)):
                page.text(at, column, value, "text")
            for column, (figure, field) in enumerate(zip(line.values, self.fields, strict=True), len(self._LEAD)):
                page.number(at, column, figure, looks.look_of("raw", field.type))
            page.text(at, len(heads) - 1, self._shown(row.entry.file), "text")
        page.sheet.autofilter(_HEAD, 0, self.last, len(heads) - 1)
        page.sheet.freeze_panes(_FIRST, 2)
        page.print_setup((self.last, len(heads) - 1), (_HEAD, _HEAD))


def _write_kreise(book: Book, calculations: Calculations, orte: _Places) -> None:
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
        page.text(_HEAD, column, text, "head")
    last = _FIRST + len(calculations.kreise) - 1
    for at, line in enumerate(calculations.kreise, _FIRST):
        for column, text in enumerate((line.key, line.name, line.bezirk)):
            page.text(at, column, text, "text")
        criterion = f"$A{at + 1}" if line.key == WITHOUT else f'$A{at + 1}&"*"'
        for number, (value, field) in enumerate(zip(line.values, orte.fields, strict=True)):
            formula = f"=SUMIFS({orte.figures(number)},{orte.keys()},{criterion})"
            page.formula(at, 3 + number, formula, value, looks.look_of("cell", field.type))
    page.text(last + 1, 0, "Hessen", "state.text", 2)
    for number, field in enumerate(orte.fields):
        column = 3 + number
        total = sum((line.values[number] for line in calculations.kreise), Decimal(0))
        formula = f"=SUM({xl_rowcol_to_cell(_FIRST, column)}:{xl_rowcol_to_cell(last, column)})"
        page.formula(last + 1, column, formula, total, looks.look_of("state", field.type))
    page.sheet.freeze_panes(_FIRST, 2)
    page.print_setup((last + 1, len(heads) - 1), (_HEAD, _HEAD))
    page.sheet.fit_to_pages(1, 1)  # about thirty lines
