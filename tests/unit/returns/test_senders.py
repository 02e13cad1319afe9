"""Who sends a form: the Leistungserbringer of the register, or the Kreise with an agreement; nothing is asked of any other."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rv2xl.forms import newest
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.generate import issues
from rv2xl.outgoing.issuing import file_name
from rv2xl.returns.register import Register

KREISE: tuple[Mapping[str, Value], ...] = (
    {"schluessel": "06437", "name": "Odenwaldkreis", "mail": "eingliederung@odenwald.example"},
    {"schluessel": "06438", "name": "Landkreis Offenbach", "mail": "kreis@offenbach.example"},
)
REGISTER = Register(
    traeger={"0007": {"nummer": "0007", "name": "Werkstatt"}, "0008": {"nummer": "0008", "name": "ohne Ort"}},
    orte=({"traeger": "0007", "zad": "1", "leistung": "58"},), kreise=KREISE, absender={"mail": "lwv@lwv.example"},
)  # fmt: skip


def test_a_leistungserbringer_is_asked_if_it_has_an_ort_in_the_year() -> None:
    form = newest("dokumentation")
    assert list(REGISTER.senders(form, 2025)) == ["0007", "0008"]
    assert REGISTER.asked(form, 2025) == ["0007"]


@pytest.mark.parametrize(
    ("name", "sender", "mail", "street"),
    [
        ("meldung_8b", "Odenwaldkreis", "eingliederung@odenwald.example", "Michelstädter Straße 12"),
        ("meldung_8c", "Odenwaldkreis", "eingliederung@odenwald.example", "Michelstädter Straße 12"),
        ("meldung_8d", "LWV Hessen (Odenwaldkreis)", "lwv@lwv.example", "Steubenplatz 16"),
    ],
)
def test_a_meldung_is_asked_of_the_kreis_with_an_agreement_or_made_for_it(
    name: str, sender: str, mail: str, street: str
) -> None:
    form = newest(name)
    assert REGISTER.asked(form, 2025) == ["06437"]
    assert REGISTER.sender_name(form, 2025, "06437") == sender
    row = REGISTER.senders(form, 2025)["06437"]
    assert (row["mail"], row["strasse"], row["kreis"]) == (mail, street, "Odenwaldkreis")


def test_it_is_asked_from_2021_on() -> None:
    assert REGISTER.asked(newest("meldung_8c"), 2021) == ["06437"]
    assert REGISTER.asked(newest("meldung_8c"), 2020) == []


def test_the_meldung_is_prefilled_with_key_name_and_days() -> None:
    (issue,) = issues(newest("meldung_8d"), REGISTER, 2025, [])
    assert file_name(issue) == "meldung_8d_2025_06437.xlsx"
    given = {name: str(value) for sheet in issue.sheets for name, value in sheet.given.items() if value is not None}
    assert given == {
        "deckblatt.jahr": "2025", "deckblatt.kreis": "Odenwaldkreis", "deckblatt.frist": "2025-03-31",
        "empfaenger.mail": "eingliederung@odenwald.example", "empfaenger.name": "Odenwaldkreis",
        "empfaenger.strasse": "Michelstädter Straße 12", "empfaenger.ort": "64711 Erbach",
        "kopf.kreis": "06437", "kopf.name": "Odenwaldkreis", "kopf.stichtag": "2024-12-31",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("06438", "Mit „Landkreis Offenbach“ ist keine Kooperationsvereinbarung bekannt; bekannt ist: Odenwaldkreis (06437)."),
        ("0007", "Einen Kreis mit dem Schlüssel „0007“ gibt es 2025 nicht."),
        ("06415", "Einen Kreis mit dem Schlüssel „06415“ gibt es 2025 nicht."),
    ],
)  # fmt: skip
def test_nothing_is_asked_of_a_kreis_without_an_agreement(key: str, sentence: str) -> None:
    with pytest.raises(Abbruch) as refused:
        issues(newest("meldung_8c"), REGISTER, 2025, [key])
    assert str(refused.value) == sentence


def test_a_leistungserbringer_that_the_register_does_not_know_is_none_of_a_kreis() -> None:
    with pytest.raises(Abbruch) as refused:
        issues(newest("dokumentation"), REGISTER, 2025, ["06437"])
    assert str(refused.value) == "Den Leistungserbringer „06437“ gibt es in den Stammdaten nicht."
