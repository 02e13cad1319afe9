"""No part reaches a parser that is larger than it says, declares a document type or claims all memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest
import python_calamine

from rv2xl.excel.canonical import Shape
from rv2xl.excel.extent import refuse_far
from rv2xl.excel.parts import Limits, PartTooLarge, announces_too_much, has_doctype, read_part, read_pieces
from tests.programs.package import packed
from tests.security import hostile
from tests.security.honest import opened, real, repacked
from tests.security.hostile import NAMESPACES, package_parts, xlsx


def test_parts_read_as_zipfile_reads_them() -> None:
    for data in (real(), packed(package_parts(), zipfile.ZIP_STORED)):
        package = opened(data)
        assert all(read_part(package, name) == package.read(name) for name in package.namelist())
        assert all(b"".join(read_pieces(package, name)) == package.read(name) for name in package.namelist())


@pytest.mark.parametrize("forged", [False, True])
def test_a_part_larger_than_it_declares_is_not_unpacked(forged: bool) -> None:
    package = opened(hostile.lying(b"abcdefgh" * 60_000, 1000, forged_checksum=forged))
    with pytest.raises(PartTooLarge):
        read_part(package, "xl/lie.xml")
    with pytest.raises(PartTooLarge):
        list(read_pieces(package, "xl/lie.xml"))


def test_a_part_smaller_than_it_declares_or_over_the_limit() -> None:
    with pytest.raises(zipfile.BadZipFile):
        read_part(opened(hostile.lying(b"abcdefgh", 777_777)), "xl/lie.xml")
    with pytest.raises(zipfile.BadZipFile):
        list(read_pieces(opened(hostile.lying(b"abcdefgh", 777_777)), "xl/lie.xml"))
    with pytest.raises(zipfile.BadZipFile):
        read_part(
            opened(repacked(xlsx(), zipfile.ZIP_STORED).replace(b"<t>a</t>", b"<t>b</t>")), "xl/sharedStrings.xml"
        )
    with pytest.raises(PartTooLarge):
        read_part(opened(xlsx()), "xl/workbook.xml", Limits(entry=10))
    with pytest.raises(KeyError):
        read_part(opened(xlsx()), "xl/nothing.xml")


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (b"<worksheet/>", False),
        (b"<a>&lt;!DOCTYPE</a>", False),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>", True),
        (b"<!ENTITY b 'c'>", True),
        (b"<!--" + b" " * 9000 + b"--><!DOCTYPE a><a/>", True),
        ("<!DOCTYPE a><a/>".encode("utf-16"), True),
        ("<!DOCTYPE a><a/>".encode("utf-16-be"), True),
        ("<a/>".encode("utf-16"), False),
    ],
)
def test_doctype(xml: bytes, expected: bool) -> None:
    assert has_doctype(xml) is expected


def part(data: bytes, name: str) -> bytes:
    return read_part(opened(data), name)


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def sheet(xml: bytes) -> bytes:
    return b"<worksheet><sheetData>%s</sheetData></worksheet>" % xml


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (part(xlsx('<row r="2840"><c r="ZZ2840"><v>1</v></c></row>'), SHEET), False),
        (part(xlsx('<row r="9999"><c r="Z9999"><v>1</v></c></row>'), SHEET), False),
        (part(xlsx('<row r="1048576"></row>'), SHEET), False),
        (part(xlsx('<row r="1048576" ht="12.8"/><row r="9"><c r="XFD9" s="1"/></row>'), SHEET), False),
        (f'<worksheet {NAMESPACES}><dimension ref="A1:XFD1048576"/></worksheet>'.encode(), False),
        (part(hostile.aborting_xlsx(), SHEET), True),
        (sheet(b'<row><c r="AAA1"><v>1</v></c></row>'), True),
        (sheet(b"<row><c s='1'r = 'a10000'><v>1</v></c></row>".replace(b"'r", b"' r")), True),
        (sheet(b'<row r="10000"><c><v>1</v></c></row>'), True),
        (sheet(b'<row r="10000"><c><v>1</v></c></row>').decode().encode("utf-16"), True),
        (sheet(b'<row r="2900"><c r="ZZ1"><v>1</v></c><c r="A2900"><v>1</v></c></row>'), True),
        (sheet(b'<row r="1">' + b"<c><v>1</v></c>" * 703 + b"</row>"), True),
        (sheet(b'<row r="1">' + b"<c><v>1</v></c>" * 702 + b"</row>"), False),
        (sheet(b'<x:row xmlns:x="" r="1"><x:c r="XFD1"><v>1</v></x:c></x:row>'.replace(b' xmlns:x=""', b"")), None),
        (b"<x:worksheet xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:sheetData><x:row r='1'><x:c r='XFD1'><x:v>1</x:v></x:c>"
         b"</x:row></x:sheetData></x:worksheet>", True),
        (sheet(b'<!-- --><row r="1"><c r="XFD1"><v>1</v></c></row>'), True),
        (sheet(b'<row r="1"><c r="XFD1"><v><![CDATA[1]]></v></c></row>'), True),
    ],
)  # fmt: skip
def test_a_cell_that_takes_all_memory_is_seen(xml: bytes, expected: bool | None) -> None:
    assert reaches_too_far(xml) is expected


def reaches_too_far(xml: bytes) -> bool | None:
    """None for what is no XML."""
    try:
        cells = Shape().sheet_cells(xml)
        if not cells.near:
            refuse_far(cells.xml, SHEET)
    except PartTooLarge:
        return True
    except zipfile.BadZipFile:
        return None
    return False


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (part(real(), STRINGS), False),
        (b'<sst uniqueCount="12345">' + b"<si/>" * 12345 + b"</sst>", False),
        (part(hostile.panicking_at_open_xlsx(), STRINGS), True),
        (b'<sst uniqueCount="0000000000000000000000004294967295"/>', True),
    ],
)
def test_a_claim_that_takes_all_memory_is_seen(xml: bytes, expected: bool) -> None:
    assert announces_too_much(xml) is expected


def test_every_real_part_may_be_read() -> None:
    package = opened(real())
    parts = {name: read_part(package, name) for name in package.namelist()}
    assert not any(has_doctype(xml) or announces_too_much(xml) for xml in parts.values())
    assert all(Shape().sheet_cells(xml).near for name, xml in parts.items() if name.startswith("xl/worksheets/sheet"))


READ = "import sys, io, python_calamine as c; c.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))"


def test_the_rust_reader_really_panics() -> None:
    """What the reader has to catch is no Exception; if this fails, calamine has learnt to refuse these files."""
    sheet = python_calamine.load_workbook(io.BytesIO(hostile.panicking_xlsx())).get_sheet_by_index(0)
    with pytest.raises(BaseException, match="out of bounds") as caught:
        sheet.to_python()
    assert not isinstance(caught.value, Exception)
    assert type(caught.value).__name__ == "PanicException"
    run = subprocess.run(
        [sys.executable, "-c", READ], input=hostile.panicking_at_open_xlsx(), capture_output=True, check=False
    )
    assert b"PanicException: capacity overflow" in run.stderr
