"""The sheet „Rückmeldung“ as a part of the returned package: the first tab, shown when the file is opened."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from rv2xl.excel.addresses import cell_name, column_letter
from rv2xl.excel.annotated.edited import EditedPackage, namespace_of
from rv2xl.excel.annotated.listing import WIDTHS, Listing
from rv2xl.excel.annotated.styles import Styles
from rv2xl.excel.package.edit import XmlElement, as_part
from rv2xl.excel.package.parser import MAIN, RELATIONS
from rv2xl.excel.package.set_cells import escaped_text
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge
from rv2xl.excel.rueckmeldung import SHEET, is_own_sheet

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TRUE = {"1", "true", "on"}


def put_first(package: EditedPackage, listing: Listing, styles: Styles, tabs: list[str]) -> str:
    """Put the list into the package, in the place of an older one among these tabs, else as a new first sheet; return its part."""
    old = next((tab for tab in tabs if _is_own(package, tab)), None)
    content = _part(package, listing, styles)
    if old is not None:
        package.replace(package.book.part_of[old], content)
        _show_first(package, package.book.tabs.index(old), package.book.part_of[old])
        return package.book.part_of[old]
    part = package.add("worksheets/sheet", "xml", content, _SHEET_TYPE)
    number = package.relate(package.workbook, "worksheet", part)
    root = package.edit(package.workbook)
    space = f"{{{namespace_of(root)}}}"
    sheets = root.find(f"{space}sheets")
    highest = max(int(sheet.get("sheetId", "0")) for sheet in sheets.iterchildren(f"{space}sheet"))
    sheets.insert(0, etree.Element(f"{space}sheet", {
        "name": _free_name(package.book.tabs), "sheetId": str(highest + 1), f"{{{RELATIONS[package.dialect]}}}id": number}))  # fmt: skip
    for name in root.iterfind(f"{space}definedNames/{space}definedName"):
        if name.get("localSheetId", "").isdecimal():
            name.set("localSheetId", str(int(name.get("localSheetId")) + 1))
    _show_first(package, 0, part)
    return part


def _is_own(package: EditedPackage, tab: str) -> bool:
    try:
        return is_own_sheet(package.book.cells(tab).rows)
    except (DamagedPart, PartTooLarge):
        return False


def _free_name(tabs: list[str]) -> str:
    taken = {tab.casefold() for tab in tabs}
    names = (SHEET if number == 1 else f"{SHEET} ({number})" for number in range(1, len(tabs) + 2))
    return next(name for name in names if name.casefold() not in taken)


def _show_first(package: EditedPackage, number: int, shown: str) -> None:
    """Have this tab shown when the file is opened, and no other selected beside it: who types would type into both."""
    root = package.edit(package.workbook)
    space = f"{{{namespace_of(root)}}}"
    for view in root.iterfind(f"{space}bookViews/{space}workbookView"):
        view.set("activeTab", str(number))
        view.attrib.pop("firstSheet", None)
    kinds = [f"{relation}/{kind}" for relation in RELATIONS for kind in ("worksheet", "chartsheet")]
    for part in package.relations(package.workbook, kinds).values():
        if part != shown and b"tabSelected" in package.content(part):
            for view in _views(package.tree(part)):
                if view.get("tabSelected") in _TRUE:
                    package.edit(part)
                    del view.attrib["tabSelected"]


def _views(root: XmlElement) -> Iterator[XmlElement]:
    space = str(root.tag).rpartition("}")[0] + "}"
    return root.iterfind(f"{space}sheetViews/{space}sheetView")  # type: ignore[no-any-return]


def _part(package: EditedPackage, listing: Listing, styles: Styles) -> bytes:
    main, space = MAIN[package.dialect], f"{{{MAIN[package.dialect]}}}"
    root = etree.Element(f"{space}worksheet", nsmap={None: main})
    setup = etree.SubElement(root, f"{space}sheetPr")
    etree.SubElement(setup, f"{space}pageSetUpPr", fitToPage="1")
    views = etree.SubElement(root, f"{space}sheetViews")
    etree.SubElement(views, f"{space}sheetView", showGridLines="0", tabSelected="1", workbookViewId="0")
    etree.SubElement(root, f"{space}sheetFormatPr", defaultRowHeight="15")
    columns = etree.SubElement(root, f"{space}cols")
    for number, width in enumerate(WIDTHS, 1):
        etree.SubElement(
            columns, f"{space}col", min=str(number), max=str(number), width=f"{width + 0.7109375:g}", customWidth="1"
        )
    data = etree.SubElement(root, f"{space}sheetData")
    for index in range(len(listing.rows)):
        _row(data, listing, index, styles, space)
    etree.SubElement(
        root, f"{space}sheetProtection", sheet="1", objects="1", scenarios="1", formatColumns="0", formatRows="0"
    )
    wide = [number for number, row in enumerate(listing.rows, 1) if row.merged]
    merged = etree.SubElement(root, f"{space}mergeCells", count=str(len(wide)))
    for number in wide:
        etree.SubElement(merged, f"{space}mergeCell", ref=f"A{number}:{column_letter(len(WIDTHS) - 1)}{number}")
    _links(root, listing, space)
    etree.SubElement(
        root, f"{space}pageMargins", left="0.35", right="0.35", top="0.4", bottom="0.55", header="0.3", footer="0.3"
    )
    etree.SubElement(root, f"{space}pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
    return as_part(root)


def _row(data: XmlElement, listing: Listing, index: int, styles: Styles, space: str) -> None:
    row = listing.rows[index]
    line = etree.SubElement(data, f"{space}row", r=str(index + 1), ht=f"{row.height:g}", customHeight="1")
    for column, cell in enumerate(row.cells):
        entry = etree.SubElement(
            line, f"{space}c", r=cell_name(index, column), s=styles.named(cell.style), t="inlineStr"
        )
        text = etree.SubElement(etree.SubElement(entry, f"{space}is"), f"{space}t")
        text.text = escaped_text(cell.text)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for column in range(1, len(WIDTHS) if row.merged else 0):
        etree.SubElement(line, f"{space}c", r=cell_name(index, column), s=styles.named(row.cells[0].style))


def _links(root: XmlElement, listing: Listing, space: str) -> None:
    found = [
        (cell_name(index, column), cell.target)
        for index, row in enumerate(listing.rows)
        for column, cell in enumerate(row.cells)
        if cell.target is not None
    ]
    links = etree.SubElement(root, f"{space}hyperlinks") if found else None
    for cell, target in found:
        etree.SubElement(links, f"{space}hyperlink", ref=cell, location=target, tooltip="Zur Zelle")
