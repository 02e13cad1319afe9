"""Data validation of inputs, in German, within Excel's limits of 32 characters for a title and 255 for a message.

It helps while typing and guards nothing: neither Excel nor LibreOffice applies it to pasted values, so that every value is
judged again when the file comes back.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from rv2xl.excel.formulas.formula import range_name
from rv2xl.model.definitions.field import Field, Kind

TITLE, MESSAGE = 32, 255


def validation(field: Field) -> dict[str, Any]:
    """Return the XlsxWriter options for a field's input cell."""
    return _rule(field) | {
        "input_title": _cut(field.label, TITLE),
        "input_message": _cut(field.hint or field.expectation, MESSAGE),
        "error_title": "Bitte Eingabe prüfen",
        "error_message": _cut(f"Hier gehört hin: {field.expectation}.", MESSAGE),
        "ignore_blank": True,
    }


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


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
