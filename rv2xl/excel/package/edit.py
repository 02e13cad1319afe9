"""Replaces single parts of an .xlsx package and leaves every other one alone.

A returned workbook holds what our libraries cannot write back (stored values, sparklines, rich text). So only a part that changes is
written anew (`excel.parts`). Whether a file is safe to open at all is for
guard.py to say, before.
"""

from __future__ import annotations

import posixpath
from typing import Any, TypeAlias
from zipfile import ZipFile

from lxml import etree

from rv2xl.excel.package.kinds import TYPES_PART, content_types, part_key, workbook_part
from rv2xl.excel.package.parser import PACKAGE, RELATIONS, TYPES
from rv2xl.excel.package.reader import ReceivedBook


def opened(package: ZipFile) -> ReceivedBook:
    """Return the workbook of a package that passed the guard, or that is our own."""
    return ReceivedBook(package, workbook_part(package, content_types(package)))


def without_calc_chain(package: ZipFile) -> dict[str, bytes | None]:
    """The parts that change when the calculation chain goes; one that names a cell without formula is damage to Excel.

    An entry may inherit its sheet from the one before, so the part goes as a whole: Excel builds it anew.
    """
    entries = {part_key(name): name for name in package.namelist()}
    folder, name = posixpath.split(part_key(workbook_part(package, content_types(package))))
    rels_part = entries[posixpath.join(folder, "_rels", f"{name}.rels")]
    rels = editable(package.read(rels_part))
    types = editable(package.read(TYPES_PART))
    for relation in rels.findall(f"{{{PACKAGE[0]}}}Relationship"):
        if relation.get("Type") in {f"{space}/calcChain" for space in RELATIONS}:
            part = posixpath.normpath(posixpath.join(folder, relation.get("Target", "").replace("\\", "/"))).lower()
            rels.remove(relation)
            for override in types.findall(f"{{{TYPES[0]}}}Override"):
                if part_key(override.get("PartName", "")) == part:
                    types.remove(override)
            gone = {entries[part]: None} if part in entries else {}
            return {**gone, rels_part: as_part(rels), TYPES_PART: as_part(types)}
    return {}


XmlElement: TypeAlias = Any
"""An element of lxml, which has no public name for it."""
_FAITHFUL = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)


def editable(xml: bytes) -> XmlElement:
    """Return a part as a tree with comments and all else, to be changed and written again. Raises ValueError for what is no sound XML."""
    try:
        root = etree.fromstring(xml, _FAITHFUL)
    except etree.XMLSyntaxError as error:
        raise ValueError("not XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type")
    return root


def as_part(root: XmlElement) -> bytes:
    """Write a tree as a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
