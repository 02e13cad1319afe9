"""A clerk's year with each of the Meldungen, on the closed workbook: one was rejected, one accepted, and one never came."""

from __future__ import annotations

import os
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.context import Clock, Done
from rv2xl.clerk.new_book import create_book
from rv2xl.clerk.run import run
from rv2xl.clerk.sheets import (
    ERGEBNIS_ORDNER,
    FORMULAR,
    JAHR,
    NAME,
    RUECKLAUF_ORDNER,
    STAMMDATEN,
    VERSAND_ORDNER,
    Action,
)
from rv2xl.demo import make
from rv2xl.demo.meldungen import FORMS, PEOPLE
from rv2xl.excel.package.encryption import encrypted_with
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.password import VARIABLE, Password
from tests.security.leaks import leaks

YEAR, DAY = 2025, date(2025, 4, 14)
NAMES = [name for person in PEOPLE for name in person]
PEOPLES, REPORTED, OWN = FORMS
"""The one that names people, and two that are reported of."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    demo = make(tmp_path, 1, 1, YEAR)
    (path,) = (path for path in demo.meldungen if path.name.startswith(OWN))
    path.unlink()
    return tmp_path


def book_for(form: str, folder: Path) -> Path:
    path = folder / form / NAME
    path.parent.mkdir()
    create_book(path, {
        FORMULAR.name: form, JAHR.name: str(YEAR), STAMMDATEN.name: "../Stammdaten.xlsx", VERSAND_ORDNER.name: "Versand",
        RUECKLAUF_ORDNER.name: "../Kooperation/Ruecklauf", ERGEBNIS_ORDNER.name: "Ergebnis",
    })  # fmt: skip
    return path


def do(book: Path, action: Action) -> Done:
    def quiet(total: int | None, what: str) -> Any:
        return nullcontext(lambda: None)

    return run(action, ClosedBook(book), Clock.of(DAY), quiet)


@pytest.mark.parametrize(("form", "checked", "missing"), [
    (PEOPLES, "1 von 1 Kreis hat etwas gesandt, 0 angenommen.", 1),
    (REPORTED, "1 von 1 Kreis hat etwas gesandt, 1 angenommen.", 0),
    (OWN, "Noch ist nichts eingegangen.", 1),
])  # fmt: skip
def test_each_button_does_its_work(folder: Path, form: str, checked: str, missing: int) -> None:
    book = book_for(form, folder)
    do(book, Action.GENERATE)
    assert [path.name for path in book.parent.glob("Versand/*.xlsx")] == [f"{form}_2025_06437.xlsx"]
    assert do(book, Action.CHECK).steps[Action.CHECK].state == checked
    do(book, Action.RESPOND)
    do(book, Action.REMIND)
    rows = load_workbook(book.parent / f"Ergebnis/Erinnerung/Mahnliste_{form}_2025.xlsx").worksheets[0].values
    assert sum("06437" in row for row in rows) == missing
    if form == PEOPLES:
        with pytest.raises(Abbruch, match="nennt Menschen mit Namen und geht in keine Zusammenführung ein"):
            do(book, Action.CONSOLIDATE)
    else:
        do(book, Action.CONSOLIDATE)
        assert (book.parent / "Ergebnis/Kooperation_2025.xlsx").exists()
    found = {path.name for path in book.parent.rglob("*") if path.is_file() and leaks(path, NAMES)}
    assert found == set()


def test_an_encrypted_meldung_is_read_with_the_password_of_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / f"Kooperation/Ruecklauf/{PEOPLES}_2025_06437.xlsx"
    path.write_bytes(encrypted_with(path.read_bytes(), Password("Gänseblümchen 7")))
    book = book_for(PEOPLES, folder)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert "1 unlesbar" in do(book, Action.CHECK).text
    monkeypatch.setenv(VARIABLE, "Gänseblümchen 7")
    assert "1 zurückgewiesen" in do(book, Action.CHECK).text


def test_what_the_lwv_tells_is_not_said_of_the_kreis(folder: Path) -> None:
    """The LWV sends the Meldung 8 d, one for each Kreis."""
    book = book_for(OWN, folder)
    asked = do(book, Action.REMIND)
    assert "1 Meldung fehlt noch vom LWV Hessen" in asked.text
    assert asked.steps[Action.REMIND].state.startswith("1 Meldung ist noch nicht fertig")
    path = folder / f"Kooperation/Ruecklauf/{OWN}_2025_06437.xlsx"
    path.write_bytes((folder / f"Kooperation/Versand/{OWN}_2025_06437.xlsx").read_bytes())
    assert do(book, Action.CHECK).steps[Action.CHECK].state == "1 von 1 Meldung liegt vor, 0 angenommen."
    sheet = load_workbook(folder / f"{OWN}/Ergebnis/Erinnerung/Mahnliste_{OWN}_2025.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[4]][:2] == ["Schlüssel", "Absender"]
    assert "Eine Zeile je Kreis, für den noch keine angenommene Meldung vorliegt" in str(sheet["A2"].value)


def test_a_workbook_with_the_heads_of_before_is_still_worked_on(folder: Path) -> None:
    book = book_for(REPORTED, folder)
    old = load_workbook(book, keep_vba=True)
    before = {"Nummer": "LE-Nr.", "Absender": "Leistungserbringer"}
    changed = 0
    for cell in (cell for sheet in ("Rücklauf", "Befunde") for row in old[sheet].iter_rows() for cell in row):
        if cell.value in before:
            cell.value, changed = before[str(cell.value)], changed + 1
    assert changed == 3
    old.save(book)
    assert do(book, Action.CHECK).steps[Action.CHECK].state == "1 von 1 Kreis hat etwas gesandt, 1 angenommen."


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_the_demonstration_writes_what_names_people_for_its_owner_alone(folder: Path) -> None:
    modes = {
        path.name.partition("_2025")[0]: path.stat().st_mode & 0o077
        for path in (folder / "Kooperation/Ruecklauf").iterdir()
    }
    assert (modes[PEOPLES], modes[REPORTED] != 0) == (0, True)
