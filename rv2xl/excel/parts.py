"""What of a package is safe to give to a parser: unpacked within limits, without a document type, claiming no giant size.

What a file claims about the size of its parts may be a lie, so whoever reads a part does it through `read_part`, and
asks `has_doctype` and `claims_too_much` before giving that part to a parser.
"""

from __future__ import annotations

import math
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
    repetitive ones 1 : 100); `range_cells` is the sum over the merged and linked ranges of one sheet.
    """

    file: int = 20 * MIB
    entries: int = 2_000
    total: int = 200 * MIB
    entry: int = 100 * MIB
    ratio: int = 200
    ratio_from: int = MIB
    range_cells: int = 1_000_000


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
_RANGE = re.compile(rb"\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MERGED = re.compile(rb"""mergeCell\s(?:[^<>]*?\s)?ref\s*=\s*["']([^"']*)""")
_LINKED = re.compile(rb"""hyperlink\s(?:[^<>]*?\s)?ref\s*=\s*["']([^"']*)""")
_SIMPLE_RANGE = re.compile(rb"(?<![^ ])[A-Z]{1,2}(\d{1,4}):[A-Z]{1,2}(\d{1,4})(?![^ ])")
_MOST_COLUMNS = 702
_COUNT = re.compile(rb"""ount\s*=\s*["']\+?0*(\d{5,20})""")


def claims_too_much(xml: bytes, limits: Limits = LIMITS) -> bool:
    """Tell whether a sheet or the shared strings claim a size at which a parser would take all memory.

    calamine reserves the whole rectangle A1:last cell, and as many strings as the part announces; a reservation that
    fails ends the process and cannot be caught (a value in A1 and one in XFD1048576 are enough). openpyxl makes an
    object of every cell of a merged or linked range. So content right of column ZZ or below row 9,999 is too much, and
    so are larger counts and ranges; far cells without content, as LibreOffice writes them, do no harm. Cells that carry
    no address at all are not looked at.
    """
    xml = _single_bytes(xml)
    cells_end = xml.rfind(b"sheetData") if b"sheetData" in xml else len(xml)
    return (
        any(_FAR_CONTENT.match(xml, found.start()) for found in _FAR_ADDRESS.finditer(xml, 0, cells_end))
        or any(int(count[1]) > len(xml) for count in _COUNT.finditer(xml))
        or _range_cells(xml) > limits.range_cells
    )


def _of_elements(pattern: re.Pattern[bytes], name: bytes, xml: bytes) -> list[bytes]:
    """Find a pattern from the first to the last element of this name: most of a sheet lies outside."""
    first = xml.find(name)
    if first < 0:
        return []
    end = xml.find(b">", xml.rfind(name))
    return pattern.findall(xml, first, len(xml) if end < 0 else end)


def _range_cells(xml: bytes) -> float:
    """Cells of all merged and linked ranges: an upper bound where that is cheap, else the exact number."""
    found = [*_of_elements(_MERGED, b"mergeCell", xml), *_of_elements(_LINKED, b"hyperlink", xml)]
    references = [reference for reference in found if b":" in reference or b"&" in reference]
    simple = _SIMPLE_RANGE.findall(b" ".join(references))
    if len(simple) == len(references):
        bound = sum([abs(int(bottom) - int(top)) + 1 for top, bottom in simple]) * _MOST_COLUMNS
        if bound <= LIMITS.range_cells:
            return bound
    return sum(map(_objects, references))


def _objects(reference: bytes) -> float:
    """Cells of a merged or linked range; 0 for a single cell."""
    if b":" not in reference and b"&" not in reference:
        return 0
    corners = _RANGE.fullmatch(reference)
    if corners is None:  # "A:C", "1:9" or written in entities: whole columns or rows
        return math.inf
    left, top, right, bottom = corners.groups()
    if left == right or len(left) == len(right) == 1:
        return (abs(ord(right[-1:]) - ord(left[-1:])) + 1) * (abs(int(bottom) - int(top)) + 1)
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _single_bytes(xml: bytes) -> bytes:
    """Make the ASCII signs of UTF-16 and UTF-32 searchable like those of UTF-8."""
    return xml.replace(b"\0", b"") if b"\0" in xml[:64] else xml
