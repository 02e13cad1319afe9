"""Blanks in whose place something counts: what the sheet shows of them while it is filled in, and what is read where sheets are gone."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.blocks.arrange import DONE, DUTIES, STATE
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.model.definitions.states import COMPLETE, INCOMPLETE, INVALID
from rv2xl.model.expressions.expr import Value
from tests.cells import Tab
from tests.faults.workbook import Spoilt
from tests.findings import assert_found, fehler
from tests.forms.standard import judged, standard

ORT, OTHER = "58 Michelstadt", "58 Erbach"
BOOK = standard("dokumentation")
FIELDS = BOOK.filling[BOOK.key(ORT)]
ANDERE: dict[str, Value] = dict.fromkeys(name for name in FIELDS if name.endswith(".andere"))
FRAGEN: dict[str, Value] = dict.fromkeys(name for name in FIELDS if name.startswith("fragen."))
KEINE: dict[str, Value] = {"zusatz.andere_keine": "ja"}


def wie(name: str) -> dict[str, Value]:
    return {"fragen.wie": name}


def test_so_many_fields_may_stay_blank() -> None:
    """2 for hours, 4 rows of people, 7 age bands; 9 questions on Strukturen, 6 on Prozesse."""
    assert (len(ANDERE), len(FRAGEN)) == (2 + 4 + 7, 9 + 6)


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, (49, 49, COMPLETE)),
        (ANDERE, (49, 36, INCOMPLETE)),
        (ANDERE | KEINE, (36, 36, COMPLETE)),
        (KEINE, (36, 36, COMPLETE)),
        (ANDERE | {"zusatz.andere_keine": "nein"}, (49, 36, INCOMPLETE)),
        (ANDERE | {"zusatz.andere_keine": "vielleicht"}, (49, 36, INVALID)),
        (FRAGEN, (49, 34, INCOMPLETE)),
        (FRAGEN | wie(OTHER), (34, 34, COMPLETE)),
        (FRAGEN | wie(OTHER.upper()), (34, 34, COMPLETE)),
        (FRAGEN | wie(ORT), (49, 34, INVALID)),
        (FRAGEN | wie("60 Erbach"), (49, 34, INVALID)),
        (FRAGEN | wie("58*"), (49, 34, INVALID)),
        (FRAGEN | wie("Deckblatt"), (49, 34, INVALID)),
        (ANDERE | FRAGEN | KEINE | wie(OTHER), (21, 21, COMPLETE)),
    ],
)
def test_the_head_of_the_sheet(changes: dict[str, Value], shown: tuple[int, int, str]) -> None:
    values = recalculate(BOOK.layout, BOOK.entered({BOOK.key(ORT): changes}))[BOOK.key(ORT)]
    assert (values[DUTIES], values[DONE], values[STATE]) == shown


def test_the_list_says_who_names_whom() -> None:
    shown = recalculate(BOOK.layout, BOOK.entered({BOOK.key(ORT): wie(OTHER)}))["leistungserbringer"]
    assert [shown[f"blaetter.{BOOK.key(name)}"] for name in (OTHER, ORT, "60 Erbach")] == ["", OTHER, "Fehlanzeige"]


def test_the_list_can_be_chosen_from() -> None:
    book = openpyxl.load_workbook(BytesIO(BOOK.issued))
    (target,) = book.defined_names["Blaetter_name"].destinations
    names = [row[0].value for row in book[target[0]][target[1].replace("$", "")]]
    assert names == [OTHER, ORT, "60 Erbach"]
    cell = Tab("dokumentation", ORT).cell("fragen.wie")
    (rule,) = [rule for rule in book[ORT].data_validations.dataValidation if cell in rule.sqref]
    assert (rule.type, rule.formula1) == ("list", "Blaetter_name")


def test_the_sheet_named_is_gone() -> None:
    """Its answers cannot be had; what is missing is the sheet, and nothing is asked for twice."""
    book = Spoilt(BOOK.file({BOOK.key(ORT): FRAGEN | wie(OTHER)}))
    book.remove(OTHER)
    returned, findings = judged(book.file())
    assert ("BLATT-FEHLT", OTHER) in [(found.code, found.sheet) for found in findings]
    assert [found.code for found in findings if found.sheet == ORT] == []
    assert returned.sheets[BOOK.key(ORT)].values["fragen.struktur_1"] is None


def test_an_error_value_is_named_as_one() -> None:
    tab = Tab("dokumentation", ORT)
    _, findings = judged(set_cells(BOOK.file({BOOK.key(ORT): FRAGEN}), {ORT: {tab.cell("fragen.wie"): "#NV"}}))
    assert_found(findings, [fehler("LISTE", ORT, tab.cell("fragen.wie"))])
    assert "Fehlerwert" in findings[0].message
