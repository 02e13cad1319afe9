"""What somebody typed into a cell, read as the field's type.

Nothing is repaired silently: a value that needed a repair says so (NORMALISIERT), one that cannot be read is a problem with
a code and no value. What is typed as it should be is read at once; all else goes through the table of `normalisation`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite, isnan
from typing import NamedTuple

from rv2xl.model.definitions.field import Field, Kind, Type
from rv2xl.model.entries.normalisation import normalised
from rv2xl.model.entries.spelling import BLANKS, EDGES, Content, digits_of, is_unseen
from rv2xl.model.expressions.expr import Value
from rv2xl.model.wording import german, german_number

Raw = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell's content as the spreadsheet reader hands it over; an empty text is a blank cell."""

Rows = Sequence[Sequence[Raw]]
"""The cells of a sheet from A1 to its last one, row by row."""

NORMALISIERT = "NORMALISIERT"


class Reading(NamedTuple):
    """A value as read; `code` names a problem (then there is no value) or NORMALISIERT."""

    value: Value
    code: str | None = None


_BLANK = Reading(None)
_DIGITS = 15
"""So many digits of a number a spreadsheet keeps."""
_MIDNIGHT = time()


def is_blank(raw: Raw) -> bool:
    """Whether a cell holds nothing, or nothing that can be seen."""
    return raw is None or raw == "" or (isinstance(raw, str) and is_unseen(raw))


def read_entry(field: Field, raw: Raw) -> Reading:
    """Read a cell's content as the field's type."""
    return reader(field)(raw)


def reader(field: Field) -> Callable[[Raw], Reading]:
    """Return what reads a cell's content as the field's type, made ready once for many cells."""
    type_, at_once = field.type, _AT_ONCE[field.type.kind]

    def read(raw: Raw) -> Reading:
        if raw is None or raw == "":
            return _BLANK
        return at_once(type_, raw) or _repaired(type_, raw)

    return read


def value_outside(field: Field, raw: Raw) -> Value:
    """Return the value of an entry that lies outside the range of its field (BEREICH), read as any other of its type.

    None if there is none to be had: of a longer text not all is kept, and of a larger number no spreadsheet keeps all digits.
    """
    if raw is None or raw == "":
        return None
    content, _ = normalised(field.type, raw)
    value = _JUDGES[field.type.kind](field.type.unlimited, content)
    return None if isinstance(value, Reading) else value


def _repaired(type_: Type, raw: Content) -> Reading:
    content, rules = normalised(type_, raw)
    if content == "":
        return Reading(None, NORMALISIERT)
    value = _JUDGES[type_.kind](type_, content)
    return value if isinstance(value, Reading) else Reading(value, NORMALISIERT if rules else None)


# --- What is typed as it should be: the reading, or None for the table to see to it -------------------------------


def _whole(type_: Type, raw: Raw) -> Reading | None:
    if type(raw) is float and raw.is_integer() and not type_.excludes(whole := int(raw)):
        return Reading(whole)
    return None


def _decimal(type_: Type, raw: Raw) -> Reading | None:
    if type(raw) is not float or raw - raw != 0:
        return None
    shortest = repr(raw)  # of up to fifteen signs it is the number to fifteen digits, in a third of the time
    number = Decimal(shortest if len(shortest) <= _DIGITS else f"{raw:.{_DIGITS}g}")
    if not type_.excludes(number):
        value = type_.rounded(number)
        return Reading(value) if value == number else None
    return None


def _day(type_: Type, raw: Raw) -> Reading | None:
    if type(raw) is datetime and raw.time() == _MIDNIGHT:
        raw = raw.date()
    return Reading(raw) if type(raw) is date and not type_.excludes(raw) else None


def _choice(type_: Type, raw: Raw) -> Reading | None:
    return Reading(raw) if type(raw) is str and raw in type_.choices else None


def _text(type_: Type, raw: Raw) -> Reading | None:
    if type(raw) is not str or raw.strip(EDGES) != raw or len(raw) > type_.length or is_unseen(raw):
        return None
    return None if type_.digits is not None and len(raw) < type_.digits else Reading(raw)


_AT_ONCE: dict[Kind, Callable[[Type, Raw], Reading | None]] = {
    **dict.fromkeys(Kind, _decimal),
    Kind.TEXT: _text,
    Kind.ANZAHL: _whole,
    Kind.DATUM: _day,
    Kind.JA_NEIN: _choice,
    Kind.AUSWAHL: _choice,
}


# --- What the table made of the rest: the value, or a reading that is a problem -----------------------------------


def _number_or_problem(type_: Type, content: Content) -> Value | Reading:
    whole = type_.kind is Kind.ANZAHL
    if not isinstance(content, Decimal) or (whole and content != content.to_integral_value()):
        return Reading(None, "TYP")
    if type_.excludes(content):
        return Reading(None, "BEREICH")
    return int(content) if whole else type_.rounded(content)


def _day_or_problem(type_: Type, content: Content) -> Value | Reading:
    if type(content) is not date or type_.excludes(content):
        return Reading(None, "DATUM")
    return content


def _choice_or_problem(type_: Type, content: Content) -> Value | Reading:
    if isinstance(content, str) and (content in type_.choices or not type_.choices):
        return content
    return Reading(None, "LISTE")


def _text_or_problem(type_: Type, content: Content) -> Value | Reading:
    if not isinstance(content, str):
        return Reading(None, "TYP")
    return content if len(content) <= type_.length else Reading(None, "BEREICH")


_JUDGES: dict[Kind, Callable[[Type, Content], Value | Reading]] = {
    **dict.fromkeys(Kind, _number_or_problem),
    Kind.DATUM: _day_or_problem,
    Kind.TEXT: _text_or_problem,
    Kind.JA_NEIN: _choice_or_problem,
    Kind.AUSWAHL: _choice_or_problem,
}


def plain_raw(raw: Raw) -> str | None:
    """Write what stands in a cell for programs: numbers with a decimal point and all their digits, durations in hours."""
    if isinstance(raw, float):
        return _quoted(raw) if isfinite(raw) else str(raw)
    return None if raw is None else _duration(raw) if isinstance(raw, timedelta) else str(raw)


TRUTHS = {True: "WAHR", False: "FALSCH"}
"""Truth values as a German spreadsheet shows them."""


def shown_raw(raw: Raw, type_: Type) -> str:
    """Write what stands in a cell for a reader: as it stands, without the decimals of the type it should have."""
    if raw == "":
        return "nichts"
    if isinstance(raw, str):
        return f"„{raw}“" if raw.strip(BLANKS) else "ein Leerzeichen" if raw.isspace() else "ein unsichtbares Zeichen"
    if isinstance(raw, bool):
        return TRUTHS[raw]
    if isinstance(raw, float | int):
        return _shown_number(raw, type_)
    if isinstance(raw, datetime) and raw.time() != _MIDNIGHT:
        return f"{raw:%d.%m.%Y, %H:%M} Uhr"
    if isinstance(raw, time | timedelta):
        return f"{raw:%H:%M:%S} Uhr" if isinstance(raw, time) else f"{_duration(raw)} Stunden"
    return german(raw)


def _shown_number(raw: float, type_: Type) -> str:
    if isinstance(raw, float) and not isfinite(raw):
        return "keine Zahl" if isnan(raw) else "unendlich"
    digits = _quoted(raw) if isinstance(raw, float) else str(raw)
    return digits.replace(".", ",") if "E" in digits else german_number(Decimal(digits), grouping=type_.grouped)


_MOST_DIGITS = 40
"""More of them nobody reads: a number may have 300."""


def _quoted(number: float) -> str:
    """Write a number with all its digits, one of very many as spreadsheets show it: „-1E+300“."""
    many = number != 0 and abs(Decimal(number).adjusted()) >= _MOST_DIGITS
    return f"{Decimal(repr(number)):E}" if many else digits_of(number)


def _duration(span: timedelta) -> str:
    """Write a duration as spreadsheets show it: „67097:06:00“."""
    minutes, seconds = divmod(abs(round(span.total_seconds())), 60)
    return f"{'-' * (span < timedelta())}{minutes // 60}:{minutes % 60:02}:{seconds:02}"
