"""Whether a report may take the place of a file: only of an earlier one of its own kind, be it opened and saved since.

A report says nothing that its sources do not say: made anew it loses nothing, but whatever else stands there may be lost for ever.
"""

from __future__ import annotations

from pathlib import Path

from rv2xl.excel.package.edit import editable
from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge, part_of
from rv2xl.files import content_of
from rv2xl.model.abbruch import Abbruch

_PROPERTIES, _TITLE = "docProps/core.xml", "{http://purl.org/dc/elements/1.1/}title"


def require_own_kind(path: Path, title: str) -> None:
    """Raise Abbruch if something stands there that is no workbook with this title: office programs keep it when they save."""
    if path.exists() and title_of(content_of(path)) != title:
        raise not_ours(path, f"keine Arbeitsmappe „{title}“")


def not_ours(path: Path, what: str) -> Abbruch:
    """Return what is said of a file that is not replaced."""
    return Abbruch(
        f"„{path}“ gibt es schon und ist {what}; bitte einen anderen Namen angeben oder die Datei zuerst wegräumen."
    )


def title_of(data: bytes) -> str | None:
    """Return the title among the properties of a workbook; None for a file that has none."""
    package = guard(data).package
    if package is None or _PROPERTIES not in package.namelist():
        return None
    try:
        title = editable(part_of(package, _PROPERTIES)).findtext(_TITLE)
    except (DamagedPart, PartTooLarge, ValueError):
        return None
    return str(title) if title else None
