"""What the fast reader does not show: formulas and error values, straight from a sheet's XML.

Only looked for, never built into a tree. Formulas are compared in their escaped form; the escapes that some programs write
and others do not are undone first.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from rv2xl.excel.shared_formulas import shared_formulas

_ERROR = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"[^<>]*?\st="e"[^<>]*+>\s*+<v>([^<]*+)</v>')
_FORMULA = re.compile(rb"<f(\s[^<>]*+(?<!/))?>([^<]*+)</f>")
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"[^<>]*+(?<!/)>\s*+')
_ALONE = re.compile(rb'(<c r="([A-Z]{1,3}[0-9]+)"[^<>]*+>)\s*+(<f\s[^<>]*+(?<=/)>)')
_FUNCTION_PREFIX = re.compile(r"_xlfn\.|_xlws\.")
_BRACKET = re.compile(r"[()]")

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


class Apart(NamedTuple):
    """A sheet's cells without their formulas, and the formulas, as written, by address."""

    cells: bytes
    formulas: dict[bytes, bytes]


def apart(cells: bytes | memoryview) -> Apart | None:
    """Take the formulas out of the cells: they are most of a calculation sheet, and whoever reads values only passes over them.

    None if one of them does not stand first in a cell with its address.
    """
    pieces = _FORMULA.split(cells)
    formulas: dict[bytes, bytes] = {}
    shared: list[bytes] = []
    for before, attributes, text in zip(pieces[::3], pieces[1::3], pieces[2::3]):  # noqa: B905 - what is last stands before no formula
        cell = _CELL.fullmatch(before, before.rfind(b"<"))
        if cell is None:
            return None
        formulas[cell[1]] = text
        if attributes is not None and b"shared" in attributes:
            shared.append(b"%s<f%s>%s</f>" % (cell[0], attributes, text))
    bare = b"".join(pieces[::3])
    if not shared:
        return Apart(bare, formulas)
    alone = _ALONE.findall(bare)
    formulas |= dict.fromkeys((address for _, address, _ in alone), b"")
    formulas |= shared_formulas(b"".join((*shared, *(cell + formula for cell, _, formula in alone))))
    return Apart(_ALONE.sub(rb"\1", bare), formulas)


def errors_in(cells: bytes) -> dict[str, str]:
    """Find the error values of cells that are without their formulas, by address."""
    return {name.decode(): text.decode() for name, text in _ERROR.findall(cells)} if b't="e"' in cells else {}


def escaped(formula: str) -> str:
    """Return a formula as Excel, XlsxWriter and openpyxl write it into XML."""
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fully_escaped(formula: str) -> str:
    """Return a formula as LibreOffice writes it into XML: quotation marks are escaped too."""
    return escaped(formula).replace('"', "&quot;").replace("'", "&apos;")


def same_formula(found: bytes, expected: str) -> bool:
    """Whether a formula as found in XML is the expected one, but for what programs write differently: blanks,
    case, `$`, quotes around names, prefixes of functions, and Gnumeric's `-(-(A1))` for `--(A1)`."""
    if len(found) > 8 * len(expected) + 1_000:  # escapes and blanks do not add up to that
        return False
    here, issued = _canonical(html.unescape(found.decode("utf-8", "replace"))), _canonical(expected)
    return here == issued or (
        len(here.code) - len(issued.code) in range(2, 2 * issued.code.count("--") + 1, 2)
        and here.texts == issued.texts
        and _without_brackets(here.code) == _without_brackets(issued.code)
    )


class _Canonical(NamedTuple):
    """A formula with a quotation mark in the place of each text, and the texts."""

    code: str
    texts: tuple[str, ...]


def _canonical(formula: str) -> _Canonical:
    pieces = formula.removeprefix("=").split('"')
    code = "".join('"'.join(pieces[::2]).split()).replace("$", "").replace("'", "")
    return _Canonical(_FUNCTION_PREFIX.sub("", code).upper(), tuple(pieces[1::2]))


def _without_brackets(code: str) -> str:
    """Take the outer brackets out of `-(-(…))`, and nowhere else: the value stays the same."""
    if "-(-(" not in code:
        return code
    opened: list[int] = []
    closes: dict[int, int] = {}
    for bracket in _BRACKET.finditer(code):
        if bracket[0] == "(":
            opened.append(bracket.start())
        elif opened:
            closes[opened.pop()] = bracket.start()
    idle: list[int] = []
    for start, end in closes.items():
        if start and code[start - 1] == "-" and code.startswith("-(", start + 1) and closes.get(start + 2) == end - 1:
            idle += (start, end)
    places = [-1, *sorted(idle), len(code)]
    return "".join(code[before + 1 : after] for before, after in pairwise(places))
