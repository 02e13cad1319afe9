"""Replaces single parts of an .xlsx package and leaves every other one alone.

A returned workbook holds what our libraries cannot write back (stored values, sparklines, rich text). So only a part that changes is
written anew, and every other zip entry goes over as the compressed bytes it came in. Whether a file is safe to open at all is for
guard.py to say, before.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Mapping
from copy import copy
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from rv2xl.excel.package.kinds import TYPES_PART, content_types, part_key, workbook_part
from rv2xl.excel.package.parser import PACKAGE, RELATIONS, TYPES
from rv2xl.excel.package.reader import ReceivedBook


def opened(package: ZipFile) -> ReceivedBook:
    """Return the workbook of a package that passed the guard, or that is our own."""
    return ReceivedBook(package, workbook_part(package, content_types(package)))


def without_calc_chain(package: ZipFile) -> dict[str, bytes | None]:
    """The parts that change when the calculation chain goes; one that names a cell without formula is damage to Excel.

    An entry may inherit its sheet from the one before, so the part goes as a whole: Excel builds it anew.
    """
    entries = {part_key(name): name for name in package.namelist()}
    folder, name = posixpath.split(part_key(workbook_part(package, content_types(package))))
    rels_part = entries[posixpath.join(folder, "_rels", f"{name}.rels")]
    rels = editable(package.read(rels_part))
    types = editable(package.read(TYPES_PART))
    for relation in rels.findall(f"{{{PACKAGE[0]}}}Relationship"):
        if relation.get("Type") in {f"{space}/calcChain" for space in RELATIONS}:
            part = posixpath.normpath(posixpath.join(folder, relation.get("Target", "").replace("\\", "/"))).lower()
            rels.remove(relation)
            for override in types.findall(f"{{{TYPES[0]}}}Override"):
                if part_key(override.get("PartName", "")) == part:
                    types.remove(override)
            gone = {entries[part]: None} if part in entries else {}
            return {**gone, rels_part: as_part(rels), TYPES_PART: as_part(types)}
    return {}


XmlElement: TypeAlias = Any
"""An element of lxml, which has no public name for it."""
_FAITHFUL = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)


def editable(xml: bytes) -> XmlElement:
    """Return a part as a tree with comments and all else, to be changed and written again. Raises ValueError for what is no sound XML."""
    try:
        root = etree.fromstring(xml, _FAITHFUL)
    except etree.XMLSyntaxError as error:
        raise ValueError("not XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type")
    return root


def as_part(root: XmlElement) -> bytes:
    """Write a tree as a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def replace_parts(data: bytes, parts: Mapping[str, bytes | None], added: Mapping[str, bytes] | None = None) -> bytes:
    """The package with some parts replaced, or dropped (None), and others `added` at its end; KeyError for a part that is not there.

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
        for name, content in (added or {}).items():
            info, payload = _entry(data, _new_entry(name), content)
            info.header_offset = out.tell()
            out.write(info.FileHeader() + payload)
            target.filelist.append(info)
        # ZipFile has no way to take compressed bytes; told where they end, it writes the directory behind them.
        target.start_dir = out.tell()
        target.comment = source.comment
    return out.getvalue()


def _new_entry(name: str) -> ZipInfo:
    """An entry for a new part, with the date that XlsxWriter gives: nothing depends on the clock."""
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


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
