"""An .xlsx that passed the guard, as what it shows: its sheets, each read once when somebody asks for it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from rv2xl.excel.addresses import Place, column_number
from rv2xl.excel.package.around import COMMENTS, MERGED, THREADED, THREADS, Around, comment_cells, read_around
from rv2xl.excel.package.cells.moments import DAYS_1904, Calendar
from rv2xl.excel.package.cells.sheet import LAST_ROW, MOST_CELLS, SheetCells, read_cells
from rv2xl.excel.package.cells.strings import read_strings
from rv2xl.excel.package.kinds import part_key
from rv2xl.excel.package.parser import MAIN, PACKAGE, RELATIONS, children, read_head, read_tree
from rv2xl.excel.package.unpack import MIB, DamagedPart, PartTooLarge, pieces_of

MOST_SHEETS = 1_000
"""Worksheets of one file: those of an issue, and others that somebody added."""
_OTHER_PARTS = 16 * MIB
"""For the parts that are no sheets. 30,000 defined names, those of a register of 2,000 rows, take 7 MB."""
_CELL = re.compile(r"(?:'((?:[^']|'')++)'|([^'!]++))!\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")


class ReceivedBook:
    """The readable parts of a package; `workbook` is the name of its main part.

    Raises PartTooLarge for a part that claims more than can be read, DamagedPart for one that is damaged, that declares a document
    type, or that two programs would understand differently.
    """

    def __init__(
        self, package: ZipFile, workbook: str, last_row: int = LAST_ROW, calendar: type[Calendar] = Calendar
    ) -> None:
        self._package, self._last_row, self._kind_of_calendar = package, last_row, calendar
        self._entries = {part_key(name): name for name in package.namelist()}
        self._main_part = workbook
        self._relations_of: dict[str, Sequence[Mapping[str, str]]] = {}
        self._workbook = b"".join(self._pieces(workbook))
        self._main = read_head(self._workbook, b"sheets", "workbook", workbook)
        if next(children(self._main, "sheets/sheet"), None) is None:
            self._main = read_tree([self._workbook], "workbook", part=workbook)
        self.hidden: set[str] = set()
        """The tabs that are not shown."""
        self.tabs: list[str] = []
        """All tabs in their order, those without cells (charts) too."""
        self.part_of = dict(self._worksheets())
        """The part of each worksheet, by its name, in the order of the tabs."""
        self._read: dict[str, SheetCells] = {}
        self._merges: dict[str, int] = {}
        self._size = 0

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The names of the worksheets, in the order of the tabs."""
        return tuple(self.part_of)

    def cells(self, sheet: str) -> SheetCells:
        """Return what stands on a worksheet."""
        if sheet not in self._read:
            part = self.part_of[sheet]
            pieces = self._noting_merges(pieces_of(self._package, part), sheet)
            found = read_cells(pieces, self._texts, self._calendar, part, self._last_row)
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

    def commented(self, sheet: str) -> set[Place]:
        """Return the cells of a worksheet that comments hang on, of the older kind and of the newer."""
        part, cells = self.part_of[sheet], set[Place]()
        if part_key(_relations_part(part)) not in self._entries:
            return cells
        for types, root, namespaces in ((COMMENTS, "comments", MAIN), (THREADED, "ThreadedComments", THREADS)):
            for comments in self._related(part, types).values():
                cells.update(comment_cells(self._tree(comments, root, namespaces)))
        return cells

    def around(self, sheet: str) -> Around:
        """Return what a worksheet has besides its cells: read once more, so only where something makes it necessary."""
        part = self.part_of[sheet]
        return read_around(pieces_of(self._package, part), part)

    def merges(self, sheet: str) -> int:
        """Return how many merged ranges a worksheet that was read seems to have, without reading them."""
        return self._merges[sheet]

    def _noting_merges(self, pieces: Iterable[bytes], sheet: str) -> Iterator[bytes]:
        self._merges[sheet] = 0
        for piece in pieces:
            self._merges[sheet] += piece.count(MERGED)
            yield piece

    @cached_property
    def uses_1904(self) -> bool:
        """Whether the workbook counts its days from 1904, as those from old Macs do."""
        return any(entry.get("date1904") in {"1", "true", "on"} for entry in children(self._main, "workbookPr"))

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The shared texts by number, as the cells write it."""
        part = self._only("sharedStrings")
        texts = [] if part is None else read_strings(self._pieces(part), part)
        return {str(number): text for number, text in enumerate(texts)}

    @cached_property
    def _calendar(self) -> Calendar:
        part = self._only("styles")
        if part is None and any(posixpath.basename(key) == "styles.xml" for key in self._entries):
            raise DamagedPart  # openpyxl takes them by their name
        days = DAYS_1904 if self.uses_1904 else 0
        return self._kind_of_calendar(None if part is None else self._tree(part, "styleSheet"), days)

    def _only(self, kind: str) -> str | None:
        """The one part of a kind: of two, programs would take different ones."""
        parts = {*self._targets(kind).values()}
        if len(parts) > 1:
            raise DamagedPart
        return next(iter(parts), None)

    def _worksheets(self) -> Iterator[tuple[str, str]]:
        """Yield the worksheets, each with its part."""
        parts = self._targets("worksheet")
        taken: set[str] = set()
        for tab in children(self._main, "sheets/sheet"):
            name = tab.get("name", "")
            if name.lower() in (known.lower() for known in self.tabs):
                raise DamagedPart(f"Zwei Blätter heißen „{name}“.")
            self.tabs.append(name)
            if tab.get("state", "visible") != "visible":
                self.hidden.add(name)
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
        """The parts of a kind that the workbook's main part leads to, by the id of the relationship."""
        return self._related(self._main_part, tuple(f"{space}/{kind}" for space in RELATIONS))

    def _related(self, part: str, types: Collection[str]) -> dict[str, str]:
        """The parts that are there and that a part leads to by relationships of these types, by the id of the relationship."""
        found: dict[str, str] = {}
        for relation in self._relations(part):
            if relation.get("Type") in types and relation.get("TargetMode", "Internal") == "Internal":
                target = posixpath.join(
                    "/", posixpath.dirname(_slashed(part)), relation.get("Target", "").replace("\\", "/")
                )
                entry = self._entries.get(part_key(posixpath.normpath(target)))
                if entry is not None:
                    found[relation.get("Id", "")] = entry
        return found

    def _relations(self, part: str) -> Sequence[Mapping[str, str]]:
        if part not in self._relations_of:
            root = self._tree(_relations_part(part), "Relationships", PACKAGE)
            found = [dict(relation.attrib) for relation in children(root, "Relationship")]
            if len({relation.get("Id") for relation in found}) < len(found):
                raise DamagedPart
            self._relations_of[part] = found
        return self._relations_of[part]

    def _pieces(self, part: str) -> Iterator[bytes]:
        if part_key(part) not in self._entries:
            raise DamagedPart(f"Der Teil „{part}“ fehlt.")
        return pieces_of(self._package, self._entries[part_key(part)], _OTHER_PARTS)

    def _tree(self, part: str, root: str, namespaces: tuple[str, ...] = MAIN) -> Element:
        return read_tree(self._pieces(part), root, namespaces, part)


def _relations_part(part: str) -> str:
    """The name of the part that holds the relationships of another."""
    folder, name = posixpath.split(_slashed(part))
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _slashed(part: str) -> str:
    """The name of a part as programs write it that know no backslashes in it."""
    return part.replace("\\", "/")
