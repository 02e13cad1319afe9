"""From a corrected value to the columns of the register: what is led back, and what is left to the clerk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rv2xl import forms
from rv2xl.corrections.columns import ByHand, named_columns, origin_of
from rv2xl.model.definitions.field import Field
from rv2xl.model.entries.entry import Raw
from rv2xl.model.expressions.expr import Value

REGISTER = forms.newest("stammdaten")
FORM = forms.newest("dokumentation")
TOWN, NAME, AGREED, ZAD = "traeger.plz + traeger.ort", "orte.name", "traeger.p58_am", "orte.zad"


def corrected() -> list[tuple[str, Field]]:
    """All given values of all forms that can be corrected, with the roster that they come from."""
    return [
        (sheet.prefilled_from or "", sheet.fields[field.corrects])
        for name in forms.NAMES
        for form in forms.versions(name)
        for sheet in form.sheets
        for field in sheet.fields.values()
        if field.corrects is not None
    ]


def test_each_value_that_can_be_corrected_has_its_columns() -> None:
    keys = {(field.id, origin_of(REGISTER, roster, field).key) for roster, field in corrected()}
    assert keys == {
        ("le.name", "traeger.name"), ("le.strasse", "traeger.strasse"), ("le.ort", "traeger.plz + traeger.ort"),
        ("le.web", "traeger.web"), ("le.vertreten_durch", "traeger.vertreten_durch"), ("ort.name", "orte.name"),
        ("ort.strasse", "orte.strasse"), ("ort.ort", "orte.plz + orte.ort"), ("ort.web", "orte.web"),
    }  # fmt: skip


def test_what_only_follows_from_the_register_is_entered_by_hand() -> None:
    closed = FORM.sections["leistungserbringer"].fields["vereinbarung.p58.geschlossen"]
    unknown = replace(closed, origin=("gibt_es_nicht",))
    for field in (closed, unknown):
        with pytest.raises(ByHand, match="nur abgeleitet"):
            origin_of(REGISTER, "traeger", field)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "traeger",
        "traeger.gibt_es_nicht",
        "kreise.name + traeger.ort",
        "nichts.name",
        "traeger.plz + ort",
        "traeger.*.name",
    ],
)
def test_no_such_columns(key: str) -> None:
    assert named_columns(REGISTER, key) is None


@pytest.mark.parametrize(
    ("key", "new", "parts"),
    [
        (TOWN, "65185 Wiesbaden", ("65185", "Wiesbaden")),
        (TOWN, "06108 Halle (Saale)", ("06108", "Halle (Saale)")),
        (TOWN, "65185  Ötzberg-Hering", ("65185", "Ötzberg-Hering")),
        (NAME, "=1+1", ("=1+1",)),
        (NAME, "Bcc: alle@example.org", ("Bcc: alle@example.org",)),
        (NAME, "<b>Werk</b> & Co", ("<b>Werk</b> & Co",)),
        (NAME, "x" * 250, ("x" * 250,)),
        (AGREED, date(2024, 5, 1), (date(2024, 5, 1),)),
        (ZAD, 11000001.0, ("11000001",)),
    ],
)
def test_led_back(key: str, new: Raw, parts: tuple[Value, ...]) -> None:
    columns = named_columns(REGISTER, key)
    assert columns is not None
    assert columns.key == key
    assert columns.parts(new) == parts


APART = "Im neuen Wert lassen sich „PLZ“ und „Ort“ nicht sicher trennen."
LINES = "Der neue Wert hat mehrere Zeilen oder unsichtbare Zeichen."


@pytest.mark.parametrize(
    ("key", "new", "said"),
    [
        (TOWN, "Wiesbaden", APART),
        (TOWN, "65185", APART),
        (TOWN, "D-65185 Wiesbaden", APART),
        (TOWN, "6518 Wiesbaden", APART),
        (TOWN, "651855 Wiesbaden", APART),
        (TOWN, "65185Wiesbaden", APART),
        (TOWN, "65185 65186 Wiesbaden", APART),
        (TOWN, "Wiesbaden 65185", APART),
        (TOWN, 65185.0, APART),
        (TOWN, "65185\nWiesbaden", LINES),
        (NAME, "Werk\nEins", LINES),
        (NAME, "Werk\x07", LINES),
        (NAME, "Werk\u202e", LINES),
        (NAME, "We\u200brk", LINES),
        (NAME, "Werk _x0041_", "Der neue Wert enthält eine Zeichenfolge, die Excel anders liest."),
        (NAME, "Werk x005F_", "Der neue Wert enthält eine Zeichenfolge, die Excel anders liest."),
        (NAME, None, "Der neue Wert fehlt."),
        (NAME, " ", "Der neue Wert fehlt."),
        (NAME, "y" * 32_000,
         f"„Name“: „{'y' * 199}…“ ist keine gültige Angabe; erwartet wird: Text, höchstens 250 Zeichen."),
        (TOWN, "65185 " + "y" * 251,
         f"„Ort“: „{'y' * 199}…“ ist keine gültige Angabe; erwartet wird: Text, höchstens 250 Zeichen."),
        (AGREED, "neulich",
         "„Vereinbarung § 58 am“: „neulich“ ist keine gültige Angabe; erwartet wird: Datum (TT.MM.JJJJ) zwischen 01.01.1950 und "
         "31.12.2100."),
    ],
)  # fmt: skip
def test_left_to_the_clerk(key: str, new: Raw, said: str) -> None:
    columns = named_columns(REGISTER, key)
    assert columns is not None
    with pytest.raises(ByHand) as reason:
        columns.parts(new)
    assert str(reason.value) == said
