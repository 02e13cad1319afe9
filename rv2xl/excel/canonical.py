"""XML of another shape is written anew, so that the rest of the reader sees only one.

What is looked for in a part is looked for as Excel writes it: UTF-8, no prefixes, no comments, `<c r="B45"` with its address first
and in double quotes. Other programs write the same otherwise. Such parts are written anew (rewriting.py). The usual case
costs one search.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rv2xl.excel.parts import PartTooLarge
from rv2xl.excel.rewriting import Rewriter, SheetRewriter, StringsRewriter, TooMuch
from rv2xl.excel.scan import apart

MOST_ELEMENTS = 400_000
"""Of all parts of a file. What is written anew in half a second; a register of 2,000 rows has 250,000."""
_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?+(?:<\?xml\s[^<>?]{0,99}?encoding\s{0,9}=\s{0,9}["'](?i:utf-8)["'][^<>?]{0,99}\?>|"""
    rb"""<\?xml\s(?![^<>?]{0,99}encoding)[^<>?]{0,99}\?>)?\s*+<(?=[A-Za-z_][^\0])"""
)
_DATA = re.compile(rb"<sheetData\s*+>")
_DATA_END = b"</sheetData>"
_ANY = rb'<(?!/|c r="%s"|v>|row r="%s"|is>|t>|t xml:space="preserve">)'
_NEAR = re.compile(_ANY % (rb"[A-Z][1-9]\d{0,2}", rb"[1-9]\d{0,2}"))
_FAR = re.compile(_ANY % (rb"[A-Z]{1,3}[1-9]\d{0,6}", rb"[1-9]\d{0,6}"))
_STRINGS = re.compile(rb"<sst[^<>]*+>")
_RICH = re.compile(rb'<(?!/|si>|t>|t xml:space="preserve">|t/>)')

_STRINGS_PART = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><mergeCells/>', b"</worksheet>"
"""What stands around the cells. calamine goes through each sheet once more for its merged cells, which nobody asks for; it ends where
their list does, so an empty list stands before the cells."""


class Cells(NamedTuple):
    """A sheet's cells as a worksheet of their own, in the usual shape and without their formulas, which are given by address.

    `near` if none of the cells is right of Z or below row 999.
    """

    xml: bytes
    near: bool
    formulas: dict[bytes, bytes]


class Shape:
    """Brings the parts of one file into the usual shape. What that may cost holds for all of them together.

    Its methods raise BadZipFile for what is no XML, is nested too deep or declares a document type, and PartTooLarge for what would
    take too long to be written anew.
    """

    def __init__(self) -> None:
        self._elements = MOST_ELEMENTS

    def sheet_cells(self, xml: bytes, part: str = "") -> Cells:
        """Return the cells of a worksheet part, and nothing else of it."""
        data, end = _DATA.search(xml), xml.rfind(_DATA_END)
        if data is not None and end > 0 and is_plain(xml[: data.end()]):
            found = apart(memoryview(xml)[data.start() : end + len(_DATA_END)])
            start = data.end() - data.start()
            if found is not None:
                near = _NEAR.search(found.cells, start) is None
                if near or _FAR.search(found.cells, start) is None:
                    return Cells(_sheet(found.cells), near, found.formulas)
        found = apart(self._anew(SheetRewriter(), xml, part))
        assert found is not None
        return Cells(_sheet(found.cells), False, found.formulas)

    def shared_strings(self, xml: bytes, part: str = "") -> bytes:
        """Return the shared strings, each `<si>` with one text: as they are, or written anew."""
        start = _STRINGS.search(xml)
        if start is not None and is_plain(xml) and _RICH.search(xml, start.end()) is None:
            return xml
        return _STRINGS_PART % self._anew(StringsRewriter(), xml, part)

    def plain(self, xml: bytes, part: str = "") -> bytes:
        """Return a part in UTF-8 and without comments, CDATA and document type: as it is, or written anew."""
        return xml if is_plain(xml) else self._anew(Rewriter(), xml, part)

    def _anew(self, writer: Rewriter, xml: bytes, part: str) -> bytes:
        try:
            written = writer.written(xml, self._elements)
        except TooMuch as much:
            raise PartTooLarge(part) from much
        self._elements -= writer.elements
        return written


def _sheet(cells: bytes) -> bytes:
    return b"".join((_SHEET[0], cells, _SHEET[1]))


def is_plain(xml: bytes) -> bool:
    """Whether a part is UTF-8 and without comments, CDATA, document type and processing instructions."""
    if _START.match(xml) is None:
        return False
    # A single sign is looked for ten times as fast as two, and most parts have none of the two.
    return (b"!" not in xml or b"<!" not in xml) and (xml.find(b"?", xml.find(b">")) < 0 or xml.find(b"<?", 5) < 0)
