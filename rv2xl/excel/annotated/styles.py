"""Styles added to a workbook: those of the list of findings, and for each style in use the same one with a hatching.

A hatching keeps the ground below it, and no border changes: so it can be taken off again when the file comes back.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cached_property
from typing import Any

from lxml import etree

from rv2xl.excel.annotated.edited import EditedPackage, Unmarkable, namespace_of
from rv2xl.excel.looks import MARKS, properties
from rv2xl.excel.package.edit import XmlElement
from rv2xl.model.finding import Severity

_EDGES = ("left", "right", "top", "bottom")
_LINES = {0: None, 1: "thin", 2: "medium", 7: "hair"}


class Styles:
    """The styles of a package; each is a number, as a text."""

    def __init__(self, package: EditedPackage) -> None:
        part = package.related(package.workbook, "styles")
        if part is None:
            raise Unmarkable("no styles")
        self._package, self._part = package, part
        self._space = f"{{{namespace_of(package.tree(part))}}}"
        self._made: dict[tuple[str, str], str] = {}

    def marked(self, style: str, severity: Severity) -> str:
        """Return a style with the hatching of a severity."""
        return self._derived(style, str(severity), lambda old: self._hatched(self._ground(old), severity))

    def unmarked(self, style: str) -> str:
        """Return a style without the hatching that it has."""
        return self._derived(style, "", lambda old: self._plain(self._ground(old)))

    @property
    def has_marks(self) -> bool:
        """Whether the file came with hatchings of ours."""
        return bool(self._hatchings)

    def is_marked(self, style: str) -> bool:
        """Whether a style has a hatching of ours."""
        return style in self._hatchings

    def named(self, name: str) -> str:
        """Return the style of this name (`looks`)."""
        if (name, "") not in self._made:
            look = properties(name)
            number = etree.Element(f"{self._space}xf", {
                "numFmtId": "0", "fontId": self._font(look), "fillId": self._ground_fill(look), "borderId": self._border(look),
                "xfId": "0", "applyFont": "1", "applyFill": "1", "applyBorder": "1", "applyAlignment": "1"})  # fmt: skip
            etree.SubElement(number, f"{self._space}alignment", _alignment(look))
            self._made[name, ""] = self._added("cellXfs", number)
        return self._made[name, ""]

    @cached_property
    def _hatchings(self) -> set[str]:
        """The styles with a hatching of ours, as the file came."""
        fills = {number for number, fill in enumerate(self._children("fills")) if self._is_hatching(fill)}
        return {str(number) for number, xf in enumerate(self._children("cellXfs")) if _number(xf, "fillId") in fills}

    def _is_hatching(self, fill: XmlElement) -> bool:
        pattern = fill.find(f"{self._space}patternFill")
        ink = None if pattern is None else pattern.find(f"{self._space}fgColor")
        if pattern is None or ink is None:
            return False
        return any(
            (pattern.get("patternType"), ink.get("rgb", "")[-6:].upper()) == (name, colour[1:])
            for _, name, colour in MARKS.values()
        )

    def _derived(self, style: str, kind: str, fill_of: Any) -> str:
        """Return a style that has another fill and is the same in all else."""
        if (style, kind) not in self._made:
            known = self._children("cellXfs")
            if not style.isdecimal() or int(style) >= len(known):
                raise Unmarkable("style")
            xf = deepcopy(known[int(style)])
            xf.set("fillId", fill_of(known[int(style)]))
            xf.set("applyFill", "1")
            self._made[style, kind] = self._added("cellXfs", xf)
        return self._made[style, kind]

    def _ground(self, xf: XmlElement) -> XmlElement | None:
        """Return the colour of a style's ground; None where it has none, or no single one."""
        fills, number = self._children("fills"), _number(xf, "fillId")
        pattern = fills[number].find(f"{self._space}patternFill") if number < len(fills) else None
        if pattern is None:
            return None
        if pattern.get("patternType") == "solid":
            return pattern.find(f"{self._space}fgColor")
        return pattern.find(f"{self._space}bgColor") if self._is_hatching(fills[number]) else None

    def _hatched(self, ground: XmlElement | None, severity: Severity) -> str:
        _, name, colour = MARKS[severity]
        fill = etree.Element(f"{self._space}fill")
        pattern = etree.SubElement(fill, f"{self._space}patternFill", patternType=name)
        etree.SubElement(pattern, f"{self._space}fgColor", rgb=f"FF{colour[1:]}")
        if ground is not None:
            etree.SubElement(pattern, f"{self._space}bgColor", dict(ground.attrib))
        return self._added("fills", fill)

    def _plain(self, ground: XmlElement | None) -> str:
        if ground is None:
            return "0"
        fill = etree.Element(f"{self._space}fill")
        pattern = etree.SubElement(fill, f"{self._space}patternFill", patternType="solid")
        etree.SubElement(pattern, f"{self._space}fgColor", dict(ground.attrib))
        etree.SubElement(pattern, f"{self._space}bgColor", indexed="64")
        return self._added("fills", fill)

    def _ground_fill(self, look: dict[str, Any]) -> str:
        if "bg_color" not in look:
            return "0"
        colour = etree.Element(f"{self._space}fgColor", rgb=_rgb(look["bg_color"]))
        return self._plain(colour)

    def _font(self, look: dict[str, Any]) -> str:
        font = etree.Element(f"{self._space}font")
        for name, mark in (("bold", "b"), ("italic", "i"), ("underline", "u")):
            if look.get(name):
                etree.SubElement(font, self._space + mark)
        for name, value in (("sz", f"{look['font_size']:g}"), ("name", look["font_name"])):
            if name == "name":
                etree.SubElement(font, f"{self._space}color", rgb=_rgb(look["font_color"]))
            etree.SubElement(font, self._space + name, val=value)
        return self._added("fonts", font)

    def _border(self, look: dict[str, Any]) -> str:
        border = etree.Element(f"{self._space}border")
        for edge in _EDGES:
            line = _LINES[look.get(edge, look.get("border", 0))]
            side = etree.SubElement(border, self._space + edge, {} if line is None else {"style": line})
            if line is not None:
                colour = look.get(f"{edge}_color", look.get("border_color", "#000000"))
                etree.SubElement(side, f"{self._space}color", rgb=_rgb(colour))
        etree.SubElement(border, f"{self._space}diagonal")
        return self._added("borders", border)

    def _children(self, table: str) -> list[XmlElement]:
        found = self._package.tree(self._part).find(f"{self._space}{table}")
        if found is None:
            raise Unmarkable(table)
        return list(found.iterchildren(f"{self._space}*"))

    def _added(self, table: str, element: XmlElement) -> str:
        """Put a style, or a piece of one, behind the others; return its number."""
        found = self._package.edit(self._part).find(f"{self._space}{table}")
        if found is None:
            raise Unmarkable(table)
        number = len(list(found.iterchildren(f"{self._space}*")))
        found.append(element)
        found.set("count", str(number + 1))
        return str(number)


def _alignment(look: dict[str, Any]) -> dict[str, str]:
    found = {
        "horizontal": look.get("align"), "vertical": {"vcenter": "center"}.get(look.get("valign", ""), look.get("valign")),
        "indent": str(look["indent"]) if "indent" in look else None, "wrapText": "1" if look.get("text_wrap") else None,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _rgb(colour: str) -> str:
    return f"FF{colour.removeprefix('#')}"


def _number(xf: XmlElement, name: str) -> int:
    text = xf.get(name, "0")
    return int(text) if text.isdecimal() else 0
