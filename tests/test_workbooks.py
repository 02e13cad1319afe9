"""The committed blank forms are what the definitions give today, part by part; and they can be found. For what a clerk gets besides
see clerk/test_rebuild."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from rv2xl import forms
from rv2xl.excel.package.cells.shared_formulas import LONGEST
from rv2xl.excel.sheets.formula_texts import expected_formulas
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.outgoing.issuing import file_name, issue_blank
from rv2xl.resources import resource

YEAR = 2025


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package, uncompressed: another zlib may pack them otherwise."""
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("name", forms.NAMES)
def test_the_committed_blank_form_is_up_to_date(name: str) -> None:
    issue = issue_blank(forms.newest(name), YEAR)
    committed = parts(resource(f"workbooks/{file_name(issue)}").read_bytes())
    rebuilt = parts(workbook_bytes(lay_out(issue)))
    assert list(committed) == list(rebuilt)
    changed = [part for part in rebuilt if rebuilt[part] != committed[part]]
    assert not changed, f"rebuild it: rv2xl generate {name} --year {YEAR} --out workbooks"


@pytest.mark.parametrize("name", forms.NAMES)
def test_no_formula_is_longer_than_a_spreadsheet_takes_it(name: str) -> None:
    layout = lay_out(issue_blank(forms.newest(name), YEAR))
    texts = {
        f"{placed.name}!{cell}": text
        for placed in layout.placed
        for cell, text in expected_formulas(layout, placed).items()
    }
    assert {where: len(text) for where, text in texts.items() if len(text) > LONGEST} == {}


def test_every_form_has_a_blank_workbook_and_nothing_else_lies_there() -> None:
    folder = resource("workbooks")
    expected = {file_name(issue_blank(forms.newest(name), YEAR)) for name in forms.NAMES}
    beside = {"Konsolidierung.xlsm", "Konsolidierung.cmd", "Konsolidierung_Einrichten.html", "bilder"}
    assert {path.name for path in folder.iterdir()} == expected | beside
