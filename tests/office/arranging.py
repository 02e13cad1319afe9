"""What a clerk does to a sheet besides typing, for the server; like `server.py` it runs under the system's python3.

Rows and columns count from 0, widths are in hundredths of a millimetre.
"""

from collections.abc import Callable
from typing import Any

import uno  # type: ignore[import-not-found]

from tests.office.calc import Workbook

EQUAL = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")


class ArrangingCommands:
    """Commands of the server: cmd_NAME(**rest of the request)."""

    def __init__(self, workbook: Callable[[int], Workbook]) -> None:
        self.workbook = workbook

    def cmd_rename_sheet(self, doc: int, sheet: str, name: str) -> None:
        book = self.workbook(doc)
        book.sheet(sheet).uno.Name = name
        book.forget()

    def cmd_move_sheet(self, doc: int, sheet: str, place: int) -> None:
        book = self.workbook(doc)
        book.sheets.moveByName(sheet, place)
        book.forget()

    def cmd_move_column(self, doc: int, sheet: str, column: int, before: int) -> None:
        """Cut a column and insert it before another one, as it was numbered until then."""
        owner = self.workbook(doc).sheet(sheet).uno
        owner.Columns.insertByIndex(before, 1)
        source = column + (before <= column)
        there = owner.Columns.getByIndex(source).RangeAddress
        target = owner.getCellByPosition(before, 0).CellAddress
        owner.moveRange(target, there)
        owner.Columns.getByIndex(before).Width = owner.Columns.getByIndex(source).Width
        owner.Columns.removeByIndex(source, 1)

    def cmd_set_width(self, doc: int, sheet: str, column: int, width: int) -> None:
        self.workbook(doc).sheet(sheet).uno.Columns.getByIndex(column).Width = width

    def cmd_widths(self, doc: int, sheet: str, count: int) -> list[int]:
        columns = self.workbook(doc).sheet(sheet).uno.Columns
        return [columns.getByIndex(column).Width for column in range(count)]

    def cmd_sort(self, doc: int, sheet: str, box: list[int], column: int, ascending: bool) -> None:
        """Sort the rows of a box (row, column, rows, columns) by one of its columns."""
        area, field = self.area(doc, sheet, box), uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = column, ascending
        descriptor = {item.Name: item for item in area.createSortDescriptor()}
        descriptor["SortFields"].Value = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        descriptor["ContainsHeader"].Value = descriptor["IsSortColumns"].Value = False
        uno.invoke(area, "sort", (uno.Any("[]com.sun.star.beans.PropertyValue", tuple(descriptor.values())),))

    def cmd_filter(self, doc: int, sheet: str, box: list[int], column: int, text: str) -> None:
        """Show only the rows of a box, its first one being the heads, that have this text in a column."""
        area, field = self.area(doc, sheet, box), uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
        field.Field, field.Operator, field.StringValue = column, EQUAL, text
        descriptor = area.createFilterDescriptor(True)
        descriptor.ContainsHeader = True
        descriptor.setFilterFields((field,))
        area.filter(descriptor)

    def cmd_hidden_rows(self, doc: int, sheet: str, count: int) -> list[int]:
        rows = self.workbook(doc).sheet(sheet).uno.Rows
        return [row for row in range(count) if not rows.getByIndex(row).IsVisible]

    def area(self, doc: int, sheet: str, box: list[int]) -> Any:
        row, column, rows, columns = box
        return (
            self.workbook(doc)
            .sheet(sheet)
            .uno.getCellRangeByPosition(column, row, column + columns - 1, row + rows - 1)
        )
