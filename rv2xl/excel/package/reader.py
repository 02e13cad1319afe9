"""An .xlsx that passed the guard, as what it shows: its sheets, each read once when somebody asks for it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from rv2xl.excel.addresses import Place, column_number
from rv2xl.excel.package.kinds import part_key
from rv2xl.excel.package.moments import DAYS_1904, Calendar
from rv2xl.excel.package.parser import MAIN, PACKAGE, RELATIONS, children, read_head, read_tree
from rv2xl.excel.package.sheet import MOST_CELLS, SheetCells, read_cells
from rv2xl.excel.package.strings import read_strings
from rv2xl.excel.package.unpack import MIB, DamagedPart, PartTooLarge, pieces_of

MOST_SHEETS = 300
"""Worksheets of one file. The largest Leistungserbringer has about 60 Orte."""
_OTHER_PARTS = 16 * MIB
"""For the parts that are no sheets. 30,000 defined names, those of a register of 2,000 rows, take 7 MB."""
_CELL = re.compile(r"(?:'((?:[^']|'')++)'|([^'!]++))!\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")


class ReceivedBook:
    """The readable parts of a package; `workbook` is the name of its main part.

    Raises PartTooLarge for a part that claims more than can be read, DamagedPart for one that is damaged, that declares a document
    type, or that two programs would understand differently.
    """

    def __init__(self, package: ZipFile, workbook: str) -> None:
        self._package = package
        self._entries = {part_key(name): name for name in package.namelist()}
        self._folder, name = posixpath.split(workbook.replace("\\", "/"))
        relations = self._tree(posixpath.join(self._folder, "_rels", f"{name}.rels"), "Relationships", PACKAGE)
        self._relations = [dict(relation.attrib) for relation in children(relations, "Relationship")]
        if len({relation.get("Id") for relation in self._relations}) < len(self._relations):
            raise DamagedPart
        self._workbook = b"".join(self._pieces(workbook))
        self._main = read_head(self._workbook, b"sheets", "workbook", workbook)
        if next(children(self._main, "sheets/sheet"), None) is None:
            self._main = read_tree([self._workbook], "workbook", part=workbook)
        self.tabs: list[str] = []
        """All tabs in their order, those without cells (charts) too."""
        self.part_of = dict(self._worksheets())
        """The part of each worksheet, by its name, in the order of the tabs."""
        self._read: dict[str, SheetCells] = {}
        self._size = 0

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The names of the worksheets, in the order of the tabs."""
        return tuple(self.part_of)

    def cells(self, sheet: str) -> SheetCells:
        """Return what stands on a worksheet."""
        if sheet not in self._read:
            part = self.part_of[sheet]
            found = read_cells(pieces_of(self._package, part), self._texts, self._calendar, part)
            self._read[sheet] = found
            self._size += len(found.rows) * len(found.rows[0]) if found.rows else 0
            if self._size > MOST_CELLS:
                raise PartTooLarge(part)
        return self._read[sheet]

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, Place]]:
        """The cells that the sheet-scoped names mean, by sheet and name in lower case.

        Every field has such a name, and programs move it with its cell: the one witness of a cut-out and pasted cell. Names that point
        nowhere (`#REF!`), to a range or to another sheet are no witnesses and are left out.
        """
        found: dict[str, dict[str, Place]] = {}
        for name in children(read_tree([self._workbook], "workbook"), "definedNames/definedName"):
            match, number = _CELL.fullmatch((name.text or "").strip()), name.get("localSheetId", "")
            if match is None or not number.isdecimal() or len(number) > 4 or int(number) >= len(self.tabs):
                continue
            sheet = self.tabs[int(number)]
            if (match[1] or match[2]).replace("''", "'") == sheet:
                cell = (int(match[4]) - 1, column_number(match[3]))
                found.setdefault(sheet, {})[name.get("name", "").lower()] = cell
        return found

    @cached_property
    def uses_1904(self) -> bool:
        """Whether the workbook counts its days from 1904, as those from old Macs do."""
        return any(entry.get("date1904") in {"1", "true", "on"} for entry in children(self._main, "workbookPr"))

    @cached_property
    def _texts(self) -> list[str]:
        part = next(iter(self._targets("sharedStrings").values()), None)
        return [] if part is None else read_strings(self._pieces(part), part)

    @cached_property
    def _calendar(self) -> Calendar:
        part = next(iter(self._targets("styles").values()), None)
        days = DAYS_1904 if self.uses_1904 else 0
        return Calendar(None if part is None else self._tree(part, "styleSheet"), days)

    def _worksheets(self) -> Iterator[tuple[str, str]]:
        """Yield the worksheets, each with its part."""
        parts = self._targets("worksheet")
        taken: set[str] = set()
        for tab in children(self._main, "sheets/sheet"):
            name = tab.get("name", "")
            if name.lower() in (known.lower() for known in self.tabs):
                raise DamagedPart(f"Zwei Blätter heißen „{name}“.")
            self.tabs.append(name)
            relation = next(filter(None, (tab.get(f"{{{space}}}id") for space in RELATIONS)), "")
            if relation not in parts:
                continue
            part = parts[relation]
            if len(taken) == MOST_SHEETS:
                raise PartTooLarge(part)
            if part in taken:
                raise DamagedPart("Zwei Blätter haben denselben Inhalt.")
            taken.add(part)
            yield name, part

    def _targets(self, kind: str) -> dict[str, str]:
        """The parts of a kind that are there, by the id of the relationship that leads to them."""
        types = {f"{space}/{kind}" for space in RELATIONS}
        found: dict[str, str] = {}
        for relation in self._relations:
            if relation.get("Type") in types and relation.get("TargetMode", "Internal") == "Internal":
                target = posixpath.join("/", self._folder, relation.get("Target", "").replace("\\", "/"))
                entry = self._entries.get(part_key(posixpath.normpath(target)))
                if entry is not None:
                    found[relation.get("Id", "")] = entry
        return found

    def _pieces(self, part: str) -> Iterator[bytes]:
        if part_key(part) not in self._entries:
            raise DamagedPart(f"Der Teil „{part}“ fehlt.")
        return pieces_of(self._package, self._entries[part_key(part)], _OTHER_PARTS)

    def _tree(self, part: str, root: str, namespaces: tuple[str, ...] = MAIN) -> Element:
        return read_tree(self._pieces(part), root, namespaces, part)
