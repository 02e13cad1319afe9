"""The cells that a workbook's defined names point to, sheet by sheet.

Every field has a sheet-scoped name, and programs move it with its cell: the one witness of a cut-out and pasted cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element

from rv2xl.excel.addresses import column_number

_CELL = re.compile(r"(?:'((?:[^']|'')++)'|([^'!]++))!\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")

NamedCells = Mapping[str, Mapping[str, tuple[int, int]]]
"""Sheet name, then name in lower case, to row and column from 0."""


def named_cells(names: Iterable[Element], sheets: Sequence[str]) -> NamedCells:
    """Return the sheet-scoped names that mean a single cell of their own sheet.

    `names` are the workbook's elements, `sheets` all sheets in the order of the tabs. Names that point nowhere (`#REF!`), to a
    range or to another sheet are no witnesses and are left out.
    """
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for name in names:
        match = _CELL.fullmatch((name.text or "").strip())
        number = name.get("localSheetId", "")
        if match is None or not number.isdecimal() or len(number) > 4 or int(number) >= len(sheets):
            continue
        sheet = sheets[int(number)]
        if (match[1] or match[2]).replace("''", "'") == sheet:
            cell = (int(match[4]) - 1, column_number(match[3]))
            found.setdefault(sheet, {})[name.get("name", "").lower()] = cell
    return found
