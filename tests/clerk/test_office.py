"""LibreOffice opens the workbook and saves it: what the clerk typed, the names and the help stay where they were."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from rv2xl.clerk.sheets import NAME
from rv2xl.resources import resource
from tests.office.client import Office


def test_it_keeps_its_state(office: Office, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(resource(f"workbooks/{NAME}").read_bytes())
    with office.open(path) as document:
        assert document.type_text("Start", "B17", "2026").ok
        assert document.type_text("Rücklauf", "A4", "0001").ok
        assert document.type_text("Rücklauf", "I4", "ja").ok
        assert document.type_text("Rücklauf", "J4", "=1+1 gilt").ok
        refused = document.type_text("Rücklauf", "I5", "vielleicht")
        assert (refused.status, refused.title, refused.message) == (
            "refused", "Bitte Eingabe prüfen", "Hier gehört hin: „ja“.",
        )  # fmt: skip
        assert document.type_text("Start", "B17", "1999").status == "refused"
        saved = load_workbook(document.save_xlsm(tmp_path / "saved.xlsm"))
    before = load_workbook(path)
    assert saved.sheetnames == before.sheetnames
    assert {name: list(entry.destinations) for name, entry in saved.defined_names.items()} == {
        name: list(entry.destinations) for name, entry in before.defined_names.items()
    }
    typed = {
        ("Start", "B17"): 2026,
        ("Rücklauf", "A4"): "0001",
        ("Rücklauf", "I4"): "ja",
        ("Rücklauf", "J4"): "=1+1 gilt",
    }
    cells = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in before
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    }
    after = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in saved
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    }
    assert after == cells | typed
