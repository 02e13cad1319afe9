"""Notes at cells: the part with the comments, and the drawing in the old language (VML) that shows them.

What a provider noted stays: at the same cell our part stands below it, with its author kept. Conversations of newer programs are left
alone; such a cell gets no note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from rv2xl.excel.addresses import Place, cell_name, place_of
from rv2xl.excel.annotated.drawing import Drawing
from rv2xl.excel.annotated.edited import EditedPackage, namespace_of
from rv2xl.excel.annotated.sheet_cells import SheetPart
from rv2xl.excel.package.around import THREADED
from rv2xl.excel.package.edit import XmlElement, as_part
from rv2xl.excel.package.parser import MAIN
from rv2xl.excel.package.set_cells import escaped_text
from rv2xl.excel.rueckmeldung import AUTHOR, NOTE_HEAD, own_part

MOST_NOTES = 1_000
"""Of one sheet; what more is wrong stands in the list."""
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_HEAD_LOOK: tuple[tuple[str, dict[str, str]], ...] = (
    ("b", {}),
    ("sz", {"val": "9"}),
    ("rFont", {"val": "Calibri"}),
    ("family", {"val": "2"}),
)


class _Comment(NamedTuple):
    """A comment that is there, and its cell."""

    place: Place
    element: XmlElement


class Notes:
    """The notes of one sheet."""

    def __init__(self, package: EditedPackage, sheet: SheetPart) -> None:
        self._package, self._sheet = package, sheet
        self._part = package.related(sheet.part, "comments")
        self._drawing = Drawing(package, sheet)

    @staticmethod
    def any_of_ours(comments: bytes) -> bool:
        """Whether a part with comments may hold notes of ours."""
        return NOTE_HEAD.encode() in comments

    def take_off(self) -> None:
        """Take off what we noted when the file was here before."""
        if self._part is None or not self.any_of_ours(self._package.content(self._part)):
            return
        for place, comment in self._comments():
            texts = [piece for piece in comment.iter() if piece.tag == f"{self._space}t"]
            text = "".join(piece.text or "" for piece in texts)
            if (part := own_part(text)) is None:
                continue
            self._package.edit(self._part)
            if not (text[: part[0]] + text[part[1] :]).strip():
                comment.getparent().remove(comment)
                self._drawing.remove(place)
            else:
                _cut_out(texts, *part)

    def put(self, texts: Mapping[Place, str]) -> None:
        """Note a text at each of these cells."""
        threads = self._threads()
        wanted = {place: text for place, text in texts.items() if place not in threads}
        if not wanted:
            return
        if self._part is None:
            self._new_part()
        there = dict(self._comments())
        for place in there if self._drawing.is_new else ():
            self._drawing.note(place, "".join(there[place].itertext()))
        author = self._author()
        for place, text in list(wanted.items())[:MOST_NOTES]:
            if place in there:
                _append(there[place].find(f"{self._space}text"), f"\n\n{text}", self._space)
                continue
            comment = etree.SubElement(self._list(), f"{self._space}comment", ref=cell_name(*place), authorId=author)
            _append(etree.SubElement(comment, f"{self._space}text"), text, self._space)
            self._drawing.note(place, text)
        self._drawing.save()

    @property
    def _space(self) -> str:
        assert self._part is not None
        return f"{{{namespace_of(self._package.tree(self._part))}}}"

    def _list(self) -> XmlElement:
        assert self._part is not None
        root = self._package.edit(self._part)
        found = root.find(f"{self._space}commentList")
        return etree.SubElement(root, f"{self._space}commentList") if found is None else found

    def _comments(self) -> list[_Comment]:
        assert self._part is not None
        found = self._package.tree(self._part).iterfind(f"{self._space}commentList/{self._space}comment")
        return [
            _Comment(place_of(comment.get("ref")), comment)
            for comment in found
            if _ADDRESS.fullmatch(comment.get("ref", ""))
        ]

    def _threads(self) -> set[Place]:
        """Return the cells with conversations."""
        found = set[Place]()
        for part in self._package.relations(self._sheet.part, THREADED).values():
            cells = (entry.get("ref", "") for entry in self._package.tree(part).iter() if isinstance(entry.tag, str))
            found.update(place_of(cell) for cell in cells if _ADDRESS.fullmatch(cell))
        return found

    def _author(self) -> str:
        """Return our number among the authors."""
        assert self._part is not None
        root = self._package.edit(self._part)
        authors = root.find(f"{self._space}authors")
        if authors is None:
            authors = etree.Element(f"{self._space}authors")
            root.insert(0, authors)
        known = [author.text for author in authors.iterchildren(f"{self._space}author")]
        if AUTHOR not in known:
            etree.SubElement(authors, f"{self._space}author").text = AUTHOR
            known.append(AUTHOR)
        return str(known.index(AUTHOR))

    def _new_part(self) -> None:
        space = MAIN[self._package.dialect]
        root = etree.Element(f"{{{space}}}comments", nsmap={None: space})
        etree.SubElement(root, f"{{{space}}}authors")
        etree.SubElement(root, f"{{{space}}}commentList")
        self._part = self._package.add("comments", "xml", as_part(root), _COMMENTS_TYPE)
        self._package.relate(self._sheet.part, "comments", self._part)


def _append(text: XmlElement, added: str, space: str) -> None:
    """Put our part behind what a comment says: its first line bold, the rest plain."""
    plain = text.find(f"{space}t")
    if plain is not None:  # one text without runs
        run = etree.Element(f"{space}r")
        text.replace(plain, run)
        run.append(plain)
    runs = text.findall(f"{space}r")
    at = text.index(runs[-1]) + 1 if runs else 0
    head, _, rest = added.partition(NOTE_HEAD)
    for number, (words, looks) in enumerate(((f"{head}{NOTE_HEAD}", _HEAD_LOOK), (rest, _HEAD_LOOK[1:]))):
        run = etree.Element(f"{space}r")
        look = etree.SubElement(run, f"{space}rPr")
        for name, attributes in looks:
            etree.SubElement(look, space + name, attributes)
        piece = etree.SubElement(run, f"{space}t")
        piece.set(_SPACE, "preserve")
        piece.text = escaped_text(words)
        text.insert(at + number, run)


def _cut_out(texts: list[XmlElement], start: int, end: int) -> None:
    """Take a stretch out of a text that goes over several elements, and the blank lines before it."""
    before = "".join(piece.text or "" for piece in texts)[:start]
    start = len(before.rstrip("\n"))
    position = 0
    for piece in texts:
        text = piece.text or ""
        piece.text = text[: max(start - position, 0)] + text[max(end - position, 0) :]
        position += len(text)
