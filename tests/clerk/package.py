"""Konsolidierung.xlsm as a package: what its parts say of buttons, names of code and the VBA project, read without our own readers."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from oletools.olevba import VBA_Parser

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_VML, _BUTTON = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:excel}"


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package, uncompressed: another zlib may pack them otherwise."""
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def buttons(data: bytes) -> dict[str, str]:
    """What stands on each button, by the macro that it runs; of two that run the same one, one."""
    found = {}
    for name, part in parts(data).items():
        if name.endswith(".vml"):
            for shape in ElementTree.fromstring(part).iter(f"{_VML}shape"):
                macro = shape.findtext(f".//{_BUTTON}FmlaMacro", "")
                assert macro.startswith("[0]!")
                found[macro.removeprefix("[0]!")] = "".join(shape.find(f"{_VML}textbox").itertext())  # type: ignore[union-attr]
    return found


def anchors(data: bytes) -> list[str]:
    """Where the buttons are, as it stands in the file."""
    return [
        shape.findtext(f".//{_BUTTON}Anchor", "")
        for name, part in parts(data).items()
        if name.endswith(".vml")
        for shape in ElementTree.fromstring(part).iter(f"{_VML}shape")
    ]


def code_names(data: bytes) -> list[str]:
    """The names of code of the workbook and of its sheets, in their order."""
    found = parts(data)
    book = ElementTree.fromstring(found["xl/workbook.xml"])
    sheets = [
        f"xl/worksheets/sheet{number + 1}.xml" for number in range(len(book.findall(f"{_MAIN}sheets/{_MAIN}sheet")))
    ]
    names = [
        book.find(f"{_MAIN}workbookPr"),
        *(ElementTree.fromstring(found[name]).find(f"{_MAIN}sheetPr") for name in sheets),
    ]
    return [element.get("codeName", "") for element in names if element is not None]


def modules(data: bytes) -> dict[str, str]:
    """The texts of the VBA modules by file name („Konsolidierung.bas“), as olevba sees them."""
    parser = VBA_Parser("Konsolidierung.xlsm", data=data)
    try:
        return {name: text.replace("\r\n", "\n") for _, _, name, text in parser.extract_all_macros()}
    finally:
        parser.close()
