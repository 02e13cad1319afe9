"""A list saved as .ods: calamine reads its values for pandas, a pass over the cells finds errors and formulas without a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from rv2xl.excel.lists.list_sheet import LIST_LIMITS, UNCALCULATED, ListSheet, Unshown, library, safe_part, sheet_cells
from rv2xl.excel.lists.sides import contradicted
from rv2xl.excel.package.refusal import damaged, encrypted
from rv2xl.excel.package.unpack import part_of
from rv2xl.model.entries.entry import Raw

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ODS_MARK = slice(30, 84), b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
"""Where the first entry of the zip, which is not packed, names the kind of file, and what stands there."""

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERROR = re.compile(r"#[A-ZÄÖÜ/0]+[0-9!?]*|#[A-Z]+/[A-Z]|(?:Err|Fehler):\d+", re.IGNORECASE)
"""What the cell of a formula shows that failed; older programs store 0 beside it."""


def ods_sheets(data: bytes) -> list[ListSheet]:
    """Read all tables. Raises Refused, with the finding that says why, for a file that cannot be read."""
    import pandas as pd
    from python_calamine import SheetVisibleEnum

    with library():
        unshown = dict(_tables(_content(data)))
        values = pd.ExcelFile(BytesIO(data), engine="calamine")
    book: Any = values.book
    with values:
        return [
            ListSheet(
                name, visible != SheetVisibleEnum.Visible, sheet_cells(values, name, unshown.get(name, Unshown()))
            )
            for name, visible in ((sheet.name, sheet.visible) for sheet in book.sheets_metadata)
        ]


def _content(data: bytes) -> bytes:
    with ZipFile(BytesIO(data)) as package:
        names = package.namelist()
        if len(set(names)) < len(names):
            raise damaged("Ein Teil kommt doppelt vor.")
        if b"encryption-data" in part_of(package, "META-INF/manifest.xml", LIST_LIMITS.entry):
            raise encrypted()
        return safe_part(package, "content.xml")


def _tables(content: bytes) -> Iterator[tuple[str, Unshown]]:
    """Yield each table's name, and what stands in its cells that a reader of values does not show."""
    from xml.etree.ElementTree import iterparse

    found, row = Unshown(), 0
    for event, element in iterparse(BytesIO(content), events=("start", "end")):
        if element.tag == f"{_TABLE}table":
            if event == "end":
                yield element.get(f"{_TABLE}name", ""), found
            found, row = Unshown(), 0
        elif element.tag == f"{_TABLE}table-row" and event == "end":
            times = _times(element, "rows")
            for column, cell in _filled(element):
                found.reach(row + times - 1, column)
                inside = _unshown(cell)
                if inside is not None:
                    found |= {(row + down, column): inside for down in range(times)}
            row += times
            element.clear()


def _filled(row: Element) -> Iterator[tuple[int, Element]]:
    """Yield the column and the cell of what is not blank, as often as it is repeated."""
    column = 0
    for cell in row:
        if cell.tag in _CELLS:
            times = _times(cell, "columns")
            if cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula"):
                yield from ((column + right, cell) for right in range(times))
            column += times


def _times(element: Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _unshown(cell: Element) -> Raw:
    """Return what a cell holds if it is an error, a truth value, a formula without a value or an amount shown on the other side."""
    kind, shown = cell.get(f"{_OFFICE}value-type"), "".join("".join(text.itertext()) for text in cell.findall(_TEXT))
    has_formula = cell.get(f"{_TABLE}formula") is not None
    if cell.get(_CALC) == "error" or (has_formula and _ERROR.fullmatch(shown)):
        return shown or "#FEHLER"
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind in ("float", "currency"):
        return contradicted(shown, float(cell.get(f"{_OFFICE}value", "nan")))
    return UNCALCULATED if has_formula and kind is None else None
