"""The figures of Anlage 1, read off the source a second time; the days of a year; the interpretations, one of them a switch."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from rv2xl.recht.law import Auslegung, DayMonth, auslegungen, load_law

FIRST_DAY = date(2023, 7, 1)

AMOUNTS = {
    "fortschreibung_anteil_vpi": ("0.2", "RV 2 Anlage 1 Nr. 4.1"),
    "fortschreibung_anteil_personal": ("0.8", "RV 2 Anlage 1 Nr. 4.1"),
    "einzelverhandlung_schwelle": ("0.03", "RV 2 Anlage 1 Nr. 5.1"),
    "einzelverhandlung_spaetestens": ("5", "RV 2 Anlage 1 Nr. 4.2, Fußnote 2"),
    "fahrtdauer_hoechstens": ("60", "RV 2 Anlage 1 Nr. 6.1"),
}
DAYS = {
    "fahrtkosten_stichtag": (12, 1, "RV 2 Anlage 1 Nr. 2.4"),
    "fahrtkosten_zeitraum_beginn": (4, 1, "RV 2 Anlage 1 Nr. 3.2"),
    "fahrtkosten_zeitraum_ende": (3, 31, "RV 2 Anlage 1 Nr. 3.2"),
    "fahrtkosten_zahlung_1": (5, 15, "RV 2 Anlage 1 Nr. 3.4"),
    "fahrtkosten_zahlung_2": (8, 15, "RV 2 Anlage 1 Nr. 3.4"),
    "fahrtkosten_zahlung_3": (11, 15, "RV 2 Anlage 1 Nr. 3.4"),
    "fahrtkosten_zahlung_4": (2, 15, "RV 2 Anlage 1 Nr. 3.4"),
    "fortschreibung_erklaerung": (12, 31, "RV 2 Anlage 1 Nr. 4.2"),
}


@pytest.mark.parametrize("name", AMOUNTS)
def test_amounts_are_those_of_the_source(name: str) -> None:
    value, source = AMOUNTS[name]
    assert load_law().amount(name, FIRST_DAY) == Decimal(value)
    assert load_law().entry(name).source == source


@pytest.mark.parametrize("name", DAYS)
def test_days_are_those_of_the_source(name: str) -> None:
    month, day, source = DAYS[name]
    assert load_law().day(name, FIRST_DAY) == DayMonth(month, day)
    assert load_law().entry(name).source == source


def test_nothing_else_is_said_of_anlage_1() -> None:
    cited = {entry.name for entry in load_law().parameters.values() if entry.source.startswith("RV 2 Anlage 1 ")}
    assert cited == {*AMOUNTS, *DAYS}


@pytest.mark.parametrize(
    ("day", "year", "half"),
    [(FIRST_DAY, 91, 46), (date(2024, 12, 31), 91, 46), (date(2025, 1, 1), 104, 53), (date(2026, 4, 1), 104, 53)],
)
def test_the_prices_of_the_wertmarke(day: date, year: int, half: int) -> None:
    assert (load_law().amount("wertmarke_ganzjahr", day), load_law().amount("wertmarke_halbjahr", day)) == (year, half)
    assert "§ 228" in load_law().entry("wertmarke_ganzjahr").source


def test_the_shares_of_the_fortschreibung_are_a_whole() -> None:
    assert sum(load_law().amount(f"fortschreibung_anteil_{part}", FIRST_DAY) for part in ("vpi", "personal")) == 1


LIST = (
    "A1-KM", "A1-TEILNEHMENDE", "A1-TAGE", "A1-MEHRORTE", "A1-PAUSCHALE", "A1-RUNDUNG", "A1-BUDGET", "A1-KOORDINATION", "A1-RATEN",
    "A1-STICHTAG", "A1-BESCHLUSS", "A1-ZEITRAUM", "A1-FORTSCHREIBUNG", "A1-FORTSCHREIBUNG-BASIS", "A1-SCHWELLE", "A1-WERTMARKE",
)  # fmt: skip
ALL = auslegungen("fahrtkosten")


def test_all_are_there_in_the_order_of_the_list() -> None:
    assert tuple(entry.id for entry in ALL) == LIST


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_each_is_whole_sentences_with_its_fundstelle(entry: Auslegung) -> None:
    assert re.match(r"RV 2 Anlage 1 (Nr\. [2-5]|Fußnote 1)", entry.source)
    assert entry.question.endswith("?")
    assert all(text.endswith(".") for text in (entry.reading, *entry.alternatives))
    assert not re.search(r"  |\n", entry.question + entry.reading)


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_each_is_tied_to_fields_of_its_form(entry: Auslegung) -> None:
    from rv2xl import forms

    known = [field for sheet in forms.newest("fahrtkosten").sheets for field in sheet.fields]
    assert entry.fields
    for prefix in entry.fields:
        assert any(field == prefix or field.startswith(prefix + ".") for field in known), prefix


def test_only_the_koordination_is_a_switch() -> None:
    assert [entry.id for entry in ALL if entry.switch] == ["A1-KOORDINATION"]


def test_readings_not_taken_are_kept() -> None:
    assert [entry.id for entry in ALL if entry.alternatives] == [
        "A1-KM", "A1-TAGE", "A1-MEHRORTE", "A1-PAUSCHALE", "A1-RUNDUNG", "A1-KOORDINATION", "A1-STICHTAG", "A1-FORTSCHREIBUNG-BASIS",
    ]  # fmt: skip


NEW = {"A1-STICHTAG", "A1-BESCHLUSS", "A1-ZEITRAUM"}
READ_ANEW = {"A1-RATEN", "A1-BUDGET", "A1-SCHWELLE"}


def test_the_first_version_keeps_what_it_said() -> None:
    before = {entry.id: entry for entry in auslegungen("fahrtkosten", "2023.1")}
    assert before.keys() == set(LIST) - NEW
    assert {entry.id for entry in ALL if entry.id in before and entry != before[entry.id]} == READ_ANEW
    assert "in das folgende Kalenderjahr" in before["A1-RATEN"].reading
