"""Sets values of cells in a workbook by cutting its sheets' XML where they stand; every other byte stays."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from types import MappingProxyType
from typing import AnyStr, NamedTuple, TypeAlias
from zipfile import ZipFile

from rv2xl.excel.package.edit import WORKBOOK, Edit, replace_parts, sheet_parts, splice, uses_1904, without_calc_chain

Value: TypeAlias = int | Decimal | float | str | bool | date | None
"""What a cell can hold; None empties it."""

_MAX_TEXT = 32_767  # characters Excel takes in one cell
_MAX_ROW, _MAX_COLUMN = "1048576", "XFD"

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# What XML cannot carry, what its readers would alter (a bare CR becomes LF), and text that looks like such an escape.
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["'](?!utf-8["']|us-ascii["'])""", re.IGNORECASE)
_SHEET_DATA = re.compile(rb"<sheetData\b[^<>]*+>")
_ROW = re.compile(rb"""<row\b(?:[^<>]*?\sr\s*+=\s*+["']([0-9]++)["'])?+[^<>]*+>"""), re.compile(rb"</row\s*+>")
_CELL = re.compile(rb"""<c\b(?:[^<>]*?\sr\s*+=\s*+["']([A-Z]{1,3})[0-9]++["'])?+[^<>]*+>"""), re.compile(rb"</c\s*+>")
_SPANS = re.compile(rb"""\sspans\s*+=\s*+["'][^"'<>]*+["']""")
_OF_VALUE = re.compile(rb"""\s(?:t|vm)\s*+=\s*+["'][^"'<>]*+["']""")  # attributes of a cell that tell of its value
_OF_FORMULA = re.compile(rb"""\scm\s*+=\s*+["'][^"'<>]*+["']""")
_FORMULA = re.compile(rb"<f\b[^<>]*+>(?:(?<=/>)|[^<]*+</f>)")
_SHARED = re.compile(rb"""<f\b[^<>]*?\sref\s*+=\s*+["']([A-Z]++[0-9]++):(?!\1["'])""")
_DIMENSION = re.compile(
    rb"""(<dimension\b[^<>]*?\sref\s*+=\s*+["'])([A-Z]++)([0-9]++)(?::([A-Z]++)([0-9]++))?(?=["'])"""
)


class _Stored(NamedTuple):
    """A value as the file has it: the cell's t attribute (empty for a number) and the text of <v>, None for nothing."""

    type: bytes
    text: bytes | None
    overwrites: bool = False  # a formula in the cell gives way
    result: bool = False  # only where a formula stands


_Change: TypeAlias = Callable[[bytes], bytes]  # XML of a row or cell, empty where there is none -> its new XML


def set_cells(
    data: bytes,
    changes: Mapping[str, Mapping[str, Value]],
    *,
    overwrite: Collection[tuple[str, str]] = (),
    results: Mapping[str, Mapping[str, Value]] = MappingProxyType({}),
) -> bytes:
    """Set cell values: sheet name -> address of the cell ("B58"; of a merged area its top-left cell) -> value.

    The cell keeps its style, so a date shows as one only where the style says so; a cell that was not there has the
    default style. A formula stays and only its stored value changes, so that one call sets inputs and the results that
    depend on them; a formula named in `overwrite` (sheet, address) gives way to the value, as when a provider pastes
    over it. `results` are stored values of formulas alone: a cell where no formula stands any more is left as it is.
    Nothing is recalculated. Text is never taken as a formula.

    KeyError for a sheet that is not there; ValueError for what Excel cannot hold, for an `overwrite` without a change
    or of a formula that other cells share, and for sheet XML that cannot be cut safely.
    """
    if idle := [place for place in overwrite if place[1] not in changes.get(place[0], {})]:
        raise ValueError(f"overwrite without a change: {idle}")
    parts: dict[str, bytes | None] = {}
    with ZipFile(BytesIO(data)) as archive:
        part_of = sheet_parts(archive)
        epoch_1904 = uses_1904(archive.read(WORKBOOK))
        for sheet in dict.fromkeys((*changes, *results)):
            stored = {
                address: _stored(value, epoch_1904)._replace(result=True)
                for address, value in results.get(sheet, {}).items()
            } | {
                address: _stored(value, epoch_1904)._replace(overwrites=(sheet, address) in overwrite)
                for address, value in changes.get(sheet, {}).items()
            }
            old = archive.read(part_of[sheet])
            new = _edit_sheet(old, stored)
            if new != old:
                parts[part_of[sheet]] = new
        if overwrite:
            parts |= without_calc_chain(archive)
    return replace_parts(data, parts)


def _stored(value: Value, epoch_1904: bool) -> _Stored:
    if value is None:
        return _Stored(b"", None)
    if isinstance(value, bool):
        return _Stored(b"b", b"%d" % value)
    if isinstance(value, str):
        return _Stored(b"str", _text(value))
    if isinstance(value, date):
        return _Stored(b"", b"%d" % _serial(value, epoch_1904))
    number = float(Decimal(value))
    if not math.isfinite(number):
        raise ValueError(f"not a number Excel can hold: {value}")
    return _Stored(b"", repr(number + 0.0).removesuffix(".0").encode())  # + 0.0: no negative zero


def _serial(day: date, epoch_1904: bool) -> int:
    """Excel's number of the day; its 1900 system counts a 29 February 1900 that never was."""
    if isinstance(day, datetime):
        raise ValueError(f"a day, not a point in time: {day}")
    if epoch_1904:
        first, serial = 0, (day - date(1904, 1, 1)).days
    else:
        first, serial = 1, (day - date(1899, 12, 30)).days - (day < date(1900, 3, 1))
    if serial < first:
        raise ValueError(f"before Excel's calendar: {day}")
    return serial


def _text(text: str) -> bytes:
    if len(text.encode("utf-16-le")) > 2 * _MAX_TEXT:
        raise ValueError(f"text longer than {_MAX_TEXT} characters")
    escaped = _ESCAPED.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def _split(address: str) -> tuple[bytes, bytes]:
    match = _ADDRESS.fullmatch(address)
    if match and _order(match[1]) <= _order(_MAX_COLUMN) and _order(match[2]) <= _order(_MAX_ROW):
        return match[1].encode(), match[2].encode()
    raise ValueError(f"not a cell address: {address}")


def _order(name: AnyStr) -> tuple[int, AnyStr]:
    """Sort key of a column's letters or a row's number: B before AA, 9 before 10."""
    return len(name), name


def _edit_sheet(xml: bytes, stored: Mapping[str, _Stored]) -> bytes:
    """The sheet's XML with the cells at these addresses set; ValueError where regular expressions could misread it."""
    opening = _SHEET_DATA.search(xml)
    end = 0 if opening is None else opening.end()
    if opening is not None and not opening.group().endswith(b"/>"):
        closing = xml.rfind(b"</sheetData")
        end = xml.find(b">", closing) + 1 if closing > 0 else 0
    if opening is None or end == 0:
        raise ValueError("no <sheetData>: not a worksheet, or one with namespace prefixes")
    if _OTHER_ENCODING.match(xml) or xml.find(b"<!", 0, end) >= 0:
        raise ValueError("sheet XML that is not UTF-8, or with comments or CDATA")
    cells: dict[bytes, dict[bytes, _Change]] = {}
    for address, value in stored.items():
        column, row = _split(address)
        cells.setdefault(row, {})[column] = partial(_cell, address=address, stored=value)
    rows = {row: partial(_row, number=row, changes=changes) for row, changes in cells.items()}
    filled = [_split(address) for address, value in stored.items() if value.text is not None]
    start = opening.start()
    return _widened(xml[:start], filled) + _with_children(xml[start:end], _ROW, rows) + xml[end:]


def _row(xml: bytes, number: bytes, changes: Mapping[bytes, _Change]) -> bytes:
    empty = b'<row r="%s"/>' % number
    new = _with_children(xml or empty, _CELL, changes)
    return b"" if new == empty and not xml else new


def _with_children(
    xml: bytes, tags: tuple[re.Pattern[bytes], re.Pattern[bytes]], changes: Mapping[bytes, _Change]
) -> bytes:
    """An element (sheetData, a row) with some of its children (rows, cells) changed, or inserted in their order."""
    tag, content, end = _opened(xml)
    opening, closing = tags
    there = {match[1]: match for match in opening.finditer(content)}
    if None in there:
        raise ValueError("row or cell without an address")
    edits = []
    for name in sorted(changes, key=_order):
        if child := there.get(name):
            last = child if child.group().endswith(b"/>") else closing.search(content, child.end())
            if last is None:
                raise ValueError("row or cell without an end")
            edits.append(Edit(child.start(), last.end(), changes[name](content[child.start() : last.end()])))
        elif new := changes[name](b""):
            later = (match.start() for other, match in there.items() if _order(other) > _order(name))
            place = next(later, len(content))
            edits.append(Edit(place, place, new))
            tag = _SPANS.sub(b"", tag)  # a row's hint which columns it fills
    return tag + splice(content, edits) + end if edits else xml


def _opened(xml: bytes) -> tuple[bytes, bytes, bytes]:
    """An element as opening tag, content and closing tag, be it self-closing or not."""
    inner = xml.index(b">") + 1
    tag = xml[:inner]
    if tag.endswith(b"/>"):
        return tag[:-2].rstrip() + b">", b"", b"</%s>" % tag[1:-2].split()[0]
    end = xml.rindex(b"</")
    return tag, xml[inner:end], xml[end:]


def _cell(xml: bytes, address: str, stored: _Stored) -> bytes:
    """One cell: attributes as they were, but for those that tell of the old value; its formula, unless overwritten."""
    tag, content, _ = _opened(xml or b'<c r="%s"/>' % address.encode())
    tag = _OF_VALUE.sub(b"", tag[:-1])
    formula = _FORMULA.search(content)
    if stored.result and not formula:
        return xml
    if formula and stored.overwrites and _SHARED.match(formula.group()):
        raise ValueError(f"other cells share the formula in {address}")
    kept = formula.group() if formula and not stored.overwrites else b""
    tag = tag if kept else _OF_FORMULA.sub(b"", tag)
    kind, text = stored.type, stored.text
    if text is None:
        empty = tag + b"/>" if xml else b""
        return b'%s t="str">%s<v></v></c>' % (tag, kept) if kept else empty
    if kind == b"str" and not kept:
        return b'%s t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (tag, text)
    space = b' xml:space="preserve"' if text != text.strip() else b""
    return b"%s%s>%s<v%s>%s</v></c>" % (tag, b' t="%s"' % kind if kind else b"", kept, space, text)


def _widened(head: bytes, filled: list[tuple[bytes, bytes]]) -> bytes:
    """The XML before the rows with the sheet's stated range widened: openpyxl, reading row by row, stops at its end."""
    stated = _DIMENSION.search(head)
    if stated is None:
        return head
    left, top, right, bottom = stated[2], stated[3], stated[4] or stated[2], stated[5] or stated[3]
    columns = sorted([left, right, *(column for column, _ in filled)], key=_order)
    rows = sorted([top, bottom, *(row for _, row in filled)], key=_order)
    area = columns[0], rows[0], columns[-1], rows[-1]
    if area == (left, top, right, bottom):
        return head
    return splice(head, [Edit(*stated.span(), stated[1] + b"%s%s:%s%s" % area)])
