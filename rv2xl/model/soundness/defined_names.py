"""What can be the name of a cell. Excel repairs a file with a name that it takes for something else, and formulas lose their cells."""

from __future__ import annotations

import re

LENGTH = 255
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_NAME = re.compile(r"[^\W\d][\w.]*", re.ASCII)
_A1 = re.compile(r"([a-z]{1,3})0*([1-9]\d{0,6})", re.ASCII)
_R1C1 = re.compile(r"(r\d*)?(c\d*)?", re.ASCII)
_CONSTANTS = ("true", "false", "wahr", "falsch")


def is_name(text: str) -> bool:
    """Whether a cell can be called so: not an address („A1“, „XFD1“, „R1C1“, „R“), not a constant; ASCII letters only."""
    lower = text.lower()
    return (
        len(text) <= LENGTH
        and _NAME.fullmatch(text) is not None
        and lower not in _CONSTANTS
        and _R1C1.fullmatch(lower) is None
        and not _is_address(lower)
    )


def _is_address(lower: str) -> bool:
    match = _A1.fullmatch(lower)
    if match is None:
        return False
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("a") + 1
    return column <= LAST_COLUMN and int(match[2]) <= LAST_ROW
