"""A list that we wrote and a clerk has worked on: a table known by its heads, saved as .xlsx by whatever program. Read with openpyxl."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from rv2xl.excel.lists.clerk_list import ListRow
from rv2xl.excel.lists.list_sheet import MOST_CELLS, library
from rv2xl.excel.lists.xlsx_sheets import guarded_list
from rv2xl.excel.package.refusal import Refused
from rv2xl.excel.package.unpack import PACKAGE_LIMITS
from rv2xl.files import content_of
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.entries.entry import Raw, is_blank

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def worked_rows(path: Path, heads: Collection[str]) -> list[ListRow]:
    """Return the rows under these heads that hold anything, wherever the table stands now and in whatever order its columns are.

    Raises Abbruch for a file that cannot be read, for one that does not have exactly one such table, and for a cell without a value of
    its own: an error, or a formula beside which none is stored.
    """
    shown, typed = _books(path)
    tables = [(sheet, *found) for sheet in shown.worksheets if (found := _heads(path, sheet, heads)) is not None]
    if not tables:
        names = ", ".join(f"„{head}“" for head in heads)
        raise Abbruch(f"„{path}“ ist nicht die erwartete Liste: Auf keinem Blatt stehen die Spalten {names}.")
    if len(tables) > 1:
        raise Abbruch(f"In „{path}“ steht die Liste mehrmals; bitte nur ein Blatt davon behalten.")
    sheet, first, places = tables[0]
    return [
        row
        for row in _rows(path, sheet, typed[sheet.title], first, places)
        if not all(map(is_blank, row.cells.values()))
    ]


def _books(path: Path) -> tuple[Workbook, Workbook]:
    """Open a file twice: as what it shows, and as what was typed."""
    from openpyxl import load_workbook

    try:
        data = content_of(path, PACKAGE_LIMITS.file)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Abbruch(f"Die Liste „{path}“ gibt es nicht.") from error
    try:
        guarded_list(data)
        with library():
            return load_workbook(BytesIO(data), data_only=True), load_workbook(BytesIO(data))
    except Refused as refused:
        raise Abbruch(f"Die Liste „{path}“ lässt sich nicht lesen. {refused.finding.message}") from refused


def _heads(path: Path, sheet: Worksheet, heads: Collection[str]) -> tuple[int, dict[str, int]] | None:
    """Return the row of the heads and the column of each, counted from 1; None for a sheet without them."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise Abbruch(
            f"Die Liste „{path}“ ist zu groß: Blatt „{sheet.title}“ hat mehr Zellen, als eine solche Liste haben kann."
        )
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        texts = [cell.strip() if isinstance(cell, str) else None for cell in row]
        if all(head in texts for head in heads):
            double = next((head for head in heads if texts.count(head) > 1), None)
            if double is not None:
                raise Abbruch(f"In der Liste „{path}“ steht die Spalte „{double}“ mehrmals.")
            return number, {head: texts.index(head) + 1 for head in heads}
    return None


def _rows(path: Path, sheet: Worksheet, typed: Worksheet, heads: int, places: Mapping[str, int]) -> Iterator[ListRow]:
    for number in range(heads + 1, sheet.max_row + 1):
        cells = {
            head: _content(path, sheet.cell(number, column), typed.cell(number, column))
            for head, column in places.items()
        }
        yield ListRow(number, cells)


def _content(path: Path, shown: Cell | MergedCell, typed: Cell | MergedCell) -> Raw:
    if shown.data_type == "e" or (typed.data_type == "f" and shown.value is None):
        raise Abbruch(
            f"In der Liste „{path}“, Blatt „{shown.parent.title}“, Zelle {shown.coordinate}, steht eine Formel ohne gültigen Wert; bitte "
            "den Wert selbst eintragen."
        )
    value = shown.value
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return float(value)
    return value if isinstance(value, bool | date | time | timedelta) or value is None else str(value)
