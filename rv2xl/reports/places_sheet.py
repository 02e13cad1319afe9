"""„Orte“: a wide table with one row per Ort and Leistung, to be filtered, and the ground of all sums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from rv2xl.excel import style
from rv2xl.model.expr import Value
from rv2xl.model.field import Kind, Type
from rv2xl.model.form import Form
from rv2xl.model.law import year_end
from rv2xl.reports import looks
from rv2xl.reports.book import Book, Head
from rv2xl.reports.columns import Column, mark_columns, ort_columns
from rv2xl.reports.figures import BEZIRK, FLAGS, KREIS, Place

NAME = "Orte"
TABLE = "Ortsmeldungen"

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


@dataclass(frozen=True, eq=False)
class PlaceColumn:
    """A column of „Orte“: its id, heading and width, and what it shows of a row; None: the value of the field with its id."""

    id: str
    head: Head
    value: Callable[[Place], Value] | None = None


@dataclass(frozen=True, eq=False)
class PlacesTable:
    """Which columns the table has and where its rows stand."""

    versions: tuple[Form, ...]
    places: tuple[Place, ...]
    shown: dict[str, str]

    @cached_property
    def columns(self) -> tuple[PlaceColumn, ...]:
        """All columns, in order."""
        marks = mark_columns(*self.versions)
        fields = [column for column in ort_columns(*self.versions) if column not in marks]
        return (
            *_lead(self.versions),
            *(_of_field(column) for column in fields if not column.own),
            PlaceColumn("datei", Head("Datei", 38), lambda place: self.shown[place.line.file]),
            PlaceColumn("blatt", Head("Blatt", 24), lambda place: place.line.blatt),
            *(_of_field(column) for column in fields if column.own),
            *_flags(),
        )

    @cached_property
    def last_row(self) -> int:
        """The table's last row; it has one even if no return is accepted."""
        return _FIRST_ROW + max(len(self.places), 1) - 1

    def area(self, name: str) -> str:
        """Return the range of a column's cells, as a formula on another sheet names it."""
        letter = xl_col_to_name([column.id for column in self.columns].index(name))
        return f"{quote_sheetname(NAME)}!${letter}${_FIRST_ROW + 1}:${letter}${self.last_row + 1}"


def write_places(book: Book, table: PlacesTable, year: int) -> None:
    """Write the sheet."""
    columns = table.columns
    page = book.page(NAME, [column.head.width for column in columns], style.TABS["given"])
    page.text(0, 0, f"Orte {year}", "title")
    page.text(1, 0, _NOTE, "note", _FROZEN - 1)
    page.text(2, 0, f"Stand der Bestände: {year_end(year):%d.%m.%Y}.", "note", _FROZEN - 1)
    rows = (_row(columns, place) for place in table.places)
    heads = [column.head for column in columns]
    page.table(_FIRST_ROW - 1, TABLE, heads, rows if table.places else [_none(len(columns))])
    page.sheet.freeze_panes(_FIRST_ROW, _FROZEN)
    page.print_setup((table.last_row, len(columns) - 1), (_FIRST_ROW - 1, _FIRST_ROW - 1), _SCALE)
    page.break_columns(range(len(columns)), _FROZEN, _SCALE)
    page.sheet.print_across()


def _row(columns: tuple[PlaceColumn, ...], place: Place) -> list[Value]:
    values = place.values
    return [values.get(column.id) if column.value is None else column.value(place) for column in columns]


def _none(columns: int) -> list[Value]:
    """Return the only row of a table without Orte."""
    return ["Noch kein Rücklauf angenommen." if number == 1 else None for number in range(columns)]


def _lead(versions: tuple[Form, ...]) -> tuple[PlaceColumn, ...]:
    """Return the columns that say which Ort a row is about."""
    zad = [
        PlaceColumn(column.id, Head(column.heading, 14), lambda place: place.line.zad)
        for column in mark_columns(*versions)
    ]
    return (
        PlaceColumn("le", Head("LE-Nr.", 9), lambda place: place.line.sender),
        PlaceColumn("le_name", Head("Leistungserbringer", 30, "strong"), lambda place: place.sender_name),
        *zad[:1],
        PlaceColumn("leistung", Head("Leistung SGB IX", 10), lambda place: f"§ {place.line.leistung}"),
        PlaceColumn("ort_name", Head("Ort", 30, "strong"), lambda place: place.name),
        PlaceColumn(KREIS, Head("Kreisschlüssel", 15), lambda place: place.key),
        PlaceColumn("kreis_name", Head("Kreis", 26), lambda place: place.kreis),
        PlaceColumn(BEZIRK, Head("Regierungsbezirk", 17), lambda place: place.bezirk),
    )


def _flags() -> tuple[PlaceColumn, ...]:
    """Return the columns that count each Leistungserbringer once, however many Orte it has."""
    areas = ("im Kreis", "im Regierungsbezirk", "in Hessen")

    def column(number: int) -> PlaceColumn:
        head = Head(f"LE {areas[number]}: 1 in der ersten Zeile", 17, looks.look_of("raw", Type(Kind.ANZAHL)))
        return PlaceColumn(FLAGS[number], head, lambda place: place.first[number])

    return tuple(column(number) for number in range(len(FLAGS)))


def _of_field(column: Column) -> PlaceColumn:
    type_ = column.field.type
    text = type_.kind in {Kind.TEXT, Kind.JA_NEIN, Kind.AUSWAHL}
    look = "text" if text else looks.look_of("raw", type_)
    base = _LONG_TEXT if type_.length > style.ONE_LINE else _WIDTHS.get(type_.kind, 14.0)
    head = Head(column.heading, looks.width_of(column.heading, base), look)
    return PlaceColumn(column.id, head)
