"""One return held against the register: the Orte that its lists name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding
from rv2xl.returns.batch import check_file
from rv2xl.returns.register import Register
from tests.findings import Found, assert_found, fehler
from tests.forms.standard import YEAR, register, standard

BOOK, LIST = standard("fahrtkosten"), "Entfernungskilometer"


def cell(row: int) -> str:
    return BOOK.cell(LIST, f"teilnehmende.{row}.zad")


def found(zads: dict[int, Value], known: Register | None) -> list[Finding]:
    """What is found in the standard Fahrtkosten with other ZAD-Nummern in these rows."""
    data = BOOK.file({BOOK.key(LIST): {f"teilnehmende.{row}.zad": zad for row, zad in zads.items()}})
    return check_file(lambda: data, "fahrtkosten.xlsx", known, YEAR).findings


@pytest.mark.parametrize(
    ("zads", "expected"),
    [
        ({}, ()),
        ({3: "11000003"}, ()),  # an Ort of the other Leistung is one too
        ({1: "11009999"}, (fehler("FORM-LE", LIST, cell(1)),)),
        ({1: "11009999", 2: "11009999", 4: "11009999"}, (fehler("FORM-LE", LIST, f"{cell(1)}:{cell(2)}", cell(4)),)),
        ({1: "11009999", 4: "11008888"}, (fehler("FORM-LE", LIST, cell(1)), fehler("FORM-LE", LIST, cell(4)))),
        ({2: None}, (fehler("PFLICHT", LIST, cell(2)),)),
    ],
)
def test_an_ort_that_the_register_does_not_have_is_named_at_its_cells(
    zads: dict[int, Value], expected: tuple[Found, ...]
) -> None:
    assert_found(found(zads, register()), expected)


def test_what_is_said_of_it() -> None:
    (entry,) = found({1: "11009999"}, register())
    assert entry.message.endswith(": In den Stammdaten gibt es keinen Ort „11009999“.")
    assert (entry.value, entry.field, entry.file) == ("11009999", "teilnehmende.1.zad", "fahrtkosten.xlsx")


def test_without_a_register_nobody_knows() -> None:
    assert found({1: "11009999"}, None) == []


@pytest.mark.parametrize(
    "change", [{"traeger": "0008"}, {"gueltig_von": date(2026, 4, 1)}, {"gueltig_bis": date(2024, 12, 31)}]
)
def test_the_ort_of_another_leistungserbringer_or_year_is_known(change: dict[str, Value]) -> None:
    known = register()
    orte = tuple({**ort, **change} if ort["zad"] == "11000002" else ort for ort in known.orte)
    assert found({}, replace(known, orte=orte)) == []


def test_of_an_unknown_sender_nothing_else_is_said() -> None:
    number = BOOK.cell("Berechnung", "kopf.nummer")
    data = set_cells(BOOK.file(), {"Berechnung": {number: "0099"}, LIST: {cell(1): "11009999"}})
    codes = [entry.code for entry in check_file(lambda: data, "fahrtkosten.xlsx", register(), YEAR).findings]
    assert codes.count("FORM-LE") == 1
