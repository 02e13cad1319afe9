"""Switches: each Auslegung that has one is tied to its fields, and each field that changes a reading is pointed out by a rule."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rv2xl import forms
from rv2xl.model.catalogue import CODES
from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.field import JA_NEIN, Field, Switch
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.sheet import Sheet
from rv2xl.recht.law import Auslegung

NEWEST = [forms.newest(name) for name in forms.NAMES]
OLDER = [form for name in forms.NAMES for form in forms.versions(name)[1:]]
READING = Auslegung("X-1", "f", "Frage?", "So.", (), "RV 2 Anlage 1 Nr. 1", ("a",), switch=True)


def switches(form: Form) -> Iterator[tuple[Field, Switch]]:
    for sheet in form.sheets:
        if not sheet.rosters:
            yield from ((field, field.switch) for field in sheet.fields.values() if field.switch is not None)


@pytest.mark.parametrize("form", NEWEST, ids=lambda form: form.name)
def test_an_auslegung_with_a_switch_has_fields_that_are_it(form: Form) -> None:
    own = {entry.id for entry in form.auslegungen if entry.switch and entry.form == form.name}
    assert own <= {switch.auslegung.id for _, switch in switches(form)}


@pytest.mark.parametrize("form", NEWEST, ids=lambda form: form.name)
def test_a_switch_offers_its_reading_and_something_else(form: Form) -> None:
    for field, switch in switches(form):
        assert switch.reading in field.type.choices
        assert len(field.type.choices) > 1
        assert not field.required
        assert switch.auslegung.switch
        assert switch.auslegung.concerns(field.id)


@pytest.mark.parametrize("form", OLDER, ids=lambda form: f"{form.name} {form.version}")
def test_a_version_that_did_not_say_so_is_judged_without(form: Form) -> None:
    assert "AUSLEGUNG" not in form.rules


def sheet(*reading: str) -> Sheet:
    names = [f"s{number}" for number in range(1, len(reading) + 1)]
    entries = tuple(
        Field(id=name, label=name.upper(), type=JA_NEIN, switch=Switch(READING, said))
        for name, said in zip(names, reading, strict=True)
    )
    return Sheet(
        section="s", name="S", title="S", source="", blocks=(Record(id="b", heading="Block", entries=entries),)
    )


def test_one_switch_is_called_by_its_name() -> None:
    (rule,) = sheet("nein").every_rule
    assert (rule.code, rule.severity, rule.remedy) == (
        "AUSLEGUNG",
        CODES["AUSLEGUNG"].severity,
        CODES["AUSLEGUNG"].remedy,
    )
    assert rule.source == "RV 2 Anlage 1 Nr. 1"
    assert rule.must == "Der Schalter „S1“ steht wie nach der Auslegung X-1 auf „nein“."
    assert rule.broken == "Der Schalter „S1“ steht auf „ja“, nicht wie nach der Auslegung X-1 auf „nein“."


def test_several_switches_of_one_auslegung_are_one_rule() -> None:
    (rule,) = sheet("nein", "ja", "ja").every_rule
    assert rule.broken == "„Block“: Mindestens ein Schalter steht anders als nach der Auslegung X-1."
    (judgement,) = rule.judgements()
    assert [ref.field for ref in judgement.refs] == ["b.s1", "b.s2", "b.s3"]


def test_what_departs() -> None:
    field = sheet("nein").fields["b.s1"]
    assert [field.departs(value) for value in ("ja", "nein", None)] == [True, False, False]
    assert not Field(id="a", label="A", type=JA_NEIN).departs("ja")


def test_first_guidance_makes_no_rule() -> None:
    one = sheet("nein")
    assert Sheet(section="s", name="S", title="S", source="", blocks=one.blocks, guidance=FIRST).every_rule == ()
