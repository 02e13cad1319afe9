"""Parts of a package, unpacked piece by piece and never beyond what they declare.

What a file claims about the size of its parts may be a lie, so whoever reads a part does it through `pieces_of`.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MIB = 1024 * 1024
_SLICE = 64 * 1024


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """What a returned workbook never comes near.

    Sizes in bytes; `ratio` unpacked : packed, judged for parts above `ratio_from` when they are unpacked (blank formatted sheets reach
    1 : 12, repetitive ones 1 : 100). Pictures, which never are, may be packed as tightly as they like. `macros`: whether a VBA project
    may be in it, of which nothing is run.
    """

    file: int = 20 * MIB
    entries: int = 2_000
    total: int = 200 * MIB
    entry: int = 128 * MIB
    ratio: int = 200
    ratio_from: int = MIB
    macros: bool = False


PACKAGE_LIMITS = PackageLimits()


def shown_part(name: str) -> str:
    """The name of a part, fit to print: it comes from outside and may hold control characters or be very long."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:80])


class PartTooLarge(Exception):
    """The part of this name is larger than it declares, or than the limits allow."""

    def __str__(self) -> str:
        return shown_part(str(self.args[0])) if self.args else ""


class DamagedPart(Exception):
    """A part is not what an office program writes, or not what it declares to be; the text, where there is one, is German."""


def pieces_of(package: zipfile.ZipFile, name: str, most: int = PACKAGE_LIMITS.entry) -> Iterator[bytes]:
    """Unpack one part piece by piece and never more than it declares, because the declared sizes are all that `guard` has judged.

    Raises PartTooLarge; DamagedPart; KeyError for a part that is not there. `ZipFile.open` is not enough: it cuts a part at
    its declared size without a word if the checksum has been forged to fit.
    """
    info = package.getinfo(name)
    tight = info.file_size > PACKAGE_LIMITS.ratio_from and info.file_size > PACKAGE_LIMITS.ratio * info.compress_size
    if info.file_size > most or tight:
        raise PartTooLarge(name)
    size = checksum = 0
    try:
        for piece in _unpacked(_packed(package, info), info.compress_type):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if size > info.file_size:
                raise PartTooLarge(name)
            yield piece
    except (zlib.error, struct.error, OSError, OverflowError, ValueError) as error:
        raise DamagedPart from error
    if size < info.file_size or checksum != info.CRC:
        raise DamagedPart


def part_of(package: zipfile.ZipFile, name: str, most: int = PACKAGE_LIMITS.entry) -> bytes:
    """Unpack one part as a whole. Raises as `pieces_of` does."""
    return b"".join(pieces_of(package, name, most))


def _packed(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    source = package.fp
    if source is None:
        raise ValueError("the package is closed")
    source.seek(info.header_offset + 26)
    name_length, extra_length = struct.unpack("<HH", source.read(4))
    source.seek(info.header_offset + 30 + name_length + extra_length)
    return source.read(info.compress_size)


def _unpacked(packed: bytes, method: int) -> Iterator[bytes]:
    if method != zipfile.ZIP_DEFLATED:
        for start in range(0, len(packed), MIB):
            yield packed[start : start + MIB]
        return
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(packed), _SLICE):
        rest = packed[start : start + _SLICE]
        while rest:
            piece = unpack.decompress(rest, MIB)
            rest = unpack.unconsumed_tail
            if not piece:
                break
            yield piece
