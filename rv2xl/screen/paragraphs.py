"""Paragraphs of running text, wrapped at words: on a terminal to its width, elsewhere to one that is read everywhere."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rv2xl.model.foreign_text import one_line

ELSEWHERE = 100
"""The width in a pipe or file, as wide as the help at most: what is kept is read in an editor, or printed on A4 across."""
NARROWEST, WIDEST = 40, 120
"""A narrower terminal breaks the lines itself; longer ones than these are hard to read."""

HANGING = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that begins so far to the right, its further lines a little more; on a terminal in a style of Rich. `whole` is not
    wrapped: to be copied."""

    text: str
    indent: int = 0
    style: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown."""

    text: str
    style: str = ""


def screen_width() -> int:
    """Return the width for which is wrapped."""
    if not sys.stdout.isatty():
        return ELSEWHERE
    return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)


_GLUE = "\xa0"
_TOGETHER = re.compile(r"(\b\d{1,4}|\bNr\.|§) (?=\w)")
"""Where no line ends: between a number and what it counts, and before a dash."""


def wrapped(paragraphs: Iterable[Paragraph], width: int) -> Iterator[Line]:
    """Yield the lines of paragraphs, none wider than `width` but for those that are not wrapped. What acts on a terminal does not."""
    for paragraph in paragraphs:
        text, before = one_line(paragraph.text), " " * paragraph.indent
        if paragraph.whole or not text:
            yield Line(before * bool(text) + text, paragraph.style)
            continue
        lines = textwrap.wrap(
            _glued(text), width, initial_indent=before,
            subsequent_indent=before + " " * HANGING, break_on_hyphens=False,
        )  # fmt: skip
        yield from (Line(line.replace(_GLUE, " "), paragraph.style) for line in lines)


def _glued(text: str) -> str:
    return _TOGETHER.sub(rf"\1{_GLUE}", text).replace(" – ", f"{_GLUE}– ")


def print_lines(lines: Iterable[Line]) -> None:
    """Print lines: in their styles on a terminal, else the text alone."""
    if not sys.stdout.isatty():
        for line in lines:
            print(line.text)
        return
    from rich.console import Console

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line.text, style=line.style or None)
