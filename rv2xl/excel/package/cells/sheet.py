"""The cells of one worksheet: values, formulas, error values and dates, in one pass of the parser.

What is read is what Excel, LibreOffice and openpyxl show. XML that they would understand differently (a cell twice, two values in a
cell, cells among foreign elements) is damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.parsers import expat

from rv2xl.excel.addresses import Place, column_letter
from rv2xl.excel.escapes import unescaped
from rv2xl.excel.package.cells.moments import Calendar
from rv2xl.excel.package.cells.shared_formulas import SharedFormulas
from rv2xl.excel.package.cells.stored_values import as_day, as_number, as_stored, as_truth
from rv2xl.excel.package.parser import DEEPEST, MAIN, stream
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge
from rv2xl.model.entries.entry import Raw, Rows

LAST_COLUMN, LAST_ROW = 702, 9_999
"""ZZ; a return ends at O. Below and right of this nothing is read that holds anything. Blank cells far away do no harm."""
MOST_CELLS = 2_000_000
"""Of a sheet, blank ones within the rectangle included. A register of 2,000 rows has 60,000."""


class SheetCells(NamedTuple):
    """What stands on a sheet: the values from A1 to the last one (of a formula the stored one, blank for an error value), the
    formulas and the error values by address, „NaN“, „INF“ and what else is no value of its cell's type among them; and the cells whose
    stored value is an empty text, not none."""

    rows: Rows
    formulas: Mapping[str, str]
    errors: Mapping[str, str]
    empty_texts: frozenset[str] = frozenset()


def read_cells(
    pieces: Iterable[bytes], texts: Mapping[str, str], calendar: Calendar, part: str = "", last_row: int = LAST_ROW
) -> SheetCells:
    """Read a worksheet's part; `texts` are the shared ones by number. Raises DamagedPart and PartTooLarge."""
    reading = _Reading(texts, calendar, part, last_row)
    stream(pieces, reading, part)
    return reading.cells()


class _Names(NamedTuple):
    """What our elements are called in one of the two namespaces."""

    sheet: str
    data: str
    row: str
    cell: str
    value: str
    formula: str
    inline: str
    text: str
    run: str
    further: str


_LOCAL = ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t", "r", "extLst")
_NAMES = tuple(_Names(*(f"{space} {local}" for local in _LOCAL)) for space in MAIN)
_SHEETS = {names.sheet: names for names in _NAMES}
_CELLS = frozenset(name for names in _NAMES for name in (names.data, names.row, names.cell))
_ALTERNATE = "http://schemas.openxmlformats.org/markup-compatibility/2006 AlternateContent"
_SHEET, _DATA, _ROW, _CELL, _PART, _TEXT, _RUN_TEXT = range(1, 8)
"""How deep an element stands: it means something only at its place."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LETTERS = [column_letter(index) for index in range(LAST_COLUMN + 1)]
_COLUMNS = {letters: index for index, letters in enumerate(_LETTERS[:LAST_COLUMN])}
_TYPES = frozenset({"b", "d", "e", "n", "s", "str", None})
UNNAMED = "#FEHLER!"
"""An error value that the file gives no name."""
_BLANK: list[Raw] = [""]
_FAR: list[Raw] = [None]
"""Stands for a row too far down: no column comes after it."""


class _Reading:
    """The handler of one worksheet: where in its cells the parser is, and what was read so far.

    What is usual is done at once, in `start` and `end`: this is where the time of reading goes.
    """

    __slots__ = (
        "_attributes", "_behind", "_beside", "_calendar", "_cell_name", "_cut", "_dates", "_depth", "_empty_texts", "_errors", "_formula",
        "_formula_name", "_formulas", "_had_data", "_implied", "_last_row", "_line", "_names", "_own", "_part", "_row",
        "_row_name", "_row_text", "_rows", "_shared", "_space", "_texts", "_value_name", "_valued", "heard", "parser",
    )  # fmt: skip

    def __init__(self, texts: Mapping[str, str], calendar: Calendar, part: str, last_row: int) -> None:
        self._last_row = last_row
        self._texts, self._calendar, self._dates, self._part = texts, calendar, calendar.styles, part
        self.parser: expat.XMLParserType
        self.heard: list[str] = []
        self._depth = self._beside = 0
        """How deep we are, and at which depth an element began that is passed over with all below it; 0 for none."""
        self._rows: list[list[Raw]] = []
        self._formulas: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        self._empty_texts: set[str] = set()
        self._shared = SharedFormulas()
        self._row, self._row_text, self._cut = -1, "0", -1
        self._line = _FAR
        self._attributes: dict[str, str] = {}
        self._implied = -1
        """The column of the cell at hand, if only those before it tell."""
        self._formula: dict[str, str] | None = None
        self._own: list[str] | None = None
        """The pieces of the text that a cell has of its own, while the parser is in it."""
        self._valued = self._had_data = False
        self._behind: set[str] = set()
        """The names of the elements that end behind the cells."""
        self._take_names(_NAMES[0])

    def _take_names(self, names: _Names) -> None:
        self._names, self._space = names, names.text.removesuffix("t")
        self._row_name, self._cell_name = names.row, names.cell
        self._value_name, self._formula_name = names.value, names.formula

    def start(self, name: str, attributes: dict[str, str]) -> None:
        depth = self._depth = self._depth + 1
        if self._beside:
            if depth > DEEPEST or name in _CELLS:
                raise DamagedPart
        elif depth == _CELL and name == self._cell_name:
            if "r" not in attributes:
                attributes["r"] = self._next_address()
            else:
                self._implied = -1
            self._attributes, self._formula, self._valued = attributes, None, False
        elif depth == _PART and name == self._value_name and not self._valued:
            self._valued = True
            self.heard.clear()
        elif depth == _PART and name == self._formula_name and self._formula is None:
            self._formula = attributes
            self.heard.clear()
        elif depth == _ROW and name == self._row_name:
            self._start_row(attributes.get("r"))
        else:
            self._start_unusual(depth, name)

    def end(self, name: str) -> None:  # noqa: PLR0912 - a call costs more than a branch
        depth = self._depth
        self._depth = depth - 1
        if self._beside:
            self._beside = 0 if self._beside == depth else self._beside
        elif depth == _PART:
            heard = self.heard
            text = heard[0] if len(heard) == 1 else "".join(heard)
            if name != self._value_name:
                self._end_unusual(name, text)
                return
            attributes, line, cut = self._attributes, self._line, self._cut
            kind, address = attributes.get("t"), attributes["r"]
            if kind == "s" and text in self._texts:
                value: Raw = self._texts[text]
            elif (kind is None or kind == "n") and attributes.get("s") not in self._dates:  # „n“ writes LibreOffice
                number = as_number(text)
                value = number if number.__class__ is float else self._value(kind, text)
            elif kind == "str" and text:
                value = unescaped(text)
            else:
                value = self._value(kind, text)
            column = _COLUMNS.get(address[:cut], -1) if address[cut:] == self._row_text else -1
            missing = column - len(line)
            if missing < 0:
                self._put(value)
            elif value != "":
                if missing:
                    line += _BLANK * missing
                line.append(value)
        elif depth == _CELL:
            if not self._valued:
                attributes, line, cut = self._attributes, self._line, self._cut
                address = attributes["r"]
                usual = "t" not in attributes and address[cut:] == self._row_text
                if not usual or (line and _COLUMNS.get(address[:cut], -1) < len(line)):  # not right of all others
                    self._put(self._value("e", "") if attributes.get("t") == "e" else "")
        elif depth == _DATA:
            self._end_data()
        elif depth > _PART and self._own is not None and name == self._names.text:
            self._own += self.heard

    def cells(self) -> SheetCells:
        """Return what was read, every row as long as the longest."""
        if not self._behind.isdisjoint(_CELLS):
            raise DamagedPart
        rows = self._rows
        for row, column in map(_place, self._errors):
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = ""
        while rows and set(rows[-1]) <= {""}:
            rows.pop()
        width = max(map(len, rows), default=0)
        if width * len(rows) > MOST_CELLS:
            raise PartTooLarge(self._part)
        for line in rows:
            line.extend(_BLANK * (width - len(line)))
        self._formulas.update(self._shared.written_out())
        return SheetCells(rows, self._formulas, self._errors, frozenset(self._empty_texts))

    def _end_data(self) -> None:
        """Of what comes behind the cells only other cells would matter."""
        self.parser.StartElementHandler, self.parser.EndElementHandler = None, self._behind.add
        self.parser.CharacterDataHandler = None

    def _start_row(self, number: str | None) -> None:
        row = self._row = self._row + 1 if number is None else _counted(number) - 1
        self._row_text, self._attributes, self._implied = number or str(row + 1), {}, -1
        near = row < self._last_row
        self._cut = -len(self._row_text) if near else 0
        self._line = self._line_of(row) if near else _FAR
        self.heard.clear()

    def _start_unusual(self, depth: int, name: str) -> None:
        names = self._names
        if depth == _PART and name == names.inline and not self._valued and self._attributes.get("t") == "inlineStr":
            self._valued, self._own = True, []
        elif self._own is not None and name == (names.run if depth == _TEXT and name != names.text else names.text):
            if depth == _TEXT and name == names.text and self._own:
                raise _ambiguous(self._attributes["r"])
            self.heard.clear()
        elif depth == _DATA and name == names.data and not self._had_data:
            self._had_data = True
        elif depth == _SHEET and name in _SHEETS:
            self._take_names(_SHEETS[name])
        else:
            self._pass_over(depth, name)

    def _pass_over(self, depth: int, name: str) -> None:
        """Pass over an element that is none of ours; one that another program might read is damage."""
        within_value = depth > _PART and (self._own is None or not name.startswith(self._space))
        in_row = depth == _CELL and name != self._names.further  # openpyxl takes whatever stands there for a cell
        if depth == _SHEET or within_value or in_row or name in _CELLS or (depth > _DATA and name == _ALTERNATE):
            raise DamagedPart
        if depth == _PART and name in (self._value_name, self._formula_name, self._names.inline):
            raise _ambiguous(self._attributes["r"])
        self._beside = depth

    def _end_unusual(self, name: str, text: str) -> None:
        if name != self._formula_name:
            text, self._own = "".join(self._own or ()), None
            self._put(unescaped(text))
            return
        address, formula = self._attributes["r"], self._formula
        if address in self._formulas:
            raise _ambiguous(address)
        if formula and formula.get("t") == "shared":
            self._shared.add(_place(address), address, formula.get("si", ""), text)
        self._formulas[address] = text

    def _line_of(self, row: int) -> list[Raw]:
        rows = self._rows
        while row >= len(rows):
            rows.append([])
        return rows[row]

    def _next_address(self) -> str:
        """The address of a cell that says none: right of the one before, or at the beginning of the row."""
        if self._implied < 0 and "r" in self._attributes:
            self._implied = _place(self._attributes["r"])[1]
        self._implied += 1
        return f"{_LETTERS[min(self._implied, LAST_COLUMN)]}{self._row + 1}"

    def _put(self, value: Raw) -> None:
        """Put a value where it says that it stands; nothing may stand there yet, not even where a cell is blank."""
        address, line = self._attributes["r"], self._line
        column = _COLUMNS.get(address[: self._cut], -1) if address[self._cut :] == self._row_text else -1
        if column < 0:
            row, column = _place(address)
            if row >= self._last_row or column >= LAST_COLUMN:
                if value in ("", None):
                    return
                raise PartTooLarge(self._part)
            line = self._line_of(row)
        if column < len(line):
            if line[column] != "":
                raise _ambiguous(address)
            line[column] = value
        elif value != "":
            line += _BLANK * (column - len(line))
            line.append(value)

    def _value(self, kind: str | None, text: str) -> Raw:
        text = as_stored(kind, text)
        if not text and kind != "e":
            if kind == "str":
                self._empty_texts.add(self._attributes["r"])
            return ""
        number = as_number(text) if kind in (None, "n") else None
        special = as_truth(text) if kind == "b" else as_day(text) if kind == "d" else None
        if kind == "e" or isinstance(number, str) or isinstance(special, str):
            self._errors[self._attributes["r"]] = text or UNNAMED
            return None
        if special is not None:
            return special
        if number is not None:
            return self._calendar.shown(number, self._attributes.get("s"))
        if kind not in _TYPES:
            raise _ambiguous(self._attributes["r"])
        if kind == "s":
            shared = self._texts.get(text.lstrip("0") or "0") if text.isdecimal() and text.isascii() else None  # „007“
            if shared is None:
                raise DamagedPart(f"Zur Zelle {self._attributes['r']} fehlt der Text.")
            return shared
        return unescaped(text)


def _ambiguous(address: str) -> DamagedPart:
    return DamagedPart(f"Was in der Zelle {address} steht, ist nicht eindeutig.")


def _place(address: str) -> Place:
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise DamagedPart
    return int(found[2]) - 1, _COLUMNS.get(found[1], LAST_COLUMN)


def _counted(text: str) -> int:
    """Return the number of a row. Raises DamagedPart."""
    number = int(text) if text.isdecimal() and text.isascii() and len(text) < 8 else 0
    if not number:
        raise DamagedPart
    return number
