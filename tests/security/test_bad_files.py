"""Every code that all forms share has a file that shows it, for the Dokumentation and for the register; and nothing else is found.

Each file departs in one thing from a workbook that was issued, filled in and is in order. openpyxl, which saves some of them,
keeps no stored values: NICHT-BERECHNET is then among the findings, once for each result.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from rv2xl.excel import read
from rv2xl.excel.package import Value, replace_parts, set_cells, sheet_parts
from rv2xl.model.finding import CODES, Finding, status_of
from tests.forms.standard import Standard, judged, standard
from tests.security import hostile

OPEN = {"FORM-JAHR", "FORM-LE", "FORM-DOPPELT", "FORM-ERSETZT", "STAMMDATEN-GEAENDERT", "FELD-VERSCHOBEN"}
"""Still without a file here: they need a register, a year or a second return, or the careful reader."""

Found = tuple[str, str, str | None, tuple[str, ...]]
"""Code, severity, sheet and cells of a finding that is expected."""


@dataclass(frozen=True)
class BadFile:
    """A file, what becomes of it, and exactly what is found."""

    form: str
    name: str
    make: Callable[[], bytes]
    status: str
    findings: tuple[Found, ...]

    def __str__(self) -> str:
        return f"{self.form}: {self.name}"


# ------------------------------------------------------------------------------------------------ ways to spoil a file


def filled(form: str) -> bytes:
    return _filled(form)


@cache
def _filled(form: str) -> bytes:
    return standard(form).file()


def resaved(form: str, change: Callable[[Workbook], Any] = lambda book: None) -> bytes:
    """Change a file with openpyxl and save it, as scripts do."""
    book = openpyxl.load_workbook(io.BytesIO(filled(form)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed(form: str, sheet: str, field: str, value: Value) -> bytes:
    """Enter a value, as in a spreadsheet program: whatever depends on it is computed."""
    book = standard(form)
    return book.file({book.key(sheet): {field: value}})


def stored(form: str, sheet: str, cell: str, value: Value) -> bytes:
    """Change what is stored in one cell; a formula stays."""
    return set_cells(filled(form), {sheet: {cell: value}})


def pasted(form: str, sheet: str, cell: str, value: Value) -> bytes:
    """Paste a value over a formula."""
    return set_cells(filled(form), {sheet: {cell: value}}, overwrite=[(sheet, cell)])


def part(data: bytes, sheet: str) -> bytes:
    """The XML of a sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(sheet_parts(package)[sheet])


def spliced(form: str, sheet: str, old: str, new: str) -> bytes:
    """Change the XML of a sheet at the one place that matches."""
    data = filled(form)
    xml, count = re.subn(old, new, part(data, sheet).decode(), count=2)
    assert count == 1, f"{old}: {count} places"
    return replace_parts(data, {sheet_parts(data)[sheet]: xml.encode()})


def cell_xml(form: str, sheet: str, cell: str, attributes: str, content: str) -> bytes:
    """Give a cell other contents, by hand; its style stays."""
    return spliced(form, sheet, rf'<c r="{cell}"( s="\d+")(?:[^>]*/>|[^>]*>.*?</c>)', rf'<c r="{cell}"\1{attributes}>{content}</c>')


def with_part(form: str, name: str, kind: str) -> bytes:
    """Add a part of this content type to a workbook."""
    out = io.BytesIO(filled(form))
    with zipfile.ZipFile(out) as package:
        types = package.read("[Content_Types].xml")
    data = replace_parts(
        out.getvalue(),
        {"[Content_Types].xml": types.replace(b"</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode())},
    )
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, b"x")
    return out.getvalue()


def swapped(form: str, name: str, old: bytes, new: bytes) -> bytes:
    """Change the bytes of a part, where they occur first."""
    data = filled(form)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read(name)
    assert old in content
    return replace_parts(data, {name: content.replace(old, new, 1)})


LAUGHS = b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
XXE = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
VBA = "application/vnd.ms-office.vbaProject"
LINK = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
FAR = r'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'

# --------------------------------------------------------------------------- what shows the same in every form


def files_of_any_form(form: str, resaving: tuple[Found, ...], sheet: str, date_cell: str) -> Iterator[BadFile]:
    """Files that are refused as a whole, or whose spoilt place is no field. `sheet` has a cell styled as a date."""
    issued = standard(form).issued
    first = sheet_parts(issued)[sheet]

    def refused(name: str, code: str, make: Callable[[], bytes]) -> BadFile:
        return BadFile(form, name, make, "unlesbar", ((code, "FEHLER", None, ()),))

    def added(*, hidden: bool) -> bytes:
        def change(book: Workbook) -> None:
            book.create_sheet("Notizen").sheet_state = "hidden" if hidden else "visible"

        return resaved(form, change)

    def removed(*names: str) -> bytes:
        return resaved(form, lambda book: [book.remove(book[name]) for name in names])

    def no_meta(**changes: str) -> bytes:
        return set_cells(filled(form), {"_meta": dict(changes)})

    yield BadFile(form, "as it should be", lambda: filled(form), "angenommen", ())
    yield BadFile(form, "saved by openpyxl", lambda: resaved(form), "angenommen", resaving)
    yield BadFile(form, "a sheet added", lambda: added(hidden=False), "angenommen", (("BLATT-FREMD", "HINWEIS", "Notizen", ()), *resaving))
    yield BadFile(form, "a hidden sheet added", lambda: added(hidden=True), "angenommen", (("BLATT-FREMD", "HINWEIS", "Notizen", ()), *resaving))
    yield BadFile(form, "_meta deleted", lambda: removed("_meta"), "zurueckgewiesen", (("BLATT-FEHLT", "FEHLER", "_meta", ()),))
    yield BadFile(
        form, "the Ausfüllhilfe deleted", lambda: removed("Ausfüllhilfe"), "zurueckgewiesen",
        (("BLATT-FEHLT", "FEHLER", "Ausfüllhilfe", ()), *resaving),
    )  # fmt: skip
    yield BadFile(
        form, "Prüfung deleted", lambda: removed("Prüfung"), "zurueckgewiesen", (("BLATT-FEHLT", "FEHLER", "Prüfung", ()), *resaving)
    )
    yield BadFile(
        form, "links to another file", lambda: with_part(form, "xl/externalLinks/externalLink1.xml", LINK), "angenommen",
        (("DATEI-VERKNUEPFUNG", "WARNUNG", None, ()),),
    )  # fmt: skip
    yield refused("_meta and the Deckblatt deleted", "FORM-FREMD", lambda: removed("_meta", "Deckblatt"))
    yield refused("_meta of somebody else", "FORM-FREMD", lambda: no_meta(A1="Notizen"))
    yield refused("_meta emptied of its form", "FORM-FREMD", lambda: no_meta(B2=""))
    yield refused("a form that does not exist", "FORM-FREMD", lambda: no_meta(B2="steuererklaerung"))
    yield refused("a workbook of somebody else", "FORM-FREMD", lambda: hostile.xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'))
    yield refused("a version that does not exist", "FORM-VERSION", lambda: no_meta(B3="1999.1"))
    yield refused("cut off", "DATEI-UNLESBAR", lambda: filled(form)[:-200])
    yield refused("empty", "DATEI-UNLESBAR", lambda: b"")
    yield refused("an old .xls", "DATEI-FORMAT", lambda: hostile.ole("Workbook"))
    yield refused("an .ods", "DATEI-FORMAT", lambda: hostile.opendocument("spreadsheet"))
    yield refused("a .pdf", "DATEI-FORMAT", lambda: b"%PDF-1.7\n%\xe2\xe3")
    yield refused("encrypted", "DATEI-KENNWORT", lambda: hostile.ole("EncryptedPackage", "EncryptionInfo"))
    yield refused("one part encrypted", "DATEI-KENNWORT", lambda: hostile.encrypted_flag(filled(form)))
    yield refused("with macros", "DATEI-MAKRO", lambda: with_part(form, "xl/vbaProject.bin", VBA))
    yield refused("a bomb in a sheet", "DATEI-GROESSE", lambda: replace_parts(issued, {first: b" " * 8_000_000}))
    yield refused("a bomb in the shared strings", "DATEI-GROESSE", lambda: replace_parts(issued, {"xl/sharedStrings.xml": b" " * 8_000_000}))
    yield refused("a cell at the end of the world", "DATEI-GROESSE", lambda: spliced(form, sheet, "</sheetData>", FAR))
    yield refused("an external entity in a sheet", "DATEI-UNLESBAR", lambda: swapped(form, first, b"<worksheet", XXE + b"<worksheet"))
    yield refused("a billion laughs in a sheet", "DATEI-UNLESBAR", lambda: swapped(form, first, b"<worksheet", LAUGHS + b"<worksheet"))
    yield refused(
        "a billion laughs in the shared strings", "DATEI-UNLESBAR", lambda: swapped(form, "xl/sharedStrings.xml", b"<sst", LAUGHS + b"<sst")
    )
    yield refused("a sheet that is no XML", "DATEI-UNLESBAR", lambda: replace_parts(issued, {first: b"<worksheet><sheetData><row"}))
    yield refused("a date that makes the Rust reader panic", "DATEI-UNLESBAR", lambda: cell_xml(form, sheet, date_cell, "", "<v>-1e300</v>"))


# ------------------------------------------------------------------------------------------------ the Dokumentation

ORT, DOK = "58 Erbach", "dokumentation"
RESAVED = {
    ORT: ("NICHT-BERECHNET", "HINWEIS", ORT, ("B32",)),
    "58 Michelstadt": ("NICHT-BERECHNET", "HINWEIS", "58 Michelstadt", ("B32",)),
    "60 Erbach": ("NICHT-BERECHNET", "HINWEIS", "60 Erbach", ("B32",)),
}
"""What openpyxl's saving gives on each sheet with a result."""


def saved(*without: str) -> tuple[Found, ...]:
    return tuple(found for sheet, found in RESAVED.items() if sheet not in without)


def doc(name: str, make: Callable[[], bytes], status: str, *findings: Found) -> BadFile:
    return BadFile(DOK, name, make, status, findings)


def without(*sheets: str) -> bytes:
    return resaved(DOK, lambda book: [book.remove(book[sheet]) for sheet in sheets])


def renamed(old: str, new: str) -> bytes:
    def change(book: Workbook) -> None:
        book[old].title = new

    return resaved(DOK, change)


def from_row(number: int) -> list[Found]:
    """FELD-FEHLT for every field of the Ort from this row on: neither it nor its label stands where it was."""
    fields = standard(DOK).layout.by_key["ort_58.1"].plan.fields.values()
    return [("FELD-FEHLT", "FEHLER", ORT, ()) for cell in fields if cell.row >= number - 1]


NOT_JUDGED = {
    "B26": [("NICHT-GEPRUEFT", "HINWEIS", ORT, ("B26",))],
    "B45": [("NICHT-GEPRUEFT", "HINWEIS", ORT, ("B45",))] * 4,  # ALTER-SUMME, KOMBI-TEILMENGE, PLATZZAHL, PERSONAL-FEHLT
}
"""The rules that stay open when this cell cannot be read."""


def dokumentation() -> Iterator[BadFile]:
    yield from files_of_any_form(DOK, saved(), ORT, "B22")

    # sheets
    yield doc("an Ort deleted", lambda: without("60 Erbach"), "zurueckgewiesen", ("BLATT-FEHLT", "FEHLER", "60 Erbach", ()), *saved("60 Erbach"))
    yield doc(
        "the Deckblatt deleted, with the deadline that dates are held against", lambda: without("Deckblatt"), "zurueckgewiesen",
        ("BLATT-FEHLT", "FEHLER", "Deckblatt", ()), ("NICHT-GEPRUEFT", "HINWEIS", ORT, ()), *saved(),
    )  # fmt: skip
    yield doc(
        "an Ort renamed", lambda: renamed("60 Erbach", "Erbach 60"), "zurueckgewiesen", ("BLATT-FEHLT", "FEHLER", "60 Erbach", ()),
        ("BLATT-FREMD", "HINWEIS", "Erbach 60", ()), *saved("60 Erbach"),
    )  # fmt: skip

    # what was issued
    yield doc("a label changed", lambda: stored(DOK, ORT, "A26", "Bewilligte Tage"), "zurueckgewiesen", ("VORGABE-GEAENDERT", "FEHLER", ORT, ("A26",)))
    yield doc("a label emptied", lambda: stored(DOK, ORT, "A52", None), "zurueckgewiesen", ("VORGABE-GEAENDERT", "FEHLER", ORT, ("A52",)))
    yield doc("the number of places changed", lambda: stored(DOK, ORT, "C8", 121), "zurueckgewiesen", ("VORGABE-GEAENDERT", "FEHLER", ORT, ("C8",)))
    yield doc("the ZAD emptied", lambda: stored(DOK, ORT, "A8", None), "zurueckgewiesen", ("VORGABE-GEAENDERT", "FEHLER", ORT, ("A8",)))
    yield doc(
        "_meta changed: another sender", lambda: stored(DOK, "_meta", "B5", "0008"), "zurueckgewiesen",
        ("VORGABE-GEAENDERT", "FEHLER", "_meta", ()), ("VORGABE-GEAENDERT", "FEHLER", "Deckblatt", (identification(DOK),)),
    )  # fmt: skip

    # fields and formulas
    yield doc("an empty row put in", lambda: resaved(DOK, lambda book: book[ORT].insert_rows(46)), "zurueckgewiesen", *row_moved())
    yield doc("a row deleted", lambda: resaved(DOK, lambda book: book[ORT].delete_rows(46)), "zurueckgewiesen", *row_moved())
    yield doc("a result pasted over, rightly", lambda: pasted(DOK, ORT, "B32", 1600.75), "angenommen", ("FORMEL-GEAENDERT", "WARNUNG", ORT, ("B32",)))
    yield doc("a result pasted over, wrongly", lambda: pasted(DOK, ORT, "B32", 1700), "zurueckgewiesen", ("FORMEL-GEAENDERT", "FEHLER", ORT, ("B32",)))
    yield doc("a result emptied", lambda: pasted(DOK, ORT, "B32", None), "zurueckgewiesen", ("FORMEL-GEAENDERT", "FEHLER", ORT, ("B32",)))
    yield doc(
        "another formula with the same value", lambda: spliced(DOK, ORT, r"<f>SUM\(B31:C31\)</f>", "<f>B31+C31</f>"), "angenommen",
        ("FORMEL-GEAENDERT", "WARNUNG", ORT, ("B32",)),
    )  # fmt: skip
    yield doc(
        "another formula with another value", lambda: spliced(DOK, ORT, r"<f>SUM\(B31:C31\)</f><v>[^<]*", "<f>SUM(B31:C31)+1</f><v>1601.75"),
        "zurueckgewiesen", ("FORMEL-GEAENDERT", "FEHLER", ORT, ("B32",)),
    )  # fmt: skip
    yield doc("the same formula, spelt otherwise", lambda: spliced(DOK, ORT, r"<f>SUM\(B31:C31\)</f>", "<f>sum( $B$31:C31 )</f>"), "angenommen")
    yield doc("a state pasted over, rightly", lambda: pasted(DOK, ORT, "E15", "✓ vollständig"), "angenommen", ("FORMEL-GEAENDERT", "WARNUNG", ORT, ("E15",)))
    yield doc("a state pasted over, wrongly", lambda: pasted(DOK, ORT, "E15", "fertig"), "zurueckgewiesen", ("FORMEL-GEAENDERT", "FEHLER", ORT, ("E15",)))
    yield doc("a stale result", lambda: stored(DOK, ORT, "B32", 1), "angenommen", ("NICHT-BERECHNET", "HINWEIS", ORT, ("B32",)))
    yield doc("a result without its value", lambda: stored(DOK, ORT, "B32", None), "angenommen", ("NICHT-BERECHNET", "HINWEIS", ORT, ("B32",)))
    yield doc(
        "an error beside a formula", lambda: cell_xml(DOK, ORT, "B32", ' t="e"', "<f>SUM(B31:C31)</f><v>#VALUE!</v>"), "angenommen",
        ("NICHT-BERECHNET", "HINWEIS", ORT, ("B32",)),
    )  # fmt: skip
    yield doc(
        "an input computed, with its value", lambda: cell_xml(DOK, ORT, "B26", "", "<f>1000+500</f><v>1500</v>"), "angenommen",
        ("NORMALISIERT", "HINWEIS", ORT, ("B26",)),
    )  # fmt: skip
    yield doc(
        "an input computed, without its value", lambda: cell_xml(DOK, ORT, "B26", "", "<f>1000+500</f>"), "zurueckgewiesen",
        ("NICHT-BERECHNET", "HINWEIS", ORT, ("B26",)), ("PFLICHT", "FEHLER", ORT, ("B26",)), *NOT_JUDGED["B26"],
    )  # fmt: skip
    yield doc(
        "an input computed, with an error", lambda: cell_xml(DOK, ORT, "B26", ' t="e"', "<f>1/0</f><v>#DIV/0!</v>"), "zurueckgewiesen",
        ("TYP", "FEHLER", ORT, ("B26",)), *NOT_JUDGED["B26"],
    )  # fmt: skip

    # values
    yield doc("nothing in a required cell", lambda: typed(DOK, ORT, "kontakt.mail", None), "zurueckgewiesen", ("PFLICHT", "FEHLER", ORT, ("B19",)))
    yield doc(
        "an error value among numbers", lambda: cell_xml(DOK, ORT, "B45", ' t="e"', "<v>#N/A</v>"), "zurueckgewiesen",
        ("TYP", "FEHLER", ORT, ("B45",)), *NOT_JUDGED["B45"],
    )  # fmt: skip
    yield doc(
        "an error value among texts", lambda: cell_xml(DOK, ORT, "B16", ' t="e"', "<v>#N/A</v>"), "zurueckgewiesen", ("TYP", "FEHLER", ORT, ("B16",))
    )
    yield doc(
        "an error value in an optional cell", lambda: cell_xml(DOK, ORT, "B18", ' t="e"', "<v>#REF!</v>"), "zurueckgewiesen", ("TYP", "FEHLER", ORT, ("B18",))
    )
    yield doc(
        "an error value in a list", lambda: cell_xml(DOK, ORT, "D66", ' t="e"', "<v>#NAME?</v>"), "zurueckgewiesen", ("LISTE", "FEHLER", ORT, ("D66",))
    )
    yield doc(
        "an error value for a date", lambda: cell_xml(DOK, ORT, "B22", ' t="e"', "<v>#NUM!</v>"), "zurueckgewiesen",
        ("DATUM", "FEHLER", ORT, ("B22",)), ("NICHT-GEPRUEFT", "HINWEIS", ORT, ("B22",)),
    )  # fmt: skip
    yield doc("below 0", lambda: typed(DOK, ORT, "bewilligt.lwv", -1), "zurueckgewiesen", ("BEREICH", "FEHLER", ORT, ("B26",)), *NOT_JUDGED["B26"])
    yield doc("the text „#N/A“, typed", lambda: typed(DOK, ORT, "kontakt.name", "#N/A"), "angenommen")
    for text in ("=1+1", "@SUM(A1)", "+49 6062 1", "-1+1|cmd", "=cmd|' /C calc'!A0", "\t=1+1"):
        repaired = (("NORMALISIERT", "HINWEIS", ORT, ("B18",)),) if text.startswith("\t") else ()
        yield doc(f"a text that looks like a formula: {text!r}", lambda text=text: typed(DOK, ORT, "kontakt.telefon", text), "angenommen", *repaired)


def row_moved() -> tuple[Found, ...]:
    """What a row more or less at 46 gives today: all from there on is missing, three blank cells hold other printed texts."""
    blank_heads = [("VORGABE-GEAENDERT", "FEHLER", ORT, (cell,)) for cell in ("A51", "A61", "A76")]
    open_rules = [("NICHT-GEPRUEFT", "HINWEIS", ORT, ())] * 8  # ALTER-SUMME and KOMBI-TEILMENGE twice, PLATZZAHL, PERSONAL-FEHLT, GRUPPEN-BETRIEBE, FEHLANZEIGE
    return (*from_row(46), *blank_heads, *open_rules, *saved())


def identification(form: str) -> str:
    """Where the line stands by which a file is known again."""
    cells = standard(form).layout.by_key["deckblatt"].plan.cells
    return next(cell.name for cell in cells if cell.text and cell.text.startswith("Kennung:"))


# ------------------------------------------------------------------------------------------------ the register

ORTE, REG = "Orte", "stammdaten"


def reg(name: str, make: Callable[[], bytes], status: str, *findings: Found) -> BadFile:
    return BadFile(REG, name, make, status, findings)


def dropped(*sheets: str) -> bytes:
    return resaved(REG, lambda book: [book.remove(book[sheet]) for sheet in sheets])


def stammdaten() -> Iterator[BadFile]:
    yield from files_of_any_form(REG, (), ORTE, "M6")

    # sheets: rules that look into the one that is gone stay open, once each
    yield reg("Absender deleted", lambda: dropped("Absender"), "zurueckgewiesen", ("BLATT-FEHLT", "FEHLER", "Absender", ()))
    for sheet, open_on in (("Deckblatt", ORTE), ("Leistungserbringer", ORTE), ("Kreise", ORTE), (ORTE, "Leistungserbringer")):
        yield reg(
            f"{sheet} deleted", lambda sheet=sheet: dropped(sheet), "zurueckgewiesen", ("BLATT-FEHLT", "FEHLER", sheet, ()),
            ("NICHT-GEPRUEFT", "HINWEIS", open_on, ()),
        )  # fmt: skip

    # what was issued
    yield reg("a heading changed", lambda: stored(REG, ORTE, "K3", "Plätze"), "zurueckgewiesen", ("VORGABE-GEAENDERT", "FEHLER", ORTE, ("K3",)))
    yield reg(
        "a Kreisschlüssel changed", lambda: stored(REG, "Kreise", "A4", "06499"), "zurueckgewiesen", ("VORGABE-GEAENDERT", "FEHLER", "Kreise", ("A4",))
    )
    yield reg(
        "_meta changed: another year", lambda: stored(REG, "_meta", "B4", "2024"), "zurueckgewiesen",
        ("VORGABE-GEAENDERT", "FEHLER", "_meta", ()), ("VORGABE-GEAENDERT", "FEHLER", "Deckblatt", (identification(REG),)),
    )  # fmt: skip

    # fields and formulas
    yield reg("a column deleted", lambda: resaved(REG, lambda book: book[ORTE].delete_cols(3)), "zurueckgewiesen", *column_deleted())
    yield reg("a state pasted over, rightly", lambda: pasted(REG, ORTE, "O4", "✓ vollständig"), "angenommen", ("FORMEL-GEAENDERT", "WARNUNG", ORTE, ("O4",)))
    yield reg("a state pasted over, wrongly", lambda: pasted(REG, ORTE, "O4", "fertig"), "zurueckgewiesen", ("FORMEL-GEAENDERT", "FEHLER", ORTE, ("O4",)))
    yield reg(
        "an input computed, without its value", lambda: cell_xml(REG, ORTE, "K4", "", "<f>100+20</f>"), "angenommen",
        ("NICHT-BERECHNET", "HINWEIS", ORTE, ("K4",)),
    )  # fmt: skip
    yield reg(
        "an input computed, with its value", lambda: cell_xml(REG, ORTE, "K4", "", "<f>100+20</f><v>120</v>"), "angenommen",
        ("NORMALISIERT", "HINWEIS", ORTE, ("K4",)),
    )  # fmt: skip

    # values
    yield reg("nothing in a required cell", lambda: typed(REG, ORTE, "orte.1.name", None), "zurueckgewiesen", ("PFLICHT", "FEHLER", ORTE, ("C4",)))
    yield reg(
        "an error value among numbers", lambda: cell_xml(REG, ORTE, "K4", ' t="e"', "<v>#N/A</v>"), "zurueckgewiesen", ("TYP", "FEHLER", ORTE, ("K4",))
    )
    yield reg(
        "an error value among texts", lambda: cell_xml(REG, ORTE, "C4", ' t="e"', "<v>#N/A</v>"), "zurueckgewiesen", ("TYP", "FEHLER", ORTE, ("C4",))
    )
    yield reg("below 0", lambda: typed(REG, ORTE, "orte.1.platzzahl", -1), "zurueckgewiesen", ("BEREICH", "FEHLER", ORTE, ("K4",)))
    yield reg(
        "not in the list", lambda: typed(REG, ORTE, "orte.1.leistung", "§ 58"), "zurueckgewiesen", ("LISTE", "FEHLER", ORTE, ("I4",)),
        ("NICHT-GEPRUEFT", "HINWEIS", ORTE, ("I4",)),
    )  # fmt: skip
    yield reg(
        "no date", lambda: typed(REG, "Leistungserbringer", "traeger.1.frist", "bald"), "zurueckgewiesen",
        ("DATUM", "FEHLER", "Leistungserbringer", ("K4",)),
    )  # fmt: skip
    for text in ("=1+1", "@SUM(A1)", "+49 6062 1"):
        yield reg(f"a text that looks like a formula: {text!r}", lambda text=text: typed(REG, ORTE, "orte.1.name", text), "angenommen")


def column_deleted() -> tuple[Found, ...]:
    """What the deletion of „Name“ among the Orte gives today: all columns from there on are missing, in every row."""
    plan = standard(REG).layout.by_key["orte"].plan
    missing = [("FELD-FEHLT", "FEHLER", ORTE, ()) for cell in plan.fields.values() if cell.column >= 2]
    return (*missing, *[("NICHT-GEPRUEFT", "HINWEIS", ORTE, ())] * 2)  # ST-KREIS, ST-DOPPELT


# ------------------------------------------------------------------------------------------------ the tests

BAD = [*dokumentation(), *stammdaten()]


@cache
def found_in(name: str) -> tuple[Finding, ...]:
    """Make, read and check a file once."""
    bad = next(bad for bad in BAD if str(bad) == name)
    return tuple(judged(bad.make())[1])


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("bad", BAD, ids=str)
def test_exactly_this_is_found(bad: BadFile) -> None:
    found = found_in(str(bad))
    places = Counter((entry.code, str(entry.severity), entry.sheet, entry.cells) for entry in found)
    wanted = Counter(bad.findings)
    assert places == wanted, f"also found: {dict(places - wanted)}, not found: {dict(wanted - places)}"
    assert status_of(found) == bad.status


@pytest.mark.parametrize("form", [DOK, REG])
def test_every_shared_code_has_a_file_that_shows_it(form: str) -> None:
    shown = {place[0] for bad in BAD if bad.form == form for place in bad.findings}
    assert shown - OPEN >= CODES.keys() - OPEN
    assert OPEN <= CODES.keys()


@pytest.mark.parametrize("code", ["FORMEL-GEAENDERT"])
@pytest.mark.parametrize("form", [DOK, REG])
def test_a_code_of_two_severities_is_shown_in_both(form: str, code: str) -> None:
    assert {place[1] for bad in BAD if bad.form == form for place in bad.findings if place[0] == code} == {"WARNUNG", "FEHLER"}


def test_what_is_read_from_a_secret_file_is_nowhere() -> None:
    for name in (f"{form}: an external entity in a sheet" for form in (DOK, REG)):
        assert not any("root:" in entry.message for entry in found_in(name))


class Panic(BaseException):
    """As pyo3_runtime.PanicException: no Exception."""


@pytest.mark.parametrize("raised", [Panic("index out of bounds"), RecursionError(), ValueError("?"), OverflowError()])
def test_whatever_the_fast_reader_raises_becomes_a_finding(monkeypatch: pytest.MonkeyPatch, raised: BaseException) -> None:
    def fail(*args: object) -> None:
        raise raised

    monkeypatch.setattr(read, "CalamineWorkbook", type("Broken", (), {"from_filelike": staticmethod(fail)}))
    returned, findings = judged(filled(DOK))
    assert [(entry.code, entry.sheet) for entry in findings] == [("DATEI-UNLESBAR", None)]
    assert returned.issue is None


@pytest.mark.parametrize("raised", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_must_end_the_program_ends_it(monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]) -> None:
    def fail(*args: object) -> None:
        raise raised

    monkeypatch.setattr(read, "CalamineWorkbook", type("Broken", (), {"from_filelike": staticmethod(fail)}))
    with pytest.raises(raised):
        judged(filled(DOK))
