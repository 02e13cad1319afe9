"""Whether a calculation is a draft: until every sheet is complete; then what it is and as of which day."""

from __future__ import annotations

from datetime import date

import pytest

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.recalculate import recalculate
from tests.forms.standard import Entered, standard

OPEN_DAY = "✓ Berechnung nach Anlage 5, Stand offen (Datum auf dem Deckblatt)"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, OPEN_DAY),
        ({"deckblatt": {"deckblatt.ausgefuellt_am": date(2025, 2, 3)}}, "✓ Berechnung nach Anlage 5, Stand 03.02.2025"),
        ({"deckblatt": {"deckblatt.ausgefuellt_am": date(2025, 11, 22)}}, "✓ Berechnung nach Anlage 5, Stand 22.11.2025"),
        ({"deckblatt": {"deckblatt.ausgefuellt_am": "gestern"}}, OPEN_DAY),
        ({"deckblatt": {"deckblatt.ausgefuellt_am": 12}}, OPEN_DAY),
        ({"berechnung": {"kopf.ort": None}}, "○ Entwurf"),
        ({"neubau_vergleich": {"richtwert.stand": None}}, "○ Entwurf"),
        ({"berechnung": {"belegung.plaetze": "zwölf"}}, "○ Entwurf"),
        ({"berechnung": {"kopf.art": "anderer Leistungsanbieter"}}, "○ Entwurf"),
        ({"berechnung": {"massnahme.lotterie": 5}}, OPEN_DAY),
    ],
    ids=["complete", "a day", "two digits", "no day", "a day out of range", "one open", "one open on the other sheet", "invalid",
         "a broken rule", "a rule that is a warning alone"],
)  # fmt: skip
def test_a_draft_until_every_sheet_is_complete(changes: Entered, expected: str) -> None:
    book = standard("bestand")
    shown = recalculate(book.layout, book.entered(changes))
    assert shown["berechnung"]["zustand.ergebnis"] == expected
    assert shown["neubau_vergleich"]["zustand.ergebnis"] == expected.replace("Anlage 5", "Anlage 4")


def test_a_blank_calculation_is_a_draft() -> None:
    layout = lay_out(standard("neubau").layout.issue)
    assert recalculate(layout, {})["berechnung"]["zustand.ergebnis"] == "○ Entwurf"


@pytest.mark.parametrize(
    ("changes", "state", "stamp"),
    [
        ({}, "✓ vollständig", "✓ Berechnung nach Anlage 1"),
        ({"kalkulation": {"kosten.fahrdienst_extern": -500}}, "✗ ungültige Angabe", "○ Entwurf"),
        ({"kalkulation": {"kosten.fahrdienst_extern": "viel"}}, "✗ ungültige Angabe", "○ Entwurf"),
        ({"einzelverhandlung": {"bisher.budget": -5}}, "✓ vollständig", "○ Entwurf"),
        ({"entfernung": {"teilnehmende.2.begleitperson": "ja"}}, "✓ vollständig", "○ Entwurf"),
    ],
    ids=[
        "all is well",
        "a negative cost",
        "a text for a cost",
        "a negative amount on the other sheet",
        "a row of a list that breaks a rule",
    ],
)
def test_a_sheet_without_duties_can_be_wrong_too(changes: Entered, state: str, stamp: str) -> None:
    book = standard("fahrtkosten")
    shown = recalculate(book.layout, book.entered(changes))
    assert shown["kalkulation"]["blatt.zustand"] == state
    assert shown["deckblatt"]["zustand.kalkulation"] == (state if state.startswith("✓") else "✗ 1 Fehler")
    assert str(shown["berechnung"]["zustand.ergebnis"]).startswith(stamp)
