"""Whether a marked copy is still as it was written: the added sheet ends with a checksum of the package, which no program keeps that
saves the file.

Of all other parts the directory of the package says enough: some are too large to be unpacked, and none has to be.
"""

from __future__ import annotations

from hashlib import sha256
from zipfile import ZipFile

from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge, part_of
from rv2xl.excel.parts import replace_parts

_BEGIN, _END = b"<!-- rv2xl ", b" -->"


def sealed(data: bytes, part: str) -> bytes:
    """Return a package with its checksum at the end of this part."""
    package = guard(data).package
    assert package is not None, "what was written just now can be read"
    content = part_of(package, part)
    return replace_parts(data, {part: content + _BEGIN + _digest(package, part, content) + _END})


def is_untouched_copy(data: bytes) -> bool:
    """Whether nothing in a marked copy was changed since it was written; False for any other file."""
    package = guard(data).package
    if package is None:
        return False
    for name in package.namelist():
        before, mark, rest = _content(package, name).rpartition(_BEGIN)
        if mark and rest.endswith(_END):
            return rest.removesuffix(_END) == _digest(package, name, before)
    return False


def _content(package: ZipFile, name: str) -> bytes:
    """Return a part that may be a sheet's; nothing for another, and for one that cannot be unpacked."""
    try:
        return part_of(package, name) if name.lower().endswith(".xml") else b""
    except (DamagedPart, PartTooLarge):
        return b""


def _digest(package: ZipFile, part: str, content: bytes) -> bytes:
    """Return the checksum of a package in which this part has this content."""
    digest = sha256(content)
    for entry in sorted(package.infolist(), key=lambda entry: entry.filename):
        said = "" if entry.filename == part else f"{entry.CRC} {entry.file_size}"
        digest.update(f"\0{entry.filename}\0{said}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest().encode()
