"""The one XML parser of all that comes back: expat, with namespaces, without document types, within limits.

Sheets, which may be long, go through it as a stream; the small parts around them become trees.

Nothing else looks at the XML, so nobody's view of a file can differ from ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge

MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
"""The namespace of sheets, texts, styles and the workbook: transitional and strict."""
RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""What the type of every relationship that we follow begins with, and the namespace of `r:id`."""
PACKAGE = ("http://schemas.openxmlformats.org/package/2006/relationships",)
TYPES = ("http://schemas.openxmlformats.org/package/2006/content-types",)

DEEPEST = 64
"""How deep elements are nested; in a workbook less than 15."""
_ELEMENTS_AT_ONCE, _ELEMENTS = 500_000, 3_000_000
"""Of a tree; of a stream. A sheet with a million formatted rows of one cell each has two million, of which next to nothing is kept."""
_DOCTYPE = b"<!DOCTYPE"
_NOT_XML = (expat.ExpatError, ElementTree.ParseError, LookupError, ValueError)
"""The last two of encodings that nobody knows."""


def read_tree(pieces: Iterable[bytes], root: str, namespaces: tuple[str, ...] = MAIN, part: str = "") -> Element:
    """Return the root of a part, which must have this name. Raises DamagedPart and PartTooLarge, and what unpacking raises."""
    parser = ElementTree.XMLParser()
    try:
        for piece in _watched(pieces, _ELEMENTS_AT_ONCE, part):
            parser.feed(piece)
        found = parser.close()
    except _NOT_XML as error:
        raise DamagedPart from error
    if found.tag not in {f"{{{space}}}{root}" for space in namespaces}:
        raise DamagedPart
    return found


def read_head(xml: bytes, last: bytes, root: str, part: str = "") -> Element:
    """Return the root of a part as far as an element of the name `last` can stand in it, which nothing behind its last mention does.

    Of a workbook's main part thousands of defined names follow its list of sheets. Raises as `read_tree`.
    """
    end = xml.find(b">", xml.rfind(last)) + 1 if last in xml else 0
    if not end:  # not even mentioned: another encoding
        return read_tree([xml], root, part=part)
    parser: ElementTree.XMLPullParser[Any] = ElementTree.XMLPullParser(("start",))
    try:
        parser.feed(b"".join(_watched([xml[:end]], _ELEMENTS_AT_ONCE, part)))
        first: Any = next(iter(parser.read_events()))
    except (*_NOT_XML, StopIteration) as error:
        raise DamagedPart from error
    found: Element = first[1]
    if found.tag not in {f"{{{space}}}{root}" for space in MAIN}:
        raise DamagedPart
    return found


class Handler(Protocol):
    """What is done at each element of a stream; names are „namespace local“. Texts are put into `heard`, which the handler clears."""

    heard: list[str]
    parser: expat.XMLParserType

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """An element begins."""

    def end(self, name: str, /) -> None:
        """An element ends."""


def stream(pieces: Iterable[bytes], handler: Handler, part: str = "") -> None:
    """Send a part through the parser once, however long it is. Raises as `read_tree`."""
    parser = handler.parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    parser.CharacterDataHandler = handler.heard.append
    try:
        for piece in _watched(pieces, _ELEMENTS, part):
            parser.Parse(piece)
        parser.Parse(b"", True)
    except _NOT_XML as error:
        raise DamagedPart from error


def _watched(pieces: Iterable[bytes], most: int, part: str) -> Iterator[bytes]:
    """Pass pieces of XML on as long as they declare no document type and have no more than so many elements.

    Elements are counted by the sign that each has, before anything is made of them; in text this sign is written „&lt;“.
    """
    signs, before = 0, b""
    for piece in pieces:
        signs += piece.count(b"<")
        if signs > 2 * most:
            raise PartTooLarge(part)
        plain = piece.replace(b"\0", b"") if b"\0" in piece[:64] else piece  # UTF-16
        if _DOCTYPE in plain or _DOCTYPE in before + plain[: len(_DOCTYPE)]:
            raise DamagedPart("Sie enthält eine Dokumenttyp-Deklaration.")
        before = plain[-len(_DOCTYPE) :]
        yield piece


def children(root: Element, path: str) -> Iterator[Element]:
    """Yield the elements at a path below the root („sheets/sheet“), in the root's namespace."""
    space = root.tag[: root.tag.index("}") + 1]
    yield from root.iterfind("/".join(f"{space}{local}" for local in path.split("/")))
