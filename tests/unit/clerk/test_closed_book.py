"""The closed workbook: found by names and heads wherever they are, read as it shows, changed in single cells, refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rv2xl.clerk.books.book import Cell, ColumnCells, Link
from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.sheets import BEFUNDE, ERGEBNIS, JAHR, NAME, RUECKLAUF, SETTINGS, Head
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.abbruch import Abbruch
from rv2xl.resources import resource
from tests.clerk.package import parts
from tests.security import hostile
from tests.unit.clerk.changed_book import with_name, with_part, without_name

DELIVERED = resource(f"workbooks/{NAME}").read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_bytes(DELIVERED)
    return tmp_path / NAME


def column(head: str, *cells: Cell, first: int = 0) -> ColumnCells:
    number = [column.head for column in RUECKLAUF.columns].index(head)
    return ColumnCells(RUECKLAUF, RUECKLAUF.column(head), number, first, cells)


TEXTS = (
    "=1+1",
    "+a",
    "-a",
    "@a",
    "0007",
    "1.2.2025",
    "_x0041_",
    "\x07 \r",
    " ä & „b“ <c> ",
    "TRUE",
    "#NV",
    "x" * 32_767,
)


def test_what_is_written_is_what_is_read_and_no_text_is_a_formula(path: Path) -> None:
    book, day = ClosedBook(path), date(2026, 4, 1)
    link = Link("Rück lauf/a%23\"b'.xlsx#'58 Erbach'!B52", "öffnen")
    book.write(
        {ERGEBNIS: "=2+2", **{JAHR.name: "2026"}},
        [column(Head.DATEI, *TEXTS), column(Head.EINGANG, day), column(Head.FEHLER, 3.0), column(Head.OEFFNEN, link)],
    )
    read = ClosedBook(path)
    assert read.values([ERGEBNIS, JAHR.name]) == {ERGEBNIS: "=2+2", JAHR.name: "2026"}
    rows = read.rows(RUECKLAUF)
    assert [row[4] for row in rows.below[: len(TEXTS)]] == list(TEXTS)
    assert (rows.below[0][3], rows.below[0][6], rows.below[0][5]) == (day, 3.0, "öffnen")
    sheet = load_workbook(path)[RUECKLAUF.sheet]
    assert {cell.data_type for (cell,) in sheet["E4:E15"]} == {"s"}
    assert sheet["F4"].value == '=HYPERLINK("Rück lauf/a%23""b\'.xlsx#\'58 Erbach\'!B52","öffnen")'


def test_a_row_is_as_high_as_its_texts_but_not_as_a_checksum(path: Path) -> None:
    name, checksum = "Gemeinnützige Werkstätten für Menschen mit Behinderungen im Kreis gGmbH", "0f" * 32
    ClosedBook(path).write(
        {}, [column(Head.ABSENDER, "Werkstatt", name, "x"), column(Head.PRUEFSUMME, "1a", "2b", checksum)]
    )
    one, several, folded = (load_workbook(path)[RUECKLAUF.sheet].row_dimensions[row].height for row in (4, 5, 6))
    assert one == folded
    assert several > 2 * one


def test_only_the_sheets_that_are_written_to_change(path: Path) -> None:
    ClosedBook(path).write({}, [column(Head.DATEI, "a.xlsx")])
    before, after = parts(DELIVERED), parts(path.read_bytes())
    assert list(after) == list(before)
    assert [name for name in before if after[name] != before[name]] == ["xl/worksheets/sheet2.xml"]


def test_a_range_that_is_stated_too_small_hides_nothing(path: Path) -> None:
    ClosedBook(path).write({}, [column(Head.DATEI, "a.xlsx", "b.xlsx")])
    path.write_bytes(
        with_part(path.read_bytes(), "xl/worksheets/sheet2.xml", '<dimension ref="A1:O5"/>', '<dimension ref="A1:B3"/>')
    )
    rows = ClosedBook(path).rows(RUECKLAUF)
    assert ([row[4] for row in rows.below], len(rows.heads)) == (["a.xlsx", "b.xlsx"], len(RUECKLAUF.columns))


def test_truth_values_and_errors_are_what_they_show(path: Path) -> None:
    path.write_bytes(set_cells(DELIVERED, {RUECKLAUF.sheet: {"I4": True, "I5": False}}))
    assert [row[8] for row in ClosedBook(path).rows(RUECKLAUF).below] == ["WAHR", "FALSCH"]


def test_renamed_sheets(path: Path) -> None:
    data = with_part(
        DELIVERED, "xl/workbook.xml", '<sheet name="Start"', '<sheet name="Mein &apos;An &amp; fang&apos;"'
    )
    for name in ("Jahr", ERGEBNIS):
        cell = {"Jahr": "$B$17", ERGEBNIS: "$B$5"}[name]
        data = with_name(data, name, f"'Mein ''An & fang'''!{cell}")
    path.write_bytes(data)
    book = ClosedBook(path)
    book.write({ERGEBNIS: "gut"}, [])
    assert book.values(["Jahr"]) == {"Jahr": 2025.0}
    assert load_workbook(path)["Mein 'An & fang'"]["B5"].value == "gut"


@pytest.mark.parametrize(
    "refers_to", ["#REF!", "Start!#REF!", "Fort!$B$17", "2025", "OFFSET(Start!$B$17,0,0)", "Start!$B$17,Start!$C$17",
                  "Start!$B:$B", "Start!$XFDD$17", None],
)  # fmt: skip
def test_a_name_that_leads_to_no_cell(refers_to: str | None, path: Path) -> None:
    for name in (JAHR.name, ERGEBNIS):
        path.write_bytes(with_name(DELIVERED, name, refers_to))
        with pytest.raises(Abbruch) as refused:
            ClosedBook(path).write({name: "9"}, [])
        assert str(refused.value) == (
            f"In der Arbeitsmappe gibt es die Zelle „{name}“ nicht mehr. Bitte mit einer neuen {NAME} weiterarbeiten."
        )
        assert path.read_bytes() == with_name(DELIVERED, name, refers_to)


UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "pdf": (lambda: b"%PDF-1.7", "Die Datei ist ein PDF-Dokument, keine Excel-Arbeitsmappe (.xlsx)."),
    "empty": (lambda: b"", "Die Datei ist leer."),
    "truncated": (lambda: DELIVERED[:9000], "Die Datei ist abgeschnitten: Ihr Ende fehlt."),
    "encrypted": (lambda: hostile.ole("EncryptedPackage", "EncryptionInfo") + bytes(600),
                  "Die Datei ist mit einem Kennwort verschlüsselt und lässt sich nicht lesen."),
    "bomb": (lambda: hostile.bomb(140 * 1024 * 1024), "Die Datei ist ausgepackt 140 MB groß; erlaubt sind höchstens 128 MB."),
    "document type": (lambda: with_part(DELIVERED, "xl/worksheets/sheet1.xml", "<worksheet ", "<!DOCTYPE a><worksheet "),
                      "Die Datei ist beschädigt: Ein Teil enthält eine Dokumenttyp-Deklaration."),
    "a broken sheet": (lambda: with_part(DELIVERED, "xl/worksheets/sheet2.xml", "</sheetData>", "</sheetDat>"),
                       "Die Datei ist beschädigt: Sie lässt sich nicht lesen."),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read(data: Callable[[], bytes], said: str, path: Path) -> None:
    path.write_bytes(data())
    with pytest.raises(Abbruch) as refused:
        ClosedBook(path).rows(RUECKLAUF)
    assert str(refused.value) == f"„{path}“ ist keine {NAME}, die sich lesen lässt. {said}"


def test_another_workbook(path: Path) -> None:
    data = DELIVERED
    for table in (RUECKLAUF.name, BEFUNDE.name, "Tabelle_Protokoll"):
        data = without_name(data, table)
    path.write_bytes(data)
    with pytest.raises(Abbruch) as refused:
        ClosedBook(path)
    assert str(refused.value) == f"„{path}“ ist keine {NAME}."


def test_a_sheet_that_is_broken_only_below_what_is_read(path: Path) -> None:
    path.write_bytes(with_part(DELIVERED, "xl/worksheets/sheet1.xml", "</sheetData>", "</sheetDat>"))
    before = path.read_bytes()
    book = ClosedBook(path)
    book.values(setting.name for setting in SETTINGS[:1])
    with pytest.raises(Abbruch, match=f"^In „{NAME}“ lässt sich nichts eintragen: Ein Blatt ist beschädigt, oder"):
        book.write({ERGEBNIS: "x"}, [])
    assert path.read_bytes() == before


def test_a_formula_that_fills_several_cells_of_ours(path: Path) -> None:
    data = set_cells(DELIVERED, {RUECKLAUF.sheet: {"G4": 1, "G5": 2}})
    shared = '<f t="shared" ref="G4:G5" si="0">1+1</f><v>1</v>'
    path.write_bytes(with_part(data, "xl/worksheets/sheet2.xml", "<v>1</v>", shared))
    before = path.read_bytes()
    with pytest.raises(Abbruch, match="eine Formel für mehrere Zellen; diese bitte löschen"):
        ClosedBook(path).write({}, [column(Head.FEHLER, 3.0)])
    assert path.read_bytes() == before


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_a_workbook_that_is_open(lock: str, path: Path) -> None:
    beside = path.with_name(lock.format(NAME))
    beside.symlink_to("nowhere")  # as LibreOffice's may be on a network
    with pytest.raises(Abbruch) as refused:
        ClosedBook(path)
    assert str(refused.value) == (
        f"„{path}“ ist gerade geöffnet. Bitte schließen, oder dort die Knöpfe benutzen; ist sie nirgends geöffnet, "
        f"„{beside.name}“ löschen."
    )


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    path = tmp_path / ("K" * 250 + ".xlsm")
    path.write_bytes(DELIVERED)
    ClosedBook(path).write({JAHR.name: "2024"}, [])
    assert ClosedBook(path).values([JAHR.name]) == {JAHR.name: "2024"}


def test_somebody_has_saved_it_since(path: Path) -> None:
    book = ClosedBook(path)
    ClosedBook(path).write({JAHR.name: "2024"}, [])
    before = path.read_bytes()
    with pytest.raises(Abbruch) as refused:
        book.write({JAHR.name: "2023"}, [])
    assert str(refused.value) == f"„{NAME}“ wurde inzwischen geändert; bitte noch einmal aufrufen."
    assert path.read_bytes() == before
