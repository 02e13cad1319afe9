"""Konsolidierung.xlsm as a clerk leaves it: the table „Rücklauf“ filled, columns and sheets wherever they are by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from rv2xl.clerk.sheets import BEFUNDE, RUECKLAUF, Head

Row = Mapping[str, object]
HEADS = tuple(column.head for column in RUECKLAUF.columns)


def book(
    path: Path, rows: Iterable[Row], heads: Sequence[str] = HEADS, sheet: str = RUECKLAUF.sheet, above: int = 3
) -> Path:
    """Write a workbook with a VBA project; rows by head, those of other sheets stay empty."""
    with Workbook(path) as made:
        made.add_vba_project(BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no macro of ours"), is_stream=True)
        start, page, found = (made.add_worksheet(name) for name in ("Start", sheet, BEFUNDE.sheet))
        start.write_string(0, 0, "Konsolidierung")
        found.write_row(2, 0, [column.head for column in BEFUNDE.columns])
        page.write_string(0, 0, "Rücklauf 2025")
        page.write_row(above, 0, heads)
        for number, row in enumerate(rows, above + 1):
            for head, value in row.items():
                page.write(number, list(heads).index(head), value)
    return path


def accepted(file: str, checksum: str, codes: str, reason: str = "Vermerk vom 3. Mai", **more: object) -> Row:
    """A row with „ja“."""
    row: dict[str, object] = {
        Head.DATEI: file, Head.FREIGABE: "ja", Head.BEGRUENDUNG: reason, Head.FEHLERARTEN: codes, Head.PRUEFSUMME: checksum,
    }  # fmt: skip
    return row | more
