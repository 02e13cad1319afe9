"""Data validation of inputs, in German, within Excel's limits of 32 characters for a title and 255 for a message.

It helps while typing and guards nothing: neither Excel nor LibreOffice applies it to pasted values, so that every value is
judged again when the file comes back.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from rv2xl.excel.formulas.formula import range_name
from rv2xl.model.definitions.field import TITLE_COLUMN, Field, Kind
from rv2xl.model.definitions.guidance import Guidance
from rv2xl.model.wording import capitalised

TITLE, MESSAGE = 32, 255


def validation(field: Field, guidance: Guidance) -> dict[str, Any]:
    """Return the XlsxWriter options for a field's input cell."""
    says = _in_words if guidance.leads else _first
    return _rule(field) | says(field) | {"error_title": "Bitte Eingabe prüfen", "ignore_blank": True}


def _first(field: Field) -> dict[str, str]:
    return {
        "input_title": _cut(field.label, TITLE),
        "input_message": _cut(field.hint or field.expectation, MESSAGE),
        "error_message": _cut(f"Hier gehört hin: {field.expectation}.", MESSAGE),
    }


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


# --------------------------------------------------------------------------------------------------- in whole words

_TYPED: dict[Kind, str] = {
    Kind.DEZIMAL: "Bitte mit Komma, z. B. 12,50 – aus 12.5 kann ein Datum werden.",
    Kind.EURO: "Bitte mit Komma, z. B. 1234,50 – aus 12.5 kann ein Datum werden.",
    Kind.PROZENT: "Bitte mit Komma und %, z. B. 5,5 %.",
    Kind.DATUM: "Bitte so: 31.12.2025.",
    Kind.ANZAHL: "Bitte ohne Einheit und ohne Punkt.",
}
"""How a value of this kind is typed in Germany."""


def _in_words(field: Field) -> dict[str, str]:
    how = _TYPED.get(field.type.kind, "")
    return {
        "input_title": input_title(field),
        "input_message": _sentences(field.hint or f"{capitalised(field.expectation)}.", how),
        "error_message": _sentences(f"Hier gehört hin: {field.expectation}.", how),
    }


def _sentences(text: str, more: str) -> str:
    """Join sentences while there is room; what is too long for itself ends with a whole word."""
    joined = f"{text} {more}".strip()
    if len(joined) <= MESSAGE:
        return joined
    return text if len(text) <= MESSAGE else text[: MESSAGE - 1].rpartition(" ")[0].rstrip(",;–") + " …"


def input_title(field: Field) -> str:
    """Return what a field is called above its message: by what tells it apart from its neighbours, in whole words."""
    row, _, column = (field.title or field.label).partition(TITLE_COLUMN)
    told = _in_room(row, TITLE - len(column) - 2) if column else ""
    return f"{told}, {column}" if told else _in_room(column or row, TITLE)


_PARENTHESIS = re.compile(r" ?\([^()]*\)")
_PARTS = re.compile("(?<=[^ ])(?=, |/ | – |: )")
_JOINING = frozenset(
    ("als", "am", "an", "auf", "aus", "das", "dem", "den", "der", "des", "die", "ein", "eine", "im", "in", "und", "zu")
)
"""Words with which no title ends, however they are written."""


def _in_room(label: str, room: int) -> str:
    """Shorten a label to whole parts, or to words that end with a noun, or at least to whole words; nothing if the first is too long."""
    if len(label) <= room:
        return label
    parts = _PARTS.split(_PARENTHESIS.sub("", label))
    while len(parts) > 1 and len("".join(parts)) > room:
        parts.pop()
    words = "".join(parts).split(" ")
    if len(" ".join(words)) > room:
        while words and len(" ".join(words)) > room:
            words.pop()
        nouns = max((number for number, word in enumerate(words, 1) if _may_end(word)), default=len(words))
        words = words[:nouns]
    return " ".join(words).rstrip(" ,.:?/–")


def _may_end(word: str) -> bool:
    return not word[:1].islower() and word[-1:] != "-" and word.lower() not in _JOINING and len(word) > 2


def _rule(field: Field) -> dict[str, Any]:
    if field.type.kind is Kind.TEXT:
        return {"validate": "length", "criteria": "<=", "value": field.type.length}
    if field.names_sheet is not None:
        return {"validate": "list", "source": f"={range_name(field.names_sheet)}"}
    if field.type.kind in (Kind.JA_NEIN, Kind.AUSWAHL):
        return {"validate": "list", "source": list(field.type.choices)}
    kind = {Kind.ANZAHL: "integer", Kind.DATUM: "date"}.get(field.type.kind, "decimal")
    low, high = field.type.minimum, field.type.maximum
    if low is None and high is None:
        return {"validate": "any"}
    if high is None:
        return {"validate": kind, "criteria": ">=", "value": _bound(low)}
    return {"validate": kind, "criteria": "between", "minimum": _bound(low), "maximum": _bound(high)}


def _bound(value: object) -> object:
    return datetime.combine(value, time()) if isinstance(value, date) else float(str(value)) if value is not None else 0
