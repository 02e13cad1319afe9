"""The texts that the cells of a workbook share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from rv2xl.excel.package.parser import read_tree
from rv2xl.excel.package.unpack import DamagedPart

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Return a text as it is shown: „_x000D_“ stands for a sign that XML cannot hold."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def read_strings(pieces: Iterable[bytes], part: str = "") -> list[str]:
    """Read the part with the shared texts. Raises DamagedPart, PartTooLarge."""
    root = read_tree(pieces, "sst", part=part)
    space = root.tag[: -len("sst")]
    text_tag = f"{space}t"
    texts = []
    for item in root.iterfind(f"{space}si"):
        first = item[0] if len(item) == 1 else None  # nearly all are one text
        texts.append((first.text or "") if first is not None and first.tag == text_tag else text_in(item, space))
    return [unescaped(text) if "_x" in text else text for text in texts]


def text_in(item: Element, space: str) -> str:
    """Return a text without the looks of its runs and without phonetic ones; `space` stands before the names of its elements.

    Raises DamagedPart for an element of another namespace: some programs go by the name alone.
    """
    pieces = []
    for child in item.iter():
        if not child.tag.startswith(space):
            raise DamagedPart
    for child in item:
        if child.tag == f"{space}t":
            pieces.append(child.text or "")
        elif child.tag == f"{space}r":
            pieces += [text.text or "" for text in child.iterfind(f"{space}t")]
    return "".join(pieces)
