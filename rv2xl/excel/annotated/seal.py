"""Whether a marked copy is still as it was written: the added sheet ends with the checksum of all parts, which no program keeps that
saves the file."""

from __future__ import annotations

from hashlib import sha256

from rv2xl.excel.package.edit import replace_parts
from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge, part_of

_BEGIN, _END = b"<!-- rv2xl ", b" -->"


def sealed(data: bytes, part: str) -> bytes:
    """Return a package with the checksum of its contents at the end of this part."""
    parts = _parts(data)
    assert parts is not None, "what was written just now can be read"
    return replace_parts(data, {part: parts[part] + _BEGIN + _digest(parts) + _END})


def is_untouched_copy(data: bytes) -> bool:
    """Whether nothing in a marked copy was changed since it was written; False for any other file."""
    parts = _parts(data) or {}
    for name, content in parts.items():
        before, mark, rest = content.rpartition(_BEGIN)
        if mark and rest.endswith(_END):
            return rest.removesuffix(_END) == _digest({**parts, name: before})
    return False


def _parts(data: bytes) -> dict[str, bytes] | None:
    package = guard(data).package
    if package is None:
        return None
    try:
        return {name: part_of(package, name) for name in package.namelist()}
    except (DamagedPart, PartTooLarge):
        return None


def _digest(parts: dict[str, bytes]) -> bytes:
    digest = sha256()
    for name in sorted(parts):
        digest.update(sha256(name.encode() + b"\0" + parts[name]).digest())
    return digest.hexdigest().encode()
