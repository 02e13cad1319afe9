"""How much the cells of a file come to when they are read: the reach of a sheet, the texts, all of them together.

calamine reserves the whole rectangle A1:last cell, and a reservation that fails ends the process and cannot be caught; it copies a
shared text for every cell that shows it. So both are counted before.
"""

from __future__ import annotations

import re

from rv2xl.excel.formula import column_number
from rv2xl.excel.parts import MIB, PartTooLarge

LAST_COLUMN, LAST_ROW = 702, 9_999
"""ZZ; a return ends at O. Below and right of this nothing is read that holds anything."""
MOST_CELLS = 2_000_000
"""Of all sheets that are read, blank ones within the rectangle included. A register of 2,000 rows has 60,000."""
MOST_TEXT = 16 * MIB
"""Of shared texts, in UTF-8 and as often as they are shown. A register of 2,000 rows has 1 MB."""
MOST_STRINGS = 500_000

_CONTENT = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]*+(?<!/)>(?!\s*+</c>)')
_VALUE = re.compile(rb"<v>([^<]*+)<")
_SHORTEST_SHARED = len(b'<c r="A1" t="s"><v>0</v></c>')


def refuse_far(xml: bytes, part: str) -> None:
    """Raise PartTooLarge for a sheet in the usual shape whose cells reach too far. Blank cells far away, as LibreOffice writes them,
    do no harm."""
    last_row = last_column = 0
    columns: dict[bytes, int] = {}
    for found in _CONTENT.finditer(xml):
        letters, row = found[1], int(found[2])
        column = columns.get(letters) or columns.setdefault(letters, column_number(letters.decode()))
        last_row, last_column = max(last_row, row), max(last_column, column)
        if last_row > LAST_ROW or last_column > LAST_COLUMN or last_row * last_column > MOST_CELLS:
            raise PartTooLarge(part)


class Texts:
    """The shared texts of a file, in the usual shape: how much they come to where they are shown."""

    def __init__(self, strings: bytes) -> None:
        self._pieces = strings.split(b"<si>")[1:] or [b""]
        self._longest = max(map(len, self._pieces))
        if len(self._pieces) > MOST_STRINGS:
            raise PartTooLarge("sharedStrings")
        self._shown = 0
        self._estimated: list[bytes] = []

    def show(self, xml: bytes) -> None:
        """Count the texts of one more sheet. Raises PartTooLarge when all of them are too much.

        As long as the longest text in every cell would not be too much, nothing is counted.
        """
        self._estimated.append(xml)
        most = self._longest * sum(len(sheet) // _SHORTEST_SHARED for sheet in self._estimated)
        if self._shown + most > MOST_TEXT:
            self._shown += sum(sum(map(self._length, _VALUE.findall(sheet))) for sheet in self._estimated)
            self._estimated = []
        if self._shown > MOST_TEXT:
            raise PartTooLarge("sharedStrings")

    def _length(self, value: bytes) -> int:
        """The length of the text that a value could be the number of."""
        if value.isdigit() and len(value) < 10:
            number = int(value)
            return len(self._pieces[number]) if number < len(self._pieces) else 0
        return self._longest if value[:1] in b"0123456789+& \t\r\n" and b"." not in value else 0
