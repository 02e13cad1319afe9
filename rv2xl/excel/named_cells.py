"""The cells that a workbook's defined names point to, sheet by sheet.

Every field has a sheet-scoped name, and programs move it with its cell: the one witness of a cut-out and pasted cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]{1,3}\$?[1-9]\d{0,6})")

NamedCells = Mapping[str, Mapping[str, tuple[int, int]]]
"""Sheet name, then name in lower case, to row and column from 0."""


def named_cells(workbook: bytes, sheets: Sequence[str]) -> NamedCells:
    """Return the sheet-scoped names that mean a single cell of their own sheet.

    `workbook` is the XML of the main part, `sheets` all sheets in the order of the tabs. Names that point nowhere (`#REF!`), to a
    range or to another sheet are no witnesses and are left out.
    """
    from openpyxl.utils.cell import coordinate_to_tuple
    from openpyxl.workbook.defined_name import DefinedNameList
    from openpyxl.xml.functions import fromstring, localname

    found: dict[str, dict[str, tuple[int, int]]] = {}
    listed = [element for element in fromstring(workbook) if localname(element) == "definedNames"]
    for element in listed:
        names: Any = DefinedNameList.from_tree(element)  # type: ignore[arg-type]
        for name in names.definedName:
            match = _CELL.fullmatch((name.attr_text or "").strip())
            if match is None or name.localSheetId is None or not 0 <= name.localSheetId < len(sheets):
                continue
            sheet = sheets[name.localSheetId]
            if (match[1] or match[2]).replace("''", "'") == sheet:
                row, column = coordinate_to_tuple(match[3].replace("$", ""))
                found.setdefault(sheet, {})[name.name.lower()] = (row - 1, column - 1)
    return found
