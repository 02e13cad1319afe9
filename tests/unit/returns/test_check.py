"""How an entry is said: what stood in the cell, what was read and by which rules, or what was expected; and the remedy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rv2xl.excel.addresses import cell_name
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import CODES, Finding, Severity, Status, status_of
from tests.forms.standard import judged, standard

ERBACH = "58 Erbach"
AMBIGUOUS = "ist nicht eindeutig: {} könnte Tausender trennen oder vor Nachkommastellen stehen, also "
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
        ("kontakt.funktion", 6_062_000, "6062000 wurde als „6062000“ gelesen: Zahl als Text gelesen.", "6062000", "6062000"),
        ("kontakt.funktion", date(2025, 3, 31), "wurde als „45747“ gelesen: Zahl als Text gelesen.", "45747", "45747"),
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
    ("field", "typed", "said", "remedy"),
    [
        ("alter.a66.lwv", "1.234", AMBIGUOUS.format("Der Punkt"), "Bitte ohne Tausendertrennung eintragen: 1234."),
        ("alter.a66.lwv", "1,000", AMBIGUOUS.format("Das Komma"), "Bitte ohne Tausendertrennung eintragen: 1000."),
        ("bewilligt.lwv", "1.500", AMBIGUOUS.format("Der Punkt"), "Bitte ohne Tausendertrennung eintragen: 1500 oder 1,50."),
        ("bewilligt.lwv", "67,097", AMBIGUOUS.format("Das Komma"), "Bitte ohne Tausendertrennung eintragen: 67097 oder 67,10."),
        ("alter.a66.lwv", "ca. 12", "ist keine gültige Angabe; erwartet wird:", WHOLE_ONLY),
        ("bewilligt.lwv", "ca. 12", "ist keine gültige Angabe; erwartet wird:", NUMBER_ONLY),
    ],
)  # fmt: skip
def test_what_is_not_certain_says_what_to_do(field: str, typed: str, said: str, remedy: str) -> None:
    entry = found(field, typed)["TYP"]
    assert f": „{typed}“ {said}" in entry.message
    assert (entry.value, entry.remedy) == (typed, remedy)


def test_decimals_that_are_too_many_are_rounded_and_both_numbers_are_named() -> None:
    (entry,) = found("bewilligt.lwv", Decimal("1400.2550")).values()
    assert (entry.code, entry.value, entry.expected) == ("NORMALISIERT", "1400.255", "1400.26")
    assert entry.message.endswith(
        ": 1.400,255 wurde als 1.400,26 gelesen: auf die vorgesehenen Nachkommastellen gerundet."
    )


def test_a_day_that_does_not_exist_is_not_told_the_form_that_it_has() -> None:
    entry = found("konzeption.vom", "31.6.2025")["DATUM"]
    assert entry.message == "„Konzeption – vom“: Den 31.06.2025 gibt es nicht."
    assert (entry.value, entry.remedy) == ("31.6.2025", "Bitte den Tag prüfen und berichtigen.")


def test_a_long_number_typed_for_a_text_is_shown_in_full() -> None:
    (entry,) = found("kontakt.funktion", 1_234_567_890_123_456).values()
    assert entry.message.endswith(": 1234567890123456 wurde als „1234567890123456“ gelesen: Zahl als Text gelesen.")
    assert entry.value == entry.expected == "1234567890123456"


PERSONAL: dict[str, tuple[str, dict[str, Value]]] = {
    "a name twice": ("fahrtkosten", {"teilnehmende.1.kennung": "Max Muster", "teilnehmende.2.kennung": "Max Muster"}),
    "a name with blanks": ("fahrtkosten", {"teilnehmende.1.kennung": "  Max Muster"}),
    "a name that is too long": ("fahrtkosten", {"teilnehmende.1.kennung": "Max Muster" * 10}),
    "a Nachweis of one's own": ("fahrtkosten", {"teilnehmende.1.begleitperson": "ja", "teilnehmende.1.nachweis": "Attest Dr. Max Muster"}),
    "a Routenplaner": ("fahrtkosten", {"teilnehmende.1.routenplaner": " ab Max Muster, Weg 1 "}),
    "a reason": ("fahrtkosten", {"teilnehmende.1.einzelbefoerderung": "ja", "teilnehmende.1.grund": " Max Muster "}),
    "a Kontakt": ("dokumentation", {"kontakt.mail": " max@Max Muster ", "kontakt.name": "Max Muster" * 30}),
    "who filled it in": ("dokumentation", {"deckblatt.ausgefuellt_von": "  Max Muster "}),
}  # fmt: skip


@pytest.mark.parametrize("name", PERSONAL)
def test_what_is_about_a_person_is_never_quoted(name: str) -> None:
    form, typed = PERSONAL[name]
    workbook = standard(form)
    entered: dict[str, dict[str, Value]] = {}
    for field, value in typed.items():
        entered.setdefault(workbook.home(field, ERBACH if form == "dokumentation" else None), {})[field] = value
    _, findings = judged(workbook.file(entered))
    assert any(entry.code != "NICHT-GEPRUEFT" for entry in findings)
    for entry in findings:
        assert "Muster" not in " ".join(filter(None, (entry.message, entry.remedy, entry.value, entry.expected)))


STEP = "kg700.staffel.1.wert"


@pytest.mark.parametrize(
    ("typed", "code", "remedy"),
    [
        (
            "21 %",
            "TYP",
            "Bitte den Prozentsatz als Dezimalzahl eintragen: 21 % ist 0,21; als Einheit muss Prozent gewählt sein.",
        ),
        (21, "A4-STAFFEL", "Prozente werden als Prozent eingetragen: 18 % ist 0,18."),
        ("0,21", "NORMALISIERT", CODES["NORMALISIERT"].remedy),
        (Decimal("0.21"), None, None),
    ],
)
def test_the_remedies_for_a_percentage_of_kg_700_lead_to_a_return_that_is_accepted(
    typed: Value, code: str | None, remedy: str | None
) -> None:
    """What a remedy names is typed as number and as text in the last two."""
    workbook = standard("neubau")
    returned, findings = judged(workbook.file({workbook.home(STEP): {STEP: typed}}))
    about = [entry for entry in findings if entry.code != "NICHT-GEPRUEFT"]
    assert [(entry.code, entry.remedy) for entry in about] == ([(code, remedy)] if code else [])
    accepted = code in (None, "NORMALISIERT")
    assert status_of(tuple(findings)) is (Status.ANGENOMMEN if accepted else Status.ZURUECKGEWIESEN)
    assert returned.value(workbook.home(STEP), STEP) == (
        Decimal("0.21") if accepted else 21 if code == "A4-STAFFEL" else None
    )


def test_a_number_over_a_printed_text_is_shown_in_full() -> None:
    book = standard("stammdaten")
    first = book.layout.by_key[book.key("Orte")].plan.fields["orte.1.platzzahl"]
    heading = cell_name(first.row - 1, first.column)
    _, (entry,) = judged(set_cells(book.file(), {"Orte": {heading: 12_345_678}}))
    assert (entry.code, entry.cells, entry.value) == ("VORGABE-GEAENDERT", (heading,), "12345678")
    assert entry.message.endswith(" jetzt steht dort „12345678“.")
