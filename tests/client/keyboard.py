"""What a German user types: the usual way, and now and then another way that means the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from random import Random

from rv2xl.demo.data import filled_values, ort_keys
from rv2xl.excel.sheets.plan import Layout, Placed
from rv2xl.model.definitions.field import Kind
from rv2xl.model.expressions.expr import Value

Entered = dict[str, dict[str, Value]]
"""Values by sheet key and field id."""

MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
OTHERWISE = 10
"""Every so many entries are typed another way."""


def usual(value: Value) -> str:
    """Type a value as it is usually written: 1.234,50 · 01.05.2024 · 118 · ja."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return _german(f"{value:,.2f}")
    return str(value)


def otherwise(value: Value) -> tuple[str, ...]:
    """Type a value in other ways that mean the same."""
    if isinstance(value, date):
        return (f"{value.day}.{value.month}.{value:%y}", f"{value.day}. {MONTHS[value.month - 1]} {value.year}",
                f"{value.day}.{value.month}.{value.year}", value.isoformat())  # fmt: skip
    if isinstance(value, Decimal):
        shortest = _german(f"{value.normalize():f}")
        return (shortest, f" {usual(value)}", _german(f"{value:.2f}"), f"+{usual(value)}", f"{usual(value)}0 ")
    if isinstance(value, int):
        return (f"0{value}", f"{value},0", f" {value} ", f"+{value}")
    return (str(value),)


def _german(number: str) -> str:
    return number.translate(str.maketrans(",.", ".,"))


def typing(layout: Layout, entered: Mapping[str, Mapping[str, Value]]) -> Iterator[tuple[str, str, str]]:
    """Yield what is typed, as (sheet, cell, text), in the order of the sheets and cells; a tenth of it another way."""
    turn, other = count(1), count()
    for placed in layout.placed:
        values = entered.get(placed.key, {})
        for name, place in placed.plan.fields.items():
            if name not in values:
                continue
            text = usual(values[name])
            if next(turn) % OTHERWISE == 0:
                ways = otherwise(values[name])
                text = ways[next(other) % len(ways)]
            yield placed.name, place.name, text


def everything(layout: Layout, seed: int) -> Entered:
    """Return a value for every input of an issued Dokumentation, the voluntary ones too, so that no rule is broken."""
    entered = filled_values(layout, Random(seed))
    first = layout.by_key[ort_keys(layout)[0]]
    entered["leistungserbringer"] |= {"ausbildung.bildet_aus": "ja", "ausbildung.anzahl": 3}
    for placed in layout.placed:
        values = entered.setdefault(placed.key, {})
        for cell in placed.plan.fields.values():
            field = cell.field
            assert field is not None
            if field.names_sheet is not None:
                if placed is not first:  # which stands for itself
                    values[field.id] = first.name
                continue
            if not (field.computed or field.prefilled or field.id in values):
                assert field.id in VOLUNTARY or field.type.kind is Kind.TEXT
                values[field.id] = VOLUNTARY.get(field.id, f"Äöü & „ß“ <{field.label}>")
        if "konzeption.vom" in values:
            values["konzeption.liegt_vor"] = "ja"
    return {key: values for key, values in entered.items() if values}


VOLUNTARY: Mapping[str, Value] = {
    "deckblatt.korrektur_nr": 1,
    "konzeption.vom": date(2024, 5, 1),
    "zusatz.fehlanzeige": "nein",
    "zusatz.andere_keine": "nein",
}
"""What stands in fields that may stay blank and are no text."""


def cell(placed: Placed, field: str) -> str:
    """Return the address of a field or a state."""
    return (placed.plan.fields.get(field) or placed.plan.computed[field]).name
