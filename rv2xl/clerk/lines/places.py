"""Where files are as seen from the workbook: what they are called in its tables, and the links that lead to them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from rv2xl.clerk.books.book import Link
from rv2xl.excel.addresses import quoted
from rv2xl.model.finding import Finding
from rv2xl.model.foreign_text import shown_name

OPEN = "öffnen"
_LONGEST = 255
"""So many signs can stand in a formula as one text."""
_FRAGMENT = str.maketrans({"%": "%25", "#": "%23"})
"""What would end the name of a file in a link, or be taken for such a sign."""


@dataclass(frozen=True)
class Places:
    """The folder with the returns, and that of the workbook."""

    returned: Path
    book: Path

    def name_of(self, file: str) -> str:
        """Return what a file is called in the tables: its path within the folder of the returns."""
        try:
            return shown_name(Path(os.path.relpath(file, self.returned)).as_posix())
        except ValueError:  # on another drive
            return shown_name(file)

    def named_shortly(self, text: str) -> str:
        """Return a text in which files of the returns are called what they are called in the tables: the folder may move."""
        return text.replace(f"„{shown_name(self.returned.as_posix())}/", "„")

    def link(self, file: str, found: Finding | None = None) -> Link | None:
        """Return the link to a file, or to the place in it that a finding is about; None for what is no workbook by its name, for a
        link must not start a program, and for what no link can hold."""
        if not file.lower().endswith(".xlsx") or shown_name(file) != file:
            return None
        try:
            way = os.path.relpath(file, self.book)
        except ValueError:
            way = file
        target = Path(way).as_posix().translate(_FRAGMENT)
        if found is not None and found.sheet is not None and shown_name(found.sheet) == found.sheet:
            first = found.cells[0].partition(":")[0] if found.cells else "A1"
            target += f"#{quoted(found.sheet)}{first}"
        return Link(target, OPEN) if len(target) <= _LONGEST else None
