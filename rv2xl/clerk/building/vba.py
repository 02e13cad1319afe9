"""The VBA project of Konsolidierung.xlsm, made without Excel: our module, and xlwings' own as it is.

It is made when the workbook is rebuilt (`rebuild`), never on a clerk's PC: pyOpenVBA is needed only there.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from rv2xl.clerk.building.build import workbook_bytes
from rv2xl.resources import resource

DONOR = "quickstart_standalone.xlsm"
"""xlwings' own template for a workbook that needs no add-in (BSD-3)."""
MODULE = "Konsolidierung"
XLWINGS, DICTIONARY = "xlwings", "Dictionary"
"""xlwings' module, and the class that it needs on a Mac."""
CODE_PAGE = "cp1252"


def module_text() -> str:
    """Return the text of our module as a VBA project holds it: lines end with CR LF. Raises UnicodeEncodeError for a sign that
    VBA does not know."""
    text = resource(f"templates/{MODULE}.bas").read_text(encoding="utf-8")
    text.encode(CODE_PAGE)
    return text.replace("\n", "\r\n")


def donor() -> Path:
    """Return where the installed xlwings has its template."""
    import xlwings

    return Path(xlwings.__file__).with_name(DONOR)


def vba_project() -> bytes:
    """Return the project (vbaProject.bin): a module for the workbook and for each of its sheets, and the three with code."""
    from pyopenvba import ExcelFile, VBAModuleKind

    with ExcelFile(donor()) as file:
        lent = {name: file.get_module(name) for name in (XLWINGS, DICTIONARY)}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "host.xlsm"
        path.write_bytes(workbook_bytes(None))
        with ExcelFile(path) as file:
            project = file.add_vba_project()
            project.add_module(MODULE, module_text())
            project.add_module(XLWINGS, lent[XLWINGS])
            project.add_module(DICTIONARY, lent[DICTIONARY], kind=VBAModuleKind.other)
            file.save()
        with ExcelFile(path) as file:
            return bytes(file.vba_project_bytes())
