"""Marks of empty duties, of entries that are not allowed and of sums of nothing: which cells have them, as a spreadsheet engine judges."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils.cell import get_column_letter

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.marked_cells import section_marks
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_blank
from tests.differential.engines import Engine
from tests.forms.standard import Standard, standard

BEYOND = 60
"""Columns to the right, where the formula of a cell's mark is put to be calculated."""


def marked(book: Standard, key: str, entered: Mapping[str, Value] | None) -> dict[str, set[str]]:
    """Return the fields of a sheet that each look marks; without entries those of the blank form."""
    filled = {name: dict(values) for name, values in book.entered({}).items()} if entered is not None else {}
    if entered is not None:
        filled[key] = filled[key] | dict(entered)
    placed = book.layout.by_key[key]
    found = load_workbook(BytesIO(workbook_bytes(book.layout, filled)))
    sheet, looks = found[placed.name], {}
    for area in sheet.conditional_formatting:
        first = str(area.sqref).split()[0].split(":")[0]
        for rule in area.rules:
            if rule.formula[0].startswith("LEFT("):
                continue
            look = (
                {"gray0625": "lacking", "lightUp": "wrong"}[rule.dxf.fill.patternType] if rule.dxf.fill else "nothing"
            )
            for cells in area.sqref.ranges:
                for row, column in cells.cells:
                    shift = BEYOND * (1 + ["lacking", "wrong", "nothing"].index(look))
                    place = f"{get_column_letter(column)}{row}"
                    text = Translator(f"={rule.formula[0]}", first).translate_formula(place)
                    sheet.cell(row, column + shift, text)
                    looks[f"{get_column_letter(column + shift)}{row}"] = (look, place)
    out = BytesIO()
    found.save(out)
    names = {cell.name: name for name, cell in placed.plan.fields.items()}
    with Engine(out.getvalue()) as engine:
        shown = engine.values()[placed.name]
    marks: dict[str, set[str]] = {}
    for address, (look, place) in looks.items():
        assert shown[address] in (True, False), f"{place}: {shown[address]}"
        if shown[address]:
            marks.setdefault(look, set()).add(names[place])
    return marks


WRONG: dict[str, Value] = {
    "personen.hessen.andere": "zwölf", "erbracht.lwv": "12.5", "konzeption.vom": 2025, "fragen.struktur_2": "vielleicht",
    "ausgelagert.betriebe": Decimal("12.5"), "alter.a66.lwv": -1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ({}, {}),
        ({"kontakt.mail": None, "alter.a31_40.andere": None}, {"lacking": {"kontakt.mail", "alter.a31_40.andere"}}),
        ({"kontakt.funktion": None, "konzeption.vom": None}, {}),
        ({"kontakt.mail": None, "zusatz.fehlanzeige": "ja"}, {}),
        ({"alter.a66.lwv": 0, "alter.a66.andere": 99_999}, {}),
        (WRONG, {"wrong": set(WRONG)}),
        ({"erbracht.lwv": None, "erbracht.andere": None},
         {"lacking": {"erbracht.lwv", "erbracht.andere"}, "nothing": {"erbracht.gesamt"}}),
        ({"erbracht.lwv": 0, "erbracht.andere": 0}, {}),
    ],
    ids=["complete", "two empty duties", "what may be blank", "nothing is required", "at the limits", "wrong", "a sum of nothing",
         "a sum of zeros"],
)  # fmt: skip
def test_a_sheet_of_an_ort(entered: Mapping[str, Value], expected: dict[str, set[str]]) -> None:
    assert marked(standard("dokumentation"), "ort_58.1", entered) == expected


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ({}, {}),
        ({"teilnehmende.2.zad": None}, {"lacking": {"teilnehmende.2.zad"}}),
        ({"teilnehmende.3.strecke": None}, {"lacking": {"teilnehmende.3.strecke"}}),
        ({"teilnehmende.3.strecke": None, "teilnehmende.3.befoerderung": "freie Wertmarke"}, {}),
        ({"teilnehmende.7.kennung": "TN-0007"},
         {"lacking": {f"teilnehmende.7.{name}" for name in ("zad", "traeger", "befoerderung")}}),
        ({"teilnehmende.4.ermittelt_am": 12, "teilnehmende.4.traeger": "Land"},
         {"wrong": {"teilnehmende.4.ermittelt_am", "teilnehmende.4.traeger"}}),
    ],
    ids=["complete", "a duty", "a duty under a condition", "the condition does not hold", "a new row", "wrong"],
)  # fmt: skip
def test_the_rows_of_a_list(entered: Mapping[str, Value], expected: dict[str, set[str]]) -> None:
    assert marked(standard("fahrtkosten"), "entfernung", entered) == expected


def test_a_row_of_a_table_asks_for_what_belongs_together() -> None:
    assert marked(standard("neubau"), "berechnung", {"flaechen.9.ngf": 100}) == {"lacking": {"flaechen.9.richtwert"}}


def test_results_of_a_blank_calculation_show_no_zeros() -> None:
    results = {field.id for block in forms.newest("neubau").sections["berechnung"].blocks for field in block.fields
               if field.computed and field.type.numeric}  # fmt: skip
    found = marked(standard("neubau"), "berechnung", None)
    assert found["nothing"] == results
    assert {"ergebnis.bga", "rechenweg.bga_voll", "rechenweg.bga"} < results
    assert marked(standard("neubau"), "berechnung", {}) == {}


@pytest.mark.parametrize("name", forms.NAMES)
def test_few_conditional_formats_and_none_of_a_form_that_does_not_lead(name: str) -> None:
    leading, first = forms.versions(name)[0], forms.versions(name)[-1]
    assert first.guidance.leads or not any(section_marks(first, sheet.section) for sheet in first.sheets)
    for sheet in leading.sheets:
        marks = section_marks(leading, sheet.section)
        if sheet.rosters:
            assert len(marks) <= 2 * len(sheet.columns)
            assert all(len(mark.areas) == 1 for mark in marks)
        assert all(len(mark.formula) <= 8_192 and "!" not in mark.formula for mark in marks)


def test_the_marks_depend_on_nothing_but_the_form() -> None:
    issue = issue_blank(forms.newest("neubau"), 2025)
    assert workbook_bytes(lay_out(issue)) == workbook_bytes(lay_out(issue))
