"""No part is unpacked beyond what it declares, and what is damaged is seen."""

from __future__ import annotations

import zipfile

import pytest

from rv2xl.excel.package.edit import opened as book_of
from rv2xl.excel.package.unpack import MIB, DamagedPart, PartTooLarge, part_of, pieces_of
from tests.forms.standard import judged
from tests.programs.package import filled, packed, parts_of
from tests.security import hostile
from tests.security.honest import opened, real, repacked
from tests.security.hostile import package_parts, xlsx


def test_parts_read_as_zipfile_reads_them() -> None:
    for data in (real(), packed(package_parts(), zipfile.ZIP_STORED)):
        package = opened(data)
        assert all(part_of(package, name) == package.read(name) for name in package.namelist())
        assert all(b"".join(pieces_of(package, name)) == package.read(name) for name in package.namelist())


@pytest.mark.parametrize("forged", [False, True])
def test_a_part_larger_than_it_declares_is_not_unpacked(forged: bool) -> None:
    package = opened(hostile.lying(b"abcdefgh" * 60_000, 1000, forged_checksum=forged))
    with pytest.raises(PartTooLarge):
        part_of(package, "xl/lie.xml")
    with pytest.raises(PartTooLarge):
        list(pieces_of(package, "xl/lie.xml"))


def test_a_part_smaller_than_it_declares_or_over_the_limit() -> None:
    with pytest.raises(DamagedPart):
        part_of(opened(hostile.lying(b"abcdefgh", 777_777)), "xl/lie.xml")
    with pytest.raises(DamagedPart):
        list(pieces_of(opened(hostile.lying(b"abcdefgh", 777_777)), "xl/lie.xml"))
    with pytest.raises(DamagedPart):
        part_of(opened(repacked(xlsx(), zipfile.ZIP_STORED).replace(b"<t>a</t>", b"<t>b</t>")), "xl/sharedStrings.xml")
    with pytest.raises(PartTooLarge):
        part_of(opened(xlsx()), "xl/workbook.xml", 10)
    with pytest.raises(KeyError):
        part_of(opened(xlsx()), "xl/nothing.xml")


def test_a_part_that_is_packed_too_tightly_is_not_unpacked() -> None:
    """A megabyte of zeros packs to about a thousandth."""
    package = opened(hostile.xlsx_with({"fits": b"\0" * MIB, "tight": b"\0" * (MIB + 1)}))
    assert len(part_of(package, "fits")) == MIB
    with pytest.raises(PartTooLarge):
        part_of(package, "tight")


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
def test_what_is_read_of_a_bomb_is_named(part: str) -> None:
    parts = parts_of(filled("dokumentation"))
    (found,) = judged(packed(parts | {part: parts[part] + b" " * 3 * MIB}))[1]
    assert (found.code, found.message) == (
        "DATEI-GROESSE",
        f"Der Teil „{part}“ ist größer, als eine solche Arbeitsmappe sein kann.",
    )


DECLARED = b'<!DOCTYPE worksheet [<!ENTITY a "7">]><worksheet ' + hostile.NAMESPACES.encode()
SHEET = DECLARED + b'><sheetData><row r="1"><c r="A1"><v>&a;</v></c></row></sheetData></worksheet>'


@pytest.mark.parametrize(
    "pieces",
    [
        [SHEET],
        [SHEET[:5], SHEET[5:]],
        [SHEET[:3], SHEET[3:6], SHEET[6:]],
        [*(SHEET[at : at + 1] for at in range(20)), SHEET[20:]],
    ],
    ids=["one piece", "cut once", "cut twice", "sign by sign"],
)  # fmt: skip
def test_a_document_type_is_seen_wherever_pieces_end(pieces: list[bytes]) -> None:
    """How a part is cut is the sender's choice: compressed bytes may stand for none."""
    book = book_of(opened(hostile.in_pieces(package_parts(), "xl/worksheets/sheet1.xml", pieces)))
    with pytest.raises(DamagedPart, match="Dokumenttyp"):
        book.cells("Blatt")
