"""Formulas and values come apart without a sign lost, whichever way a program writes the formulas."""

from __future__ import annotations

import pytest

from rv2xl.excel.canonical import Shape
from rv2xl.excel.scan import apart, errors_in

CELLS = b"<sheetData><row>%s</row></sheetData>"


@pytest.mark.parametrize(
    ("cells", "bare", "formulas"),
    [
        (b'<c r="A1"><v>1</v></c>', b'<c r="A1"><v>1</v></c>', {}),
        (b'<c r="B2" s="1" t="str"><f>A1&amp;"x"</f><v>1x</v></c><c r="B3"/>', b'<c r="B2" s="1" t="str"><v>1x</v></c><c r="B3"/>',
         {b"B2": b'A1&amp;"x"'}),
        (b'<c r="B2">\n <f aca="false">A1</f></c>', b'<c r="B2">\n </c>', {b"B2": b"A1"}),
        (b'<c r="B2"><f></f><v>1</v></c>', b'<c r="B2"><v>1</v></c>', {b"B2": b""}),
        (b'<c r="B2"><f t="shared" ref="B2:B4" si="0">A2+$A$1</f><v>1</v></c><c r="B3" s="4"><f t="shared" si="0"/><v>2</v></c>'
         b'<c r="B4"><f t="shared" si="0"></f><v>3</v></c>',
         b'<c r="B2"><v>1</v></c><c r="B3" s="4"><v>2</v></c><c r="B4"><v>3</v></c>',
         {b"B2": b"A2+$A$1", b"B3": b"A3+$A$1", b"B4": b"A4+$A$1"}),
    ],
)  # fmt: skip
def test_formulas_come_apart_from_the_cells(cells: bytes, bare: bytes, formulas: dict[bytes, bytes]) -> None:
    assert apart(CELLS % cells) == (CELLS % bare, formulas)


@pytest.mark.parametrize(
    "cells",
    [
        b'<c r="A1"><v>1</v><f>B1</f></c>',
        b'<c r="A1"><f>B1</f><f>B2</f></c>',
        b'<c r="A1"><is><t>x<f>B1</f></t></is></c>',
        b'<c r="A1"><f>B1<v>1</v></f></c>',
        b'<c r="A1"><f/>B1</f></c>',
        b"<c><f>B1</f></c>",
        b'<c r="A1"/><f>B1</f>',
        b"</f>",
    ],
)
def test_formulas_that_stand_elsewhere_stay(cells: bytes) -> None:
    found = apart(CELLS % cells)
    assert found is None or b"<f" in found.cells or found.cells == CELLS % cells


def test_a_shape_with_a_formula_left_is_written_anew() -> None:
    row = b'<row r="1"><c r="A1"><v>1</v><f>B1</f></c><c r="B1"><f t="shared" si="0"/></c></row>'
    cells = Shape().sheet_cells(b"<worksheet><sheetData>%s</sheetData></worksheet>" % row)
    assert b"<f" not in cells.xml
    assert cells.formulas == {b"A1": b"B1", b"B1": b""}
    assert b'<c r="A1"><v>1</v></c>' in cells.xml


TRUE = b'<row r="1"><c r="A1"><f>B1*2</f><v>4</v></c><c r="B1"><v>2</v></c></row>'
OTHER = b'<q:h xmlns:q="urn:x"><sheetData><row r="1"><c r="A1"><v>9</v></c></row></sheetData></q:h>'


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (b"", b""),
        (b'<c r="A9"><f>1</f></c>', b""),
        (b'<c r="A9"><f>%s</f></c>' % (b"1" * 200), OTHER),
        (b"", b'<extLst><c r="B1"><f>B1*2</f></c></extLst>'),
        (b"", b'<!-- <c r="A1"><f>B1*3</f></c> -->'),
        (b"", b"<f>1</f>"),
    ],
    ids=[
        "nothing",
        "a formula before",
        "a long formula before, cells behind",
        "a cell behind",
        "a comment behind",
        "a formula behind",
    ],
)
def test_only_what_stands_among_the_cells_is_taken(head: bytes, tail: bytes) -> None:
    cells = Shape().sheet_cells(b"<worksheet>%s<sheetData>%s</sheetData>%s</worksheet>" % (head, TRUE, tail))
    assert cells.formulas == {b"A1": b"B1*2"}
    assert b'<c r="A1"><v>4</v></c><c r="B1"><v>2</v></c>' in cells.xml
    assert b"<v>9</v>" not in cells.xml


def test_errors_are_found_where_a_formula_stood() -> None:
    found = apart(CELLS % b'<c r="A1" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="A2" t="e"><v>#N/A</v></c>')
    assert found is not None
    assert errors_in(found.cells) == {"A1": "#DIV/0!", "A2": "#N/A"}
