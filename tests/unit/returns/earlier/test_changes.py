"""A2-VORJAHR: what changed at an Ort by more than 25 % and by at least 10, and of what nothing is said. The cells are those of the form."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding, Severity
from rv2xl.returns.checked import Checked
from rv2xl.returns.earlier.changes import add_changes
from rv2xl.returns.earlier.earlier_year import EarlierOrt, EarlierValue, EarlierYear
from rv2xl.returns.register import Register
from tests.unit.reports.folder import Sent, checked, ort, register
from tests.unit.returns.earlier.tables import HERKUNFT

A, B = "ort_58.1", "ort_60.1"
BANDS = ("a18_30", "a31_40", "a41_50", "a51_55", "a56_60", "a61_65", "a66")
NUMBERS = {
    "lwv": {"personen": (20, 15, 5), "bewilligt": Decimal(1000), "erbracht": Decimal(900)},
    "andere": {"personen": (4, 0, 0), "bewilligt": Decimal(100), "erbracht": Decimal(90)},
}


@cache
def known() -> Register:
    return register((ort("0001", "11000001", "06437"), ort("0001", "11000001", "06437", "60")))


def entered(traeger: str = "lwv", **changes: object) -> dict[str, Value]:
    """What is entered for a Leistungsträger: usual numbers with changes, and everybody in the first age band."""
    given = NUMBERS[traeger] | changes
    people = given["personen"]
    assert isinstance(people, tuple)
    values: dict[str, Any] = {f"personen.{row}.{traeger}": count for row, count in zip(HERKUNFT, people, strict=True)}
    values |= {f"alter.{band}.{traeger}": 0 for band in BANDS}
    values[f"alter.a18_30.{traeger}"] = sum(people)
    values[f"personen.kombi_bib.{traeger}"] = 0
    return values | {f"{name}.{traeger}": given[name] for name in ("bewilligt", "erbracht")}


def returned(changes: dict[str, Value], year: int = 2025) -> list[Checked]:
    """One return whose sheet § 58 says this, and § 60 the usual."""
    usual = entered() | entered("andere")
    places = {(key, name): value for key in (A, B) for name, value in usual.items()}
    sent = Sent("a.xlsx", "0001", places | {(A, name): value for name, value in changes.items()}, year)
    return checked([sent], known, year=year)


def told(leistung: str = "58", le: str = "0001", zad: str = "11000001", **changes: EarlierValue | None) -> EarlierOrt:
    """What was said of an Ort last year: the usual, with fields changed („a__b“ for „a.b“) or gone."""
    values: dict[str, EarlierValue] = {
        name: Decimal(value)
        for name, value in (entered() | entered("andere")).items()
        if isinstance(value, int | Decimal)
    }
    for name, value in changes.items():
        values.pop(name.replace("__", "."), None)
        if value is not None:
            values[name.replace("__", ".")] = value
    return EarlierOrt(le, zad, leistung, "06437", values, values.get("zusatz.fehlanzeige") == "ja")


def last_year(*orte: EarlierOrt, year: int = 2024) -> EarlierYear:
    return EarlierYear("dokumentation", year, "Werte.csv", "", orte, {})


def found(entries: list[Checked], *years: EarlierYear) -> list[Finding]:
    """What is added to the findings of a return."""
    before = list(entries[0].findings)
    add_changes(entries, years)
    assert list(entries[0].findings[: len(before)]) == before
    return list(entries[0].findings[len(before) :])


def said(entries: list[Checked], *years: EarlierYear) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.message, one.cells) for one in found(entries, *years)]


def test_a_finding_in_all_its_parts() -> None:
    (one,) = found(returned(entered(personen=(120, 30, 4))), last_year(told(personen__eigene_region__lwv=Decimal(78))))
    assert one == Finding(
        code="A2-VORJAHR", severity=Severity.HINWEIS, message="Personen LWV Hessen: 154, im Vorjahr 98 (+57 %).",
        remedy="Bitte prüfen; ist die Angabe richtig, genügt eine kurze Bemerkung.", file="a.xlsx", sheet="58 Ort 11000001",
        cells=("B48:B50",), field="personen.eigene_region.lwv", value="154", expected=None, source="RV 2 Anlage 2 Nr. 4 und 6",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        # people: 40 last year; 25 % of them are 10
        (entered(personen=(30, 15, 5)), {}, []),  # 50: by exactly 25 %
        (entered(personen=(31, 15, 5)), {}, [("Personen LWV Hessen: 51, im Vorjahr 40 (+28 %).", ("B48:B50",))]),
        (entered(personen=(10, 15, 5)), {}, []),  # 30
        (entered(personen=(9, 15, 5)), {}, [("Personen LWV Hessen: 29, im Vorjahr 40 (−28 %).", ("B48:B50",))]),
        (entered(personen=(5, 30, 5)), {}, []),  # only the Herkunft is another
        # 4 of the others: 225 % more are 9
        (entered("andere", personen=(13, 0, 0)), {}, []),
        (entered("andere", personen=(14, 0, 0)), {}, [("Personen andere Leistungsträger: 14, im Vorjahr 4 (+250 %).", ("C48:C50",))]),
        (entered("andere", personen=(10, 0, 0)), {"personen__eigene_region__andere": Decimal(0)},
         [("Personen andere Leistungsträger: 10, im Vorjahr 0.", ("C48:C50",))]),
        (entered("andere", personen=(0, 0, 0)), {"personen__eigene_region__andere": Decimal(10)},
         [("Personen andere Leistungsträger: 0, im Vorjahr 10 (−100 %).", ("C48:C50",))]),
        # hours: 1,000 approved and 900 given; 90 given by the others
        (entered(bewilligt=Decimal(1250)), {}, []),
        (entered(bewilligt=Decimal("1250.01")), {},
         [("Bewilligte Stunden LWV Hessen: 1.250,01, im Vorjahr 1.000,00 (+25 %).", ("B26",))]),
        (entered(erbracht=Decimal("674.99")), {}, [("Erbrachte Stunden LWV Hessen: 674,99, im Vorjahr 900,00 (−25 %).", ("B34",))]),
        (entered("andere", bewilligt=Decimal("9.99"), erbracht=Decimal(0)),
         {"bewilligt__andere": Decimal(0), "erbracht__andere": Decimal("9.99")}, []),
        (entered("andere", bewilligt=Decimal(500), erbracht=Decimal(400)), {},
         [("Bewilligte Stunden andere Leistungsträger: 500,00, im Vorjahr 100,00 (+400 %).", ("C26",)),
          ("Erbrachte Stunden andere Leistungsträger: 400,00, im Vorjahr 90,00 (+344 %).", ("C34",))]),
        ({}, {}, []),
    ],
)  # fmt: skip
def test_what_changed_much(
    now: dict[str, Value], then: dict[str, EarlierValue], expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    entries = returned(now)
    status = entries[0].status
    assert said(entries, last_year(told(**then), told("60"))) == expected
    assert entries[0].status is status


MUCH = entered(personen=(120, 30, 4))


@pytest.mark.parametrize(
    "year",
    [
        last_year(told("60")),  # another Leistung
        last_year(told(zad="11000009")),  # another Ort
        last_year(told(), year=2023),  # two years before
        last_year(told(), year=2025),
    ],
)
def test_another_ort_leistung_or_year_is_no_measure(year: EarlierYear) -> None:
    assert said(returned(MUCH), year) == []


def test_of_several_years_the_last_one_is_the_measure() -> None:
    entries = returned(MUCH)
    assert [message for message, _ in said(entries, last_year(told(), year=2023), last_year(told()))] == [
        "Personen LWV Hessen: 154, im Vorjahr 40 (+285 %)."
    ]


def test_an_ort_that_changed_hands_counts_whole() -> None:
    """One had the people until it gave up, both have hours."""
    before = (
        told(le="0008", erbracht__lwv=Decimal(300), bewilligt__lwv=Decimal(300), bewilligt__andere=Decimal(0),
             erbracht__andere=Decimal(0), **{f"personen__{row}__{who}": Decimal(0) for row in HERKUNFT for who in ("lwv", "andere")}),
        told(erbracht__lwv=Decimal(600), bewilligt__lwv=Decimal(700)),
    )  # fmt: skip
    assert said(returned({}), last_year(*before)) == []


def test_flows_of_the_part_year_2023_are_not_compared_but_stocks_are() -> None:
    now = MUCH | entered("andere", bewilligt=Decimal(500), erbracht=Decimal(400))
    assert said(returned(now, 2024), last_year(told(), year=2023)) == [
        ("Personen LWV Hessen: 154, im Vorjahr 40 (+285 %).", ("B48:B50",))
    ]


def test_what_was_accepted_with_a_gap_is_no_measure() -> None:
    year = last_year(told(personen__hessen__lwv=None, bewilligt__lwv=Decimal(10)))
    assert said(returned(MUCH), year) == [
        ("Bewilligte Stunden LWV Hessen: 1.000,00, im Vorjahr 10,00 (+9.900 %).", ("B26",))
    ]


def test_a_fehlanzeige_is_nothing_in_either_year() -> None:
    nothing = last_year(EarlierOrt("0001", "11000001", "58", "06437", {"zusatz.fehlanzeige": "ja"}, True))
    assert [message for message, _ in said(returned({}), nothing)] == [
        "Personen LWV Hessen: 40, im Vorjahr 0.",
        "Bewilligte Stunden LWV Hessen: 1.000,00, im Vorjahr 0,00.",
        "Bewilligte Stunden andere Leistungsträger: 100,00, im Vorjahr 0,00.",
        "Erbrachte Stunden LWV Hessen: 900,00, im Vorjahr 0,00.",
        "Erbrachte Stunden andere Leistungsträger: 90,00, im Vorjahr 0,00.",
    ]
    blank: dict[str, Value] = dict.fromkeys(entered() | entered("andere"))
    entries = returned(blank | {"zusatz.fehlanzeige": "ja"})
    assert [message for message, _ in said(entries, last_year(told()))] == [
        "Personen LWV Hessen: 0, im Vorjahr 40 (−100 %).",
        "Bewilligte Stunden LWV Hessen: 0,00, im Vorjahr 1.000,00 (−100 %).",
        "Bewilligte Stunden andere Leistungsträger: 0,00, im Vorjahr 100,00 (−100 %).",
        "Erbrachte Stunden LWV Hessen: 0,00, im Vorjahr 900,00 (−100 %).",
        "Erbrachte Stunden andere Leistungsträger: 0,00, im Vorjahr 90,00 (−100 %).",
    ]


def test_no_other_traeger_is_nothing_too() -> None:
    blank: dict[str, Value] = dict.fromkeys(entered("andere"))
    entries = returned(blank | {"zusatz.andere_keine": "ja"})
    assert [message for message, _ in said(entries, last_year(told()))] == [
        "Bewilligte Stunden andere Leistungsträger: 0,00, im Vorjahr 100,00 (−100 %).",
        "Erbrachte Stunden andere Leistungsträger: 0,00, im Vorjahr 90,00 (−100 %).",
    ]


def test_what_is_missing_or_unreadable_is_said_to_be_not_judged() -> None:
    entries = returned({"personen.hessen.lwv": None, "erbracht.lwv": "viele"})
    assert [(one.code, one.message, one.cells, one.field, one.value) for one in found(entries, last_year(told()))] == [
        ("NICHT-GEPRUEFT", "Die Regel A2-VORJAHR (Personen LWV Hessen) konnte nicht geprüft werden: Es fehlt eine gültige Angabe in "
         "„Anzahl der leistungsberechtigten Personen – Aus hessischer Region, Leistungsträgerschaft LWV Hessen“.",
         ("B49",), "personen.hessen.lwv", "A2-VORJAHR"),
        ("NICHT-GEPRUEFT", "Die Regel A2-VORJAHR (Erbrachte Stunden LWV Hessen) konnte nicht geprüft werden: Es fehlt eine gültige Angabe "
         "in „erbrachte Leistungen – Erbrachte Leistungen, Leistungsträgerschaft LWV Hessen“.", ("B34",), "erbracht.lwv", "A2-VORJAHR"),
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_is_left_alone() -> None:
    entries = checked([Sent("b.xlsx", raw=b"PK\x03\x04 nothing")], known)
    assert found(entries, last_year(told())) == []


def test_a_whole_folder_of_hints_stays_within_bounds() -> None:
    """As of any code, so many are listed and the rest counted."""
    entries = returned(MUCH)
    for _ in range(201):
        add_changes(entries, [last_year(told())])
    codes = [one for one in entries[0].findings if one.code == "A2-VORJAHR"]
    assert (len(codes), codes[-1].more) == (201, 1)
