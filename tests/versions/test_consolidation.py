"""Returns of two versions in one report: what both have is added up, what only one has says so."""

from __future__ import annotations

import random
from functools import cache
from io import BytesIO
from typing import Any

import pandas
import pytest

from rv2xl import forms
from rv2xl.demo.data import filled_values
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_for
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.regional.sheets.regions_sheet import RegionTable
from rv2xl.returns.batch import check_file, compare_returns
from rv2xl.returns.consolidate import Consolidation, consolidate
from tests.bench.samples import YEAR, register
from tests.cells import Tab
from tests.unit.reports.folder import TODAY, tidy_csv
from tests.unit.reports.workbook import opened, regions, table
from tests.versions.dokumentation_2024 import DOKUMENTATION_2024

pytestmark = pytest.mark.usefixtures("both_versions")

BANDS = ("alter.a51_55", "alter.a56_60")


def filled(form: Form, number: str) -> bytes:
    """Fill a workbook of either version with the same numbers, those of 51 to 60 added up in the older one."""
    layout = lay_out(issue_for(form, register(2), YEAR, number))
    today = lay_out(issue_for(forms.newest("dokumentation"), register(2), YEAR, number))
    entered: dict[str, dict[str, Value]] = filled_values(today, random.Random(number))
    if form.version == "2024.1":
        for values in entered.values():
            for traeger in ("lwv", "andere"):
                parts = [values.pop(f"{band}.{traeger}", None) for band in BANDS]
                if all(isinstance(part, int) for part in parts):
                    values[f"alter.a51_60.{traeger}"] = sum(part for part in parts if isinstance(part, int))
    return workbook_bytes(layout, entered)


@cache
def both() -> Consolidation:
    known = register(2)
    files = {"neu.xlsx": filled(forms.newest("dokumentation"), "0001"), "alt.xlsx": filled(DOKUMENTATION_2024, "0002")}
    checked = [check_file(lambda data=data: data, name, known, YEAR) for name, data in files.items()]  # type: ignore[misc]
    compare_returns(checked)
    assert [entry.findings for entry in checked] == [[], []]
    return consolidate(forms.newest("dokumentation"), YEAR, known, checked)


def tidy() -> Any:
    frame = pandas.read_csv(BytesIO(tidy_csv(both())), sep=";", encoding="utf-8-sig", dtype=str)
    return frame.assign(zahl=pandas.to_numeric(frame.wert.str.replace(",", "."), errors="coerce"))


def test_what_both_versions_have_is_added_up() -> None:
    hessen = regions(opened(report_bytes(both(), today=TODAY)))["Hessen"]
    sums = tidy().groupby("feld").zahl.sum()
    columns = RegionTable(both().versions, (), (), lambda measure: "").column_of
    for field in ("personen.hessen.lwv", "alter.a18_30.lwv", "alter.a51_60.lwv", "alter.a51_55.lwv", "bewilligt.lwv"):
        assert float(hessen[columns[field]]) == sums[field] > 0, field


def test_columns_say_which_version_has_them() -> None:
    rows = table(opened(report_bytes(both(), today=TODAY)), "Orte")
    heads = [str(head) for head in rows[0]]
    at = Tab("dokumentation", "58 Erbach").cell
    assert "Altersstruktur: 51-60 Jahre – LWV Hessen (nur im Vordruck 2024.1) [B55]" in heads
    assert f"Altersstruktur: 51-55 Jahre – LWV Hessen (nicht im Vordruck 2024.1) [{at('alter.a51_55.lwv')}]" in heads
    assert f"Altersstruktur: 18-30 Jahre – LWV Hessen [{at('alter.a18_30.lwv')}; 2024.1: B52]" in heads
    assert any(
        head.endswith(f"Aus hessischer Region – LWV Hessen [{at('personen.hessen.lwv')}; 2024.1: B45]")
        for head in heads
    )
    bands = [head for head in heads if "LWV Hessen" in head and "Altersstruktur" in head]
    assert [head.split(": ")[1].split(" ")[0] for head in bands] == [
        "18-30",
        "31-40",
        "41-50",
        "51-60",
        "51-55",
        "56-60",
        "61-65",
        "66",
    ]


def test_the_notes_say_what_the_versions_have_not_in_common() -> None:
    book = opened(report_bytes(both(), today=TODAY))
    sheets = (book["Überblick"], book["Hinweise"])
    texts = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    (said,) = [text for text in texts if "mit dem Vordruck 2024.1" in text]
    assert said == (
        "•  Ein Rücklauf kam mit dem Vordruck 2024.1; nur er hat „51-60 Jahre“, „51-55 Jahre“ und „56-60 Jahre“ fehlen ihm. "
        "Was beide haben, ist zusammengezählt. Für eine Kennzahl aus dem, was nicht beide haben, steht „.“."
    )
    assert "51-60 Jahre (nur im Vordruck 2024.1)" in texts
