"""`rv2xl compare`: what it prints, in both forms, and what it refuses."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rv2xl.excel.returned.read import read_return
from rv2xl.model.expressions.expr import Value
from rv2xl.reports.comparison import as_json, show_comparison
from rv2xl.returns.comparison import BogenComparison, Difference, Side, compare
from tests.cells import Tab
from tests.client.commandline import done, rv2xl
from tests.faults.test_lists import PERSON, below, spoilt
from tests.faults.workbook import Spoilt
from tests.forms.standard import standard

NGF, NGF_LABEL = "flaechen.1.ngf", "Flächen (Nettogrundfläche), Zeile 1 – Nettogrundfläche"
HEAD = "Berechnungsbogen Neubaumaßnahmen, Version {}, Jahr 2025, Werkstatt Beispiel gGmbH"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Fassungen")
    (folder / "a.xlsx").write_bytes(neubau())
    (folder / "b.xlsx").write_bytes(neubau({NGF: 1100}))
    (folder / "dokumentation.xlsx").write_bytes(standard("dokumentation").file())
    (folder / "kaputt.xlsx").write_bytes(neubau()[:5000])
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7\n")
    return folder


def neubau(changes: dict[str, Value] | None = None) -> bytes:
    return standard("neubau").file({"berechnung": changes or {}})


def compared(a: bytes, b: bytes) -> BogenComparison:
    return compare(read_return(a, "a.xlsx"), read_return(b, "b.xlsx"))


def printed(comparison: BogenComparison) -> dict[str, list[list[str]]]:
    """The tables that people see, by title, without their heads; what is said is under „“."""
    found: dict[str, list[list[str]]] = {"": []}
    show_comparison(
        comparison,
        show=lambda title, heads, rows: found.update({title: [list(map(str, row)) for row in rows]}),
        say=lambda text: found[""].append([text]),
    )
    return found


def cell(field: str) -> str:
    return standard("neubau").cell("Berechnung", field)


def test_text(files: Path) -> None:
    lines = done("compare", files / "a.xlsx", files / "b.xlsx").splitlines()
    head = HEAD.format(standard("neubau").layout.issue.form.version)
    assert lines[0] == f"A: {(files / 'a.xlsx').as_posix()} ({head})"
    assert lines[1] == f"B: {(files / 'b.xlsx').as_posix()} ({head})"
    assert lines[2] == "Eingaben"
    assert re.split(r" {2,}", lines[5]) == [
        "1", "Berechnung", cell(NGF), cell(NGF), NGF_LABEL, "1.200,00 m²", "1.100,00 m²", "−100,00 m²",
    ]  # fmt: skip
    assert lines[6] == "Ergebnisse"
    assert lines[-1] == "Unterschiede: 1 Eingabe und 19 Ergebnisse."
    assert len(lines) == 9 + 19 + 1
    kosten = next(line for line in lines if " 2.940.000,00 EUR" in line)
    assert re.split(r" {2,}", kosten)[-4:] == ["2.940.000,00 EUR", "2.695.000,00 EUR", "−245.000,00 EUR", "1"]


def test_json(files: Path) -> None:
    found = json.loads(done("compare", files / "a.xlsx", files / "b.xlsx", "--format", "json"))
    version = standard("neubau").layout.issue.form.version
    same = {"form": "neubau", "version": version, "year": 2025, "sender": "Werkstatt Beispiel gGmbH"}
    assert found["a"] == {"file": (files / "a.xlsx").as_posix(), **same}
    assert found["b"] == {"file": (files / "b.xlsx").as_posix(), **same}
    assert found["inputs"] == [
        {
            "field": NGF, "label": NGF_LABEL, "unit": "m²", "prefilled": False,
            "a": {"sheet": "Berechnung", "cell": cell(NGF), "value": "1200.00", "note": None, "raw": None,
                  "withheld": False},
            "b": {"sheet": "Berechnung", "cell": cell(NGF), "value": "1100.00", "note": None, "raw": None,
                  "withheld": False},
            "difference": "-100.00",
        }
    ]  # fmt: skip
    (kosten,) = (entry for entry in found["results"] if entry["field"] == "flaechen.1.kosten")
    assert (kosten["a"]["value"], kosten["b"]["value"], kosten["difference"]) == (
        "2940000.00",
        "2695000.00",
        "-245000.00",
    )
    assert len(found["results"]) == 19
    assert all(entry["rests_on"] == [{"sheet": "Berechnung", "field": NGF}] for entry in found["results"])
    assert (found["only_in_a"], found["only_in_b"]) == ([], [])


def test_nothing_differs(files: Path) -> None:
    assert done("compare", files / "a.xlsx", files / "a.xlsx").splitlines()[2:] == [
        "Zwischen A und B gibt es keine Unterschiede."
    ]
    found = json.loads(done("compare", files / "a.xlsx", files / "a.xlsx", "--format", "json"))
    assert [found[kind] for kind in ("inputs", "results", "only_in_a", "only_in_b")] == [[], [], [], []]


def test_what_stands_below_a_list_is_said_to_be_not_compared(tmp_path: Path) -> None:
    a, b = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    a.write_bytes(standard("fahrtkosten").file())
    b.write_bytes(spoilt("fahrtkosten", below({17: PERSON})))
    said = (
        "Unter der letzten Zeile (16) der Liste „Fahrteilnehmende“ steht eine weitere Zeile, die nicht gelesen wurde."
    )
    assert done("compare", a, b).splitlines()[2:] == [
        f"In B nicht verglichen: Blatt „Entfernungskilometer“, A17:H17: {said}",
        "Zwischen A und B gibt es in dem, was gelesen wurde, keine Unterschiede.",
    ]
    found = json.loads(done("compare", a, b, "--format", "json"))
    here = {"file": b.as_posix(), "sheet": "Entfernungskilometer", "cells": ["A17:H17"]}
    assert found["unread"] == [{**here, "message": said}]


def test_how_values_are_written() -> None:
    changes: dict[str, Value] = {
        "kopf.ort": "64720 Michelstadt", "kopf.anzeige_am": date(2025, 9, 1), "richtwert.stand": date(2024, 1, 2),
        "gebaeude.gesamtflaeche": "groß",
        "lotterie.bga": Decimal("12"), "kg700.staffel.1.wert": Decimal("0.21"), "belegung.plaetze": 120,
    }  # fmt: skip
    before: dict[str, Value] = {
        "lotterie.bga": Decimal(0),
        "belegung.auslastung": Decimal("0.96"),
        "schalter.nachweis_begrenzt": "nein",
    }
    after: dict[str, Value] = {"belegung.auslastung": Decimal("0.97"), "schalter.nachweis_begrenzt": None}
    inputs = printed(compared(neubau(before), neubau({**changes, **after})))["Eingaben"]
    assert {(row[2], *row[5:]) for row in inputs} == {
        (cell("kopf.ort"), "64711 Erbach", "64720 Michelstadt", ""),
        (cell("kopf.anzeige_am"), "leer", "01.09.2025", ""),
        (cell("richtwert.stand"), "01.01.2024", "02.01.2024", "+1 Tag"),
        (cell("gebaeude.gesamtflaeche"), "2.000,00 m²", "groß (unlesbar)", ""),
        (cell("kg700.staffel.1.wert"), "0,2000", "0,2100", "+0,0100"),
        (cell("lotterie.bga"), "0,00 EUR", "12,00 EUR", "+12,00 EUR"),
        (cell("belegung.auslastung"), "96,00 %", "97,00 %", "+1,00 Prozentpunkte"),
        (cell("schalter.nachweis_begrenzt"), "nein", "leer", ""),
    }
    assert [row[0] for row in inputs] == [str(number) for number in range(1, 9)]


def test_ratios_are_shown_as_on_the_sheet_and_exact_for_programs() -> None:
    found = compared(neubau({"belegung.auslastung": Decimal("0.96")}), neubau({"belegung.auslastung": Decimal("0.97")}))
    rows = [row[4:7] for row in printed(found)["Ergebnisse"] if row[3].endswith("– Auslastung")]
    assert rows == [["96,00 %", "97,00 %", "+1,00 Prozentpunkte"]] * 2
    exact = [entry for entry in as_json(found)["results"] if entry["field"] == "ergebnis.auslastung"]
    assert [(entry["a"]["value"], entry["b"]["value"], entry["difference"]) for entry in exact] == [
        ("0.9600000000", "0.9700000000", "0.0100000000")
    ]


@pytest.mark.parametrize(
    ("a", "b", "shown"),
    [
        ("0.2", "1.9047619048", ("20,00 %", "190,4762 %", "+170,4762 Prozentpunkte")),
        ("0.5", "0.3333333333", ("50,00 %", "33,3333 %", "−16,6667 Prozentpunkte")),
        ("0.95", "0.95005", ("95,00 %", "95,005 %", "+0,005 Prozentpunkte")),
        ("0.95", "0.9500000001", ("95,00 %", "95,00000001 %", "+0,00000001 Prozentpunkte")),
        ("0.3333333333", "0.3333329999", ("33,33333 %", "33,3333 %", "−0,00003 Prozentpunkte")),
        ("0.33333349", "0.33333351", ("33,333349 %", "33,333351 %", "+0,000002 Prozentpunkte")),
        (None, "0.3333333333", ("leer", "33,3333 %", "")),
        ("12345.678", "0", ("1.234.567,80 %", "0,00 %", "−1.234.567,80 Prozentpunkte")),
    ],
)  # fmt: skip
def test_as_many_decimals_of_a_ratio_as_it_takes(a: str | None, b: str, shown: tuple[str, str, str]) -> None:
    field = standard("neubau").layout.by_key["berechnung"].plan.fields["ergebnis.auslastung"].field
    assert field is not None
    before, after = (Side("Blatt", "D14", field, None if text is None else Decimal(text)) for text in (a, b))
    found = replace(compared(neubau(), neubau()), inputs=(Difference(before, after),))
    assert [tuple(row[5:]) for row in printed(found)["Eingaben"]] == [shown]


def test_json_of_other_kinds() -> None:
    a = neubau({"lotterie.bga": 0})
    b = neubau({"belegung.plaetze": 118, "richtwert.stand": date(2024, 1, 31), "kopf.ort": None})
    found: dict[str, Any] = {
        entry["field"]: (entry["a"]["value"], entry["b"]["value"], entry["difference"])
        for entry in as_json(compared(a, b))["inputs"]
    }
    assert found == {
        "belegung.plaetze": (120, 118, -2),
        "richtwert.stand": ("2024-01-01", "2024-01-31", 30),
        "kopf.ort": ("64711 Erbach", None, None),
        "lotterie.bga": ("0.00", None, None),
    }


def test_what_only_one_has() -> None:
    book = Spoilt(neubau())
    book.remove("Rechtsgrundlagen")
    book.enter("Deckblatt", Tab("neubau", "Deckblatt").at("deckblatt.jahr"), 2024)
    found = printed(compared(neubau(), book.file()))
    (year,) = found["Eingaben"]
    assert year[4:] == ["Dieser Bogen – Jahr der Ausgabe (Vorgabe)", "2025", "2025 (überschrieben mit 2024)", "±0"]
    assert found["Nur in A"] == [["2", "Rechtsgrundlagen", "", "das ganze Blatt", ""]]
    assert "Nur in B" not in found
    assert {row[-1] for row in found["Ergebnisse"]} == {"2"}
    assert found[""][-1][0].endswith("Ergebnisse und 1 nur in A.")
    only = as_json(compared(neubau(), book.file()))["only_in_a"]
    assert [(entry["sheet"], entry["field"]) for entry in only] == [("Rechtsgrundlagen", None)]


def test_what_a_result_rests_on_is_written_shortly() -> None:
    plain: dict[str, Value] = {
        "flaechen.1.ngf": 1100,
        "flaechen.1.richtwert": 2400,
        "flaechen.2.ngf": 300,
        "kopf.ort": "Erbach",
    }
    found = printed(compared(neubau(), neubau({**plain, "belegung.plaetze": 110})))
    rests = {row[1]: row[-1] for row in found["Ergebnisse"]}
    assert rests[cell("flaechen.1.kosten")] == "2–3"
    assert rests[cell("ergebnis.bau_richtwert")] == "2–4"
    assert rests[cell("ergebnis.flaeche")] == "2, 4"
    assert rests[cell("ergebnis.jahr_je_platz")] == "2–5"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ("dokumentation.xlsx", r"vergleichen lassen sich nur Fassungen desselben Vordrucks\.\n$"),
        ("kaputt.xlsx", r"^„\S+kaputt.xlsx“ lässt sich nicht auswerten: Die Datei ist [^\n]*\.\n$"),
        ("scan.pdf", r"^„\S+scan.pdf“ lässt sich nicht auswerten: Die Datei ist ein PDF-Dokument[^\n]*\.\n$"),
        ("fehlt.xlsx", r"^Die Datei „\S+fehlt.xlsx“ gibt es nicht\.\n$"),
        (".", r"^„\S+“ ist ein Ordner, keine Datei\.\n$"),
    ],
)
def test_what_cannot_be_compared(files: Path, other: str, sentence: str, turned: bool) -> None:
    pair = [files / "a.xlsx", files / other]
    answer = rv2xl("compare", *(reversed(pair) if turned else pair))
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert re.search(sentence, answer.err), answer.err


def test_one_file_is_not_enough(files: Path) -> None:
    answer = rv2xl("compare", files / "a.xlsx")
    assert (answer.status, answer.out, answer.err) == (2, "", "Die Angabe B fehlt.\n")


def test_bogen_of_two_senders_are_said_to_be_so() -> None:
    other = standard("neubau").file({"berechnung": {"kopf.leistungserbringer": "Andere [b]gGmbH[/b]"}})
    said = printed(compared(neubau(), other))[""]
    assert said[0] == [
        "Achtung: Verglichen werden Bögen von zwei Leistungserbringern, A ist von „Werkstatt Beispiel gGmbH“, B von „Andere [b]gGmbH[/b]“."
    ]
    assert not any("Achtung" in line for (line,) in printed(compared(neubau(), neubau({NGF: 1100})))[""])


def test_what_is_about_people_is_told_only_to_whoever_asks(tmp_path: Path) -> None:
    """That it differs is said all the same, and what is not about people stands there."""
    a, b = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    a.write_bytes(standard("fahrtkosten").file())
    changes: dict[str, Value] = {"teilnehmende.1.kennung": "K-4711", "teilnehmende.1.routenplaner": "R" * 101}
    b.write_bytes(standard("fahrtkosten").file({"entfernung": {**changes, "teilnehmende.1.fahrtdauer": 36}}))
    usually, whole = done("compare", a, b).splitlines(), done("compare", a, b, "--personal")
    shown = {line.split("  ")[0]: re.split(r" {2,}", line) for line in usually if line[:1].isdigit()}
    assert [line[5:] for line in shown.values()] == [
        ["nicht gezeigt", "nicht gezeigt"], ["nicht gezeigt", "nicht gezeigt"], ["35 Minuten", "36 Minuten", "+1 Minuten"],
    ]  # fmt: skip
    assert "Angaben zu Personen werden nur mit „--personal“ gezeigt." in usually
    assert "K-4711" in whole
    assert "RRR" in whole
    assert "nicht gezeigt" not in whole
    for personal, values in (
        (False, [(None, None, True), (None, None, True)]),
        (True, [("TN-0001", "K-4711", False), ("Planer", None, False)]),
    ):
        asked = ("--personal",) if personal else ()
        text = done("compare", a, b, "--format", "json", *asked)
        sides = [
            (entry["a"]["value"], entry["b"]["value"], entry["b"]["withheld"]) for entry in json.loads(text)["inputs"]
        ]
        assert sides == [*values, (35, 36, False)]
        assert ("K-4711" in text, "RRR" in text) == (personal, personal)
