"""A return of an older version is read at its own cells and checked by its own rules."""

from __future__ import annotations

from functools import cache

import pytest

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms.dokumentation.v2025_1 import DOKUMENTATION_2025_1
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_for
from tests.conftest import Program
from tests.faults.workbook import Spoilt, rows_put_in
from tests.forms.standard import SENDER, YEAR, judged, register, standard
from tests.versions.dokumentation_2024 import DOKUMENTATION_2024

pytestmark = pytest.mark.usefixtures("both_versions")

ORT = "58 Erbach"


@cache
def layout() -> Layout:
    return lay_out(issue_for(DOKUMENTATION_2024, register(), YEAR, SENDER))


def filled(**changes: Value) -> bytes:
    """Return an issued workbook of 2024 with today's standard filling, people of 51 to 60 in one number."""
    names = {placed.key: placed for placed in layout().placed}
    cells: dict[str, dict[str, Value]] = {}
    for key, values in standard("dokumentation").filling.items():
        here = dict(values)
        for traeger in ("lwv", "andere"):
            parts = [here.pop(f"alter.{band}.{traeger}", None) for band in ("a51_55", "a56_60")]
            if any(part is not None for part in parts):
                here[f"alter.a51_60.{traeger}"] = sum(part for part in parts if isinstance(part, int))
        if key == "ort_58.1":
            here |= changes
        fields = names[key].plan.fields
        cells[names[key].name] = {fields[name].name: value for name, value in here.items()}
    return set_cells(workbook_bytes(layout()), cells)


PLAN = section_plan(DOKUMENTATION_2025_1, "ort_58")
FIFTIES = PLAN.fields["alter.a51_55.lwv"].name
BANDS = f"{PLAN.fields['alter.a18_30.lwv'].name}:{PLAN.fields['alter.a61_65.lwv'].name}"
"""Where the older version has the band from 51 to 60, and all of its six bands: it has the same rows above as 2025.1."""


def codes(data: bytes) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(entry.code, entry.sheet, entry.cells) for entry in judged(data)[1] if entry.code != "NICHT-BERECHNET"]


def test_an_older_version_is_read_at_its_own_cells() -> None:
    returned, _ = judged(filled())
    assert codes(filled()) == []
    assert returned.issue is not None
    assert returned.issue.form.version == "2024.1"
    entries = returned.sheets["ort_58.1"].entries
    standard_filling = standard("dokumentation").filling["ort_58.1"]
    assert entries["personen.hessen.lwv"].cell == "B45"
    assert entries["personen.eigene_region.lwv"].cell == "B46"
    assert entries["personen.hessen.lwv"].value == standard_filling["personen.hessen.lwv"]
    assert entries["alter.a51_60.lwv"].cell == FIFTIES


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"alter.a51_60.lwv": 99}, [("A2-ALTER-SUMME", ORT, (BANDS, "B45:B47"))]),
        ({"alter.a51_60.lwv": None}, [("PFLICHT", ORT, (FIFTIES,)), ("NICHT-GEPRUEFT", ORT, (FIFTIES,))]),
    ],
)
def test_an_older_version_is_checked_by_its_own_rules(changes: dict[str, Value], expected: object) -> None:
    assert codes(filled(**changes)) == expected


def test_an_older_version_is_found_again_when_moved_and_without_meta() -> None:
    book = Spoilt(filled())
    book.move(ORT, rows_put_in(46), follow=True)
    book.remove("_meta")
    assert [(code, sheet) for code, sheet, _ in codes(book.file())] == [
        ("BLATT-FEHLT", "_meta"),
        ("FELD-VERSCHOBEN", ORT),
    ]


def test_a_version_that_is_not_registered_is_named() -> None:
    data = set_cells(filled(), {"_meta": {"B3": "2019.1"}})
    (found,) = judged(data)[1]
    assert (found.code, found.value, found.expected) == ("FORM-VERSION", "2019.1", "2025.2, 2024.1")


def test_an_older_version_saved_by_libreoffice(libreoffice: Program) -> None:
    saved = libreoffice(filled())
    assert codes(saved) == []
    book = Spoilt(saved)
    book.move(ORT, rows_put_in(46), follow=True)
    assert [(code, sheet) for code, sheet, _ in codes(book.file())] == [("FELD-VERSCHOBEN", ORT)]
