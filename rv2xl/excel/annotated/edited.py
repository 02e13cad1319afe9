"""A package whose parts are edited one by one; those that nobody edits go over as they came."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping

from lxml import etree

from rv2xl.excel.package.edit import XmlElement, as_part, editable
from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.kinds import TYPES_PART, part_key
from rv2xl.excel.package.parser import MAIN, PACKAGE, RELATIONS, TYPES
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge, part_of
from rv2xl.excel.parts import replace_parts


class Unmarkable(Exception):
    """The file is too damaged, or too unusual, for marks."""


class EditedPackage:
    """A package that was read without complaint, and what changes in it. Raises Unmarkable wherever a part is not what it should be."""

    def __init__(self, data: bytes) -> None:
        guarded = guard(data)
        if guarded.package is None or guarded.workbook is None:
            raise Unmarkable("refused")
        self._data, self._package = data, guarded.package
        self.workbook = guarded.workbook
        try:
            self.book = ReceivedBook(guarded.package, guarded.workbook)
        except (DamagedPart, PartTooLarge) as error:
            raise Unmarkable("damaged") from error
        self._entries = {part_key(name): name for name in guarded.package.namelist()}
        self._trees: dict[str, XmlElement] = {}
        self._replaced: dict[str, bytes | None] = {}
        self._added: dict[str, bytes] = {}
        self._edited: set[str] = set()
        self.dialect = 1 if namespace_of(self.tree(self.workbook)) == MAIN[1] else 0
        """Which of the two namespaces of everything the package is written in."""

    @property
    def data(self) -> bytes:
        """The package with all that was edited."""
        for part in self._edited:
            content = as_part(self._trees[part])
            (self._added if part in self._added else self._replaced)[part] = content
        return replace_parts(self._data, self._replaced, self._added)

    def content(self, part: str) -> bytes:
        """Return a part as it came, or as it was put in."""
        if part in self._added:
            return self._added[part]
        replaced = self._replaced.get(part)
        try:
            return replaced if replaced is not None else part_of(self._package, part)
        except (DamagedPart, PartTooLarge, KeyError) as error:
            raise Unmarkable(part) from error

    def tree(self, part: str) -> XmlElement:
        """Return a part to be looked at."""
        if part not in self._trees:
            try:
                self._trees[part] = editable(self.content(part))
            except ValueError as error:
                raise Unmarkable(part) from error
        return self._trees[part]

    def edit(self, part: str) -> XmlElement:
        """Return a part to be changed."""
        self._edited.add(part)
        return self.tree(part)

    def replace(self, part: str, content: bytes) -> None:
        """Put other content into a part."""
        self._trees.pop(part, None)
        self._edited.discard(part)
        (self._added if part in self._added else self._replaced)[part] = content

    def related(self, part: str, kind: str) -> str | None:
        """Return the part that another one leads to by a relationship of this kind, the first of several; None without one."""
        return next(iter(self.relations(part, [f"{space}/{kind}" for space in RELATIONS]).values()), None)

    def relations(self, part: str, types: Collection[str]) -> Mapping[str, str]:
        """Return the parts that are there and that a part leads to by relationships of these types, by their ids."""
        rels = self._entries.get(part_key(_rels_name(part)))
        found: dict[str, str] = {}
        for relation in () if rels is None else self.tree(rels).iterchildren(f"{{{PACKAGE[0]}}}Relationship"):
            if relation.get("Type") in types and relation.get("TargetMode", "Internal") == "Internal":
                target = posixpath.join("/", posixpath.dirname(_slashed(part)), _slashed(relation.get("Target", "")))
                entry = self._entries.get(part_key(posixpath.normpath(target)))
                if entry is not None:
                    found[relation.get("Id", "")] = entry
        return found

    def relate(self, part: str, kind: str, other: str) -> str:
        """Lead from one part to another; return the id of the relationship."""
        name = _rels_name(part)
        rels_part = self._entries.get(part_key(name))
        if rels_part is None:
            rels_part = name
            self._put(name, as_part(etree.Element(f"{{{PACKAGE[0]}}}Relationships", nsmap={None: PACKAGE[0]})))
        rels = self.edit(rels_part)
        taken = {relation.get("Id") for relation in rels}
        number = next(number for number in range(1, len(taken) + 2) if f"rv2xl{number}" not in taken)
        etree.SubElement(rels, f"{{{PACKAGE[0]}}}Relationship", {
            "Id": f"rv2xl{number}", "Type": f"{RELATIONS[self.dialect]}/{kind}", "Target": f"/{other}"})  # fmt: skip
        return f"rv2xl{number}"

    def add(self, stem: str, suffix: str, content: bytes, content_type: str) -> str:
        """Put in a new part beside the workbook's; return its name."""
        folder = posixpath.dirname(_slashed(self.workbook).lstrip("/"))
        names = (posixpath.join(folder, f"{stem}{number}.{suffix}") for number in range(1, len(self._entries) + 2))
        name = next(name for name in names if part_key(name) not in self._entries)
        self._put(name, content)
        types = self.edit(TYPES_PART)
        etree.SubElement(types, f"{{{TYPES[0]}}}Override", PartName=f"/{name}", ContentType=content_type)
        return name

    def _put(self, name: str, content: bytes) -> None:
        self._added[name] = content
        self._entries[part_key(name)] = name

    def names(self, suffix: str) -> list[str]:
        """Return the parts with this suffix."""
        return [name for key, name in self._entries.items() if key.endswith(f".{suffix}")]


def namespace_of(root: XmlElement) -> str:
    """Return the namespace of a part. Raises Unmarkable for one that is neither of the two."""
    space = str(root.tag).rpartition("}")[0][1:]
    if space not in MAIN:
        raise Unmarkable(str(root.tag))
    return space


def _rels_name(part: str) -> str:
    folder, name = posixpath.split(_slashed(part).lstrip("/"))
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _slashed(name: str) -> str:
    return name.replace("\\", "/")
