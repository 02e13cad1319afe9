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
    "xls of Excel 2": (b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(40), "Excel 2 (.xls)"),
    "xls of Excel 3": (b"\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00" + bytes(40), "Excel 3 (.xls)"),
    "xls of Excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00" + bytes(40), "Excel 4 (.xls)"),
    "workbook of Excel 4": (b"\x09\x04\x06\x00\x00\x00\x00\x01\x00\x00" + bytes(40), "Excel 4 (.xls)"),
    "xls of Excel 95 without container": (b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(40), "Excel 5.0/95 (.xls)"),
    "slk": (b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"Ort"\r\nE\r\n', "SYLK-Datei (.slk)"),
    "slk by LibreOffice": (b"ID;PCALCOOO32\nC;X1;Y1;K5\nE\n", "SYLK-Datei (.slk)"),
    "csv with a column ID": (b"ID;Preis;Ort\r\nP;5;X\r\n", "CSV"),
    "csv with columns in capitals": (b"ID;PREIS\r\n1;5\r\n", "CSV"),
    "wks": (b"\x00\x00\x02\x00\x04\x04\x06\x00" + bytes(40), "Lotus 1-2-3"),
    "wk1": (b"\x00\x00\x02\x00\x06\x04\x06\x00" + bytes(40), "Lotus 1-2-3"),
    "wk3": (b"\x00\x00\x1a\x00\x00\x10\x04\x00" + bytes(40), "Lotus 1-2-3"),
    "123": (b"\x00\x00\x1a\x00\x05\x10\x04\x00" + bytes(40), "Lotus 1-2-3"),
    "works": (b"\xff\x00\x02\x00\x04\x04\x05\x54" + bytes(40), "Microsoft Works"),
    "wq1": (b"\x00\x00\x02\x00\x20\x51" + bytes(40), "Quattro Pro"),
    "dbf": (
        b"\x03\x7d\x0c\x1f" + b"\x01\0\0\0" + b"\x41\0\x0b\0" + bytes(20) + b"ORT".ljust(32, b"\0") + b"\r Erbach",
        "dBase",
    ),
    "dif": (b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n', "DIF-Datei (.dif)"),
    "csv with a head TABLE": (b"TABLE;0,1\r\n", "CSV"),
    "gsheet": (b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1", "email": "a@b.de"}', "Verknüpfung"),
    "gsheet of today": (b'{"":"WARNING! DO NOT EDIT","doc_id":"1","resource_key":""}', "Verknüpfung"),
    "url": (b"[InternetShortcut]\r\nURL=https://example.de\r\n", "Verknüpfung"),
    "lnk": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(40), "Verknüpfung"),
    "accdb": (b"\x00\x01\x00\x00Standard ACE DB\x00", "Access-Datenbank"),
    "tar": (bytes(1) + b"a" * 256 + b"ustar\x00" + bytes(300), "TAR-Archiv"),
    "bz2": (b"BZh91AY&SY", "BZIP2-Archiv"),
    "mail with long heads": (
        b"Received: from a\r\n" + b"X-Spam: " + b"a" * 5000 + b"\r\nMessage-ID: <1>\r\n\r\n",
        "E-Mail",
    ),
    "csv, utf-16, of other letters": ("Όνομα;Τιμή\r\n".encode("utf-16"), "CSV-Datei in UTF-16"),
    "csv, utf-16 without a mark": ("Name;Anzahl\r\nErbach-Süd;12\r\n".encode("utf-16-le"), "CSV-Datei in UTF-16"),
    "csv, utf-16 without a mark, high bytes first": ("Name;Anzahl\r\n".encode("utf-16-be"), "CSV-Datei in UTF-16"),
    "csv, utf-16 cut within a character": (("a;ä\r\n" * 2000).encode("utf-16-le")[:5001], "CSV-Datei in UTF-16"),
    "csv, utf-32": ("Name;Anzahl\r\nErbach-Süd;12\r\n".encode("utf-32"), "CSV-Datei in UTF-32"),
    "csv, utf-32, high bytes first": (b"\0\0\xfe\xff" + "Name;Anzahl\r\n".encode("utf-32-be"), "CSV-Datei in UTF-32"),
    "csv, utf-32 without a mark": ("Name;Anzahl\r\nErbach-Süd;12\r\n".encode("utf-32-le"), "CSV-Datei in UTF-32"),
    "csv, utf-32 without a mark, high bytes first": ("Name;Anzahl\r\n".encode("utf-32-be"), "CSV-Datei in UTF-32"),
    "csv, utf-32 cut within a character": (("a;ä\r\n" * 2000).encode("utf-32-le")[:5001], "CSV-Datei in UTF-32"),
    "html, utf-32": ("<html>".encode("utf-32"), "HTML"),
    "html, utf-16 without a mark": ("<html>".encode("utf-16-le"), "HTML"),
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
    "csv, utf-16": ("Name;Anzahl\r\n".encode("utf-16"), "CSV-Datei in UTF-16"),
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
    assert guarded.findings[0].remedy
    assert ("entpacken" in guarded.findings[0].remedy) == kind.endswith("-Archiv")
    assert guarded.package is None


LABELLED = {
    "xlsx": hostile.ole(
        "EncryptedPackage", "\x06DataSpaces", "DataSpaceMap", "DRMEncryptedDataSpace", "DRMEncryptedTransform"
    ),
    "xls": hostile.ole("Workbook", "\tDRMContent", "\tDRMDataSpace"),
    "any file, wrapped": b".pfile\x02\x00" + bytes(40),
}


@pytest.mark.parametrize("name", LABELLED)
def test_a_sensitivity_label_is_no_password(name: str) -> None:
    (found,) = guard(LABELLED[name]).findings
    assert found.code == "DATEI-KENNWORT"
    assert "Vertraulichkeitsbezeichnung (Rechteverwaltung)" in found.message
    assert "ein Kennwort, das sich entfernen ließe, hat sie nicht" in found.message
    assert "Bezeichnung ohne Verschlüsselung" in found.remedy
    assert "Kennwort" not in found.remedy


def test_a_password_beside_a_label_is_one() -> None:
    data = hostile.ole("EncryptionInfo", "EncryptedPackage", "DRMEncryptedDataSpace")
    (found,) = guard(data).findings
    assert (found.code, "mit einem Kennwort verschlüsselt" in found.message) == ("DATEI-KENNWORT", True)
