"""Issued formulas as they read after cells have moved or sheets were renamed: programs adjust every reference."""

from __future__ import annotations

from collections.abc import Mapping

from rv2xl.excel.addresses import Place, quoted
from rv2xl.excel.formulas.references import Reference, cut_at_references


class MovedSheets:
    """Where each issued sheet is now (`tabs`, by the issued name) and where its cells are (`places`, by the issued name)."""

    def __init__(self, tabs: Mapping[str, str], places: Mapping[str, Mapping[Place, Place]]) -> None:
        self._tabs, self._places = tabs, places

    def translated(self, formula: str, sheet: str) -> str:
        """Return an issued formula of a sheet with every reference where it points now."""
        pieces = cut_at_references(formula)
        return "".join(piece if isinstance(piece, str) else self._now(piece, sheet) for piece in pieces)

    def _now(self, issued: Reference, own: str) -> str:
        sheet, cell = issued.sheet or own, (issued.row, issued.column)
        row, column = self._places.get(sheet, {}).get(cell, cell)
        prefix = quoted(self._tabs.get(sheet, sheet)) if issued.prefix else ""
        return prefix + issued.at(row, column)
