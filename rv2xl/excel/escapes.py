"""Signs that a workbook cannot hold as they are: „_x000D_“ stands for a carriage return, in texts and in results of formulas alike."""

from __future__ import annotations

import re

# What XML cannot carry, what its readers would alter (a bare CR becomes LF), and text that looks like such an escape.
_TO_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def escaped(text: str) -> str:
    """Return a text as a part of the workbook holds it."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Return a text as it is shown."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
