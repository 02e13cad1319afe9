"""An open spreadsheet, seen from the server's side; like `server.py` it runs under the system's python3."""

import re
from typing import Any

VALUES, DATES, TEXTS, FORMULAS = 1, 2, 4, 16  # com.sun.star.sheet.CellFlags
HIDE = 1  # com.sun.star.sheet.SpreadsheetViewObjectsMode
FORMULA_ERROR = 4  # com.sun.star.sheet.FormulaResult


class CommandError(Exception):
    """The command cannot be carried out; the office itself is well."""


def column_name(index: int) -> str:
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def position(address: str) -> tuple[int, int]:
    """Column and row, from 0, of „B7"."""
    match = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", address)
    if match is None:
        raise CommandError(f"{address!r} is not the address of a cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1, int(match[2]) - 1


class Sheet:
    def __init__(self, sheet: Any) -> None:
        self.uno = sheet
        self.index = sheet.RangeAddress.Sheet
        self.protected = sheet.isProtected()


class Cell:
    def __init__(self, cell: Any, protected: bool) -> None:
        self.uno = cell
        self.locked = protected and cell.CellProtection.IsLocked

    def put(self, value: Any) -> None:
        if value is None:
            self.uno.clearContents(VALUES | DATES | TEXTS | FORMULAS)
        elif isinstance(value, str):
            self.uno.setString(value)
        else:
            self.uno.setValue(value)


class Workbook:
    """An open document, with what was looked up in it: each new UNO object costs about 1 ms, each call on it 0.1 ms."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.controller = document.CurrentController
        self.frame = self.controller.Frame
        self.window = self.frame.getComponentWindow()
        self.sheets = document.Sheets
        self._sheets: dict[str, Sheet] = {}
        self._cells: dict[tuple[str, str], Cell] = {}
        self._shown: str | None = None
        if any(self.sheets.getByIndex(index).DrawPage.Forms.Count for index in range(self.sheets.Count)):
            self.controller.ShowDrawing = (
                HIDE  # headless, a window with buttons never ends to paint them, and nothing else is done
            )
        sidebar = self.controller.getSidebar()
        if sidebar is not None:
            sidebar.setVisible(False)

    def sheet(self, name: str) -> Sheet:
        if name not in self._sheets:
            if not self.sheets.hasByName(name):
                raise CommandError(f"no sheet {name!r}, only {', '.join(self.sheets.ElementNames)}")
            self._sheets[name] = Sheet(self.sheets.getByName(name))
        return self._sheets[name]

    def delete(self, name: str) -> None:
        """Delete a sheet; those behind it have other numbers then."""
        if not self.sheets.hasByName(name):
            raise CommandError(f"no sheet {name!r}")
        self.sheets.removeByName(name)
        self.forget()

    def forget(self) -> None:
        """Look everything up anew: sheets have other names or numbers now."""
        self._sheets.clear()
        self._cells.clear()
        self._shown = None

    def cell(self, sheet: str, address: str) -> Cell:
        if (sheet, address) not in self._cells:
            column, row = position(address)
            owner = self.sheet(sheet)
            self._cells[sheet, address] = Cell(owner.uno.getCellByPosition(column, row), owner.protected)
        return self._cells[sheet, address]

    def show(self, sheet: str) -> None:
        """Turn to this sheet."""
        if sheet == self._shown:
            return
        wanted = self.sheet(sheet).uno
        if not wanted.IsVisible:
            raise CommandError(f"sheet {sheet!r} is hidden, nobody can type there")
        self.controller.setActiveSheet(wanted)
        self._shown = sheet

    def cursor_at(self, sheet: str, address: str) -> bool:
        """A protected sheet may keep the cursor off locked cells; then it stays where it was."""
        selection = self.document.CurrentSelection.RangeAddress
        return (selection.Sheet, selection.StartColumn, selection.StartRow) == (
            self.sheet(sheet).index,
            *position(address),
        )


def read_sheet(sheet: Any) -> list[list[Any]]:
    """[address, value, formula, error code] of every cell that is not empty; a handful of calls for the whole sheet.

    Only error codes are asked for cell by cell, at 1 ms each.
    """
    used = sheet.queryContentCells(VALUES | DATES | TEXTS | FORMULAS).RangeAddresses
    if not used:
        return []
    left, top = min(r.StartColumn for r in used), min(r.StartRow for r in used)
    right, bottom = max(r.EndColumn for r in used), max(r.EndRow for r in used)
    area = sheet.getCellRangeByPosition(left, top, right, bottom)
    data, formulas = area.getDataArray(), area.getFormulaArray()
    # A text „=x" looks like a formula in the array, a formula giving "" like an empty cell: ask which are formulas.
    calculated = covered(sheet.queryContentCells(FORMULAS).RangeAddresses)
    wrong = covered(sheet.queryFormulaCells(FORMULA_ERROR).RangeAddresses)
    names = [column_name(column) for column in range(left, right + 1)]
    cells: list[list[Any]] = []
    for row, (values, texts) in enumerate(zip(data, formulas, strict=True), top):
        for column, (value, text) in enumerate(zip(values, texts, strict=True), left):
            formula = text if (column, row) in calculated else None
            error = sheet.getCellByPosition(column, row).getError() if (column, row) in wrong else 0
            if value != "" or formula is not None:
                cells.append([f"{names[column - left]}{row + 1}", None if error else value, formula, error])
    return cells


def covered(ranges: Any) -> set[tuple[int, int]]:
    return {
        (column, row)
        for r in ranges
        for column in range(r.StartColumn, r.EndColumn + 1)
        for row in range(r.StartRow, r.EndRow + 1)
    }
