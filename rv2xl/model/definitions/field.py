"""Fields: one value of a form, with its type, limits, wording and origin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache

from rv2xl.model.expressions.expr import Expr, Ref, RosterColumn, Value
from rv2xl.recht.law import Auslegung


class Kind(StrEnum):
    """The types of the contract's data dictionary."""

    TEXT = "text"
    ANZAHL = "anzahl"
    DEZIMAL = "dezimal"
    EURO = "euro"
    PROZENT = "prozent"
    DATUM = "datum"
    JA_NEIN = "ja_nein"
    AUSWAHL = "auswahl"


NUMERIC = frozenset({Kind.ANZAHL, Kind.DEZIMAL, Kind.EURO, Kind.PROZENT})
"""The kinds whose values are numbers (dates are not)."""

UNITS: dict[str, tuple[str, ...]] = {
    "Anzahl": ("Stück", "Stk."),
    "Personen": ("Personen", "Person", "Pers.", "Pers"),
    "Plätze": ("Plätze", "Platz"),
    "VZÄ": ("VZÄ", "Vollzeitäquivalente", "Vollzeitstellen", "Vollzeitstelle", "Stellen", "Stelle"),
    "h": ("h", "Std.", "Std", "Stunden", "Stunde"),
    "Tage": ("Tage", "Tag"),
    "Monate": ("Monate", "Monat"),
    "Jahre": ("Jahre", "Jahr"),
    "Minuten": ("Minuten", "Minute", "Min.", "Min"),
    "km": ("km", "Kilometer"),
    "m²": ("m²", "m2", "qm", "Quadratmeter"),
    "EUR": ("EUR", "Euro", "€"),
    "%": ("%", "Prozent", "v. H."),
}
"""Units, and how each is written behind a number; case and blanks do not matter. One that is not here is written as it is."""

_KIND_UNITS = {Kind.EURO: "EUR", Kind.PROZENT: "%"}
"""What may always stand behind a number of these kinds, whatever unit the type names."""


class FilledBy(StrEnum):
    """Who writes a value."""

    LEISTUNGSERBRINGER = "leistungserbringer"
    LWV = "lwv"
    FORMEL = "formel"


@dataclass(frozen=True, slots=True)
class Type:
    """What a value may be: its kind, unit and limits.

    `scale` is the number of decimals kept; `minimum` and `maximum` bound numbers or dates; `length` bounds texts; `digits`
    is the width to which an identifier typed as a number is padded again; `grouping` is False for a whole number that names
    something, a year say, and is shown without points between thousands. `month_begin` allows of dates only the first of a month.
    `unit_elsewhere`: another cell names the unit, so that a number may be a share as well.
    """

    kind: Kind
    unit: str | None = None
    scale: int = 0
    minimum: Decimal | date | None = None
    maximum: Decimal | date | None = None
    choices: tuple[str, ...] = ()
    length: int = 250
    digits: int | None = None
    grouping: bool = True
    month_begin: bool = False
    unit_elsewhere: bool = False

    @property
    def grouped(self) -> bool:
        """Whether numbers are written with points between thousands: not those that name something, nor where none belongs."""
        return self.grouping and self.numeric

    @property
    def numeric(self) -> bool:
        """Whether values are numbers (dates are not)."""
        return self.kind in NUMERIC

    @property
    def counts_people(self) -> bool:
        """Whether values are numbers of people."""
        return self.kind is Kind.ANZAHL and self.unit == _PEOPLE

    @property
    def takes_words(self) -> bool:
        """Whether values are texts in somebody's own words."""
        return self.kind is Kind.TEXT and self.digits is None

    @property
    def unit_spellings(self) -> tuple[str, ...]:
        """What may stand behind a number that is typed as text: the unit in its usual spellings."""
        units = dict.fromkeys(unit for unit in (self.unit, _KIND_UNITS.get(self.kind)) if unit)
        return tuple(spelling for unit in units for spelling in UNITS.get(unit, (unit,)))

    def excludes(self, value: Decimal | int | date) -> bool:
        """Whether a number or date lies outside the limits."""
        low, high = self.minimum, self.maximum
        if (low is None or high is None) and isinstance(value, _NUMBERS) and not -_MOST < value < _MOST:
            return True
        if self.month_begin and isinstance(value, date) and value.day != 1:
            return True
        return (low is not None and value < low) or (high is not None and value > high)  # type: ignore[operator]

    @property
    def unlimited(self) -> Type:
        """The same without limits for a number or the length of a text; a day keeps its own."""
        return replace(self, minimum=None, maximum=None, length=LONGEST_TEXT) if self.kind is not Kind.DATUM else self

    def rounded(self, number: Decimal) -> Decimal:
        """Round a number within the limits half up to the decimals that are kept."""
        return number.quantize(last_place(self.scale), ROUND_HALF_UP) + 0  # never „-0,00“


LONGEST_TEXT = 500
"""So many signs are kept of a text that is longer than its field allows."""


@cache
def last_place(decimals: int) -> Decimal:
    """Return one unit of the last of so many decimals."""
    return Decimal(1).scaleb(-decimals)


_NUMBERS = (int, Decimal)
_MOST = 10**15
"""A spreadsheet keeps fifteen digits; what is larger is out of range even where the type sets no limit."""


TEXT = Type(Kind.TEXT)
ANZAHL = Type(Kind.ANZAHL, unit="Anzahl", minimum=Decimal(0), maximum=Decimal(99_999))
_PEOPLE = "Personen"
PERSONEN_ANZAHL = Type(Kind.ANZAHL, unit=_PEOPLE, minimum=Decimal(0), maximum=Decimal(99_999))
STUNDEN = Type(Kind.DEZIMAL, unit="h", scale=2, minimum=Decimal(0), maximum=Decimal(99_999_999))
VOLLZEITSTELLEN = Type(Kind.DEZIMAL, unit="VZÄ", scale=2, minimum=Decimal(0), maximum=Decimal(9_999))
PLAETZE = Type(Kind.ANZAHL, unit="Plätze", minimum=Decimal(1), maximum=Decimal(99_999))
JAHRE = Type(Kind.ANZAHL, unit="Jahre", minimum=Decimal(1))
TAGE = Type(Kind.ANZAHL, unit="Tage", minimum=Decimal(1), maximum=Decimal(366))
"""Days of a year."""
EURO = Type(Kind.EURO, unit="EUR", scale=2, minimum=Decimal(0), maximum=Decimal(999_999_999))
FLAECHE = Type(Kind.DEZIMAL, unit="m²", scale=2, minimum=Decimal(0), maximum=Decimal(9_999_999))
MENGE = Type(Kind.DEZIMAL, unit="Anzahl", scale=2, minimum=Decimal(0), maximum=Decimal(999_999))
ANTEIL = Type(Kind.PROZENT, unit="%", scale=4, minimum=Decimal(0), maximum=Decimal(1))
"""A share of a whole, entered as percent."""
DAILY_WAY = Type(Kind.DEZIMAL, unit="km", scale=3, minimum=Decimal(0), maximum=Decimal(300))
"""A way that somebody goes every day, to the metre; what is longer than across Hessen is a slip of the keyboard."""
MINUTEN = Type(Kind.ANZAHL, unit="Minuten", minimum=Decimal(0), maximum=Decimal(24 * 60))
"""Minutes of a day."""
VERAENDERUNG = Type(Kind.PROZENT, unit="%", scale=6, minimum=Decimal("-0.25"), maximum=Decimal("0.25"))
"""A change from one year to the next, entered as percent; what is larger is a 3 that should be 3 %."""
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
"""Technical bounds of every date: what lies outside is a slip of the keyboard."""

DATUM = Type(Kind.DATUM, minimum=EARLIEST, maximum=LATEST)
JA_NEIN = Type(Kind.JA_NEIN, choices=("ja", "nein"))
BLATT = Type(Kind.AUSWAHL)
"""The name of a sheet of the workbook at hand: what can be chosen differs from one to the next."""


def above_zero(type_: Type) -> Type:
    """Return the type without 0: from the smallest number that its decimals can hold."""
    return replace(type_, minimum=Decimal(1).scaleb(-type_.scale))


@dataclass(frozen=True, slots=True, eq=False)
class StandIn:
    """What a blank entry counts as where `when` holds, so that it is no duty there: 0, or, if `named_in` is the field that names another
    sheet of the workbook, what stands in the same field of that sheet."""

    when: Expr
    named_in: str = ""


@dataclass(frozen=True, slots=True)
class Switch:
    """What a field does that lets a clerk read the source in another way than the project.

    `reading` is the entry that stands for the project's own reading of the `auslegung`; a blank one says the same.
    """

    auslegung: Auslegung
    reading: str


TITLE_COLUMN = " | "
"""In a field's title between what its line and what its column is called."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """One value of a form.

    `label` is the printed text, `title` what the field is called for short where the label is too long, `group` what is printed before
    it („Anschrift“), `context` what stands around it (row or block), so that the field can be named alone. `required_when` is the
    condition of a conditional duty. `origin` names the columns of the register from which the LWV prefills it (several are joined by a
    blank), `given` a value that follows from the year, `from_absender` the fields of the register's sender of letters; a `preset` is a
    value of its roster. `suggested_from` names a roster of the register and its column („orte.ort“): their value is typed into the
    input for a beginning, and may be typed over. A `correctable` field has a correction cell beside it, field id plus `.korrektur`,
    whose `corrects` names it. A computed field has an `expr`; formulas on all sheets call it by its `defined_name`, if it has one.
    `printed` is the formula that was issued where it is no longer today's `expr`: an edition of the law that did not know a value yet.
    The workbook offers the entries of the column that it is `chosen_from`; rules say whether another will do. What is
    `personal` is about one person: no message quotes it. A `switch` changes how the source is read.
    A `stand_in` says what a blank counts as. `names_sheet` is the list of a workbook's sheets in which an entry must stand, and
    `names_rightly` what must hold of it.
    """

    id: str
    label: str
    type: Type
    title: str = ""
    group: str = ""
    context: str = ""
    filled_by: FilledBy = FilledBy.LEISTUNGSERBRINGER
    required: bool = False
    required_when: Expr | None = None
    hint: str = ""
    stichtag: str = ""
    source: str = ""
    origin: tuple[str, ...] = ()
    given: Callable[[int], Value] | None = None
    from_absender: tuple[str, ...] = ()
    preset: bool = False
    suggested_from: str = ""
    correctable: bool = False
    corrects: str | None = None
    expr: Expr | None = None
    printed: Expr | None = None
    defined_name: str = ""
    chosen_from: RosterColumn | None = None
    personal: bool = False
    stand_in: StandIn | None = None
    names_sheet: RosterColumn | None = None
    names_rightly: Expr | None = None
    switch: Switch | None = None

    def departs(self, value: Value) -> bool:
        """Whether an entry of a switch says otherwise than the project reads the source."""
        return self.switch is not None and value not in (None, self.switch.reading)

    @property
    def computed(self) -> bool:
        """Whether a formula gives the value."""
        return self.filled_by is FilledBy.FORMEL

    @property
    def prefilled(self) -> bool:
        """Whether the LWV's value is put in when the workbook is issued, and locked."""
        return bool(self.origin or self.given or self.preset or self.from_absender)

    @property
    def full_label(self) -> str:
        """The label with what stands around it."""
        return " – ".join(part for part in (self.context, self.printed_label) if part)

    @property
    def printed_label(self) -> str:
        """The label as it stands in the workbook, with its group."""
        return f"{self.group}: {self.label}" if self.group else self.label

    @property
    def expectation(self) -> str:
        """What belongs into the cell, in German: „ganze Zahl von 0 bis 99.999“."""
        if self.names_sheet is not None:
            return _OTHER_SHEET
        return _EXPECTATIONS[self.type.kind](self.type)


_OTHER_SHEET = (
    "Name eines anderen Blattes aus der Liste, auf dem eigene Angaben stehen (keine Fehlanzeige, kein Verweis weiter)"
)
_GERMAN = str.maketrans(",.", ".,")


def _number(value: Decimal | date | None) -> str:
    return f"{value:,}".translate(_GERMAN)


def _percent(value: Decimal | date | None) -> str:
    assert isinstance(value, Decimal)
    return f"{value * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " %"


def _limits(kind: Type, written: Callable[[Decimal | date | None], str] = _number) -> str:
    if kind.maximum is None:
        return "" if kind.minimum is None else f" ab {written(kind.minimum)}"
    return f" von {written(kind.minimum or Decimal(0))} bis {written(kind.maximum)}"


def _dates(kind: Type) -> str:
    bounds = [f"{bound:%d.%m.%Y}" for bound in (kind.minimum, kind.maximum) if isinstance(bound, date)]
    which = "Erster eines Monats" if kind.month_begin else "Datum"
    return f"{which} (TT.MM.JJJJ)" + (f" zwischen {bounds[0]} und {bounds[1]}" if len(bounds) == 2 else "")


_EXPECTATIONS: dict[Kind, Callable[[Type], str]] = {
    Kind.TEXT: lambda t: f"Text, höchstens {_number(Decimal(t.length))} Zeichen",
    Kind.ANZAHL: lambda t: "ganze Zahl" + _limits(t, _number if t.grouped else str),
    Kind.DEZIMAL: lambda t: f"Zahl mit höchstens {t.scale} Nachkommastellen" + _limits(t),
    Kind.EURO: lambda t: "Betrag in EUR" + _limits(t),
    Kind.PROZENT: lambda t: "Prozentsatz" + _limits(t, _percent),
    Kind.DATUM: _dates,
    Kind.JA_NEIN: lambda t: "„ja“ oder „nein“",
    Kind.AUSWAHL: lambda t: "einer von: " + ", ".join(f"„{choice}“" for choice in t.choices),
}


Known = Callable[[Ref], Field | None]
"""Finds the field of a reference; None for a cell that is no field."""
