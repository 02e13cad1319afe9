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


def test_errors_are_found_where_a_formula_stood() -> None:
    found = apart(CELLS % b'<c r="A1" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="A2" t="e"><v>#N/A</v></c>')
    assert found is not None
    assert errors_in(found.cells) == {"A1": "#DIV/0!", "A2": "#N/A"}
