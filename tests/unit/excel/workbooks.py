"""Workbooks of several writers, one written by hand, and what readers see in them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

import openpyxl
import python_calamine
import xlsxwriter  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font
from openpyxl.utils.cell import coordinate_to_tuple

from rv2xl.excel.package.set_cells import Value, set_cells
from tests.programs.package import sheet_parts

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ORT = "58 Erbach"
NAMED = 'A&B <d\'Or> "Ä" &amp;'
TEXT = " <b>&amp;\"quoted\" 'x'</b> ]]>\n\tÄß€ 🙂 _x000D_ =1+1 "
"""Text with all that XML and Excel could take for something else."""


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


def by_calamine(data: bytes, sheet: str, address: str) -> Any:
    row, column = coordinate_to_tuple(address)
    values = python_calamine.load_workbook(BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return values[row - 1][column - 1]


def by_openpyxl_read(data: bytes, sheet: str, address: str, *, formula: bool = False) -> Any:
    return openpyxl.load_workbook(BytesIO(data), data_only=not formula)[sheet][address].value


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
