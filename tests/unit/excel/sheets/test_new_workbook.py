"""Texts of registers and returns are texts in what we write, also those that XlsxWriter would take for markup."""

from __future__ import annotations

import ast
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

import rv2xl
from rv2xl import forms
from rv2xl.excel.package.edit import opened
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.outgoing.issuing import issue_for
from rv2xl.reports.workbook.report_book import Head, ReportBook
from tests.forms.standard import SENDER, YEAR, register
from tests.unit.excel.workbooks import by_calamine, by_openpyxl_read

TEXTS = (
    "<r>A</r>", "<r><t>fett</t></r>", "<r></r>", "<r>A & B</r>", "<r></si><si></r>", "<r><rPr><b/></rPr><t> A </t></r>",
    "<r>zwei\nZeilen</r>", "&lt;r>A</r>", "<r>A",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_of_the_register_is_a_text_in_the_form(text: str) -> None:
    known = register()
    orte = tuple({**ort, "name": text, "art": text} for ort in known.orte)
    layout = lay_out(issue_for(forms.newest("dokumentation"), replace(known, orte=orte), YEAR, SENDER))
    data = workbook_bytes(layout, {"ort_58.1": {"kontakt.name": text}})
    placed = layout.by_key["ort_58.1"]
    for field in ("ort.name", "kopf.art_der_leistung", "kontakt.name"):
        cell = placed.plan.fields[field].name
        assert by_calamine(data, placed.name, cell) == by_openpyxl_read(data, placed.name, cell) == text
    assert read_return(data, "datei.xlsx").findings == []


@pytest.mark.parametrize("town", ["MAP(Süd)", "Bad SORT(A)", "TINGLE(Nord)", "TAKE("])
def test_a_town_that_looks_like_a_function_is_a_name_in_formulas(town: str) -> None:
    known = register()
    orte = tuple({**ort, "ort": town} for ort in known.orte)
    layout = lay_out(issue_for(forms.newest("dokumentation"), replace(known, orte=orte), YEAR, SENDER))
    assert any(town in placed.name for placed in layout.placed)
    data = workbook_bytes(layout)
    with ZipFile(BytesIO(data)) as package:
        sheets = [package.read(part) for part in package.namelist() if part.startswith("xl/worksheets/sheet")]
    assert not any(b"_xlfn" in sheet or b't="array"' in sheet for sheet in sheets)
    assert read_return(data, "datei.xlsx").findings == []


@pytest.mark.parametrize("text", ["a\x0bb", "a\x01", "a\x1fb", "_x0041_", "a\nb", "\ufffe|\uffff", "Ä & <ß>"])
def test_what_a_formula_shows_may_hold_any_sign(text: str) -> None:
    book = ReportBook("Bericht", "")
    book.page("Bericht", [20.0]).formula(0, 0, "=B1", text, "cell.anzahl")
    with ZipFile(BytesIO(book.finished())) as package:
        assert opened(package).cells("Bericht").rows[0][0] == text


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_of_a_return_is_a_text_in_the_report(text: str) -> None:
    book = ReportBook(text, text)
    page = book.page("Bericht", [20.0, 20.0])
    page.text(0, 0, text)
    page.text(1, 0, text, last=1)
    page.tall(2, 0, (3, 1), text, "head")
    page.table(5, "Tabelle", [Head("Kopf", 20.0)], [[text]])
    data = book.finished()
    for cell in ("A1", "A2", "A3", "A7"):
        assert by_calamine(data, "Bericht", cell) == by_openpyxl_read(data, "Bericht", cell) == text


def test_forms_and_reports_make_their_workbooks_in_one_place() -> None:
    makers = set()
    for path in Path(rv2xl.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            made = [node.func] if isinstance(node, ast.Call) else node.bases if isinstance(node, ast.ClassDef) else []
            if any(ast.unparse(name).rpartition(".")[2] == "Workbook" for name in made):
                makers.add(f"{path.parent.name}.{path.stem}")
    assert makers == {"sheets.new_workbook", "demo.returns"}, "the demo's is somebody else's, with texts of its own"
