"""„Orte“: a wide table with one row per Ort and Leistung, to be filtered, and the ground of all sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from rv2xl.excel import looks as style
from rv2xl.model.definitions.field import ANZAHL, Kind
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Value
from rv2xl.recht.law import year_end
from rv2xl.reports.regional.figures import BEZIRK, FLAGS, KREIS, ReportedOrt, base_fields, blanks
from rv2xl.reports.regional.ort_columns import OrtColumn, mark_columns, ort_columns
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Head, ReportBook, area

NAME = "Orte"
WORDS = "Was hat jeder einzelne Ort gemeldet, in welcher Datei, auf welchem Blatt?"
TABLE = "Ortsmeldungen"
IN_KREIS = "im_kreis"
"""The column that numbers the Orte of each Kreis."""

_FIRST_ROW = 4
_FROZEN = 5
_SCALE = 55
_WIDTHS = {Kind.TEXT: 22.0, Kind.JA_NEIN: 20.0, Kind.DATUM: 12.0, Kind.ANZAHL: 11.0}
_LONG_TEXT = 60.0

_NOTE = (
    "Eine Zeile je Ort und Leistung aus den angenommenen Rückläufen. Namen, Kreis und Regierungsbezirk stammen aus den "
    "heutigen Stammdaten, alles Übrige aus dem Rücklauf: „Datei“ und „Blatt“ sagen, aus welchem; in eckigen Klammern steht die "
    "Zelle dort. Für einen Kreis den Filter der Spalte „Kreisschlüssel“ setzen. Leer heißt: keine Angabe."
)


_NOBODY = "Ansprechpartner stehen nur im Rücklauf selbst."


@dataclass(frozen=True, eq=False)
class TableColumn:
    """A column of „Orte“: its id, heading and width, and what it shows of a row; None: the value of the field with its id."""

    id: str
    head: Head
    value: Callable[[ReportedOrt], Value] | None = None


@dataclass(frozen=True, eq=False)
class OrteTable:
    """Which columns the table has and where its rows stand; those about people only if `personal` ones are asked for.

    Where the Orte of a Kreis stand `alone`, there are no columns that name other sheets of a return.
    """

    versions: tuple[Form, ...]
    orte: tuple[ReportedOrt, ...]
    shown: dict[str, str]
    personal: bool = False
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
        return (
            *_lead(self.versions),
            *(_of_field(column) for column in fields if not column.own),
            TableColumn("datei", Head("Datei", 38), lambda ort: self.shown[ort.line.file]),
            TableColumn("blatt", Head("Blatt", 24), lambda ort: ort.line.blatt),
            *(_of_field(column) for column in fields if column.own),
            *map(_flag, range(len(FLAGS))),
            *map(_blank, base_fields(self.versions[0])),
            TableColumn(IN_KREIS, Head("Kreisschlüssel und Nummer im Kreis", 17), self.in_kreis.get),
        )

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
    """Write the sheet."""
    columns = table.columns
    page = book.page(NAME, [column.head.width for column in columns], style.TABS["given"])
    page.text(0, 0, f"Orte {year}", "title")
    page.text(1, 0, _NOTE if table.personal else f"{_NOTE} {_NOBODY}", "note", _FROZEN - 1)
    page.text(2, 0, f"Stand der Bestände: {year_end(year):%d.%m.%Y}.", "note", _FROZEN - 1)
    rows = (_row(columns, ort) for ort in table.orte)
    heads = [column.head for column in columns]
    page.table(_FIRST_ROW - 1, TABLE, heads, rows, (1, "Noch kein Rücklauf angenommen."))
    page.set_up(table.last_row, (_FIRST_ROW - 1, _FIRST_ROW - 1), _SCALE, frozen=_FROZEN)
    page.break_columns(range(len(columns)), _FROZEN, _SCALE)
    page.sheet.print_across()


def _row(columns: tuple[TableColumn, ...], ort: ReportedOrt) -> list[Value]:
    values = ort.line.sheet.values
    return [values.get(column.id) if column.value is None else column.value(ort) for column in columns]


def _lead(versions: tuple[Form, ...]) -> tuple[TableColumn, ...]:
    """Return the columns that say which Ort a row is about."""
    marks = mark_columns(*versions)[:1]
    return (
        TableColumn("le", Head("LE-Nr.", 9), lambda ort: ort.line.sender),
        TableColumn("le_name", Head("Leistungserbringer", 30, "strong"), lambda ort: ort.sender_name),
        *(TableColumn(column.id, Head(column.heading, 14), lambda ort: ort.line.zad) for column in marks),
        TableColumn("leistung", Head("Leistung SGB IX", 10), lambda ort: f"§ {ort.line.leistung}"),
        TableColumn("ort_name", Head("Ort", 30, "strong"), lambda ort: ort.name),
        TableColumn(KREIS, Head("Kreisschlüssel", 15), lambda ort: ort.place.key),
        TableColumn("kreis_name", Head("Kreis", 26), lambda ort: ort.place.name),
        TableColumn(BEZIRK, Head("Regierungsbezirk", 17), lambda ort: ort.place.bezirk),
    )


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
    look = "text" if text else looks.report_look("raw", type_)
    base = _LONG_TEXT if type_.length > style.ONE_LINE else _WIDTHS.get(type_.kind, 14.0)
    return TableColumn(column.id, Head(column.heading, looks.width_of(column.heading, base), look))
