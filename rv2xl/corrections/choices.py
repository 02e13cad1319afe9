"""The list as the clerk gives it back: what was said to each correction."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rv2xl.corrections.listed import Head, Take
from rv2xl.excel.lists.clerk_list import ListRow, cell_text
from rv2xl.excel.lists.worked_list import worked_rows
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.entries.entry import Raw
from rv2xl.model.foreign_text import one_line, shortened

_HEADS = (Head.NUMBER, Head.ZAD, Head.LEISTUNG, Head.WHAT, Head.OLD, Head.NEW, Head.TAKE, Head.YEAR, Head.KEY)
"""Without these it is no such list; the others are for the eye."""
_WORDS = {take.casefold(): take for take in Take} | {"": None}


@dataclass(frozen=True)
class Choice:
    """A row of the list: its number in the file, whose value it is, where that stands in the register, and what was chosen."""

    row: int
    number: Raw
    zad: Raw
    leistung: Raw
    what: str
    old: Raw
    new: Raw
    take: Take | None
    year: str
    key: str

    def __str__(self) -> str:
        about = ", ".join(filter(None, (cell_text(self.number), self.what)))
        return f"Zeile {self.row} ({about})" if about else f"Zeile {self.row}"


def read_choices(path: Path) -> list[Choice]:
    """Read a list. Raises Abbruch for a file that is none or cannot be read, and for a word that „übernehmen“ does not know."""
    rows = worked_rows(path, _HEADS)
    unknown = [row for row in rows if _word(row) not in _WORDS]
    if unknown:
        typed = shortened(one_line(cell_text(unknown[0].cells[Head.TAKE])))
        raise Abbruch(
            f"In der Liste „{path}“, Zeile {unknown[0].number}, steht unter „{Head.TAKE}“ „{typed}“; erwartet wird „{Take.JA}“ oder "
            f"„{Take.NEIN}“, es wurde nichts geschrieben."
        )
    return [_choice(row) for row in rows]


def _word(row: ListRow) -> str:
    return cell_text(row.cells[Head.TAKE]).casefold()


def _choice(row: ListRow) -> Choice:
    cells = row.cells
    return Choice(
        row.number, cells[Head.NUMBER], cells[Head.ZAD], cells[Head.LEISTUNG], one_line(cell_text(cells[Head.WHAT])), cells[Head.OLD],
        cells[Head.NEW], _WORDS[_word(row)], cell_text(cells[Head.YEAR]), cell_text(cells[Head.KEY]),
    )  # fmt: skip
