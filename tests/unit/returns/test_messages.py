"""What there is to read of a file: one message for each cause."""

from __future__ import annotations

from datetime import date

import pytest

from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import finding
from rv2xl.returns.messages import Message, messages
from tests.forms.standard import judged, standard

ORT = "58 Erbach"
FIVE: dict[str, Value] = {
    "personal.fab": "drei", "alter.a18_30.lwv": 99, "fragen.struktur_3": None, "fragen.struktur_1": "teilweise",
}  # fmt: skip
"""A text in a number cell, a sum that disagrees, an unanswered question and an own wording in a list."""


@pytest.mark.parametrize("day", [date(2030, 5, 1), "01.05.2030"], ids=["a day", "a text"])
def test_five_faults_are_five_messages(day: Value) -> None:
    book = standard("dokumentation")
    returned, findings = judged(book.file({book.key(ORT): {**FIVE, "konzeption.vom": day}}))
    read = messages(returned, findings)
    assert [(message.finding.code, message.finding.field) for message in read] == [
        ("A2-KONZEPTION-DATUM", "konzeption.vom"),
        ("TYP", "personal.fab"),
        ("A2-ALTER-SUMME", "alter.a18_30.lwv"),
        ("LISTE", "fragen.struktur_1"),
        ("PFLICHT", "fragen.struktur_3"),
    ]
    assert {message.finding.field: message.unjudged for message in read if message.unjudged} == {
        "personal.fab": "A2-PERSONAL-FEHLT"
    }
    assert ("wurde als 01.05.2030 gelesen" in read[0].text) == isinstance(day, str)
    assert sum(1 + len(message.following) for message in read) == len(findings)  # nothing is dropped


@pytest.mark.parametrize(
    ("remark", "shown"),
    [("Im Mai kam eine Gruppe hinzu.\nSiehe Anlage.", "Im Mai kam eine Gruppe hinzu. Siehe Anlage."), (None, ""), ("k. A.", ""), ("–", "")],
)  # fmt: skip
def test_a_warning_is_read_with_what_the_sender_remarked(remark: str | None, shown: str) -> None:
    book = standard("dokumentation")
    changed: dict[str, Value] = {"erbracht.lwv": 999_999, "zusatz.bemerkung": remark, "kontakt.mail": None}
    read = messages(*judged(book.file({book.key(ORT): changed})))
    assert [(message.finding.code, message.remark) for message in read] == [
        ("PFLICHT", ""),
        ("A2-ERBRACHT-BEWILLIGT", shown),
    ]


def test_rules_over_an_entry_on_another_sheet_follow_from_it() -> None:
    book = standard("fahrtkosten")
    ways: dict[str, Value] = {f"teilnehmende.{row}.strecke": "weit" for row in (1, 2, 3)}
    read = messages(*judged(book.file({book.key("Entfernungskilometer"): ways})))
    assert [(message.finding.code, message.finding.field, message.unjudged) for message in read] == [
        ("TYP", "teilnehmende.1.strecke", "A1-OHNE-LWV und A1-KM-NULL"),
        ("TYP", "teilnehmende.2.strecke", ""),
        ("TYP", "teilnehmende.3.strecke", ""),
    ]


BEWILLIGT = "„Bewilligte Leistungen – Leistungsträgerschaft LWV Hessen“ ist nicht ausgefüllt"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("k. A.", f"{BEWILLIGT}: „k. A.“ zählt nicht als Angabe."), ("–", f"{BEWILLIGT}: „–“ zählt nicht als Angabe."),
        (None, f"{BEWILLIGT}."),
    ],
)  # fmt: skip
def test_an_entry_that_is_none_is_one_thought(typed: Value, text: str) -> None:
    book = standard("dokumentation")
    read = messages(*judged(book.file({book.key(ORT): {"bewilligt.lwv": typed}})))
    assert [message.text for message in read if message.finding.code == "PFLICHT"] == [text]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("„Beginn“ ist zu früh.", "„Beginn“ ist zu früh. „01.05.2030“ wurde als 01.05.2030 gelesen."),
        ("Das Ende ist zu früh.", "Das Ende ist zu früh. „Beginn“: „01.05.2030“ wurde als 01.05.2030 gelesen."),
    ],
)
def test_how_a_wrong_entry_was_read_names_it_once(message: str, text: str) -> None:
    read = finding("NORMALISIERT", "„Beginn“: „01.05.2030“ wurde als 01.05.2030 gelesen.", value="01.05.2030")
    assert Message(finding("DATUM", message), (read,)).text == text
