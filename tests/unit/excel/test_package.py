"""package.py against files of three writers, and against sheet XML written by hand for what those do not produce."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import openpyxl
import pytest
import python_calamine
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font
from openpyxl.utils.cell import coordinate_to_tuple

from rv2xl.excel.package import Value, replace_parts, set_cells, sheet_parts

ORT = "58 Erbach"
NAMED = 'A&B <d\'Or> "Ä" &amp;'
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXT = " <b>&amp;\"quoted\" 'x'</b> ]]>\n\tÄß€ 🙂 _x000D_ =1+1 "


def by_xlsxwriter() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        for name in (ORT, NAMED):
            sheet = book.add_worksheet(name)
            sheet.write_string("A1", "Personen", bold)
            sheet.write_number("B1", 7, bold)
            sheet.write_datetime("C1", datetime(2024, 12, 31), day)
            sheet.write_formula("D1", "=IF(B1>1,B1*2,0)", bold, 14)
            sheet.write_blank("B3", None, bold)
            sheet.write_formula("D3", '=A1&" <&> "', bold, "Personen <&> ")
            sheet.write_string("AA5", "far")
            sheet.merge_range("A7:C7", "merged", bold)
    return out.getvalue()


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in (ORT, NAMED):
        sheet = book.create_sheet(name)
        cells = {"A1": "Personen", "B1": 7, "C1": date(2024, 12, 31), "D1": "=IF(B1>1,B1*2,0)", "B3": None}
        cells |= {"D3": '=A1&" <&> "', "AA5": "far", "A7": "merged"}
        for address, value in cells.items():
            sheet[address] = value
            sheet[address].font = Font(bold=True)
        sheet["C1"].number_format = "dd.mm.yyyy"
        sheet["A7"].alignment = Alignment(horizontal="center")
        sheet.merge_cells("A7:C7")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """Opens a workbook in LibreOffice and saves it again."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(data: bytes) -> bytes:
        folder = tmp_path_factory.mktemp("converted")
        source = folder / "in.xlsx"
        source.write_bytes(data)
        command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
        command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return Path(folder / "out" / "in.xlsx").read_bytes()

    return convert


@pytest.fixture(scope="session", params=["xlsxwriter", "openpyxl", "libreoffice"])
def workbook(request: pytest.FixtureRequest) -> bytes:
    """The same content as each writer puts it."""
    if request.param == "libreoffice":
        converted: bytes = request.getfixturevalue("libreoffice")(by_xlsxwriter())
        return converted
    return {"xlsxwriter": by_xlsxwriter, "openpyxl": by_openpyxl}[request.param]()


def handmade(sheet: str, *, workbook: str = "", target: str = "worksheets/sheet1.xml", chain: str = "") -> bytes:
    """The least that readers open as a workbook, around one sheet „S" of the given XML."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
        + (f'<Override PartName="/xl/calcChain.xml" ContentType="{types}.calcChain+xml"/>' if chain else "")
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}">{workbook}'
        "<sheets><sheet r:id='rId1' sheetId='1' name='S'></sheet></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Target="{target}" Type="{office}/worksheet" Id="rId1"></Relationship>'
        + (f'<Relationship Id="rId2" Type="{office}/calcChain" Target="calcChain.xml"/>' if chain else "")
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet.replace("<worksheet", f"<worksheet {main}", 1),
        **({"xl/calcChain.xml": chain} if chain else {}),
    }
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, (2024, 5, 6, 7, 8, 10)), content)
    return out.getvalue()


def rows(xml: str, head: str = "") -> str:
    return f"<worksheet>{head}<sheetData>{xml}</sheetData></worksheet>"


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def cells(data: bytes, sheet: str) -> dict[str, ET.Element]:
    """Address -> <c>, in the order of the file."""
    root = ET.fromstring(parts(data)[sheet_parts(data)[sheet]])
    return {cell.attrib["r"]: cell for cell in root.iter(f"{NS}c")}


def edited(xml: str, changes: Mapping[str, Value], overwrite: tuple[str, ...] = (), **options: Any) -> str:
    """What becomes of the sheetData's content of a handmade sheet."""
    data = set_cells(handmade(rows(xml), **options), {"S": changes}, overwrite=[("S", cell) for cell in overwrite])
    content = re.search("<sheetData>(.*)</sheetData>", parts(data)["xl/worksheets/sheet1.xml"].decode(), re.DOTALL)
    assert content is not None
    return content[1]


def by_calamine(data: bytes, sheet: str, address: str) -> Any:
    row, column = coordinate_to_tuple(address)
    values = python_calamine.load_workbook(BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return values[row - 1][column - 1]


def by_openpyxl_read(data: bytes, sheet: str, address: str, *, formula: bool = False) -> Any:
    return openpyxl.load_workbook(BytesIO(data), data_only=not formula)[sheet][address].value


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
def test_all_else_keeps_its_bytes(workbook: bytes, address: str, value: Value) -> None:
    data = set_cells(workbook, {ORT: {address: value}})
    before, after = parts(workbook), parts(data)
    changed = sheet_parts(workbook)[ORT]
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} <= {changed}
    # Without the one cell, the spans of its row and the sheet's range, the sheet is the same text.
    cell = rb'<c [^>]*?\br="%s"(?:[^>]*/>|.*?</c>)' % address.encode()
    hints = rb'\sspans="[^"]*"|<dimension [^>]*>|<row r="9"></row>'
    rest = [re.sub(hints, b"", re.sub(cell, b"", xml)) for xml in (before[changed], after[changed])]
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


def test_sheet_parts(workbook: bytes) -> None:
    found = sheet_parts(workbook)
    assert list(found) == [ORT, NAMED]
    assert set(found.values()) == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    with ZipFile(BytesIO(workbook)) as archive:
        assert sheet_parts(archive) == found


@pytest.mark.parametrize(
    "target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml"]
)
def test_sheet_targets(target: str) -> None:
    assert edited('<row r="1"/>', {"A1": 1}, target=target) == '<row r="1"><c r="A1"><v>1</v></c></row>'


INLINE = 't="inlineStr"><is><t xml:space="preserve">x</t></is></c>'
CUTS = [
    ("attributes in any order", '<row ht="9" r="2"><c s="3" t="s" r="B2"><v>0</v></c></row>', "x",
     f'<row ht="9" r="2"><c s="3" r="B2" {INLINE}</row>'),
    ("single quotes", "<row r='2' spans='1:4'><c r='B2' t='b'><v>1</v></c></row>", "x",
     f"<row r='2' spans='1:4'><c r='B2' {INLINE}</row>"),
    ("self-closing cell", '<row r="2"><c r="A2"/><c r="B2" s="3"/><c r="C2"/></row>', "x",
     f'<row r="2"><c r="A2"/><c r="B2" s="3" {INLINE}<c r="C2"/></row>'),
    ("self-closing row", '<row r="1"/><row r="2" spans="1:1" ht="9" /><row r="3"/>', "x",
     f'<row r="1"/><row r="2" ht="9"><c r="B2" {INLINE}</row><row r="3"/>'),
    ("empty row", '<row r="2"></row>', "x", f'<row r="2"><c r="B2" {INLINE}</row>'),
    ("no row", '<row r="1"></row><row r="10"/>', "x",
     f'<row r="1"></row><row r="2"><c r="B2" {INLINE}</row><row r="10"/>'),
    ("between cells", '<row r="2" spans="1:27"><c r="A2"/><c r="AA2"/></row>', "x",
     f'<row r="2"><c r="A2"/><c r="B2" {INLINE}<c r="AA2"/></row>'),
    ("other attributes with r", '<row x:r="9" r="2"><c x:r="C9" r="B2"/></row>', "x",
     f'<row x:r="9" r="2"><c x:r="C9" r="B2" {INLINE}</row>'),
    ("rich text", '<row r="2"><c r="B2" t="inlineStr"><is><r><rPr><color/></rPr><t>a</t></r></is></c></row>', 5,
     '<row r="2"><c r="B2"><v>5</v></c></row>'),
    ("rich value", '<row r="2"><c r="B2" vm="1" cm="2" t="e"><v>#VALUE!</v></c></row>', 5,
     '<row r="2"><c r="B2"><v>5</v></c></row>'),
    ("negative zero", '<row r="2"><c r="B2"/></row>', Decimal("-0"), '<row r="2"><c r="B2"><v>0</v></c></row>'),
    ("formula", '<row r="2"><c r="B2" cm="1" t="e"><f t="array" ref="B2">A1/C1</f><v>#N/A</v></c></row>', 5,
     '<row r="2"><c r="B2" cm="1"><f t="array" ref="B2">A1/C1</f><v>5</v></c></row>'),
    ("formula with a bare >", '<row r="2"><c r="B2"><f>A1>C1/2</f></c></row>', True,
     '<row r="2"><c r="B2" t="b"><f>A1>C1/2</f><v>1</v></c></row>'),
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
        '<worksheet><sheetData><row r="2"><!-- <c r="B2"/> --></row></sheetData></worksheet>',
        '<worksheet><sheetData><row r="2"><c r="B2" t="str"><v><![CDATA[</c>]]></v></c></row></sheetData></worksheet>',
        '<?xml version="1.0" encoding="ISO-8859-1"?><worksheet><sheetData/></worksheet>',
        "<worksheet><sheetData><row><c/></row></sheetData></worksheet>",
        '<worksheet><sheetData><row r="2"><c/></row></sheetData></worksheet>',
        '<worksheet><sheetData><row r="2"></sheetData></worksheet>',
        "<chartsheet/>",
    ],
)
def test_sheet_that_cannot_be_cut_safely(sheet: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the wording is not the point
        set_cells(handmade(sheet), {"S": {"B2": 1}})


@pytest.mark.parametrize(
    "value",
    [
        float("nan"), float("inf"), Decimal("NaN"), Decimal("1E+400"), 10**400,
        date(1899, 12, 31), datetime(2024, 1, 1), "x" * 32_768, "🙂" * 16_384, "\ud800",
    ],
)  # fmt: skip
def test_value_that_excel_cannot_hold(value: Value) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        edited("", {"A1": value})


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


@pytest.mark.parametrize(
    ("properties", "day", "serial"),
    [
        ("", date(2024, 12, 31), 45657),
        ("", date(1900, 1, 1), 1),
        ("", date(1900, 2, 28), 59),
        ("", date(1900, 3, 1), 61),
        ('<workbookPr date1904="0"/>', date(2024, 12, 31), 45657),
        ('<workbookPr date1904="1"/>', date(2024, 12, 31), 44195),
        ("<workbookPr showObjects='all' date1904='true'></workbookPr>", date(1904, 1, 1), 0),
    ],
)
def test_serial_number_of_a_day(properties: str, day: date, serial: int) -> None:
    assert edited("", {"A1": day}, workbook=properties) == f'<row r="1"><c r="A1"><v>{serial}</v></c></row>'


def test_same_input_gives_same_bytes(workbook: bytes) -> None:
    changes: dict[str, dict[str, Value]] = {ORT: {"B1": 1, "Z1": 2, "B9": "x"}, NAMED: {"C1": date(2025, 1, 1)}}
    backwards = {sheet: dict(reversed(cells.items())) for sheet, cells in reversed(changes.items())}
    assert set_cells(workbook, changes) == set_cells(workbook, changes) == set_cells(workbook, backwards)


class _Pipe(BytesIO):
    """Not seekable, so that zipfile writes sizes behind the bytes, as LibreOffice and Java do."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


@pytest.mark.parametrize("stream", [BytesIO, _Pipe])
def test_entries_keep_their_attributes(stream: type[BytesIO]) -> None:
    out = stream()
    with ZipFile(out, "w") as archive:
        archive.comment = b"Kommentar"
        for number, name in enumerate(["b", "ä", "c"]):
            info = ZipInfo(name, (1999, 12, 31, 23, 59, 58))
            info.compress_type, info.external_attr = (ZIP_STORED, 0o644 << 16) if number == 1 else (8, 0)
            info.extra = b"UT\x05\x00\x01\x00\x00\x00\x00"
            archive.writestr(info, name * 1000)
    data = replace_parts(out.getvalue(), {"b": b"new" * 99, "ä": b"newer"})
    with ZipFile(BytesIO(out.getvalue())) as before, ZipFile(BytesIO(data)) as after:
        assert after.testzip() is None
        assert after.comment == b"Kommentar"
        assert [after.read(name) for name in after.namelist()] == [b"new" * 99, b"newer", b"c" * 1000]
        for old, new in zip(before.infolist(), after.infolist(), strict=True):
            for attribute in ("filename", "date_time", "compress_type", "create_system", "internal_attr"):
                assert getattr(old, attribute) == getattr(new, attribute)
            assert new.external_attr == old.external_attr
            assert old.flag_bits & 0x08 == (0x08 if stream is _Pipe else 0)
            assert new.extra == b""
            sizes = struct.unpack_from("<LLL", data, new.header_offset + 14)
            assert sizes == (new.CRC, new.compress_size, new.file_size)
        assert after.getinfo("b").compress_size < 30
        assert after.getinfo("c").compress_size == before.getinfo("c").compress_size
    assert list(parts(replace_parts(data, {"ä": None}))) == ["b", "c"]
    with pytest.raises(KeyError, match="missing"):
        replace_parts(data, {"missing": b""})


ONE = handmade(rows('<row r="1"><c r="A1"/></row>'))
STYLED = by_xlsxwriter()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=200))
@example(TEXT)
@example("\r\n\x00\x1f\x7f\x85")
@example("_x005F_x000D_ _x000d_ _X000D_ _x00_")
def test_any_text_comes_back(text: str) -> None:
    data = set_cells(ONE, {"S": {"A1": text, "B1": "|"}})
    assert by_calamine(data, "S", "A1") == text


def test_text_that_xml_cannot_carry() -> None:
    """calamine leaves the escapes of these two as they stand."""
    (text,) = cells(set_cells(ONE, {"S": {"A1": "\ufffe\uffff"}}), "S")["A1"].itertext()
    assert text == "_xFFFE__xFFFF_"


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=200).filter(lambda text: "_x" not in text)
)
def test_text_as_openpyxl_reads_it(text: str) -> None:
    """openpyxl leaves the _xHHHH_ escapes as they stand, so here is only text without."""
    assert (by_openpyxl_read(set_cells(ONE, {"S": {"A1": text}}), "S", "A1") or "") == text


@given(
    st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(-(10**9), 10**9, places=4)
)
def test_any_number_comes_back(number: int | float | Decimal) -> None:
    data = set_cells(ONE, {"S": {"A1": number}})
    assert by_calamine(data, "S", "A1") == by_openpyxl_read(data, "S", "A1") == float(number)


@given(st.dates(date(1900, 3, 1)))
def test_any_day_comes_back(day: date) -> None:
    data = set_cells(STYLED, {ORT: {"C1": day}})
    assert by_calamine(data, ORT, "C1") == day
    assert by_openpyxl_read(data, ORT, "C1") == datetime(day.year, day.month, day.day)
