"""How an entry is said: what stood in the cell, what was read and by which rules, or what was expected; and the remedy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import CODES, Finding, Severity
from tests.forms.standard import judged, standard

ERBACH = "58 Erbach"
NO_POINT = "Bitte ohne Punkt eintragen: Er könnte Tausender trennen oder vor Nachkommastellen stehen."
NUMBER_ONLY = "Bitte nur eine Zahl eintragen, ohne Einheit und ohne Zusatz."
WHOLE_ONLY = "Bitte nur eine ganze Zahl eintragen, ohne Einheit und ohne Zusatz."


def found(field: str, typed: Value) -> dict[str, Finding]:
    """The findings about one field of the standard Dokumentation with something typed into it, by code."""
    workbook = standard("dokumentation")
    _, findings = judged(workbook.file({workbook.home(field, ERBACH): {field: typed}}))
    return {entry.code: entry for entry in findings if entry.field == field}


@pytest.mark.parametrize(
    ("field", "typed", "said", "value", "expected"),
    [
        ("bewilligt.lwv", "1.500,00 Std.", "„1.500,00 Std.“ wurde als 1.500,00 gelesen: Punkte zwischen Tausendern weggelassen, "
         "Einheit weggelassen, Text als Zahl gelesen.", "1.500,00 Std.", "1500.00"),
        ("bewilligt.lwv", "1500", "„1500“ wurde als 1.500,00 gelesen: Text als Zahl gelesen.", "1500", "1500.00"),
        ("zusatz.fehlanzeige", "-", "„-“ wurde als leer gelesen: keine Angabe.", "-", None),
        ("kontakt.telefon", 6_062_000, "6062000 wurde als „6062000“ gelesen: Zahl als Text gelesen.", "6062000", "6062000"),
        ("kontakt.telefon", date(2025, 3, 31), "wurde als „45747“ gelesen: Zahl als Text gelesen.", "45747", "45747"),
        ("konzeption.vom", Decimal("45413.5625"), "01.05.2024, 13:30 Uhr wurde als 01.05.2024 gelesen: Uhrzeit weggelassen.",
         "2024-05-01 13:30:00", "2024-05-01"),
        ("konzeption.liegt_vor", "Ja", "„Ja“ wurde als „ja“ gelesen: Schreibweise der Liste übernommen.", "Ja", "ja"),
    ],
)  # fmt: skip
def test_a_repair_says_what_stood_there_what_was_read_and_how(
    field: str, typed: Value, said: str, value: str, expected: str | None
) -> None:
    (entry,) = found(field, typed).values()
    assert (entry.code, entry.severity) == ("NORMALISIERT", Severity.HINWEIS)
    assert entry.message.endswith(said)
    assert (entry.value, entry.expected) == (value, expected)
    assert entry.remedy == CODES["NORMALISIERT"].remedy


def test_no_number_where_one_is_required_is_a_repair_and_missing() -> None:
    entries = found("alter.a66.lwv", "k. A.")
    assert {code: entry.severity for code, entry in entries.items()} == {
        "NORMALISIERT": Severity.HINWEIS, "PFLICHT": Severity.FEHLER, "NICHT-GEPRUEFT": Severity.HINWEIS,
    }  # fmt: skip
    assert entries["NORMALISIERT"].message.endswith(": „k. A.“ wurde als leer gelesen: keine Angabe.")
    assert entries["PFLICHT"].message.endswith("“ ist nicht ausgefüllt.")
    assert entries["PFLICHT"].remedy == "Bitte ausfüllen; wo nichts anfällt, eine 0 eintragen."
    assert entries["NORMALISIERT"].cells == entries["PFLICHT"].cells


def test_a_distance_that_is_asked_for_is_not_said_to_be_0() -> None:
    """Its duty has a condition, and that is met: nothing „fällt nicht an“."""
    workbook = standard("fahrtkosten")
    _, findings = judged(workbook.file({"entfernung": {"teilnehmende.1.strecke": None}}))
    remedies = [
        entry.remedy for entry in findings if (entry.code, entry.field) == ("PFLICHT", "teilnehmende.1.strecke")
    ]
    assert remedies == ["Bitte ausfüllen."]


@pytest.mark.parametrize(
    ("field", "typed", "remedy"),
    [
        ("alter.a66.lwv", "1.234", NO_POINT),
        ("bewilligt.lwv", "1.500", NO_POINT),
        ("alter.a66.lwv", "ca. 12", WHOLE_ONLY),
        ("bewilligt.lwv", "ca. 12", NUMBER_ONLY),
    ],
)
def test_what_is_not_certain_says_what_to_do(field: str, typed: str, remedy: str) -> None:
    entry = found(field, typed)["TYP"]
    assert f"„{typed}“ ist keine gültige Angabe; erwartet wird:" in entry.message
    assert (entry.value, entry.remedy) == (typed, remedy)
