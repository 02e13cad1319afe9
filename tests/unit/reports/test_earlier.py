"""Earlier years beside this one: sums, changes and what cannot be compared, worked out by hand from few Orte."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from rv2xl.model.expressions.expr import Value
from rv2xl.reports.regional.earlier import Change, Comparison, change, earlier_rows, territory
from rv2xl.reports.regional.figures import Count, Level, answers, blanks, figures_of
from rv2xl.reports.regional.ort_columns import Measure, measures
from rv2xl.reports.regional.published import Internal
from rv2xl.returns.consolidate import WITHOUT
from rv2xl.returns.earlier.earlier_year import EarlierYear, read_earlier_year
from rv2xl.returns.register import Register
from tests.unit.reports.folder import FORM, A, Sent, consolidated, ort, register, tidy_csv, usual
from tests.unit.returns.earlier import tables
from tests.unit.returns.earlier.tables import HERKUNFT

BANDS = ("a18_30", "a31_40", "a41_50", "a51_55", "a56_60", "a61_65", "a66")
INDICATORS = FORM.outline.indicators


class Told(NamedTuple):
    """What an Ort tells: people of the LWV and of others, of them old ones of the LWV, hours approved and given by the LWV."""

    lwv: int
    andere: int
    old: int
    bewilligt: str
    erbracht: str

    def values(self) -> dict[str, Value]:
        """Return all numbers, those not named 0."""
        people = {"lwv": self.lwv, "andere": self.andere}
        found: dict[str, Value] = {f"personen.{row}.{who}": 0 for row in (*HERKUNFT, "kombi_bib") for who in people} | {
            f"alter.{band}.{who}": 0 for band in BANDS for who in people
        }
        found |= {f"personen.eigene_region.{who}": count for who, count in people.items()}
        found |= {
            "alter.a18_30.lwv": self.lwv - self.old,
            "alter.a66.lwv": self.old,
            "alter.a18_30.andere": self.andere,
        }
        hours = {
            "bewilligt.lwv": self.bewilligt,
            "erbracht.lwv": self.erbracht,
            "bewilligt.andere": "0",
            "erbracht.andere": "0",
        }
        return found | {name: Decimal(value) for name, value in hours.items()}


NOW = {
    "0001": ("11000001", "06437", Told(90, 10, 20, "1000.50", "800.25")),
    "0002": ("11000002", "06435", Told(40, 0, 8, "500", "400")),
    "0003": ("11000003", "06415", Told(25, 0, 5, "250", "250")),
    "0004": ("11000004", "06531", Told(30, 0, 0, "300", "300")),
}  # fmt: skip
THEN = (
    ("0001", "11000001", "06437", Told(80, 0, 20, "800", "800")),
    ("0002", "11000002", "06435", Told(30, 10, 10, "500", "500")),
    ("0002", "11000003", "06435", Told(20, 0, 0, "200", "100")),  # the Ort in Hanau, and another Leistungserbringer
    ("0005", "11000005", "06633", Told(7, 0, 7, "70", "70")),
    ("0005", "11000006", "06999", Told(3, 0, 0, "30", "30")),
)  # fmt: skip


@cache
def known() -> Register:
    return register(ort(number, zad, kreis) for number, (zad, kreis, _) in NOW.items())


def internal(year: int = 2026) -> Internal:
    """This year's report, in its internal edition."""
    folder = [
        Sent(f"{number}.xlsx", number, {(A, name): value for name, value in told.values().items()}, year)
        for number, (_, _, told) in NOW.items()
    ]
    made = consolidated(folder, known, year=year)
    assert len(made.counted) == len(NOW)
    return Internal(made, figures_of(made))


def lines(le: str, zad: str, kreis: str, told: Mapping[str, Value]) -> list[tables.Line]:
    return tables.ort(le, zad, kreis, {name: str(value).replace(".", ",") for name, value in told.items()})


def earlier(folder: Path, year: int = 2025, more: Mapping[str, str] | None = None) -> EarlierYear:
    """The table of an earlier year; the first Ort has more values."""
    told = [
        line
        for le, zad, kreis, one in THEN
        for line in lines(le, zad, kreis, {**one.values(), "erbracht.gesamt": one.erbracht})
    ]
    first = THEN[0]
    told += tables.ort(*first[:3], more or {"kopf.platzzahl": "100", "fragen.struktur_1": "ja"})
    return read_earlier_year(tables.file(folder, tables.csv(told, year)), FORM)


def measure(name: str) -> Measure:
    return next(one for one in measures(FORM) if one.id == name)


# --- sums -----------------------------------------------------------------------------------------------------------


def test_an_earlier_year_has_the_regions_of_its_time(tmp_path: Path) -> None:
    rows = earlier_rows(earlier(tmp_path), FORM)
    assert len(rows) == 26 + 3 + 2
    assert "06415" not in rows
    assert len(earlier_rows(earlier(tmp_path, 2026), FORM)) == 27 + 3 + 2
    assert [(rows[key].level, rows[key].name, rows[key].bezirk) for key in ("06437", "064", "06", WITHOUT)] == [
        (Level.REGION, "Odenwaldkreis", "Darmstadt"), (Level.BEZIRK, "Regierungsbezirk Darmstadt", "Darmstadt"),
        (Level.STATE, "Hessen", ""), (Level.REGION, "Kreis unbekannt", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "orte", "senders", "people", "hours"),
    [
        ("06437", 1, 1, 80, "800"),
        ("06435", 2, 1, 60, "700"),
        ("06633", 1, 1, 7, "70"),
        ("06531", 0, 0, 0, "0"),
        ("064", 3, 2, 140, "1500"),
        ("065", 0, 0, 0, "0"),
        ("066", 1, 1, 7, "70"),
        (WITHOUT, 1, 1, 3, "30"),  # a key that is none
        ("06", 5, 3, 150, "1600"),
    ],
)
def test_sums(tmp_path: Path, key: str, orte: int, senders: int, people: int, hours: str) -> None:
    values = earlier_rows(earlier(tmp_path), FORM)[key].values
    assert (values[Count.REPORTED], values[Count.EXPECTED], values[Count.SENDERS]) == (orte, orte, senders)
    assert (values["personen.gesamt"], values["bewilligt.gesamt"]) == (people, Decimal(hours))


def test_counts_are_there_too(tmp_path: Path) -> None:
    """One Ort answers one question, and its places are known; those of all others are not."""
    rows = earlier_rows(earlier(tmp_path), FORM)
    yes, no = (answers("fragen.struktur_1", said) for said in ("ja", "nein"))
    assert [(rows[key].values[yes], rows[key].values[no]) for key in ("06437", "06435", "06")] == [
        (1, 0),
        (0, 0),
        (1, 0),
    ]
    assert [rows[key].values[blanks("kopf.platzzahl")] for key in ("06437", "06435", "06")] == [0, 2, 4]


def test_the_sums_of_a_year_are_those_of_its_own_report(tmp_path: Path) -> None:
    """The same returns, once as this year's and once read from their table."""
    made = usual()
    read = read_earlier_year(tables.file(tmp_path, tidy_csv(made)), FORM)
    rows = earlier_rows(read, *made.versions)
    assert rows.keys() == {row.key for row in figures_of(made).rows}
    for row in figures_of(made).rows:
        told = {name: value for name, value in row.values.items() if name != Count.EXPECTED}
        assert {name: rows[row.key].values[name] for name in told} == told, row.key


# --- changes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        (154, 98, Change(56, Decimal(56) / Decimal(98))),
        (Decimal("750.25"), Decimal("1000"), Change(Decimal("-249.75"), Decimal("-0.24975"))),
        (5, 5, Change(0, Decimal(0))),
        (0, 4, Change(-4, Decimal(-1))),
        (5, 0, Change(5, None, "2025 war es 0")),
        (0, 0, Change(0, None, "2025 war es 0")),
    ],
)
def test_a_change_is_exact(now: Decimal | int, then: Decimal | int, expected: Change) -> None:
    assert change(now, then, 2025) == expected


@pytest.mark.parametrize(
    ("key", "year", "before", "said"),
    [
        ("06437", 2026, 2025, ""),
        ("06435", 2025, 2024, ""),
        ("06435", 2026, 2025, "anderes Gebiet als 2025"),
        ("06435", 2027, 2024, "anderes Gebiet als 2024"),
        ("06435", 2027, 2026, ""),
        ("06415", 2026, 2025, "2025 gab es diesen Kreis noch nicht"),
        ("06415", 2025, 2026, "2025 gibt es diesen Kreis nicht mehr"),
        ("064", 2026, 2025, ""),
        ("06", 2026, 2025, ""),
        (WITHOUT, 2026, 2025, "keinem Kreis zugeordnet"),
    ],
)
def test_a_region_is_compared_with_the_same_territory(key: str, year: int, before: int, said: str) -> None:
    assert territory(key, year, before) == said


@pytest.mark.parametrize(
    ("key", "people", "hours"),
    [
        ("06437", Change(Decimal(20), Decimal("0.25")), Change(Decimal("200.50"), Decimal("0.250625"))),
        ("06435", Change(reason="anderes Gebiet als 2025"), Change(reason="anderes Gebiet als 2025")),
        ("06415", Change(reason="2025 gab es diesen Kreis noch nicht"), Change(reason="2025 gab es diesen Kreis noch nicht")),
        ("06531", Change(reason="2025 ist kein Rücklauf angenommen"), Change(reason="2025 ist kein Rücklauf angenommen")),
        ("06633", Change(reason="2026 ist kein Rücklauf angenommen"), Change(reason="2026 ist kein Rücklauf angenommen")),
        # 100 + 40 + 25 people, 80 + 60 before; 1,750.50 hours, 1,500 before
        ("064", Change(Decimal(25), Decimal(25) / Decimal(140)), Change(Decimal("250.50"), Decimal("0.167"))),
        # 195 people, 150 before; 2,050.50 hours, 1,600 before
        ("06", Change(Decimal(45), Decimal("0.3")), Change(Decimal("450.50"), Decimal("0.2815625"))),
    ],
)  # fmt: skip
def test_sums_that_changed(tmp_path: Path, key: str, people: Change, hours: Change) -> None:
    compared = Comparison(internal(), earlier(tmp_path))
    assert compared.of_measure(key, measure("personen.gesamt")) == people
    assert compared.of_measure(key, measure("bewilligt.gesamt")) == hours
    assert compared.of(key, INDICATORS["personen"]) == people


def test_ratios_that_changed(tmp_path: Path) -> None:
    """Of a share the change is in points: 20 of 100 people are old, 20 of 80 were."""
    compared = Comparison(internal(), earlier(tmp_path))
    assert compared.of("06437", INDICATORS["ab_56"]) == Change(Decimal("-0.05"), Decimal("-0.2"))
    given = Decimal("800.25") / Decimal("1000.50") - 1
    assert compared.of("06437", INDICATORS["erbracht_bewilligt"]) == Change(given, given)
    # 100 of 101 places, 80 of 100
    assert compared.of("06437", INDICATORS["belegung"]).absolute == Decimal(100) / Decimal(101) - Decimal("0.8")
    assert compared.of("064", INDICATORS["belegung"]) == Change(
        reason="2025: die Bezugsgröße ist von 2 Orten nicht bekannt"
    )


def test_what_was_not_asked_is_not_compared(tmp_path: Path) -> None:
    compared = Comparison(internal(), earlier(tmp_path))
    assert compared.of("06437", INDICATORS["je_fachkraft"]) == Change(reason="2025 wurde nicht danach gefragt")
    assert compared.of("06437", INDICATORS["fragen.prozess_1"]) == Change(reason="2025 wurde nicht danach gefragt")
    assert compared.of("06437", INDICATORS["fragen.struktur_1"]) == Change(Decimal(0), Decimal(0))


def test_flows_of_2023_are_not_compared_but_stocks_are(tmp_path: Path) -> None:
    compared = Comparison(internal(2024), earlier(tmp_path, 2023))
    partial = Change(reason="2023 nur ab 01.07.2023 dokumentiert")
    assert compared.of_measure("06", measure("bewilligt.gesamt")) == partial
    assert compared.of_measure("06437", measure("erbracht.lwv")) == partial
    assert compared.of("06437", INDICATORS["erbracht_bewilligt"]) == partial
    assert compared.of("06437", INDICATORS["personen"]) == Change(Decimal(20), Decimal("0.25"))
