"""What somebody typed into a cell, read as the field's type.

Nothing is repaired silently: a value that needed a repair says so (NORMALISIERT), one that cannot be read is a problem with
a code and no value. The rules are few and small; ambiguous forms are refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from rv2xl.model.expr import Value
from rv2xl.model.field import Field, Kind, Type

Raw = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell's content as the spreadsheet reader hands it over; an empty text is a blank cell."""

NORMALISIERT = "NORMALISIERT"


class Reading(NamedTuple):
    """A value as read; `code` names a problem (then there is no value) or NORMALISIERT."""

    value: Value
    code: str | None = None


_GERMAN_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?", re.ASCII)
_AMBIGUOUS_NUMBER = re.compile(r"[-+]?\d{1,3}\.\d{3}", re.ASCII)
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_BLANK = Reading(None)
_EPOCH = date(1899, 12, 30)
_MOST = 10**15
"""A spreadsheet keeps fifteen digits; what is larger is out of range even where the type sets no limit."""


def is_blank(raw: Raw) -> bool:
    """Whether a cell holds nothing, or nothing that can be seen."""
    return raw is None or raw == "" or (isinstance(raw, str) and not raw.strip(_SPACES))


def read_entry(field: Field, raw: Raw) -> Reading:
    """Read a cell's content as the field's type."""
    if raw is None or raw == "":
        return _BLANK
    if isinstance(raw, str) and not raw.strip(_SPACES):
        return Reading(None, NORMALISIERT)
    return _READERS[field.type.kind](field.type, raw)


_SPACES = " \t\r\n\u00a0\u202f\u2007"


def _number(type_: Type, raw: Raw) -> tuple[Decimal | None, bool]:
    """Return the number and whether it had to be taken out of a text."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None, False
    if not isinstance(raw, str):
        return (Decimal(f"{raw:.15g}") if raw - raw == 0 else None), False
    text = raw.strip(_SPACES)
    if not _GERMAN_NUMBER.fullmatch(text) or _AMBIGUOUS_NUMBER.fullmatch(text):
        return None, False
    return Decimal(text.replace(".", "").replace(",", ".")), True


def _outside(type_: Type, value: Decimal | int | date) -> bool:
    if isinstance(value, int | Decimal) and not -_MOST < value < _MOST:
        return True
    low, high = type_.minimum, type_.maximum
    return (low is not None and value < low) or (high is not None and value > high)  # type: ignore[operator]


def _read_whole(type_: Type, raw: Raw) -> Reading:
    if type(raw) is float and raw.is_integer() and not _outside(type_, whole := int(raw)):
        return Reading(whole)
    number, repaired = _number(type_, raw)
    if number is None or number != number.to_integral_value():
        return Reading(None, "TYP")
    if _outside(type_, number):
        return Reading(None, "BEREICH")
    return Reading(int(number), NORMALISIERT if repaired else None)


def _read_decimal(type_: Type, raw: Raw) -> Reading:
    number, repaired = _number(type_, raw)
    if number is None:
        return Reading(None, "TYP")
    if _outside(type_, number):
        return Reading(None, "BEREICH")
    value = number.quantize(Decimal(1).scaleb(-type_.scale), ROUND_HALF_UP)
    return Reading(value, NORMALISIERT if repaired or value != number else None)


def _read_date(type_: Type, raw: Raw) -> Reading:
    day, repaired = _day(raw)
    if day is None or _outside(type_, day):
        return Reading(None, "DATUM")
    return Reading(day, NORMALISIERT if repaired else None)


def _day(raw: Raw) -> tuple[date | None, bool]:
    if isinstance(raw, datetime):
        return raw.date(), raw.time() != time()
    if isinstance(raw, date):
        return raw, False
    if isinstance(raw, str) and (match := _GERMAN_DATE.fullmatch(raw.strip(_SPACES))):
        try:
            return date(int(match[3]), int(match[2]), int(match[1])), True
        except ValueError:
            return None, False
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 1 <= raw < 2_958_466:
        return _EPOCH + timedelta(days=int(raw)), True
    return None, False


def _read_choice(type_: Type, raw: Raw) -> Reading:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return Reading(None, "LISTE")
    if raw in type_.choices:
        return Reading(str(raw))
    wanted = raw.strip(_SPACES).lower() if isinstance(raw, str) else f"{raw:.15g}"
    for choice in type_.choices:
        if choice.lower() == wanted:
            return Reading(choice, NORMALISIERT)
    return Reading(None, "LISTE")


def _padded(type_: Type, text: str) -> str:
    """Pad an identifier typed as a number; in a text cell it arrives as the text of its digits."""
    return text.zfill(type_.digits) if type_.digits and text.isascii() and text.isdecimal() else text


def _read_text(type_: Type, raw: Raw) -> Reading:
    if isinstance(raw, bool | time | timedelta):
        return Reading(None, "TYP")
    if isinstance(raw, str):
        text = _padded(type_, raw.strip(_SPACES))
    elif isinstance(raw, datetime | date):
        text = f"{raw:%d.%m.%Y}"
    elif raw is not None and raw - raw == 0:
        text = _padded(type_, f"{raw:.15g}")
    else:
        return Reading(None, "TYP")
    if len(text) > type_.length:
        return Reading(None, "BEREICH")
    return Reading(text, None if text == raw else NORMALISIERT)


_READERS: dict[Kind, Callable[[Type, Raw], Reading]] = {
    Kind.TEXT: _read_text,
    Kind.ANZAHL: _read_whole,
    Kind.DEZIMAL: _read_decimal,
    Kind.EURO: _read_decimal,
    Kind.PROZENT: _read_decimal,
    Kind.DATUM: _read_date,
    Kind.JA_NEIN: _read_choice,
    Kind.AUSWAHL: _read_choice,
}
