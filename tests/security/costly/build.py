"""Builds hostile files from the filled return: rows and texts put in, parts changed, tabs added."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable

from tests.forms.standard import standard
from tests.programs.package import RELS, WORKBOOK, Parts, filled, packed, parts_of, replaced, sheet_parts

DOK, REG = "dokumentation", "stammdaten"
ORT, META = "58 Erbach", "_meta"
MILLION = 1_000_000

Table = dict[str, tuple[Callable[[], bytes], tuple[str, ...]]]
"""By name: what makes the file, and the codes that are found in it."""

TOO_LARGE, UNREADABLE, ACCEPTED, BESIDE = ("DATEI-GROESSE",), ("DATEI-UNLESBAR",), (), ("DANEBEN",)

LETTERS = [bytes([65 + n]) for n in range(26)] + [bytes([65 + n // 26, 65 + n % 26]) for n in range(26 * 26)]


def noise(size: int) -> bytes:
    """Bytes that pack to so many: they keep the ratio of a large part within its limit."""
    return random.Random(1).randbytes(size).hex().encode()


def padded(xml: bytes) -> bytes:
    """A part with noise in an attribute of its root, which nobody reads."""
    more = b' n="%s"' % noise(len(xml) // 150)
    return re.sub(rb"<(?=[A-Za-z])(\w+)", lambda root: root[0] + more, xml, count=1)


def with_part(name: str, change: Callable[[bytes], bytes], form: str = DOK) -> bytes:
    """The filled return with one part changed."""
    parts = parts_of(filled(form))
    return packed(parts | {name: padded(change(parts[name]))})


def inserted(name: str, before: bytes, more: bytes) -> bytes:
    """The filled return with something put into one part."""
    return with_part(name, lambda xml: replaced(xml, before, more + before))


def with_cells(cells: bytes, sheet: str = ORT, more: Parts | None = None, *, alone: bool = False) -> bytes:
    """The filled return with these rows at the end of a sheet's cells, or instead of them."""
    parts, name = parts_of(filled(DOK)), sheet_parts(filled(DOK))[sheet]
    if alone:
        data = b"<sheetData>%s</sheetData>" % cells
        xml = re.sub(rb"<sheetData>.*</sheetData>", lambda _: data, parts[name], flags=re.DOTALL)
    else:
        xml = replaced(parts[name], b"</sheetData>", cells + b"</sheetData>")
    return packed(parts | {name: padded(xml)} | (more or {}))


def rows(lines: Iterable[tuple[int, bytes]]) -> bytes:
    """Rows with these numbers and cells."""
    return b"".join(b'<row r="%d">%s</row>' % line for line in lines)


def text(value: bytes, cell: bytes) -> bytes:
    """A cell with a text."""
    return b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (cell, value)


def set_text(field: str, value: bytes) -> bytes:
    """The filled return with a text in the cell of a field, by hand: Excel would not take so long a one."""
    cell = standard(DOK).cell(ORT, field).encode()
    pattern = rb'<c r="%s"[^>]*>.*?</c>' % cell
    return with_part(
        sheet_parts(filled(DOK))[ORT], lambda xml: re.sub(pattern, lambda _: text(value, cell), xml, count=1)
    )


def with_tabs(count: int, xml: bytes) -> Parts:
    """The filled return with more tabs of these contents."""
    parts = parts_of(filled(DOK))
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    tabs = (b'<sheet name="Blatt %d" sheetId="%d" r:id="x%d"/>' % (n, n + 100, n) for n in range(count))
    relations = (
        b'<Relationship Id="x%d" Type="%s" Target="worksheets/more%d.xml"/>' % (n, kind, n) for n in range(count)
    )
    parts |= {f"xl/worksheets/more{n}.xml": xml for n in range(count)}
    parts[WORKBOOK] = replaced(parts[WORKBOOK], b"</sheets>", b"".join(tabs) + b"</sheets>")
    parts[RELS] = replaced(parts[RELS], b"</Relationships>", b"".join(relations) + b"</Relationships>")
    return parts


def renamed(parts: Parts) -> bytes:
    """With the first Ort's tab under another name: it is looked for among all tabs."""
    return packed(parts | {WORKBOOK: replaced(parts[WORKBOOK], b'name="58 Erbach"', b'name="Irgendwas"')})
