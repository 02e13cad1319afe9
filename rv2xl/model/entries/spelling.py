"""One value in many spellings: what is not seen, numbers, units, days and choices as people type them.

Every function takes the field's type and a cell's content, and gives a plainer content or None where it has nothing to do.
Which of them apply to what, and in which order, is the table in `normalisation`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any

from rv2xl.model.definitions.field import Kind, Type
from rv2xl.model.expressions.expr import day_numbered

Content = Decimal | str | float | bool | date | datetime | time | timedelta
"""What stood in a cell, on its way to a value."""

Plainer = Callable[[Type, Any], Content | None]

# --- What is not seen ---------------------------------------------------------------------------------------------

EDGES = " \t\r\n\u00a0\u2007\u202f"
"""Taken off both ends of a text; other signs that are not seen are left to a text, for they may belong to it."""

GAP = "[ \u00a0\u2007\u2009\u202f]"
"""What may stand between thousands, before a unit or between the parts of a date; in a pattern."""

_SPACES = EDGES + "\v\f\x85\u1680\u2028\u2029\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_MARKS = (range(0x200B, 0x2010), range(0x202A, 0x202F), range(0x2060, 0x2070), range(0xFE00, 0xFE10))
"""Zero-width signs, marks of the writing direction, invisible operators, variation selectors."""
_FILLERS = "\u00ad\u034f\u061c\u115f\u1160\u180e\u2800\u3164\ufeff\uffa0"
"""Soft hyphen, joiners, the fillers of Hangul and Braille, byte order mark."""

_UNSEEN = _FILLERS + "".join(chr(sign) for signs in _MARKS for sign in signs)
BLANKS = _SPACES + _UNSEEN
"""Everything that is not seen on a sheet."""

_DROP_BLANKS, _DROP_UNSEEN = str.maketrans("", "", BLANKS), str.maketrans("", "", _UNSEEN)


def is_unseen(text: str) -> bool:
    """Whether a text shows nothing: only blanks, or the lone apostrophe by which a cell is made text."""
    return text.strip(BLANKS) in {"", "'"}


def emptied(type_: Type, text: str) -> str | None:
    """A text that shows nothing is an empty one."""
    return "" if is_unseen(text) else None


def trimmed(type_: Type, text: str) -> str | None:
    """Take off what is not seen at either end."""
    inner = text.strip(EDGES if type_.kind is Kind.TEXT else BLANKS)
    return None if inner == text else inner


_ABSENT = frozenset({"k.a.", "keineangabe", "keineangaben", "n.a.", "n/a", "entfällt", "./."})
STROKES = "-‐‑‒–—−"
"""Hyphens, dashes and the minus; in a pattern they stand first in their brackets."""


def absent(type_: Type, text: str) -> str | None:
    """A word or a stroke by which people say that there is nothing to say, unless that is one of the choices."""
    if text in type_.choices:
        return None
    words = unicodedata.normalize("NFC", text.translate(_DROP_BLANKS)).casefold()
    return "" if words in _ABSENT or not words.strip(STROKES) else None


# --- Numbers ------------------------------------------------------------------------------------------------------


def ordinary(type_: Type, text: str) -> str | None:
    """Full-width signs and the decimal digits of any script; not fractions, circled or raised digits."""
    if text.isascii():
        return None
    plain = "".join(map(_ordinary_sign, unicodedata.normalize("NFC", text)))
    return None if plain == text else plain


def _ordinary_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return unicodedata.normalize("NFKC", sign) if "！" <= sign <= "～" else sign


def whole_text(pattern: str, template: str) -> Plainer:
    """Rewrite a text that is wholly of one form."""
    form = re.compile(pattern, re.ASCII | re.DOTALL)

    def plainer(type_: Type, text: str) -> str | None:
        found = form.fullmatch(text)
        return found.expand(template) if found else None

    return plainer


def number_part(pattern: str, signs: str, instead: str) -> Plainer:
    """Replace signs in the number with which a text begins, behind its plus or minus; a unit may follow."""
    form = re.compile(rf"([-+]?)({pattern})((?:[^\d.,].*)?)", re.ASCII | re.DOTALL)

    def plainer(type_: Type, text: str) -> str | None:
        found = form.fullmatch(text)
        return found[1] + re.sub(signs, instead, found[2]) + found[3] if found else None

    return plainer


LEAD = r"[1-9]\d{0,2}"
"""What stands before the first thousands separator."""

POINT = r"\.(?!\d{3}(?!\d))\d+"
"""A decimal point with its decimals; three of them might be thousands."""

_KEPT = 10**15
"""A spreadsheet keeps fifteen digits of a number; a program may have written more of a longer one."""


def digits_of(number: float) -> str:
    """Write a number as a spreadsheet keeps it, but never with an exponent: „1234567890123456“, „12.5“."""
    text = f"{number + 0:.15g}" if -_KEPT < number < _KEPT else repr(number)  # never „-0“
    whole, point, decimals = f"{Decimal(text):f}".partition(".")
    return whole + point + decimals if decimals.strip("0") else whole


_PLAIN_NUMBER = re.compile(r"[-+]?\d+(?:,\d+)?", re.ASCII)
_AMBIGUOUS_POINT = re.compile(rf"[-+]?{LEAD}\.\d{{3}}", re.ASCII)
_AMBIGUOUS_COMMA = re.compile(rf"[-+]?{LEAD},\d{{3}}", re.ASCII)


def ambiguity(type_: Type, raw: object) -> str | None:
    """Say that the only point or comma of a number can mean two things; None of what can mean but one."""
    text = raw.strip(BLANKS) if isinstance(raw, str) and type_.numeric else ""
    mark = "Der Punkt" if _AMBIGUOUS_POINT.fullmatch(text) else "Das Komma" if _may_be_english(type_, text) else ""
    return f"{mark} könnte Tausender trennen oder vor Nachkommastellen stehen" if mark else None


def _may_be_english(type_: Type, text: str) -> bool:
    """Whether the comma of a number, which is the German one before decimals, may be the English one between thousands.

    So it is where three digits follow it and the type does not keep as many. Nobody has thousands of percent.
    """
    return type_.kind is not Kind.PROZENT and type_.scale < 3 and _AMBIGUOUS_COMMA.fullmatch(text) is not None


def number_of_text(type_: Type, text: str) -> Decimal | None:
    """„-1234,5“: a number without anything between its digits."""
    if not _PLAIN_NUMBER.fullmatch(text) or _may_be_english(type_, text):
        return None
    return Decimal(text.replace(",", "."))


@lru_cache
def _with_unit(spellings: tuple[str, ...]) -> re.Pattern[str]:
    words = (f"{GAP}*".join(map(re.escape, spelling.split())) for spelling in spellings)
    return re.compile(f"(.*[0-9]){GAP}*(?:{'|'.join(words)})", re.IGNORECASE | re.DOTALL)


def without_unit(type_: Type, text: str) -> str | None:
    """Take off the field's own unit behind a digit."""
    spellings = type_.unit_spellings
    found = _with_unit(spellings).fullmatch(text) if spellings else None
    return found[1] if found else None


def ratio_of_text(type_: Type, text: str) -> Decimal | None:
    """„95 %“ is 0,95."""
    number = number_of_text(type_, without_unit(type_, text) or "")
    return None if number is None else number.scaleb(-2)


def ratio_of_points(type_: Type, number: Decimal) -> Decimal | None:
    """95 is 95 %: only where it cannot be the ratio itself. What is out of range as percent too is so at the end."""
    most = type_.maximum
    return number.scaleb(-2) if isinstance(most, Decimal) and number > most and number >= 2 else None


def rounded(type_: Type, number: Decimal) -> Decimal | None:
    """Round to the decimals that the type keeps, where more were given."""
    if type_.excludes(number) or (value := type_.rounded(number)) == number:
        return None
    return value


# --- Days ---------------------------------------------------------------------------------------------------------

CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
"""A time of day, in a pattern."""

_NAMES = ("januar jan", "februar feb", "märz mrz mär", "april apr", "mai", "juni jun", "juli jul", "august aug",
          "september sept sep", "oktober okt", "november nov", "dezember dez")  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
DAY = rf"(?P<day>\d\d?)\.{GAP}*(?P<month>\d\d?)\.{GAP}*(?P<year>\d{{4}})"
ISO_DAY = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
NAMED_DAY = rf"(?P<day>\d\d?)\.?{GAP}*(?P<month>[A-Za-zäÄ]+)\.?{GAP}*(?P<year>\d{{4}})"
"""The three ways of writing a date that are read."""

_SHORT = r"(?P<year>\d\d)?"
_ANY_DAY = tuple(
    re.compile(pattern.replace(r"(?P<year>\d{4})", year), re.ASCII)
    for pattern in (DAY, ISO_DAY, NAMED_DAY) for year in (r"(?P<year>\d{4})", _SHORT)
)  # fmt: skip
_STROKED_DAY = re.compile(r"(\d\d?)[/-](\d\d?)[/-](\d{4}|\d\d)", re.ASCII)
"""Is not read: Americans name the month first. But where both could be months there is such a day, whichever it is."""
_LEAP_YEAR = 2000


def no_such_day(text: str) -> str | None:
    """Return the date that a text means if there is none such, „31.06.2025“; without its year only if it is in no year."""
    if (found := _STROKED_DAY.fullmatch(text)) is not None:
        first, second, year = found.groups()
        return no_such_day(f"{first}.{second}.{year}" if int(second) <= 12 else f"{second}.{first}.{year}")
    for form in _ANY_DAY:
        found = form.fullmatch(text)
        if found is None:
            continue
        month, written = _month(found["month"]), found["year"] or ""
        if month is None:
            return None
        try:
            date(int(written) if len(written) == 4 else _LEAP_YEAR, month, int(found["day"]))
        except ValueError:
            return f"{int(found['day']):02}.{month:02}.{written}"
        return None
    return None


def _month(text: str) -> int | None:
    return int(text) if text.isdecimal() else _MONTHS.get(text.casefold())


def day_of_text(pattern: str) -> Plainer:
    """Read a text that is wholly of one form as a date; day, month and year are named groups."""
    form = re.compile(pattern, re.ASCII)

    def plainer(type_: Type, text: str) -> date | None:
        found = form.fullmatch(text)
        if found is None:
            return None
        try:
            return date(int(found["year"]), _month(found["month"]) or 0, int(found["day"]))
        except ValueError:
            return None

    return plainer


def day_of_moment(type_: Type, moment: datetime) -> date:
    """Leave out the time of day."""
    return moment.date()


def day_of_serial(type_: Type, number: float) -> date | None:
    """A day as the number by which spreadsheets count it."""
    return day_numbered(int(number)) if isfinite(number) else None


# --- Choices ------------------------------------------------------------------------------------------------------

_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_TICKS = {"j": "ja", "x": "ja", "☒": "ja", "☑": "ja", "✓": "ja", "✔": "ja", "n": "nein"}
"""A box that is not ticked says nothing certain and is not here."""


@lru_cache
def _key(text: str) -> str:
    """A text without what differs between two ways of typing the same words."""
    plain = unicodedata.normalize("NFKC", text.translate(_DROP_UNSEEN)).translate(_HYPHENS)
    return " ".join(plain.casefold().split())


def as_listed(type_: Type, text: str) -> str | None:
    """The one choice that differs in nothing but case, blanks and hyphens."""
    wanted = _key(text)
    found = [choice for choice in type_.choices if _key(choice) == wanted]
    return found[0] if len(found) == 1 and found[0] != text else None


def ticked(type_: Type, text: str) -> str | None:
    """A cross, a tick or the first letter in place of „ja“ or „nein“."""
    return _TICKS.get(text.casefold())


def answer(type_: Type, yes: bool) -> str:
    """WAHR and FALSCH, as ticked boxes leave them."""
    return "ja" if yes else "nein"


# --- Texts --------------------------------------------------------------------------------------------------------


def text_of_number(type_: Type, number: float) -> str | None:
    """A number with all its digits, without an exponent."""
    return digits_of(number) if isfinite(number) else None


def text_of_day(type_: Type, day: date) -> str:
    """A date as it is written in German."""
    return f"{day:%d.%m.%Y}"


def padded(type_: Type, text: str) -> str | None:
    """Pad an identifier typed as a number; in a text cell it arrives as the text of its digits."""
    digits = type_.digits or 0
    return text.zfill(digits) if len(text) < digits and text.isascii() and text.isdecimal() else None
