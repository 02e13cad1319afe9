"""Large sheets, unpacked without their blank rows: a million formatted rows are 80 MB of XML and say nothing.

What is left must be of a size that a parser bears. Only sheets in the usual shape (see canonical.py) can be large: of others no row
is known to be blank before all of it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zipfile import ZipFile

from rv2xl.excel.parts import MIB, PartTooLarge, read_part, read_pieces

LARGE = 4 * MIB
"""From this size on blank rows are left out; a register of 2,000 rows comes near it."""
MOST = 16 * MIB
"""What a sheet may have besides blank rows; a register of 2,000 rows has a third of it."""
_LONGEST_ROW = 8 * MIB

_ROW = b"<row"
_END = b"</sheetData>"
_IMPLIED = re.compile(rb'<row(?! r="\d)')
_BLANK = re.compile(
    rb'<row r="\d{1,7}"[^<>]*+(?:(?<=/)>|>\s*+(?:<c r="[A-Z]{1,3}\d{1,7}"[^<>]*+(?:(?<=/)>|></c>)\s*+)*+</row>)\s*+'
)


def read_sheet(package: ZipFile, name: str) -> bytes:
    """Unpack a worksheet's part; of a large one what stands before the end of its cells, without blank rows.

    Raises PartTooLarge, and all that `read_part` raises.
    """
    if package.getinfo(name).file_size <= LARGE:
        return read_part(package, name)
    kept: list[bytes] = []
    size = unpacked = 0
    for rows in _whole_rows(read_pieces(package, name), name):
        left = _BLANK.sub(b"", rows)
        size += len(left)
        unpacked += len(rows)
        if size < unpacked and _IMPLIED.search(left):
            raise PartTooLarge(name)  # which row it is can only be told from those that are left out
        if size > MOST:
            raise PartTooLarge(name)
        kept.append(left)
    return b"".join(kept)


def _whole_rows(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Join the pieces and cut them where rows begin; nothing comes behind the end of the cells."""
    rest = b""
    ended = False
    for piece in pieces:
        if ended:  # unpacked nevertheless: a part that is damaged is not read
            continue
        text = rest + piece
        end = text.find(_END)
        cut = text.rfind(_ROW)
        if end >= 0:
            ended, rest = True, b""
            yield text[: end + len(_END)]
        elif cut > 0:
            yield text[:cut]
            rest = text[cut:]
        else:
            rest = text
        if len(rest) > _LONGEST_ROW:
            raise PartTooLarge(name)
    yield rest
