"""Builders of files that no honest program writes, and of the foreign files that people really send."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib

from tests.programs.package import packed

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
NAMESPACES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_DATE_STYLE = f'<styleSheet {NAMESPACES}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'

Parts = dict[str, bytes | str]


def content_types(overrides: dict[str, str], *, defaults: str = "", prolog: str = "") -> str:
    """[Content_Types].xml with these part names and types."""
    lines = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{prolog}<Types xmlns="{namespace}"><Default Extension="xml" ContentType="x"/>{defaults}{lines}</Types>'


def package_parts(sheet_data: str = "", *, main: str = MAIN, strings: str = "", tail: str = "") -> Parts:
    """The parts of the smallest workbook that every reader opens; cell style 1 is a date."""
    targets = {"worksheet": "worksheets/sheet1.xml", "styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    sheets = '<sheets><sheet name="Blatt" sheetId="1" r:id="rId1"/></sheets>'
    return {
        "[Content_Types].xml": content_types({"xl/workbook.xml": main}),
        "_rels/.rels": _RELATIONS.format(root),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(relations),
        "xl/workbook.xml": f"<workbook {NAMESPACES}>{sheets}</workbook>",
        "xl/styles.xml": _DATE_STYLE,
        "xl/sharedStrings.xml": strings or f"<sst {NAMESPACES}><si><t>a</t></si></sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {NAMESPACES}><sheetData>{sheet_data}</sheetData>{tail}</worksheet>",
    }


def xlsx(sheet_data: str = "", **options: str) -> bytes:
    """The smallest workbook as a file."""
    return packed(package_parts(sheet_data, **options))


def xlsx_with(parts: Parts) -> bytes:
    """The smallest workbook with these parts added or replaced."""
    return packed(package_parts() | parts)


def typed(part: str, kind: str) -> bytes:
    """The smallest workbook with one more part of this content type."""
    types = content_types({"xl/workbook.xml": MAIN, part: kind})
    return xlsx_with({"[Content_Types].xml": types, part: b"x"})


def panicking_xlsx() -> bytes:
    """Makes calamine panic in `to_python`: a date too far in the past for its calendar.

    The panic arrives as pyo3_runtime.PanicException, which is no Exception, and Rust writes its text to stderr besides.
    """
    return xlsx('<row r="1"><c r="A1" s="1"><v>-1e300</v></c></row>')


def panicking_at_open_xlsx() -> bytes:
    """Makes calamine panic while it opens the file: more shared strings announced than addresses exist."""
    return xlsx(strings=f'<sst {NAMESPACES} uniqueCount="18446744073709551615"><si><t>a</t></si></sst>')


def aborting_xlsx() -> bytes:
    """Ends the process of whoever reads it with calamine (550 GB are reserved). Never do that outside a subprocess."""
    return xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def merged_bomb_xlsx() -> bytes:
    """Makes openpyxl create 17 thousand million objects."""
    return xlsx(tail='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')


def bomb(size: int) -> bytes:
    """A sheet of `size` bytes that packs to about a thousandth."""
    return xlsx_with({"xl/worksheets/sheet1.xml": b" " * size})


def lying(content: bytes, declared: int, *, forged_checksum: bool = False) -> bytes:
    """A part xl/lie.xml that unpacks to more than it declares, its checksum fitting the declared beginning or not."""
    data = xlsx_with({"xl/lie.xml": content})
    for old, new in (
        (struct.pack("<I", len(content)), struct.pack("<I", declared)),
        (struct.pack("<I", zlib.crc32(content)), struct.pack("<I", zlib.crc32(content[:declared]))),
    )[: 1 + forged_checksum]:
        data = data.replace(old, new)
    return data


def in_pieces(parts: Parts, name: str, pieces: list[bytes]) -> bytes:
    """A package in which a part comes out of its compressed bytes in these pieces: blocks of nothing stand between them."""
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    nothing = b"\x00\x00\x00\xff\xff" * 30_000
    payload = b"".join(deflate.compress(piece) + deflate.flush(zlib.Z_FULL_FLUSH) + nothing for piece in pieces)
    content, payload = b"".join(pieces), payload + deflate.flush()
    data = bytearray(packed(parts | {name: payload}, zipfile.ZIP_STORED))
    checksum = zlib.crc32(content)
    at = zipfile.ZipFile(io.BytesIO(data)).getinfo(name).header_offset
    for method in (at + 8, data.rindex(name.encode()) - 36):
        struct.pack_into("<H", data, method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<III", data, method + 6, checksum, len(payload), len(content))
    return bytes(data)


def overlapping() -> bytes:
    """The smallest workbook whose directory says that its last part takes a megabyte of the file."""
    data = xlsx()
    at = data.rindex(b"PK\x01\x02") + 20
    return data[:at] + struct.pack("<I", 1024 * 1024) + data[at + 4 :]


def with_lzma_part() -> bytes:
    """The smallest workbook with one more part, packed in a way that no spreadsheet program reads."""
    target = io.BytesIO(xlsx())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_LZMA) as package:
        package.writestr("xl/more.xml", b"<a/>")
    return target.getvalue()


def encrypted_flag(data: bytes) -> bytes:
    """The same zip with the first entry of its directory flagged as encrypted."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + bytes([data[at] | 1]) + data[at + 1 :]


def doubled(name: str) -> bytes:
    """The smallest workbook with a second part that another reader could take for `name`."""
    target = io.BytesIO(xlsx())
    with zipfile.ZipFile(target, "a") as package, warnings.catch_warnings(action="ignore"):
        package.writestr(name, b"x")
    return target.getvalue()


def ole(*streams: str) -> bytes:
    """The head of an OLE2 compound file whose directory names these streams."""
    entries = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


def opendocument(kind: str, manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument file of this kind."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    parts: Parts = {"mimetype": mimetype, "content.xml": "<a/>", "META-INF/manifest.xml": manifest}
    return packed(parts, zipfile.ZIP_STORED)
