"""What of a package is safe to give to a parser: unpacked within limits, without a document type, claiming no giant size.

What a file claims about the size of its parts may be a lie, so whoever reads a part does it through `read_part`, and
asks `has_doctype`, `has_far_content` and `announces_too_much` before giving that part to a parser.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a returned workbook never comes near.

    Sizes in bytes; `ratio` unpacked : packed, judged for parts above `ratio_from` (blank formatted sheets reach 1 : 12,
    repetitive ones 1 : 100).
    """

    file: int = 20 * MIB
    entries: int = 2_000
    total: int = 200 * MIB
    entry: int = 100 * MIB
    ratio: int = 200
    ratio_from: int = MIB


LIMITS = Limits()
SMALL = Limits(entry=MIB)
"""For the parts that tell what kind of file it is."""


class PartTooLarge(Exception):
    """A part is larger than it declares, or than the limits allow."""


def read_part(package: zipfile.ZipFile, name: str, limits: Limits = LIMITS) -> bytes:
    """Unpack one part and never more than it declares, because the declared sizes are all that `guard` has judged.

    Raises PartTooLarge; zipfile.BadZipFile for a damaged part; KeyError for a part that is not there. ZipFile.read is
    not enough: it cuts a part at its declared size without a word if the checksum has been forged to fit.
    """
    info = package.getinfo(name)
    if info.file_size > limits.entry:
        raise PartTooLarge(name)
    source = package.fp
    if source is None:
        raise ValueError("the package is closed")
    try:
        source.seek(info.header_offset + 26)
        name_length, extra_length = struct.unpack("<HH", source.read(4))
        source.seek(info.header_offset + 30 + name_length + extra_length)
        packed = source.read(info.compress_size)
        content = packed
        if info.compress_type == zipfile.ZIP_DEFLATED:
            content = zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
    except (struct.error, zlib.error, ValueError, OverflowError, OSError) as error:
        raise zipfile.BadZipFile(f"{name}: {error}") from error
    if len(content) > info.file_size:
        raise PartTooLarge(name)
    if len(content) < info.file_size or zlib.crc32(content) != info.CRC:
        raise zipfile.BadZipFile(f"{name}: checksum or length")
    return content


def has_doctype(xml: bytes) -> bool:
    """Tell whether a part declares a document type (external entities, billion laughs); no workbook needs one.

    The whole part is searched: a long comment before it hides nothing, and in text a `<` is written `&lt;`.
    """
    xml = _single_bytes(xml)
    return b"<!DOCTYPE" in xml or b"<!ENTITY" in xml[:4096]


# Quicker than _FAR_CONTENT, which is asked only where this is found.
_FAR_ADDRESS = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3,}\d|[A-Za-z]{0,2}\d{5})""")
_FAR_CONTENT = re.compile(
    rb"""(?<![\w:])r\s*=\s*["'](?:[A-Za-z]{3,}\d|[A-Za-z]{0,2}\d{5})[^"']*["'](?!(?:\s+[\w:]+="[^"<>]*")*\s*(?:/>|></))"""
)
_COUNT = re.compile(rb"""ount\s*=\s*["']\+?0*(\d{5,20})""")


def has_far_content(xml: bytes) -> bool:
    """Tell whether a sheet's cells (its XML up to their end) reach so far that a parser would take all memory.

    calamine reserves the whole rectangle A1:last cell, and a reservation that fails ends the process and cannot be caught (a
    value in A1 and one in XFD1048576 are enough). So content right of column ZZ or below row 9,999 is too much; far cells
    without content, as LibreOffice writes them, do no harm. Cells that carry no address at all are not looked at.
    """
    xml = _single_bytes(xml)
    return any(_FAR_CONTENT.match(xml, found.start()) for found in _FAR_ADDRESS.finditer(xml))


def announces_too_much(xml: bytes) -> bool:
    """Tell whether the shared strings announce more strings than they can hold; calamine reserves as many."""
    xml = _single_bytes(xml)
    return any(int(count[1]) > len(xml) for count in _COUNT.finditer(xml))


def _single_bytes(xml: bytes) -> bytes:
    """Make the ASCII signs of UTF-16 and UTF-32 searchable like those of UTF-8."""
    return xml.replace(b"\0", b"") if b"\0" in xml[:64] else xml
