"""Namespaces, prefixes and encodings."""

from __future__ import annotations

import re

from tests.programs.package import MAIN, STRINGS, STYLES, WORKBOOK, Parts, in_all, in_sheets, packed, sheets
from tests.programs.traits.table import enter, trait
from tests.programs.traits.values import dates, iso

OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN: b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def strict(xml: bytes) -> bytes:
    for transitional, uri in STRICT.items():
        xml = xml.replace(transitional, uri)
    return xml.replace(b"<workbook ", b'<workbook conformance="strict" ')


@trait("strict OOXML with ISO dates")
def strict_dates(form: str, parts: Parts) -> bytes:
    return packed(in_all(strict)(dates(form, parts, lambda day: b' t="d"><v>%s</v>' % iso(day))))


def prefixed(xml: bytes) -> bytes:
    return re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", xml).replace(b'xmlns="' + MAIN, b'xmlns:x="' + MAIN)


def all_prefixed(parts: Parts) -> Parts:
    return parts | {name: prefixed(parts[name]) for name in (*sheets(parts), WORKBOOK, STRINGS, STYLES)}


def declared(xml: bytes, encoding: str) -> bytes:
    """Declare and write another encoding; signs that it lacks become references."""
    text = xml.decode().split("?>", 1)[1].lstrip()
    return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding, "xmlcharrefreplace")


enter("strict OOXML", in_all(strict))
enter("prefixes in the XML", all_prefixed)
enter(
    "UTF-16",
    lambda parts: parts | {name: declared(parts[name], "utf-16") for name in (*sheets(parts), STRINGS, WORKBOOK)},
)
enter("windows-1252", in_sheets(lambda xml: declared(xml, "windows-1252")))
enter("a byte order mark", in_all(lambda xml: b"\xef\xbb\xbf" + xml))
enter("no XML declaration", in_all(lambda xml: xml.split(b"?>", 1)[1].lstrip()))
enter("CRLF between all elements", in_sheets(lambda xml: xml.replace(b"><", b">\r\n<")))
