"""Whatever else people send by mistake is called by its name."""

from __future__ import annotations

import pytest

from rv2xl.excel.package.guard import guard
from tests.programs.package import packed
from tests.security import hostile
from tests.security.hostile import content_types, xlsx

BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def office(main: str) -> bytes:
    """An Office package whose main part is of this type."""
    return packed({"[Content_Types].xml": content_types({"main.xml": main}), "main.xml": "<a/>"})


FOREIGN = {
    "xls": (hostile.ole("Workbook"), "Excel 97–2003 (.xls)"),
    "xls of Excel 95": (hostile.ole("Book"), "Excel 5.0/95 (.xls)"),
    "xls that mentions the name": (
        hostile.ole("Workbook") + b"abc" + "EncryptedPackage".encode("utf-16-le") + b"\0\0",
        "Excel 97–2003 (.xls)",
    ),
    "doc": (hostile.ole("WordDocument"), "Word 97–2003 (.doc)"),
    "ppt": (hostile.ole("PowerPoint Document"), "PowerPoint 97–2003 (.ppt)"),
    "msg": (hostile.ole("__properties_version1.0"), "Outlook-Nachricht"),
    "other ole": (hostile.ole("x"), "alten Office-Format"),
    "xls without container": (b"\x09\x08\x10\x00\x00\x06\x05\x00", ".xls"),
    "ods": (hostile.opendocument("spreadsheet"), "OpenDocument-Tabelle (.ods)"),
    "odt": (hostile.opendocument("text"), "OpenDocument-Text (.odt)"),
    "odg": (hostile.opendocument("graphics"), "OpenDocument-Datei"),
    "fods": (b'<?xml version="1.0"?><d xmlns="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>', ".fods"),
    "xlsb": (office(BINARY), ".xlsb"),
    "docx": (office(WORD), "Word-Dokument (.docx)"),
    "docm": (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "Word-Dokument (.docm)"),
    "pptx": (office(SLIDES), "PowerPoint"),
    "other package": (office("application/xml"), "ZIP-Archiv"),
    "numbers": (packed({"Index/Document.iwa": "x"}), "Apple Numbers"),
    "zip of workbooks": (packed({"a.xlsx": xlsx(), "b.xlsx": xlsx()}), "ZIP-Archiv"),
    "empty zip": (packed({}), "ZIP-Archiv"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF-Dokument"),
    "pdf after a line": (b"\r\n%PDF-1.4\n", "PDF-Dokument"),
    "rtf": (b"{\\rtf1\\ansi", "RTF"),
    "html": (b"<html><body><table></table></body></html>", "HTML"),
    "html called xls": ("\ufeff\r\n<table><tr><td>Ä</td></tr></table>".encode(), "HTML"),
    "html, utf-16": ("<html>".encode("utf-16"), "HTML"),
    "xml 2003": (b'<?xml version="1.0"?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "2003"),
    "xml": (b'<?xml version="1.0"?><a/>', "XML-Datei"),
    "mail": (b"From: a@b.de\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nHallo", "E-Mail"),
    "csv, utf-8": ("Name;Anzahl\r\nErbach-Süd;12\r\n".encode(), "CSV"),
    "csv, mostly umlauts": ("ÄÖÜ;äöü\r\n".encode(), "CSV"),
    "csv, cp1252": ("Name;Anzahl\r\nErbach-Süd;12\r\n".encode("cp1252"), "CSV"),
    "csv, utf-16": ("Name;Anzahl\r\n".encode("utf-16"), "CSV"),
    "csv that starts like a zip": (b"PKW;Anzahl\r\nx;1\r\n", "CSV"),
    "csv cut within a character": (b"a" * 4095 + "ä".encode() + b"\r\n", "CSV"),
    "png": (b"\x89PNG\r\n\x1a\n", "Bild (PNG)"),
    "jpeg": (b"\xff\xd8\xff\xe0", "Bild (JPEG)"),
    "heic": (b"\x00\x00\x00\x18ftypheic", "HEIC"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "7-Zip-Archiv"),
    "winmail.dat": (b"\x78\x9f\x3e\x22", "winmail.dat"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_another_kind_is_named(name: str) -> None:
    data, kind = FOREIGN[name]
    guarded = guard(data)
    assert [entry.code for entry in guarded.findings] == ["DATEI-FORMAT"]
    assert kind in guarded.findings[0].message
    assert guarded.findings[0].message.startswith("Die Datei ist ein")
    assert guarded.findings[0].message.endswith(", keine Excel-Arbeitsmappe (.xlsx).")
    assert ("entpacken" in guarded.findings[0].remedy) == kind.endswith("-Archiv")
    assert guarded.package is None
