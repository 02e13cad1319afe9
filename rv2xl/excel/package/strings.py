"""The texts that the cells of a workbook share."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rv2xl.excel.package.parser import XmlElement, read_tree

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Return a text as it is shown: „_x000D_“ stands for a sign that XML cannot hold."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def read_strings(pieces: Iterable[bytes], part: str = "") -> list[str]:
    """Read the part with the shared texts. Raises DamagedPart, PartTooLarge."""
    root = read_tree(pieces, "sst", part=part)
    space = root.tag[: -len("sst")]
    return [unescaped(text_in(item, space)) for item in root.iterchildren(f"{space}si")]


def text_in(item: XmlElement, space: str) -> str:
    """Return a text without the looks of its runs and without phonetic ones; `space` stands before the names of its elements."""
    pieces = []
    for child in item:
        if child.tag == f"{space}t":
            pieces.append(child.text or "")
        elif child.tag == f"{space}r":
            pieces += [text.text or "" for text in child.iterchildren(f"{space}t")]
    return "".join(pieces)
