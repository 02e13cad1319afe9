"""Rebuilds what a clerk gets: `python -m rv2xl.clerk.building.rebuild` writes the workbook and what lies beside it into workbooks/."""

from __future__ import annotations

from rv2xl.clerk.building.beside import command_file, setup_page
from rv2xl.clerk.building.build import workbook_bytes
from rv2xl.clerk.building.vba import vba_project
from rv2xl.clerk.sheets import COMMAND_FILE, NAME, SETUP_PAGE
from rv2xl.files import write_beside
from rv2xl.resources import resource


def files() -> dict[str, bytes]:
    """Return the files by name. Equal calls give equal bytes, with equal versions of the libraries."""
    return {NAME: workbook_bytes(vba_project()), COMMAND_FILE: command_file(), SETUP_PAGE: setup_page()}


def rebuild() -> None:
    """Write the files into workbooks/."""
    folder = resource("workbooks")
    for name, data in files().items():
        write_beside(folder / name, data)


if __name__ == "__main__":
    rebuild()
