"""Issued formulas as they read after cells have moved or sheets were renamed: programs adjust every reference."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rv2xl.excel.formula import cell_name, quoted
from rv2xl.excel.straighten import Place

_TOKEN = re.compile(
    r""""(?:[^"]|"")*"|(?P<sheet>'(?:[^']|'')+'!|[A-Za-zÄÖÜäöüß_][\w.]*!)?(?<![\w.])\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[1-9]\d{0,6})"""
    r"(?::\$?(?P<last_column>[A-Z]{1,3})\$?(?P<last_row>[1-9]\d{0,6}))?(?![\w(])"
)


class MovedSheets:
    """Where each issued sheet is now (`tabs`, by the issued name) and where its cells are (`places`, by the issued name)."""

    def __init__(self, tabs: Mapping[str, str], places: Mapping[str, Mapping[Place, Place]]) -> None:
        self._tabs, self._places = tabs, places

    def translated(self, formula: str, sheet: str) -> str:
        """Return an issued formula of a sheet with every reference where it points now."""
        return _TOKEN.sub(lambda token: self._token(token, sheet), formula)

    def _token(self, token: re.Match[str], sheet: str) -> str:
        if token["column"] is None:
            return token[0]
        named = token["sheet"]
        issued = named[:-1].strip("'").replace("''", "'") if named else sheet
        prefix = quoted(self._tabs.get(issued, issued)) if named else ""
        corners = [self._cell(issued, token["column"], token["row"])]
        if token["last_column"]:
            corners.append(self._cell(issued, token["last_column"], token["last_row"]))
        return prefix + ":".join(corners)

    def _cell(self, sheet: str, column: str, row: str) -> str:
        from openpyxl.utils.cell import column_index_from_string

        issued = (int(row) - 1, column_index_from_string(column) - 1)
        return cell_name(*self._places.get(sheet, {}).get(issued, issued))
