"""LibreOffice as the clerk: chooses in the list what the register takes over; the register was saved in LibreOffice, too."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from tests.office.client import Office
from tests.unit.corrections.folder import RETURNS, World, cells_of, column_of, rows_of, sheet_of


def test_chosen_in_libreoffice(office: Office, tmp_path: Path) -> None:
    world = World(tmp_path, RETURNS)
    world.respond()
    sheet = sheet_of(load_workbook(world.list))
    take = sheet.cell(5, column_of(sheet, "übernehmen")).column_letter
    with office.open(world.list) as document:
        assert not document.type_text("Berichtigungen", f"{take}5", "vielleicht").ok
        for row in (5, 7, 13):
            assert document.type_text("Berichtigungen", f"{take}{row}", "ja").ok
        assert document.type_text("Berichtigungen", f"{take}6", "nein").ok
        document.save_xlsx(world.list)
    with office.open(world.register) as document:
        assert document.type_text("Leistungserbringer", "H6", "neu@example.org").ok
        document.save_xlsx(world.register)
    assert [row["übernehmen"] for row in rows_of(world.list)][:4] == ["ja", "nein", "ja", None]
    world.update()
    old, new = cells_of(world.register), cells_of(world.out)
    assert {cell: new.get(cell) for cell in old.keys() | new.keys() if old.get(cell) != new.get(cell)} == {
        ("Leistungserbringer", "B5"): "Neue Werkstatt gGmbH", ("Leistungserbringer", "D5"): "65185", ("Orte", "G5"): "=1+1",
    }  # fmt: skip
    assert new["Leistungserbringer", "H6"] == "neu@example.org"
