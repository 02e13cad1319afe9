"""Formulas that cells share: the first one holds the text, the others a number, and the addresses move with the cell."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from rv2xl.excel.formula import column_number
from rv2xl.excel.references import Reference, cut_at_references

LONGEST = 8_192
"""Characters of a formula in Excel."""
MOST_CHARACTERS, MOST_REFERENCES = 16 * 1024 * 1024, 1_000_000
"""Of all formulas that are written out; a register of 2,000 rows has half of that. The rest counts as not there."""

_SHARED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]*+>\s*+<f\s([^<>]*+)>(?:(?<=/>)|([^<]*+)</f>)')
_NUMBER = re.compile(rb'(?:^|\s)si="(\d{1,9})"')


class _Master(NamedTuple):
    """A shared formula, cut at its addresses, and the cell it stands in."""

    column: int
    row: int
    pieces: tuple[str | Reference, ...]
    length: int

    def at(self, column: int, row: int) -> str:
        down, right = row - self.row, column - self.column
        return "".join(piece if isinstance(piece, str) else _moved(piece, down, right) for piece in self.pieces)


def _moved(reference: Reference, down: int, right: int) -> str:
    column = reference.column if reference.column_fixed else reference.column + right
    row = reference.row if reference.row_fixed else reference.row + down
    return reference.prefix + reference.at(row, column)


def shared_formulas(xml: bytes) -> dict[bytes, bytes]:
    """Return the formulas of cells that only refer to a shared one, by address, in the usual shape of a sheet's XML."""
    masters: dict[bytes, _Master] = {}
    found: dict[bytes, bytes] = {}
    characters = references = 0
    for letters, number, attributes, text in _SHARED.findall(xml):
        group = _NUMBER.search(attributes)
        if group is None or b't="shared"' not in attributes:
            continue
        column, row = column_number(letters.decode()) - 1, int(number) - 1
        if text:
            formula = html.unescape(text.decode("utf-8", "replace"))
            if len(formula) <= LONGEST:
                masters[group[1]] = _Master(column, row, tuple(cut_at_references(formula)), len(formula))
        elif (master := masters.get(group[1])) is not None:
            characters += master.length
            references += len(master.pieces) // 2
            if characters > MOST_CHARACTERS or references > MOST_REFERENCES:
                break
            found[letters + number] = html.escape(master.at(column, row), quote=False).encode()
    return found
