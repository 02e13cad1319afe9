"""`rv2xl generate` for calculation forms: the head is begun with what the register says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rv2xl.demo import register_bytes
from rv2xl.returns.register import load_register
from tests.client.commandline import done, rv2xl

YEAR = 2025


@pytest.mark.parametrize("form", ["neubau", "bestand"])
def test_a_calculation_begins_with_its_providers_name_and_place(form: str, tmp_path: Path) -> None:
    stammdaten = tmp_path / "Stammdaten.xlsx"
    stammdaten.write_bytes(register_bytes(3, 1, YEAR))
    register = load_register(stammdaten, YEAR)
    done("generate", form, "--register", stammdaten, "--year", YEAR, "--out", tmp_path)
    numbers = [number for number in register.traeger if register.orte_of(number, YEAR)]
    assert len(numbers) == 3
    for number in numbers:
        answer = rv2xl("check", tmp_path / f"{form}_{YEAR}_{number}.xlsx", "--values", "--format", "json")
        file = json.loads(answer.out)["files"][0]
        orte = {ort["ort"] for ort in register.orte_of(number, YEAR)}
        head = file["values"]["Berechnung"]
        assert (file["sender"], head["kopf.leistungserbringer"]) == (number, register.traeger[number]["name"])
        assert head["kopf.ort"] == (orte.pop() if len(orte) == 1 else None)
        codes = {finding["code"] for finding in file["findings"]}
        assert codes <= {"PFLICHT", "NICHT-GEPRUEFT", "A4-NACHWEIS-OFFEN", "A5-ZUSTIMMUNG"}


def test_an_extension_of_another_year_is_named(tmp_path: Path) -> None:
    stammdaten, returned = tmp_path / "Stammdaten.xlsx", tmp_path / "Ruecklauf"
    stammdaten.write_bytes(register_bytes(8, 1, YEAR))
    returned.mkdir()
    sentence = (
        "Eine verlängerte Frist gehört nicht zum Berichtsjahr 2026: 0008 (30.04.2026). Dort gilt der 31.03.2027; bitte die Stammdaten "
        "prüfen."
    )
    for year, told in ((YEAR, False), (YEAR + 1, True)):
        asked = ("--register", stammdaten, "--year", year, "--out")
        letters = ("--letters", "--today", "2026-12-10")
        said = done("generate", "dokumentation", *asked, tmp_path / f"V{year}", "--provider", "0008", *letters)
        assert (sentence in said) == told
        assert (sentence in done("remind", returned, *asked, tmp_path / f"M{year}", "--today", "2026-12-10")) == told
    frist = (tmp_path / "V2026" / "dokumentation_2026_0008_Versand.html").read_text(encoding="utf-8")
    assert "31.03.2027" in frist
    assert "30.04.2026" not in frist
