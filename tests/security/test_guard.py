"""The guard opens workbooks and nothing else, names what it refuses, and never raises."""

from __future__ import annotations

import functools
import io
import random
import subprocess
import sys
import time
import zipfile

import pytest
import python_calamine
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from rv2xl.excel.guard import LIMITS, MIB, Guarded, Limits, PartTooLarge, claims_too_much, guard, has_doctype, read_part
from rv2xl.model.finding import CODES
from tests.security import hostile
from tests.security.hostile import MAIN, NAMESPACES, archive, content_types, package_parts, xlsx, xlsx_with

TEMPLATE = MAIN.replace("sheet.main", "template.main")
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
VBA = "application/vnd.ms-office.vbaProject"


@functools.cache
def real() -> bytes:
    """A workbook of about 40 KB with about 20 parts."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for number in range(10):
        sheet = book.add_worksheet(f"Blatt {number}")
        for row in range(90):
            sheet.write_row(row, 0, [row * 7919 % 1009, f"Text {row * 31} {number}", row / 7])
        sheet.merge_range("E1:G2", "verbunden")
    book.close()
    return target.getvalue()


def codes(data: bytes, limits: Limits = LIMITS) -> tuple[str, ...]:
    return tuple(entry.code for entry in guard(data, limits).findings)


def office(main: str) -> bytes:
    """An Office package whose main part is of this type."""
    return archive({"[Content_Types].xml": content_types({"main.xml": main}), "main.xml": "<a/>"})


READABLE = {
    "xlsx": real(),
    "smallest": xlsx(),
    "template xltx": xlsx(main=TEMPLATE),
    "workbook part elsewhere": archive({"[Content_Types].xml": content_types({"b/c.xml": MAIN}), "b/c.xml": "<a/>"}),
    "type given by suffix": archive(
        {
            "[Content_Types].xml": content_types({}, defaults=f"<Default Extension='w' ContentType='{MAIN}'/>"),
            "xl/b.w": "<a/>",
        }
    ),
    "printer settings in a .bin": xlsx_with({"xl/printerSettings/printerSettings1.bin": "x"}),
    "compressible sheet, 1 : 100": archive(
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
    assert read_part(guarded.package, guarded.workbook)


FOREIGN = {
    "xls": (hostile.ole("Workbook"), "Excel 97–2003 (.xls)"),
    "xls of Excel 95": (hostile.ole("Book"), "Excel 5.0/95 (.xls)"),
    "xls that mentions the name": (
        hostile.ole("Workbook") + b"abc" + "EncryptedPackage".encode("utf-16-le") + b"\0\0",
        "Excel 97–2003 (.xls)",
    ),
    "doc": (hostile.ole("WordDocument"), "Word 97–2003 (.doc)"),
    "ppt": (hostile.ole("PowerPoint Document"), "PowerPoint 97–2003 (.ppt)"),
    "msg": (hostile.ole("__properties_version1.0"), "Outlook-Nachricht"),
    "other ole": (hostile.ole("x"), "alten Office-Format"),
    "xls without container": (b"\x09\x08\x10\x00\x00\x06\x05\x00", ".xls"),
    "ods": (hostile.opendocument("spreadsheet"), "OpenDocument-Tabelle (.ods)"),
    "odt": (hostile.opendocument("text"), "OpenDocument-Text (.odt)"),
    "odg": (hostile.opendocument("graphics"), "OpenDocument-Datei"),
    "fods": (b'<?xml version="1.0"?><d xmlns="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>', ".fods"),
    "xlsb": (office(BINARY), ".xlsb"),
    "docx": (office(WORD), "Word-Dokument (.docx)"),
    "docm": (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "Word-Dokument (.docm)"),
    "pptx": (office(SLIDES), "PowerPoint"),
    "other package": (office("application/xml"), "ZIP-Archiv"),
    "numbers": (archive({"Index/Document.iwa": "x"}), "Apple Numbers"),
    "zip of workbooks": (archive({"a.xlsx": xlsx(), "b.xlsx": xlsx()}), "ZIP-Archiv"),
    "empty zip": (archive({}), "ZIP-Archiv"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF-Dokument"),
    "pdf after a line": (b"\r\n%PDF-1.4\n", "PDF-Dokument"),
    "rtf": (b"{\\rtf1\\ansi", "RTF"),
    "html": (b"<html><body><table></table></body></html>", "HTML"),
    "html called xls": ("\ufeff\r\n<table><tr><td>Ä</td></tr></table>".encode(), "HTML"),
    "html, utf-16": ("<html>".encode("utf-16"), "HTML"),
    "xml 2003": (b'<?xml version="1.0"?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "2003"),
    "xml": (b'<?xml version="1.0"?><a/>', "XML-Datei"),
    "mail": (b"From: a@b.de\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nHallo", "E-Mail"),
    "csv, utf-8": ("Name;Anzahl\r\nErbach-Süd;12\r\n".encode(), "CSV"),
    "csv, mostly umlauts": ("ÄÖÜ;äöü\r\n".encode(), "CSV"),
    "csv, cp1252": ("Name;Anzahl\r\nErbach-Süd;12\r\n".encode("cp1252"), "CSV"),
    "csv, utf-16": ("Name;Anzahl\r\n".encode("utf-16"), "CSV"),
    "csv that starts like a zip": (b"PKW;Anzahl\r\nx;1\r\n", "CSV"),
    "csv cut within a character": (b"a" * 4095 + "ä".encode() + b"\r\n", "CSV"),
    "png": (b"\x89PNG\r\n\x1a\n", "Bild (PNG)"),
    "jpeg": (b"\xff\xd8\xff\xe0", "Bild (JPEG)"),
    "heic": (b"\x00\x00\x00\x18ftypheic", "HEIC"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "7-Zip-Archiv"),
    "winmail.dat": (b"\x78\x9f\x3e\x22", "winmail.dat"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_another_kind_is_named(name: str) -> None:
    data, kind = FOREIGN[name]
    guarded = guard(data)
    assert [entry.code for entry in guarded.findings] == ["DATEI-FORMAT"]
    assert kind in guarded.findings[0].message
    assert guarded.findings[0].message.startswith("Die Datei ist ein")
    assert guarded.findings[0].message.endswith(", keine Excel-Arbeitsmappe (.xlsx).")
    assert ("entpacken" in guarded.findings[0].remedy) == kind.endswith("-Archiv")
    assert guarded.package is None


def repacked(data: bytes, method: int) -> bytes:
    package = zipfile.ZipFile(io.BytesIO(data))
    return archive({name: package.read(name) for name in package.namelist()}, method)


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
    "no content types": (archive({"xl/workbook.xml": "<a/>"}), "DATEI-UNLESBAR"),
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
    "encrypted zip": (hostile.encrypted_flag(archive({"a.pdf": "x"})), "DATEI-KENNWORT"),
    # too large
    "file of 20 MB": (xlsx() + b"\0" * (20 * MIB), "DATEI-GROESSE"),
    "2,001 entries": (archive({str(number): "" for number in range(2001)}), "DATEI-GROESSE"),
    "bomb by ratio": (hostile.bomb(2 * MIB), "DATEI-GROESSE"),
    "bomb that is no workbook": (archive({"a": b" " * 2 * MIB}), "DATEI-GROESSE"),
    "archive within": (xlsx_with({"xl/media/a.zip": archive({})}), "DATEI-GROESSE"),
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
        (Limits(file=SIZE), Limits(file=SIZE - 1)),
        (Limits(entries=len(UNPACKED)), Limits(entries=len(UNPACKED) - 1)),
        (Limits(total=sum(UNPACKED)), Limits(total=sum(UNPACKED) - 1)),
        (Limits(entry=max(UNPACKED)), Limits(entry=max(UNPACKED) - 1)),
        (Limits(ratio=1), Limits(ratio=1, ratio_from=0)),
    ],
)
def test_each_limit_holds_at_its_boundary(exact: Limits, below: Limits) -> None:
    assert codes(xlsx(), exact) == ()
    assert codes(xlsx(), below) == ("DATEI-GROESSE",)


def test_messages_are_german_with_the_facts() -> None:
    assert guard(archive({str(number): "" for number in range(2001)})).findings[0].message == (
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
    data = archive(package_parts() | {"xl/\x1b[2J" + "a" * 500: b" " * 2 * MIB})
    message = guard(data).findings[0].message
    assert message.isprintable()
    assert len(message) < 250


def opened(data: bytes) -> zipfile.ZipFile:
    package = guard(data).package
    assert package is not None
    return package


def test_parts_read_as_zipfile_reads_them() -> None:
    for data in (real(), archive(package_parts(), zipfile.ZIP_STORED)):
        package = opened(data)
        assert all(read_part(package, name) == package.read(name) for name in package.namelist())


@pytest.mark.parametrize("forged", [False, True])
def test_a_part_larger_than_it_declares_is_not_unpacked(forged: bool) -> None:
    package = opened(hostile.lying(b"abcdefgh" * 60_000, 1000, forged_checksum=forged))
    with pytest.raises(PartTooLarge):
        read_part(package, "xl/lie.xml")


def test_a_part_smaller_than_it_declares_or_over_the_limit() -> None:
    with pytest.raises(zipfile.BadZipFile):
        read_part(opened(hostile.lying(b"abcdefgh", 777_777)), "xl/lie.xml")
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


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (part(xlsx('<row r="9999"><c r="ZZ9999"><v>1</v></c></row>'), SHEET), False),
        (part(xlsx('<row r="1048576"></row>'), SHEET), False),
        (part(xlsx('<row r="1048576" ht="12.8"/><row r="9"><c r="XFD9" s="1"/></row>'), SHEET), False),
        (f'<worksheet {NAMESPACES}><dimension ref="A1:XFD1048576"/></worksheet>'.encode(), False),
        (b'<mergeCells count="1"><mergeCell ref="A1:XFD9"/></mergeCells>', False),
        (part(real(), STRINGS), False),
        (b'<sst uniqueCount="12345">' + b"<si/>" * 12345 + b"</sst>", False),
        (part(hostile.aborting_xlsx(), SHEET), True),
        (b'<row><c r="AAA1"><v>1</v></c></row>', True),
        (b"<row><c s='1'r = 'a10000'><v>1</v></c></row>", True),
        (b'<row r="10000"><c><v>1</v></c></row>', True),
        ('<row r="10000"><c><v>1</v></c></row>'.encode("utf-16"), True),
        (part(hostile.merged_bomb_xlsx(), SHEET), True),
        (b'<x:mergeCell  ref="B1048576:A1"/>', True),
        (b'<hyperlink r:id="x" ref="A1:Z99999"/>', True),
        (b'<mergeCell ref="A:C"/>', True),
        (b'<mergeCell ref="A1&#58;C9"/>', True),
        (b'<mergeCell ref="$A$1:$C$9"/><hyperlink ref="A1"/><x sqref="A:C"/>', False),
        (part(hostile.panicking_at_open_xlsx(), STRINGS), True),
        (b'<sst uniqueCount="0000000000000000000000004294967295"/>', True),
    ],
)
def test_a_claim_that_takes_all_memory_is_seen(xml: bytes, expected: bool) -> None:
    assert claims_too_much(xml) is expected


def test_every_real_part_may_be_read() -> None:
    package = opened(real())
    parts = [read_part(package, name) for name in package.namelist()]
    assert not any(has_doctype(xml) or claims_too_much(xml) for xml in parts)


READ = "import sys, io, python_calamine as c; c.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))"


def test_the_rust_reader_really_panics() -> None:
    """What the reader has to catch is no Exception; if this fails, calamine has learnt to refuse these files."""
    with pytest.raises(BaseException, match="out of bounds") as caught:
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(hostile.panicking_xlsx())).get_sheet_by_index(
            0
        ).to_python()
    assert not isinstance(caught.value, Exception)
    assert type(caught.value).__name__ == "PanicException"
    run = subprocess.run(
        [sys.executable, "-c", READ], input=hostile.panicking_at_open_xlsx(), capture_output=True, check=False
    )
    assert b"PanicException: capacity overflow" in run.stderr


def never_raises(data: bytes) -> Guarded:
    """Guard any bytes and read all parts; only the two documented exceptions may come out."""
    guarded = guard(data)
    assert all(entry.code in CODES for entry in guarded.findings)
    refused = any(entry.severity == "FEHLER" for entry in guarded.findings)
    assert (guarded.package is None) == (guarded.workbook is None) == refused
    for name in guarded.package.namelist() if guarded.package else ():
        try:
            xml = read_part(guarded.package, name)  # type: ignore[arg-type]
        except (PartTooLarge, zipfile.BadZipFile):
            continue
        has_doctype(xml)
        claims_too_much(xml)
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


def test_the_good_case_is_quick() -> None:
    """Target 0.3 ms; the generous bound only catches reading more than the directory."""
    best = 1.0
    for _ in range(30):
        begun = time.perf_counter()
        guard(real())
        best = min(best, time.perf_counter() - begun)
    assert best < 0.002
