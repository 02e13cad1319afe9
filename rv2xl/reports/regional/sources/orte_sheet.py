"""„Orte“: a wide table with one row per Ort and Leistung, to be filtered, and the ground of all sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from rv2xl.excel import looks as style
from rv2xl.model.definitions.field import ANZAHL, Kind
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Value
from rv2xl.recht.law import year_end
from rv2xl.reports.regional.figures import BEZIRK, FLAGS, KREIS, ReportedOrt, base_fields, blanks
from rv2xl.reports.regional.ort_columns import OrtColumn, mark_columns, measures, ort_columns
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.file_links import FileLinks
from rv2xl.reports.workbook.report_book import Head, Link, ReportBook, area

NAME = "Orte"
WORDS = "Was hat jeder einzelne Ort gemeldet, in welcher Datei, auf welchem Blatt?"
TABLE = "Ortsmeldungen"
IN_KREIS = "im_kreis"
"""The column that numbers the Orte of each Kreis."""

_FIRST_ROW = 3
_FROZEN = 2
_SCALE = 89
"""In print no letter is smaller than eight points."""
_HEAD_LINES = 4
_WIDEST = 48.0
_WIDTHS = {Kind.TEXT: 22.0, Kind.JA_NEIN: 20.0, Kind.DATUM: 12.0, Kind.ANZAHL: 11.0}
_LONG_TEXT = 60.0

WORDS = "Was hat jeder einzelne Ort gemeldet, in welcher Datei, auf welchem Blatt?"
_NOTE = (
    "Eine Zeile je Ort und Leistung; Bestände am {day}. Namen und Kreis: heutige Stammdaten; alles Übrige: der Rücklauf (Datei, Blatt, "
    "[Zelle]). Leer: keine Angabe."
)
_NOBODY = "Ansprechpartner: nur im Rücklauf."


@dataclass(frozen=True, eq=False)
class TableColumn:
    """A column of „Orte“: its id, heading and width, and what it shows of a row; None: the value of the field with its id."""

    id: str
    head: Head
    value: Callable[[ReportedOrt], Value | Link] | None = None


@dataclass(frozen=True, eq=False)
class OrteTable:
    """Which columns the table has and where its rows stand; those about people only if `personal` ones are asked for.

    Behind the Ort come the fields that the first sheet adds up, then all others, at last what only counts something.
    `links` lead to the returned files. Where the Orte of a Kreis stand `alone`, there are no columns that name other sheets of a return.
    """

    versions: tuple[Form, ...]
    orte: tuple[ReportedOrt, ...]
    shown: dict[str, str]
    personal: bool = False
    links: FileLinks | None = None
    alone: bool = False

    @cached_property
    def columns(self) -> tuple[TableColumn, ...]:
        """All columns, in order."""
        marks = mark_columns(*self.versions)
        fields = [
            column
            for column in ort_columns(*self.versions)
            if column not in marks
            and (self.personal or not column.field.personal)
            and not (self.alone and column.field.names_sheet is not None)
        ]
        asked = {one.parts[0]: one.name for one in self.versions[0].outline.indicators.values() if one.asked}
        fields = [replace(column, row=asked.get(column.id, column.row)) for column in fields]
        main = [column for column in fields if column.id in self.main]
        return (
            *self._lead(),
            *map(_of_field, main),
            *(_of_field(column) for column in fields if column not in main and not column.own),
            *(_of_field(column) for column in fields if column not in main and column.own),
            *map(_flag, range(len(FLAGS))),
            *map(_blank, base_fields(self.versions[0])),
            TableColumn(IN_KREIS, Head("Kreisschlüssel und Nummer im Kreis", 17), self.in_kreis.get),
        )

    def _lead(self) -> Iterator[TableColumn]:
        """Yield the columns that say which Ort a row is about, and where it is told of."""

        def named(head: str, least: float, of: Callable[[ReportedOrt], str], look: str = "line") -> Head:
            return Head(head, looks.width_of_texts(map(of, self.orte), least, _WIDEST), look)

        def file(ort: ReportedOrt) -> str:
            return self.shown[ort.line.file]

        yield TableColumn("ort_name", named("Ort", 24, lambda ort: ort.name, "strong_line"), lambda ort: ort.name)
        yield TableColumn("leistung", Head("Leistung SGB IX", 10, "line"), lambda ort: f"§ {ort.line.leistung}")
        head = named("Leistungserbringer", 24, lambda ort: ort.sender_name)
        yield TableColumn("le_name", head, lambda ort: ort.sender_name)
        yield TableColumn("kreis_name", named("Kreis", 20, lambda ort: ort.place.name), lambda ort: ort.place.name)
        yield TableColumn("datei", named("Datei", 24, file), lambda ort: self._linked(ort, file(ort), None))
        head = named("Blatt", 16, lambda ort: ort.line.blatt)
        yield TableColumn("blatt", head, lambda ort: self._linked(ort, ort.line.blatt, ort.line.sheet.name))
        yield TableColumn(KREIS, Head("Kreisschlüssel", 15, "line"), lambda ort: ort.place.key)
        yield TableColumn(BEZIRK, Head("Regierungsbezirk", 17, "line"), lambda ort: ort.place.bezirk)
        yield TableColumn("le", Head("LE-Nr.", 9, "line"), lambda ort: ort.line.sender)
        for column in mark_columns(*self.versions)[:1]:
            yield TableColumn(column.id, Head(column.heading, 14, "line"), lambda ort: ort.line.zad)

    def _linked(self, ort: ReportedOrt, text: str, sheet: str | None) -> str | Link:
        target = self.links.to_cell(ort.line.file, sheet) if self.links is not None else None
        return Link(text, target) if target else text

    @cached_property
    def main(self) -> frozenset[str]:
        """The fields of which the first sheet shows a sum: what planners look at first."""
        shown = {name for line in self.versions[0].outline.lines for name in line.figures if name}
        return frozenset(part for one in measures(*self.versions) if one.id in shown for part in one.parts)

    @cached_property
    def in_kreis(self) -> dict[ReportedOrt, str]:
        """Of each Ort the key of its Kreis with its number there: „06437/2“."""
        counts: Counter[str] = Counter()
        found = {}
        for ort in self.orte:
            counts[ort.place.key] += 1
            found[ort] = f"{ort.place.key}/{counts[ort.place.key]}"
        return found

    @cached_property
    def last_row(self) -> int:
        """The table's last row; it has one even if no return is accepted."""
        return _FIRST_ROW + max(len(self.orte), 1) - 1

    def area(self, name: str) -> str:
        """Return the range of a column's cells, as a formula on another sheet names it."""
        column = [column.id for column in self.columns].index(name)
        return area((_FIRST_ROW, column), (self.last_row, column), NAME, fixed=True)


def write_orte(book: ReportBook, table: OrteTable, year: int) -> None:
    """Write the sheet; what only counts is hidden. In print stand the columns of the Ort and those that the first sheet adds up."""
    columns = table.columns
    page = book.page(NAME, [column.head.width for column in columns], style.TABS["given"])
    page.text(0, 0, f"{NAME} {year}", "title", 1)
    note = _NOTE.format(day=f"{year_end(year):%d.%m.%Y}")
    page.text(1, 0, note if table.personal else f"{note} {_NOBODY}", "one_line_note")
    rows = (_row(columns, ort) for ort in table.orte)
    heads = [column.head for column in columns]
    head_row = _FIRST_ROW - 1
    page.table(head_row, TABLE, heads, rows, (0, "Noch kein Rücklauf angenommen."))
    hidden = {*FLAGS, IN_KREIS, *map(blanks, base_fields(table.versions[0]))}
    for at, column in enumerate(columns):
        if column.id in hidden:
            page.sheet.set_column(at, at, column.head.width, None, {"hidden": True})
    page.set_up(table.last_row, (head_row, head_row), _SCALE, frozen=_FROZEN)
    main = [at for at, column in enumerate(columns) if column.id in table.main]
    named = [column.id for column in columns].index("kreis_name")
    page.print_parts([(0, named), (main[0], main[-1])], _FROZEN, (head_row, table.last_row))


def _row(columns: tuple[TableColumn, ...], ort: ReportedOrt) -> list[Value | Link]:
    values = ort.line.sheet.values
    return [values.get(column.id) if column.value is None else column.value(ort) for column in columns]


def _flag(number: int) -> TableColumn:
    """Return a column that counts each Leistungserbringer once, however many Orte it has."""
    within = ("im Kreis", "im Regierungsbezirk", "in Hessen")[number]
    head = Head(f"LE {within}: 1 in der ersten Zeile", 17, looks.report_look("raw", ANZAHL))
    return TableColumn(FLAGS[number], head, lambda ort: ort.first[number])


def _blank(field: str) -> TableColumn:
    """Return a column that counts Orte with figures of which the base of a ratio is not known."""
    head = Head(f"ohne Bezugsgröße: {field}", 17, looks.report_look("raw", ANZAHL))
    return TableColumn(blanks(field), head, lambda ort: ort.counts.get(blanks(field), 0))


def _of_field(column: OrtColumn) -> TableColumn:
    type_ = column.field.type
    text = type_.kind in {Kind.TEXT, Kind.JA_NEIN, Kind.AUSWAHL}
    look = "line" if text else looks.report_look("raw", type_)
    base = _LONG_TEXT if type_.length > style.ONE_LINE else _WIDTHS.get(type_.kind, 14.0)
    return TableColumn(column.id, Head(column.heading, looks.width_of(column.heading, base, _HEAD_LINES), look))
