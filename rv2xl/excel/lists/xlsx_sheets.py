"""A list saved as .xlsx: openpyxl reads it for pandas, so that values, errors and formulas are seen by the same eyes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from rv2xl.excel.lists.list_sheet import LIST_LIMITS, UNCALCULATED, ListSheet, Unshown, library, safe_part, sheet_cells
from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.refusal import Refused
from rv2xl.model.entries.entry import is_blank
from rv2xl.model.finding import Severity


def xlsx_sheets(data: bytes) -> list[ListSheet]:
    """Read all worksheets. Raises Refused, with the finding that says why, for a file that is not opened or is damaged."""
    import openpyxl
    import pandas as pd

    _require_safe(data)
    with library():
        values = pd.ExcelFile(BytesIO(data), engine="openpyxl")
        formulas = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
    with values:
        return [
            ListSheet(
                sheet.title, sheet.sheet_state != "visible", sheet_cells(values, sheet.title, _unshown(sheet, typed))
            )
            for sheet, typed in zip(values.book.worksheets, formulas.worksheets, strict=True)
        ]


def _require_safe(data: bytes) -> None:
    """Refuse what a returned workbook is refused for, and every part that declares a document type."""
    guarded = guard(data, LIST_LIMITS)
    if guarded.package is None:
        found = next(entry for entry in guarded.findings if entry.severity is Severity.FEHLER)
        raise Refused(found.code, found.message, found.remedy)
    names = [name for name in guarded.package.namelist() if name.lower().endswith((".xml", ".rels"))]
    with library():
        for name in names:
            safe_part(guarded.package, name)


def _unshown(values: Any, formulas: Any) -> Unshown:
    """Look up the error values („#DIV/0!“), and the formulas whose value is not stored, in the two views of a sheet."""
    found = Unshown()
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what a file claims of them may be wrong
    with library():
        for row, cells in enumerate(zip(values.iter_rows(), formulas.iter_rows(), strict=True)):
            for column, (value, formula) in enumerate(zip(*cells, strict=True)):
                if value.data_type == "e":
                    found[row, column] = str(value.value)
                elif formula.data_type == "f" and is_blank(value.value):
                    found[row, column] = UNCALCULATED
                elif value.value is None:
                    continue
                found.reach(row, column)
    return found
