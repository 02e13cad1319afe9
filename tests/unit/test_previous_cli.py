"""`--previous` as a clerk types it: last year's table is written by `consolidate --data`, and read by `check` and `consolidate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rv2xl.model.expressions.expr import Value
from rv2xl.screen.next_step import Call
from tests.client.commandline import done, rv2xl
from tests.unit.letters.folder import known, stammdaten
from tests.unit.reports.folder import A, Sent, written

YEAR = 2026
BANDS = ("a31_40", "a41_50", "a51_55", "a56_60", "a61_65", "a66")
MESSAGE = "Personen LWV Hessen: 154, im Vorjahr 98 (+57 %)."


def people(*counts: int) -> dict[tuple[str, str], Value]:
    """People of the LWV on the first sheet by Herkunft, all of them young."""
    rows = zip(("eigene_region", "hessen", "ausserhalb"), counts, strict=True)
    values: dict[tuple[str, str], Value] = {(A, f"personen.{row}.lwv"): count for row, count in rows}
    return values | {(A, f"alter.{band}.lwv"): 0 for band in BANDS} | {(A, "alter.a18_30.lwv"): sum(counts)}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns of two years, and the table of the first one."""
    folder = tmp_path_factory.mktemp("Amt")
    (folder / "Stammdaten.xlsx").write_bytes(stammdaten({}))
    for year, counts in ((2025, (40, 30, 28)), (YEAR, (90, 40, 24))):
        (folder / f"{year}").mkdir()
        for sent in (Sent("1.xlsx", "0001", people(*counts), year), Sent("2.xlsx", "0002", {}, year)):
            (folder / f"{year}" / sent.name).write_bytes(written(known, sent))
    for suffix in ("csv", "parquet"):
        done("consolidate", folder / "2025", "--register", folder / "Stammdaten.xlsx", "--year", 2025, "--out", folder / "2025.xlsx",
             "--data", folder / f"Werte.{suffix}")  # fmt: skip
    return folder


def checked(world: Path, *more: str | Path) -> list[dict[str, Any]]:
    """What is found by `check` of A2-VORJAHR."""
    answer = rv2xl(
        "check", world / f"{YEAR}", "--register", world / "Stammdaten.xlsx", "--year", YEAR, "--format", "json", *more
    )
    assert (answer.status, answer.err) == (0, "")
    files = json.loads(answer.out)["files"]
    return [found for file in files for found in file["findings"] if found["code"] == "A2-VORJAHR"]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_check_tells_what_changed(world: Path, suffix: str) -> None:
    assert checked(world) == []
    assert checked(world, "--previous", world / f"Werte.{suffix}") == [
        {
            "code": "A2-VORJAHR", "severity": "HINWEIS", "sheet": "58 Ort 11000001", "cells": ["B48:B50"],
            "field": "personen.eigene_region.lwv", "message": MESSAGE, "value": "154", "expected": None,
            "source": "RV 2 Anlage 2 Nr. 4 und 6", "remedy": "Bitte prüfen; ist die Angabe richtig, genügt eine kurze Bemerkung.",
        }
    ]  # fmt: skip


def test_what_is_kept_for_the_next_time_knows_no_other_year(world: Path, tmp_path: Path) -> None:
    cached, compared = ("--cache", tmp_path / "Merk"), ("--previous", world / "Werte.csv")
    assert [len(checked(world, *cached, *more)) for more in ((), compared, (), compared)] == [0, 1, 0, 1]


def test_the_workbook_of_the_check_has_it_too(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "Befunde.xlsx"
    said = done("check", world / f"{YEAR}", "--register", world / "Stammdaten.xlsx", "--year", YEAR, "--out", out,
                "--previous", world / "Werte.csv", "--all")  # fmt: skip
    assert MESSAGE in said
    assert MESSAGE in texts(out)


def test_a_call_to_copy_has_it_where_something_is_compared() -> None:
    call = Call((Path("R"),), None, YEAR, previous=Path("Werte.csv"))
    assert call.again("consolidate") == f"rv2xl consolidate R --year {YEAR} --previous Werte.csv"
    assert call.again("check") == f"rv2xl check R --year {YEAR} --previous Werte.csv"
    assert call.again("respond") == f"rv2xl respond R --year {YEAR}"


def test_the_dictionary_has_the_code() -> None:
    (rule,) = (
        one
        for one in json.loads(done("describe", "dokumentation", "--format", "json"))["rules"]
        if one["code"] == "A2-VORJAHR"
    )
    assert rule["severity"] == "HINWEIS"
    assert rule["text"] == (
        "Wo die Werte des Vorjahres vorliegen, ändert sich an keinem Ort eine dieser Zahlen um mehr als 25 % und um mindestens 10: "
        "Personen LWV Hessen, Personen andere Leistungsträger, Bewilligte Stunden LWV Hessen, Bewilligte Stunden andere "
        "Leistungsträger, Erbrachte Stunden LWV Hessen und Erbrachte Stunden andere Leistungsträger."
    )
    assert len(rule["fields"]) == 2 * 3 + 2 * 2


def texts(path: Path) -> set[str]:
    return {str(cell) for sheet in openpyxl.load_workbook(path) for row in sheet.values for cell in row}


def consolidate(world: Path, out: Path, *more: str | Path) -> tuple[str | int | Path, ...]:
    register = world / "Stammdaten.xlsx"
    return ("consolidate", world / f"{YEAR}", "--register", register, "--year", YEAR, "--out", out, *more)


def test_consolidate_tells_what_changed_and_from_which_table(world: Path, tmp_path: Path) -> None:
    done(*consolidate(world, tmp_path / "ohne.xlsx"))
    done(*consolidate(world, tmp_path / "mit.xlsx", "--previous", world / "Werte.parquet"))
    without, shown = texts(tmp_path / "ohne.xlsx"), texts(tmp_path / "mit.xlsx")
    assert {MESSAGE, "A2-VORJAHR"} <= shown - without
    assert [text[:75] for text in shown - without if "Verglichen" in text] == [
        "•  Verglichen wird auch mit 2025; die Werte stehen in „Werte.parquet“ (Prüfs"[:75]
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--previous", "fort.csv"), "Die Tabelle „fort.csv“ gibt es nicht."),
        (("--previous", "Werte.csv", "--year", "2025"), "Die Tabelle „Werte.csv“ ist von 2025; verglichen wird mit einem Jahr vor 2025."),
        (("--previous", "Werte.csv", "--previous", "Werte.parquet"),
         "„Werte.csv“ und „Werte.parquet“ sind beide von 2025; bitte nur eine angeben."),
        (("--previous", "Werte.csv", "--form", "neubau"),
         "„Berechnungsbogen Neubaumaßnahmen“ wird nicht mit Vorjahren verglichen; --previous passt hier nicht."),
        (("--previous", "Stammdaten.xlsx"), "„Stammdaten.xlsx“ ist eine Arbeitsmappe; bitte in Excel mit „Speichern unter“ als „CSV UTF-8 "
         "(durch Trennzeichen getrennt)“ speichern."),
        (("--previous", "Werte.csv", "--data", "Werte.csv"),
         "„Werte.csv“ ist eine der Eingaben und wird nicht überschrieben; bitte einen anderen Namen wählen."),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_ends_with_one_sentence(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(world)
    answer = rv2xl(*consolidate(world, tmp_path / "Bericht.xlsx", *more))
    assert (answer.status, answer.out, answer.err) == (2, "", f"{said}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("more", [(), ("--year", YEAR + 1)])
def test_check_says_with_what_nothing_was_compared(world: Path, tmp_path: Path, more: tuple[str | int, ...]) -> None:
    """The table is of 2025, and so are the returns."""
    answer = rv2xl("check", world / "2025", "--previous", world / "Werte.csv", *more)
    said = "Mit „Werte.csv“ wurde nichts verglichen: Die Tabelle ist von 2025, und kein Rücklauf ist von 2026."
    assert said in " ".join(answer.out.split())
    assert answer.err == ""
    compared = rv2xl("check", world / f"{YEAR}", "--previous", world / "Werte.csv")
    assert "nichts verglichen" not in compared.out


def test_check_refuses_the_same(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(world)
    answer = rv2xl("check", "2025", "--year", 2025, "--previous", "Werte.csv")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == "Die Tabelle „Werte.csv“ ist von 2025; verglichen wird mit einem Jahr vor 2025.\n"
