"""„Regionen“: one row per Kreis, all figures as live sums over „Orte“, with the sum of each Regierungsbezirk and of Hessen.

A criterion of SUMIFS reads "06437" as a number, and then takes 6437 and "006437" for the same. With `&"*"` behind it, it is a
text in every spreadsheet program; keys are all of five digits, so that none begins another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from rv2xl.excel import style
from rv2xl.excel.formula import cell_name, column_letter, quoted, ranges
from rv2xl.model.field import ANZAHL
from rv2xl.model.form import Form
from rv2xl.reports import looks
from rv2xl.reports.book import Book, Page
from rv2xl.reports.columns import Measure, measures, unit_text
from rv2xl.reports.figures import Level, RegionRow
from rv2xl.reports.places_sheet import BEZIRK, FLAGS, KEY, PlacesTable

NAME = "Regionen"
EXPECTED, REPORTED, SENDERS = "erwartet", "gemeldet", "le"
GOOD, BAD = "✓", "✗"

_HEAD_ROW, _FIRST_ROW = 3, 6
_LEAD = (("Kreisschlüssel", 14.0), ("Region", 28.0), ("Regierungsbezirk", 15.0), ("Orte erwartet", 10.0), ("Orte gemeldet", 10.0),
         ("Leistungs-\nerbringer", 11.0))  # fmt: skip
_COUNTS = (EXPECTED, REPORTED, SENDERS)
_HINT_WIDTH = 64.0
_SCALE = 62

_NOTE = (
    "Alle Zahlen sind Summen der Ortsmeldungen und werden aus dem Blatt „Orte“ gerechnet (SUMMEWENNS). Zurückverfolgen: in „Orte“ den "
    "Filter der Spalte „Kreisschlüssel“ auf den Kreis setzen; jede Zeile nennt Datei und Blatt. „Orte erwartet“ steht in den Stammdaten; ein "
    "Ort mit zwei Leistungen zählt zweimal. „–“ heißt null."
)


@dataclass(frozen=True, eq=False)
class RegionTable:
    """Which columns the sheet has and where its rows stand."""

    form: Form
    rows: tuple[RegionRow, ...]
    hints: tuple[str, ...]
    partial: Callable[[Measure], str]

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The sums, in order."""
        return measures(self.form)

    @cached_property
    def column_of(self) -> dict[str, int]:
        """The column of each count and sum."""
        begin = len(_LEAD) - len(_COUNTS)
        return {name: begin + number for number, name in enumerate((*_COUNTS, *(entry.id for entry in self.measures)))}

    @cached_property
    def hint_column(self) -> int:
        """The column „Hinweis“."""
        return len(_LEAD) + len(self.measures)

    @property
    def last_row(self) -> int:
        """The row of Hessen."""
        return _FIRST_ROW + len(self.rows) - 1

    @property
    def check_row(self) -> int:
        """The row that holds the sums against „Orte“."""
        return self.last_row + 1

    def address(self, name: str, row: RegionRow) -> str:
        """Return a cell as a formula on another sheet names it."""
        return quoted(NAME) + cell_name(_FIRST_ROW + self.rows.index(row), self.column_of[name])

    def value(self, name: str, row: RegionRow) -> Decimal | int:
        """Return what a cell shows."""
        counts = {EXPECTED: row.expected, REPORTED: row.reported, SENDERS: row.senders}
        return counts[name] if name in counts else row.values[name]


def write_regions(book: Book, table: RegionTable, orte: PlacesTable, year: int) -> None:
    """Write the sheet."""
    widths = [width for _, width in _LEAD] + [_width(measure) for measure in table.measures] + [_HINT_WIDTH]
    page = book.page(NAME, widths)
    page.text(0, 0, f"Regionen {year}", "title")
    page.text(1, 0, _NOTE, "note", _note_columns(widths))
    _heads(page, table)
    for number, row in enumerate(table.rows):
        _row(page, table, orte, _FIRST_ROW + number, row)
        page.text(_FIRST_ROW + number, table.hint_column, table.hints[number], _text_look(row))
    _checks(page, table, orte)
    page.sheet.freeze_panes(_FIRST_ROW, 2)
    page.print_setup((table.check_row, table.hint_column), (_HEAD_ROW, _FIRST_ROW - 1), _SCALE)
    page.break_columns(_block_starts(table), 2, _SCALE)
    page.sheet.print_across()


def _width(measure: Measure) -> float:
    label = measure.column or measure.row
    return looks.width_of(label, 10.5 if measure.type.kind is ANZAHL.kind else 14.0)


def _note_columns(widths: Sequence[float]) -> int:
    """Return the last column over which the note goes: as many as fit on a first page."""
    last, used = 0, 0.0
    while last < len(widths) - 1 and used + widths[last] < 150:
        used += widths[last]
        last += 1
    return last


def _heads(page: Page, table: RegionTable) -> None:
    """Write three rows of headings: block, row and column of the printed form."""
    bottom = _FIRST_ROW - 1
    for column, (text, _) in enumerate(_LEAD):
        page.tall(_HEAD_ROW, column, (bottom, column), text, "head")
    page.tall(_HEAD_ROW, table.hint_column, (bottom, table.hint_column), "Hinweis", "head")
    for block, group in groupby(table.measures, key=lambda measure: measure.block):
        entries = list(group)
        first, last = (table.column_of[entry.id] for entry in (entries[0], entries[-1]))
        top = _HEAD_ROW
        if block:
            text = block[:1].upper() + block[1:] + unit_text(entries[0].type) + table.partial(entries[0])
            page.tall(_HEAD_ROW, first, (_HEAD_ROW, last), text, "band")
            top += 1
        for row, same in groupby(entries, key=lambda measure: measure.row):
            _head_group(page, table, (top, bottom), row, list(same))


def _head_group(page: Page, table: RegionTable, rows: tuple[int, int], label: str, entries: list[Measure]) -> None:
    top, bottom = rows
    first, last = (table.column_of[entry.id] for entry in (entries[0], entries[-1]))
    if label and not any(entry.column for entry in entries):
        page.tall(top, first, (bottom, last), label, "head")
        return
    if label:
        page.tall(top, first, (top, last), label, "head")
        top += 1
    for entry in entries:
        column = table.column_of[entry.id]
        page.tall(top, column, (bottom, column), entry.column, "head")


def _text_look(row: RegionRow) -> str:
    return "text" if row.level is Level.REGION else f"{row.level}.text"


def _row(page: Page, table: RegionTable, orte: PlacesTable, number: int, row: RegionRow) -> None:
    for column, text in enumerate((row.key, row.name, row.bezirk)):
        page.text(number, column, text, _text_look(row))
    for name, column in table.column_of.items():
        formula = _formula(table, orte, number, row, name)
        value = table.value(name, row)
        measure = next((entry for entry in table.measures if entry.id == name), None)
        look = looks.look_of(row.level, measure.type if measure else ANZAHL)
        if formula:
            page.formula(number, column, formula, value, look)
        else:
            page.number(number, column, value, look)


def _formula(table: RegionTable, orte: PlacesTable, number: int, row: RegionRow, name: str) -> str | None:
    """Return the formula of a cell; none for the Orte that the register awaits in a Kreis."""
    letter = column_letter(table.column_of[name])
    if name == SENDERS and row.level is not Level.REGION:
        if row.level is Level.STATE:
            return f"=SUM({orte.area(FLAGS[2])})"
        return f"=SUMIFS({orte.area(FLAGS[1])},{orte.area(BEZIRK)},$C{number + 1})"
    if row.level is Level.BEZIRK:
        count = sum(other.bezirk == row.bezirk and other.level is Level.REGION for other in table.rows)
        return f"=SUM({letter}{number + 1 - count}:{letter}{number})"
    if row.level is Level.STATE:
        parts = [_FIRST_ROW + 1 + at for at, other in enumerate(table.rows[:-1]) if other.level is Level.BEZIRK]
        return "=" + "+".join(f"{letter}{part}" for part in (*parts, number))
    if name == EXPECTED:
        return None
    return _region_formula(table, orte, number, name)


def _region_formula(table: RegionTable, orte: PlacesTable, number: int, name: str) -> str:
    key = f'{orte.area(KEY)},$A{number + 1}&"*"'
    if name == REPORTED:
        return f"=COUNTIFS({key})"
    measure = next((entry for entry in table.measures if entry.id == name), None)
    if measure is not None and measure.is_total:
        cells = ranges(("", number, table.column_of[part]) for part in measure.parts)
        return f"=SUM({','.join(cells)})"
    return f"=SUMIFS({orte.area(FLAGS[0] if measure is None else name)},{key})"


def _checks(page: Page, table: RegionTable, orte: PlacesTable) -> None:
    """Hold each sum of Hessen against the whole column of „Orte“."""
    page.text(table.check_row, 0, "Kontrolle: Summe der Zeilen in „Orte“", "note", 2)
    for name, column in table.column_of.items():
        measure = next((entry for entry in table.measures if entry.id == name), None)
        if measure is not None:
            whole = f"SUM({','.join(orte.area(part) for part in measure.parts)})"
        elif name == REPORTED:
            whole = f'COUNTIFS({orte.area(KEY)},"?*")'
        else:
            continue
        state = cell_name(table.last_row, column)
        page.formula(table.check_row, column, f'=IF(ROUND({state}-{whole},2)=0,"{GOOD}","{BAD}")', GOOD, "check")


def check_area(table: RegionTable) -> str:
    """Return the range of the controls, as a formula on another sheet names it."""
    first, last = (cell_name(table.check_row, column) for column in (len(_LEAD) - len(_COUNTS), table.hint_column - 1))
    return f"{quoted(NAME)}{first}:{last}"


def _block_starts(table: RegionTable) -> list[int]:
    """Return the columns before which a page may end: where a block begins, and before „Hinweis“."""
    starts = [table.column_of[next(iter(group)).id] for _, group in groupby(table.measures, key=lambda entry: entry.block)]
    return [*starts, table.hint_column]


TAB = style.ACCENT
