"""What the fast reader does not show: formulas and error values, straight from a sheet's XML.

Only looked for, never built into a tree. Formulas are compared in their escaped form; the two escapes that some programs write
and others do not are undone first.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CELL = re.compile(r'<c r="([A-Z]{1,3}[0-9]+)"([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)')
_ERROR = re.compile(r'<c r="([A-Z]{1,3}[0-9]+)"[^>]*\bt="e"[^>]*>.*?<v>([^<]*)</v>', re.DOTALL)
_PREFIXED = re.compile(r"<[a-z]+:worksheet\b")
_FUNCTION_PREFIX = re.compile(r"_xlfn\.|_xlws\.")
_BLANKS = re.compile(r'\s+(?=(?:[^"]*"[^"]*")*[^"]*$)')


class Scanned(NamedTuple):
    """The formulas (escaped, by address) and the error values (by address) of one sheet."""

    formulas: dict[str, str]
    errors: dict[str, str]


NOTHING = Scanned({}, {})


def scan(xml: bytes) -> Scanned:
    """Find the formulas and errors of a sheet. Raises UnicodeDecodeError for XML that is not UTF-8."""
    has_formulas, has_errors = b"<f" in xml, b't="e"' in xml
    if not has_formulas and not has_errors:
        return NOTHING
    text = xml.decode("utf-8")
    if "&quot;" in text:
        text = text.replace("&quot;", '"')
    if "&apos;" in text:
        text = text.replace("&apos;", "'")
    formulas = {match[1]: match[3] or "" for match in _CELL.finditer(text)} if has_formulas else {}
    errors = {match[1]: match[2] for match in _ERROR.finditer(text)} if has_errors else {}
    return Scanned(formulas, errors)


def escaped(formula: str) -> str:
    """Return a formula as it stands in XML, in the form that `scan` gives."""
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def same_formula(one: str, other: str) -> bool:
    """Whether two escaped formulas are the same but for what programs write differently: blanks, case, `$`, prefixes."""
    return one == other or _canonical(one) == _canonical(other)


def _canonical(formula: str) -> str:
    text = _FUNCTION_PREFIX.sub("", _BLANKS.sub("", formula.removeprefix("=")))
    parts = text.split('"')
    return '"'.join(part.replace("$", "").upper() if number % 2 == 0 else part for number, part in enumerate(parts))


def is_prefixed(xml: bytes) -> bool:
    """Whether a sheet's elements carry a namespace prefix, so that `scan` would find nothing."""
    return _PREFIXED.search(xml[:2000].decode("utf-8", "replace")) is not None
