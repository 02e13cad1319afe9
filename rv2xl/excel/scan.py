"""What the fast reader does not show: formulas and error values, straight from a sheet's XML.

Only looked for, never built into a tree. Formulas are compared in their escaped form; the escapes that some programs write
and others do not are undone first.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import NamedTuple

_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)')
_ERROR = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"[^>]*\bt="e"[^>]*>.*?<v>([^<]*)</v>', re.DOTALL)
_FUNCTION_PREFIX = re.compile(r"_xlfn\.|_xlws\.")
_BLANKS = re.compile(r'\s+(?=(?:[^"]*"[^"]*")*[^"]*$)')

Writing = Callable[[str], str]
"""How a formula is written: as it is, or with the escapes of an XML text."""


class Scanned(NamedTuple):
    """The formulas (as written, by address) and the error values (by address) of one sheet."""

    formulas: dict[bytes, bytes]
    errors: dict[str, str]

    @property
    def writing(self) -> Writing:
        """How this program writes formulas, told from the first with a quotation mark."""
        for formula in self.formulas.values():
            if b"&quot;" in formula:
                return fully_escaped
            if b'"' in formula:
                return escaped
        return escaped


def scan(xml: bytes) -> Scanned:
    """Find the formulas and errors of a sheet, in its XML up to the end of the cells."""
    formulas = dict(_CELL.findall(xml)) if b"<f" in xml else {}
    errors = {name.decode(): text.decode() for name, text in _ERROR.findall(xml)} if b't="e"' in xml else {}
    return Scanned(formulas, errors)


def escaped(formula: str) -> str:
    """Return a formula as Excel, XlsxWriter and openpyxl write it into XML."""
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fully_escaped(formula: str) -> str:
    """Return a formula as LibreOffice writes it into XML: quotation marks are escaped too."""
    return escaped(formula).replace('"', "&quot;").replace("'", "&apos;")


def same_formula(found: bytes, expected: str) -> bool:
    """Whether a formula as found in XML is the expected one, but for what programs write differently: blanks,
    case, `$`, quotes around names."""
    return _canonical(html.unescape(found.decode("utf-8", "replace"))) == _canonical(expected)


def _canonical(formula: str) -> str:
    text = _FUNCTION_PREFIX.sub("", _BLANKS.sub("", formula.removeprefix("=")))
    parts = text.split('"')
    return '"'.join(
        part.replace("$", "").replace("'", "").upper() if number % 2 == 0 else part for number, part in enumerate(parts)
    )
