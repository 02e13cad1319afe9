"""Where the rows and columns of an issued sheet stand in a sheet that came back. Pure.

People insert and delete rows and columns, and cut out blocks and put them elsewhere. The printed texts tell where everything went:
they are aligned in their order, and what lies between two of them moved as they did. Where that is not certain there is no
answer; a cell is never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cached_property
from unicodedata import normalize

from rv2xl.excel.returned.moved.partial_rows import Key, add_partial
from rv2xl.model.entries.entry import Raw, Rows

Text = tuple[int, int, str]
"""A printed text with its row and column, from 0."""

ENOUGH = 0.5
"""The least share of what is printed on a sheet that must be found before a tab is taken for it, or a name alone is believed."""


def at(rows: Rows, row: int, column: int) -> Raw:
    """Return a cell's content; an empty text beyond what is filled."""
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def as_seen(cell: Raw) -> Raw:
    """Return what can be seen of a cell: so printed texts are compared.

    Programs save line breaks as CR LF and compose letters otherwise, and whoever pastes a text brings along other blanks. Nobody
    sees the difference, and a finding would quote the same text twice.
    """
    if not isinstance(cell, str) or (cell.isascii() and "\r" not in cell and _SAVED_CR not in cell):
        return cell
    text = cell.replace(_SAVED_CR, "\r").replace("\r\n", "\n").replace("\r", "\n")
    return normalize("NFC", text.replace("\xa0", " "))


def rows_as_seen(rows: Rows) -> Rows:
    """Return the same for all cells; the rows themselves where nothing differs, as in most files."""
    texts = {cell for line in rows for cell in line if cell.__class__ is str}
    others: dict[Raw, Raw] = {text: seen for text in texts if (seen := as_seen(text)) != text}
    return [[others.get(cell, cell) for cell in line] for line in rows] if others else rows


_SAVED_CR = "_x000D_"
"""How a carriage return is saved; programs that do not know it show it."""


class Alignment:
    """The issued texts of a sheet found again in its returned rows; `open_ended` if it ends with the rows of a roster."""

    def __init__(self, texts: Iterable[Text], rows: Rows, open_ended: bool = False) -> None:
        self._open_ended = open_ended
        self._issued: dict[int, list[tuple[int, str]]] = {}
        for row, column, text in sorted(texts):
            if text:
                self._issued.setdefault(row, []).append((column, str(as_seen(text))))
        self._found = rows = rows_as_seen(rows)
        printed = {text for line in self._issued.values() for _, text in line}
        self._keys = {row: tuple(text for _, text in line) for row, line in self._issued.items()}
        found = ((row, tuple(cell for cell in line if isinstance(cell, str) and cell in printed))
                 for row, line in enumerate(rows))  # fmt: skip
        self._found_keys: dict[int, Key] = {row: key for row, key in found if key}
        self._rows = self._aligned_rows()
        self._votes_of: dict[int, dict[int, int]] = {}
        self._votes = self._column_votes()
        self._columns = {column: next(iter(votes)) for column, votes in self._votes.items() if len(votes) == 1}

    @property
    def certain(self) -> float:
        """The share of the issued rows with texts that were found again, from 0 to 1."""
        return len(self._rows) / len(self._issued) if self._issued else 0.0

    @property
    def moved(self) -> bool:
        """Whether any printed text stands in another row or column."""
        rows = any(row != now for row, now in self._rows.items())
        return rows or any(votes != {column} for column, votes in self._votes.items())

    @cached_property
    def ambiguous(self) -> set[int]:
        """The issued rows whose texts stand more often in the returned sheet than they were issued."""
        issued, found = Counter(self._keys.values()), Counter(self._found_keys.values())
        return {row for row, key in self._keys.items() if found[key] > issued[key]}

    def cell(self, row: int, column: int) -> tuple[int, int] | None:
        """Return where an issued cell stands now; None where that is not certain."""
        now = self.row(row)
        there = None if now is None else self.column(row, column)
        return None if now is None or there is None else (now, there)

    def row(self, row: int) -> int | None:
        """Return where an issued row stands now: found by its texts, or between two rows that moved alike."""
        if row in self._rows:
            return self._rows[row]
        above = max((known for known in self._rows if known < row), default=None)
        below = min((known for known in self._rows if known > row), default=None)
        if above is None or below is None:
            return self._beyond(row, below if above is None else above, below is None)
        shift = self._rows[above] - above
        return self._free(row + shift) if self._rows[below] - below == shift else None

    def _beyond(self, row: int, nearest: int | None, last: bool) -> int | None:
        """A row above or below all texts: certain only next to one, or in the open end of a roster."""
        if nearest is None or (abs(row - nearest) > 1 and not (last and self._open_ended)):
            return None
        return self._free(row + self._rows[nearest] - nearest)

    def _free(self, now: int) -> int | None:
        return now if now >= 0 and now not in self._rows.values() else None

    def column(self, row: int, column: int) -> int | None:
        """Return where an issued column stands now, in this row: found by its texts, or between two that moved alike."""
        if column in self._columns:
            return self._columns[column]
        if column in self._votes:  # texts of this column stand in different ones now: the nearest above decides
            heads = [known for known in self._rows if known <= row and column in self._row_votes(known)]
            return self._row_votes(max(heads))[column] if heads else None
        left = max((known for known in self._columns if known < column), default=None)
        right = min((known for known in self._columns if known > column), default=None)
        shifts = {self._columns[known] - known for known in (left, right) if known is not None}
        there = column + shifts.pop() if len(shifts) == 1 else -1
        return there if there >= 0 and there not in self._columns.values() else None

    def _aligned_rows(self) -> dict[int, int]:
        issued, found = list(self._keys), list(self._found_keys)
        matcher = SequenceMatcher(None, list(self._keys.values()), list(self._found_keys.values()), autojunk=False)
        rows = {
            issued[block.a + number]: found[block.b + number]
            for block in matcher.get_matching_blocks()
            for number in range(block.size)
        }
        add_partial(rows, self._keys, self._found_keys, len(self._found))
        self._add_moved(rows)
        return {row: now for row, now in rows.items() if row not in self.ambiguous}

    def _add_moved(self, rows: dict[int, int]) -> None:
        """Match rows that stand out of order, where each is the only one of its texts."""
        left = Counter(self._keys[row] for row in self._keys.keys() - rows.keys())
        taken = set(rows.values())
        free: dict[Key, list[int]] = {}
        for now, key in self._found_keys.items():
            if now not in taken:
                free.setdefault(key, []).append(now)
        for row in self._keys.keys() - rows.keys():
            key = self._keys[row]
            if left[key] == len(free.get(key, ())) == 1:
                rows[row] = free[key][0]

    def _column_votes(self) -> Mapping[int, set[int]]:
        votes: dict[int, set[int]] = {}
        for row in self._rows:
            for column, now in self._row_votes(row).items():
                votes.setdefault(column, set()).add(now)
        return votes

    def _row_votes(self, row: int) -> dict[int, int]:
        """Return the columns where the texts of one row stand now; of a text twice in the row nothing is said."""
        if row in self._votes_of:
            return self._votes_of[row]
        line = self._found[self._rows[row]]
        votes = self._votes_of[row] = {}
        for column, text in self._issued[row]:
            found = [now for now, cell in enumerate(line) if cell == text]
            if len(found) == 1 and self._keys[row].count(text) == 1:
                votes[column] = found[0]
        return votes
