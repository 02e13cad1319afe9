"""What a worksheet has around its cells: comments that hang on them, merged ranges, and the protection of the sheet.

None of it is read for what the form asks; it tells what somebody did beside the fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element
from xml.parsers import expat

from rv2xl.excel.addresses import Place, place_of
from rv2xl.excel.package.parser import MAIN, RELATIONS, children, stream
from rv2xl.excel.rueckmeldung import is_own_note

COMMENTS = tuple(f"{space}/comments" for space in RELATIONS)
"""What the relationship of a sheet to its comments (in Excel „Notizen“) is called."""
THREADED = ("http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",)
"""The same for those of newer programs, which are conversations."""
THREADS = ("http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",)
"""Their namespace."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})(?!\w)")
_TRUE = {"1", "true", "on"}


def comment_cells(comments: Element) -> Iterator[Place]:
    """Yield the cells that comments hang on, but for notes of our own; the root is that of a part of either kind."""
    path = "commentList/comment" if comments.tag.endswith("}comments") else "threadedComment"
    for comment in children(comments, path):
        found = _ADDRESS.match(comment.get("ref", ""))
        if found is not None and not is_own_note("".join(comment.itertext())):
            yield place_of(f"{found[1]}{found[2]}")


class Around(NamedTuple):
    """Whether a sheet is protected against changes, and its merged ranges, each by its first and its last cell."""

    protected: bool
    merged: tuple[tuple[Place, Place], ...]


def read_around(pieces: Iterable[bytes], part: str = "") -> Around:
    """Read what a worksheet's part says besides its cells. Raises as `stream`."""
    reading = _Reading()
    stream(pieces, reading, part)
    return Around(reading.protected, tuple(reading.merged))


class _Reading:
    """The handler that looks for the elements at their places and passes over all else, cells above all."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.parser: expat.XMLParserType
        self.protected = False
        self.merged: list[tuple[Place, Place]] = []
        self._above: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.parser.CharacterDataHandler = None
        depth = len(self._above)
        if depth == 1 and name in _PROTECTION:
            self.protected = attributes.get("sheet") in _TRUE
        elif depth == 1 and name in _DATA:
            self.parser.StartElementHandler, self.parser.EndElementHandler = None, self._end_data
        elif depth == 2 and name in _MERGED and self._above[1] in _MERGES:
            corners = attributes.get("ref", "").split(":")
            self.merged += pairwise(place_of(corner) for corner in corners if _ADDRESS.fullmatch(corner))
            if len(self.merged) > _MOST_MERGED:
                self.parser.StartElementHandler = self.parser.EndElementHandler = None
        self._above.append(name)

    def end(self, name: str) -> None:
        self._above.pop()

    def _end_data(self, name: str) -> None:
        if name in _DATA:
            self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
            self.end(name)


_MOST_MERGED = 10_000
"""What comes behind so many of them is not looked at. Ours have less than a hundred, and the protection is said before them."""
_PROTECTION, _DATA, _MERGES, _MERGED = (
    {f"{space} {local}" for space in MAIN} for local in ("sheetProtection", "sheetData", "mergeCells", "mergeCell")
)
MERGED = b"mergeCell "
"""How the element of a merged range is written, whatever its prefix: so often it stands in a part, save in rare encodings."""
