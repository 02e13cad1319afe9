"""A new Konsolidierung.xlsm: with what belongs beside it, and never in the place of anything that somebody has made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.new_book import create_book
from rv2xl.clerk.settings import read_settings
from rv2xl.clerk.sheets import COMMAND_FILE, JAHR, NAME, RUECKLAUF_ORDNER, SETUP_PAGE
from rv2xl.model.abbruch import Abbruch


def test_what_is_written(tmp_path: Path) -> None:
    made = create_book(tmp_path / NAME, {JAHR.name: "2024", RUECKLAUF_ORDNER.name: "=1+1 & „Rück“"})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in made)
    assert {path.name for path in made} == {NAME, COMMAND_FILE, SETUP_PAGE}
    settings = read_settings(ClosedBook(tmp_path / NAME))
    assert (settings.year, settings.ruecklauf) == (2024, tmp_path / "=1+1 & „Rück“")


def test_two_in_one_folder_share_the_set_up_page(tmp_path: Path) -> None:
    create_book(tmp_path / NAME, {})
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    create_book(tmp_path / "Zweite Mappe.xlsm", {})
    assert {path: path.read_bytes() for path in before} == before
    assert {path.name for path in tmp_path.iterdir()} - {path.name for path in before} == {
        "Zweite Mappe.xlsm",
        "Zweite Mappe.cmd",
    }


def test_an_older_command_file_is_replaced(tmp_path: Path) -> None:
    create_book(tmp_path / NAME, {})
    (tmp_path / NAME).unlink()
    command = tmp_path / COMMAND_FILE
    new = command.read_bytes()
    command.write_bytes(b"\r\n".join([*new.splitlines()[:2], b"rem as it once was"]))
    create_book(tmp_path / NAME, {})
    assert command.read_bytes() == new


REFUSED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "is there": (NAME, lambda folder: (folder / NAME).write_bytes(b"decided"), "„{}“ gibt es schon und wird nicht ersetzt; bitte einen "
                 "anderen Namen wählen."),
    "a folder": (NAME, lambda folder: (folder / NAME).mkdir(), "„{}“ gibt es schon und wird nicht ersetzt; bitte einen anderen Namen "
                 "wählen."),
    "another kind": ("Mappe.xlsx", lambda folder: None, "Der Name „{}“ muss auf „.xlsm“ enden."),
    "no folder": ("fehlt/Mappe.xlsm", lambda folder: None, "Den Ordner „{folder}/fehlt“ gibt es nicht."),
    "somebody's command file": ("start.xlsm", lambda folder: (folder / "start.cmd").write_bytes(b"@echo off\r\nrem mine"),
                                "„{folder}/start.cmd“ ist eine andere Datei, als neben die Arbeitsmappe gehört; bitte einen anderen Namen "
                                "wählen."),
}  # fmt: skip


@pytest.mark.parametrize(("name", "before", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(name: str, before: Callable[[Path], object], said: str, tmp_path: Path) -> None:
    before(tmp_path)
    there = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with pytest.raises(Abbruch) as refused:
        create_book(tmp_path / name, {})
    assert str(refused.value) == said.format(tmp_path / name, folder=tmp_path.as_posix())
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == there
