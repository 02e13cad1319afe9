"""Cells of a worksheet's part, looked up by their place and put in where they are not there."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from rv2xl.excel.addresses import Place, cell_name, place_of
from rv2xl.excel.annotated.edited import EditedPackage, Unmarkable, namespace_of
from rv2xl.excel.package.edit import XmlElement
from rv2xl.excel.package.set_cells import by_number, insert


class SheetPart:
    """A worksheet's part that is edited. Raises Unmarkable for one without cells."""

    def __init__(self, package: EditedPackage, part: str) -> None:
        self.package, self.part = package, part
        self.root = package.tree(part)
        self.space = f"{{{namespace_of(self.root)}}}"
        data = self.root.find(f"{self.space}sheetData")
        if data is None:
            raise Unmarkable("no rows")
        self._data = data
        try:
            _address(data, self.space)
            self._rows = by_number(data.iterchildren(f"{self.space}row"), lambda number: int(number) - 1)
        except ValueError as error:
            raise Unmarkable("rows") from error
        self._cells: dict[int, dict[int, XmlElement]] = {}

    def cell(self, place: Place) -> XmlElement:
        """Return a cell to be changed; one that was not there has the style of its row or column."""
        row, column = place
        self.package.edit(self.part)
        if row not in self._rows:
            insert(self._data, etree.Element(f"{self.space}row", r=str(row + 1)), self._rows, row)
        line = self._rows[row]
        if row not in self._cells:
            try:
                self._cells[row] = by_number(line.iterchildren(f"{self.space}c"), lambda name: place_of(name)[1])
            except (ValueError, AttributeError) as error:
                raise Unmarkable("cells") from error
        cells = self._cells[row]
        if column not in cells:
            cell = etree.Element(f"{self.space}c", r=cell_name(row, column))
            style = line.get("s") if line.get("customFormat") in ("1", "true") else self._column_style(column)
            if style:
                cell.set("s", style)
            insert(line, cell, cells, column)
            line.attrib.pop("spans", None)
        return cells[column]

    def cells(self) -> Iterator[XmlElement]:
        """Yield all cells."""
        for row in self._rows.values():
            yield from row.iterchildren(f"{self.space}c")

    def widths(self, first: int, last: int) -> float:
        """Return how wide columns are together, in characters."""
        usual = 8.43
        widths = dict.fromkeys(range(first, last + 1), usual)
        for entry in self.root.iterfind(f"{self.space}cols/{self.space}col"):
            for column in range(
                max(first, int(entry.get("min", "1")) - 1), min(last, int(entry.get("max", "1")) - 1) + 1
            ):
                widths[column] = float(entry.get("width", usual))
        return sum(widths.values())

    def _column_style(self, column: int) -> str | None:
        for entry in self.root.iterfind(f"{self.space}cols/{self.space}col"):
            if int(entry.get("min", "1")) <= column + 1 <= int(entry.get("max", "1")):
                return entry.get("style")  # type: ignore[no-any-return]
        return None


def _address(data: XmlElement, space: str) -> None:
    """Give rows and cells their addresses where they follow from those before them. Raises ValueError."""
    number = 0
    for row in data.iterchildren(f"{space}row"):
        number = int(row.get("r", number + 1))
        row.set("r", str(number))
        column = -1
        for cell in row.iterchildren(f"{space}c"):
            column = place_of(cell.get("r"))[1] if "r" in cell.attrib else column + 1
            cell.set("r", cell_name(number - 1, column))
