"""Interpretations: every one of the list is there, complete, cited and tied to the fields that it concerns."""

from __future__ import annotations

import re

import pytest

from rv2xl.recht.law import Auslegung, LawError, auslegungen, parse_auslegungen

DOKUMENTATION = (
    "A2-LAYOUT",
    "A2-KREUZE",
    "A2-AUSFUELLER",
    "A2-B26",
    "A2-HERKUNFT",
    "A2-KOMBI",
    "A2-ALTER",
    "A2-U18",
    "A2-EINHEITEN",
    "A2-GESAMT",
    "A2-STICHTAG",
    "A2-AUSBILDUNG",
    "A2-ZUSATZ",
    "A2-GRUPPEN",
    "A2-DOPPELT",
    "A2-BIB",
    "A2-2023",
    "A2-HINWEIS24",
    "A2-WORTLAUT",
)
FIELD_IDS = (
    "le.nummer",
    "vereinbarung.p58.datum",
    "ausbildung.bildet_aus",
    "ausbildung.anzahl",
    "kopf.zad",
    "ort.name",
    "kontakt.mail",
    "konzeption.vom",
    "bewilligt.lwv",
    "erbracht.gesamt",
    "personal.fab",
    "personen.eigene_region.lwv",
    "personen.hessen.andere",
    "personen.ausserhalb.lwv",
    "personen.kombi_bib.lwv",
    "alter.a18_30.lwv",
    "alter.a66.andere",
    "ausgelagert.betriebe",
    "fragen.wie",
    "fragen.struktur_3",
    "fragen.struktur_4",
    "zusatz.andere_keine",
    "zusatz.bemerkung",
    "deckblatt.korrektur_nr",
)


def by_id(name: str) -> Auslegung:
    return next(entry for entry in auslegungen("dokumentation") if entry.id == name)


def test_all_are_there_in_the_order_of_the_list() -> None:
    assert tuple(entry.id for entry in auslegungen("dokumentation")) == DOKUMENTATION


@pytest.mark.parametrize("entry", auslegungen("dokumentation"), ids=lambda entry: entry.id)
def test_each_is_whole_sentences_with_its_fundstelle(entry: Auslegung) -> None:
    assert re.match(r"RV 2 Anlage 2 Nr\. [1-6]", entry.source)
    assert entry.question.endswith("?")
    assert all(text.endswith(".") for text in (entry.reading, *entry.alternatives))
    assert "  " not in "".join((entry.question, entry.reading))
    assert not entry.switch  # Anlage 2 has none


@pytest.mark.parametrize("entry", auslegungen("dokumentation"), ids=lambda entry: entry.id)
def test_every_named_field_exists(entry: Auslegung) -> None:
    for prefix in entry.fields:
        assert any(field == prefix or field.startswith(prefix + ".") for field in FIELD_IDS), prefix


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("bewilligt.lwv", {"A2-B26", "A2-KOMBI", "A2-EINHEITEN", "A2-2023"}),
        ("personen.hessen.andere", {"A2-HERKUNFT", "A2-EINHEITEN", "A2-DOPPELT"}),
        ("personen.kombi_bib.lwv", {"A2-KOMBI", "A2-EINHEITEN", "A2-DOPPELT"}),
        ("alter.a18_30.lwv", {"A2-ALTER", "A2-U18", "A2-EINHEITEN", "A2-DOPPELT"}),
        ("fragen.struktur_3", {"A2-KREUZE", "A2-WORTLAUT"}),
        ("kontakt.mail", set()),
    ],
)
def test_concerns(field: str, expected: set[str]) -> None:
    assert {entry.id for entry in auslegungen("dokumentation") if entry.concerns(field)} == expected


def test_a_prefix_ends_at_a_dot() -> None:
    assert by_id("A2-ALTER").concerns("alter")
    assert not by_id("A2-ALTER").concerns("alternative.lwv")


def test_one_about_the_whole_form_stands_beside_no_field() -> None:
    whole = [entry.id for entry in auslegungen("dokumentation") if not entry.fields]
    assert whole == ["A2-LAYOUT", "A2-AUSFUELLER", "A2-BIB"]
    assert not any(by_id("A2-BIB").concerns(field) for field in FIELD_IDS)


def test_readings_not_taken_are_kept() -> None:
    assert [entry.id for entry in auslegungen("dokumentation") if entry.alternatives] == ["A2-B26", "A2-HERKUNFT"]


def test_an_unknown_form_has_none() -> None:
    assert auslegungen("unbekannt") == ()


ENTRY = '[X]\nform = "f"\nquestion = "Q?"\nreading = "R."\nalternatives = ["A."]\nsource = "S"\nfields = ["a"]\n'


def test_a_switch_is_read() -> None:
    assert parse_auslegungen(ENTRY + "switch = true")[0].switch


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (ENTRY.replace('source = "S"\n', ""), "X: source is missing"),
        (ENTRY.replace('"R."', '""'), "X: reading is missing"),
        (ENTRY.replace('fields = ["a"]\n', ""), "X: fields is missing"),
        (ENTRY.replace('["A."]', "[5]"), "X: alternatives is missing"),
        (ENTRY + 'switch = "ja"', "X: switch is neither"),
        (ENTRY + "wert = 1", "X: unknown wert"),
        (ENTRY + ENTRY, "Cannot declare"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(LawError) as refused:
        parse_auslegungen(text)
    assert str(refused.value).startswith(f"auslegungen.toml: {complaint}")


def test_an_older_version_prints_what_it_printed() -> None:
    text = ENTRY + (
        '[A2-NEU]\nform = "f"\nquestion = "Neu?"\nreading = "Ja."\nalternatives = []\nsource = "Q"\nfields = []\nsince = "2025.2"\n'
        '[A2-ALT]\nform = "f"\nquestion = "Alt?"\nreading = "Heute so."\nalternatives = []\nsource = "Q"\nfields = []\n'
        'before = { "2024.1" = { reading = "Zuerst so.", source = "P" }, "2025.2" = { reading = "Bisher so." } }\n'
    )
    readings = {
        version: {entry.id: (entry.reading, entry.source) for entry in parse_auslegungen(text, version)}
        for version in ("2023.1", "2025.1", "2025.2", None)
    }
    assert [found.get("A2-ALT") for found in readings.values()] == [
        ("Zuerst so.", "P"),
        ("Bisher so.", "Q"),
        ("Heute so.", "Q"),
        ("Heute so.", "Q"),
    ]
    assert ["A2-NEU" in found for found in readings.values()] == [False, False, True, True]
