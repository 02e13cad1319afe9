"""What the annotated copy adds to a returned file, and how it is known again when the file comes back.

The sheet is known by its content and only while nobody has written on it; a note by its first and its last line and how those between
them begin, whatever else stands beside it and whoever the program says wrote it. So no line that a provider adds is ever taken for ours.
"""

from __future__ import annotations

from rv2xl.excel.looks import MARKS
from rv2xl.model.entries.entry import Rows
from rv2xl.model.finding import Severity

AUTHOR = "Rückmeldung LWV Hessen"
"""Who our notes are by."""
NOTE_HEAD, NOTE_END = "Rückmeldung zu dieser Zelle", "(Ende der Rückmeldung)"
"""The first and the last line of our part of a note."""
REMEDY, MORE = "→ ", "… und "
"""How the other lines begin that do not say what is wrong."""

SHEET = "Rückmeldung"
"""What the added sheet is called; it need not be."""
TITLE = "Rückmeldung zu Ihrer Arbeitsmappe"
MARK = "Dieses Blatt wurde beim Prüfen eingefügt. Es gehört nicht zum Vordruck und wird beim Einlesen übergangen."
END = "Ende der Rückmeldung"
"""The texts in its first, its second and its last row."""
COLUMNS = 6
"""So many columns it has."""


def is_own_sheet(rows: Rows) -> bool:
    """Whether this is the sheet that the annotated copy adds, with nothing written on it beside or below."""
    if len(rows) < 3 or len(rows[0]) > COLUMNS:
        return False
    return (rows[0][0], rows[1][0], rows[-1][0]) == (TITLE, MARK, END) and not any(rows[-1][1:])


def weight(severity: Severity) -> str:
    """Say how much a finding weighs: „✗ Fehler“."""
    return f"{MARKS[severity][0]} {str(severity).capitalize()}"


_STARTS = (*(f"{weight(severity)}: " for severity in Severity), REMEDY, MORE)


def own_part(text: str) -> tuple[int, int] | None:
    """Return from where to where in a note's text our part goes; None if there is none, or not as we wrote it."""
    start = text.find(NOTE_HEAD)
    end = text.find(NOTE_END, start)
    if not 0 <= start < end:
        return None
    lines = filter(None, map(str.strip, text[start + len(NOTE_HEAD) : end].splitlines()))
    return (start, end + len(NOTE_END)) if all(line.startswith(_STARTS) for line in lines) else None


def is_own_note(text: str) -> bool:
    """Whether a note holds nothing but our part."""
    part = own_part(text)
    return part is not None and not (text[: part[0]] + text[part[1] :]).strip()
