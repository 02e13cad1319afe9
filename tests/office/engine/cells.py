"""Sheets, ranges and names of the tests' xlwings engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl.styles.numbers import is_date_format
from xlwings import base_classes

from tests.office.engine.backend import Backend, Box, CellError, ComError, Value
from tests.office.engine.entries import GENERAL, Entry, entered, is_german, moment
from tests.office.engine.references import BOTTOM, RIGHT, address, box_of, target

if TYPE_CHECKING:
    from tests.office.xlwings_engine import Book


class Sheet(base_classes.Sheet):
    book: Any = None

    def __init__(self, book: Book, name: str) -> None:
        self.book, self._name = book, name

    @property  # type: ignore[misc]
    def name(self) -> str:
        return self._name

    @property
    def backend(self) -> Backend:
        backend: Backend = self.book.app.backend
        return backend

    @property
    def index(self) -> int:
        return self.backend.sheet_names().index(self._name) + 1

    @property
    def names(self) -> Names:
        return Names(self.book, self)

    @property
    def tables(self) -> list[Any]:
        return []

    def range(self, first: Any, last: Any = None) -> Range:
        one = self._corner(first)
        if last is None:
            return one
        other = self._corner(last)
        row, column = min(one.row, other.row), min(one.column, other.column)
        below = max(one.row + one.shape[0], other.row + other.shape[0])
        beside = max(one.column + one.shape[1], other.column + other.shape[1])
        return Range(self, Box(row, column, below - row, beside - column))

    def _corner(self, cell: Any) -> Range:
        if isinstance(cell, Range):
            return cell
        if isinstance(cell, tuple):
            if 0 in cell[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return Range(self, Box(*cell))
        box = box_of(cell)
        return Range(self, box) if box else self.names.visible(cell).refers_to_range

    @property
    def cells(self) -> Range:
        return Range(self, Box(1, 1, BOTTOM, RIGHT))

    @property
    def used_range(self) -> Range:
        return Range(self, self.backend.used(self._name))

    def activate(self) -> None:
        self.backend.activate(self._name)

    def clear_contents(self) -> None:
        self.used_range.clear_contents()


class Range(base_classes.Range):
    """Cells of a sheet. Values go in as entries and come out as COM gives them: a scalar for one cell, else rows."""

    api, has_array = True, False
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Sheet, box: Box) -> None:
        self.sheet, self.box = sheet, box
        self.options: dict[str, Any] = {}

    @property
    def row(self) -> int:
        return self.box.row

    @property
    def column(self) -> int:
        return self.box.column

    @property
    def shape(self) -> tuple[int, int]:
        return self.box.rows, self.box.columns

    @property
    def address(self) -> str:
        return address(self.box)

    def __len__(self) -> int:
        return self.box.rows * self.box.columns

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.box.columns + 1, (row - 1) % self.box.columns + 1
        return Range(self.sheet, Box(self.row + row - 1, self.column + column - 1))

    def _here(self, operation: str, *more: Any) -> Any:
        """Do something with these cells; on a protected sheet Excel changes none that are locked."""
        if operation in {"write", "clear", "set_number_format"} and self._here("locked"):
            raise ComError(f"{self.address} on the protected sheet {self.sheet.name!r} is locked")
        return getattr(self.sheet.backend, operation)(self.sheet.name, self.box, *more)

    @property
    def raw_value(self) -> Any:
        values, codes = self._here("values"), self._here("number_formats")
        shown = tuple(
            tuple(_shown(value, code) for value, code in zip(*rows, strict=True))
            for rows in zip(values, codes, strict=True)
        )
        return shown[0][0] if len(self) == 1 else shown

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows = self._rows(data)
        codes = self._here("number_formats")
        entries = [[entered(*one) for one in zip(*both, strict=True)] for both in zip(rows, codes, strict=True)]
        self._here("write", [[entry.content for entry in row] for row in entries])
        for offset in range(self.box.columns):
            self._take_on([row[offset] for row in entries], [row[offset] for row in codes], self.column + offset)

    def _rows(self, data: Any) -> list[list[Any]]:
        """One value is for all cells. Raises TypeError, as COM does, for rows that do not fill the range."""
        if not isinstance(data, list | tuple):
            return [[data] * self.box.columns] * self.box.rows
        if len(data) != self.box.rows or any(
            not isinstance(row, list | tuple) or len(row) != self.box.columns for row in data
        ):
            raise TypeError(f"these rows do not fill {self.address}: each must have {self.box.columns} values")
        return [list(row) for row in data]

    def _take_on(self, entries: list[Entry], codes: list[str], column: int) -> None:
        """Let the cells of a column that have no number format yet take on that of what was entered, as few runs as there are."""
        wanted = [entry.number_format if code == GENERAL else None for entry, code in zip(entries, codes, strict=True)]
        start = 0
        for end in range(1, len(wanted) + 1):
            if end == len(wanted) or wanted[end] != wanted[start]:
                if (code := wanted[start]) is not None:
                    Range(self.sheet, Box(self.row + start, column, end - start)).number_format = code
                start = end

    @property
    def formula(self) -> Any:
        formulas, values = self._here("formulas"), self._here("values")
        written = tuple(
            tuple(formula if formula is not None else _typed(value) for formula, value in zip(*rows, strict=True))
            for rows in zip(formulas, values, strict=True)
        )
        return written[0][0] if len(self) == 1 else written

    @formula.setter
    def formula(self, data: Any) -> None:
        self.raw_value = data

    @property
    def number_format(self) -> str | None:
        """None where the cells differ."""
        codes = {code for row in self._here("number_formats") for code in row}
        return codes.pop() if len(codes) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        if is_german(code):
            raise ComError(f"{code!r} is a German number format; Excel's are in English here")
        self._here("set_number_format", code)

    def clear_contents(self) -> None:
        self._here("clear")

    def end(self, direction: str) -> Range:
        """Return the last filled cell in a direction, where the next one is filled too."""
        down, right = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}[direction]
        row, column = self.row, self.column
        while self._filled(row + down, column + right):
            row, column = row + down, column + right
        return Range(self.sheet, Box(row, column))

    def _filled(self, row: int, column: int) -> bool:
        inside = 1 <= row <= BOTTOM and 1 <= column <= RIGHT
        return inside and self.sheet.backend.values(self.sheet.name, Box(row, column))[0][0] is not None


class Names(base_classes.Names):
    """The names of a book, or those of one of its sheets; in the order of the alphabet, whatever their case."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book, self._sheet = book, sheet

    def _all(self) -> list[str]:
        return sorted(
            (
                name
                for name in self.book.app.backend.names()
                if self._sheet is None or _parted(name)[0] == self._sheet.name
            ),
            key=lambda name: _parted(name)[1].casefold(),
        )

    def _found(self, key: int | str) -> str | None:
        names = self._all()
        if not isinstance(key, str):
            return names[key - 1] if 0 < key <= len(names) else None
        sheet, local = _parted(key)
        wanted = (sheet or (str(self._sheet.name) if self._sheet else "")).casefold(), local.casefold()
        return next((name for name in names if tuple(map(str.casefold, _parted(name))) == wanted), None)

    def __call__(self, key: int | str) -> Name:
        name = self._found(key)
        if name is None:
            raise ComError(f"no name {key!r}")
        return Name(self.book, name)

    def visible(self, name: str) -> Name:
        """Return the sheet's own name or else the book's, as a reference on this sheet finds it."""
        return self(name) if self.contains(name) else Names(self.book)(name)

    def contains(self, key: int | str) -> bool:
        return self._found(key) is not None

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Name]:
        return (Name(self.book, name) for name in self._all())


class Name(base_classes.Name):
    def __init__(self, book: Book, name: str) -> None:
        self.book, self._name = book, name

    @property  # type: ignore[misc]
    def name(self) -> str:
        return self._name

    @property  # type: ignore[misc]
    def refers_to(self) -> str:
        try:
            return str(self.book.app.backend.names()[self._name])
        except KeyError:
            raise ComError(f"the name {self._name!r} is gone") from None

    @property
    def refers_to_range(self) -> Range:
        found = target(self.refers_to)
        if found is None:
            raise ComError(f"the name {self._name!r} refers to no range: {self.refers_to}")
        sheet, box = found
        return Range(self.book.sheets(sheet), box)


def _parted(name: str) -> tuple[str, str]:
    """Sheet and name of „'Rück lauf'!Name“; "" for the sheet of a name of the whole book."""
    sheet, _, local = name.rpartition("!")
    return sheet.removeprefix("'").removesuffix("'").replace("''", "'"), local


def _shown(value: Value, code: str) -> float | str | bool | datetime | CellError | None:
    if isinstance(value, float) and is_date_format(code):
        return moment(value)
    return value


def _typed(value: Value) -> str:
    """What the input line shows of a constant, in English."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case CellError():
            return value.name
        case float():
            return f"{value:.15g}"
    return value
