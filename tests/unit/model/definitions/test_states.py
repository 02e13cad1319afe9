"""What the states say while a form is filled in: word for word, what is wrong before what is missing, and nothing of what may be blank."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.definitions.states import broken_row
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_blank
from tests.forms.standard import standard

Entered = Mapping[str, Value]
PERSONEN, ALTER, SHEET = "zustand.personen.eigene_region.lwv", "zustand.alter.a18_30.lwv", "blatt.zustand"
WHOLE, OPEN, INVALID, CHECKS = "✓ vollständig", "○ noch unvollständig", "✗ ungültige Angabe", "✗ siehe Prüfung"


def shown(name: str, key: str, entered: Entered) -> Mapping[str, Value]:
    book = standard(name)
    return recalculate(book.layout, book.entered({key: dict(entered)}))[key]


@pytest.mark.parametrize(
    ("entered", "personen", "alter", "sheet"),
    [
        ({}, WHOLE, WHOLE, WHOLE),
        ({"alter.a18_30.lwv": 21}, "✗ LWV: Alter 101, Herkunft 100", "✗ LWV: Alter 101, Herkunft 100", CHECKS),
        ({"alter.a18_30.andere": 4}, "✗ andere: Alter 17, Herkunft 18", "✗ andere: Alter 17, Herkunft 18", CHECKS),
        ({"alter.a18_30.lwv": 21, "alter.a18_30.andere": 4}, "✗ LWV: Alter 101, Herkunft 100", "✗ LWV: Alter 101, Herkunft 100", CHECKS),
        ({"alter.a18_30.lwv": 21, "alter.a66.andere": None}, "✗ LWV: Alter 101, Herkunft 100", "✗ LWV: Alter 101, Herkunft 100", CHECKS),
        ({"alter.a18_30.lwv": 21, "alter.a66.lwv": None}, WHOLE, OPEN, OPEN),
        ({"alter.a18_30.lwv": 21, "alter.a66.andere": "eins"}, "✗ LWV: Alter 101, Herkunft 100", INVALID, INVALID),
        ({"personen.kombi_bib.lwv": 100}, WHOLE, WHOLE, WHOLE),
        ({"personen.kombi_bib.lwv": 101}, "✗ LWV: Kombi-BiB 101, Personen 100", WHOLE, CHECKS),
        ({"personen.kombi_bib.andere": 19, "personen.kombi_bib.lwv": None}, "✗ andere: Kombi-BiB 19, Personen 18", WHOLE, CHECKS),
    ],
    ids=["all is well", "too many", "too few", "the first of two", "before what is missing", "not to be judged yet",
         "an entry that is not allowed goes first", "at the limit", "beyond it", "beyond it, the other open"],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_is_made(entered: Entered, personen: str, alter: str, sheet: str) -> None:
    found = shown("dokumentation", "ort_58.1", entered)
    assert (found[PERSONEN], found[ALTER], found[SHEET]) == (personen, alter, sheet)


@pytest.mark.parametrize(
    ("block", "entered", "state"),
    [
        ("konzeption.liegt_vor", {"konzeption.vom": None}, "✗ Datum der Konzeption fehlt"),
        ("konzeption.liegt_vor", {"konzeption.liegt_vor": "nein"}, "✗ Datum trotz „nein“"),
        ("erbracht.lwv", {"erbracht.lwv": 1_501}, "! LWV: mehr als bewilligt"),
        ("erbracht.lwv", {"erbracht.lwv": 1_501, "erbracht.andere": None}, OPEN),
        ("personal.fab", {f"personal.{name}": 0 for name in ("fab", "sozialer_dienst", "therapeutisch")},
         "! Personen, aber kein Personal"),
        ("zusatz.fehlanzeige", {}, ""),
        ("zusatz.fehlanzeige", {"zusatz.bemerkung": "Umzug im Mai"}, WHOLE),
        ("zusatz.fehlanzeige", {"zusatz.fehlanzeige": "ja"}, "✗ Angaben trotz Fehlanzeige"),
    ],
)  # fmt: skip
def test_the_words_beside_a_block(block: str, entered: Entered, state: str) -> None:
    assert shown("dokumentation", "ort_58.1", entered)[f"zustand.{block}"] == state


@pytest.mark.parametrize(
    ("entered", "state"),
    [
        ({}, WHOLE),
        ({"begleitperson": "ja"}, "✗ Nachweis fehlt"),
        ({"begleitperson": "ja", "zad": None}, "✗ Nachweis fehlt"),
        ({"kennung": "TN-0001", "zad": None}, "✗ Kennung doppelt"),
        ({"kennung": None}, OPEN),
        ({"kennung": "Erika"}, "! Name statt Kennung?"),
        ({"kennung": "Erika", "zad": None}, OPEN),
        ({"fahrtdauer": 60}, WHOLE),
        ({"fahrtdauer": 61}, "! Fahrt dauert zu lang"),
        ({"fahrtdauer": -1, "begleitperson": "ja"}, INVALID),
        ({"strecke": 1}, WHOLE),
        ({"strecke": 0}, "i unter 1 km, zählt als 0"),
    ],
)
def test_the_words_at_a_row(entered: Entered, state: str) -> None:
    row = {f"teilnehmende.2.{name}": value for name, value in entered.items()}
    assert shown("fahrtkosten", "entfernung", row)["zustand.teilnehmende.2"] == state


@pytest.mark.parametrize(
    ("entered", "state"),
    [
        ({}, WHOLE),
        ({"teilnehmende.2.begleitperson": "ja"}, CHECKS),
        ({"teilnehmende.2.begleitperson": "ja", "teilnehmende.3.zad": None}, CHECKS),
        ({"teilnehmende.3.zad": None}, OPEN),
        ({"teilnehmende.3.zad": None, "teilnehmende.2.strecke": "weit"}, INVALID),
    ],
)
def test_the_state_of_a_list(entered: Entered, state: str) -> None:
    assert shown("fahrtkosten", "entfernung", entered)[SHEET] == state


@pytest.mark.parametrize("name", forms.NAMES)
def test_a_blank_form_shows_neither_errors_nor_ticks(name: str) -> None:
    found = recalculate(lay_out(issue_blank(forms.newest(name), 2025)), {})
    states = [
        value
        for values in found.values()
        for key, value in values.items()
        if key.startswith(("zustand.", "blatt.zustand"))
    ]
    assert {str(value)[:1] for value in states} <= {"", "○"}
    assert not {"✗", "✓"} & {str(value)[:1] for value in found["pruefung"].values()}


def test_a_sheet_that_may_stay_blank_says_something_once_it_is_begun() -> None:
    assert shown("fahrtkosten", "einzelverhandlung", {})[SHEET] == ""
    assert shown("fahrtkosten", "einzelverhandlung", {"bisher.budget": 20_000})[SHEET] == WHOLE


def rows_said(version: str) -> list[str]:
    form = forms.version("fahrtkosten", version)
    assert form is not None
    sheet = form.sections["vertraege"]
    judgements: list[Judgement] = [entry for entry in sheet.judgements if entry.rule.roster == "vertrag"]
    return [broken_row(entry, sheet) for entry in judgements]


def test_each_generation_keeps_its_own_words() -> None:
    assert rows_said("2025.2")[0] == "! Schriftform: nein"
    assert rows_said("2023.1")[0] == "! bitte prüfen: A1-VERTRAG (Schriftform)"
