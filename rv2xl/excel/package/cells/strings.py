"""The texts that the cells of a workbook share."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from rv2xl.excel.escapes import unescaped
from rv2xl.excel.package.parser import read_tree
from rv2xl.excel.package.unpack import DamagedPart


def read_strings(pieces: Iterable[bytes], part: str = "") -> list[str]:
    """Read the part with the shared texts. Raises DamagedPart, PartTooLarge.

    Texts among foreign elements, which some programs count and some do not, are damage.
    """
    root = read_tree(pieces, "sst", part=part)
    space = root.tag[: -len("sst")]
    text_tag, items = f"{space}t", root.findall(f"{space}si")
    if sum(1 for _ in root.iter(f"{space}si")) > len(items):
        raise DamagedPart
    texts = []
    for item in items:
        first = item[0] if len(item) == 1 else None  # nearly all are one text
        if first is not None and first.tag == text_tag and not len(first):
            texts.append(first.text or "")
        else:
            texts.append(_text_in(item, space))
    return [unescaped(text) for text in texts]


def _text_in(item: Element, space: str) -> str:
    """Return a text without the looks of its runs and without phonetic ones; `space` stands before the names of its elements.

    Raises DamagedPart if there are two where only one can be (programs show the first, the last or both), and for an element of
    another namespace: some programs go by the name alone.
    """
    if any(not inner.tag.startswith(space) for inner in item.iter()):
        raise DamagedPart
    pieces = []
    for part in (item, *item.iterfind(f"{space}r")):
        texts = part.findall(f"{space}t")
        if len(texts) > 1 or any(len(text) for text in texts):
            raise DamagedPart
        pieces += [text.text or "" for text in texts]
    return "".join(pieces)
