"""What the text of a stored value means; one that means nothing stays a text, for it to be named at its cell."""

from __future__ import annotations

from datetime import datetime

from rv2xl.model.entries.entry import Raw

_NO_TEXTS, _WHITE = frozenset({"b", "d", "e", "n", None}), " \t\r\n"
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}


def as_stored(kind: str | None, text: str) -> str:
    """Return the text of a cell's value; where its type is not that of texts, white space alone, as an indented file has it, is none."""
    return "" if kind in _NO_TEXTS and not text.strip(_WHITE) else text


def as_truth(text: str) -> Raw:
    """Return the truth value, or a text that is none."""
    return _TRUTHS.get(text.strip(), text)


def as_number(text: str) -> float | str:
    """Return the number that a value is, or a text that is none as it stands, for it to be named at its cell."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if number - number == 0 and "_" not in text and text.isascii() else text


def as_day(text: str) -> Raw:
    """Return the day or moment that ISO writes so, or a text that is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.replace(tzinfo=None) if "T" in text else moment.date()
