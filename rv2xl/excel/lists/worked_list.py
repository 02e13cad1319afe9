"""A list that we wrote and a clerk has worked on: a table known by its heads, saved as .xlsx by whatever program. Read with openpyxl."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rv2xl.excel.addresses import cell_name
from rv2xl.excel.lists.clerk_list import ListRow
from rv2xl.excel.lists.list_sheet import LIST_LIMITS, MOST_CELLS, library
from rv2xl.excel.lists.xlsx_sheets import guarded_list
from rv2xl.excel.package.refusal import Refused
from rv2xl.excel.package.unpack import PACKAGE_LIMITS, PackageLimits
from rv2xl.files import content_of
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.entries.entry import Raw, is_blank

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell


HEADS_WITHIN = 1_000
"""In so many rows of a sheet the heads are looked for; of one without them no more is read, for it may have a million."""


class _Failed:
    """Stands for the value of an error, or of a formula beside which none is stored."""


class _Table(NamedTuple):
    sheet: str
    rows: Sequence[Sequence[Raw | _Failed]]
    heads: int
    places: Mapping[str, int]


def worked_rows(path: Path, heads: Collection[str], limits: PackageLimits = LIST_LIMITS) -> list[ListRow]:
    """Return the rows under these heads that hold anything, wherever the table stands now and in whatever order its columns are.

    Raises Abbruch for a file that cannot be read, for one that does not have exactly one such table, and for a cell without a value of
    its own: an error, or a formula beside which none is stored.
    """
    tables = [
        table for sheet, rows in _sheets(path, heads, limits) if (table := _table(path, sheet, rows, heads)) is not None
    ]
    if not tables:
        names = ", ".join(f"„{head}“" for head in heads)
        raise Abbruch(f"„{path}“ ist nicht die erwartete Liste: Auf keinem Blatt stehen die Spalten {names}.")
    if len(tables) > 1:
        raise Abbruch(f"In „{path}“ steht die Liste mehrmals; bitte nur ein Blatt davon behalten.")
    return [row for row in _rows(path, tables[0]) if not all(map(is_blank, row.cells.values()))]


def _sheets(path: Path, heads: Collection[str], limits: PackageLimits) -> list[tuple[str, list[list[Raw | _Failed]]]]:
    try:
        data = content_of(path, PACKAGE_LIMITS.file)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Abbruch(f"Die Liste „{path}“ gibt es nicht.") from error
    try:
        guarded_list(data, limits)
        with library():
            return list(_contents(data, heads))
    except Refused as refused:
        raise Abbruch(f"Die Liste „{path}“ lässt sich nicht lesen. {refused.finding.message}") from refused


def _contents(data: bytes, heads: Collection[str]) -> Iterator[tuple[str, list[list[Raw | _Failed]]]]:
    """Read each sheet that has the heads twice: as what it shows, and as what was typed; of any other the first rows.

    Row by row, for merged cells as large as a sheet would fill the memory, and to the last row whatever range the file states. Raises
    Refused for more cells than such a list can have.
    """
    from openpyxl import load_workbook

    shown = load_workbook(BytesIO(data), read_only=True, data_only=True)
    typed = load_workbook(BytesIO(data), read_only=True)
    count = 0
    for sheet, same in zip(shown.worksheets, typed.worksheets, strict=True):
        sheet.reset_dimensions()
        same.reset_dimensions()
        rows: list[list[Raw | _Failed]] = []
        headed = False
        for cells, sources in zip(sheet.iter_rows(), same.iter_rows(), strict=True):
            count += max(len(cells), 1)
            if count > MOST_CELLS:
                raise Refused("DATEI-GROESSE", "Sie hat mehr Zellen, als eine solche Liste haben kann.")
            rows.append([_content(cell, source) for cell, source in zip(cells, sources, strict=True)])
            headed = headed or _are_heads(rows[-1], heads)
            if not headed and len(rows) == HEADS_WITHIN:
                break
        yield sheet.title, rows


def _content(shown: Cell | MergedCell, typed: Cell | MergedCell) -> Raw | _Failed:
    value = shown.value
    if shown.data_type == "e" or (typed.data_type == "f" and value is None):
        return _Failed()
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return float(value)
    return value if isinstance(value, bool | date | time | timedelta) or value is None else str(value)


def _table(path: Path, sheet: str, rows: Sequence[Sequence[Raw | _Failed]], heads: Collection[str]) -> _Table | None:
    for number, row in enumerate(rows):
        if _are_heads(row, heads):
            texts = _texts(row)
            double = next((head for head in heads if texts.count(head) > 1), None)
            if double is not None:
                raise Abbruch(f"In der Liste „{path}“ steht die Spalte „{double}“ mehrmals.")
            return _Table(sheet, rows, number, {head: texts.index(head) for head in heads})
    return None


def _are_heads(row: Sequence[Raw | _Failed], heads: Collection[str]) -> bool:
    return set(_texts(row)).issuperset(heads)


def _texts(row: Sequence[Raw | _Failed]) -> list[str | None]:
    return [cell.strip() if isinstance(cell, str) else None for cell in row]


def _rows(path: Path, table: _Table) -> Iterator[ListRow]:
    for number, row in enumerate(table.rows[table.heads + 1 :], table.heads + 1):
        cells: dict[str, Raw] = {}
        for head, column in table.places.items():
            content = row[column] if column < len(row) else None
            if isinstance(content, _Failed):
                raise Abbruch(
                    f"In der Liste „{path}“, Blatt „{table.sheet}“, Zelle {cell_name(number, column)}, steht eine Formel ohne gültigen "
                    "Wert; bitte den Wert selbst eintragen."
                )
            cells[head] = content
        yield ListRow(number + 1, cells)
