"""The cells of one worksheet: values, formulas, error values and dates, in one pass of the parser.

What is read is what Excel, LibreOffice and openpyxl show. XML that they would understand differently (a cell twice, two values in a
cell, cells among foreign elements) is damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import NamedTuple

from rv2xl.excel.addresses import cell_name, column_letter, column_number
from rv2xl.excel.package.moments import Calendar
from rv2xl.excel.package.parser import XmlElement, read_rows, refuse_cells
from rv2xl.excel.package.shared_formulas import SharedFormulas
from rv2xl.excel.package.strings import text_in, unescaped
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge
from rv2xl.model.entries.entry import Raw, Rows

LAST_COLUMN, LAST_ROW = 702, 9_999
"""ZZ; a return ends at O. Below and right of this nothing is read that holds anything. Blank cells far away do no harm."""
MOST_CELLS = 2_000_000
"""Of a sheet, blank ones within the rectangle included. A register of 2,000 rows has 60,000."""


class SheetCells(NamedTuple):
    """What stands on a sheet: the values from A1 to the last one (of a formula the stored one, blank for an error value), the
    formulas and the error values by address."""

    rows: Rows
    formulas: Mapping[str, str]
    errors: Mapping[str, str]


def read_cells(
    pieces: Iterable[bytes], size: int, texts: Sequence[str], calendar: Calendar, part: str = ""
) -> SheetCells:
    """Read a worksheet's part of this size; `texts` are the shared ones. Raises DamagedPart and PartTooLarge."""
    reading = _Reading(texts, calendar, part)
    for row in read_rows(pieces, size, part):
        reading.row(row)
    return reading.cells()


_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_COLUMNS = {column_letter(index): index for index in range(LAST_COLUMN)}
_BLANK: list[Raw] = [""]


class _Reading:
    """What was read of one worksheet so far, and the row at hand."""

    def __init__(self, texts: Sequence[str], calendar: Calendar, part: str) -> None:
        self._texts, self._calendar, self._part = texts, calendar, part
        self._rows: list[list[Raw]] = []
        self._formulas: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        self._shared = SharedFormulas()
        self._row = -1

    def row(self, row: XmlElement) -> None:
        """Take the cells of a row. All that is usual is done here at once: this is where the time of reading goes."""
        number = row.get("r")
        self._row = self._row + 1 if number is None else _counted(number) - 1
        space, row_text = row.tag[: -len("row")], str(self._row + 1)
        cell_tag, value_tag, inline_tag, text_tag = f"{space}c", f"{space}v", f"{space}is", f"{space}t"
        near, cut, texts, dates = self._row < LAST_ROW, -len(row_text), self._texts, self._calendar.styles
        line = self._line(self._row) if near else []
        count, before, value = 0, "", None
        for cell in row.iterchildren(cell_tag):
            count += 1
            before = address = cell.get("r") or self._next_to(before)
            if not (filled := len(cell)):
                continue
            column = _COLUMNS.get(address[:cut], -1) if near and address[cut:] == row_text else -1
            element, kind = cell[-1], cell.get("t")
            tag = element.tag
            own = kind == "inlineStr" and tag == inline_tag and filled == len(element) == 1 and element[0].tag == text_tag
            if own:
                element = element[0]
            usual = column >= len(line) and not len(element) and (own or (tag == value_tag and kind != "inlineStr"))
            if not usual or (filled > 1 and not self._has_plain_formula(cell, filled, address, space)):
                self._unusual(cell, address, space)
                continue
            text = element.text
            if not text:
                continue
            if kind == "s" and text.isdecimal() and (place := int(text)) < len(texts):
                value = texts[place]
            elif kind is None and cell.get("s") not in dates:
                value = as_number(text)
            else:
                value = unescaped(text) if own else self._value(cell, kind, text, address)
            if value != "":
                if column > len(line):
                    line += _BLANK * (column - len(line))
                line.append(value)
        if count < len(row):
            for beside in row.iterchildren():
                if beside.tag != cell_tag:
                    refuse_cells(beside)

    def _has_plain_formula(self, cell: XmlElement, filled: int, address: str, space: str) -> bool:
        """Take the formula before a value, if it is one that stands for itself."""
        first = cell[0]
        if filled > 2 or first.tag != f"{space}f" or first.get("t") is not None or len(first) or address in self._formulas:
            return False
        self._formulas[address] = first.text or ""
        return True

    def cells(self) -> SheetCells:
        """Return what was read, every row as long as the longest."""
        rows = self._rows
        while rows and not rows[-1]:
            rows.pop()
        width = max(map(len, rows), default=0)
        if width * len(rows) > MOST_CELLS:
            raise PartTooLarge(self._part)
        for line in rows:
            line.extend(_BLANK * (width - len(line)))
        self._formulas.update(self._shared.written_out())
        return SheetCells(rows, self._formulas, self._errors)

    def _line(self, row: int) -> list[Raw]:
        rows = self._rows
        while row >= len(rows):
            rows.append([])
        return rows[row]

    def _unusual(self, cell: XmlElement, address: str, space: str) -> None:
        """Take a cell that stands or is written otherwise: a text of its own, a formula without a value, another row than it says."""
        found: list[Raw] = []
        for child in cell:
            tag = child.tag
            if tag == f"{space}is":
                if cell.get("t") != "inlineStr":
                    raise _ambiguous(address)
                found.append(unescaped(text_in(child, space)))
            elif tag == f"{space}f":
                self._take_formula(child, address)
            elif tag == f"{space}v":
                found.append(self._value(cell, cell.get("t"), _text(child, address), address))
            else:
                refuse_cells(child)
        if len(found) > 1:
            raise _ambiguous(address)
        if found and found[0] != "":
            self._put(address, found[0])

    def _value(self, cell: XmlElement, kind: str | None, text: str, address: str) -> Raw:
        if kind is None or kind == "n":
            number = as_number(text)
            if type(number) is float and (style := cell.get("s")) is not None:
                return self._calendar.shown(number, style)
            return number
        if kind == "str":
            return unescaped(text)
        if kind == "s" and text:
            place = int(text) if text.isdecimal() else len(self._texts)
            if place >= len(self._texts):
                raise DamagedPart(f"Zur Zelle {address} fehlt der Text.")
            return self._texts[place]
        if kind == "inlineStr" and text:
            raise _ambiguous(address)
        if kind == "e":
            self._errors[address] = text
            return ""
        return _TRUTHS.get(text.strip(), text) if kind == "b" else _day(text) if kind == "d" else unescaped(text)

    def _take_formula(self, formula: XmlElement, address: str) -> None:
        text = _text(formula, address)
        if formula.get("t") == "shared":
            self._shared.add(_position(address), address, formula.get("si", ""), text)
        if address in self._formulas:
            raise _ambiguous(address)
        self._formulas[address] = text

    def _next_to(self, before: str) -> str:
        """The address of a cell that says none: right of the one before, or at the beginning of the row."""
        return cell_name(self._row, _position(before)[1] + 1 if before else 0)

    def _put(self, address: str, value: Raw) -> None:
        row, column = _position(address)
        if row >= LAST_ROW or column >= LAST_COLUMN:
            raise PartTooLarge(self._part)
        line = self._line(row)
        if column < len(line):
            if line[column] != "":
                raise DamagedPart(f"Die Zelle {address} kommt zweimal vor.")
            line[column] = value
        else:
            line += _BLANK * (column - len(line))
            line.append(value)


def _position(address: str) -> tuple[int, int]:
    """Row and column of an address, from 0. Raises DamagedPart."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise DamagedPart
    return int(found[2]) - 1, column_number(found[1])


def _text(child: XmlElement, address: str) -> str:
    if len(child):
        raise _ambiguous(address)
    return child.text or ""


def _ambiguous(address: str) -> DamagedPart:
    return DamagedPart(f"Was in der Zelle {address} steht, ist nicht eindeutig.")


def as_number(text: str) -> float | str:
    """Return the number that a value is, or a text that is none as it stands, for it to be named at its cell."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if isfinite(number) and "_" not in text and text.isascii() else text


def _day(text: str) -> Raw:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.replace(tzinfo=None) if "T" in text else moment.date()


def _counted(text: str) -> int:
    """Return the number of a row. Raises DamagedPart."""
    number = int(text) if text.isdecimal() and len(text) < 8 else 0
    if not number:
        raise DamagedPart
    return number


_TRUTHS = {"1": True, "true": True, "0": False, "false": False}
