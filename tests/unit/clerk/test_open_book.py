"""The workbook open in Excel: the same cells as of the closed file, and after a write that fails all is as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings

from rv2xl.clerk.books.book import Cell, ColumnCells, Link
from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.books.open_book import OpenBook
from rv2xl.clerk.sheets import BEFUNDE, ERGEBNIS, JAHR, NAME, RUECKLAUF, Head, SheetTable
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.abbruch import Abbruch
from rv2xl.resources import resource
from tests.office.engine.file_backend import FileBackend
from tests.office.xlwings_engine import App, attached
from tests.unit.clerk.changed_book import with_name

DELIVERED = resource(f"workbooks/{NAME}").read_bytes()
TEXTS = (
    "=1+1", "+a", "-a", "@a", "0007", "1.2.2025", "1/2", "Mai 2025", "TRUE", "#NV", " ä „b“ ", "'a", "x" * 32_767,
)  # fmt: skip
MADE = (
    (RUECKLAUF, Head.DATEI, TEXTS),
    (RUECKLAUF, Head.EINGANG, (date(2026, 4, 1), None, date(2026, 4, 2))),
    (RUECKLAUF, Head.FEHLER, (3.0, 0.0)),
    (RUECKLAUF, Head.OEFFNEN, (Link("a%23\"b'.xlsx#'58 Erbach'!B52", "öffnen"), None, Link("c.xlsx", "öffnen"))),
    (BEFUNDE, Head.BEFUND, ("=2+2",)),
)


def block(table: SheetTable, head: str, cells: tuple[Cell, ...]) -> ColumnCells:
    number = [column.head for column in table.columns].index(head)
    return ColumnCells(table, table.column(head), number, 0, cells)


BLOCKS = [block(*made) for made in MADE]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_bytes(DELIVERED)
    return tmp_path / NAME


@pytest.fixture
def excel(path: Path) -> Iterator[App]:
    with attached(FileBackend(path)) as app:
        yield app


def opened() -> OpenBook:
    return OpenBook(xlwings.Book.caller())


def test_it_reads_what_the_closed_file_holds(path: Path) -> None:
    data = set_cells(DELIVERED, {
        RUECKLAUF.sheet: {"A4": "0001", "D4": date(2026, 4, 1), "G4": 2, "I4": True, "J4": "=1+1 gilt", "P3": "Eigene", "P5": 1.5},
        "Start": {"B17": 2025},
    })  # fmt: skip
    path.write_bytes(data)
    closed = ClosedBook(path)
    with attached(FileBackend(path)):
        book = opened()
        assert book.path == closed.path
        assert book.values([JAHR.name, ERGEBNIS]) == closed.values([JAHR.name, ERGEBNIS])
        number, heads, below = book.rows(RUECKLAUF)
    expected = closed.rows(RUECKLAUF)
    assert (number, heads) == (expected.number, expected.heads)
    filled = [[cell for cell in row if cell is not None] for row in below]
    assert filled == [["0001", date(2026, 4, 1), 2.0, "WAHR", "=1+1 gilt"], [1.5]] + [[] for _ in filled[2:]]


def test_it_writes_what_the_closed_file_gets(path: Path, excel: App) -> None:
    named = {ERGEBNIS: "=2+2", JAHR.name: "2026"}
    opened().write(named, BLOCKS)
    excel.backend.save(path.with_name("open.xlsm"))
    ClosedBook(path).write(named, BLOCKS)
    one, other = ClosedBook(path.with_name("open.xlsm")), ClosedBook(path)
    assert one.values(named) == other.values(named) == named
    for table, head, cells in MADE:
        number = [column.head for column in table.columns].index(head)
        shown = ["öffnen" if isinstance(cell, Link) else cell for cell in cells]
        assert [row[number] for row in other.rows(table).below[: len(cells)]] == shown
        if head != Head.OEFFNEN:  # openpyxl saves no values beside formulas
            assert [row[number] for row in one.rows(table).below[: len(cells)]] == shown


def test_errors_are_what_they_show(path: Path, excel: App) -> None:
    sheet = xlwings.Book.caller().sheets[RUECKLAUF.sheet]
    sheet["P3"].value, sheet["P4"].value, sheet["I5"].value = "Eigene", "=1/0", "=NA()"
    rows = opened().rows(RUECKLAUF)
    assert (rows.below[0][15], rows.below[1][8]) == ("#DIV/0!", "#N/A")


def contents(excel: App) -> dict[tuple[str, int, int], Any]:
    """All that is in cells: formulas, or values where there is none."""
    backend, found = excel.backend, {}
    for sheet in backend.sheet_names():
        used = backend.used(sheet)
        rows = zip(backend.formulas(sheet, used), backend.values(sheet, used), strict=True)
        for row, (formulas, values) in enumerate(rows, used.row):
            for column, (formula, value) in enumerate(zip(formulas, values, strict=True), used.column):
                if (formula, value) != (None, None):
                    found[sheet, row, column] = formula or value
    return found


@pytest.mark.parametrize("protected", ["Befunde", "Rücklauf", "Start"])
def test_a_protected_sheet_leaves_all_as_it_was(protected: str, path: Path) -> None:
    ClosedBook(path).write({ERGEBNIS: "alt"}, [block(RUECKLAUF, Head.DATEI, ("=alt", "0001")), BLOCKS[3]])
    backend = FileBackend(path)
    with attached(backend) as excel:
        backend._book[protected].protection.sheet = True
        before = contents(excel)
        with pytest.raises(Abbruch) as refused:
            opened().write({ERGEBNIS: "neu"}, BLOCKS)
        assert str(refused.value) == (
            f"Auf dem Blatt „{protected}“ lässt sich nichts eintragen; bitte seinen Schutz aufheben und noch einmal drücken."
        )
        assert contents(excel) == before


@pytest.mark.parametrize("refers_to", ["Start!#REF!", "2025", None])
def test_a_name_that_leads_to_no_cell(refers_to: str | None, path: Path) -> None:
    path.write_bytes(with_name(DELIVERED, ERGEBNIS, refers_to))
    with attached(FileBackend(path)) as excel:
        before = contents(excel)
        with pytest.raises(Abbruch) as refused:
            opened().write({ERGEBNIS: "9"}, BLOCKS)
        assert str(refused.value) == (
            f"In der Arbeitsmappe gibt es die Zelle „{ERGEBNIS}“ nicht mehr. Bitte mit einer neuen {NAME} weiterarbeiten."
        )
        assert contents(excel) == before


@pytest.mark.parametrize("place", ["Mappe1", "https://example.org/Amt/Konsolidierung.xlsm"])
def test_a_workbook_in_no_folder(place: str, excel: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(excel.book), "fullname", place)
    with pytest.raises(Abbruch) as refused:
        opened()
    assert str(refused.value) == (
        "Die Arbeitsmappe liegt in keinem Ordner dieses Rechners; bitte mit „Speichern unter“ dort speichern."
    )
