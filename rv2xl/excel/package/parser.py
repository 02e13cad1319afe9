"""The one XML parser of all that comes back: libxml2 by lxml, with namespaces, without document types, within limits.

Nothing else looks at the XML, so nobody's view of a file can differ from ours.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from typing import Any, TypeAlias

from lxml import etree

from rv2xl.excel.package.unpack import MIB, DamagedPart, PartTooLarge

MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
"""The namespace of sheets, texts, styles and the workbook: transitional and strict."""
RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""What the type of every relationship that we follow begins with, and the namespace of `r:id`."""
PACKAGE = ("http://schemas.openxmlformats.org/package/2006/relationships",)
TYPES = ("http://schemas.openxmlformats.org/package/2006/content-types",)

AT_ONCE = 8 * MIB
"""XML that is held as a tree, which takes up to twenty times as much. A register of 2,000 rows has 5."""
_ELEMENTS_AT_ONCE, _ELEMENTS = 500_000, 3_000_000
"""Of a tree; of a part. A sheet with a million formatted rows of one cell each has two million, of which next to nothing is kept."""

XmlElement: TypeAlias = Any
"""An element of lxml, which has no public name for it."""

_SETTINGS = {
    "resolve_entities": False,
    "no_network": True,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}
_PARSER = etree.XMLParser(**_SETTINGS)
_FAITHFUL = etree.XMLParser(**_SETTINGS | {"remove_comments": False, "remove_pis": False, "strip_cdata": False})
_NOT_XML = (etree.XMLSyntaxError, ValueError, LookupError)
"""The last two of encodings that nobody knows."""


def read_tree(
    pieces: Iterable[bytes], root: str, namespaces: tuple[str, ...] = MAIN, part: str = "", *, to_edit: bool = False
) -> XmlElement:
    """Return the root of a part, which must have this name; with comments and all else if it is to be edited.

    Raises DamagedPart and PartTooLarge, and what unpacking raises.
    """
    kept, signs, size = [], 0, 0
    for piece in pieces:
        kept.append(piece)
        signs += piece.count(b"<")
        size += len(piece)
        if signs > 2 * _ELEMENTS_AT_ONCE or size > 2 * AT_ONCE:
            raise PartTooLarge(part)
    try:
        found = etree.fromstring(b"".join(kept), _FAITHFUL if to_edit else _PARSER)
    except _NOT_XML as error:
        raise DamagedPart from error
    return _known(found, root, namespaces)


def read_head(xml: bytes, last: bytes, root: str, part: str = "") -> XmlElement:
    """Return the root of a part as far as an element of the name `last` can stand in it, which nothing behind its last mention does.

    Of a workbook's main part thousands of defined names follow its list of sheets. Raises as `read_tree`.
    """
    end = xml.find(b">", xml.rfind(last)) + 1 if last in xml else 0
    if not end:  # not even mentioned: another encoding
        return read_tree([xml], root, part=part)
    parser = etree.XMLPullParser(events=("start",), **_SETTINGS)
    try:
        parser.feed(xml[:end])
        found = next(parser.read_events(), None)
    except _NOT_XML as error:
        raise DamagedPart from error
    if found is None:
        raise DamagedPart
    return _known(found[1], root, MAIN)


def read_rows(pieces: Iterable[bytes], size: int, part: str = "") -> Iterator[XmlElement]:
    """Yield the rows of a worksheet's part of this size. Raises as `read_tree`, and DamagedPart for cells that stand anywhere else.

    Of a part that is too long for a tree each row comes as soon as it has ended, and is forgotten then.
    """
    if size > AT_ONCE:
        root = yield from _streamed(pieces, part)
    else:
        root = read_tree(pieces, "worksheet", part=part)
    known = _known(root, "worksheet", MAIN)
    data = list(children(known, "sheetData"))
    for beside in (entry for entry in known if entry not in data):
        refuse_cells(beside)
    if len(data) > 1:
        raise DamagedPart
    for row in data[0] if data else ():
        if row.tag != data[0].tag[: -len("sheetData")] + "row":
            refuse_cells(row)
        elif size <= AT_ONCE:
            yield row


def _streamed(pieces: Iterable[bytes], part: str) -> Generator[XmlElement, None, XmlElement]:
    parser = etree.XMLPullParser(events=("end",), tag=both("row"), **_SETTINGS)
    signs = waiting = 0
    try:
        for piece in pieces:
            signs += piece.count(b"<")
            waiting += len(piece)
            parser.feed(piece)
            for _, row in parser.read_events():
                if [etree.QName(above).localname for above in row.iterancestors()] != ["sheetData", "worksheet"]:
                    raise DamagedPart
                yield row
                waiting = 0
                row.clear()
                while (before := row.getprevious()) is not None:
                    refuse_cells(before) if before.tag != row.tag else None
                    before.getparent().remove(before)
            if signs > 2 * _ELEMENTS or waiting > AT_ONCE:
                raise PartTooLarge(part)
        return parser.close()
    except _NOT_XML as error:
        raise DamagedPart from error


def _known(root: XmlElement, name: str, namespaces: tuple[str, ...]) -> XmlElement:
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedPart("Sie enthält eine Dokumenttyp-Deklaration.")
    if root.tag not in both(name, namespaces):
        raise DamagedPart
    return root


def both(local: str, namespaces: tuple[str, ...] = MAIN) -> tuple[str, ...]:
    """Return the names that an element can have."""
    return tuple(f"{{{space}}}{local}" for space in namespaces)


def children(root: XmlElement, path: str) -> Iterator[XmlElement]:
    """Yield the elements at a path below the root („sheets/sheet“), in the root's namespace."""
    space = etree.QName(root).namespace
    yield from root.iterfind("/".join(f"{{{space}}}{local}" for local in path.split("/")))


_CELLS = (*both("sheetData"), *both("row"), *both("c"))


def refuse_cells(beside: XmlElement) -> None:
    """Raise DamagedPart if cells stand within an element that we pass over: another program might read them."""
    if next(beside.iter(*_CELLS), None) is not None:
        raise DamagedPart
