"""A block in another version: what is named is another, all else stands as it stood."""

from __future__ import annotations

import pytest

from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.blocks.calculation import Calculation, Table
from rv2xl.model.definitions.field import DATUM, TEXT, Field
from rv2xl.model.definitions.revision import Entries, revised_block
from rv2xl.model.soundness.mistakes import DefinitionError

NAME, VOM, BIS = (
    Field(id="name", label="Name", type=TEXT, hint="Kurz."),
    Field(id="vom", label="Vom", type=DATUM),
    Field(id="bis", label="Bis", type=DATUM),
)
TODAY = (NAME, VOM, BIS)
RECORD = Record(id="vertrag", heading="Vertrag", notes=("Bitte ausfüllen.",), entries=TODAY)
SEIT = Field(id="seit", label="Seit", type=DATUM)

CASES: list[tuple[Entries, tuple[str, ...], list[tuple[str, str, str]]]] = [
    ({}, (), [("name", "Name", "Kurz."), ("vom", "Vom", ""), ("bis", "Bis", "")]),
    ({"name": {"hint": ""}, "bis": None}, (), [("name", "Name", ""), ("vom", "Vom", "")]),
    ({"vom": Field(id="vom", label="Ab", type=DATUM)}, ("vom", "name"), [("vom", "Ab", ""), ("name", "Name", "Kurz.")]),
    ({"seit": SEIT}, ("seit", "bis"), [("seit", "Seit", ""), ("bis", "Bis", "")]),
]


def _said(fields: tuple[Field, ...]) -> list[tuple[str, str, str]]:
    return [(field.id, field.label, field.hint) for field in fields]


@pytest.mark.parametrize(("entries", "order", "expected"), CASES)
def test_what_is_named_is_another(
    entries: Entries, order: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    record = revised_block(RECORD, entries, order=order, notes=())
    steps = revised_block(Calculation(id="weg", steps=TODAY), entries, order=order).steps
    table = revised_block(
        Table(id="zeilen", row_label="Zeile", rows=2, fields_of=lambda row: TODAY), entries, order=order
    )

    assert _said(record.entries) == _said(steps) == _said(table.fields_of(2)) == expected
    assert (record.heading, record.notes, RECORD.entries) == ("Vertrag", (), TODAY)


@pytest.mark.parametrize(
    ("entries", "order", "missing"),
    [
        ({"art": {"hint": ""}}, (), "art"),
        ({"art": None}, (), "art"),
        ({"seit": SEIT}, (), "seit"),
        ({}, ("name", "art"), "art"),
        ({"ort": None}, ("art",), "art, no ort"),
    ],
)
def test_what_the_block_does_not_have_is_a_mistake(entries: Entries, order: tuple[str, ...], missing: str) -> None:
    for block in (RECORD, Table(id="vertrag", row_label="Zeile", rows=1, fields_of=lambda row: TODAY)):
        with pytest.raises(DefinitionError, match=f"^block vertrag has no {missing}$"):
            revised_block(block, entries, order=order)
