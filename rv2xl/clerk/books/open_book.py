"""The workbook as it is open in Excel, through xlwings' public calls; ranges are read and written in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rv2xl.clerk.books.book import Cell, ColumnCells, Link, SheetRows, cell_of, missing_name
from rv2xl.clerk.sheets import Look, SheetTable
from rv2xl.excel.looks import NUMBER_FORMATS
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Kind

if TYPE_CHECKING:
    import xlwings

_FORMATS = {Look.COUNT: NUMBER_FORMATS[Kind.ANZAHL], Look.DAY: NUMBER_FORMATS[Kind.DATUM], Look.LINK: "General"}
_TEXT = NUMBER_FORMATS[Kind.TEXT]
"""A text that looks like a number, a day or a formula stays one only where the cell is formatted so before it is written."""


class OpenBook:
    """The open workbook. Raises Abbruch if it was never saved, or is where Python cannot find its folder."""

    def __init__(self, book: xlwings.Book) -> None:
        self._book = book
        self._path = _path(book)
        self._places: dict[str, xlwings.Range] = {}

    @property
    def path(self) -> Path:
        """The file in which the workbook was saved last."""
        return self._path

    def values(self, names: Iterable[str]) -> dict[str, Cell]:
        """Return what stands in the cells with these defined names."""
        return {name: cell_of(self._place(name).options(err_to_str=True).value) for name in names}

    def rows(self, table: SheetTable) -> SheetRows:
        """Return the sheet of a table."""
        head = self._place(table.name)
        last = head.sheet.used_range.last_cell
        area = head.sheet.range((head.row, 1), (max(last.row, head.row), max(last.column, head.column)))
        lines = [list(map(cell_of, line)) for line in area.options(ndim=2, err_to_str=True).value]
        return SheetRows(head.row, lines[0], lines[1:])

    def write(self, named: Mapping[str, str], blocks: Sequence[ColumnCells]) -> None:
        """Write everything, after all that is named was found; if a cell does not let itself be written, all become again what they
        were. Raises Abbruch then."""
        runs = [run for block in blocks for run in _runs(self._place(block.table.name), block)]
        runs += [(self._place(name), [text or None], _TEXT) for name, text in named.items()]
        before: list[tuple[xlwings.Range, Any]] = []
        for area, cells, format_ in runs:
            before.append((area, area.formula))
            try:
                _fill(area, cells, format_)
            except Exception as error:
                for changed, formulas in before:
                    with suppress(Exception):  # what is protected was not changed
                        changed.formula = formulas
                raise Abbruch(
                    f"Auf dem Blatt „{area.sheet.name}“ lässt sich nichts eintragen; bitte seinen Schutz aufheben und noch einmal drücken."
                ) from error

    def _place(self, name: str) -> xlwings.Range:
        if name not in self._places:
            try:
                self._places[name] = self._book.names[name].refers_to_range
            except Exception as error:  # whatever the program says of a name that is gone or leads nowhere
                raise missing_name(name) from error
        return self._places[name]


def _path(book: xlwings.Book) -> Path:
    try:
        path = Path(book.fullname)
    except Exception as error:  # xlwings does not find the local folder of a file in the cloud
        raise Abbruch(_ELSEWHERE) from error
    if not path.is_absolute() or "://" in str(book.fullname):
        raise Abbruch(_ELSEWHERE)
    return path


_ELSEWHERE = "Die Arbeitsmappe liegt in keinem Ordner dieses Rechners; bitte mit „Speichern unter“ dort speichern."


def _runs(head: xlwings.Range, block: ColumnCells) -> Iterator[tuple[xlwings.Range, list[Cell], str]]:
    """Yield the cells of a column as runs of links and of everything else, with their number format."""
    row, column = head.row + 1 + block.first, block.column + 1
    for _, group in groupby(block.cells, key=lambda cell: isinstance(cell, Link)):
        cells = list(group)
        area = head.sheet.range((row, column), (row + len(cells) - 1, column))
        yield area, cells, _FORMATS.get(block.kind.look, _TEXT)
        row += len(cells)


def _fill(area: xlwings.Range, cells: Sequence[Cell], format_: str) -> None:
    area.number_format = format_
    links = [cell for cell in cells if isinstance(cell, Link)]
    if links:
        area.formula = [[f"={link.formula}"] for link in links]
    else:
        area.value = [[None if cell == "" else cell] for cell in cells]
