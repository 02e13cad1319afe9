"""Values outside their range, taken as they were typed: what is computed with them, and what is judged."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from rv2xl import forms
from rv2xl.model.definitions.field import ANTEIL, ANZAHL, EURO, TAGE, TEXT, Field, Type
from rv2xl.model.entries.entry import Raw, read_entry, value_outside
from rv2xl.model.expressions.expr import Invalid, Value, walk
from rv2xl.returns.batch import check_file
from rv2xl.returns.checked import Checked
from rv2xl.returns.judging.taken import with_values_taken
from rv2xl.returns.processes.packed import packed, unpacked
from tests.cells import Tab
from tests.faults.workbook import Spoilt
from tests.findings import assert_found, fehler, places
from tests.forms.standard import standard
from tests.unit.returns.test_batch import REGISTER, SHEET_A, YEAR, A, workbook


def checked(form: str, changes: Mapping[str, Mapping[str, Value]]) -> Checked:
    return check_file(partial(bytes, standard(form).file(changes)), "a.xlsx")


def taken(read: Checked) -> Checked:
    found = with_values_taken(read)
    assert found is not None
    return found


def values(entry: Checked, key: str, *names: str) -> dict[str, str]:
    return {name: str(entry.returned.value(key, name)) for name in names}


def test_a_cell_of_a_list_and_all_that_is_added_up() -> None:
    """450.4 km of LWV people instead of 10.4: 450 + 20 + 15 + 5 = 490 km, 470 of them LWV. 21,626 / 490 = 44.1346… -> 44.13;
    x 470 = 20,741.10; of the 1,000.00 for Koordination 470 / 490 = 959.1836… -> 959.18; 21,700.28 in all, a quarter is 5,425.07."""
    read = checked("fahrtkosten", {"entfernung": {"teilnehmende.1.strecke": Decimal("450.4")}})
    assert {found.code for found in read.findings} >= {"BEREICH"}
    entry = taken(read)
    assert_found(entry.findings, [fehler("BEREICH", "Entfernungskilometer", "E5")])
    assert values(entry, "entfernung", "teilnehmende.1.strecke", "teilnehmende.1.km", "teilnehmende.2.km") == {
        "teilnehmende.1.strecke": "450.400", "teilnehmende.1.km": "450", "teilnehmende.2.km": "20",
    }  # fmt: skip
    expected = {
        "ergebnis.km_gesamt": "490", "ergebnis.km_lwv": "470", "ergebnis.km_ba": "15", "ergebnis.personen": "4",
        "ergebnis.pauschale": "44.13", "ergebnis.budget_km": "20741.10", "ergebnis.koordination_lwv": "959.18",
        "ergebnis.budget": "21700.28", "ergebnis.rate_1": "5425.07", "ergebnis.rate_4": "5425.07", "je_ort.1.km": "470",
        "je_ort.1.personen": "2",
    }  # fmt: skip
    assert values(entry, "berechnung", *expected) == expected
    assert read.returned.value("entfernung", "teilnehmende.1.strecke") is None, "what was read stays as it is"
    assert read.returned.value("berechnung", "ergebnis.km_gesamt") == 40


def test_a_result_and_the_whole_way_to_it() -> None:
    """150 % Auslastung: 252,301.6305 a year ÷ (120 × 1.5) = 1,401.6757…"""
    entry = taken(checked("neubau", {"berechnung": {"belegung.auslastung": Decimal("1.5")}}))
    names = ("belegung.auslastung", "ergebnis.jahr", "ergebnis.jahr_je_platz", "ergebnis.monat_je_platz")
    assert list(values(entry, "berechnung", *names).values()) == ["1.5000", "252301.63", "1401.68", "116.81"]


def test_a_division_by_a_value_that_nobody_expects() -> None:
    entry = taken(checked("neubau", {"berechnung": {"belegung.plaetze": 0}}))
    assert values(entry, "berechnung", "belegung.plaetze", "ergebnis.jahr", "ergebnis.jahr_je_platz") == {
        "belegung.plaetze": "0", "ergebnis.jahr": "252301.63", "ergebnis.jahr_je_platz": "None",
    }  # fmt: skip


def test_where_the_fields_stand_now() -> None:
    """A row was put in above; results are told of where they were found."""
    book = Spoilt(workbook(changes={(A, "bewilligt.lwv"): Decimal(-5)}))
    book.move(SHEET_A, lambda row, column: (row + (row > 20), column), follow=True)
    read = check_file(partial(bytes, book.file()), "a.xlsx", REGISTER, YEAR)
    entry = taken(read)
    before, after = read.returned.sheets[A], entry.returned.sheets[A]
    assert {name: found.cell for name, found in after.entries.items()} == {
        name: found.cell for name, found in before.entries.items()
    }
    assert (after.cell("bewilligt.lwv"), after.cell("erbracht.gesamt")) == (
        "B27",
        f"B{Tab('dokumentation', '58 Erbach').row('erbracht.gesamt') + 1}",
    )
    assert after.values["bewilligt.lwv"] == Decimal("-5.00")
    gone = {name for name, value in before.values.items() if value != after.values[name]}
    assert gone == {"bewilligt.lwv"}


def test_it_comes_back_from_being_packed_whole() -> None:
    entry = taken(checked("fahrtkosten", {"entfernung": {"teilnehmende.1.strecke": Decimal("450.4")}}))
    again = unpacked(packed(entry), "a.xlsx", entry.checksum)
    assert packed(again) == packed(entry)
    sheet = again.returned.sheets["entfernung"]
    found = sheet.entries["teilnehmende.1.strecke"]
    assert (found.raw, found.value, found.code) == (450.4, Decimal("450.400"), "BEREICH")
    assert places(again.findings) == places(entry.findings)


@pytest.mark.parametrize("name", forms.NAMES)
def test_rules_leave_the_range_of_an_entry_to_the_reader(name: str) -> None:
    """What is computed may ask whether an entry is in its range, and is told that it is; rules are not made for that."""
    judgements = [entry for sheet in forms.newest(name).sheets for entry in sheet.judgements]
    nodes = [
        node for entry in judgements for expr in (entry.holds, entry.when) if expr is not None for node in walk(expr)
    ]
    assert not [node for node in nodes if isinstance(node, Invalid)]


def test_nothing_to_take() -> None:
    assert with_values_taken(checked("dokumentation", {"ort_58.1": {"kontakt.funktion": "x" * 501}})) is None


@pytest.mark.parametrize(
    ("type_", "raw", "value"),
    [
        (EURO, -0.01, Decimal("-0.01")),
        (EURO, 1_000_000_000.0, Decimal("1000000000.00")),
        (EURO, "-1.234,50 EUR", Decimal("-1234.50")),
        (EURO, 1e15, None),
        (EURO, 999_999_999_999_999.0, Decimal("999999999999999.00")),
        (EURO, -1e300, None),
        (ANZAHL, -1.0, -1),
        (ANZAHL, "100.000 Personen", None),
        (ANTEIL, 1.5, Decimal("1.5000")),
        (ANTEIL, 150.0, Decimal("1.5000")),
        (ANTEIL, "-5 %", Decimal("-0.0500")),
        (TAGE, 367.0, 367),
        (TEXT, "x" * 251, "x" * 251),
        (TEXT, "x" * 500, "x" * 500),
        (TEXT, "x" * 501, None),
        (ANZAHL, "", None),
        (ANZAHL, None, None),
        (ANZAHL, 1.5, None),
        (ANZAHL, "viele", None),
    ],
)
def test_the_value_of_an_entry_outside_its_range(type_: Type, raw: Raw, value: Any) -> None:
    """Read as any other of its type: percentages, units and texts too."""
    field = Field(id="a.b", label="B", type=type_)
    found = value_outside(field, raw)
    assert (found, type(found)) == (value, type(value))
    if value is not None:
        assert read_entry(field, raw) == (None, "BEREICH")
