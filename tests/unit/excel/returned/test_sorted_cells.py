"""Columns of long lists, read at once: the same as cell by cell, whatever stands in them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rv2xl import forms
from rv2xl.excel.returned.sorted_cells import Columns, InputColumn, sorted_cells
from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.model.entries.entry import Raw, read_entry
from rv2xl.model.returned import Entry, ReturnedSheet

FORM = forms.newest("fahrtkosten")
SHEET = FORM.sections["entfernung"]
CELLS = sorted_cells(section_plan(FORM, "entfernung"))

CONTENTS: dict[str, list[Raw]] = {
    "texts, some often": ["TN-1", "TN-2", "TN-1", "", "TN-2"],
    "numbers, some often": [1.0, 2.5, 1.0, -0.0, 0.0, 1e300],
    "numbers and texts that look alike": [12.0, "12", "12,0", 12.0],
    "truth values among numbers": [1.0, True, 0.0, False, 1.0],
    "truth values before numbers": [True, 1.0, False, 0.0],
    "whole numbers of another kind": [1, 1.0, 2, 2.0],
    "days and moments": [date(2025, 11, 20), datetime(2025, 11, 20), datetime(2025, 11, 20, 8, 30), 45981.0],
    "errors and blanks": ["#NV", "k. A.", " ", ""],
    "nothing": ["", "", ""],
}


def column(name: str) -> InputColumn:
    return next(found for found in CELLS.columns if found.ids[0] == f"teilnehmende.1.{name}")


@pytest.mark.parametrize("name", ["kennung", "traeger", "strecke", "ermittelt_am", "fahrtdauer"])
@pytest.mark.parametrize("contents", CONTENTS.values(), ids=CONTENTS)
def test_columns_are_read_as_their_cells(name: str, contents: list[Raw]) -> None:
    listed = column(name)
    rows = [[""] * 15 for _ in range(listed.row + len(contents))]
    for number, raw in enumerate(contents):
        rows[listed.row + number][listed.column] = raw  # type: ignore[call-overload]
    sheet = ReturnedSheet("entfernung", "Entfernungskilometer", SHEET)
    listed.read_into(sheet, Columns(rows))
    expected = {}
    for number, raw in enumerate(contents, 1):
        field = SHEET.fields[f"teilnehmende.{number}.{name}"]
        value, code = read_entry(field, raw)
        expected[field.id] = Entry(field.id, listed.names[number - 1], raw, value, code)
    if any(raw != "" for raw in contents):
        assert list(map(repr, sheet.entries.values())) == list(map(repr, expected.values()))
        assert sheet.values == {name: entry.value for name, entry in expected.items()}
    else:
        assert sheet.entries == {}


@pytest.mark.parametrize("width", [0, 1, 4])
def test_a_sheet_may_end_before_a_column(width: int) -> None:
    sheet = ReturnedSheet("entfernung", "Entfernungskilometer", SHEET)
    column("strecke").read_into(sheet, Columns([["x"] * width for _ in range(20)]))
    assert sheet.entries == {}


def test_every_input_is_read_once() -> None:
    listed = [name for found in CELLS.columns for name in found.ids]
    single = [field.id for field in CELLS.single]
    assert sorted([*listed, *single]) == sorted(field.id for field in CELLS.fields)
    assert len(listed) == 600 * 12
    assert all(
        SHEET.fields[name].type is SHEET.fields[found.ids[0]].type for found in CELLS.columns for name in found.ids
    )
