"""Konsolidierung.xlsm with single parts changed, as no program of ours would do it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from rv2xl.excel.parts import replace_parts

_BOOK = "xl/workbook.xml"


def with_part(data: bytes, name: str, old: str, new: str) -> bytes:
    """Replace a text in a part; it has to be there."""
    with ZipFile(BytesIO(data)) as package:
        part = package.read(name).decode()
    assert old in part
    return replace_parts(data, {name: part.replace(old, new).encode()})


def with_name(data: bytes, name: str, refers_to: str | None) -> bytes:
    """Let a defined name refer to something else, or to nothing any more."""
    with ZipFile(BytesIO(data)) as package:
        root = etree.fromstring(package.read(_BOOK))
    (found,) = root.xpath(f"//*[local-name()='definedName'][@name='{name}']")
    if refers_to is None:
        found.getparent().remove(found)
    else:
        found.text = refers_to
    return replace_parts(data, {_BOOK: etree.tostring(root)})


def without_name(data: bytes, name: str) -> bytes:
    """Take a defined name away, as deleting its cell and then the name does."""
    return with_name(data, name, None)
