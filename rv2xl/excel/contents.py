"""What of a package reaches a parser: its sheets, texts and styles, unpacked once, judged, and packed anew without the rest.

The fast reader gets a package made here, of the very bytes that were judged and of nothing else: no second unpacking, no
drawings, no thousands of names, and no part that two readers could understand differently.
"""

from __future__ import annotations

import html
import posixpath
import struct
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from io import BytesIO
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile
from zlib import crc32

from python_calamine import CalamineWorkbook

from rv2xl.excel.blank_rows import read_sheet
from rv2xl.excel.canonical import Shape, is_plain
from rv2xl.excel.extent import MOST_CELLS, Texts, refuse_far
from rv2xl.excel.kinds import part_key
from rv2xl.excel.named_cells import NamedCells, named_cells
from rv2xl.excel.package import attributes_of, elements, head_of, listed_sheets, target_part, uses_1904
from rv2xl.excel.parts import MIB, Limits, PartTooLarge, announces_too_much, read_part, read_start
from rv2xl.model.entry import Rows

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRINGS = "xl/sharedStrings.xml"
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
DAYS_1904 = 1_462
"""Days from 30.12.1899 to 01.01.1904, the two days that are 0."""
MOST_SHEETS = 300
"""Worksheets of one file. The largest Leistungserbringer has about 60 Orte."""
MOST_BYTES = 24 * MIB
"""XML of all parts that reach the parser together, with the formulas; it is in memory three times."""
_OTHER_PARTS = Limits(entry=16 * MIB)
"""For the parts that are no sheets. 30,000 defined names, those of a register of 2,000 rows, take 7 MB."""


_MAIN_HEAD = 32 * 1024
"""Within so many bytes the list of sheets ends, or all of the main part is unpacked."""


class _Part(NamedTuple):
    content: bytes
    checksum: int


class Contents:
    """The readable parts of a package that passed the guard.

    Raises PartTooLarge for a part that claims more than a parser can bear, BadZipFile for one that is damaged or declares a
    document type.
    """

    def __init__(self, package: ZipFile, workbook: str) -> None:
        self._package = package
        self._shape = Shape()
        self._main = workbook
        self._workbook = self._head()
        self._folder, name = posixpath.split(workbook)
        related = self._unpack(posixpath.join(self._folder, "_rels", f"{name}.rels")).content
        self._related = [attributes_of(match) for match in elements(related, "Relationship")]
        self.sheets: dict[str, bytes] = {}
        """The cells of each worksheet as XML in the usual shape, by the visible name, in the order of the tabs."""
        self.formulas: dict[str, dict[bytes, bytes]] = {}
        """The formulas of each worksheet, which are taken out of its cells, by address."""
        self.tabs: list[str] = []
        """All tabs in their order, those without cells (charts) too."""
        self._parts: dict[str, _Part] = {}
        self._read_sheets()
        for kind, target, readable in (
            ("sharedStrings", _STRINGS, self._shape.shared_strings),
            ("styles", "xl/styles.xml", self._shape.plain),
        ):
            for part in self._targets(kind):
                self._parts[target] = self._unpack(part, readable)
        strings = self._parts[_STRINGS].content if _STRINGS in self._parts else b""
        if announces_too_much(strings) or self._size > MOST_BYTES:
            raise PartTooLarge(_STRINGS)
        self._texts = Texts(strings)
        self._values: CalamineWorkbook | None = None
        self._rows: dict[str, Rows] = {}
        self._cells = 0

    def rows(self, name: str) -> Rows:
        """Return the values of a sheet. The Rust reader may raise a panic that is no Exception."""
        if name not in self._rows:
            if self._values is None:
                self._values = CalamineWorkbook.from_filelike(BytesIO(_stored(self._parts)))
            self._texts.show(self.sheets[name])
            rows = self._rows[name] = self._values.get_sheet_by_name(name).to_python(skip_empty_area=False)
            self._cells += len(rows) * len(rows[0]) if rows else 0
            if self._cells > MOST_CELLS:
                raise PartTooLarge(name)
        return self._rows[name]

    @property
    def _size(self) -> int:
        parts = sum(len(part.content) for part in self._parts.values())
        return parts + sum(sum(map(len, formulas.values())) for formulas in self.formulas.values())

    @cached_property
    def names(self) -> NamedCells:
        """The cells that the sheet-scoped names mean, by sheet."""
        return named_cells(self._unpack(self._main).content, self.tabs)

    def _head(self) -> bytes:
        """The main part as far as it lists the sheets. Thousands of names follow, which are unpacked when somebody asks for them."""
        start = head_of(read_start(self._package, self._found(self._main), _MAIN_HEAD))
        return start if len(start) < _MAIN_HEAD and is_plain(start) else self._unpack(self._main).content

    def _unpack(self, name: str, readable: Callable[[bytes, str], bytes] | None = None) -> _Part:
        name = self._found(name)
        content = read_part(self._package, name, _OTHER_PARTS)
        usual = (readable or self._shape.plain)(content, name)
        return _Part(usual, self._package.getinfo(name).CRC if usual is content else crc32(usual))

    def _found(self, name: str) -> str:
        """The entry of a part: neither case nor the kind of slash tells two parts from each other."""
        if name in self._package.NameToInfo:
            return name
        return self._by_key[part_key(name)]

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        return {part_key(name): name for name in self._package.NameToInfo}

    def _targets(self, kind: str) -> Iterator[str]:
        """Return the parts of a kind: the last word of the relationship's type, which transitional and strict files share."""
        for related in self._related:
            if related["Type"].endswith(f"/{kind}"):
                yield target_part(self._folder, related["Target"])

    def _read_sheets(self) -> None:
        worksheets = {related["Id"]: related for related in self._related if related["Type"].endswith("/worksheet")}
        known: set[str] = set()
        taken: set[str] = set()
        listed: list[str] = []
        relations: list[str] = []
        for name, relation in listed_sheets(self._workbook):
            if name.lower() in known:
                raise BadZipFile(f"two sheets {name}")
            known.add(name.lower())
            self.tabs.append(name)
            if relation not in worksheets:
                continue
            number = len(listed) + 1
            part = self._found(target_part(self._folder, worksheets[relation]["Target"]))
            if number > MOST_SHEETS:
                raise PartTooLarge(part)
            if part in taken:
                raise BadZipFile(f"{part}: two sheets")
            taken.add(part)
            cells = self._shape.sheet_cells(read_sheet(self._package, part), part)
            if not cells.near:
                refuse_far(cells.xml, part)
            self.sheets[name], self.formulas[name] = cells.xml, cells.formulas
            self._parts[f"xl/worksheets/sheet{number}.xml"] = _Part(cells.xml, crc32(cells.xml))
            listed.append(f'<sheet name="{html.escape(name)}" sheetId="{number}" r:id="rId{number}"/>')
            relations.append(
                f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            )
        epoch = '<workbookPr date1904="1"/>' if self.uses_1904 else ""
        book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{epoch}<sheets>{"".join(listed)}</sheets></workbook>'
        related = f'<Relationships xmlns="{_PACKAGE}">{"".join(relations)}</Relationships>'
        for path, content in (
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", related),
            ("_rels/.rels", _ROOT),
        ):
            self._parts[path] = _Part(content.encode(), crc32(content.encode()))

    @cached_property
    def uses_1904(self) -> bool:
        """Whether the workbook counts its days from 1904."""
        return uses_1904(self._workbook)


def _stored(parts: Mapping[str, _Part]) -> bytes:
    """Return a package of these parts, not compressed; by hand because zipfile takes as long as reading a sheet."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    position = 0
    for name, part in parts.items():
        path, size = name.encode(), len(part.content)
        common = struct.pack("<5H3L2H", 20, 0, 0, 0, 33, part.checksum, size, size, len(path), 0)
        pieces += (b"PK\x03\x04", common, path, part.content)
        directory += (b"PK\x01\x02\x14\x00", common, struct.pack("<3H2L", 0, 0, 0, 0, position), path)
        position += 30 + len(path) + size
    listed = b"".join(directory)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(parts), len(parts), len(listed), position, 0)
    return b"".join((*pieces, listed, end))
