"""LibreOffice as the provider whose workbook shows last year: all but the Kontakt is typed, saved, and found to be clean."""

from __future__ import annotations

from pathlib import Path

from rv2xl.excel.addresses import cell_name
from rv2xl.excel.sheets.blocks.last_year import place_beside
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from tests.annotated import book_of
from tests.client.keyboard import everything, typing
from tests.findings import places
from tests.forms.standard import judged
from tests.office.client import Office
from tests.unit.outgoing.last_year import A, begun


def test_a_workbook_with_last_year_in_it_comes_back_clean(office: Office, tmp_path: Path) -> None:
    (issue,) = begun("0001").issues
    layout, suggested = lay_out(issue), begun("0001").entered(issue)
    entered = everything(layout, 1)
    for key, values in suggested.items():
        entered[key] = {name: value for name, value in entered[key].items() if name not in values}
    path, saved = tmp_path / "vordruck.xlsx", tmp_path / "gespeichert.xlsx"
    path.write_bytes(workbook_bytes(layout, suggested))
    with office.open(path) as document:
        answers = document.type_many(list(typing(layout, entered)))
        assert all(answer.ok for answer in answers)
        document.calculate_all()
        document.save_xlsx(saved)
    returned, findings = judged(saved.read_bytes())
    assert places(findings) == []
    assert returned.issue == issue
    assert returned.value(A, "kontakt.name") == "A. Alt"
    beside = place_beside(layout.by_key[A].plan, "konzeption.liegt_vor")
    assert book_of(saved.read_bytes())[layout.by_key[A].name][cell_name(*beside)].value == "Vorjahr: nein"
