"""The tidy table as a file for other programs: one row per value, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from io import BytesIO, TextIOWrapper
from typing import BinaryIO

from rv2xl.returns.consolidate import COLUMNS, Consolidation, tidy_rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIELD, _VALUE = COLUMNS.index("feld"), COLUMNS.index("wert")


def tidy_csv(consolidation: Consolidation) -> bytes:
    """Return the tidy table as a file."""
    target = BytesIO()
    write_tidy(consolidation, target)
    return target.getvalue()


def write_tidy(consolidation: Consolidation, target: BinaryIO) -> None:
    """Write the tidy table as CSV: UTF-8 with BOM, „;“, decimal point, RFC 4180 quoting, lines ending in CR LF.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay as they are.
    """
    numeric = {
        name
        for form in {entry.issue.form for entry in consolidation.own if entry.issue is not None}
        for sheet in form.sheets
        for name, field in sheet.fields.items()
        if field.type.numeric
    }
    target.write(BOM_UTF8)
    text = TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        [
            value if value is None or (index == _VALUE and row[_FIELD] in numeric) else _safe(value)
            for index, value in enumerate(row)
        ]
        for row in tidy_rows(consolidation)
    )
    text.detach()


def _safe(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
