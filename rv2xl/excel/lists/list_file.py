"""The cells of the file that a clerk names, whatever kind it is; which one it is, its content says."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rv2xl.excel.lists.csv_rows import IsHead, csv_rows
from rv2xl.excel.lists.list_sheet import ListSheet
from rv2xl.excel.lists.ods_sheets import ODS_MARK, ods_sheets
from rv2xl.excel.lists.xls_sheets import xls_sheets
from rv2xl.excel.lists.xlsx_sheets import xlsx_sheets
from rv2xl.excel.package.kinds import OLE_START, PLAIN_TEXT, kind_of
from rv2xl.excel.package.refusal import Refused
from rv2xl.excel.package.unpack import PACKAGE_LIMITS
from rv2xl.files import content_of
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.entries.entry import Raw

_ZIP = b"PK"


class ListCells(NamedTuple):
    """The cells from A1 on; of a workbook also the name of their sheet, and the other sheets that hold something."""

    rows: list[list[Raw]]
    sheet: str | None = None
    others: tuple[str, ...] = ()


def list_cells(path: Path, is_head: IsHead) -> ListCells:
    """Read a file; of a workbook the first sheet that is filled and not hidden. Raises Abbruch for what is none or cannot be read."""
    try:
        data = content_of(path, PACKAGE_LIMITS.file)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Abbruch(f"Die Tabelle „{path}“ gibt es nicht.") from error
    if not data.startswith((_ZIP, OLE_START)):
        kind = kind_of(data)
        if kind is not None and not kind.startswith(PLAIN_TEXT):
            raise Abbruch(f"Die Tabelle „{path}“ ist {kind}; gebraucht wird eine Datei .csv, .xlsx, .xls oder .ods.")
        return ListCells(csv_rows(str(path), data, is_head))
    try:
        filled = [sheet for sheet in _sheets(data) if sheet.is_filled]
    except Refused as refused:
        raise Abbruch(f"Die Tabelle „{path}“ lässt sich nicht lesen. {refused.finding.message}") from refused
    shown = next((sheet for sheet in filled if not sheet.hidden), None)
    if shown is not None:
        return ListCells(shown.rows, shown.name, tuple(sheet.name for sheet in filled if sheet is not shown))
    if filled:
        raise Abbruch(f"In der Tabelle „{path}“ sind alle Blätter, auf denen etwas steht, ausgeblendet.")
    return ListCells([])


def _sheets(data: bytes) -> list[ListSheet]:
    where, mark = ODS_MARK
    if data.startswith(OLE_START):
        return xls_sheets(data)
    return ods_sheets(data) if data[where] == mark else xlsx_sheets(data)
