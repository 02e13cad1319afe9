"""What Excel makes of a value that a macro writes into a cell, and of a formula.

Through COM, a text is understood as if it had been typed unless the cell has the number format „@“: „0007“ becomes 7, „=1+1“ a
formula, „1.2.2025“ a date. Where Excel's answer depends on the PC („1.5“, „1/2“, „Mai 2025“), or is a formula nobody meant („-x“),
the write is refused: a macro that forgets the number format fails its test.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from numbers import Real

from tests.office.engine.backend import ComError, Content, Formula

DAY_ZERO = datetime(1899, 12, 30)
FIRST_DAY = datetime(1900, 3, 1)
TEXT, GENERAL = "@", "General"
DATE, DATE_TIME, PERCENT, PERCENT_DECIMALS = "m/d/yyyy", "m/d/yyyy h:mm", "0%", "0.00%"

_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?:[eE][+-]?\d+)?)( ?%)?")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = r"(?:jan|feb|mär|mar|mrz|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)[a-zä]*\.?"
_DOUBTFUL = re.compile(
    rf"(?=.*\d)[-+(€$£ ]*[\d.,:/ %()€$£-]+|\d{{1,2}}[. /-]*{_MONTH}(?:[ ./-]*\d+)?|{_MONTH}[ ./-]*\d+"
    r"|\d{1,2}(?::\d{2}){0,2} ?[ap]m|[-+@].+|#.+[!?]|#N/A",
    re.IGNORECASE | re.DOTALL,
)
_TRUTHS = {"true": True, "wahr": True, "false": False, "falsch": False}


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the cell then; `number_format` is the one that a cell without one takes on."""

    content: Content
    number_format: str | None = None


def entered(value: object, number_format: str) -> Entry:
    """Return what becomes of a value in a cell with this number format.

    Raises ComError where Excel refuses the value or where what it does depends on the PC, TypeError for what COM cannot carry.
    """
    if value is None or value == "":
        return Entry(None)
    if isinstance(value, str):
        entry = Entry(str(value)) if number_format == TEXT else understood(str(value))
        if isinstance(entry.content, str) and len(entry.content) > 32_767:
            raise ComError(f"a cell holds 32,767 characters, not {len(entry.content)}")
        return entry
    if isinstance(value, bool):
        content = Entry(bool(value))
    elif isinstance(value, date):
        content = _day(value)
    elif isinstance(value, Real) and isinstance(value, int | float):
        if not math.isfinite(value):
            raise ComError(f"{value} is no number for a cell")
        content = Entry(float(value))
    else:
        raise TypeError(f"COM does not carry a {type(value).__name__} ({value!r}) into a cell")
    return _in_text_cell(value, content) if number_format == TEXT else content


def understood(text: str) -> Entry:
    """Return what Excel makes of a text in a cell that is not formatted as text."""
    plain = text.strip()
    if text.startswith("="):
        return Entry(checked(text)) if text != "=" else Entry(text)
    if text.startswith("'"):
        return Entry(text[1:] or None)
    if plain.lower() in _TRUTHS:
        return Entry(_TRUTHS[plain.lower()])
    if match := _NUMBER.fullmatch(plain):
        number, percent = float(match[1].replace(".", "").replace(",", ".")), match[2]
        return Entry(number / 100, PERCENT_DECIMALS if "," in match[1] else PERCENT) if percent else Entry(number)
    if (match := _DAY.fullmatch(plain)) and (day := _calendar(match[3], match[2], match[1])):
        return _day(day)
    if (match := _ISO_DAY.fullmatch(plain)) and (day := _calendar(*match.groups())):
        return _day(day)
    if len(plain) > 1 and _DOUBTFUL.fullmatch(plain):
        raise ComError(
            f"Excel may take {text!r} for something else than a text: give the cell the number format „@“ first"
        )
    return Entry(text)


def checked(text: str) -> Formula:
    """Return a formula. Raises ComError where Excel would not take it: German separators, wrong brackets, texts that are too long."""
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token, TokenizerError

    try:
        tokens = Tokenizer(text).items
    except (TokenizerError, IndexError) as problem:
        raise ComError(f"Excel does not take the formula {text!r}: {problem}") from None
    depth: list[str] = []
    for token in tokens:
        if token.subtype == Token.OPEN:
            depth.append(token.type)
        elif token.subtype == Token.CLOSE:
            if not depth:
                raise ComError(f"Excel does not take the formula {text!r}: a bracket is too many")
            depth.pop()
        elif token.type == Token.SEP and token.subtype == Token.ROW and Token.ARRAY not in depth:
            raise ComError(f"Excel does not take the formula {text!r}: „;“ where a comma must be")
        elif (
            token.type == Token.OPERAND
            and token.subtype == Token.TEXT
            and len(token.value[1:-1].replace('""', '"')) > 255
        ):
            raise ComError(
                f"Excel does not take the formula {text[:80]!r} …: a text in it is longer than 255 characters"
            )
    if depth or len(text) > 8192:
        raise ComError(
            f"Excel does not take the formula {text[:80]!r} …: brackets do not match, or it is longer than 8,192"
        )
    return Formula(text)


def moment(number: float) -> datetime:
    """Return the time that a cell's number stands for, to the millisecond as COM gives it."""
    return DAY_ZERO + timedelta(milliseconds=round(number * 86_400_000))


def is_german(number_format: str) -> bool:
    """Whether a number format has letters of German ones: „TT.MM.JJJJ“, „Standard“."""
    return re.search("[tj]", re.sub(r'"[^"]*"|\\.|\[[^]]*]', "", number_format), re.IGNORECASE) is not None


def _calendar(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _day(value: date) -> Entry:
    """A day or a time, whatever its zone: COM cuts that off."""
    time = value.replace(tzinfo=None) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    if time < FIRST_DAY:
        raise ComError(f"Excel has no day {value}")
    number = (time.replace(tzinfo=UTC) - DAY_ZERO.replace(tzinfo=UTC)) / timedelta(days=1)
    return Entry(number, DATE if number == int(number) else DATE_TIME)


def _in_text_cell(value: object, entry: Entry) -> Entry:
    """A number becomes a text in a cell formatted as text; that of a day or a truth value depends on the PC."""
    if isinstance(value, bool | date):
        raise ComError(f"{value!r} in a cell with the number format „@“ becomes a text that depends on the PC")
    return Entry(f"{entry.content:.15g}".replace(".", ","))
