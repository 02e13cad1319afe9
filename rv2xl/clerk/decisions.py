"""What a clerk has decided in Konsolidierung.xlsm, read from the closed file: the rows of „Rücklauf“ with „ja“ under „Freigabe“.

Nothing of its VBA project is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rv2xl.clerk.books.closed_book import BOOK_LIMITS
from rv2xl.clerk.sheets import JA, NEIN, Head
from rv2xl.excel.lists.clerk_list import ListRow, cell_text
from rv2xl.excel.lists.worked_list import worked_rows
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.foreign_text import one_line, shortened
from rv2xl.returns.decisions import Decision

HEADS = (Head.DATEI, Head.FREIGABE, Head.BEGRUENDUNG, Head.FEHLERARTEN, Head.PRUEFSUMME, Head.GILT_FUER)
"""Without these it is no such table; the others are for the eye."""
_CHECKSUM = re.compile("[0-9a-fA-F]{64}")
_CODES = re.compile("(?:[A-Z0-9-]++(?:, *+[A-Z0-9-]++)*+)?+")


def read_decisions(path: Path) -> list[Decision]:
    """Read the decisions of a workbook, wherever its table stands and however the sheet is called by now.

    Raises Abbruch for a file that is no such workbook or cannot be read, and for a row that cannot be understood.
    """
    return decisions_of(worked_rows(path, HEADS, BOOK_LIMITS), f"„{path}“")


def decisions_of(rows: Iterable[ListRow], where: str) -> list[Decision]:
    """Return the decisions that rows hold; `where` is the workbook as a sentence names it.

    Raises Abbruch for a row that cannot be understood: a word under „Freigabe“ that is none, „ja“ where there is no file, or what a run
    wrote and somebody has changed.
    """
    return [_decision(where, row) for row in rows if _is_accepted(where, row)]


def _is_accepted(where: str, row: ListRow) -> bool:
    word = _text(row, Head.FREIGABE)
    if word.casefold() not in {"", JA, NEIN}:
        raise _not_understood(where, row, Head.FREIGABE, f"erwartet wird „{JA}“ oder nichts")
    return word.casefold() == JA


def _decision(where: str, row: ListRow) -> Decision:
    """Return the decision of a row: about what it is tied to, or else about the file as it was at the last check; with no checksum, if it
    could not be opened then."""
    file = _text(row, Head.DATEI)
    if not file:
        raise Abbruch(
            f"In {where}, Zeile {row.number}, steht „{JA}“ unter „{Head.FREIGABE}“, aber keine Datei unter „{Head.DATEI}“."
        )
    head, bound = Head.GILT_FUER, _text(row, Head.GILT_FUER)
    checksum, _, codes = bound.partition(" ")
    if not bound:
        head, checksum, codes = Head.PRUEFSUMME, _text(row, Head.PRUEFSUMME), _text(row, Head.FEHLERARTEN)
    if checksum and _CHECKSUM.fullmatch(checksum) is None:
        raise _not_understood(where, row, head, "erwartet wird eine Prüfsumme, wie „Rücklauf prüfen“ sie einträgt")
    if _CODES.fullmatch(codes.strip()) is None:
        wrong = head if bound else Head.FEHLERARTEN
        raise _not_understood(where, row, wrong, "erwartet werden Fehlerarten, wie „Rücklauf prüfen“ sie einträgt")
    named = frozenset(code.strip() for code in codes.split(",") if code.strip())
    return Decision(file, checksum.lower(), named, _text(row, Head.BEGRUENDUNG))


def _text(row: ListRow, head: Head) -> str:
    return cell_text(row.cells[head])


def _not_understood(where: str, row: ListRow, head: Head, expected: str) -> Abbruch:
    typed = shortened(one_line(_text(row, head)))
    found = f"„{typed}“" if typed else "nichts"
    return Abbruch(f"In {where}, Zeile {row.number}, steht unter „{head}“ {found}; {expected}.")
