"""Is this a file we open at all? Judged by content, before anything in it is parsed.

The good case is quick: the zip's directory and [Content_Types].xml are read, nothing else is unpacked. What a file
claims about the size of its parts may be a lie, so whoever reads a part does it through `read_part`, and asks
`has_doctype` and `claims_too_much` before giving that part to a parser.
"""

from __future__ import annotations

import codecs
import io
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat

from rv2xl.model.finding import Finding, finding

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a returned workbook never comes near.

    Sizes in bytes; `ratio` unpacked : packed, judged for parts above `ratio_from` (blank formatted sheets reach 1 : 12,
    repetitive ones 1 : 100); `range_cells` is the sum over the merged and linked ranges of one sheet.
    """

    file: int = 20 * MIB
    entries: int = 2_000
    total: int = 200 * MIB
    entry: int = 100 * MIB
    ratio: int = 200
    ratio_from: int = MIB
    range_cells: int = 1_000_000


LIMITS = Limits()
_SMALL = Limits(entry=MIB)


class PartTooLarge(Exception):
    """A part is larger than it declares, or than the limits allow."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """The judgement on one file. `package` and `workbook` (name of its main part) are None when it may not be read."""

    findings: tuple[Finding, ...]
    package: zipfile.ZipFile | None = None
    workbook: str | None = None


class _Refused(Exception):
    """Carries the finding that ends the inspection."""

    def __init__(self, code: str, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.finding = finding(code, message, remedy=remedy)


_ARCHIVE = "Bitte das Archiv entpacken und die Arbeitsmappe selbst senden."
_ZIP = "ein ZIP-Archiv"
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS = "eine Arbeitsmappe im alten Format Excel 97–2003 (.xls)"
_OLE_STREAMS = (
    ("Workbook", _XLS),
    ("Book", "eine Arbeitsmappe im alten Format Excel 5.0/95 (.xls)"),
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
    (b"\x09\x08\x10\x00\x00\x06", _XLS),
    (b"\x78\x9f\x3e\x22", "eine Outlook-Anlage (winmail.dat)"),
    (b"MZ\x90\x00", "ein Programm (.exe)"),
    (b"7z\xbc\xaf\x27\x1c", "ein 7-Zip-Archiv"),
    (b"Rar!\x1a\x07", "ein RAR-Archiv"),
    (b"\x1f\x8b\x08", "ein GZIP-Archiv"),
)
_TEXT_KINDS = (
    (r"urn:schemas-microsoft-com:office:spreadsheet", "eine XML-Kalkulationstabelle 2003 (.xml)"),
    (r"urn:oasis:names:tc:opendocument", "eine OpenDocument-Datei in einfachem XML (.fods)"),
    (r"\A(mime-version:|[a-z-]+:[ \t](?s:.*)^(mime-version|message-id):)", "eine E-Mail oder Webseite (.eml, .mht)"),
    (r"<(!doctype html|html|head|body|table)\b", "eine Webseite (HTML)"),
    (r"\A\s*<[?!a-z]", "eine XML-Datei"),
    (r"", "eine Text- oder CSV-Datei"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_ODF = "application/vnd.oasis.opendocument."
_ODF_KINDS = {
    "spreadsheet": "eine OpenDocument-Tabelle (.ods)",
    "spreadsheet-template": "eine OpenDocument-Tabellenvorlage (.ots)",
    "text": "ein OpenDocument-Text (.odt)",
    "presentation": "eine OpenDocument-Präsentation (.odp)",
}
_TYPES_PART = "[Content_Types].xml"
_WORKBOOK_TYPE = re.compile(r"application/vnd\.(openxmlformats-officedocument\.spreadsheetml|ms-excel)\..*main\+xml")
_OFFICE_KINDS = (
    ("ms-excel.sheet.binary", "eine binäre Excel-Arbeitsmappe (.xlsb)"),
    ("wordprocessingml", "ein Word-Dokument (.docx)"),
    ("ms-word", "ein Word-Dokument (.docm)"),
    ("presentationml", "eine PowerPoint-Präsentation (.pptx)"),
    ("ms-powerpoint", "eine PowerPoint-Präsentation (.pptm)"),
    ("ms-visio", "eine Visio-Zeichnung (.vsdx)"),
)
_MACROS = (
    ("vbaproject", "Die Datei enthält Makros (ein VBA-Projekt); nichts davon wurde ausgeführt."),
    ("macrosheet", "Die Datei enthält ein Excel-4.0-Makroblatt; nichts davon wurde ausgeführt."),
    ("macroenabled", "Die Datei ist als Arbeitsmappe mit Makros (.xlsm) gespeichert."),
)
_LINKS = (
    ("Verknüpfungen zu anderen Dateien", ("/externallinks/", "externallink+xml")),
    ("eingebettete Objekte", ("/embeddings/", "oleobject", "/activex/", "webextension+xml")),
    ("Datenverbindungen", ("/connections.xml", "connections+xml")),
)
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".xlsx", ".xlsm", ".xlsb", ".xltx", ".docx", ".pptx", ".ods")


def guard(data: bytes, limits: Limits = LIMITS) -> Guarded:
    """Judge the bytes of a file, whatever its suffix; never raises.

    The package is given only if no FEHLER was found; a WARNUNG (links, embedded objects) lets the file be read.
    """
    try:
        return _inspect(data, limits)
    except _Refused as refused:
        return Guarded((refused.finding,))
    except Exception:  # whatever zipfile, expat or a codec may still find wrong with hostile bytes
        return Guarded((finding("DATEI-UNLESBAR", "Die Datei ist beschädigt und lässt sich nicht lesen."),))


def read_part(package: zipfile.ZipFile, name: str, limits: Limits = LIMITS) -> bytes:
    """Unpack one part and never more than it declares, because the declared sizes are all that `guard` has judged.

    Raises PartTooLarge; zipfile.BadZipFile for a damaged part; KeyError for a part that is not there. ZipFile.read is
    not enough: it cuts a part at its declared size without a word if the checksum has been forged to fit.
    """
    info = package.getinfo(name)
    if info.file_size > limits.entry:
        raise PartTooLarge(name)
    source = package.fp
    if source is None:
        raise ValueError("the package is closed")
    try:
        source.seek(info.header_offset + 26)
        name_length, extra_length = struct.unpack("<HH", source.read(4))
        source.seek(info.header_offset + 30 + name_length + extra_length)
        packed = source.read(info.compress_size)
        content = packed
        if info.compress_type == zipfile.ZIP_DEFLATED:
            content = zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
    except (struct.error, zlib.error, ValueError, OverflowError, OSError) as error:
        raise zipfile.BadZipFile(f"{name}: {error}") from error
    if len(content) > info.file_size:
        raise PartTooLarge(name)
    if len(content) < info.file_size or zlib.crc32(content) != info.CRC:
        raise zipfile.BadZipFile(f"{name}: checksum or length")
    return content


def has_doctype(xml: bytes) -> bool:
    """Tell whether a part declares a document type (external entities, billion laughs); no workbook needs one.

    The whole part is searched: a long comment before it hides nothing, and in text a `<` is written `&lt;`.
    """
    xml = _single_bytes(xml)
    return b"<!DOCTYPE" in xml or b"<!ENTITY" in xml[:4096]


_FAR_ADDRESS = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3,}\d|[A-Za-z]{0,2}\d{5})""")  # quicker than the exact one, and seldom met
_FAR_CONTENT = re.compile(
    rb"""(?<![\w:])r\s*=\s*["'](?:[A-Za-z]{3,}\d|[A-Za-z]{0,2}\d{5})[^"']*["'](?!(?:\s+[\w:]+="[^"<>]*")*\s*(?:/>|></))"""
)
_RANGE = re.compile(rb"\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MERGED = re.compile(rb"""mergeCell\s(?:[^<>]*?\s)?ref\s*=\s*["']([^"']*)""")
_LINKED = re.compile(rb"""hyperlink\s(?:[^<>]*?\s)?ref\s*=\s*["']([^"']*)""")
_SIMPLE_RANGE = re.compile(rb"(?<![^ ])[A-Z]{1,2}(\d{1,4}):[A-Z]{1,2}(\d{1,4})(?![^ ])")
_MOST_COLUMNS = 702
_COUNT = re.compile(rb"""ount\s*=\s*["']\+?0*(\d{5,20})""")


def claims_too_much(xml: bytes, limits: Limits = LIMITS) -> bool:
    """Tell whether a sheet or the shared strings claim a size at which a parser would take all memory.

    calamine reserves the whole rectangle A1:last cell, and as many strings as the part announces; a reservation that
    fails ends the process and cannot be caught (a value in A1 and one in XFD1048576 are enough). openpyxl makes an
    object of every cell of a merged or linked range. So content right of column ZZ or below row 9,999 is too much, and
    so are larger counts and ranges; far cells without content, as LibreOffice writes them, do no harm. Cells that carry
    no address at all are not looked at.
    """
    xml = _single_bytes(xml)
    cells_end = xml.rfind(b"sheetData") if b"sheetData" in xml else len(xml)
    return (
        any(_FAR_CONTENT.match(xml, found.start()) for found in _FAR_ADDRESS.finditer(xml, 0, cells_end))
        or any(int(count[1]) > len(xml) for count in _COUNT.finditer(xml))
        or _range_cells(xml) > limits.range_cells
    )


def _range_cells(xml: bytes) -> float:
    """Cells of all merged and linked ranges: an upper bound where that is cheap, else the exact number."""
    found = [*_MERGED.findall(xml), *_LINKED.findall(xml)]
    references = [reference for reference in found if b":" in reference or b"&" in reference]
    simple = _SIMPLE_RANGE.findall(b" ".join(references))
    if len(simple) == len(references):
        bound = sum([abs(int(bottom) - int(top)) + 1 for top, bottom in simple]) * _MOST_COLUMNS
        if bound <= LIMITS.range_cells:
            return bound
    return sum(map(_objects, references))


def _objects(reference: bytes) -> float:
    """Cells of a merged or linked range; 0 for a single cell."""
    if b":" not in reference and b"&" not in reference:
        return 0
    corners = _RANGE.fullmatch(reference)
    if corners is None:  # "A:C", "1:9" or written in entities: whole columns or rows
        return math.inf
    left, top, right, bottom = corners.groups()
    if left == right or len(left) == len(right) == 1:
        return (abs(ord(right[-1:]) - ord(left[-1:])) + 1) * (abs(int(bottom) - int(top)) + 1)
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _single_bytes(xml: bytes) -> bytes:
    """Make the ASCII signs of UTF-16 and UTF-32 searchable like those of UTF-8."""
    return xml.replace(b"\0", b"") if b"\0" in xml[:64] else xml


def _inspect(data: bytes, limits: Limits) -> Guarded:
    if not data.startswith(_ZIP_STARTS):
        raise _no_zip(data)
    if len(data) > limits.file:
        raise _too_large(f"Die Datei ist {_size(len(data))} groß", _size(limits.file))
    package = _open(data, limits)
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise _encrypted()
    _refuse_large(entries, limits)
    if _TYPES_PART not in package.NameToInfo:
        raise _foreign_zip(package)
    _refuse_ambiguous(data, entries)
    types = _content_types(package)
    workbook = _workbook(types)
    parts = [_key(name) + " " + kind for name, kind in types.items()]
    macros = [finding("DATEI-MAKRO", message) for mark, message in _MACROS if any(mark in part for part in parts)][:1]
    links = _links(parts)
    return Guarded((*macros, *links)) if macros else Guarded((*links,), package, workbook)


def _no_zip(data: bytes) -> _Refused:
    head = data[:4096]
    if not data.strip(b"\0 \t\r\n"):
        return _Refused("DATEI-UNLESBAR", "Die Datei ist leer.")
    if data.startswith(_OLE_START):
        return _ole(data)
    magic = head[4:] if head[4:8] == b"ftyp" else head
    for start, kind in _MAGIC:
        if magic.startswith(start):
            return _foreign(kind)
    if b"%PDF-" in head[:1024]:
        return _foreign("ein PDF-Dokument")
    text = None if _ZIP_STARTS[0].startswith(data) else _text(head)
    if text is None:
        return _Refused("DATEI-UNLESBAR", "Die Datei ist beschädigt oder von unbekannter Art.")
    return _foreign(next(kind for pattern, kind in _TEXT_KINDS if re.search(pattern, text, re.I | re.M)))


def _text(head: bytes) -> str | None:
    """The head of a text file; None for control characters, or what is mostly beyond ASCII without being UTF-8."""
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        text = head.decode("cp1252", "replace")
        if 2 * len(text.encode("ascii", "ignore")) < len(text):
            return None
    return None if _CONTROL.search(text) or "\ufffd" in text else text


def _ole(data: bytes) -> _Refused:
    """Names in the directory of an OLE2 compound file: UTF-16LE, every entry at a multiple of 128 bytes."""

    def has(stream: str) -> bool:
        name = stream.encode("utf-16-le") + b"\0\0"
        at = data.find(name)
        while at > 0 and at % 128:
            at = data.find(name, at + 1)
        return at > 0

    if has("EncryptedPackage") or has("EncryptionInfo"):
        return _encrypted()
    kinds = (kind for stream, kind in _OLE_STREAMS if has(stream))
    return _foreign(next(kinds, "eine Datei in einem alten Office-Format"))


def _open(data: bytes, limits: Limits) -> zipfile.ZipFile:
    if len(data) > 46 * limits.entries:  # counted before zipfile makes an object of each; no entry takes fewer bytes
        entries = data.count(b"PK\x01\x02")
        if entries > limits.entries:
            raise _too_large(f"Die Datei enthält {_number(entries)} Teile", _number(limits.entries))
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # BadZipFile, struct.error, NotImplementedError, ValueError, UnicodeDecodeError …
        if b"PK\x05\x06" not in data[-66_000:]:
            raise _Refused("DATEI-UNLESBAR", "Die Datei ist abgeschnitten: Ihr Ende fehlt.") from error
        raise _Refused("DATEI-UNLESBAR", "Die Datei ist beschädigt: Ihr Verzeichnis ist nicht lesbar.") from error


def _refuse_large(entries: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > limits.total:
        raise _too_large(f"Die Datei ist ausgepackt {_size(total)} groß", _size(limits.total))
    for entry in entries:
        size, packed = entry.file_size, max(entry.compress_size, 1)
        if size > limits.entry:
            raise _too_large(f"Der Teil {_quoted(entry)} ist ausgepackt {_size(size)} groß", _size(limits.entry))
        if size > limits.ratio_from and size > limits.ratio * packed:
            times = f"{_number(size // packed)}-mal so groß wie gepackt"
            raise _too_large(f"Der Teil {_quoted(entry)} ist ausgepackt {times}", f"{limits.ratio}-mal")


def _refuse_ambiguous(data: bytes, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse what two readers could read differently, and archives within the package."""
    names: set[str] = set()
    for entry in entries:
        name = _key(entry.filename)
        if name in names or "\0" in entry.orig_filename:
            raise _damaged(f"Der Teil {_quoted(entry)} kommt doppelt vor oder heißt ungültig.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged(f"Der Teil {_quoted(entry)} ist auf unbekannte Weise gepackt.")
        if name.endswith(_ARCHIVES) and "/embeddings/" not in name:
            raise _Refused("DATEI-GROESSE", f"Die Datei enthält ein weiteres Archiv ({_quoted(entry)}).")
        names.add(name)
    if sum(entry.compress_size for entry in entries) > len(data):
        raise _damaged("Ihre Teile überlappen sich.")


def _foreign_zip(package: zipfile.ZipFile) -> _Refused:
    """Name a zip that is no Office package; only the two small parts of an OpenDocument file are read."""
    names = package.NameToInfo
    kind = read_part(package, "mimetype", _SMALL).decode("ascii", "replace") if "mimetype" in names else ""
    if kind.startswith(_ODF):
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in read_part(package, manifest, _SMALL):
            return _encrypted()
        return _foreign(_ODF_KINDS.get(kind.strip().removeprefix(_ODF), "eine OpenDocument-Datei"))
    if any(name.startswith("xl/") for name in names):
        return _damaged(f"Der Teil „{_TYPES_PART}“ fehlt.")
    if any(name.endswith((".iwa", "Index.zip")) for name in names):
        return _foreign("ein Dokument aus Apple Numbers, Pages oder Keynote")
    return _foreign(_ZIP)


def _content_types(package: zipfile.ZipFile) -> dict[str, str]:
    """Content type of every part, in lower case, as [Content_Types].xml gives it by part name or by suffix."""
    xml = read_part(package, _TYPES_PART, _SMALL)
    if has_doctype(xml):
        raise _damaged(f"Der Teil „{_TYPES_PART}“ enthält eine Dokumenttyp-Deklaration.")
    types: dict[str, str] = {}

    def start(_: str, attributes: dict[str, str]) -> None:
        key = attributes.get("PartName") or "." + attributes.get("Extension", "")
        types[key.lower()] = attributes.get("ContentType", "").lower()

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)
    keys = {name: _key(name) for name in package.NameToInfo}
    return {name: types.get(key) or types.get("." + key.rpartition(".")[2], "") for name, key in keys.items()}


def _workbook(types: dict[str, str]) -> str:
    """Name of the workbook's main part, which need not be xl/workbook.xml; refuses every other kind of Office file."""
    found = [name for name, kind in types.items() if _WORKBOOK_TYPE.fullmatch(kind)]
    if len(found) == 1:
        return found[0]
    for mark, kind in _OFFICE_KINDS:
        if any(mark in entry and "main" in entry for entry in types.values()):
            raise _foreign(kind)
    if found or any(name.startswith("xl/") for name in types):
        raise _damaged("Der Teil mit der Arbeitsmappe fehlt oder ist nicht eindeutig.")
    raise _foreign(_ZIP)


def _links(parts: Sequence[str]) -> list[Finding]:
    named = []
    for title, marks in _LINKS:
        count = sum(".rels " not in part and any(mark in part for mark in marks) for part in parts)
        if count:
            named.append(f"{title} ({_number(count)})")
    if not named:
        return []
    listed = " und ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return [finding("DATEI-VERKNUEPFUNG", f"Die Datei enthält {listed}; gelesen werden nur die Werte der Zellen.")]


def _foreign(kind: str) -> _Refused:
    remedy = _ARCHIVE if kind.endswith("-Archiv") else None
    return _Refused("DATEI-FORMAT", f"Die Datei ist {kind}, keine Excel-Arbeitsmappe (.xlsx).", remedy)


def _damaged(reason: str) -> _Refused:
    return _Refused("DATEI-UNLESBAR", f"Die Datei ist beschädigt: {reason}")


def _encrypted() -> _Refused:
    return _Refused("DATEI-KENNWORT", "Die Datei ist mit einem Kennwort verschlüsselt und lässt sich nicht lesen.")


def _too_large(fact: str, allowed: str) -> _Refused:
    return _Refused("DATEI-GROESSE", f"{fact}; erlaubt sind höchstens {allowed}.")


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _size(size: int) -> str:
    whole, tenth = divmod(size * 10 // MIB, 10)
    return f"{_number(whole)},{tenth} MB" if tenth else f"{_number(whole)} MB"


def _key(name: str) -> str:
    """The name under which a part is found: ASCII case does not count, and some writers use backslashes."""
    return "/" + name.replace("\\", "/").lstrip("/").lower()


def _quoted(entry: zipfile.ZipInfo) -> str:
    """The name of a part, fit to print: it comes from outside and may hold control characters or be very long."""
    return "„" + "".join(sign if sign.isprintable() else "?" for sign in entry.filename[:80]) + "“"
