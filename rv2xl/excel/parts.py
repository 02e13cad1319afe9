"""Replaces single parts of a package: every other zip entry goes over as the compressed bytes it came in."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from copy import copy
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


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
