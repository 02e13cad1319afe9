"""Long texts, many texts, texts shown often, and texts in the cells of fields."""

from __future__ import annotations

from tests.programs.package import STRINGS, STYLES, filled, packed, parts_of, replaced, sheet_parts
from tests.security.costly.build import (
    BESIDE,
    DOK,
    MILLION,
    ORT,
    TOO_LARGE,
    UNREADABLE,
    Table,
    inserted,
    padded,
    rows,
    set_text,
    text,
    with_cells,
)  # fmt: skip

_SMILE = "\U0001f600".encode()
"""Makes Python take four bytes for each sign of a text."""
_LONG = _SMILE + b"ab cd ef" * 4_000
_RUNS = b"<si>" + b"<r>" * 100_000 + b"</r>" * 100_000 + b"</si>"


def _long(size: int) -> bytes:
    return _SMILE + b"ab cd ef" * (size // 8)


def _often() -> bytes:
    """One shared text of 100 KB in ten thousand cells: a gigabyte for a reader that copies it."""
    parts = parts_of(filled(DOK))
    number = parts[STRINGS].count(b"<si>")
    strings = replaced(parts[STRINGS], b"</sst>", b"<si><t>" + b"ab cd ef" * 12_500 + b"</t></si></sst>")
    cells = rows((row, b"<c r=\"A%d\" t='s'><v>%d</v></c>" % (row, number)) for row in range(100, 9_999))
    return with_cells(cells, more={STRINGS: padded(strings)})


def _of_all() -> bytes:
    """About as much XML as may reach the parser, in sheets, texts and styles."""
    parts, part_of = parts_of(filled(DOK)), sheet_parts(filled(DOK))
    cells = rows((row, text(_LONG, b"A%d" % row)) for row in range(100, 300))
    for sheet in (ORT, "58 Michelstadt"):
        name = part_of[sheet]
        parts[name] = padded(replaced(parts[name], b"</sheetData>", cells + b"</sheetData>"))
    parts[STRINGS] = padded(replaced(parts[STRINGS], b"</sst>", b"<si><t>%s</t></si>" % _LONG * 200 + b"</sst>"))
    parts[STYLES] = padded(replaced(parts[STYLES], b"</cellXfs>", b'<xf numFmtId="14"/>' * 150_000 + b"</cellXfs>"))
    return packed(parts)


TABLE: Table = {
    "a text of 50 MB in a cell": (lambda: with_cells(rows([(99, text(_long(50 * MILLION), b"A99"))])), TOO_LARGE),
    "a text of 20 MB in a cell": (lambda: with_cells(rows([(99, text(_long(20 * MILLION), b"A99"))])), TOO_LARGE),
    "a text of 50 MB among the shared": (
        lambda: inserted(STRINGS, b"</sst>", b"<si><t>%s</t></si>" % _long(50 * MILLION)), TOO_LARGE),
    "a text of 4 MB in a number's cell": (lambda: set_text("bewilligt.lwv", b"1" * (4 * MILLION)), ("NICHT-GEPRUEFT", "TYP")),
    "blanks of 4 MB in a number's cell": (
        lambda: set_text("bewilligt.lwv", b"1" + b" " * (4 * MILLION) + b"1"), ("NICHT-GEPRUEFT", "TYP")),
    "digits and points of 4 MB in a number's cell": (
        lambda: set_text("bewilligt.lwv", b"1." * (2 * MILLION)), ("NICHT-GEPRUEFT", "TYP")),
    "digits and points of 4 MB in a date's cell": (
        lambda: set_text("konzeption.vom", b"1." * (2 * MILLION)), ("DATUM", "NICHT-GEPRUEFT")),
    "a text of 4 MB in a list's cell": (
        lambda: set_text("konzeption.liegt_vor", b"ja " * (4 * MILLION // 3)), ("LISTE", "NICHT-GEPRUEFT")),
    "a number of a thousand million digits": (lambda: set_text("bewilligt.lwv", b"1E999999999"), ("NICHT-GEPRUEFT", "TYP")),
    "15 MB of text in a sheet, four bytes a sign": (
        lambda: with_cells(rows((row, text(_LONG, b"A%d" % row)) for row in range(100, 570))), BESIDE),
    "about as much XML as may be": (_of_all, BESIDE),
    "five million shared texts": (lambda: inserted(STRINGS, b"</sst>", b"<si/>" * (5 * MILLION)), TOO_LARGE),
    "five million shared texts, written out": (
        lambda: inserted(STRINGS, b"</sst>", b"<si><t/></si>" * (5 * MILLION)), TOO_LARGE),
    "a million shared texts": (lambda: inserted(STRINGS, b"</sst>", b"<si><t/></si>" * MILLION), TOO_LARGE),
    "one shared text shown ten thousand times": (_often, BESIDE),
    "nested in a text": (lambda: inserted(STRINGS, b"</sst>", _RUNS), UNREADABLE),
}  # fmt: skip
