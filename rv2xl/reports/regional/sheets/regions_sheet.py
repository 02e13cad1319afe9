"""„Regionen“: one row per Kreis, live sums over „Orte“, with the sums of each Regierungsbezirk and of Hessen.

A criterion of SUMIFS reads "06437" as a number, and then takes 6437 and "006437" for the same. With `&"*"` behind it it is a
text in every spreadsheet program; all keys have five digits, so that none begins another.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_rowcol_to_cell

from rv2xl.excel.addresses import ranges
from rv2xl.model.definitions.field import ANZAHL
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional.figures import BEZIRK, FLAGS, KREIS, Completeness, Count, Level, RegionRow
from rv2xl.reports.regional.ort_columns import Measure, measures, narrow, unit_text
from rv2xl.reports.regional.sources.orte_sheet import OrteTable
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Figure, Page, ReportBook, area
from rv2xl.reports.workbook.signs import Sign

NAME = "Regionen"
WORDS = "Was ist in jedem Landkreis und jeder kreisfreien Stadt gemeldet?"
GOOD, BAD = "✓", "✗"

_HEAD_ROW, _FIRST_ROW = 3, 6
_LEAD = (
    ("Schlüssel", 14.0), ("Region", 28.5), ("Meldestand", 14.5), ("Regierungsbezirk", 16.5), ("Orte erwartet", 9.5),
    ("Orte gemeldet", 9.5), ("Leistungs-\nerbringer", 11.0),
)  # fmt: skip
_STATE, _BEZIRK_COLUMN = 2, 3
_FIXED = 3
_HINT_WIDTH = 96.0
_REPEATED = 2
_SCALE = 89
"""In print no letter is smaller than eight points; key and name of a region stand on each page, all regions below each other on one."""
_GAP = 6.0
_SIGNS: dict[str, str] = {
    Completeness.FULL: "✓",
    Completeness.PART: "!",
    Completeness.NONE: "✗",
    Completeness.EMPTY: "○",
}

_NOTE = "Summen über „Orte“; dort zeigt der Filter „Kreisschlüssel“ die Zeilen eines Kreises. „andere“: andere Leistungsträger; „–“: null."
_STATIC_NOTE = "Summen der Ortsmeldungen. „andere“: andere Leistungsträger."


@dataclass(frozen=True, eq=False)
class RegionTable:
    """Which columns the sheet has and where its rows stand; `partial` tells which sums are of a part of the year."""

    versions: tuple[Form, ...]
    rows: tuple[RegionRow, ...]
    hints: tuple[str, ...]
    partial: Callable[[Measure], str]

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The sums by id, in order."""
        return {measure.id: measure for measure in measures(*self.versions)}

    @cached_property
    def column_of(self) -> dict[str, int]:
        """The column of each count and sum."""
        begin = len(_LEAD) - len(Count)
        return {name: begin + number for number, name in enumerate((*Count, *self.measures))}

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

    @property
    def check_area(self) -> str:
        """The range of the controls, as a formula on another sheet names it."""
        return area((self.check_row, self.column_of[Count.EXPECTED]), (self.check_row, self.hint_column - 1), NAME)

    def address(self, name: str, row: RegionRow) -> str:
        """Return a cell as a formula on another sheet names it."""
        cell = xl_rowcol_to_cell(_FIRST_ROW + self.rows.index(row), self.column_of[name])
        return f"{quote_sheetname(NAME)}!{cell}"

    def column(self, column: int) -> str:
        """Return the cells of all rows in a column, as a formula on another sheet names them; the first column has the keys, the second
        the names."""
        return area((_FIRST_ROW, column), (self.last_row, column), NAME, fixed=True)


Published = Callable[[RegionRow, Indicator], Figure]


def write_regions(
    book: ReportBook, table: RegionTable, source: OrteTable | Published, year: int, note: str = ""
) -> None:
    """Write the sheet: sums over „Orte“, or what is published where there is no such sheet, and a `note` on how that was made.

    A printed page may end before each row of the form, and „Hinweis“ is only read on the screen.
    """
    live = isinstance(source, OrteTable)
    widths = [*(width for _, width in _LEAD), *map(_width, table.measures.values()), _HINT_WIDTH]
    page = book.page(NAME, widths, portrait=True)
    page.text(0, 0, f"{NAME} {year}", "title", 1)
    page.text(1, 0, _NOTE if live else f"{_STATIC_NOTE} {note}".rstrip(), "one_line_note")
    page.heights[_HEAD_ROW - 1] = _GAP
    rows = groupby(table.measures.values(), key=lambda measure: (measure.block, measure.row))
    starts = page.break_columns((table.column_of[next(group).id] for _, group in rows), _REPEATED, _SCALE)
    _heads(page, table, starts)
    if isinstance(source, OrteTable):
        writer = _Rows(page, table, source)
        for number in range(len(table.rows)):
            writer.row(number)
        writer.checks()
    else:
        for number in range(len(table.rows)):
            _static_row(page, table, number, source)
    page.states((_FIRST_ROW, _STATE), (table.last_row, _STATE), _SIGNS)
    page.set_up(None, (_HEAD_ROW, _FIRST_ROW - 1), _SCALE, frozen=_FIXED)
    parts = ((begin, end - 1) for begin, end in pairwise((0, *starts, table.hint_column)))
    page.print_parts(parts, _REPEATED, (_HEAD_ROW, table.check_row if live else table.last_row))
    page.sheet.print_across()


def _width(measure: Measure) -> float:
    return looks.width_of(_label(measure) or measure.row, 10.5 if measure.type.kind is ANZAHL.kind else 14.0)


def _label(measure: Measure) -> str:
    return narrow(measure.column)


def _heads(page: Page, table: RegionTable, starts: Sequence[int]) -> None:
    """Write three rows of headings: block, row and column of the printed form; a block is named again on each page (`starts`)."""
    bottom = _FIRST_ROW - 1
    for column, (text, _) in enumerate(_LEAD):
        page.tall(_HEAD_ROW, column, (bottom, column), text, "head")
    page.tall(_HEAD_ROW, table.hint_column, (bottom, table.hint_column), "Hinweis", "head")
    pages = groupby(
        table.measures.values(), key=lambda measure: (measure.block, bisect(starts, table.column_of[measure.id]))
    )
    for (block, _), group in pages:
        entries = list(group)
        first, last = (table.column_of[entry.id] for entry in (entries[0], entries[-1]))
        if block:
            title = block[:1].upper() + block[1:] + unit_text(entries[0].type)
            text = " – ".join(part for part in (title, table.partial(entries[0])) if part)
            page.tall(_HEAD_ROW, first, (_HEAD_ROW, last), text, "band")
        for row, same in groupby(entries, key=lambda measure: measure.row):
            _head_group(page, table, (_HEAD_ROW + bool(block), bottom), row, list(same))


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
        page.tall(top, column, (bottom, column), _label(entry), "head")


def _lead(page: Page, table: RegionTable, number: int) -> None:
    """Write the words of a row."""
    row, at = table.rows[number], _FIRST_ROW + number
    words = {0: row.key, 1: row.name, _BEZIRK_COLUMN: row.bezirk, table.hint_column: table.hints[number]}
    for column, word in words.items():
        page.text(at, column, word, f"{row.level}.line")


def _static_row(page: Page, table: RegionTable, number: int, published: Published) -> None:
    """Write what is published of a region, without formulas."""
    row, at = table.rows[number], _FIRST_ROW + number
    _lead(page, table, number)
    page.text(at, _STATE, str(row.completeness), f"{row.level}.line")
    for name, column in table.column_of.items():
        if name in table.measures:
            page.figure(at, column, published(row, Indicator(id=name, label="", parts=(name,))))
        else:
            page.figure(at, column, Figure(None, row.values[name], looks.report_look(row.level, ANZAHL)))


class _Rows:
    """Writes the rows, each cell a formula with the value that it shows."""

    def __init__(self, page: Page, table: RegionTable, orte: OrteTable) -> None:
        self.page, self.table, self.orte = page, table, orte

    def row(self, number: int) -> None:
        """Write one row."""
        table, at = self.table, _FIRST_ROW + number
        row = table.rows[number]
        _lead(self.page, table, number)
        self.page.formula(at, _STATE, self._completeness(at), str(row.completeness), f"{row.level}.line")
        for name, column in table.column_of.items():
            measure = table.measures.get(name)
            look = looks.report_look(row.level, measure.type if measure else ANZAHL)
            formula, stored = self._formula(at, row, name), row.values[name]
            if measure is None:
                self.page.formula(at, column, formula, stored, look)
                continue
            pending = row.completeness is Completeness.NONE
            self.page.formula(at, column, self._awaited(at, formula), str(Sign.PENDING) if pending else stored, look)

    def _awaited(self, at: int, formula: str | None) -> str:
        """Return the formula of a sum: „…“ where Orte are expected and none has reported."""
        expected, reported = (
            xl_rowcol_to_cell(at, self.table.column_of[name], col_abs=True) for name in (Count.EXPECTED, Count.REPORTED)
        )
        return f'=IF(AND({reported}=0,{expected}>0),"{Sign.PENDING}",{str(formula)[1:]})'

    def _completeness(self, at: int) -> str:
        columns = (self.table.column_of[name] for name in (Count.EXPECTED, Count.REPORTED))
        awaited, there = (xl_rowcol_to_cell(at, column) for column in columns)
        return (
            f'=IF({awaited}+{there}=0,"{Completeness.EMPTY}",IF({there}>={awaited},"{Completeness.FULL}",'
            f'IF({there}=0,"{Completeness.NONE}","{Completeness.PART}")))'
        )

    def _formula(self, at: int, row: RegionRow, name: str) -> str | None:
        """Return the formula of a cell; none for the Orte that the register awaits in a Kreis."""
        if name == Count.SENDERS and row.level is Level.STATE:
            return f"=SUM({self.orte.area(FLAGS[2])})"
        if name == Count.SENDERS and row.level is Level.BEZIRK:
            bezirk = xl_rowcol_to_cell(at, _BEZIRK_COLUMN)
            return f"=SUMIFS({self.orte.area(FLAGS[1])},{self.orte.area(BEZIRK)},${bezirk})"
        letter = xl_col_to_name(self.table.column_of[name])
        if row.level is Level.BEZIRK:
            count = sum(other.bezirk == row.bezirk and other.level is Level.REGION for other in self.table.rows)
            return f"=SUM({letter}{at + 1 - count}:{letter}{at})"
        if row.level is Level.STATE:
            rows = enumerate(self.table.rows, _FIRST_ROW + 1)
            cells = ",".join(f"{letter}{place}" for place, row in rows if row.level is Level.BEZIRK or place == at)
            return f"=SUM({cells})"
        return None if name == Count.EXPECTED else self._of_region(at, name)

    def _of_region(self, at: int, name: str) -> str:
        key = f'{self.orte.area(KREIS)},$A{at + 1}&"*"'
        if name == Count.REPORTED:
            return f"=COUNTIFS({key})"
        if name == Count.SENDERS:
            return f"=SUMIFS({self.orte.area(FLAGS[0])},{key})"
        measure = self.table.measures[name]
        if measure.is_total:
            return f"=SUM({','.join(ranges(('', at, self.table.column_of[part]) for part in measure.parts))})"
        return f"=SUMIFS({self.orte.area(name)},{key})"

    def checks(self) -> None:
        """Hold each sum of Hessen against the whole column of „Orte“."""
        at = self.table.check_row
        self.page.text(at, 0, "Kontrolle gegen die ganze Spalte in „Orte“", "note", _FIXED - 1)
        wholes = {Count.REPORTED: f'COUNTIFS({self.orte.area(KREIS)},"?*")'} | {
            name: f"SUM({','.join(map(self.orte.area, measure.parts))})"
            for name, measure in self.table.measures.items()
        }
        for name, whole in wholes.items():
            column = self.table.column_of[name]
            state = xl_rowcol_to_cell(self.table.last_row, column)
            self.page.formula(at, column, f'=IF(ROUND(SUM({state})-{whole},2)=0,"{GOOD}","{BAD}")', GOOD, "check")
