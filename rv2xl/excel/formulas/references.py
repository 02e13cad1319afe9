"""The addresses in a formula's text: where they stand, and how they are written when they have moved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rv2xl.excel.addresses import Place, column_letter, column_number, quoted

_TOKEN = re.compile(
    r""""(?:[^"]|"")*+"|(?P<prefix>(?:'(?:[^']|'')*+'|[\w.]++)!)?+(?P<column_fixed>\$?)(?P<column>[A-Z]{1,3})(?P<row_fixed>\$?)"""
    r"""(?P<row>[1-9]\d{0,6})(?![\w(!.])|'(?:[^']|'')*+'|[\w.]++"""
)


class Reference(NamedTuple):
    """The address of one cell, row and column from 0; what is fixed has a „$“.

    `prefix` is what stands before it („'58 Erbach'!“), `sheet` the name in it; of a range's second corner, which has no prefix, that
    of the first. Both are empty for a cell of the formula's own sheet.
    """

    prefix: str
    sheet: str
    column_fixed: str
    column: int
    row_fixed: str
    row: int

    def at(self, row: int, column: int) -> str:
        """Write the address of another cell as this one is written, without prefix; „#REF!“ beyond the sheet's edge."""
        if column < 0 or row < 0:
            return "#REF!"
        return f"{self.column_fixed}{column_letter(column)}{self.row_fixed}{row + 1}"


def cut_at_references(formula: str) -> Iterator[str | Reference]:
    """Cut a formula at its references: a text, a reference, a text and so on, a text at the end. Of a range both corners are one."""
    end, sheet = 0, ""
    for token in _TOKEN.finditer(formula):
        if token["column"] is None:
            continue
        between, prefix = formula[end : token.start()], token["prefix"] or ""
        sheet = _sheet(prefix) if prefix or between != ":" else sheet
        yield between
        yield Reference(
            prefix, sheet, token["column_fixed"], column_number(token["column"]), token["row_fixed"], int(token["row"]) - 1
        )  # fmt: skip
        end = token.end()
    yield formula[end:]


def _sheet(prefix: str) -> str:
    return prefix[1:-2].replace("''", "'") if prefix.startswith("'") else prefix[:-1]


class MovedSheets(NamedTuple):
    """Issued formulas as they read after cells have moved or sheets were renamed: programs adjust every reference.

    `tabs` is what each issued sheet is called now, `places` where its cells are now, both by the issued name.
    """

    tabs: Mapping[str, str]
    places: Mapping[str, Mapping[Place, Place]]

    def translated(self, formula: str, sheet: str) -> str:
        """Return an issued formula of a sheet with every reference where it points now."""
        pieces = cut_at_references(formula)
        return "".join(piece if isinstance(piece, str) else self._now(piece, sheet) for piece in pieces)

    def _now(self, issued: Reference, own: str) -> str:
        sheet, cell = issued.sheet or own, (issued.row, issued.column)
        row, column = self.places.get(sheet, {}).get(cell, cell)
        prefix = quoted(self.tabs.get(sheet, sheet)) if issued.prefix else ""
        return prefix + issued.at(row, column)
