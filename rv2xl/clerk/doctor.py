"""`rv2xl doctor`: what is installed, whether Excel can be reached, where the workbook would read and write, and what to do."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from re import match
from shutil import which

from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.lines.table import text_of, worked_table
from rv2xl.clerk.settings import Settings, read_settings
from rv2xl.clerk.sheets import INTERPRETER, NAME, TABLES
from rv2xl.model.abbruch import Abbruch, sentence

_PROGRAM = "rv2xl"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at: how it is, and what to do if that is not as it should be."""

    is_well: bool
    said: str
    remedy: str = ""

    @property
    def text(self) -> str:
        """The line that is shown."""
        return f"{'✓' if self.is_well else '✗'} {self.said}{f' {self.remedy}' if self.remedy else ''}"


def diagnosis(book: Path | None) -> list[Point]:
    """Return all points; `book` is the workbook to look at, without one the one in this folder, if there is one."""
    points = [_python(), *_libraries(), *_office(), *_log()]
    found = book if book is not None else Path(NAME) if Path(NAME).exists() else None
    if found is None:
        remedy = f"„{_PROGRAM} clerk {NAME} create“ legt eine an; „{_PROGRAM} doctor ORDNER/{NAME}“ prüft auch sie."
        return [*points, Point(True, f"In diesem Ordner liegt keine {NAME}.", remedy)]
    return [*points, *_workbook(found)]


def _python() -> Point:
    return Point(True, f"Python {platform.python_version()}, „{sys.executable}“; {_PROGRAM} {version(_PROGRAM)}.")


def _libraries() -> Iterator[Point]:
    """Yield what is missing of what the program needs, else one point that all is there."""
    names = [
        found[0] for text in requires(_PROGRAM) or () if "extra ==" not in text and (found := match(r"[\w.-]+", text))
    ]
    there, missing = [], []
    for name in names:
        try:
            there.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if there:
        yield Point(True, f"Bibliotheken: {', '.join(there)}.")
    for name in missing:
        yield Point(
            False, f"Die Bibliothek „{name}“ fehlt.", f"Bitte „{sys.executable} -m pip install {name}“ aufrufen."
        )


_WITHOUT_EXCEL = (
    f"Ohne Excel tut „{_PROGRAM} clerk {NAME} check“ dasselbe wie der Knopf; unter Windows auch ein Doppelklick auf "
    "„Konsolidierung.cmd“."
)


def _office() -> Iterator[Point]:
    """Yield whether Excel can be reached, and LibreOffice where there is no Excel."""
    if sys.platform not in {"win32", "darwin"}:
        libreoffice = which("soffice") or which("libreoffice")
        also = f" LibreOffice ist installiert („{libreoffice}“)." if libreoffice else ""
        yield Point(False, f"Excel gibt es auf diesem Rechner nicht.{also}", _WITHOUT_EXCEL)
        return
    import xlwings

    try:
        with xlwings.App(visible=False, add_book=False) as app:
            yield Point(True, f"Excel {app.version} ist erreichbar.")
    except Exception as error:
        yield Point(False, f"Excel ist nicht erreichbar ({type(error).__name__}).", _WITHOUT_EXCEL)


def _log() -> Iterator[Point]:
    from rv2xl.log import VARIABLE

    if named := os.environ.get(VARIABLE):
        yield Point(True, f"Unerwartete Fehler stehen in „{named}“ ({VARIABLE}).")


def _workbook(path: Path) -> Iterator[Point]:
    """Yield what the workbook is set to."""
    try:
        book = ClosedBook(path)
        settings = read_settings(book)
        for table in TABLES:
            worked_table(book, table)
        interpreter = text_of(book.values([INTERPRETER])[INTERPRETER])
    except (Abbruch, OSError) as error:
        yield Point(False, sentence(error))
        return
    yield Point(True, f"„{path}“: {settings.form.title}, {settings.year}.")
    if not os.access(path, os.W_OK):
        yield Point(
            False, f"„{path}“ ist schreibgeschützt.", "Bitte in einen Ordner kopieren, in dem Sie schreiben dürfen."
        )
    yield Point(
        sys.platform != "win32" or interpreter in {"python", sys.executable},
        f"Die Knöpfe rufen „{interpreter}“ auf.",
        "" if interpreter in {"python", sys.executable} else f"Dieses Python hier ist „{sys.executable}“.",
    )
    yield from _paths(settings)


def _paths(settings: Settings) -> Iterator[Point]:
    yield (
        Point(True, f"Stammdaten: „{settings.stammdaten}“.")
        if settings.stammdaten.is_file()
        else Point(
            False, f"Die Stammdaten „{settings.stammdaten}“ gibt es nicht.", "Bitte auf dem Blatt „Start“ auswählen."
        )
    )
    for name, folder in (
        ("Versand", settings.versand),
        ("Rücklauf", settings.ruecklauf),
        ("Ergebnis", settings.ergebnis),
    ):
        if folder.is_dir():
            well = os.access(folder, os.R_OK if folder == settings.ruecklauf else os.W_OK)
            yield Point(well, f"Ordner „{name}“: „{folder}“.", "" if well else "Dafür fehlt das Zugriffsrecht.")
        elif folder.parent.is_dir():
            yield Point(True, f"Ordner „{name}“: „{folder}“; er wird angelegt, sobald er gebraucht wird.")
        else:
            yield Point(False, f"Ordner „{name}“: „{folder}“ ist nicht erreichbar.", "Ist das Laufwerk verbunden?")
    if settings.vorjahr is not None and not settings.vorjahr.is_dir():
        yield Point(False, f"Die Rückläufe des Vorjahres „{settings.vorjahr}“ gibt es nicht.")
    if settings.vorjahreswerte is not None and not settings.vorjahreswerte.is_file():
        yield Point(False, f"Die Werte des Vorjahres „{settings.vorjahreswerte}“ gibt es nicht.")
