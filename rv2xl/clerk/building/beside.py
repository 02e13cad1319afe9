"""What lies beside Konsolidierung.xlsm: a file for a double-click that needs no macros, and a page that says how to set all up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rv2xl.clerk.building.build import CONFIGURATION, LICENCE, TITLE
from rv2xl.clerk.sheets import COMMAND_FILE, INTERPRETER, NAME, SETUP_PAGE, START, Action
from rv2xl.resources import resource

if TYPE_CHECKING:
    from jinja2 import Environment

PYTHON = "3.11"
"""The oldest version of Python that does."""
NOT_SET_UP = (
    "Excel kann das Programm rv2xl auf diesem PC nicht starten; was zu tun ist, "
    f"steht in der Datei {SETUP_PAGE} im selben Ordner."
)
"""What a button says on a PC where nothing is set up; no umlauts, for it goes through command lines."""


def command_file() -> bytes:
    """Return the file for a double-click: one byte a sign, since cmd.exe loses its place in others, and lines that end with CR LF."""
    text = _rendered("Konsolidierung.cmd.j2", escaped=False)
    return text.replace("\n", "\r\n").encode("cp1252")


def setup_page() -> bytes:
    """Return the page, in UTF-8."""
    return _rendered("einrichten.html.j2", escaped=True).encode()


def _rendered(template: str, *, escaped: bool) -> str:
    facts: dict[str, Any] = {
        "mappe": NAME, "titel": TITLE, "start": START, "blatt": CONFIGURATION, "interpreter": INTERPRETER, "befehlsdatei": COMMAND_FILE,
        "seite": SETUP_PAGE, "aufgaben": tuple(Action), "python": PYTHON, "meldung": NOT_SET_UP, "lizenz": LICENCE,
    }  # fmt: skip
    return _environment(escaped).get_template(template).render(facts)


def _environment(escaped: bool) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(resource("templates"))
    return Environment(
        loader=loader, undefined=StrictUndefined, autoescape=escaped, trim_blocks=True, keep_trailing_newline=True
    )
