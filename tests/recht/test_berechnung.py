"""The figures of Anlage 4 and 5, read off the source a second time; their first day; names that a formula can use."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from rv2xl.recht.law import OutsideCoverage, load_law

LAST_DAY_BEFORE, FIRST_DAY = date(2023, 6, 30), date(2023, 7, 1)

AMOUNTS = {
    "zuschlag_bau": ("0.05", "RV 2 Anlage 4 Nr. 2.2.1"),
    "amortisationsquote_bau": ("0.05", "RV 2 Anlage 4 Nr. 2.3.1"),
    "amortisationsquote_bga": ("0.15", "RV 2 Anlage 4 Nr. 2.3.2"),
    "ertrag_foerderung_gebaeude": ("0.04", "RV 2 Anlage 4 Nr. 2.4"),
    "ertrag_foerderung_bga": ("0.025", "RV 2 Anlage 4 Nr. 2.4"),
    "ertrag_lotterie_gebaeude": ("0.015", "RV 2 Anlage 4 Nr. 2.4"),
    "mindestauslastung": ("0.95", "RV 2 Anlage 4 Nr. 2.5"),
    "bestand_amortisationsquote": ("0.05", "RV 2 Anlage 5 Nr. 5.1"),
    "bestand_verhaeltnis_1": ("0.25", "RV 2 Anlage 5 Nr. 5.1"),
    "bestand_amortisationsquote_1": ("0.145", "RV 2 Anlage 5 Nr. 5.1"),
    "bestand_laufzeit_1": ("8", "RV 2 Anlage 5 Nr. 5.1"),
    "bestand_verhaeltnis_2": ("0.5", "RV 2 Anlage 5 Nr. 5.1"),
    "bestand_amortisationsquote_2": ("0.0825", "RV 2 Anlage 5 Nr. 5.1"),
    "bestand_laufzeit_2": ("16", "RV 2 Anlage 5 Nr. 5.1"),
    "bestand_verhaeltnis_3": ("0.75", "RV 2 Anlage 5 Nr. 5.1"),
    "bestand_amortisationsquote_3": ("0.06", "RV 2 Anlage 5 Nr. 5.1"),
    "bestand_laufzeit_3": ("25", "RV 2 Anlage 5 Nr. 5.1"),
    "eigenbeteiligung": ("0.2", "RV 2 Anlage 5 Nr. 5.2"),
}
DATES = {
    "neubau_ab": (date(2023, 7, 1), "RV 2 Anlage 4 Nr. 1"),
    "bestand_betriebsaufnahme_vor": (date(2004, 4, 1), "RV 2 Anlage 5 Nr. 2"),
    "bestand_umstellung": (date(2023, 7, 1), "RV 2 Anlage 5 Nr. 5.2, Fußnote 2"),
}
NAMES = (*AMOUNTS, *DATES)


def defined_name(name: str) -> str:
    """How a formula calls a parameter: Amortisationsquote_Bau."""
    return name.title()


def amount(name: str) -> Decimal:
    return load_law().amount(name, FIRST_DAY)


@pytest.mark.parametrize("name", AMOUNTS)
def test_amounts_are_those_of_the_source(name: str) -> None:
    value, source = AMOUNTS[name]
    assert amount(name) == Decimal(value)
    assert load_law().entry(name).source == source


@pytest.mark.parametrize("name", DATES)
def test_dates_are_those_of_the_source(name: str) -> None:
    value, source = DATES[name]
    assert load_law().fixed_date(name, FIRST_DAY) == value
    assert load_law().entry(name).source == source


def test_nothing_else_is_said_of_anlage_4_and_5() -> None:
    cited = {entry.name for entry in load_law().parameters.values() if re.match("RV 2 Anlage [45] ", entry.source)}
    assert cited == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_day_before_the_first_value_is_refused(name: str) -> None:
    assert load_law().entry(name).at(FIRST_DAY) is not None
    with pytest.raises(OutsideCoverage, match=rf"\({name}\) gibt es am 30\.06\.2023 keinen Wert"):
        load_law().entry(name).at(LAST_DAY_BEFORE)


@pytest.mark.parametrize(
    ("quota", "credit", "left"),
    [
        ("amortisationsquote_bau", "ertrag_foerderung_gebaeude", "0.01"),
        ("amortisationsquote_bga", "ertrag_foerderung_bga", "0.125"),
        ("amortisationsquote_bau", "ertrag_lotterie_gebaeude", "0.035"),
    ],
)
def test_the_credits_leave_the_quotas_printed_in_brackets(quota: str, credit: str, left: str) -> None:
    """Anlage 4 Nr. 2.4: „damit 1 Prozent Amortisationsquote“ and so on."""
    assert amount(quota) - amount(credit) == Decimal(left)


def test_the_steps_of_the_bestand_rise_while_the_quotas_fall() -> None:
    ratios = [amount(f"bestand_verhaeltnis_{step}") for step in (1, 2, 3)]
    quotas = [amount(f"bestand_amortisationsquote_{step}") for step in (1, 2, 3)] + [
        amount("bestand_amortisationsquote")
    ]
    terms = [amount(f"bestand_laufzeit_{step}") for step in (1, 2, 3)]
    assert ratios == sorted(set(ratios))
    assert quotas == sorted(set(quotas), reverse=True)
    assert terms == sorted(set(terms))
    assert all(term == int(term) for term in terms)


@pytest.mark.parametrize("name", NAMES)
def test_a_formula_can_call_it_by_name(name: str) -> None:
    """A defined name is made of letters, digits and underscores and looks like no cell (BGA15, R1C1)."""
    shown = defined_name(name)
    assert re.fullmatch(r"[A-Z][A-Za-z0-9]*(_[A-Z0-9][A-Za-z0-9]*)*", shown, re.ASCII), shown
    assert not re.fullmatch(r"[A-Z]{1,3}\d+|R\d*C\d*|[RC]", shown, re.IGNORECASE)


def test_no_two_are_called_alike() -> None:
    every = [defined_name(name) for name in load_law().parameters]
    assert len({name.lower() for name in every}) == len(every)


def test_the_form_of_the_name() -> None:
    assert defined_name("amortisationsquote_bau") == "Amortisationsquote_Bau"
    assert defined_name("bestand_amortisationsquote_1") == "Bestand_Amortisationsquote_1"
