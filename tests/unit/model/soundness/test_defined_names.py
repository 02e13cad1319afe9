"""What cannot be the name of a cell."""

from __future__ import annotations

from typing import Any

import pytest

from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.field import ANZAHL, Field, FilledBy
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.expressions.expr import Const
from rv2xl.model.soundness.casting import is_name
from rv2xl.model.soundness.mistakes import DefinitionError

REFUSED = (
    "A1", "a1", "XFD1", "XFD1048576", "AB0012", "R1C1", "R", "c", "RC", "r5", "C12", "R1C", "true", "FALSE", "Wahr", "1a", "a b", "a-b",
    "", "ä", "x" * 256,
)  # fmt: skip
ALLOWED = (
    "Zuschlag_Bau",
    "XFE1",
    "A1048577",
    "ABCD1",
    "R1C1_",
    "rc_",
    "alter.a18_30.lwv",
    "A0",
    "x" * 255,
    "_x",
    "Rate1a",
)


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize("name", ALLOWED)
def test_allowed(name: str) -> None:
    assert is_name(name)


def form(*fields: Field) -> Form:
    return Form(
        name="probe", version="1", title="Probe", source="s", first_year=2023,
        sheets=(Sheet(section="blatt", name="Blatt", title="Blatt", source="s", blocks=(Record(id="r", entries=fields),)),),
    )  # fmt: skip


def field(name: str, called: str = "", **changes: Any) -> Field:
    return Field(
        id=name, label=name, type=ANZAHL, filled_by=FilledBy.FORMEL, expr=Const(1), defined_name=called, **changes
    )


@pytest.mark.parametrize(
    ("fields", "mistake"),
    [
        ((field("x", "A1"),), "field r.x: a cell cannot be called 'A1'"),
        ((field("x", "R1C1"),), "field r.x: a cell cannot be called 'R1C1'"),
        ((field("x", "C"),), "field r.x: a cell cannot be called 'C'"),
        ((field("x", "Satz"), field("y", "SATZ")), "the name satz is defined 2 times"),
        ((field("x", "R.Y"), field("y")), "the name r.y is the id of a field"),
    ],
)
def test_a_form_with_such_a_name_is_refused(fields: tuple[Field, ...], mistake: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        form(*fields)
    assert str(caught.value) == f"probe 1: {mistake}"
