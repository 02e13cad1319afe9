"""The one XML parser of all that comes back: expat, with namespaces, without document types, within limits.

Sheets, which may be long, go through it as a stream; the small parts around them become trees.

Nothing else looks at the XML, so nobody's view of a file can differ from ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn, Protocol
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
_LONGEST_TEXT = 8 * 1024 * 1024
"""Signs of one text in a stream; in Excel 32,767."""
_ELEMENTS_AT_ONCE, _ELEMENTS = 250_000, 3_000_000
"""Of a tree; of a stream. A sheet with a million formatted rows of one cell each has two million, of which next to nothing is kept."""
_NOT_XML = (expat.ExpatError, ElementTree.ParseError, LookupError, ValueError)
"""The last two of encodings that nobody knows."""


class _Tree(ElementTree.TreeBuilder):
    """Builds a tree, unless a document type is declared."""

    def doctype(self, *declared: str | None) -> None:
        _refuse_doctype()


def _refuse_doctype(*declared: object) -> NoReturn:
    raise DamagedPart("Sie enthält eine Dokumenttyp-Deklaration.")


def read_tree(pieces: Iterable[bytes], root: str, namespaces: tuple[str, ...] = MAIN, part: str = "") -> Element:
    """Return the root of a part, which must have this name. Raises DamagedPart and PartTooLarge, and what unpacking raises."""
    parser = ElementTree.XMLParser(target=_Tree())
    try:
        for piece in _counted(pieces, _ELEMENTS_AT_ONCE, part):
            parser.feed(piece)
        found = parser.close()
    except _NOT_XML as error:
        raise DamagedPart from error
    return _sound(found, root, namespaces)


def read_head(xml: bytes, last: bytes, root: str, part: str = "") -> Element:
    """Return the root of a part as far as an element of the name `last` can stand in it, which nothing behind its last mention does.

    Of a workbook's main part thousands of defined names follow its list of sheets. Raises as `read_tree`.
    """
    end = xml.find(b">", xml.rfind(last)) + 1 if last in xml else 0
    if not end:  # not even mentioned: another encoding
        return read_tree([xml], root, part=part)
    tree = _Tree()
    try:
        ElementTree.XMLParser(target=tree).feed(b"".join(_counted([xml[:end]], _ELEMENTS_AT_ONCE, part)))
        return _sound(tree.close(), root, MAIN)
    except _NOT_XML as error:
        raise DamagedPart from error


def _sound(found: Element | None, root: str, namespaces: tuple[str, ...]) -> Element:
    if found is None:  # the part ends before an element begins
        raise DamagedPart
    level, depth = [found], 0
    while level and depth < DEEPEST:
        level, depth = [child for element in level for child in element], depth + 1
    if level or found.tag not in {f"{{{space}}}{root}" for space in namespaces}:
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
    parser.StartDoctypeDeclHandler, parser.XmlDeclHandler = _refuse_doctype, _refuse_encoding
    try:
        last = b""
        for piece in _counted(pieces, _ELEMENTS, part):
            parser.Parse(last)
            if sum(map(len, handler.heard)) > _LONGEST_TEXT:
                raise PartTooLarge(part)
            last = piece
        parser.Parse(last, True)  # which then need not find out how far it came
    except expat.ExpatError as error:  # nothing else: what the handler raises is a mistake of ours
        raise DamagedPart from error


_KNOWN_ENCODINGS = {"utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "us-ascii"}


def _refuse_encoding(version: str, encoding: str | None, standalone: int) -> None:
    """Raise DamagedPart for an encoding that expat neither knows nor can make of a codec, which has a sign for each byte."""
    if encoding is not None and encoding.lower() not in _KNOWN_ENCODINGS:
        try:
            signs = len(bytes(range(256)).decode(encoding, "replace"))
        except (LookupError, ValueError) as error:
            raise DamagedPart from error
        if signs != 256:
            raise DamagedPart


def _counted(pieces: Iterable[bytes], most: int, part: str) -> Iterator[bytes]:
    """Pass pieces of XML on as long as they have no more than so many elements.

    Counted before anything is made of them: each has two signs, at its beginning and at its end. Where so many have no room,
    nobody counts: an element takes four bytes at least.
    """
    size = signs = 0
    uncounted = []
    for piece in pieces:
        size += len(piece)
        uncounted.append(piece)
        if size > 4 * most:
            signs += sum(each.count(b"<") + each.count(b"/>") for each in uncounted)
            uncounted.clear()
        if signs > 2 * most:
            raise PartTooLarge(part)
        yield piece


def children(root: Element, path: str) -> Iterator[Element]:
    """Yield the elements at a path below the root („sheets/sheet“), in the root's namespace."""
    space = root.tag[: root.tag.index("}") + 1]
    yield from root.iterfind("/".join(f"{space}{local}" for local in path.split("/")))
