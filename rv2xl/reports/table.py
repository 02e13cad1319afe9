"""The tidy table as a file for other programs: one row per value, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from io import StringIO

from rv2xl.returns.consolidate import COLUMNS, Consolidation, tidy_rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIELD, _VALUE = COLUMNS.index("feld"), COLUMNS.index("wert")


def tidy_csv(consolidation: Consolidation) -> bytes:
    """Return the tidy table as CSV: UTF-8 with BOM, „;“, decimal point, RFC 4180 quoting, lines ending in CR LF.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay as they are.
    """
    numeric = {
        name
        for entry in consolidation.own
        for sheet in entry.returned.sheets.values()
        for name, field in sheet.sheet.fields.items()
        if field.type.numeric
    }
    target = StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in tidy_rows(consolidation):
        number = row[_FIELD] in numeric
        writer.writerow([value if index == _VALUE and number else _safe(value) for index, value in enumerate(row)])
    return BOM_UTF8 + target.getvalue().encode()


def _safe(value: str | int | None) -> str | int | None:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
