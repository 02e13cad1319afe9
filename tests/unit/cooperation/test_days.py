"""The calendar of a year against a table written from both sources by hand; weekends and holidays from a printed calendar."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rv2xl.cooperation.days import entries, falls_on
from rv2xl.model.abbruch import Abbruch
from rv2xl.recht.law import auslegungen

KV = "Kooperationsvereinbarung LWV Hessen – Odenwaldkreis"

YEAR_2026 = [
    ("kv-06437-geschaeftsfuehrung", "01.01.", f"{KV}, Nr. 5", "Neujahr"),
    ("rv2-rate-4", "15.02.", "RV 2 Anlage 1 Nr. 3.4", "Sonntag"),
    ("kv-06437-meldung_8b", "31.03.", f"{KV}, Nr. 8 b", ""),
    ("kv-06437-meldung_8c", "31.03.", f"{KV}, Nr. 8 c", ""),
    ("kv-06437-meldung_8d", "31.03.", f"{KV}, Nr. 8 d", ""),
    ("rv2-dokumentation", "31.03.", "RV 2 Anlage 2 Nr. 1", ""),
    ("rv2-zeitraum", "01.04.", "RV 2 Anlage 1 Nr. 3.2", ""),
    ("rv2-rate-1", "15.05.", "RV 2 Anlage 1 Nr. 3.4", ""),
    ("rv2-vpi-mai", "31.05.", "RV 2 Anlage 1 Nr. 4.1", "Sonntag"),
    ("kv-06437-kuendigung", "30.06.", f"{KV}, Nr. 12", ""),
    ("rv2-rate-2", "15.08.", "RV 2 Anlage 1 Nr. 3.4", "Samstag"),
    ("rv2-rate-3", "15.11.", "RV 2 Anlage 1 Nr. 3.4", "Sonntag"),
    ("rv2-kilometer", "01.12.", "RV 2 Anlage 1 Nr. 2.4", ""),
    ("kv-06437-meldung_8c-stichtag", "31.12.", f"{KV}, Nr. 8 c", ""),
    ("rv2-erklaerung", "31.12.", "RV 2 Anlage 1 Nr. 4.2", ""),
    ("rv2-stichtag", "31.12.", "RV 2 Anlage 2 Nr. 4 und 6", ""),
]


@pytest.mark.parametrize("region", ["06437", None])
def test_the_days_of_a_year(region: str | None) -> None:
    found = [entry for entry in entries(2026, region) if entry.day is not None]
    assert [(entry.id, f"{entry.day:%d.%m.}", entry.source) for entry in found] == [line[:3] for line in YEAR_2026]
    for entry, (_, _, _, said) in zip(found, YEAR_2026, strict=True):
        assert said in entry.hint
        assert bool(said) == bool(entry.hint)


def test_what_is_to_be_done_by_a_day() -> None:
    said = {entry.id: f"{entry.title} | {entry.words}" for entry in entries(2026, "06437")}
    assert said["rv2-dokumentation"].startswith("Jährliche Dokumentation für 2025 vorlegen")
    assert said["rv2-erklaerung"].startswith("Fahrtkosten: tarifliche Fortschreibung zum 01.04.2027 erklären")
    assert said["rv2-rate-4"].startswith("Fahrtkosten: Rate zum 15.02.")
    assert "Odenwaldkreis meldet." in said["kv-06437-meldung_8c"]
    assert "kann entfallen sein und ist zu prüfen (Auslegung KV-HAG-2024)" in said["kv-06437-meldung_8c"]
    assert "LWV Hessen meldet." in said["kv-06437-meldung_8d"]
    assert "zum 31.12.2026" in said["kv-06437-kuendigung"]


@pytest.mark.parametrize(
    ("year", "to"),
    [
        (2021, None), (2023, None), (2025, None), (2022, "Odenwaldkreis"), (2024, "LWV Hessen"), (2026, "Odenwaldkreis"),
        (2028, "LWV Hessen"),
    ],
)  # fmt: skip
def test_who_conducts_the_conference(year: int, to: str | None) -> None:
    """2020 and 2021 the LWV, 2022 and 2023 the Kreis, and so on."""
    found = [entry.title for entry in entries(year, "06437") if entry.id.endswith("geschaeftsfuehrung")]
    assert found == (
        [f"Odenwaldkreis: Geschäftsführung der Kooperationskonferenz (KoK) geht auf {to} über"] if to else []
    )


BODIES = [
    ("Zielgruppenübergreifende Kooperationskonferenz (KoK)", 2, "1-2x jährlich", "Widerspruch"),
    ("Sozialplanung", 1, "1 x jährlich", "ist noch zu gründen"),
    ("Qualitätszirkel 207", 1, "?", "steht noch aus"),
    ("Qualitätszirkel 206 Geistige Behinderung", 2, "2 x jährlich", "noch genau zu klären"),
    ("Begleitgruppe", 4, "Quartalsweise", "Befristetes Gremium"),
]


@pytest.mark.parametrize(("name", "meetings", "frequency", "left_open"), BODIES)
def test_bodies_are_tasks_without_a_day_in_the_words_of_the_source(
    name: str, meetings: int, frequency: str, left_open: str
) -> None:
    found = [entry for entry in entries(2026, "06437") if f": {name}" in entry.title]
    assert [entry.day for entry in found] == [None] * meetings
    assert all(f"„{frequency}" in entry.words for entry in found)
    assert all(left_open in entry.words for entry in found)
    assert {entry.source for entry in found} == {f"{KV}, Anlage 2"}


def test_duties_without_figures_are_tasks_in_the_words_of_the_agreement() -> None:
    found = [entry for entry in entries(2026, "06437") if "-aufgabe-" in entry.id]
    assert sorted((entry.id.rpartition("-")[2], entry.day, entry.source) for entry in found) == [
        (nr.replace(" ", ""), None, f"{KV}, Nr. {nr}") for nr in ("10", "11", "3", "7", "8 a", "8 e")
    ]
    assert all(entry.words.startswith("„") and entry.words.endswith(".“") for entry in found)


def test_the_first_days_of_each_source() -> None:
    assert [(entry.id, entry.day) for entry in entries(2020) if entry.day] == [
        ("kv-06437-meldung_8c-stichtag", date(2020, 12, 31)),
    ]
    of_2023 = {entry.id for entry in entries(2023) if entry.id.startswith("rv2")}
    assert of_2023 == {"rv2-rate-2", "rv2-rate-3", "rv2-kilometer", "rv2-erklaerung", "rv2-stichtag"}


@pytest.mark.parametrize(
    ("year", "region", "said"),
    [
        (2026, "06438", "Mit „Landkreis Offenbach“ ist keine Kooperationsvereinbarung bekannt; bekannt ist: Odenwaldkreis (06437)."),
        (2026, "99999", "Einen Kreis mit dem Schlüssel „99999“ gibt es 2026 nicht."),
        (2019, None, "Für 2019 gibt es keine Termine: Der Rahmenvertrag 2 gilt erst ab dem 01.07.2023."),
    ],
)  # fmt: skip
def test_a_bad_call_says_what_is_wrong(year: int, region: str | None, said: str) -> None:
    with pytest.raises(Abbruch) as raised:
        entries(year, region)
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 3, 28), "Sonntag"), (date(2027, 3, 29), "Ostermontag"), (date(2026, 6, 4), "Fronleichnam"),
        (date(2026, 10, 31), "Samstag"), (date(2026, 10, 30), ""), (date(2026, 1, 6), ""), (date(2026, 11, 1), "Sonntag"),
        (date(2026, 5, 1), "Erster Mai"), (date(2026, 12, 25), "Weihnachtstag"),
    ],
)  # fmt: skip
def test_holidays_are_those_of_hessen(day: date, said: str) -> None:
    """Fronleichnam is one; Heilige Drei Könige and the Reformationstag are none."""
    assert said in falls_on(day)
    assert bool(said) == bool(falls_on(day))


@pytest.mark.parametrize("year", [2026, 2027])
def test_every_auslegung_that_is_named_is_one(year: int) -> None:
    said = " ".join(f"{entry.words} {entry.title}" for entry in entries(year))
    named = set(re.findall(r"KV-[A-Z0-9-]*[A-Z0-9]", said))
    assert named >= {"KV-GREMIEN", "KV-TURNUS", "KV-STICHTAG", "KV-HAG-2024"}
    assert named <= {entry.id for entry in auslegungen("kooperation")}
