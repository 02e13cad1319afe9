"""Cells are set in what any program saved, wherever its main part lies and whatever its parts are called."""

from __future__ import annotations

import pytest

from rv2xl.excel.package.set_cells import set_cells
from tests.forms.standard import standard
from tests.programs.package import as_filled, values_of
from tests.programs.test_traits import WITHOUT, expected
from tests.programs.traits import TRAITS, made

FORM, KEY, FIELD = "stammdaten", "traeger", "traeger.1.strasse"
UNSETTABLE = {"no addresses at rows and cells"}
"""Where a cell stands cannot be said; the command that wants it says so."""


@pytest.mark.parametrize("name", [name for name in TRAITS if (name, FORM) not in WITHOUT])
def test_cells_are_set(name: str) -> None:
    placed = standard(FORM).layout.by_key[KEY]
    changes = {placed.name: {placed.plan.fields[FIELD].name: "Neue Straße 5"}}
    data = made(name, FORM)
    if name in UNSETTABLE:
        with pytest.raises(ValueError, match="without an address"):
            set_cells(data, changes)
        return
    before = as_filled(FORM)
    values, found = values_of(set_cells(data, changes))
    assert found == expected(name, FORM)
    assert values == before | {KEY: before[KEY] | {FIELD: "Neue Straße 5"}}


@pytest.mark.parametrize(
    "name",
    ["the workbook elsewhere", "relationships to parts that are not there", "backslashes in all part names", "extra parts",
     "the main part's type for all .xml", "backslashes and other case in part names"],
)  # fmt: skip
def test_a_formula_gives_way(name: str) -> None:
    placed = standard("dokumentation").layout.by_key["ort_58.1"]
    cell = next(iter(placed.plan.computed.values())).name
    data = set_cells(made(name, "dokumentation"), {placed.name: {cell: 5}}, overwrite=[(placed.name, cell)])
    assert ("FORMEL-GEAENDERT", placed.name, (cell,)) in values_of(data)[1]
