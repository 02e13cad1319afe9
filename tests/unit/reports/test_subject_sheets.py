"""„Alter“, „Personal“, „Leistungen“, „Strukturfragen“: figures as pandas works them out from the tidy table; signs where there are none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import pandas
import pytest

from rv2xl.recht.law import year_end
from rv2xl.recht.regions import regions as known_regions
from rv2xl.reports.regional.report import report_bytes
from rv2xl.returns.consolidate import Consolidation
from tests.unit.reports.folder import TODAY, YEAR, Sent, consolidated, tidy_csv, usual
from tests.unit.reports.workbook import opened, table

BANDS = ("a18_30", "a31_40", "a41_50", "a51_55", "a56_60", "a61_65", "a66")
PEOPLE = [f"personen.{row}.{body}" for row in ("eigene_region", "hessen", "ausserhalb") for body in ("lwv", "andere")]
STAFF = ["personal.fab", "personal.sozialer_dienst", "personal.therapeutisch"]
QUESTIONS = [f"fragen.struktur_{n}" for n in range(1, 10)] + [f"fragen.prozess_{n}" for n in range(1, 7)]


def ages(*bands: str) -> list[str]:
    return [f"alter.{band}.{body}" for band in bands for body in ("lwv", "andere")]


def hours(name: str) -> list[str]:
    return [f"{name}.{body}" for body in ("lwv", "andere")]


SUMS: dict[str, dict[str, list[str]]] = {
    "Alter": {
        "18–30 Jahre": ages("a18_30"), "31–40 Jahre": ages("a31_40"), "41–50 Jahre": ages("a41_50"), "51–55 Jahre": ages("a51_55"),
        "56–60 Jahre": ages("a56_60"), "61–65 Jahre": ages("a61_65"), "66 und mehr Jahre": ages("a66"), "Personen": PEOPLE,
    },
    "Personal": {
        "Fachkräfte zur Arbeits- und Berufsförderung (FAB)": STAFF[:1], "Sozialer Dienst": STAFF[1:2],
        "Therapie, Technik, Begleitung": STAFF[2:], "Personal gesamt": STAFF, "Personen": PEOPLE,
    },
    "Leistungen": {
        "Bewilligt (Stunden), LWV Hessen": ["bewilligt.lwv"], "Bewilligt (Stunden), gesamt": hours("bewilligt"),
        "Bewilligt (Stunden), andere Leistungsträger": ["bewilligt.andere"],
        "Erbracht (Stunden), LWV Hessen": ["erbracht.lwv"], "Erbracht (Stunden), gesamt": hours("erbracht"),
        "Erbracht (Stunden), andere Leistungsträger": ["erbracht.andere"],
    },
}  # fmt: skip
RATIOS: dict[tuple[str, str], tuple[list[str], list[str]]] = {
    ("Alter", "56 und älter"): (ages(*BANDS[4:]), PEOPLE),
    ("Personal", "Personen je Fachkraft"): (PEOPLE, STAFF[:1]),
    ("Personal", "Personen je Vollzeitstelle"): (PEOPLE, STAFF),
    ("Leistungen", "Erbracht ÷ bewilligt"): (hours("erbracht"), hours("bewilligt")),
}


@cache
def report() -> Any:
    return opened(report_bytes(usual(), today=TODAY))


def accepted(of: Consolidation) -> Any:
    frame = pandas.read_csv(BytesIO(tidy_csv(of)), sep=";", encoding="utf-8-sig", dtype=str)
    frame = frame[(frame.status == "angenommen") & frame.kreis.notna()]
    return frame.assign(zahl=pandas.to_numeric(frame.wert.str.replace(",", "."), errors="coerce"))


@cache
def areas() -> dict[str, Callable[[Any], Any]]:
    """Of each key the rows of the tidy table that belong to it."""
    keys = [region.schluessel for region in known_regions(year_end(YEAR))]
    return {
        key: (lambda frame, key=key: frame[frame.kreis.str.startswith(key)])
        for key in ("06", "064", "065", "066", *keys)
    }


def shown(sheet: str) -> dict[str, dict[str, Any]]:
    return {row["Schlüssel"]: row for row in table(report(), sheet)}


def test_one_row_for_each_region_in_the_order_of_the_keys() -> None:
    for sheet in (*SUMS, "Strukturfragen"):
        assert [key for key in shown(sheet) if key in areas()] == sorted(areas())


@pytest.mark.parametrize("sheet", SUMS)
def test_sums(sheet: str) -> None:
    frame, compared = accepted(usual()), 0
    for key, of_area in areas().items():
        row, rows = shown(sheet)[key], of_area(frame)
        for heading, fields in SUMS[sheet].items():
            expected = rows[rows.feld.isin(fields)].zahl.sum()
            if row[heading] == "…":
                assert rows.empty
                assert row["Orte gemeldet"].startswith("0 von")
            else:
                assert row[heading] == pytest.approx(expected), (key, heading)
                compared += bool(expected)
    assert compared > 30


@pytest.mark.parametrize(("sheet", "heading"), RATIOS)
def test_ratios(sheet: str, heading: str) -> None:
    frame, above, below = accepted(usual()), *RATIOS[sheet, heading]
    compared = 0
    for key, of_area in areas().items():
        rows, found = of_area(frame), shown(sheet)[key][heading]
        base = rows[rows.feld.isin(below)].zahl.sum()
        if base:
            assert found == pytest.approx(rows[rows.feld.isin(above)].zahl.sum() / base), key
            compared += 1
        else:
            assert found in {"x", "…"}
    assert compared >= 5


def test_questions() -> None:
    frame, compared = accepted(usual()), 0
    for key, of_area in areas().items():
        rows, found = of_area(frame), list(shown("Strukturfragen")[key].values())[3:]
        for number, field in enumerate(QUESTIONS):
            said = rows[rows.feld == field].wert.value_counts()
            answers = said.get("ja", 0) + said.get("nein", 0)
            if answers:
                assert found[number] == pytest.approx(said.get("ja", 0) / answers), (key, field)
                compared += 1
    assert compared >= 60


def test_signs_say_why_there_is_no_figure() -> None:
    only = consolidated([Sent("dokumentation_2025_0001.xlsx", "0001")])
    rows = {row["Schlüssel"]: row for row in table(opened(report_bytes(only, today=TODAY)), "Personal")}
    signs = {"0 von": {("…", "…")}, "kein Ort": {("x", 0)}}
    for begin, expected in signs.items():
        found = [row for row in rows.values() if row["Orte gemeldet"].startswith(begin)]
        assert {(row["Personen je Fachkraft"], row["Personen"]) for row in found} == expected
    assert rows["06"]["Orte gemeldet"].endswith(" Orten (p)")
    assert Decimal(rows["06"]["Personen"]) > 0
