"""XML of another shape written anew, so that the rest of the reader sees only one.

What is looked for in a part is looked for as Excel writes it: UTF-8, no prefixes, no comments, `<c r="B45"` with its address first
and in double quotes. Other programs write the same otherwise. Such parts go through expat once: namespaces dropped, addresses
filled in where they are only implied, blank cells left out. The usual case costs one search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import chain
from typing import NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile

from rv2xl.excel.formula import column_letter, column_number
from rv2xl.excel.parts import PartTooLarge

MOST_ELEMENTS = 400_000
"""Of all parts of a file. What is written anew in half a second; a register of 2,000 rows has 250,000."""
DEEPEST = 64
"""How deep elements are nested; in a workbook less than 10."""

_MAIN = {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"}
_RELATIONS = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_OURS = {*_MAIN, "http://schemas.openxmlformats.org/package/2006/relationships", ""}
_PREFIXES = {**dict.fromkeys(_RELATIONS, "r:"), "http://www.w3.org/XML/1998/namespace": "xml:", "": ""}

_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml\s[^<>?]*?encoding\s*=\s*["'](?i:utf-8)["'][^<>?]*\?>|<\?xml\s(?![^<>?]*encoding)[^<>?]*\?>)?\s*+<(?![!?])"""
)
_DATA = re.compile(rb"<sheetData\s*+>")
_DATA_END = b"</sheetData>"
_ANY = rb'<(?!/|c r="%s"|v>|f[> ]|row r="%s"|is>|t>|t xml:space="preserve">)'
_NEAR = re.compile(_ANY % (rb"[A-Z][1-9]\d{0,2}", rb"[1-9]\d{0,2}"))
_FAR = re.compile(_ANY % (rb"[A-Z]{1,3}[1-9]\d{0,6}", rb"[1-9]\d{0,6}"))
_STRINGS = re.compile(rb"<sst[^<>]*+>")
_RICH = re.compile(rb'<(?!/|si>|t>|t xml:space="preserve">|t/>)')
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

_STRINGS_PART = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
_EMPTY = b"<sheetData></sheetData>"


class Cells(NamedTuple):
    """A sheet's cells as a worksheet of their own, in the usual shape; `near` if none of them is right of Z or below row 999."""

    xml: bytes
    near: bool


class Shape:
    """Brings the parts of one file into the usual shape. What that may cost holds for all of them together.

    Its methods raise BadZipFile for what is no XML, is nested too deep or declares a document type, and PartTooLarge for what would
    take too long to be written anew.
    """

    def __init__(self) -> None:
        self._elements = MOST_ELEMENTS

    def sheet_cells(self, xml: bytes) -> Cells:
        """Return the cells of a worksheet part, and nothing else of it."""
        data = _DATA.search(xml)
        if data is not None and _is_plain(xml[: data.end()]):
            end = xml.rfind(_DATA_END)
            if end > 0:
                cells = xml[data.start() : end + len(_DATA_END)]
                start = data.end() - data.start()
                if _NEAR.search(cells, start) is None:
                    return Cells(_SHEET % cells, True)
                if _FAR.search(cells, start) is None:
                    return Cells(_SHEET % cells, False)
        return Cells(_SHEET % self._anew(_Sheet(), xml), False)

    def shared_strings(self, xml: bytes) -> bytes:
        """Return the shared strings, each `<si>` with one text: as they are, or written anew."""
        start = _STRINGS.search(xml)
        if start is not None and _is_plain(xml) and _RICH.search(xml, start.end()) is None:
            return xml
        return _STRINGS_PART % self._anew(_Strings(), xml)

    def plain(self, xml: bytes) -> bytes:
        """Return a part in UTF-8 and without comments, CDATA and document type: as it is, or written anew."""
        return xml if _is_plain(xml) else self._anew(_Anew(), xml)

    def _anew(self, writer: _Anew, xml: bytes) -> bytes:
        written = writer.written(xml, self._elements)
        self._elements -= writer.elements
        return written


def _is_plain(xml: bytes) -> bool:
    """Whether a part is UTF-8 and without comments, CDATA, document type and processing instructions."""
    if _START.match(xml) is None:
        return False
    # A single sign is looked for ten times as fast as two, and most parts have none of the two.
    return (b"!" not in xml or b"<!" not in xml) and (xml.find(b"?", xml.find(b">")) < 0 or xml.find(b"<?", 5) < 0)


class _Anew:
    """Writes a part anew, element by element; what is of other namespaces is left out."""

    def __init__(self) -> None:
        self.written_pieces: list[bytes] = []
        self.elements = self._depth = 0
        self._most = 0
        self._foreign = 0
        """The depth of the foreign element we are in; 0 outside."""

    def written(self, xml: bytes, most: int) -> bytes:
        """Return a part written anew, if it has at most so many elements."""
        self._most = most
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise BadZipFile(str(error)) from error
        return b"".join(self.written_pieces)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self._depth += 1
        if self.elements > self._most:
            raise PartTooLarge("xml")
        if self._depth > DEEPEST:
            raise BadZipFile("nested too deep")
        if self._foreign:
            return
        namespace, _, local = name.rpartition(" ")
        if namespace in _OURS:
            self.start(local, _local(attributes))
        else:
            self._foreign = self._depth

    def _end(self, name: str) -> None:
        if not self._foreign:
            self.end(name.rpartition(" ")[2])
        elif self._foreign == self._depth:
            self._foreign = 0
        self._depth -= 1

    def _text(self, text: str) -> None:
        if not self._foreign:
            self.text(text)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of ours begins."""
        self.written_pieces.append(_tag(name, attributes))

    def end(self, name: str) -> None:
        """An element of ours ends."""
        self.written_pieces.append(b"</%s>" % name.encode())

    def text(self, text: str) -> None:
        """Text within elements of ours."""
        self.written_pieces.append(_escaped(text))


class _Sheet(_Anew):
    """Writes the cells of a worksheet anew."""

    def __init__(self) -> None:
        super().__init__()
        self._row = self._column = 0
        self._row_of_cell = 0
        self._cell: dict[str, str] | None = None
        self._parts: dict[str, list[str]] = {}
        self._formula: Mapping[str, str] = {}
        self._reading: str | None = None
        self._phonetic = self._in_data = False

    def written(self, xml: bytes, most: int) -> bytes:
        cells = super().written(xml, most)
        return b"<sheetData>%s</row></sheetData>" % cells if cells else _EMPTY

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        opened = self._OPENED.get(name)
        if name == "sheetData":
            self._in_data = True
        elif opened is not None and self._in_data:
            opened(self, attributes)

    def end(self, name: str) -> None:
        if name == "sheetData":
            self._in_data = False
        elif name == "c":
            self._write_cell()
        elif name == "rPh":
            self._phonetic = False
        elif name in {"v", "f", "t"}:
            self._reading = None

    def text(self, text: str) -> None:
        if self._reading is not None:
            self._parts.setdefault(self._reading, []).append(text)

    def _open_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
        self._column = 0

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        self._parts = {}
        self._formula = {}
        self._cell = {name: attributes[name] for name in ("s", "t") if name in attributes}
        address = _ADDRESS.fullmatch(attributes.get("r", "").upper())
        if address is None:
            self._column += 1
            self._row_of_cell = self._row
        else:
            self._column, self._row_of_cell = column_number(address[1]), int(address[2])

    def _open_value(self, attributes: Mapping[str, str]) -> None:
        self._reading = "v"

    def _open_formula(self, attributes: Mapping[str, str]) -> None:
        self._reading = "f"
        self._formula = {name: attributes[name] for name in ("t", "ref", "si") if name in attributes}
        self._parts.setdefault("f", [])

    def _open_text(self, attributes: Mapping[str, str]) -> None:
        self._reading = None if self._phonetic else "t"

    def _open_phonetic(self, attributes: Mapping[str, str]) -> None:
        self._phonetic = True

    _OPENED: Mapping[str, Callable[..., None]] = {
        "row": _open_row, "c": _open_cell, "v": _open_value, "f": _open_formula, "t": _open_text, "rPh": _open_phonetic,
    }  # fmt: skip

    def _write_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or not self._parts:
            return
        if self._column > 16_384:
            raise PartTooLarge("column")
        parts = {name: _escaped("".join(texts)) for name, texts in self._parts.items()}
        address = f"{column_letter(self._column - 1)}{self._row_of_cell}"
        pieces = [_tag("c", {"r": address, **cell})]
        if "f" in parts:
            pieces += (_tag("f", self._formula), parts["f"], b"</f>")
        if "t" in parts and cell.get("t") == "inlineStr":
            pieces += (b'<is><t xml:space="preserve">', parts["t"], b"</t></is>")
        elif "v" in parts:
            pieces += (b"<v>", parts["v"], b"</v>")
        self._open_written_row()
        self.written_pieces.append(b"".join([*pieces, b"</c>"]))

    _written_row = 0

    def _open_written_row(self) -> None:
        if self._row_of_cell != self._written_row:
            ended = b"</row>" if self.written_pieces else b""
            self.written_pieces.append(b'%s<row r="%d">' % (ended, self._row_of_cell))
            self._written_row = self._row_of_cell


class _Strings(_Anew):
    """Writes shared strings anew, without the looks of their runs and without phonetic ones."""

    def __init__(self) -> None:
        super().__init__()
        self._reads = self._phonetic = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            self.written_pieces.append(b'<si><t xml:space="preserve">')
        elif name == "rPh":
            self._phonetic = True
        self._reads = name == "t" and not self._phonetic

    def end(self, name: str) -> None:
        if name == "si":
            self.written_pieces.append(b"</t></si>")
        elif name == "rPh":
            self._phonetic = False
        self._reads = False

    def text(self, text: str) -> None:
        if self._reads:
            super().text(text)


def _refuse_doctype(*declared: object) -> None:
    raise BadZipFile("document type")


def _local(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes by their names with the prefixes we know; others are left out."""
    if not any(" " in name for name in attributes):
        return attributes
    named = ((*name.rpartition(" ")[::2], value) for name, value in attributes.items())
    return {_PREFIXES[space] + local: value for space, local, value in named if space in _PREFIXES}


def _tag(name: str, attributes: Mapping[str, str]) -> bytes:
    pairs = ((" ", key, '="', _quotable(value), '"') for key, value in attributes.items())
    return "".join(["<", name, *chain.from_iterable(pairs), ">"]).encode()


def _quotable(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _escaped(text: str) -> bytes:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;").encode()
