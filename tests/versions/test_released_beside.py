"""The workbook that was released in version 2025.1, consolidated beside one of today: nobody has to fill in anything twice."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import pandas
import pytest

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_for
from rv2xl.reports.calculations.summary_book import summary_bytes
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.regional.sheets.regions_sheet import RegionTable
from rv2xl.returns.batch import check_file, compare_returns
from rv2xl.returns.consolidate import Consolidation, consolidate
from rv2xl.returns.register import Register
from tests.forms.standard import YEAR, register, standard
from tests.unit.reports.folder import TODAY, tidy_csv
from tests.unit.reports.workbook import opened, regions
from tests.versions.layouts import workbook

OLD, NEW = "0007", "0008"
"""Who answered on which version: the same figures, but the new one has an Ort more, whose answers are taken over."""


def known() -> Register:
    """The standard register, and a second Leistungserbringer with the same Orte under other numbers."""
    first = register()
    own = first.orte_of(OLD, YEAR)
    orte = (*own, *({**ort, "traeger": NEW, "zad": f"2{str(ort.zad)[1:]}"} for ort in own))
    traeger = first.traeger[OLD]
    return Register({OLD: traeger, NEW: {**traeger, "nummer": NEW}}, orte, (), {})


def entered() -> dict[str, dict[str, Value]]:
    """The standard filling without what may be left out since 2025.2: on „58 Michelstadt“ zeros and answers."""
    filling = {key: dict(values) for key, values in standard("dokumentation").filling.items()}
    other = filling["ort_58.2"]
    for name in list(other):
        if name.endswith(".andere") or name.startswith("fragen."):
            del other[name]
    other |= {"zusatz.andere_keine": "ja", "fragen.wie": "58 Erbach", "fragen.struktur_2": "nein"}
    return filling


@cache
def both() -> Consolidation:
    today = workbook_bytes(lay_out(issue_for(forms.newest("dokumentation"), known(), YEAR, NEW)), entered())
    files = {"alt.xlsx": workbook("dokumentation", "2025.1").read_bytes(), "neu.xlsx": today}
    checked = [check_file(lambda data=data: data, name, known(), YEAR) for name, data in files.items()]  # type: ignore[misc]
    compare_returns(checked)
    assert [entry.findings for entry in checked] == [[], []]
    return consolidate(forms.newest("dokumentation"), YEAR, known(), checked)


def tidy() -> Any:
    return pandas.read_csv(BytesIO(tidy_csv(both())), sep=";", encoding="utf-8-sig", dtype=str)


def test_sums_are_over_both() -> None:
    """„58 Erbach“ has 60 people of its own region for the LWV and 10 for others, in each of the two; „58 Michelstadt“ nobody."""
    hessen = regions(opened(report_bytes(both(), today=TODAY)))["Hessen"]
    at = RegionTable(both().versions, (), (), lambda measure: "").column_of
    fields = ("personen.eigene_region.lwv", "personen.eigene_region.andere", "alter.a66.andere", "bewilligt.andere")
    assert [hessen[at[field]] for field in fields] == [120, 20, 2, 401]


def test_a_blank_that_counts_is_0_in_the_table() -> None:
    rows = tidy()
    here = rows[(rows["le"] == NEW) & (rows.blatt == "58 Michelstadt")].set_index("feld")
    assert here.wert["bewilligt.andere"] == "0,00"
    assert here.wert["alter.a66.andere"] == "0"
    assert here.zelle["bewilligt.andere"] == "C26"


def test_an_answer_taken_over_names_the_cell_where_it_stands() -> None:
    rows = tidy()
    here = rows[(rows["le"] == NEW) & (rows.blatt == "58 Michelstadt")].set_index("feld")
    there = rows[(rows["le"] == NEW) & (rows.blatt == "58 Erbach")].set_index("feld")
    assert (here.wert["fragen.struktur_1"], here.wert["fragen.struktur_2"]) == ("ja", "nein")
    assert here.wert["fragen.struktur_4"] == "nein" == there.wert["fragen.struktur_4"]
    assert here.zelle["fragen.struktur_1"] == f"'58 Erbach'!{there.zelle['fragen.struktur_1']}"
    assert here.zelle["fragen.struktur_2"] == there.zelle["fragen.struktur_2"]


def test_the_older_one_has_neither_field() -> None:
    rows = tidy()
    assert set(rows[rows["le"] == OLD].feld) & {"zusatz.andere_keine", "fragen.wie"} == set()
    assert {"zusatz.andere_keine", "fragen.wie"} <= set(rows[rows["le"] == NEW].feld)


@pytest.mark.parametrize(
    ("name", "old"),
    [("bestand", "2023.1"), ("fahrtkosten", "2023.1"), ("kostenzuordnung", "2023.1"), ("neubau", "2023.1")],
)
def test_a_summary_has_a_row_of_each_version(name: str, old: str) -> None:
    """Each is judged by its own rules: both kept workbooks are without FEHLER, and both are counted."""
    newest = forms.newest(name)
    files = {f"{version}.xlsx": workbook(name, version).read_bytes() for version in (old, newest.version)}
    first, builder = register(), "Werkstatt Beispiel gGmbH"  # by whom a blank Bogen of a measure is sent
    known = Register({**first.traeger, builder: {**first.traeger[OLD], "name": builder}}, first.orte, (), {})
    checked = [check_file(lambda data=data: data, file, known, YEAR) for file, data in files.items()]  # type: ignore[misc]
    versions = [entry.issue.form.version for entry in checked if entry.issue is not None]
    assert (versions, [entry.findings for entry in checked]) == ([old, newest.version], [[], []])
    made = consolidate(newest, YEAR, known, checked)
    assert {form.version for form in made.versions} == {old, newest.version}
    rows = opened(summary_bytes(made, today=TODAY))["Bögen"].iter_rows(values_only=True)
    assert [file for row in rows for file in files if file in row] == list(files)
