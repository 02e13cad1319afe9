"""What was accepted in an earlier year, by Ort and Leistung: read from the tidy table of that year, exact and typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from rv2xl import forms
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Kind, Type
from rv2xl.model.definitions.form import Form
from rv2xl.model.entries.spelling import padded
from rv2xl.model.finding import Status
from rv2xl.returns.earlier.table_file import Number, TableText, read_table_text

EarlierValue = Decimal | str
"""A number, or a text as it stands in the table: a day in ISO form, an answer."""


@dataclass(frozen=True, slots=True, eq=False)
class EarlierOrt:
    """One Ort and Leistung of an accepted return: who reported it, in which Kreis it was, what was said; blank fields are not there.

    `reports_nothing` tells of a Fehlanzeige.
    """

    le: str
    zad: str
    leistung: str
    kreis: str
    values: Mapping[str, EarlierValue]
    reports_nothing: bool

    def total(self, fields: Iterable[str]) -> Decimal | None:
        """Return the sum of numbers: 0 for a Fehlanzeige, None where one of them was not told."""
        found = [value for name in fields if isinstance(value := self.values.get(name), Decimal) or value is None]
        if self.reports_nothing:
            return sum((value for value in found if value is not None), Decimal(0))
        return None if None in found else sum(filter(None, found), Decimal(0))


@dataclass(frozen=True, eq=False)
class EarlierYear:
    """The accepted returns of one form for one earlier year; `senders` has what each told once for all its Orte, `fields` are those asked.

    `file` and its SHA-256 `checksum` say from which table; `zeros_lost` that a spreadsheet may have taken leading zeros from ZAD-Nummern.
    """

    form: str
    year: int
    file: str
    checksum: str
    orte: tuple[EarlierOrt, ...]
    senders: Mapping[str, Mapping[str, EarlierValue]]
    fields: frozenset[str] = frozenset()
    zeros_lost: bool = False

    def of(self, zad: str, leistung: str) -> Sequence[EarlierOrt]:
        """Return what was told of an Ort and Leistung: nothing for one that is new, several where it changed hands within the year."""
        return self._orte_by_zad.get((self._key(zad), leistung), ())

    @cached_property
    def _orte_by_zad(self) -> dict[tuple[str, str], list[EarlierOrt]]:
        found: dict[tuple[str, str], list[EarlierOrt]] = {}
        for ort in self.orte:
            found.setdefault((self._key(ort.zad), ort.leistung), []).append(ort)
        return found

    def _key(self, zad: str) -> str:
        return zad.lstrip("0") if self.zeros_lost and zad.isdecimal() else zad


def read_earlier_years(paths: Iterable[Path], form: Form, year: int | None = None) -> tuple[EarlierYear, ...]:
    """Read tables of earlier years, the oldest first; all are of years before `year`, if that is given.

    Raises Abbruch for a form that no years are compared of, for what `read_earlier_year` refuses, for a year that is not an earlier one,
    and for two tables of one year.
    """
    found: list[tuple[Path, EarlierYear]] = []
    for path in paths:
        if not is_compared(form):
            raise Abbruch(f"„{form.title}“ wird nicht mit Vorjahren verglichen; --previous passt hier nicht.")
        found.append((path, read_earlier_year(path, form)))
    return _by_year(found, year)


def read_earlier_years_of(paths: Iterable[Path], limits: Mapping[Form, int]) -> tuple[EarlierYear, ...]:
    """Read tables of several forms, each of the form whose fields it has; those of one form come together, the oldest first.

    `limits` gives for each form the year that all its tables are before. Raises Abbruch as `read_earlier_years`, and for a table of none.
    """
    found: dict[str, list[tuple[Path, EarlierYear]]] = {form.name: [] for form in limits}
    for path in paths:
        table = read_table_text(path)
        fields = set(table.cells["feld"].unique().tolist())
        form = next((form for form in limits if fields <= _types_of(form).keys()), None)
        if form is None:
            raise Abbruch(f"Die Tabelle „{path}“ ist keine von: {', '.join(f'„{form.title}“' for form in limits)}.")
        found[form.name].append((path, _earlier_year(path, table, form)))
    return tuple(year for form, limit in limits.items() for year in _by_year(found[form.name], limit))


def _by_year(tables: Iterable[tuple[Path, EarlierYear]], limit: int | None) -> tuple[EarlierYear, ...]:
    """Return tables of one form, the oldest first. Raises Abbruch for a year that is not before the limit, and for two of one year."""
    found: dict[int, EarlierYear] = {}
    for path, read in tables:
        if limit is not None and read.year >= limit:
            raise Abbruch(f"Die Tabelle „{path}“ ist von {read.year}; verglichen wird mit einem Jahr vor {limit}.")
        if read.year in found:
            raise Abbruch(f"„{found[read.year].file}“ und „{path}“ sind beide von {read.year}; bitte nur eine angeben.")
        found[read.year] = read
    return tuple(found[one] for one in sorted(found))


def is_compared(form: Form) -> bool:
    """Whether years of a form are held against each other."""
    return form.is_for_each_ort or form.by_kreis is not None


def read_earlier_year(path: Path, form: Form) -> EarlierYear:
    """Read the tidy table of one year. Only accepted values count.

    Numbers of Leistungserbringer and Kreise are padded again where a spreadsheet took their zeros away. Raises Abbruch for what is no
    such table of the form, has several years or nothing accepted, or values that cannot be what was written.
    """
    return _earlier_year(path, read_table_text(path), form)


def _earlier_year(path: Path, table: TableText, form: Form) -> EarlierYear:
    cells = table.cells[table.cells["status"] == Status.ANGENOMMEN]
    if cells.empty:
        raise Abbruch(f"Die Tabelle „{path}“ enthält keinen angenommenen Rücklauf.")
    year = _year(path, cells["jahr"].unique().tolist())
    fields = cells["feld"].unique().tolist()
    reading = _Reading(path, table.number, _types(path, form, fields))
    orte: dict[_Place, dict[str, EarlierValue]] = {}
    columns = ("le", "zad", "leistung", "kreis", "feld", "wert")
    for *place, field, value in zip(*(cells[name].tolist() for name in columns), strict=True):
        reading.add(orte.setdefault(_Place(*place), {}), field, value, place)
    _require_whole_numbers(path, orte)
    return EarlierYear(
        form.name, year, path.name, table.checksum, *_typed(form, orte), frozenset(fields), _zeros_lost(table, orte)
    )


class _Place(NamedTuple):
    """Of what a row tells, as the table spells it."""

    le: str
    zad: str
    leistung: str
    kreis: str


_Found = Mapping[_Place, Mapping[str, EarlierValue]]


def _require_whole_numbers(path: Path, found: _Found) -> None:
    for text in (text for place in found for text in place):
        if _SHORTENED.fullmatch(text):
            raise Abbruch(
                f"In der Tabelle „{path}“ hat ein Tabellenprogramm die Nummer „{text}“ gekürzt; bitte die Tabelle noch einmal "
                "schreiben lassen."
            )


def _typed(form: Form, found: _Found) -> tuple[tuple[EarlierOrt, ...], dict[str, Mapping[str, EarlierValue]]]:
    """Return Orte and senders, their numbers padded again."""
    nothing = form.outline.nothing or ""
    sender, kreis = _identifiers(form)
    orte = tuple(
        EarlierOrt(_padded(sender, le), zad, leistung, _padded(kreis, key), values, values.get(nothing) == "ja")
        for (le, zad, leistung, key), values in found.items()
        if zad or leistung
    )
    senders = {
        _padded(sender, place.le): values for place, values in found.items() if not (place.zad or place.leistung)
    }
    return orte, senders


def _zeros_lost(table: TableText, found: _Found) -> bool:
    return table.was_opened and not any(place.zad.startswith("0") for place in found)


_SHORTENED = re.compile(r"\d([,.]\d+)?E\+\d+", re.ASCII)


def _padded(type_: Type, text: str) -> str:
    return padded(type_, text) or text


def _identifiers(form: Form) -> tuple[Type, Type]:
    """Return the types of the number of a Leistungserbringer and of the key of a Kreis."""
    assert form.sender is not None
    columns = forms.register_roles().orte
    orte = next(sheet for sheet in forms.newest(forms.REGISTER).sheets if columns.roster in sheet.rosters)
    return (
        form.sections[form.sender.sheet or ""].fields[form.sender.field].type,
        orte.columns[f"{columns.roster}.*.{columns.kreis}"].type,
    )


def _year(path: Path, years: Sequence[str]) -> int:
    if len(years) > 1:
        raise Abbruch(f"Die Tabelle „{path}“ enthält mehrere Jahre ({', '.join(sorted(years))}); gebraucht wird eines.")
    if not re.fullmatch(r"\d{4}", years[0], re.ASCII):
        raise Abbruch(f"In der Tabelle „{path}“ ist „{years[0]}“ kein Jahr.")
    return int(years[0])


def _types_of(form: Form) -> dict[str, Type]:
    """Return the types of all fields of all versions of a form."""
    return {
        name: field.type
        for version in forms.versions(form.name)
        for sheet in version.sheets
        for name, field in sheet.fields.items()
    }


def _types(path: Path, form: Form, names: Sequence[str]) -> dict[str, Type]:
    """Return the types of the fields that occur; a field that no version of the form has is another form's, or of another program."""
    known = _types_of(form)
    unknown = [name for name in names if name not in known]
    if len(unknown) == len(names):
        raise Abbruch(f"Die Tabelle „{path}“ enthält keine Werte des Vordrucks „{form.title}“.")
    if unknown:
        raise Abbruch(
            f"Die Tabelle „{path}“ enthält das Feld „{unknown[0]}“, das kein Vordruck „{form.title}“ hat; sie stammt wohl von einem "
            "anderen Stand des Programms."
        )
    return known


class _Reading:
    """Reads values; thousands of them are alike."""

    def __init__(self, path: Path, number: Number, types: Mapping[str, Type]) -> None:
        self.path, self.number, self.types = path, number, types
        self._numbers: dict[str, Decimal | None] = {}

    def add(self, values: dict[str, EarlierValue], field: str, text: str, place: Sequence[str]) -> None:
        """Put a value where it belongs. Raises Abbruch for one that stands there already, and for what is no number and should be."""
        if field in values:
            raise Abbruch(f"In der Tabelle „{self.path}“ steht „{field}“ zweimal {self._where(place)}.")
        type_ = self.types[field]
        if type_.numeric and text:
            number = self._number(text)
            if number is None:
                raise Abbruch(
                    f"In der Tabelle „{self.path}“ ist „{text}“ bei „{field}“ {self._where(place)} keine Zahl."
                )
            values[field] = number
        elif text:
            values[field] = _iso(text) if type_.kind is Kind.DATUM else text

    def _number(self, text: str) -> Decimal | None:
        if text not in self._numbers:
            self._numbers[text] = self.number(text)
        return self._numbers[text]

    @staticmethod
    def _where(place: Sequence[str]) -> str:
        le, zad, leistung, _ = place
        return f"für ZAD {zad}, § {leistung}" if zad else f"für den Leistungserbringer {le}"


def _iso(text: str) -> str:
    """Return a day as the table was written with it; a German spreadsheet shows it otherwise."""
    shown = _DAY.fullmatch(text)
    return f"{shown[3]}-{shown[2]}-{shown[1]}" if shown else text


_DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})", re.ASCII)
