"""Findings as people see them: like ones in one line with all their cells, and each with its own weight and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.finding import Finding, Severity, finding
from rv2xl.reports.findings import as_json, lines, value_lines
from rv2xl.returns.checked import Checked
from tests.forms.standard import judged, standard

BLATT = "Berechnung"


def stale(cell: str, message: str | None = None, sheet: str | None = BLATT) -> Finding:
    return finding("NICHT-BERECHNET", message or f"{cell} ist veraltet.", sheet=sheet, cells=(cell,))


def gone(cell: str, severity: Severity) -> Finding:
    return finding("FORMEL-GEAENDERT", f"{cell} ist anders.", severity=severity, sheet=BLATT, cells=(cell,))


F, W, H = (str(severity) for severity in (Severity.FEHLER, Severity.WARNUNG, Severity.HINWEIS))

CASES: dict[str, tuple[Sequence[Finding], list[tuple[str, str, str, str, str]]]] = {
    "three of one kind": (
        [stale("A1"), stale("A2"), stale("A3")],
        [(H, "NICHT-BERECHNET", BLATT, f"A{row}", f"A{row} ist veraltet.") for row in (1, 2, 3)],
    ),
    "four of one kind": (
        [stale("D4"), stale("D5"), stale("D7"), stale("B9")],
        [(H, "NICHT-BERECHNET", BLATT, "D4:D5, D7, B9", "D4 ist veraltet – und 3 weitere dieser Art auf diesem Blatt.")],
    ),
    "four of one kind, of the whole file": (
        [stale(f"A{row}", sheet=None) for row in (1, 2, 3, 4)],
        [(H, "NICHT-BERECHNET", "", "A1:A4", "A1 ist veraltet – und 3 weitere dieser Art in dieser Datei.")],
    ),
    "four whose remedies differ in what they quote": (
        [replace(stale(f"A{row}"), remedy=f"Bitte wieder „{row} „und“ {row}“ eintragen.") for row in (1, 2, 3, 4)],
        [(H, "NICHT-BERECHNET", BLATT, "A1:A4", "A1 ist veraltet – und 3 weitere dieser Art auf diesem Blatt.")],
    ),
    "four of which one has another remedy": (
        [replace(stale(f"A{row}"), remedy="Bitte leeren." if row == 4 else "Bitte füllen.") for row in (1, 2, 3, 4)],
        [(H, "NICHT-BERECHNET", BLATT, f"A{row}", f"A{row} ist veraltet.") for row in (1, 2, 3, 4)],
    ),
    "on two sheets": (
        [stale("A1", "Veraltet."), stale("A2", "Veraltet."), stale("A3", "Veraltet.", "Prüfung")],
        [(H, "NICHT-BERECHNET", BLATT, "A1:A2", "Veraltet."), (H, "NICHT-BERECHNET", "Prüfung", "A3", "Veraltet.")],
    ),
    "the same of many cells": (
        [stale(cell, "Veraltet.") for cell in ("B2", "C2", "B3", "C3", "E9", "B2", "G1:H3", "G4:H4")],
        [(H, "NICHT-BERECHNET", BLATT, "B2:C3, E9, G1:H4", "Veraltet.")],
    ),
    "the same in between": (
        [stale("A1"), stale("A2", "Veraltet."), stale("C2", "Veraltet."), stale("A3")],
        [
            (H, "NICHT-BERECHNET", BLATT, "A1", "A1 ist veraltet."),
            (H, "NICHT-BERECHNET", BLATT, "A2, C2", "Veraltet."),
            (H, "NICHT-BERECHNET", BLATT, "A3", "A3 ist veraltet."),
        ],
    ),
    "of two kinds, row by row": (
        [found for row in (5, 6, 7, 8) for found in (stale(f"A{row}"), gone(f"B{row}", Severity.WARNUNG))],
        [
            (H, "NICHT-BERECHNET", BLATT, "A5:A8", "A5 ist veraltet – und 3 weitere dieser Art auf diesem Blatt."),
            (W, "FORMEL-GEAENDERT", BLATT, "B5:B8", "B5 ist anders – und 3 weitere dieser Art auf diesem Blatt."),
        ],
    ),
    "of different weight": (
        [*(gone(f"A{row}", Severity.WARNUNG) for row in (1, 2, 3, 4)), gone("A5", Severity.FEHLER)],
        [
            (W, "FORMEL-GEAENDERT", BLATT, "A1:A4", "A1 ist anders – und 3 weitere dieser Art auf diesem Blatt."),
            (F, "FORMEL-GEAENDERT", BLATT, "A5", "A5 ist anders."),
        ],
    ),
    "the cells of one, in its own order": (
        [finding("PFLICHT", "Leer.", sheet=BLATT, cells=("B52:B58", "B45", "B46"))],
        [(F, "PFLICHT", BLATT, "B52:B58, B45, B46", "Leer.")],
    ),
    "more cells than anybody reads": (
        [stale(f"A{row}", "Veraltet.") for row in range(1, 61, 2)],
        [(H, "NICHT-BERECHNET", BLATT, ", ".join(f"A{row}" for row in range(1, 49, 2)) + " und 6 weitere Bereiche", "Veraltet.")],
    ),
    "none": ([], []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_like_findings_stand_in_one_line(name: str) -> None:
    findings, expected = CASES[name]
    assert [line[:5] for line in lines(findings)] == expected
    assert all(line[5] for line in lines(findings)), "what to do"


def test_a_repaired_number_moves_every_result_in_one_line() -> None:
    """1,200 m² issued, „1.100,00“ typed as text into the saved file: 19 results of the sheet follow it."""
    form = standard("neubau")
    ngf = form.cell(BLATT, "flaechen.1.ngf")
    returned, findings = judged(set_cells(form.file(), {BLATT: {ngf: "1.100,00"}}))
    shown = list(lines(findings))
    assert [line[1] for line in shown] == ["NICHT-BERECHNET", "NORMALISIERT"]
    assert shown[0][4].endswith("– und 18 weitere dieser Art auf diesem Blatt.")
    (file,) = as_json([Checked(returned, findings)], values=False)["files"]
    assert [entry["code"] for entry in file["findings"]] == ["NICHT-BERECHNET"] * 19 + ["NORMALISIERT"]


@pytest.mark.parametrize("personal", [False, True])
def test_values_about_people_are_there_only_if_they_are_asked_for(personal: bool) -> None:
    returned, findings = judged(standard("dokumentation").file())
    entry = Checked(returned, findings)
    (file,) = as_json([entry], values=True, personal=personal)["files"]
    assert ("kontakt.mail" in file["values"]["58 Erbach"]) == personal
    assert "kontakt.funktion" in file["values"]["58 Erbach"]
    assert ("kontakt.mail" in {line[1] for line in value_lines(entry, personal=personal)}) == personal
