"""„Befunde“: the gravest finding of a file first, and what a clerk noted beside one stays with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rv2xl.clerk.lines.found import finding_blocks
from rv2xl.clerk.lines.places import Places
from rv2xl.clerk.lines.table import worked_table
from rv2xl.clerk.sheets import BEFUNDE, Head
from rv2xl.model.finding import Finding, finding
from rv2xl.model.returned import Return
from rv2xl.reports.replies import File, State
from rv2xl.returns.checked import Checked
from tests.unit.clerk.memory_book import MemoryBook

PLACES = Places(Path("/amt/Ruecklauf"), Path("/amt"))
BESIDE = finding("DANEBEN", "Neben den Feldern steht etwas.", sheet="58 Erbach", cells=("F3",))
WRONG = finding("TYP", "„zwölf“ ist keine Zahl.", sheet="58 Erbach", cells=("B45",), source="RV 2 Anlage 2 Nr. 3")
GONE = finding("FORM-FREMD", "Die Datei ist kein Vordruck.")


def file(name: str, *findings: Finding) -> File:
    entry = Checked(Return(f"/amt/Ruecklauf/{name}"), list(findings))
    return File(entry, name, State.ZURUECKGEWIESEN, "0007")


def put(book: MemoryBook, *files: File) -> None:
    book.write({}, finding_blocks(worked_table(book, BEFUNDE), files, PLACES))


def shown(book: MemoryBook, *heads: str) -> list[tuple[object, ...]]:
    return list(zip(*(book.cells(BEFUNDE, head) for head in heads), strict=True))


def test_each_finding_has_a_line_with_its_place_and_remedy(tmp_path: Path) -> None:
    book = MemoryBook(tmp_path)
    put(book, file("a.xlsx", BESIDE, WRONG), file("b.xlsx", GONE))
    assert shown(book, Head.DATEI, Head.SCHWERE, Head.BLATT, Head.ZELLEN, Head.OEFFNEN, Head.CODE, Head.FUNDSTELLE) == [
        ("a.xlsx", "FEHLER", "58 Erbach", "B45", "öffnen", "TYP", "RV 2 Anlage 2 Nr. 3"),
        ("a.xlsx", "HINWEIS", "58 Erbach", "F3", "öffnen", "DANEBEN", None),
        ("b.xlsx", "FEHLER", None, "", "öffnen", "FORM-FREMD", None),
    ]  # fmt: skip


def test_a_note_stays_beside_its_finding_and_what_is_settled_says_so(tmp_path: Path) -> None:
    book = MemoryBook(tmp_path)
    put(book, file("a.xlsx", WRONG), file("b.xlsx", GONE))
    for row in book.sheets[BEFUNDE.name]:
        row.extend([None] * (len(BEFUNDE.columns) - len(row)) + [f"zu {row[1]}"])
    put(book, file("b.xlsx", GONE), file("c.xlsx", BESIDE))
    assert [(row[1], row[2], row[-1]) for row in book.sheets[BEFUNDE.name][1:3]] == [
        ("a.xlsx", "entfallen", "zu a.xlsx"), ("b.xlsx", "FEHLER", "zu b.xlsx"),
    ]  # fmt: skip
    assert shown(book, Head.DATEI, Head.CODE)[2:] == [("c.xlsx", "DANEBEN")]


@pytest.mark.parametrize(("most", "count"), [(3, 3), (2, 2)])
def test_what_has_no_room_is_counted(tmp_path: Path, most: int, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rv2xl.clerk.sheets.BEFUNDE", small := replace(BEFUNDE, most=most))
    book = MemoryBook(tmp_path)
    files = [file("a.xlsx", WRONG, BESIDE), file("b.xlsx", GONE, BESIDE)]
    book.write({}, finding_blocks(worked_table(book, small), files, PLACES))
    said = book.cells(small, Head.BEFUND)
    assert len(said) == count
    assert said[-1] == f"{5 - count} weitere Befunde sind hier nicht aufgeführt; „rv2xl check“ nennt alle."
