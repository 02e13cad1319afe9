"""Names, ranges, styles, relations and tabs without number, and files that are no package."""

from __future__ import annotations

import re

from rv2xl.excel.package.set_cells import set_cells
from tests.programs.package import MAIN, RELS, STYLES, TYPES, WORKBOOK, filled, packed, parts_of, replaced, sheet_parts
from tests.security import hostile
from tests.security.costly.build import (
    ACCEPTED,
    DOK,
    MILLION,
    ORT,
    TOO_LARGE,
    UNREADABLE,
    Table,
    inserted,
    padded,
    renamed,
    with_tabs,
)  # fmt: skip

_NESTED = b"<a>" * 100_000 + b"</a>" * 100_000
_ONE = b'<worksheet xmlns="%s"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>' % MAIN
_TABS = 285


def _corner(cell: bytes, row: int) -> bytes:
    end = b'<row r="%d"><c r="%s"><v>1</v></c></row></sheetData>' % (row, cell)
    return replaced(_ONE, b"</sheetData>", end)


def _names(count: int) -> bytes:
    name = b'<definedName name="n%d" localSheetId="3">\'58 Erbach\'!$A$%d</definedName>'
    return b"".join(name % (n, n % 900 + 1) for n in range(count))


def _many_names() -> bytes:
    """As many names as may be, and a changed label, for which they are asked."""
    parts = parts_of(set_cells(filled(DOK), {ORT: {"A26": "Bewilligte Tage"}}))
    end = b"</definedNames>"
    return packed(parts | {WORKBOOK: padded(replaced(parts[WORKBOOK], end, _names(200_000) + end))})


def _one_part() -> bytes:
    parts = with_tabs(_TABS, _ONE)
    return packed(parts | {RELS: re.sub(rb"worksheets/more\d+.xml", b"worksheets/sheet4.xml", parts[RELS])})


def _copies() -> bytes:
    """One Ort as often as may be, and the issued one renamed."""
    return renamed(with_tabs(_TABS, parts_of(filled(DOK))[sheet_parts(filled(DOK))[ORT]]))


def _formats() -> bytes:
    formats = (b'<numFmt numFmtId="%d" formatCode="%s"/>' % (n, b"[" * 50) for n in range(200, 100_000))
    return inserted(STYLES, b"<fonts", b"<numFmts>" + b"".join(formats) + b"</numFmts>")


def _ole() -> bytes:
    """An old file in which the name that is looked for stands a million times, and never where it would count."""
    stream = "Workbook\0".encode("utf-16-le")
    return hostile.ole() + b"\x01" + stream * (20 * MILLION // len(stream))


TABLE: Table = {
    "a million defined names": (lambda: inserted(WORKBOOK, b"</definedNames>", _names(MILLION)), TOO_LARGE),
    "as many defined names as may be, and a label changed": (_many_names, ("VORGABE-GEAENDERT",)),
    "a million merged ranges": (
        lambda: inserted(sheet_parts(filled(DOK))[ORT], b"</mergeCells>", b'<mergeCell ref="F1:XFD1048576"/>' * MILLION), ACCEPTED),
    "nested in the workbook": (lambda: inserted(WORKBOOK, b"<sheets>", b"<!-- -->" + _NESTED), UNREADABLE),
    "nested in the styles": (lambda: inserted(STYLES, b"</styleSheet>", _NESTED), UNREADABLE),
    "nested in the content types": (lambda: inserted(TYPES, b"</Types>", _NESTED), UNREADABLE),
    # of the workbook more elements are counted than may be, before anything looks at them; the others are no XML
    "sheets without an end": (lambda: inserted(WORKBOOK, b"</sheets>", b"<sheet " * MILLION), TOO_LARGE),
    "relations without an end": (lambda: inserted(RELS, b"</Relationships>", b"<Relationship " * MILLION), UNREADABLE),
    "a quote without an end": (lambda: inserted(RELS, b"</Relationships>", b"<Relationship a='" * (MILLION // 2)), UNREADABLE),
    "blanks in a relation": (lambda: inserted(RELS, b"</Relationships>", b"<Relationship" + b" " * (10 * MILLION)), UNREADABLE),
    "half a million styles": (lambda: inserted(STYLES, b"</cellXfs>", b'<xf numFmtId="14"/>' * (MILLION // 2)), TOO_LARGE),
    "a hundred thousand formats": (_formats, ACCEPTED),
    "thousands of sheets": (lambda: packed(with_tabs(1_800, _ONE)), TOO_LARGE),
    "hundreds of sheets, each to its corner": (lambda: renamed(with_tabs(_TABS, _corner(b"Z999", 999))), TOO_LARGE),
    "hundreds of sheets, each to a far corner": (lambda: renamed(with_tabs(_TABS, _corner(b"ZZ2800", 2800))), TOO_LARGE),
    "one sheet under many names": (_one_part, UNREADABLE),
    "one Ort hundreds of times": (_copies, ("BLATT-FEHLT", "BLATT-FREMD")),
    "2,000 parts": (lambda: packed(parts_of(filled(DOK)) | {f"xl/media/{n}.xml": b"<a/>" for n in range(1_980)}), ACCEPTED),
    "an old file full of one name": (_ole, ("DATEI-FORMAT",)),
}  # fmt: skip
