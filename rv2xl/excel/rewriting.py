"""Parts written anew in one streaming pass, as Excel would write them: UTF-8, no prefixes, no comments.

Of a worksheet only the cells with content are kept, of shared strings only the texts. Addresses that are only implied are filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import chain
from xml.parsers import expat
from zipfile import BadZipFile

from rv2xl.excel.formula import column_letter, column_number

DEEPEST = 64
"""How deep elements are nested; in a workbook less than 10."""

_MAIN = {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"}
_RELATIONS = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_OURS = {*_MAIN, "http://schemas.openxmlformats.org/package/2006/relationships", ""}
_PREFIXES = {**dict.fromkeys(_RELATIONS, "r:"), "http://www.w3.org/XML/1998/namespace": "xml:", "": ""}
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LAST_COLUMN = 16_384
_EMPTY = b"<sheetData></sheetData>"


class TooMuch(Exception):
    """A part has more elements, or reaches further, than what is written anew."""


class Rewriter:
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
            raise TooMuch
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


class SheetRewriter(Rewriter):
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
        if self._column > _LAST_COLUMN:
            raise TooMuch
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


class StringsRewriter(Rewriter):
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
