"""set_cells.py against files of three writers, and against sheet XML written by hand for what those do not produce."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from rv2xl.excel.package.set_cells import Value, set_cells
from tests.programs.package import sheet_parts
from tests.unit.excel.workbooks import (
    NAMED,
    NS,
    ORT,
    TEXT,
    by_calamine,
    by_openpyxl_read,
    cells,
    edited,
    handmade,
    parts,
    rows,
)

VALUES = [
    ("B1", 12, 12, 12),
    ("B1", Decimal("1234.50"), 1234.5, 1234.5),
    ("B1", 0.1, 0.1, 0.1),
    ("B1", Decimal("-0"), 0, 0),
    ("B1", 10**20, 1e20, 1e20),
    ("B1", "Text", "Text", "Text"),
    ("B1", "=1+1", "=1+1", "=1+1"),
    ("B1", "", "", ""),
    ("B1", True, True, True),
    ("B1", None, "", None),
    ("C1", date(2025, 1, 31), date(2025, 1, 31), datetime(2025, 1, 31)),
    ("A1", "statt Personen", "statt Personen", "statt Personen"),
    ("B3", 3, 3, 3),
    ("A7", "neu", "neu", "neu"),
    ("D1", 24, 24, 24),
    ("D3", " neu <&> ", " neu <&> ", " neu <&> "),
    ("D3", None, "", None),
    ("D3", False, False, False),
    ("Z5", "eingefügt", "eingefügt", "eingefügt"),
    ("B9", 9, 9, 9),
]


@pytest.mark.parametrize("sheet", [ORT, NAMED])
@pytest.mark.parametrize(("address", "value", "calamine", "openpyxl_value"), VALUES)
def test_value_reads_back(
    workbook: bytes, sheet: str, address: str, value: Value, calamine: object, openpyxl_value: object
) -> None:
    data = set_cells(workbook, {sheet: {address: value}})
    read = by_calamine(data, sheet, address)
    assert (read, type(read) is bool) == (calamine, type(calamine) is bool)
    assert by_openpyxl_read(data, sheet, address) == openpyxl_value


@pytest.mark.parametrize(("address", "value"), [(address, value) for address, value, *_ in VALUES])
def test_all_else_stays(workbook: bytes, address: str, value: Value) -> None:
    data = set_cells(workbook, {ORT: {address: value}})
    before, after = parts(workbook), parts(data)
    changed = sheet_parts(workbook)[ORT]
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} <= {changed}
    # Without the one cell, the spans of its row and the sheet's range, the sheet is the same XML.
    cell = rf'<c [^>]*?\br="{address}"(?:[^>]*/>|></c>|.*?</c>)'
    hints = r'\sspans="[^"]*"|<dimension [^>]*></dimension>|<row r="9"></row>'
    rest = [
        re.sub(hints, "", re.sub(cell, "", etree.canonicalize(xml.decode())))
        for xml in (before[changed], after[changed])
    ]
    assert rest[0] == rest[1]


@pytest.mark.parametrize(("address", "formula"), [("D1", "=IF(B1>1,B1*2,0)"), ("D3", '=A1&" <&> "')])
@pytest.mark.parametrize("result", [None, 5, Decimal("0.25"), True, "Text", " Rand "])
def test_formula_stays_and_its_result_changes(workbook: bytes, address: str, formula: str, result: Value) -> None:
    data = set_cells(workbook, {ORT: {"B1": 20, address: result}})
    assert by_openpyxl_read(data, ORT, address, formula=True) == formula
    assert by_openpyxl_read(data, ORT, address) == (float(result) if isinstance(result, Decimal) else result)
    assert cells(data, ORT)[address].get("s") == cells(workbook, ORT)[address].get("s")


@pytest.mark.parametrize("value", [99, "hinein kopiert", None, date(2025, 1, 1)])
def test_overwrite_drops_the_formula(workbook: bytes, value: Value) -> None:
    data = set_cells(workbook, {ORT: {"D1": value, "D3": 1}, NAMED: {"D1": 1}}, overwrite={(ORT, "D1")})
    assert cells(data, ORT)["D1"].find(f"{NS}f") is None
    assert cells(data, ORT)["D1"].get("s") == cells(workbook, ORT)["D1"].get("s")
    assert by_openpyxl_read(data, ORT, "D3", formula=True) == '=A1&" <&> "'
    assert by_openpyxl_read(data, NAMED, "D1", formula=True) == "=IF(B1>1,B1*2,0)"


def test_inserted_cells_stand_in_order(workbook: bytes) -> None:
    new = ["B9", "A2", "Z5", "AB5", "C1", "E1", "A3", "C3", "C2", "A4", "AA12", "B12", "A100"]
    data = set_cells(workbook, {ORT: dict.fromkeys(new, 1)})
    there = list(cells(data, ORT))
    assert there == sorted(there, key=coordinate_to_tuple)
    assert set(there) == {*cells(workbook, ORT), *new}
    read_only = openpyxl.load_workbook(BytesIO(data), read_only=True)[ORT]
    assert [read_only[address].value for address in new if address != "C1"] == [1] * (len(new) - 1)


def test_libreoffice_reads_what_was_set(workbook: bytes, libreoffice: Callable[[bytes], bytes]) -> None:
    changes: dict[str, Value] = {"A1": "=1+1", "A2": TEXT, "B1": 20, "C1": date(2025, 1, 31), "D1": 40, "B9": True}
    data = libreoffice(
        set_cells(workbook, {NAMED: {**changes, "B3": "\x0b"}, ORT: {"D1": 77}}, overwrite=[(ORT, "D1")])
    )
    assert [by_calamine(data, NAMED, address) for address in changes] == list(changes.values())
    assert by_calamine(data, NAMED, "B3") == "\x0b"
    assert by_calamine(data, ORT, "D1") == 77
    assert by_openpyxl_read(data, NAMED, "D1", formula=True) == "=IF(B1>1,B1*2,0)"


INLINE = 't="inlineStr"><is><t xml:space="preserve">x</t></is></c>'
CUTS = [
    ("attributes in any order", '<row ht="9" r="2"><c s="3" t="s" r="B2"><v>0</v></c></row>', "x",
     f'<row ht="9" r="2"><c s="3" r="B2" {INLINE}</row>'),
    ("single quotes", "<row r='2' spans='1:4'><c r='B2' t='b'><v>1</v></c></row>", "x",
     f'<row r="2" spans="1:4"><c r="B2" {INLINE}</row>'),
    ("comments", '<row r="2"><!-- <c r="B2"/> --><c r="B2"/><!-- --></row>', "x",
     f'<row r="2"><!-- <c r="B2"/> --><c r="B2" {INLINE}<!-- --></row>'),
    ("CDATA", '<row r="2"><c r="A2" t="str"><v><![CDATA[</c>]]></v></c><c r="B2"/></row>', 5,
     '<row r="2"><c r="A2" t="str"><v><![CDATA[</c>]]></v></c><c r="B2"><v>5</v></c></row>'),
    ("self-closing cell", '<row r="2"><c r="A2"/><c r="B2" s="3"/><c r="C2"/></row>', "x",
     f'<row r="2"><c r="A2"/><c r="B2" s="3" {INLINE}<c r="C2"/></row>'),
    ("self-closing row", '<row r="1"/><row r="2" spans="1:1" ht="9" /><row r="3"/>', "x",
     f'<row r="1"/><row r="2" ht="9"><c r="B2" {INLINE}</row><row r="3"/>'),
    ("empty row", '<row r="2"></row>', "x", f'<row r="2"><c r="B2" {INLINE}</row>'),
    ("no row", '<row r="1"></row><row r="10"/>', "x",
     f'<row r="1"/><row r="2"><c r="B2" {INLINE}</row><row r="10"/>'),
    ("between cells", '<row r="2" spans="1:27"><c r="A2"/><c r="AA2"/></row>', "x",
     f'<row r="2"><c r="A2"/><c r="B2" {INLINE}<c r="AA2"/></row>'),
    ("other attributes with r", '<row xmlns:x="urn:x" x:r="9" r="2"><c x:r="C9" r="B2"/></row>', "x",
     f'<row xmlns:x="urn:x" x:r="9" r="2"><c x:r="C9" r="B2" {INLINE}</row>'),
    ("rich text", '<row r="2"><c r="B2" t="inlineStr"><is><r><rPr><color/></rPr><t>a</t></r></is></c></row>', 5,
     '<row r="2"><c r="B2"><v>5</v></c></row>'),
    ("rich value", '<row r="2"><c r="B2" vm="1" cm="2" t="e"><v>#VALUE!</v></c></row>', 5,
     '<row r="2"><c r="B2"><v>5</v></c></row>'),
    ("negative zero", '<row r="2"><c r="B2"/></row>', Decimal("-0"), '<row r="2"><c r="B2"><v>0</v></c></row>'),
    ("formula", '<row r="2"><c r="B2" cm="1" t="e"><f t="array" ref="B2">A1/C1</f><v>#N/A</v></c></row>', 5,
     '<row r="2"><c r="B2" cm="1"><f t="array" ref="B2">A1/C1</f><v>5</v></c></row>'),
    ("formula with a bare >", '<row r="2"><c r="B2"><f>A1>C1/2</f></c></row>', True,
     '<row r="2"><c r="B2" t="b"><f>A1&gt;C1/2</f><v>1</v></c></row>'),
    ("formula, text", '<row r="2"><c r="B2"><f>A1</f><v>5</v></c></row>', "x ",
     '<row r="2"><c r="B2" t="str"><f>A1</f><v xml:space="preserve">x </v></c></row>'),
    ("formula, emptied", '<row r="2"><c r="B2"><f>A1</f><v>5</v></c></row>', None,
     '<row r="2"><c r="B2" t="str"><f>A1</f><v></v></c></row>'),
    ("member of a shared formula", '<row r="2"><c r="B2"><f t="shared" si="0"/><v>5</v></c></row>', 6,
     '<row r="2"><c r="B2"><f t="shared" si="0"/><v>6</v></c></row>'),
    ("emptied", '<row r="2"><c r="B2" s="1" t="s"><v>5</v></c></row>', None, '<row r="2"><c r="B2" s="1"/></row>'),
    ("nothing to empty in the row", '<row r="2" spans="1:1"/>', None, '<row r="2" spans="1:1"/>'),
    ("nothing to empty in the sheet", "", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "value", "expected"), [case[1:] for case in CUTS], ids=[case[0] for case in CUTS])
def test_cut(xml: str, value: Value, expected: str) -> None:
    assert edited(xml, {"B2": value}) == expected


def test_sheet_without_any_row() -> None:
    data = set_cells(handmade("<worksheet><sheetData /></worksheet>"), {"S": {"B2": 1, "A1": 2}})
    assert by_calamine(data, "S", "A1") == 2
    untouched = handmade("<worksheet><sheetData /></worksheet>")
    assert parts(set_cells(untouched, {"S": {"B2": None}})) == parts(untouched)


@pytest.mark.parametrize(
    ("stated", "address", "value", "expected"),
    [
        ("A1", "B2", 1, "A1:B2"),
        ("B3:Z9", "AA10", 1, "B3:AA10"),
        ("B3:Z10", "A2", 1, "A2:Z10"),
        ("A1:A1", "A1", 1, "A1:A1"),
        ("B3:Z9", "C4", 1, "B3:Z9"),
        ("B3:Z9", "AA10", None, "B3:Z9"),
    ],
)
def test_stated_range_grows_with_the_cells(stated: str, address: str, value: Value, expected: str) -> None:
    data = set_cells(handmade(rows("", head=f'<dimension ref="{stated}"/>')), {"S": {address: value}})
    assert f'<dimension ref="{expected}"/>' in parts(data)["xl/worksheets/sheet1.xml"].decode()


@pytest.mark.parametrize(
    "sheet",
    [
        '<x:worksheet xmlns:x="main"><x:sheetData><x:row r="2"/></x:sheetData></x:worksheet>',
        "<!DOCTYPE worksheet><worksheet><sheetData/></worksheet>",
        "<worksheet><sheetData><row><c/></row></sheetData></worksheet>",
        '<worksheet><sheetData><row r="2"><c/></row></sheetData></worksheet>',
        '<worksheet><sheetData><row r="2"></sheetData></worksheet>',
        "<chartsheet/>",
    ],
)
def test_sheet_that_cannot_be_edited(sheet: str) -> None:
    with pytest.raises(ValueError):
        set_cells(handmade(sheet), {"S": {"B2": 1}})


@pytest.mark.parametrize("address", ["", "A0", "a1", "$A$1", "A1:B2", "XFE1", "A1048577", "A1\n", "AAAA1"])
def test_address_that_is_none(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        edited("", {address: 1})


def test_last_cell_of_all() -> None:
    assert edited("", {"XFD1048576": 1}) == '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def test_unknown_sheet(workbook: bytes) -> None:
    with pytest.raises(KeyError, match="58 erbach"):
        set_cells(workbook, {"58 erbach": {"A1": 1}})


def test_overwrite_needs_a_change(workbook: bytes) -> None:
    with pytest.raises(ValueError, match="D3"):
        set_cells(workbook, {ORT: {"D1": 1}}, overwrite=[(ORT, "D1"), (ORT, "D3")])


@pytest.mark.parametrize("kind", ["shared", "array"])
def test_overwrite_refuses_a_formula_that_others_need(kind: str) -> None:
    xml = f'<row r="2"><c r="B2"><f t="{kind}" ref="B2:B3" si="0">A2</f></c></row>'
    with pytest.raises(ValueError, match="B2"):
        edited(xml, {"B2": 1}, overwrite=("B2",))
    alone = xml.replace("B2:B3", "B2:B2")
    assert edited(alone, {"B2": 1}, overwrite=("B2",)) == '<row r="2"><c r="B2"><v>1</v></c></row>'


def test_calculation_chain_goes_only_with_a_formula() -> None:
    chain = '<calcChain><c r="B2" i="1"/><c r="B3"/></calcChain>'
    book = handmade(rows('<row r="2"><c r="B2"><f>A1</f></c></row>'), chain=chain)
    assert parts(set_cells(book, {"S": {"B2": 1}})).keys() == parts(book).keys()
    after = parts(set_cells(book, {"S": {"B2": 1}}, overwrite=[("S", "B2")]))
    assert after.keys() == parts(book).keys() - {"xl/calcChain.xml"}
    assert not [name for name, content in after.items() if b"calcChain" in content]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        assert len(ET.fromstring(after[name])) == len(ET.fromstring(parts(book)[name])) - 1


def test_same_input_gives_same_bytes(workbook: bytes) -> None:
    changes: dict[str, dict[str, Value]] = {ORT: {"B1": 1, "Z1": 2, "B9": "x"}, NAMED: {"C1": date(2025, 1, 1)}}
    backwards = {sheet: dict(reversed(cells.items())) for sheet, cells in reversed(changes.items())}
    assert set_cells(workbook, changes) == set_cells(workbook, changes) == set_cells(workbook, backwards)
