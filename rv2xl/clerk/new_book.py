"""A new Konsolidierung.xlsm: the one that the program brings along, set to where it lies and to the Python that made it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.sheets import COMMAND_FILE, INTERPRETER, NAME, SETUP_PAGE
from rv2xl.files import content_of, written_together
from rv2xl.model.abbruch import Abbruch
from rv2xl.resources import resource

_BEGINNING = 2
"""By so many lines what lies beside a workbook is known, whatever version of the program wrote it."""


def create_book(path: Path, settings: Mapping[str, str]) -> list[Path]:
    """Write the workbook with these settings, and beside it what belongs to it; return the files. Raises Abbruch if it is there already
    (all that a clerk has decided is in it), and if another file has the name of one that belongs beside it."""
    if path.suffix.lower() != Path(NAME).suffix:
        raise Abbruch(f"Der Name „{path}“ muss auf „.xlsm“ enden.")
    if path.exists():
        raise Abbruch(f"„{path}“ gibt es schon und wird nicht ersetzt; bitte einen anderen Namen wählen.")
    if not path.parent.is_dir():
        raise Abbruch(f"Den Ordner „{path.parent}“ gibt es nicht.")
    files = new_files(path, settings)
    for target, content in files.items():
        if target.exists() and content_of(target).splitlines()[:_BEGINNING] != content.splitlines()[:_BEGINNING]:
            raise Abbruch(
                f"„{target}“ ist eine andere Datei, als neben die Arbeitsmappe gehört; bitte einen anderen Namen wählen."
            )
    with written_together() as write:
        for target, content in files.items():
            write(target, content)
    return list(files)


def new_files(path: Path, settings: Mapping[str, str]) -> dict[Path, bytes]:
    """Return a new workbook and what lies beside it, by path. The buttons run the Python that this is."""
    interpreter = {INTERPRETER: sys.executable} if sys.platform == "win32" else {}
    delivered = ClosedBook(resource(f"workbooks/{NAME}"))
    return {
        path: delivered.with_values({**settings, **interpreter}),
        path.with_suffix(Path(COMMAND_FILE).suffix): content_of(resource(f"workbooks/{COMMAND_FILE}")),
        path.with_name(SETUP_PAGE): content_of(resource(f"workbooks/{SETUP_PAGE}")),
    }
