"""Sheets of millions of cells, far cells, cells in hiding, XML without an end."""

from __future__ import annotations

from tests.security.costly.build import (
    ACCEPTED,
    BESIDE,
    LETTERS,
    MILLION,
    TOO_LARGE,
    UNREADABLE,
    Table,
    rows,
    with_cells,
)  # fmt: skip

_WIDE = b'<row r="1">' + b"<c><v>1</v></c>" * 16_384 + b'</row><row r="9999"><c><v>1</v></c></row>'
_HIDDEN = b'<x:row r="1"><x:c r="XFD1"><x:v>1</x:v></x:c></x:row><row r="9999"><c r="A9999"><v>1</v></c></row>'
_NESTED = b"<a>" * 100_000 + b"</a>" * 100_000


def _blank_rows() -> bytes:
    cells = b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/><c r="C%d" s="1"/><c r="D%d" s="1"/></row>'
    return with_cells(b"".join(cells % ((row,) * 5) for row in range(100, MILLION // 2)))


def _filled(last: int, columns: int) -> bytes:
    """A value in each column of all rows down to the last, below those of the return."""
    cell = b'<c r="%s%d"><v>.5</v></c>'
    return rows((row, b"".join(cell % (column, row) for column in LETTERS[:columns])) for row in range(100, last + 1))


def _shared_formula() -> bytes:
    """One long formula that thousands of cells refer to."""
    master = b'<c r="F1"><f t="shared" ref="F1:F9998" si="0">' + b"A1+" * 2_700 + b"1</f><v>.5</v></c>"
    cells = rows((row, b'<c r="F%d"><f t="shared" si="0"/><v>.5</v></c>' % row) for row in range(100, 9_998))
    return with_cells(rows([(1, master)]) + cells, sheet="Ausfüllhilfe")


TABLE: Table = {
    "five million cells, blank, without addresses": (
        lambda: with_cells(b"<row>" + b"<c/>" * (5 * MILLION) + b"</row>"), TOO_LARGE),
    # of blank cells nothing is kept, wherever they stand
    "five million cells, blank": (
        lambda: with_cells(b'<row r="99">' + b'<c r="A99"/>' * (5 * MILLION) + b"</row>"), TOO_LARGE),
    # the second value at an address is damage already
    "five million cells with content, at one address": (
        lambda: with_cells(b'<row r="99">' + b'<c r="F9"><v>1</v></c>' * (5 * MILLION) + b"</row>"), UNREADABLE),
    "nearly as many cells with content as may be": (lambda: with_cells(_filled(9_900, 140)), BESIDE),
    "more cells with content than may be": (lambda: with_cells(_filled(9_900, 155)), TOO_LARGE),
    "as many cells without addresses as may be": (
        lambda: with_cells(b"<row><c><v>.5</v></c></row>" * 9_800), BESIDE),
    "more cells without addresses than may be": (
        lambda: with_cells(b"<row><c><v>.5</v></c></row>" * 190_000), TOO_LARGE),
    "a cell in each row": (
        lambda: with_cells(rows((row, b'<c r="Z%d"><v>.5</v></c>' % row) for row in range(100, 9_999))), BESIDE),
    "a cell in each row and column": (
        lambda: with_cells(rows((row, b'<c r="%s%d"><v>1</v></c>' % (LETTERS[row % 702], row)) for row in range(100, 9_999))), TOO_LARGE),
    "a wide sheet without addresses": (lambda: with_cells(_WIDE, alone=True), TOO_LARGE),
    "cells hidden behind a prefix": (lambda: with_cells(_HIDDEN), UNREADABLE),
    "half a million rows with blank cells": (_blank_rows, ACCEPTED),
    "a million rows of another shape": (
        lambda: with_cells(b"".join(b"<row r='%d' ht='15'/>" % row for row in range(100, MILLION))), ACCEPTED),
    "nested in a cell": (lambda: with_cells(b'<row r="99"><c r="A99">' + _NESTED + b"</c></row>"), UNREADABLE),
    "errors without a value": (
        lambda: with_cells(b'<row r="99">' + b'<c r="A1" t="e">' * 500_000 + b"</row>"), UNREADABLE),
    # no XML, as the parser says at the second of them
    "a tag without an end": (lambda: with_cells(b'<c r="A1" ' * MILLION), UNREADABLE),
    "a formula without an end": (lambda: with_cells(b'<c r="A1"><f>' * (MILLION // 2)), UNREADABLE),
    "blanks before a formula": (lambda: with_cells(b'<c r="A1">' + b" " * (10 * MILLION)), UNREADABLE),
    "one long formula shared by thousands of cells": (_shared_formula, ACCEPTED),
}  # fmt: skip
