"""A workbook as its parts, to be changed one trait at a time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from rv2xl.excel.package.edit import opened
from rv2xl.model.definitions.field import Kind
from rv2xl.model.expressions.expr import Value
from tests.forms.standard import judged, standard

Parts = dict[str, bytes]
Values = dict[str, dict[str, Value]]
"""By sheet key and field id."""

Found = tuple[str, str, tuple[str, ...]]
"""Code, sheet (none for the whole file) and cells of a finding."""

WORKBOOK, RELS, STRINGS, STYLES, TYPES, ROOT = (
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels",
)  # fmt: skip
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@cache
def filled(form: str) -> bytes:
    """Return the standard workbook of a form, issued and filled."""
    return standard(form).file()


def parts_of(data: bytes) -> Parts:
    """Unpack a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def sheet_parts(data: bytes) -> dict[str, str]:
    """Sheet name -> name of its part ("xl/worksheets/sheet1.xml"), in the order of the tabs, hidden ones included."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return dict(opened(package).part_of)


def packed(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts to a zip, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def sheets(parts: Parts) -> list[str]:
    """Return the names of the worksheets' parts."""
    return [name for name in parts if name.startswith("xl/worksheets/sheet")]


def in_sheets(change: Callable[[bytes], bytes]) -> Callable[[Parts], Parts]:
    """Make a trait of a change to the XML of each worksheet; it must change at least one."""

    def changed(parts: Parts) -> Parts:
        new = {name: change(parts[name]) for name in sheets(parts)}
        assert any(new[name] != parts[name] for name in new), "the trait shows somewhere"
        return parts | new

    return changed


def in_all(change: Callable[[bytes], bytes]) -> Callable[[Parts], Parts]:
    """Make a trait of a change to every part that is XML."""
    return lambda parts: {name: change(xml) for name, xml in parts.items()}


def replaced(xml: bytes, old: bytes, new: bytes) -> bytes:
    """Replace what must be there."""
    assert old in xml, old
    return xml.replace(old, new)


def substituted(pattern: bytes, new: bytes | Callable[[re.Match[bytes]], bytes]) -> Callable[[bytes], bytes]:
    """Return a change by a regular expression."""
    return lambda xml: re.sub(pattern, new, xml, flags=re.DOTALL)


def texts_of(parts: Parts) -> list[bytes]:
    """Return the content of each shared string, `<t>` and all."""
    return re.findall(rb"<si>(.*?)</si>", parts[STRINGS], re.DOTALL)


def filled_cells(form: str, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield sheet and address of each cell for values of a kind that holds one."""
    book = standard(form)
    values = as_filled(form)
    for placed in book.layout.placed:
        for name, cell in placed.plan.fields.items():
            if cell.field is not None and cell.field.type.kind is kind and values[placed.key][name] is not None:
                yield placed.name, cell.name


def rewritten(form: str, parts: Parts, kind: Kind, content: bytes, change: Callable[[re.Match[bytes]], bytes]) -> Parts:
    """Write all values of a kind in another way. `content` is how they stand behind a cell's style, `change` gets what matches;
    its first group is the style."""
    parts, part_of = dict(parts), sheet_parts(filled(form))
    for sheet, address in filled_cells(form, kind):
        part = part_of[sheet]

        def cell(match: re.Match[bytes], address: str = address) -> bytes:
            return b'<c r="%s"%s</c>' % (address.encode(), change(match))

        parts[part], count = re.subn(rb'<c r="%s"( s="\d+")%s</c>' % (address.encode(), content), cell, parts[part])
        assert count == 1, (sheet, address)
    return parts


def values_of(data: bytes) -> tuple[Values, list[Found]]:
    """Return all values that are read from a file, and what is found in it."""
    returned, findings = judged(data)
    values = {key: dict(sheet.values) for key, sheet in returned.sheets.items()}
    return values, sorted((entry.code, entry.sheet or "", entry.cells) for entry in findings)


@cache
def as_filled(form: str) -> Values:
    """Return the values of the standard workbook, in which nothing is found."""
    values, found = values_of(filled(form))
    assert found == []
    return values
