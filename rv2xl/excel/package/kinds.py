"""What kind of file somebody sent, told by its content: one of our workbooks, or what it is called instead."""

from __future__ import annotations

import codecs
import posixpath
import re
import zipfile
from typing import NamedTuple

from rv2xl.excel.package.parser import PACKAGE, RELATIONS, TYPES, children, read_tree
from rv2xl.excel.package.refusal import Refused, damaged, encrypted, foreign, labelled
from rv2xl.excel.package.unpack import MIB, part_of, pieces_of

_ZIP = "ein ZIP-Archiv"
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS = "eine Arbeitsmappe im alten Format Excel 97–2003 (.xls)"
_XLS_95 = "eine Arbeitsmappe im alten Format Excel 5.0/95 (.xls)"
_LOTUS = "eine Tabelle aus Lotus 1-2-3 (.wk1, .wks, .123)"
_OLE_STREAMS = (
    ("Workbook", _XLS),
    ("Book", _XLS_95),
    ("WordDocument", "ein Word-Dokument im alten Format Word 97–2003 (.doc)"),
    ("PowerPoint Document", "eine Präsentation im alten Format PowerPoint 97–2003 (.ppt)"),
    ("__properties_version1.0", "eine Outlook-Nachricht (.msg)"),
)
_MAGIC = (
    (b"{\\rtf", "ein RTF-Dokument (.rtf)"),
    (b"\x89PNG\r\n", "ein Bild (PNG)"),
    (b"\xff\xd8\xff", "ein Bild (JPEG)"),
    (b"GIF8", "ein Bild (GIF)"),
    (b"II*\x00", "ein Bild (TIFF)"),
    (b"MM\x00*", "ein Bild (TIFF)"),
    (b"RIFF", "eine Bild-, Ton- oder Videodatei"),
    (b"ftyp", "ein Bild oder ein Video (HEIC, MP4)"),
    (b"\x09\x00\x04\x00", "eine Tabelle im alten Format Excel 2 (.xls)"),
    (b"\x09\x00\x06\x00", "eine Tabelle im alten Format Excel 2 (.xls)"),
    (b"\x09\x02\x06\x00", "eine Tabelle im alten Format Excel 3 (.xls)"),
    (b"\x09\x04\x06\x00", "eine Tabelle im alten Format Excel 4 (.xls)"),
    (b"\x09\x08\x08\x00\x00\x05", _XLS_95),
    (b"\x09\x08\x10\x00\x00\x06", _XLS),
    (b"\x00\x00\x02\x00\x04\x04", _LOTUS),
    (b"\x00\x00\x02\x00\x05\x04", _LOTUS),
    (b"\x00\x00\x02\x00\x06\x04", _LOTUS),
    (b"\x00\x00\x1a\x00", _LOTUS),
    (b"\xff\x00\x02\x00\x04\x04", "eine Tabelle aus Microsoft Works (.wks)"),
    (b"\x00\x00\x02\x00\x20\x51", "eine Tabelle aus Quattro Pro (.wq1)"),
    (b"\x00\x01\x00\x00Standard ", "eine Access-Datenbank (.accdb, .mdb)"),
    (b"SQLite format 3\x00", "eine SQLite-Datenbank"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "eine Verknüpfung (.lnk)"),
    (b"\x00\x05\x16\x07", "eine Begleitdatei von macOS (._…)"),
    (b"\x78\x9f\x3e\x22", "eine Outlook-Anlage (winmail.dat)"),
    (b"MZ\x90\x00", "ein Programm (.exe)"),
    (b"7z\xbc\xaf\x27\x1c", "ein 7-Zip-Archiv"),
    (b"Rar!\x1a\x07", "ein RAR-Archiv"),
    (b"\x1f\x8b\x08", "ein GZIP-Archiv"),
    (b"BZh", "ein BZIP2-Archiv"),
    (b"\xfd7zXZ\x00", "ein XZ-Archiv"),
    (b"MSCF\x00\x00\x00\x00", "ein CAB-Archiv"),
)
PLAIN_TEXT = "eine Text- oder CSV-Datei"
_TEXT_KINDS = (
    (r"urn:schemas-microsoft-com:office:spreadsheet", "eine XML-Kalkulationstabelle 2003 (.xml)"),
    (r"urn:oasis:names:tc:opendocument", "eine OpenDocument-Datei in einfachem XML (.fods)"),
    (r"\A(mime-version:|(received|return-path|delivered-to|message-id|x-[a-z-]+):[ \t]|[a-z-]+:[ \t](?s:.*)^(mime-version|message-id):)",
     "eine E-Mail oder Webseite (.eml, .mht)"),
    (r"\A(?-i:ID;P)[^\r\n]*[\r\n]+(?s:.*)^(?-i:[BCFP]);(?-i:[A-Z])", "eine SYLK-Datei (.slk)"),
    (r"\A(?-i:TABLE)\s+0,1\s", "eine DIF-Datei (.dif)"),
    (r"\A\[internetshortcut\]|\A\s*\{[^<>]*\"(doc_id|url)\"\s*:", "eine Verknüpfung zu einer Datei im Netz (.url, .gsheet)"),
    (r"<(!doctype html|html|head|body|table)\b", "eine Webseite (HTML)"),
    (r"\A\s*<[?!a-z]", "eine XML-Datei"),
    (r"", PLAIN_TEXT),
)  # fmt: skip
_HEAD = 4096
_UTF_8 = "utf-8-sig"
_WIDE = {
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),  # first: it begins as UTF-16 does
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
}
_DBASE = b"\x02\x03\x04\x30\x31\x43\x83\x8b\xf5"
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_ODF = "application/vnd.oasis.opendocument."
_ODF_KINDS = {
    "spreadsheet": "eine OpenDocument-Tabelle (.ods)",
    "spreadsheet-template": "eine OpenDocument-Tabellenvorlage (.ots)",
    "text": "ein OpenDocument-Text (.odt)",
    "presentation": "eine OpenDocument-Präsentation (.odp)",
}
TYPES_PART, _RELATIONS_PART = "[Content_Types].xml", "_rels/.rels"
_WORKBOOK_TYPE = re.compile(r"application/vnd\.(openxmlformats-officedocument\.spreadsheetml|ms-excel)\..*main\+xml")
_OFFICE_KINDS = (
    ("ms-excel.sheet.binary", "eine binäre Excel-Arbeitsmappe (.xlsb)"),
    ("wordprocessingml", "ein Word-Dokument (.docx)"),
    ("ms-word", "ein Word-Dokument (.docm)"),
    ("presentationml", "eine PowerPoint-Präsentation (.pptx)"),
    ("ms-powerpoint", "eine PowerPoint-Präsentation (.pptm)"),
    ("ms-visio", "eine Visio-Zeichnung (.vsdx)"),
)


def foreign_file(data: bytes) -> Refused:
    """Name a file that is no zip: empty, encrypted, of another kind, or of none that is known."""
    if not data.strip(b"\0 \t\r\n"):
        return Refused("DATEI-UNLESBAR", "Die Datei ist leer.")
    if data.startswith(OLE_START):
        return _ole(data)
    if data.startswith(b".pfile"):
        return labelled()
    kind = None if ZIP_STARTS[0].startswith(data) else kind_of(data)
    if kind is None:
        return Refused("DATEI-UNLESBAR", "Die Datei ist beschädigt oder von unbekannter Art.")
    return foreign(kind)


def kind_of(data: bytes) -> str | None:
    """What a file that is no container is called, a text too; None if nobody knows."""
    head = data[:_HEAD]
    magic = head[4:] if head[4:8] == b"ftyp" else head
    for start, kind in _MAGIC:
        if magic.startswith(start):
            return kind
    if b"%PDF-" in head[:1024]:
        return "ein PDF-Dokument"
    if head[257:262] == b"ustar":
        return "ein TAR-Archiv"
    if _is_dbase(head):
        return "eine dBase-Tabelle (.dbf)"
    encoding = _encoding(head)
    text = _text(head, encoding)
    if text is None:
        return None
    kind = next(kind for pattern, kind in _TEXT_KINDS if re.search(pattern, text, re.I | re.M))
    return f"{kind} in {encoding[:6].upper()}" if encoding != _UTF_8 else kind


def _is_dbase(head: bytes) -> bool:
    """Whether this begins with a version, the day of the last change and a head of 32 bytes for each column, then a mark."""
    if len(head) < 32 or head[0] not in _DBASE or not (1 <= head[2] <= 12 and 1 <= head[3] <= 31):
        return False
    size = int.from_bytes(head[8:10], "little")
    return size > 32 and size % 32 == 1 and head[size - 1 : size] in (b"\r", b"")


def marked_encoding(data: bytes) -> str | None:
    """UTF-32 or UTF-16, by the mark with which such a text begins."""
    return next((encoding for encoding, marks in _WIDE.items() if data.startswith(marks)), None)


def _encoding(head: bytes) -> str:
    """UTF-32 and UTF-16 by their marks, or by the zeros beside mostly Latin letters; else UTF-8."""
    if (marked := marked_encoding(head)) is not None:
        return marked
    zeros = [head[at : len(head) // 4 * 4 : 4].count(0) for at in range(4)]
    if len(head) >= 4 and min(zeros[1:3]) == len(head) // 4:  # the middle two of four
        return "utf-32-le" if zeros[3] else "utf-32-be"
    half = len(head) // 2
    high, low = (head[at : 2 * half : 2].count(0) for at in (0, 1))
    if half and max(high, low) > half // 2 and not min(high, low):
        return "utf-16-be" if high else "utf-16-le"
    return _UTF_8


def _text(head: bytes, encoding: str) -> str | None:
    """The head of a text file; None for control characters, or what is mostly beyond ASCII without being UTF-8."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        text = head.decode("cp1252", "replace")
        if 2 * len(text.encode("ascii", "ignore")) < len(text):
            return None
    return None if _CONTROL.search(text) or "\ufffd" in text else text


def has_stream(data: bytes, stream: str) -> bool:
    """Whether an OLE2 compound file names a stream: its directory has UTF-16LE, every entry at a multiple of 128 bytes."""
    name = re.escape(stream.encode("utf-16-le") + b"\0\0")
    return any(found.start() % 128 == 0 for found in re.finditer(name, data))


def _ole(data: bytes) -> Refused:
    """Name a compound file by what stands in its directory."""
    if has_stream(data, "EncryptionInfo"):
        return encrypted()
    if has_stream(data, "DRMEncryptedDataSpace") or has_stream(data, "\tDRMContent"):
        return labelled()
    if has_stream(data, "EncryptedPackage"):
        return encrypted()
    kinds = (kind for stream, kind in _OLE_STREAMS if has_stream(data, stream))
    return foreign(next(kinds, "eine Datei in einem alten Office-Format"))


def foreign_zip(package: zipfile.ZipFile) -> Refused:
    """Name a zip that is no Office package; only the two small parts of an OpenDocument file are read."""
    names = package.namelist()
    kind = part_of(package, "mimetype", MIB).decode("ascii", "replace") if "mimetype" in names else ""
    if kind.startswith(_ODF):
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in part_of(package, manifest, MIB):
            return encrypted()
        return foreign(_ODF_KINDS.get(kind.strip().removeprefix(_ODF), "eine OpenDocument-Datei"))
    if any(name.startswith("xl/") for name in names):
        return damaged(f"Der Teil „{TYPES_PART}“ fehlt.")
    if any(name.endswith((".iwa", "Index.zip", "index.apxl")) for name in names):
        return foreign("ein Dokument aus Apple Numbers, Pages oder Keynote")
    return foreign(_ZIP)


class ContentTypes(NamedTuple):
    """Content type of every part, in lower case, as [Content_Types].xml gives it; `named` are the parts it names one by one."""

    of_part: dict[str, str]
    named: frozenset[str]


def content_types(package: zipfile.ZipFile) -> ContentTypes:
    """Read [Content_Types].xml: types by part name, or by suffix."""
    named, by_suffix = {}, {}
    root = read_tree(pieces_of(package, TYPES_PART, MIB), "Types", TYPES)
    for entry in children(root, "Override"):
        named[part_key(entry.get("PartName", ""))] = entry.get("ContentType", "").lower()
    for entry in children(root, "Default"):
        by_suffix[entry.get("Extension", "").lower()] = entry.get("ContentType", "").lower()
    keys = {name: part_key(name) for name in package.namelist()}
    types = {name: named.get(key) or by_suffix.get(key.rpartition(".")[2], "") for name, key in keys.items()}
    return ContentTypes(types, frozenset(name for name, key in keys.items() if key in named))


def workbook_part(package: zipfile.ZipFile, types: ContentTypes) -> str:
    """Name of the workbook's main part, which need not be xl/workbook.xml; refuses every other kind of Office file.

    Some programs give the main part's type to every .xml that has no other: then the package's own relationship tells which it is,
    unless another part has this type by its name. Where the relationship leads elsewhere, programs would read different parts.
    """
    found = [name for name, kind in types.of_part.items() if _WORKBOOK_TYPE.fullmatch(kind)]
    mains = _main_parts(package) if found else set()
    if len(found) > 1:
        named = types.named.intersection(found)
        found = [name for name in found if part_key(name) in mains and named <= {name}]
    if len(found) == 1 and mains <= {part_key(found[0])}:
        return found[0]
    for mark, kind in _OFFICE_KINDS:
        if any(mark in entry and "main" in entry for entry in types.of_part.values()):
            raise foreign(kind)
    if found or any(name.startswith("xl/") for name in types.of_part):
        raise damaged("Der Teil mit der Arbeitsmappe fehlt oder ist nicht eindeutig.")
    raise foreign(_ZIP)


def _main_parts(package: zipfile.ZipFile) -> set[str]:
    part = next((name for name in package.namelist() if part_key(name) == part_key(_RELATIONS_PART)), None)
    if part is None:
        return set()
    root = read_tree(pieces_of(package, part, MIB), "Relationships", PACKAGE)
    kinds = {f"{space}/officeDocument" for space in RELATIONS}
    targets = [entry.get("Target", "") for entry in children(root, "Relationship") if entry.get("Type") in kinds]
    return {posixpath.normpath(part_key(target)) for target in targets}


def part_key(name: str) -> str:
    """The name under which a part is found: ASCII case does not count, and some writers use backslashes."""
    return "/" + name.replace("\\", "/").lstrip("/").lower()
