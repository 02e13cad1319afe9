"""A workbook file as the tests' xlwings engine has it open: cells by openpyxl, results of formulas by formulon. Needs no office."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.office.engine.backend import Box, CellError, Content, Formula, Value

if TYPE_CHECKING:
    from formulon import Workbook as Calculated
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_SHORT_DATE = "mm-dd-yy"
"""openpyxl's name of Excel's own short date, which COM calls m/d/yyyy."""


class FileBackend:
    """A workbook that is read when this is made and written by `save`, past Excel: a saved .xlsm may have lost its buttons."""

    def __init__(self, path: str | Path) -> None:
        import openpyxl

        self.path = Path(path).absolute()
        self._book = openpyxl.load_workbook(self.path, keep_vba=self.path.suffix == ".xlsm")
        self._calculated: Calculated | None = None

    def sheet_names(self) -> list[str]:
        return list(self._book.sheetnames)

    def active_sheet(self) -> str:
        return str(self._book.active.title) if self._book.active else self.sheet_names()[0]

    def activate(self, sheet: str) -> None:
        self._book.active = self._book[sheet]

    def used(self, sheet: str) -> Box:
        filled = [
            (number, column)
            for number, row in enumerate(self._sheet(sheet).iter_rows(), 1)
            for column, cell in enumerate(row, 1)
            if cell.value is not None or cell.has_style
        ]
        rows, columns = ({at[part] for at in filled or [(1, 1)]} for part in (0, 1))
        return Box(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)

    def names(self) -> dict[str, str]:
        from openpyxl.utils import quote_sheetname

        found = {name: f"={defined.attr_text}" for name, defined in self._book.defined_names.items()}
        for sheet in self._book.worksheets:
            title = quote_sheetname(sheet.title) if not sheet.title.isidentifier() else sheet.title
            own = {name: defined.attr_text for name, defined in sheet.defined_names.items()}
            own |= {"Print_Area": sheet.print_area, "Print_Titles": sheet.print_titles}
            found |= {f"{title}!{name}": f"={text}" for name, text in own.items() if text}
        return found

    def values(self, sheet: str, box: Box) -> list[list[Value]]:
        return [[self._value(sheet, cell) if cell else None for cell in row] for row in self._cells(sheet, box)]

    def formulas(self, sheet: str, box: Box) -> list[list[str | None]]:
        return [[_formula(cell) if cell else None for cell in row] for row in self._cells(sheet, box)]

    def number_formats(self, sheet: str, box: Box) -> list[list[str]]:
        return [[_code(cell) if cell else "General" for cell in row] for row in self._cells(sheet, box)]

    def write(self, sheet: str, box: Box, rows: Sequence[Sequence[Content]]) -> None:
        self._forget()
        for number, row in enumerate(rows, box.row):
            for column, content in enumerate(row, box.column):
                _put(self._sheet(sheet).cell(number, column), content)  # type: ignore[arg-type]

    def clear(self, sheet: str, box: Box) -> None:
        self._forget()
        for row in self._cells(sheet, box):
            for cell in row:
                if cell:
                    cell.value = None

    def set_number_format(self, sheet: str, box: Box, code: str) -> None:
        for row in range(box.row, box.row + box.rows):
            for column in range(box.column, box.column + box.columns):
                self._sheet(sheet).cell(row, column).number_format = code

    def locked(self, sheet: str, box: Box) -> bool:
        if not self._sheet(sheet).protection.sheet:
            return False
        return any(cell is None or cell.protection.locked for row in self._cells(sheet, box) for cell in row)

    def calculate(self) -> None:
        self._forget()

    def save(self, path: Path | None = None) -> None:
        self._book.save(path or self.path)

    def _sheet(self, name: str) -> Worksheet:
        sheet: Worksheet = self._book[name]
        return sheet

    def _cells(self, sheet: str, box: Box) -> Iterator[list[Cell | None]]:
        """Yield rows of cells; None beyond the last one, so that to look there does not make the sheet larger."""
        there = self._sheet(sheet)
        last_row, last_column = there.max_row, there.max_column
        for row in range(box.row, box.row + box.rows):
            yield [
                there.cell(row, column) if row <= last_row and column <= last_column else None  # type: ignore[misc]
                for column in range(box.column, box.column + box.columns)
            ]

    def _value(self, sheet: str, cell: Cell) -> Value:
        if _formula(cell) is not None:
            return self._result(sheet, cell)
        value = cell.value
        if cell.data_type == "e":
            return CellError(str(value))
        if value is None or isinstance(value, bool | str):
            return value or None if isinstance(value, str) else value
        if isinstance(value, int | float):
            return float(value)
        from openpyxl.utils.datetime import to_excel

        return float(to_excel(value))  # type: ignore[no-untyped-call]

    def _result(self, sheet: str, cell: Cell) -> Value:
        from formulon import ValueKind, Workbook, error_display_name

        if self._calculated is None:
            data = io.BytesIO()
            self._book.save(data)
            self._calculated = Workbook.load(data.getvalue())
            self._calculated.recalc()
        result = self._calculated.get_value(self.sheet_names().index(sheet), cell.row - 1, cell.column - 1)
        match result.kind:
            case ValueKind.NUMBER:
                return result.number
            case ValueKind.TEXT:
                return result.text
            case ValueKind.BOOL:
                return result.boolean
            case ValueKind.BLANK:
                return None
        return CellError(error_display_name(result.error_code)) if result.error_code is not None else CellError("#N/A")

    def _forget(self) -> None:
        if self._calculated is not None:
            self._calculated.close()
            self._calculated = None


def _formula(cell: Cell) -> str | None:
    if cell.data_type != "f":
        return None
    return str(getattr(cell.value, "text", cell.value))


def _code(cell: Cell) -> str:
    return "m/d/yyyy" if cell.number_format == _SHORT_DATE else str(cell.number_format)


def _put(cell: Cell, content: Content) -> None:
    if isinstance(content, Formula):
        cell.value = content.text
        cell.data_type = "f"
    else:
        cell.value = content
        if isinstance(content, str):
            cell.data_type = "s"  # also what looks like a formula or an error
