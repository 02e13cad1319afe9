"""A workbook open in LibreOffice as the tests' xlwings engine has it: each operation is one question to the server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.office.client import Document, DocumentLost, OfficeError, OfficeTimeout
from tests.office.engine.backend import Box, CellError, ComError, Content, Formula, Value

ERRORS = {532: "#DIV/0!", 519: "#VALUE!", 524: "#REF!", 525: "#NAME?", 503: "#NUM!", 32767: "#N/A", 521: "#NULL!"}


class OfficeBackend:
    """An open document. What LibreOffice refuses raises ComError, as it does in Excel."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.path = document.path

    def _ask(self, command: str, **arguments: Any) -> Any:
        try:
            return self._document.ask(command, **arguments)
        except (DocumentLost, OfficeTimeout):
            raise
        except OfficeError as problem:
            raise ComError(str(problem)) from None

    def sheet_names(self) -> list[str]:
        return list(self._ask("sheet_names"))

    def active_sheet(self) -> str:
        return str(self._ask("active_sheet"))

    def activate(self, sheet: str) -> None:
        self._ask("activate_sheet", sheet=sheet)

    def used(self, sheet: str) -> Box:
        return Box(*self._ask("used_area", sheet=sheet))

    def names(self) -> dict[str, str]:
        return dict(self._ask("names"))

    def values(self, sheet: str, box: Box) -> list[list[Value]]:
        return [[_value(value) for value in row] for row in self._ask("range_values", sheet=sheet, box=box)]

    def formulas(self, sheet: str, box: Box) -> list[list[str | None]]:
        found: list[list[str | None]] = [[None] * box.columns for _ in range(box.rows)]
        for row, column, formula in self._ask("range_formulas", sheet=sheet, box=box):
            found[row][column] = formula
        return found

    def number_formats(self, sheet: str, box: Box) -> list[list[str]]:
        found = [[""] * box.columns for _ in range(box.rows)]
        for code, row, column, rows, columns in self._ask("range_formats", sheet=sheet, box=box):
            for line in found[row : row + rows]:
                line[column : column + columns] = [code] * columns
        return found

    def write(self, sheet: str, box: Box, rows: Sequence[Sequence[Content]]) -> None:
        formulas = [
            (row, column, content.text)
            for row, line in enumerate(rows)
            for column, content in enumerate(line)
            if isinstance(content, Formula)
        ]
        plain = [[None if isinstance(content, Formula) else content for content in line] for line in rows]
        self._ask("write_range", sheet=sheet, box=box, rows=plain, formulas=formulas)

    def clear(self, sheet: str, box: Box) -> None:
        self._ask("clear_range", sheet=sheet, box=box)

    def set_number_format(self, sheet: str, box: Box, code: str) -> None:
        self._ask("format_range", sheet=sheet, box=box, code=code)

    def locked(self, sheet: str, box: Box) -> bool:
        return bool(self._ask("range_locked", sheet=sheet, box=box))

    def calculate(self) -> None:
        self._document.calculate_all()

    def save(self, path: Path | None = None) -> None:
        """Save cells and formats: LibreOffice's .xlsm loses the buttons, and keeps the stand-in for xlwings' module."""
        self._document.save_xlsm(path or self.path)


def _value(value: Any) -> Value:
    """What JSON has carried: an error as a list with its number; a text that is empty, of a formula, as nothing."""
    if isinstance(value, list):
        return CellError(ERRORS.get(value[0], "#VALUE!"))
    return None if value == "" else value
