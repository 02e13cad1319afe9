"""Links from a report to returned workbooks and their cells."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from rv2xl.excel.addresses import quoted
from rv2xl.model.foreign_text import shown_name

LONGEST = 2_000
"""Excel takes links of so many signs, and a few more."""
_PLAIN = "/-_.~()+,;=@!$"
"""Signs that stand in a link as they are, beside letters and numbers."""


class FileLinks:
    """Links to returned workbooks from a folder: relative to it where there is a way, so that both can be moved together."""

    def __init__(self, folder: Path) -> None:
        self.folder = os.path.abspath(folder)

    def to_file(self, name: str) -> str | None:
        """Return the link to a file; None for what is no workbook by its name, for a link must not start a program, and for a name
        that no link can hold."""
        if not name.lower().endswith(".xlsx") or shown_name(name) != name:
            return None
        path = Path(os.path.abspath(name))
        try:
            way = Path(os.path.relpath(path, self.folder)).as_posix()
        except ValueError:  # it lies on another drive
            target = path.as_uri()
        else:
            target = "external:" + "".join(sign if sign.isalnum() or sign in _PLAIN else quote(sign) for sign in way)
        return target if len(target) <= LONGEST else None

    def to_cell(self, name: str, sheet: str | None, cell: str = "A1") -> str | None:
        """Return the link to a cell of a file, or to the file as a whole where the sheet is not known or cannot be named."""
        target = self.to_file(name)
        if target is None or sheet is None or shown_name(sheet) != sheet:
            return target
        return f"{target}#{quoted(sheet)}{cell}"
