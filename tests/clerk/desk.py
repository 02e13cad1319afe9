"""A clerk's desk: the demonstration's folder, and its Konsolidierung.xlsm open in LibreOffice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl.utils.cell import coordinate_from_string

from rv2xl.clerk.sheets import Action, Head, SheetTable
from tests.office.client import OfficeCell
from tests.office.macros import MacroDocument
from tests.office.running import Pressed
from tests.office.xlwings_engine import Alert

DAY = date(2026, 4, 14)
MOMENT = "14.04.2026 09:30"
"""When all runs take place: a fortnight after the Frist."""
SERIAL = (DAY - date(1899, 12, 30)).days
"""The day as a spreadsheet has it."""

Cells = Mapping[str, Mapping[str, OfficeCell]]


@dataclass
class Desk:
    """The folder, and the open workbook; `sheets` says how the clerk calls a table's sheet, where it was renamed."""

    folder: Path
    document: MacroDocument
    sheets: dict[str, str]

    def press(self, action: Action) -> str:
        """Press a button that can do its work; return the message, of which the first line is the result's first."""
        pressed = self.document.press(action.label)
        assert (pressed.error, [alert.title for alert in pressed.alerts]) == (None, [action.label])
        assert pressed.alerts[0].mode == "info", pressed.alerts
        return pressed.alerts[0].prompt

    def refused(self, action: Action) -> str:
        """Press a button that cannot do its work; return the sentence, after which every cell is as it was."""
        before = self.document.cells()
        pressed = self.document.press(action.label)
        (alert,) = pressed.alerts
        assert pressed == Pressed(
            pressed.command, None, (Alert(alert.prompt, action.label, "ok", "critical", "ok"),), pressed.statuses
        )
        assert pressed.statuses[-1:] == (False,)
        assert self.document.cells() == before
        return alert.prompt

    def named(self, name: str) -> str:
        """Return what stands in the cell of Start with this name."""
        (cell,) = [
            text.rpartition("!")[2].replace("$", "") for key, text in self.document.ask("names").items() if key == name
        ]
        found = self.document.cells()["Start"].get(cell)
        return "" if found is None else str(found.value)

    def rows(self, table: SheetTable, *heads: str) -> list[tuple[float | str | None, ...]]:
        """Return the rows of a table, of the columns with these heads, wherever they stand; a link as its formula."""
        cells = self.document.cells()[self.sheets.get(table.sheet, table.sheet)]
        row = self.row_of_heads(table)
        columns = {str(cell.value): coordinate_from_string(at)[0] for at, cell in cells.items() if at.endswith(str(row))
                   and coordinate_from_string(at)[1] == row}  # fmt: skip
        last = max(coordinate_from_string(at)[1] for at in cells)
        empty = OfficeCell(None)
        found = [
            tuple(
                cell.formula or cell.value for head in heads for cell in [cells.get(f"{columns[head]}{number}", empty)]
            )
            for number in range(row + 1, last + 1)
        ]
        return [values for values in found if any(value is not None for value in values)]

    def row_of_heads(self, table: SheetTable) -> int:
        """Return the row with the heads of a table."""
        first = table.columns[0].head
        cells = self.document.cells()[self.sheets.get(table.sheet, table.sheet)]
        (row,) = [coordinate_from_string(at)[1] for at, cell in cells.items() if cell.value == first]
        return row

    def at(self, table: SheetTable, head: str, file: str) -> str:
        """Return the address of the cell under a head in the row of a file."""
        cells = self.document.cells()[self.sheets.get(table.sheet, table.sheet)]
        (column,) = [coordinate_from_string(at)[0] for at, cell in cells.items() if cell.value == head]
        (files,) = [coordinate_from_string(at)[0] for at, cell in cells.items() if cell.value == Head.DATEI]
        (row,) = [
            coordinate_from_string(at)[1]
            for at, cell in cells.items()
            if cell.value == file and coordinate_from_string(at)[0] == files
        ]
        return f"{column}{row}"

    def type(self, table: SheetTable, head: str, file: str, text: str) -> None:
        """Type under a head in the row of a file."""
        sheet = self.sheets.get(table.sheet, table.sheet)
        assert self.document.type_text(sheet, self.at(table, head, file), text).ok
