"""The guard opens workbooks and nothing else, says why it refuses a file, and never raises."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rv2xl.excel.package.guard import Guarded, guard
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.package.unpack import MIB, PACKAGE_LIMITS, DamagedPart, PackageLimits, PartTooLarge, part_of
from rv2xl.model.finding import CODES
from tests.programs.package import TYPES, packed, parts_of
from tests.security import hostile
from tests.security.cost import calls
from tests.security.honest import real, repacked
from tests.security.hostile import MAIN, content_types, package_parts, xlsx, xlsx_with

TEMPLATE = MAIN.replace("sheet.main", "template.main")
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
VBA = "application/vnd.ms-office.vbaProject"


def codes(data: bytes, limits: PackageLimits = PACKAGE_LIMITS) -> tuple[str, ...]:
    return tuple(entry.code for entry in guard(data, limits).findings)


READABLE = {
    "xlsx": real(),
    "smallest": xlsx(),
    "template xltx": xlsx(main=TEMPLATE),
    "workbook part elsewhere": packed({"[Content_Types].xml": content_types({"b/c.xml": MAIN}), "b/c.xml": "<a/>"}),
    "type given by suffix": packed(
        {
            "[Content_Types].xml": content_types({}, defaults=f"<Default Extension='w' ContentType='{MAIN}'/>"),
            "xl/b.w": "<a/>",
        }
    ),
    "printer settings in a .bin": xlsx_with({"xl/printerSettings/printerSettings1.bin": "x"}),
    "pictures and all else that is never unpacked, 1 : 1000": xlsx_with(
        dict.fromkeys(
            ("xl/media/image1.emf", "xl/media/a.bmp", "customXml/item1.xml", "xl/pivotCache/r.xml", "any"),
            b"\x00" * 8 * MIB,
        )
    ),
    "compressible sheet, 1 : 100": packed(
        package_parts() | {"xl/worksheets/sheet1.xml": (random.Random(1).randbytes(600) + b" " * 70_000) * 20}
    ),
}


@pytest.mark.parametrize("name", READABLE)
def test_a_workbook_is_opened(name: str) -> None:
    guarded = guard(READABLE[name])
    assert guarded.findings == ()
    assert guarded.package is not None
    assert guarded.workbook in guarded.package.namelist()
    assert guarded.workbook is not None
    assert part_of(guarded.package, guarded.workbook)


NOISE = random.Random(1).randbytes(MIB).hex()

REFUSED = {
    # damaged
    "empty": (b"", "DATEI-UNLESBAR"),
    "only zeros": (b"\0" * 5000, "DATEI-UNLESBAR"),
    "only blanks": (b" \r\n\t", "DATEI-UNLESBAR"),
    "random": (random.Random(7).randbytes(3000), "DATEI-UNLESBAR"),
    "control characters": (b"Text\x01\x02", "DATEI-UNLESBAR"),
    "zip cut after 2 bytes": (real()[:2], "DATEI-UNLESBAR"),
    "zip cut in the middle": (real()[: len(real()) // 2], "DATEI-UNLESBAR"),
    "zip cut in its directory": (real()[:-100], "DATEI-UNLESBAR"),
    "zip with a damaged directory": (real().replace(b"PK\x01\x02", b"PK\x01\x03"), "DATEI-UNLESBAR"),
    "zip behind other bytes": (b"\x01\x02\x03\x04" + real(), "DATEI-UNLESBAR"),
    "same part twice": (hostile.doubled("xl/styles.xml"), "DATEI-UNLESBAR"),
    "same part in capitals": (hostile.doubled("XL/Styles.xml"), "DATEI-UNLESBAR"),
    "same part with backslash": (hostile.doubled("xl\\styles.xml"), "DATEI-UNLESBAR"),
    "one part in lzma": (hostile.with_lzma_part(), "DATEI-UNLESBAR"),
    "name with NUL": (repacked(xlsx(), 0).replace(b"xl/styles.xml", b"xl/style\0.xml"), "DATEI-UNLESBAR"),
    "overlapping parts": (hostile.overlapping(), "DATEI-UNLESBAR"),
    "no content types": (packed({"xl/workbook.xml": "<a/>"}), "DATEI-UNLESBAR"),
    "content types are no xml": (xlsx_with({"[Content_Types].xml": "x"}), "DATEI-UNLESBAR"),
    "content types with DOCTYPE": (
        xlsx_with({"[Content_Types].xml": content_types({"xl/workbook.xml": MAIN}, prolog="<!DOCTYPE a>")}),
        "DATEI-UNLESBAR",
    ),
    "no workbook part": (xlsx_with({"[Content_Types].xml": content_types({})}), "DATEI-UNLESBAR"),
    "two workbook parts": (hostile.typed("xl/second.xml", MAIN), "DATEI-UNLESBAR"),
    "content types of 2 MB": (
        xlsx_with({"[Content_Types].xml": content_types({"xl/workbook.xml": MAIN}, prolog=f"<!--{NOISE}-->")}),
        "DATEI-UNLESBAR",
    ),
    # encrypted
    "encrypted xlsx": (hostile.ole("EncryptionInfo", "EncryptedPackage"), "DATEI-KENNWORT"),
    "encrypted ods": (
        hostile.opendocument("spreadsheet", "<m><manifest:encryption-data/></m>"),
        "DATEI-KENNWORT",
    ),
    "encrypted entry": (hostile.encrypted_flag(xlsx()), "DATEI-KENNWORT"),
    "encrypted zip": (hostile.encrypted_flag(packed({"a.pdf": "x"})), "DATEI-KENNWORT"),
    # too large
    "file of 20 MB": (xlsx() + b"\0" * (20 * MIB), "DATEI-GROESSE"),
    "2,001 entries": (packed({str(number): "" for number in range(2001)}), "DATEI-GROESSE"),
    "archive within": (xlsx_with({"xl/media/a.zip": packed({})}), "DATEI-GROESSE"),
    # macros
    "vba by name": (xlsx_with({"xl/vbaProject.bin": "x"}), "DATEI-MAKRO"),
    "vba by type": (hostile.typed("xl/harmless.xml", VBA), "DATEI-MAKRO"),
    "xlsm": (xlsx(main=MACRO), "DATEI-MAKRO"),
    "xlm sheet": (xlsx_with({"xl/macrosheets/sheet1.xml": "<a/>"}), "DATEI-MAKRO"),
    "xlm sheet by type": (
        hostile.typed("xl/worksheets/sheet2.xml", "application/vnd.ms-excel.macrosheet+xml"),
        "DATEI-MAKRO",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    data, code = REFUSED[name]
    guarded = guard(data)
    assert tuple(entry.code for entry in guarded.findings) == (code,)
    assert guarded.package is None
    assert guarded.workbook is None


LINKED = {
    "external link": (
        xlsx_with({"xl/externalLinks/externalLink1.xml": "<a/>"}),
        "Verknüpfungen zu anderen Dateien (1)",
    ),
    "dde by type": (
        hostile.typed("xl/x.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"),
        "Verknüpfungen zu anderen Dateien (1)",
    ),
    "embedded": (xlsx_with({"xl/embeddings/oleObject1.bin": "x"}), "eingebettete Objekte (1)"),
    "embedded workbook": (xlsx_with({"xl/embeddings/Mappe.xlsx": xlsx()}), "eingebettete Objekte (1)"),
    "connection": (xlsx_with({"xl/connections.xml": "<a/>"}), "Datenverbindungen (1)"),
    "all": (
        xlsx_with(
            {
                "xl/externalLinks/externalLink1.xml": "<a/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": "<a/>",
                "xl/externalLinks/externalLink2.xml": "<a/>",
                "xl/embeddings/oleObject1.bin": "x",
                "xl/connections.xml": "<a/>",
            }
        ),
        "Die Datei enthält Verknüpfungen zu anderen Dateien (2), eingebettete Objekte (1) und Datenverbindungen (1); "
        "gelesen werden nur die Werte der Zellen.",
    ),
}


@pytest.mark.parametrize("name", LINKED)
def test_links_are_a_warning_and_the_file_is_read(name: str) -> None:
    data, text = LINKED[name]
    guarded = guard(data)
    assert tuple(entry.code for entry in guarded.findings) == ("DATEI-VERKNUEPFUNG",)
    assert text in guarded.findings[0].message
    assert guarded.package is not None
    assert guarded.workbook == "xl/workbook.xml"


def test_macros_and_links_are_both_said() -> None:
    data = xlsx_with({"xl/vbaProject.bin": "x", "xl/connections.xml": "<a/>"})
    assert codes(data) == ("DATEI-MAKRO", "DATEI-VERKNUEPFUNG")
    assert guard(data).package is None


SIZE = len(xlsx())
UNPACKED = [entry.file_size for entry in zipfile.ZipFile(io.BytesIO(xlsx())).infolist()]


@pytest.mark.parametrize(
    ("exact", "below"),
    [
        (PackageLimits(file=SIZE), PackageLimits(file=SIZE - 1)),
        (PackageLimits(entries=len(UNPACKED)), PackageLimits(entries=len(UNPACKED) - 1)),
        (PackageLimits(total=sum(UNPACKED)), PackageLimits(total=sum(UNPACKED) - 1)),
        (PackageLimits(entry=max(UNPACKED)), PackageLimits(entry=max(UNPACKED) - 1)),
    ],
)
def test_each_limit_holds_at_its_boundary(exact: PackageLimits, below: PackageLimits) -> None:
    assert codes(xlsx(), exact) == ()
    assert codes(xlsx(), below) == ("DATEI-GROESSE",)


def test_messages_are_german_with_the_facts() -> None:
    assert guard(packed({str(number): "" for number in range(2001)})).findings[0].message == (
        "Die Datei enthält 2.001 Teile; erlaubt sind höchstens 2.000."
    )
    assert guard(xlsx() + b"\0" * (41 * MIB // 2)).findings[0].message == (
        "Die Datei ist 20,5 MB groß; erlaubt sind höchstens 20 MB."
    )
    assert guard(real()[:9000]).findings[0].message == "Die Datei ist abgeschnitten: Ihr Ende fehlt."
    assert guard(b"%PDF-1.7").findings[0].message == "Die Datei ist ein PDF-Dokument, keine Excel-Arbeitsmappe (.xlsx)."
    assert guard(b"%PDF-1.7").findings[0].remedy == CODES["DATEI-FORMAT"].remedy
    assert guard(hostile.doubled("XL/Styles.XML")).findings[0].message == (
        "Die Datei ist beschädigt: Der Teil „XL/Styles.XML“ kommt doppelt vor oder heißt ungültig."
    )


def test_a_hostile_name_cannot_drive_the_terminal() -> None:
    name = "xl/\x1b[2J" + "a" * 500
    message = guard(packed(package_parts() | {name: b"", name.upper(): b""})).findings[0].message
    assert message.isprintable()
    assert len(message) < 250
    assert str(PartTooLarge(name)) == "xl/?[2J" + "a" * 73


def never_raises(data: bytes) -> Guarded:
    """Guard any bytes and read all parts; only the two documented exceptions may come out."""
    guarded = guard(data)
    assert all(entry.code in CODES for entry in guarded.findings)
    refused = any(entry.severity == "FEHLER" for entry in guarded.findings)
    assert (guarded.package is None) == (guarded.workbook is None) == refused
    if guarded.package is not None and guarded.workbook is not None:
        with suppress(PartTooLarge, DamagedPart):
            book = ReceivedBook(guarded.package, guarded.workbook)
            for sheet in book.sheets:
                book.cells(sheet)
            assert book.names is not None
    return guarded


STARTS = (b"", b"PK\x03\x04", b"PK\x05\x06", hostile.ole(), b"<?xml ", b"\xff\xfe", b"\xef\xbb\xbf", b"%PDF-")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(STARTS), st.binary(max_size=300))
def test_no_bytes_raise(start: bytes, rest: bytes) -> None:
    never_raises(start + rest)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([xlsx(), real(), hostile.opendocument("spreadsheet")]),
    st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), max_size=12),
    st.booleans(),
    st.one_of(st.none(), st.integers(0, 100_000)),
)
def test_no_mutation_raises(data: bytes, changes: list[tuple[int, int]], in_directory: bool, cut: int | None) -> None:
    changed = bytearray(data)
    start = data.index(b"PK\x01\x02") if in_directory else 0
    for at, value in changes:
        changed[start + at % (len(data) - start)] = value
    never_raises(bytes(changed[: None if cut is None else cut % len(data)]))


def test_the_good_case_costs_the_same_whatever_the_parts_hold() -> None:
    """Only the zip's directory, the content types and what the package leads to are read."""
    parts = parts_of(real())
    larger = packed({name: xml if name in (TYPES, "_rels/.rels") else xml * 20 for name, xml in parts.items()})
    assert calls(lambda: guard(larger)) == calls(lambda: guard(real()))
