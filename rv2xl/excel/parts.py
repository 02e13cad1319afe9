"""What of a package is safe to give to a parser: unpacked within limits, without a document type, claiming no giant size.

What a file claims about the size of its parts may be a lie, so whoever reads a part does it through `read_part`, and
asks `has_doctype` and `announces_too_much` before giving that part to a parser; how far cells reach is for extent.py.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MIB = 1024 * 1024
_SLICE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a returned workbook never comes near.

    Sizes in bytes; `ratio` unpacked : packed, judged for parts above `ratio_from` (blank formatted sheets reach 1 : 12,
    repetitive ones 1 : 100).
    """

    file: int = 20 * MIB
    entries: int = 2_000
    total: int = 200 * MIB
    entry: int = 128 * MIB
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
    content = packed = _packed(package, info)
    if info.compress_type == zipfile.ZIP_DEFLATED:
        try:
            content = zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
        except (zlib.error, ValueError, OverflowError) as error:
            raise zipfile.BadZipFile(f"{name}: {error}") from error
    if len(content) > info.file_size:
        raise PartTooLarge(name)
    if len(content) < info.file_size or zlib.crc32(content) != info.CRC:
        raise zipfile.BadZipFile(f"{name}: checksum or length")
    return content


def read_start(package: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Unpack what a part begins with, at most so many bytes; whether all of it is sound stays open. Raises BadZipFile and
    KeyError as `read_part` does."""
    info = package.getinfo(name)
    packed = _packed(package, info)
    if info.compress_type != zipfile.ZIP_DEFLATED:
        return packed[:most]
    try:
        return zlib.decompressobj(-15).decompress(packed, most)
    except zlib.error as error:
        raise zipfile.BadZipFile(f"{name}: {error}") from error


def read_pieces(package: zipfile.ZipFile, name: str, limits: Limits = LIMITS) -> Iterator[bytes]:
    """Unpack one part piece by piece, for what must never be in memory as a whole. Raises as `read_part`."""
    info = package.getinfo(name)
    if info.file_size > limits.entry:
        raise PartTooLarge(name)
    size = checksum = 0
    for piece in _unpacked(_packed(package, info), info.compress_type):
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        if size > info.file_size:
            raise PartTooLarge(name)
        yield piece
    if size < info.file_size or checksum != info.CRC:
        raise zipfile.BadZipFile(f"{name}: checksum or length")


def _packed(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    source = package.fp
    if source is None:
        raise ValueError("the package is closed")
    try:
        source.seek(info.header_offset + 26)
        name_length, extra_length = struct.unpack("<HH", source.read(4))
        source.seek(info.header_offset + 30 + name_length + extra_length)
        return source.read(info.compress_size)
    except (struct.error, ValueError, OverflowError, OSError) as error:
        raise zipfile.BadZipFile(f"{info.filename}: {error}") from error


def _unpacked(packed: bytes, method: int) -> Iterator[bytes]:
    unpack = zlib.decompressobj(-15)
    for start in range(0, len(packed), _SLICE):
        rest = packed[start : start + _SLICE]
        if method != zipfile.ZIP_DEFLATED:
            yield rest
            continue
        while rest:
            try:
                piece = unpack.decompress(rest, MIB)
            except zlib.error as error:
                raise zipfile.BadZipFile(str(error)) from error
            rest = unpack.unconsumed_tail
            if not piece:
                break
            yield piece


def has_doctype(xml: bytes) -> bool:
    """Tell whether a part declares a document type (external entities, billion laughs); no workbook needs one.

    The whole part is searched: a long comment before it hides nothing, and in text a `<` is written `&lt;`.
    """
    xml = _single_bytes(xml)
    return b"<!DOCTYPE" in xml or b"<!ENTITY" in xml[:4096]


_COUNT = re.compile(rb"""ount\s*=\s*["']\+?0*(\d{5,20})""")


def announces_too_much(xml: bytes) -> bool:
    """Tell whether the shared strings announce more strings than they can hold; calamine reserves as many."""
    xml = _single_bytes(xml)
    return any(int(count[1]) > len(xml) for count in _COUNT.finditer(xml))


def _single_bytes(xml: bytes) -> bytes:
    """Make the ASCII signs of UTF-16 and UTF-32 searchable like those of UTF-8."""
    return xml.replace(b"\0", b"") if b"\0" in xml[:64] else xml
