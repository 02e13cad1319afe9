"""Sets values of cells in a workbook; all else on its sheets, and every other part, stays as it is."""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from types import MappingProxyType
from typing import NamedTuple, TypeAlias
from zipfile import ZipFile

from lxml import etree

from rv2xl.excel.addresses import Place, cell_name, column_number
from rv2xl.excel.escapes import escaped
from rv2xl.excel.package.cells.moments import DAYS_1904
from rv2xl.excel.package.edit import XmlElement, as_part, editable, opened, without_calc_chain
from rv2xl.excel.package.parser import MAIN
from rv2xl.excel.parts import replace_parts
from rv2xl.model.expressions.expr import serial


class Formula(NamedTuple):
    """A formula as files have it, „HYPERLINK("a.xlsx","öffnen")“, and the text that it shows."""

    text: str
    shown: str


Value: TypeAlias = int | Decimal | float | str | bool | date | Formula | None
"""What a cell can hold; None empties it."""

_MAX_TEXT = 32_767  # characters Excel takes in one cell
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class _Stored(NamedTuple):
    """A value as the file has it: the cell's t attribute (empty for a number) and the text of <v>, None for nothing."""

    type: str
    text: str | None
    overwrites: bool = False  # a formula in the cell gives way
    result: bool = False  # only where a formula stands
    formula: str | None = None  # to be put in


def set_cells(
    data: bytes,
    changes: Mapping[str, Mapping[str, Value]],
    *,
    overwrite: Collection[tuple[str, str]] = (),
    results: Mapping[str, Mapping[str, Value]] = MappingProxyType({}),
    heights: Mapping[str, Mapping[int, float]] = MappingProxyType({}),
) -> bytes:
    """Set cell values: sheet name -> address of the cell ("B58"; of a merged area its top-left cell) -> value.

    The cell keeps its style, so a date shows as one only where the style says so; a cell that was not there has that of
    its row or column, as when somebody types there. A formula stays and only its stored value changes, so that one call
    sets inputs and the results that depend on them; a formula named in `overwrite` (sheet, address) gives way to the
    value, as when a provider pastes over it, and a Formula always takes its place. `results` are stored values of formulas
    alone: a cell where no formula stands any more is left as it is. Nothing is recalculated. Text is never taken as a
    formula. `heights` are points that rows, counted from 0, need for what is set: one whose height nobody has fixed becomes
    at least so high.

    KeyError for a sheet that is not there; ValueError for what Excel cannot hold, for an `overwrite` without a change
    or of a formula that other cells share, and for a sheet that is damaged or gives no addresses.
    """
    if idle := [place for place in overwrite if place[1] not in changes.get(place[0], {})]:
        raise ValueError(f"overwrite without a change: {idle}")
    parts: dict[str, bytes | None] = {}
    with ZipFile(BytesIO(data)) as package:
        book = opened(package)
        for sheet in dict.fromkeys((*changes, *results)):
            stored = {}
            for address, value in results.get(sheet, {}).items():
                stored[_place(address)] = _stored(value, book.uses_1904)._replace(result=True)
            for address, value in changes.get(sheet, {}).items():
                found = _stored(value, book.uses_1904)
                stored[_place(address)] = found._replace(overwrites=found.overwrites or (sheet, address) in overwrite)
            part = book.part_of[sheet]
            if (new := _edited(package.read(part), stored, heights.get(sheet, {}))) is not None:
                parts[part] = new
        if overwrite:
            parts |= without_calc_chain(package)
    return replace_parts(data, parts)


def _stored(value: Value, epoch_1904: bool) -> _Stored:
    if value is None:
        return _Stored("", None)
    if isinstance(value, Formula):
        return _Stored("str", escaped_text(value.shown), overwrites=True, formula=value.text)
    if isinstance(value, bool):
        return _Stored("b", str(int(value)))
    if isinstance(value, str):
        return _Stored("str", escaped_text(value))
    if isinstance(value, date):
        return _Stored("", str(_number_of(value, epoch_1904)))
    number = float(Decimal(value))
    if not math.isfinite(number):
        raise ValueError(f"not a number Excel can hold: {value}")
    return _Stored("", repr(number + 0.0).removesuffix(".0"))  # + 0.0: no negative zero


def _number_of(day: date, epoch_1904: bool) -> int:
    """Excel's number of the day."""
    if isinstance(day, datetime):
        raise ValueError(f"a day, not a point in time: {day}")
    first, number = (0, serial(day) - DAYS_1904) if epoch_1904 else (1, serial(day))
    if number < first:
        raise ValueError(f"before Excel's calendar: {day}")
    return number


def escaped_text(text: str) -> str:
    """Return a text as a cell or a comment holds it. Raises ValueError for one that is too long."""
    if len(text.encode("utf-16-le")) > 2 * _MAX_TEXT:
        raise ValueError(f"text longer than {_MAX_TEXT} characters")
    return escaped(text)


def _place(address: str) -> Place:
    match = _ADDRESS.fullmatch(address)
    if match and int(match[2]) <= _MAX_ROW and (column := column_number(match[1])) < _MAX_COLUMN:
        return int(match[2]) - 1, column
    raise ValueError(f"not a cell address: {address}")


def _edited(xml: bytes, stored: Mapping[Place, _Stored], heights: Mapping[int, float]) -> bytes | None:
    """The sheet's part with the cells at these places set; None where nothing changes."""
    root = editable(xml)
    space, _, local = root.tag.rpartition("}")
    if local != "worksheet" or space[1:] not in MAIN:
        raise ValueError("not a worksheet")
    space += "}"
    data = root.find(f"{space}sheetData")
    if data is None:
        raise ValueError("no <sheetData>")
    rows = by_number(data.iterchildren(f"{space}row"), lambda number: int(number) - 1)
    there, styles = sorted(rows), _column_styles(root, space)
    by_row: dict[int, dict[int, _Stored]] = {}
    for (row, column), value in sorted(stored.items()):
        by_row.setdefault(row, {})[column] = value
    changed = False
    for number, values in by_row.items():
        line = rows[number] if number in rows else etree.Element(f"{space}row", r=str(number + 1))
        if _edit_row(line, number, values, space, styles):
            changed = True
            _raise(line, heights.get(number))
            if number not in rows:  # in ascending order: those that are new already stand before the next
                _before(data, line, rows, there, number)
    if not changed:
        return None
    _widen(root.find(f"{space}dimension"), [place for place, value in stored.items() if value.text is not None])
    return as_part(root)


def _column_styles(root: XmlElement, space: str) -> dict[int, str]:
    """Return the style of each column that has one."""
    columns = root.iterfind(f"{space}cols/{space}col")
    return {
        number: column.get("style")
        for column in columns
        if column.get("style") is not None
        for number in range(int(column.get("min")) - 1, min(int(column.get("max")), _MAX_COLUMN))
    }


def by_number(found: Iterable[XmlElement], number: Callable[[str], int]) -> dict[int, XmlElement]:
    """Rows or cells by their number. Raises ValueError if one has none."""
    elements = list(found)
    if any(element.get("r") is None for element in elements):
        raise ValueError("row or cell without an address")
    return {number(element.get("r")): element for element in elements}


def insert(parent: XmlElement, new: XmlElement, there: dict[int, XmlElement], number: int) -> None:
    """Put in a row or a cell before the first one with a higher number."""
    later = min((other for other in there if other > number), default=None)
    if later is None:
        parent.append(new)
    else:
        there[later].addprevious(new)
    there[number] = new


def _raise(row: XmlElement, height: float | None) -> None:
    """Make a row higher, unless somebody has fixed its height."""
    if height is not None and row.get("customHeight") not in {"1", "true"} and float(row.get("ht", 0)) < height:
        row.set("ht", f"{height:g}")


def _before(
    parent: XmlElement, new: XmlElement, elements: Mapping[int, XmlElement], there: Sequence[int], number: int
) -> None:
    """Put in a row or a cell before the first of those that were there with a higher number."""
    position = bisect(there, number)
    if position == len(there):
        parent.append(new)
    else:
        elements[there[position]].addprevious(new)


def _edit_row(
    row: XmlElement, number: int, values: Mapping[int, _Stored], space: str, styles: Mapping[int, str]
) -> bool:
    """Set the values of a row by column; tell whether anything changed."""
    cells = by_number(row.iterchildren(f"{space}c"), lambda address: _place(address)[1])
    there, changed = sorted(cells), False
    for column, value in values.items():
        cell = cells.get(column)
        if cell is None:
            if value.text is None or value.result:
                continue
            cell = etree.Element(f"{space}c", r=cell_name(number, column))
            style = row.get("s") if row.get("customFormat") in {"1", "true"} else styles.get(column)
            if style:
                cell.set("s", style)
            _before(row, cell, cells, there, column)
            row.attrib.pop("spans", None)  # a hint which columns it fills
        changed |= _set(cell, value, space)
    return changed


def _set(cell: XmlElement, value: _Stored, space: str) -> bool:
    """Set one cell: attributes stay, but for those that tell of the old value; so does its formula, unless overwritten."""
    formula = cell.find(f"{space}f")
    if value.result and formula is None:
        return False
    if formula is not None and value.overwrites:
        first, _, last = formula.get("ref", "").partition(":")
        if last not in ("", first):
            raise ValueError(f"other cells share the formula in {cell.get('r')}")
        formula = None
    for child in list(cell):
        if child is not formula:
            cell.remove(child)
    for attribute in ("t", "vm", *(() if formula is not None else ("cm",))):
        cell.attrib.pop(attribute, None)
    cell.text = None
    if value.formula is not None:
        formula = etree.SubElement(cell, f"{space}f")
        formula.text = value.formula
    _fill(cell, value, space, has_formula=formula is not None)
    return True


def _fill(cell: XmlElement, value: _Stored, space: str, *, has_formula: bool) -> None:
    """Put the stored value into an emptied cell; the empty one of a formula is an empty text."""
    if value.text is None:
        if has_formula:
            cell.set("t", "str")
            etree.SubElement(cell, f"{space}v").text = ""
        return
    if value.type == "str" and not has_formula:
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
        text.set(_SPACE, "preserve")
    else:
        if value.type:
            cell.set("t", value.type)
        text = etree.SubElement(cell, f"{space}v")
        if value.text != value.text.strip():
            text.set(_SPACE, "preserve")
    text.text = value.text


def _widen(stated: XmlElement | None, filled: Collection[Place]) -> None:
    """Widen the sheet's stated range: openpyxl, reading row by row, stops at its end."""
    if stated is None or not filled:
        return
    corners = [_place(corner) for corner in stated.get("ref", "").split(":")]
    rows, columns = zip(*corners, *filled, strict=True)
    area = (min(rows), min(columns)), (max(rows), max(columns))
    if {*corners} != {*area}:
        stated.set("ref", ":".join(cell_name(*corner) for corner in area))
