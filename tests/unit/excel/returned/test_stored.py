"""Values stored beside formulas that are not what is computed: said once for a result and once for a list's column."""

from __future__ import annotations

import pytest

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.expressions.expr import Value
from tests.forms.standard import judged, standard

LIST, HEAD = "Entfernungskilometer", "Berechnung"


@pytest.mark.parametrize(
    ("stored", "stale"),
    [
        ({LIST: {"M5": 10, "M6": 20}}, []),  # as they are
        ({LIST: {"M5": 11}}, [(LIST, "M5", "11.0")]),
        ({LIST: {"M5": None}}, [(LIST, "M5", None)]),
        ({LIST: {"M5": "–"}}, [(LIST, "M5", "–")]),
        ({LIST: {"M9": 0}}, [(LIST, "M9", "0.0")]),  # a row that is not used
        ({LIST: {"N5": "neu"}}, [(LIST, "N5", "neu")]),
        ({LIST: {"M8": 1, "N6": "neu", "M6": 1}}, [(LIST, "M6 M8", "1.0"), (LIST, "N6", "neu")]),
        ({LIST: {"O5": "✗ irgendwas"}}, []),  # a state is no result
        ({LIST: {"M16": 7}, HEAD: {"D4": 1}}, [(HEAD, "D4", "1.0"), (LIST, "M16", "7.0")]),
    ],
)
def test_stale_values(stored: dict[str, dict[str, Value]], stale: list[tuple[str, str, str | None]]) -> None:
    data = set_cells(standard("fahrtkosten").file(), {}, results=stored)
    _, findings = judged(data)
    found = [(entry.sheet, " ".join(entry.cells), entry.value) for entry in findings if entry.code == "NICHT-BERECHNET"]
    assert found == stale
    assert {entry.code for entry in findings} <= {"NICHT-BERECHNET"}


def test_what_rests_on_a_refused_entry_is_no_stale_value() -> None:
    """One text in the place of costs moves eighteen results; what does not rest on it is stale all the same."""
    book = standard("fahrtkosten")
    cell = book.layout.by_key["kalkulation"].plan.fields["kosten.fahrdienst_extern"].name
    _, findings = judged(set_cells(book.file(), {"Kostenkalkulation": {cell: "ca. 60.000"}}, results={HEAD: {"D4": 1}}))
    assert [(entry.code, entry.sheet, entry.cells) for entry in findings] == [
        ("NICHT-BERECHNET", HEAD, ("D4",)),
        ("TYP", "Kostenkalkulation", (cell,)),
    ]
