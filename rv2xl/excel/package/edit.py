"""Reads and replaces single parts of an .xlsx package and leaves every other byte alone.

A returned workbook holds what our libraries cannot write back (stored values, sparklines, rich text). So nothing is
parsed into a tree and written anew: a part is cut at the places that change, and every other zip entry goes over as the
compressed bytes it came in. Whether a file is safe to open at all is for guard.py to say, before.
"""

from __future__ import annotations

import html
import posixpath
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from copy import copy
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

WORKBOOK = "xl/workbook.xml"
_FOLDER = posixpath.dirname(WORKBOOK)
_WORKBOOK_RELS = "xl/_rels/workbook.xml.rels"
_CONTENT_TYPES = "[Content_Types].xml"
_SHEETS = re.compile(rb"<(/?)(?:[\w.-]+:)?sheets(?=[\s/>])[^<>]*+>")
_ATTRIBUTE = re.compile(rb"""\s([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")


def sheet_parts(source: bytes | ZipFile) -> dict[str, str]:
    """Sheet name -> name of its part ("xl/worksheets/sheet1.xml"), in the order of the tabs, hidden ones included."""
    if isinstance(source, bytes):
        with ZipFile(BytesIO(source)) as archive:
            return sheet_parts(archive)
    related = map(attributes_of, elements(source.read(_WORKBOOK_RELS), "Relationship"))
    targets = {relation["Id"]: target_part(_FOLDER, relation["Target"]) for relation in related}
    listed = listed_sheets(source.read(WORKBOOK))
    return {name: targets[relation] for name, relation in listed if relation in targets}


def listed_sheets(workbook: bytes) -> Iterator[tuple[str, str | None]]:
    """Yield the tabs in their order: name, and id of the relationship that leads to the part."""
    for attributes in map(attributes_of, elements(head_of(workbook), "sheet")):
        yield attributes["name"], next((value for name, value in attributes.items() if name.endswith(":id")), None)


def uses_1904(workbook: bytes) -> bool:
    """Tell whether the workbook counts its days from 1904, as those from old Macs do."""
    properties = elements(head_of(workbook), "workbookPr")
    return any(attributes_of(match).get("date1904") in {"1", "true", "on"} for match in properties)


def head_of(workbook: bytes) -> bytes:
    """The XML of the workbook's main part up to the end of the list of sheets, all of it where none ends; thousands of names follow."""
    tags = list(_SHEETS.finditer(workbook))
    return workbook[: tags[-1].end()] if tags and tags[-1][1] else workbook


def target_part(folder: str, target: str) -> str:
    """Return the part that a relationship means: its target is relative to the folder of the part it starts from, or absolute."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def without_calc_chain(archive: ZipFile) -> dict[str, bytes | None]:
    """The parts that change when the calculation chain goes; one that names a cell without formula is damage to Excel.

    An entry may inherit its sheet from the one before, so the part goes as a whole: Excel builds it anew.
    """
    rels, types = archive.read(_WORKBOOK_RELS), archive.read(_CONTENT_TYPES)
    for relationship in elements(rels, "Relationship"):
        attributes = attributes_of(relationship)
        if attributes["Type"].endswith("/calcChain"):
            part = target_part(_FOLDER, attributes["Target"])
            overrides = [
                match for match in elements(types, "Override") if attributes_of(match)["PartName"] == f"/{part}"
            ]
            return {
                part: None,
                _WORKBOOK_RELS: splice(rels, [Edit(*relationship.span(), b"")]),
                _CONTENT_TYPES: splice(types, [Edit(*match.span(), b"") for match in overrides]),
            }
    return {}


def replace_parts(data: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """The package with some parts replaced, or dropped (None); KeyError for a part that is not there.

    All other entries go over compressed as they are, in their order and with their attributes: equal input gives equal
    bytes, and a large picture costs nothing.
    """
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w") as target:
        if missing := parts.keys() - set(source.namelist()):
            raise KeyError(min(missing))
        for old in source.infolist():
            new = parts.get(old.filename)
            if new is None and old.filename in parts:
                continue
            info, payload = _entry(data, old, new)
            info.header_offset = out.tell()
            out.write(info.FileHeader() + payload)
            target.filelist.append(info)
        # ZipFile has no way to take compressed bytes; told where they end, it writes the directory behind them.
        target.start_dir = out.tell()
        target.comment = source.comment
    return out.getvalue()


def _entry(data: bytes, old: ZipInfo, content: bytes | None) -> tuple[ZipInfo, bytes]:
    """An entry and its compressed bytes, with new content if there is some.

    Its sizes stand in its header, so neither the flag for sizes behind the bytes nor an extra field with them holds.
    """
    info = copy(old)
    info.flag_bits &= ~0x08
    info.extra = b""
    if content is None:
        name_length, extra_length = struct.unpack_from("<26xHH", data, old.header_offset)
        start = old.header_offset + 30 + name_length + extra_length
        return info, data[start : start + old.compress_size]
    info.CRC, info.file_size = zlib.crc32(content), len(content)
    if info.compress_type != ZIP_STORED:
        info.compress_type = ZIP_DEFLATED
        deflate = zlib.compressobj(1, wbits=-zlib.MAX_WBITS)  # as Excel: a tenth larger, in half the time
        content = deflate.compress(content) + deflate.flush()
    info.compress_size = len(content)
    return info, content


class Edit(NamedTuple):
    """Bytes start:end give way to `new`."""

    start: int
    end: int
    new: bytes


def splice(xml: bytes, edits: list[Edit]) -> bytes:
    """Apply the edits; of those at one place the insertions come first, in their order."""
    pieces, position = [], 0
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [xml[position : edit.start], edit.new]
        position = edit.end
    return b"".join([*pieces, xml[position:]])


def elements(xml: bytes, name: str) -> Iterator[re.Match[bytes]]:
    """Find elements without content of that local name, whatever their prefix."""
    tag = rb"""<((?:[\w.-]+:)?%s)(?=[\s/>])(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>(?:\s*+</\1\s*+>)?""" % name.encode()
    return re.finditer(tag, xml)


def attributes_of(element: re.Match[bytes]) -> dict[str, str]:
    """Return the attributes of an element that was found, by their names with prefix."""
    return attributes_in(element.group())


def attributes_in(tag: bytes) -> dict[str, str]:
    """Return the attributes in a tag, by their names with prefix."""
    pairs = _ATTRIBUTE.findall(tag)
    return {key.decode(): html.unescape((double or single).decode()) for key, double, single in pairs}
