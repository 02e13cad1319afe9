"""Formulas that cells share: the first one holds the text, the others a number, and the addresses move with the cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rv2xl.excel.addresses import Place
from rv2xl.excel.formulas.references import Reference, cut_at_references

LONGEST = 8_192
"""Characters of a formula in Excel."""
MOST_CHARACTERS, MOST_REFERENCES = 16 * 1024 * 1024, 1_000_000
"""Of all formulas that are written out; a register of 2,000 rows has half of that. The rest counts as not there."""


class _Master(NamedTuple):
    """A shared formula, cut at its addresses, and the cell it stands in."""

    at: Place
    pieces: tuple[str | Reference, ...]
    length: int

    def moved(self, to: Place) -> str:
        down, right = to[0] - self.at[0], to[1] - self.at[1]
        return "".join(piece if isinstance(piece, str) else _moved(piece, down, right) for piece in self.pieces)


def _moved(reference: Reference, down: int, right: int) -> str:
    column = reference.column if reference.column_fixed else reference.column + right
    row = reference.row if reference.row_fixed else reference.row + down
    return reference.prefix + reference.at(row, column)


class SharedFormulas:
    """The shared formulas of one sheet, in the order of its cells."""

    def __init__(self) -> None:
        self._masters: dict[str, _Master] = {}
        self._others: list[tuple[str, Place, str]] = []

    def add(self, at: Place, cell: str, group: str, text: str) -> None:
        """Take a formula of a group: the text, or none for one that is like the group's."""
        if not text:
            self._others.append((cell, at, group))
        elif len(text) <= LONGEST:
            self._masters[group] = _Master(at, tuple(cut_at_references(text)), len(text))

    def written_out(self) -> Iterator[tuple[str, str]]:
        """Yield the cells that only refer to a formula, each with its formula."""
        characters = references = 0
        for cell, at, group in self._others:
            master = self._masters.get(group)
            if master is None:
                continue
            characters += master.length
            references += len(master.pieces) // 2
            if characters > MOST_CHARACTERS or references > MOST_REFERENCES:
                return
            yield cell, master.moved(at)
