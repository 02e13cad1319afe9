"""LibreOffice opens the workbook and saves it: what the clerk typed, the names and the help stay where they were."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from rv2xl.clerk.books.book import ColumnCells, Link
from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.sheets import NAME, RUECKLAUF, SETTINGS, Head
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


def test_what_it_has_saved_is_read_and_written_as_before(office: Office, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(resource(f"workbooks/{NAME}").read_bytes())
    names, heads = [setting.name for setting in SETTINGS], [column.head for column in RUECKLAUF.columns]

    def column(head: str, *cells: str | float | Link) -> ColumnCells:
        return ColumnCells(RUECKLAUF, RUECKLAUF.column(head), heads.index(head), 0, cells)

    ClosedBook(path).write({}, [
        column(Head.DATEI, "=1+1.xlsx", "0007"), column(Head.FEHLER, 2.0, 0.0), column(Head.OEFFNEN, Link("a.xlsx", "öffnen")),
    ])  # fmt: skip
    before = ClosedBook(path)
    with office.open(path) as document:
        saved = ClosedBook(document.save_xlsm(tmp_path / "saved.xlsm"))
    assert saved.values(names) == before.values(names)
    for _ in range(2):
        rows = saved.rows(RUECKLAUF)
        assert list(rows.heads[: len(heads)]) == heads
        assert [list(row[: len(heads)]) for row in rows.below[:2]] == [
            list(row) for row in before.rows(RUECKLAUF).below[:2]
        ]
        saved.write({}, [column(Head.FEHLER, 2.0, 0.0)])
        saved = ClosedBook(saved.path)
