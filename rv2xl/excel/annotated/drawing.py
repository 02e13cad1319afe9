"""The drawing of a sheet's notes, in VML: a hidden box for each, beside its cell. Without it Excel shows no note.

Shapes are put in as text before the end of the drawing: what other programs write there is not always XML, and stays as it is.
"""

from __future__ import annotations

import re
from math import ceil

from lxml import etree

from rv2xl.excel.addresses import Place
from rv2xl.excel.annotated.edited import EditedPackage, Unmarkable
from rv2xl.excel.annotated.sheet_cells import SheetPart
from rv2xl.excel.package.edit import as_part, editable
from rv2xl.excel.package.kinds import TYPES_PART
from rv2xl.excel.package.parser import RELATIONS, TYPES

_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_TYPE = "_x0000_t202"
_TYPE_SHAPE = (
    f'<v:shapetype {_SPACES} id="{_TYPE}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    f'<v:shape {_SPACES} id="_x0000_s{{number}}" type="#{_TYPE}" style="position:absolute;margin-left:107pt;margin-top:7pt;'
    'width:260pt;height:90pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_NUMBER = re.compile(rb"_x0000_s(\d{1,9})\b")
_BLOCK = 1_024
"""So many numbers belong together; each drawing has blocks of its own."""
_LINE, _SIGNS, _WIDTH = 15, 52, 48.0
"""Pixels of a line, signs in one, and characters that the columns below a box take together at least."""
_ROW_PIXELS = 20
_AFTER = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
"""What stands behind the drawing of the notes in a worksheet's part."""


class Drawing:
    """The drawing of one sheet's notes; it is made with the first note."""

    def __init__(self, package: EditedPackage, sheet: SheetPart) -> None:
        self._package, self._sheet = package, sheet
        self._part = self._known_part()
        self._shapes: list[str] = []

    @property
    def is_new(self) -> bool:
        """Whether the sheet had no drawing of notes."""
        return self._part is None

    def _known_part(self) -> str | None:
        element = self._element()
        ids = [] if element is None else [element.get(f"{{{space}}}id") for space in RELATIONS]
        parts = self._package.relations(self._sheet.part, [f"{space}/vmlDrawing" for space in RELATIONS])
        return next((parts[number] for number in ids if number in parts), None)

    def note(self, place: Place, text: str) -> None:
        """Draw a hidden box for a note."""
        row, column = place
        last = column + 2
        while self._sheet.widths(column + 1, last) < _WIDTH and last < column + 12:
            last += 1
        lines = sum(ceil(max(len(line), 1) / _SIGNS) for line in text.split("\n")) + 1
        anchor = (
            column + 1,
            15,
            max(row - 1, 0),
            10,
            last + 1,
            0,
            max(row - 1, 0) + ceil(lines * _LINE / _ROW_PIXELS) + 1,
            4,
        )
        self._shapes.append(_SHAPE.format(
            number="{number}", order=len(self._shapes) + 1, anchor=", ".join(map(str, anchor)), row=row, column=column))  # fmt: skip

    def remove(self, place: Place) -> None:
        """Remove the box of a note that is gone. Raises Unmarkable if the drawing is no XML."""
        if self._part is None:
            return
        try:
            root = editable(self._package.content(self._part))
        except ValueError as error:
            raise Unmarkable(self._part) from error
        for data in list(root.iter(f"{_EXCEL}ClientData")):
            at = tuple((data.findtext(f"{_EXCEL}{name}") or "").strip() for name in ("Row", "Column"))
            if data.get("ObjectType") == "Note" and at == tuple(map(str, place)):
                shape = data.getparent()
                shape.getparent().remove(shape)
                self._package.replace(self._part, as_part(root))

    def save(self) -> None:
        """Put the boxes into the drawing."""
        if not self._shapes:
            return
        first = self._free_number()
        shapes = "".join(shape.replace("{number}", str(first + number)) for number, shape in enumerate(self._shapes))
        if self._part is None:
            block = first // _BLOCK
            layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block},{block + 1}"/></o:shapelayout>'
            self._new_part(f"<xml {_SPACES}>{layout}{_TYPE_SHAPE}{shapes}</xml>".encode())
            return
        content = self._package.content(self._part)
        before, end, after = content.rpartition(b"</xml>")
        if not end:
            raise Unmarkable(self._part)
        kind = b"" if f'id="{_TYPE}"'.encode() in content else _TYPE_SHAPE.encode()
        self._package.replace(self._part, before + kind + shapes.encode() + end + after)

    def _free_number(self) -> int:
        """Return the first number for a shape: behind those of this drawing, or in a block that no drawing has."""
        parts = [self._part] if self._part is not None else self._package.names("vml")
        taken = [int(number) for part in parts for number in _NUMBER.findall(self._package.content(part))]
        return (
            max(taken) + 1 if self._part is not None and taken else (max(taken, default=0) // _BLOCK + 1) * _BLOCK + 1
        )

    def _new_part(self, content: bytes) -> None:
        package, root = self._package, self._sheet.root
        part = package.add("vmlDrawing", "vml", content, _VML_TYPE)
        number = package.relate(self._sheet.part, "vmlDrawing", part)
        package.edit(self._sheet.part)
        types = package.edit(TYPES_PART)
        if not any(
            entry.get("Extension", "").lower() == "vml" for entry in types.iterchildren(f"{{{TYPES[0]}}}Default")
        ):
            types.insert(0, etree.Element(f"{{{TYPES[0]}}}Default", Extension="vml", ContentType=_VML_TYPE))
        if (old := self._element()) is not None:  # it leads nowhere
            root.remove(old)
        element = etree.Element(f"{self._sheet.space}legacyDrawing", {f"{{{RELATIONS[package.dialect]}}}id": number})
        behind = next((child for child in root if self._comes_after(child)), None)
        if behind is None:
            root.append(element)
        else:
            behind.addprevious(element)

    def _comes_after(self, child: etree.ElementBase) -> bool:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        return name in _AFTER or (name == "AlternateContent" and any(
            etree.QName(inner).localname in _AFTER for inner in child.iter() if isinstance(inner.tag, str)))  # fmt: skip

    def _element(self) -> etree.ElementBase | None:
        return self._sheet.root.find(f"{self._sheet.space}legacyDrawing")
