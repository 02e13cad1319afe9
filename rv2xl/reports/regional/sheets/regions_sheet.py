"""„Regionen“: one row per Kreis, live sums over „Orte“, with the sums of each Regierungsbezirk and of Hessen.

A criterion of SUMIFS reads "06437" as a number, and then takes 6437 and "006437" for the same. With `&"*"` behind it it is a
text in every spreadsheet program; all keys have five digits, so that none begins another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_rowcol_to_cell

from rv2xl.excel.addresses import ranges
from rv2xl.model.definitions.field import ANZAHL
from rv2xl.model.definitions.form import Form
from rv2xl.reports.regional.figures import BEZIRK, FLAGS, KREIS, Completeness, Count, Level, RegionRow
from rv2xl.reports.regional.ort_columns import Measure, measures, narrow, unit_text
from rv2xl.reports.regional.sheets.orte_sheet import OrteTable
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Page, ReportBook, area

NAME = "Regionen"
WORDS = "Was ist in jedem Landkreis und jeder kreisfreien Stadt gemeldet?"
GOOD, BAD = "✓", "✗"

_HEAD_ROW, _FIRST_ROW = 3, 6
_LEAD = (
    ("Kreisschlüssel", 15.5), ("Region", 29.0), ("Meldestand", 15.5), ("Regierungsbezirk", 17.0), ("Orte erwartet", 9.5),
    ("Orte gemeldet", 9.5), ("Leistungs-\nerbringer", 11.0),
)  # fmt: skip
_STATE, _BEZIRK_COLUMN = 2, 3
_FIXED = 3
_HINT_WIDTH = 96.0
_SCALES = (54, 64)
"""The smallest and the largest scale in print, in percent: all regions stand on one page if they can."""
_SIGNS: dict[str, str] = {
    Completeness.FULL: "✓",
    Completeness.PART: "!",
    Completeness.NONE: "✗",
    Completeness.EMPTY: "○",
}

_NOTE = (
    "Live-Summen der Ortsmeldungen aus dem Blatt „Orte“. Zurückverfolgen: dort den Filter der Spalte „Kreisschlüssel“ auf den "
    "Kreis setzen; jede Zeile nennt Datei und Blatt. „Orte erwartet“ sagen die Stammdaten; ein Ort mit zwei Leistungen zählt "
    "zweimal. „andere“: andere Leistungsträger; „–“ heißt null."
)


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


def write_regions(book: ReportBook, table: RegionTable, orte: OrteTable, year: int) -> None:
    """Write the sheet; a page may end before a block of columns, before „Hinweis“ and below a Regierungsbezirk."""
    widths = [*(width for _, width in _LEAD), *map(_width, table.measures.values()), _HINT_WIDTH]
    page = book.page(NAME, widths)
    page.text(0, 0, f"Regionen {year}", "title")
    page.text(1, 0, _NOTE, "note", _FIXED - 1)
    _heads(page, table)
    writer = _Rows(page, table, orte)
    for number in range(len(table.rows)):
        writer.row(number)
    writer.checks()
    page.states((_FIRST_ROW, _STATE), (table.last_row, _STATE), _SIGNS)
    scale = max(_SCALES[0], min(_SCALES[1], int(looks.PRINTABLE[1] * 100 / page.height(0, table.check_row))))
    page.set_up(table.check_row, (_HEAD_ROW, _FIRST_ROW - 1), scale, frozen=_FIXED)
    blocks = groupby(table.measures.values(), key=lambda measure: measure.block)
    page.break_columns([*(table.column_of[next(group).id] for _, group in blocks), table.hint_column], _FIXED, scale)
    starts = [_FIRST_ROW, *(at + 1 for at, row in enumerate(table.rows, _FIRST_ROW) if row.level is Level.BEZIRK)]
    page.break_rows(starts, table.check_row + 1, (_HEAD_ROW, _FIRST_ROW - 1), scale)
    page.sheet.print_across()


def _width(measure: Measure) -> float:
    return looks.width_of(_label(measure) or measure.row, 10.5 if measure.type.kind is ANZAHL.kind else 14.0)


def _label(measure: Measure) -> str:
    return narrow(measure.column)


def _heads(page: Page, table: RegionTable) -> None:
    """Write three rows of headings: block, row and column of the printed form."""
    bottom = _FIRST_ROW - 1
    for column, (text, _) in enumerate(_LEAD):
        page.tall(_HEAD_ROW, column, (bottom, column), text, "head")
    page.tall(_HEAD_ROW, table.hint_column, (bottom, table.hint_column), "Hinweis", "head")
    for block, group in groupby(table.measures.values(), key=lambda measure: measure.block):
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


class _Rows:
    """Writes the rows, each cell a formula with the value that it shows."""

    def __init__(self, page: Page, table: RegionTable, orte: OrteTable) -> None:
        self.page, self.table, self.orte = page, table, orte

    def row(self, number: int) -> None:
        """Write one row."""
        table, at = self.table, _FIRST_ROW + number
        row = table.rows[number]
        text = f"{row.level}.text"
        words = {0: row.key, 1: row.name, _BEZIRK_COLUMN: row.bezirk, table.hint_column: table.hints[number]}
        for column, word in words.items():
            self.page.text(at, column, word, text)
        self.page.formula(at, _STATE, self._completeness(at), str(row.completeness), text)
        for name, column in table.column_of.items():
            measure = table.measures.get(name)
            look = looks.report_look(row.level, measure.type if measure else ANZAHL)
            self.page.formula(at, column, self._formula(at, row, name), row.values[name], look)

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
            return "=" + "+".join(f"{letter}{place}" for place, row in rows if row.level is Level.BEZIRK or place == at)
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
            self.page.formula(at, column, f'=IF(ROUND({state}-{whole},2)=0,"{GOOD}","{BAD}")', GOOD, "check")
