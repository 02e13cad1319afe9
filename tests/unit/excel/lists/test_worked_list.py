"""A list of ours that a clerk has worked on: found by its heads, read with openpyxl, refused in one sentence if it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from rv2xl.excel.lists import worked_list
from rv2xl.excel.lists.worked_list import HEADS_WITHIN, worked_rows
from rv2xl.model.abbruch import Abbruch
from tests.security import hostile

HEADS = ("Nr.", "neu")


def saved(path: Path, *rows: tuple[object, ...], more: Callable[[Workbook], object] | None = None) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    if more is not None:
        more(book)
    book.save(path)
    return path


def test_rows_under_their_heads(tmp_path: Path) -> None:
    day = datetime(2025, 5, 1)
    path = saved(
        tmp_path / "Liste.xlsx", ("Titel",), (), (" neu ", "Notiz", "Nr."), ("a", "x", 7), (None, "y", None), (day, None, "0007"), ("=1",),
    )  # fmt: skip
    with pytest.raises(Abbruch, match="Blatt „Sheet“, Zelle A7, steht eine Formel ohne gültigen Wert"):
        worked_rows(path, HEADS)
    saved(path, (" neu ", "Notiz", "Nr."), ("a", "x", 7), (None, "y", None), (day, None, "0007"), (None, "=1", None))
    assert [(row.number, row.cells) for row in worked_rows(path, HEADS)] == [
        (2, {"Nr.": 7.0, "neu": "a"}), (4, {"Nr.": "0007", "neu": day}),
    ]  # fmt: skip


def test_errors_and_wrong_tables(tmp_path: Path) -> None:
    path = tmp_path / "Liste.xlsx"
    for rows, said in (
        ([HEADS, ("1", "#REF!")], "Zelle B2, steht eine Formel ohne gültigen Wert"),
        ([("Nr.", "neu", "neu"), ("1", "a", "b")], "steht die Spalte „neu“ mehrmals."),
        ([("Nr.", "alt")], "Auf keinem Blatt stehen die Spalten „Nr.“, „neu“."),
        ([], "Auf keinem Blatt stehen die Spalten"),
    ):
        saved(path, *rows)
        with pytest.raises(Abbruch) as refused:
            worked_rows(path, HEADS)
        assert said in str(refused.value)
    saved(path, HEADS, more=lambda book: book.copy_worksheet(book.worksheets[0]))
    with pytest.raises(Abbruch, match="steht die Liste mehrmals"):
        worked_rows(path, HEADS)


def test_of_a_sheet_without_heads_no_more_is_read_than_it_takes_to_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worked_list, "MOST_CELLS", HEADS_WITHIN + 10)
    path = tmp_path / "Liste.xlsx"
    for above, found in ((HEADS_WITHIN - 1, True), (HEADS_WITHIN, False)):
        saved(path, *[("x",)] * above, HEADS, ("1", "a"))
        if found:
            assert [row.number for row in worked_rows(path, HEADS)] == [HEADS_WITHIN + 1]
        else:
            with pytest.raises(Abbruch, match="Auf keinem Blatt"):
                worked_rows(path, HEADS)
    saved(path, *[("x",)] * 5 * HEADS_WITHIN)
    with pytest.raises(Abbruch, match="Auf keinem Blatt"):
        worked_rows(path, HEADS)


NO_TABLE = "Auf keinem Blatt stehen die Spalten"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "merged": (hostile.merged_bomb_xlsx, NO_TABLE),
    "far corner": (hostile.aborting_xlsx, NO_TABLE),
    "many cells": (
        lambda: hostile.xlsx("".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 200))),
        "mehr Zellen, als eine solche Liste haben kann",
    ),
    "date too far": (hostile.panicking_xlsx, ""),
    "many strings announced": (hostile.panicking_at_open_xlsx, ""),
    "bomb": (lambda: hostile.bomb(70 * 1024 * 1024), "ist ausgepackt 70"),
    "lying": (lambda: hostile.lying(b"x" * 1000, 10), ""),
    "doubled": (lambda: hostile.doubled("XL/workbook.xml"), "kommt doppelt vor"),
    "lzma": (hostile.with_lzma_part, "auf unbekannte Weise gepackt"),
    "document type": (
        lambda: hostile.xlsx_with({"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><sst/>'}),
        "Dokumenttyp-Deklaration",
    ),
    "macros": (lambda: hostile.typed("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject"), "Makros"),
    "encrypted": (lambda: hostile.ole("EncryptedPackage", "EncryptionInfo") + bytes(600), "Kennwort"),
    "ods": (lambda: hostile.opendocument("spreadsheet"), ""),
    "nothing": (lambda: b"", ""),
}


@pytest.mark.parametrize(("made", "said"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files(made: Callable[[], bytes], said: str, tmp_path: Path) -> None:
    path = tmp_path / "Liste.xlsx"
    path.write_bytes(made())
    with pytest.raises(Abbruch) as refused:
        worked_rows(path, HEADS)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
