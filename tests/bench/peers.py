"""What is measured beside: the same work, or the least of it, by well-known libraries."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

import openpyxl
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from rv2xl.excel.addresses import cell_name, quoted
from rv2xl.excel.sheets.formula_texts import expected_formulas
from rv2xl.excel.sheets.plan import Cell, Layout
from rv2xl.model.finding import Finding


def unzip_and_parse(data: bytes) -> None:
    """Unzip all parts and parse them with lxml."""
    with ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            etree.fromstring(package.read(name))


def load_by_openpyxl(data: bytes) -> None:
    """Load the workbook."""
    openpyxl.load_workbook(BytesIO(data))


def note_by_openpyxl(data: bytes, findings: Sequence[Finding]) -> bytes:
    """Load the workbook, note each finding at its first cell, with a fill, and save; what openpyxl does not know is lost."""
    book = openpyxl.load_workbook(BytesIO(data))
    for entry in findings:
        if entry.sheet in book.sheetnames and entry.cells:
            cell = book[entry.sheet][entry.cells[0].partition(":")[0]]
            cell.comment, cell.fill = Comment(entry.message, "LWV"), PatternFill("lightUp", "C0392B")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def write_by_openpyxl(layout: Layout) -> bytes:
    """Write the same cells: values, formulas, one style each, merged ranges, validations and names; no stored values."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    side = Side(style="thin", color="9AA5B1")
    looks = {
        "font": Font(name="Calibri", size=10), "fill": PatternFill("solid", fgColor="FFF8DB"),
        "border": Border(side, side, side, side), "alignment": Alignment(wrap_text=True, vertical="center"),
        "protection": Protection(locked=False), "number_format": "#,##0",
    }  # fmt: skip
    for placed in layout.placed:
        sheet = book.create_sheet(placed.name)
        for cell in placed.plan.cells:
            target = sheet.cell(cell.row + 1, cell.column + 1, _content(layout, placed, cell))
            for name, look in looks.items():
                setattr(target, name, look)
            if cell.last_column > cell.column:
                sheet.merge_cells(f"{cell.name}:{cell_name(cell.row, cell.last_column)}")
            if cell.field is not None:
                _field(sheet, placed.name, cell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _content(layout: Layout, placed: object, cell: Cell) -> object:
    if cell.computed is not None:
        return "=" + expected_formulas(layout, placed)[cell.name]  # type: ignore[arg-type]
    return cell.text if cell.field is None else placed.given.get(cell.field.id)  # type: ignore[attr-defined]


def _field(sheet: object, name: str, cell: Cell) -> None:
    assert cell.field is not None
    validation = DataValidation(type="decimal", operator="between", formula1="0", formula2="99999", allow_blank=True)
    validation.promptTitle, validation.prompt = cell.field.label[:32], cell.field.expectation[:255]
    validation.errorTitle, validation.error = "Bitte Eingabe prüfen", cell.field.expectation[:255]
    validation.add(cell.name)
    sheet.add_data_validation(validation)  # type: ignore[attr-defined]
    target = f"{quoted(name)}${cell.name[0]}${cell.row + 1}"
    sheet.defined_names[cell.field.id] = DefinedName(cell.field.id, attr_text=target)  # type: ignore[attr-defined]
