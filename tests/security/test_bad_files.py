"""Every code that all forms share has a file that shows it, for the Dokumentation and for the register; and nothing else is found.

Each file departs in one thing from a workbook that was issued, filled in and is in order. openpyxl, which saves some of them,
keeps no stored values: NICHT-BERECHNET is then among the findings, once for each result.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial

import openpyxl
import pytest
import python_calamine
from openpyxl.workbook import Workbook

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.parts import replace_parts
from rv2xl.forms import newest
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import CODES, Finding, status_of
from tests.cells import Tab
from tests.faults.workbook import Spoilt, columns_deleted, rows_deleted, rows_put_in
from tests.findings import Found, assert_found, fehler, hinweis, warnung
from tests.forms.standard import judged, standard
from tests.programs.package import filled, sheet_parts
from tests.security import hostile

RULES_OF_A_DAY = {"dokumentation": 1, "stammdaten": 4}
"""By form: how many rules ask for the day of „a date before all days“: ST-KREIS, ST-DOPPELT, ST-KREIS-WECHSEL, ST-ORT-ZWEIMAL."""

OPEN = {"FORM-JAHR", "FORM-LE", "FORM-DOPPELT", "FORM-ERSETZT", "STAMMDATEN-GEAENDERT", "PROGRAMM-FEHLER", "FREIGABE"}
"""Without a file here: they need a register, a year, a second return, a decision or a mistake of ours, and stand in tests/unit/returns/."""

DOK, REG = "dokumentation", "stammdaten"
ORT, SECOND, OTHER, ORTE = "58 Erbach", "58 Michelstadt", "60 Erbach", "Orte"
YES, NO, LOST = "angenommen", "zurueckgewiesen", "unlesbar"


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


def resaved(form: str, change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    """Change a file with openpyxl and save it, as scripts do."""
    book = openpyxl.load_workbook(io.BytesIO(filled(form)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def without(form: str, *sheets: str) -> bytes:
    return resaved(form, lambda book: [book.remove(book[sheet]) for sheet in sheets] and None)


def with_sheet(form: str, name: str, state: str) -> bytes:
    return resaved(form, lambda book: setattr(book.create_sheet(name), "sheet_state", state))


def renamed(form: str, old: str, new: str) -> bytes:
    return resaved(form, lambda book: setattr(book[old], "title", new))


def shifted(form: str, sheet: str, way: str, place: int) -> bytes:
    """Put in or delete a row or column: `way` is what openpyxl calls it."""
    return resaved(form, lambda book: getattr(book[sheet], way)(place))


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


def unprotected(form: str, sheet: str, title: str) -> bytes:
    """Lift the protection of a sheet and change its title."""
    book = Spoilt(filled(form))
    book.unprotect(sheet)
    book.enter(sheet, (1, 1), title)
    return book.file()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def spliced(form: str, sheet: str, old: str, new: str, data: bytes | None = None) -> bytes:
    """Change the XML of a sheet at the one place that matches; of a filled file unless another is given."""
    data = data or filled(form)
    name = sheet_parts(data)[sheet]
    xml, count = re.subn(old, new, part(data, name).decode(), count=2)
    assert count == 1, f"{old}: {count} places"
    return replace_parts(data, {name: xml.encode()})


def cell_xml(form: str, sheet: str, cell: str, attributes: str, content: str) -> bytes:
    """Give a cell other contents, by hand; its style stays."""
    old = rf'<c r="{cell}"( s="\d+")(?:[^>]*/>|[^>]*>.*?</c>)'
    return spliced(form, sheet, old, rf'<c r="{cell}"\1{attributes}>{content}</c>')


def one_more_one_less(form: str, sheet: str, cell: str, computed: str) -> bytes:
    """Put a formula without a value into an input and a value over another formula: there are as many as were issued."""
    value = set_cells(filled(form), {sheet: {computed: Decimal("1600.75")}}, overwrite=[(sheet, computed)])
    return spliced(form, sheet, rf'<c r="{cell}"( s="\d+")[^>]*>.*?</c>', rf'<c r="{cell}"\1><f>A1</f></c>', value)


def error_handed_on(form: str, sheet: str, cell: str, computed: str) -> bytes:
    """Put an error value into an input and, as a spreadsheet does, beside the formula that counts with it."""
    handed_on = spliced(form, sheet, rf'(<c r="{computed}" s="\d+")(><f>[^<]*</f>)<v>[^<]*', r'\1 t="e"\2<v>#REF!')
    return spliced(
        form, sheet, rf'<c r="{cell}"( s="\d+")[^>]*>.*?</c>', rf'<c r="{cell}"\1 t="e"><v>#REF!</v></c>', handed_on
    )


def error(form: str, sheet: str, cell: str, value: str) -> bytes:
    return cell_xml(form, sheet, cell, ' t="e"', f"<v>{value}</v>")


def with_part(form: str, name: str, kind: str) -> bytes:
    """Add a part of this content type to a workbook."""
    types = "[Content_Types].xml"
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    changed = part(filled(form), types).replace(b"</Types>", override)
    out = io.BytesIO(replace_parts(filled(form), {types: changed}))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, b"x")
    return out.getvalue()


def with_prolog(form: str, name: str, root: bytes, prolog: bytes) -> bytes:
    """Put a document type before the root element of a part."""
    content = part(filled(form), name)
    assert root in content
    return replace_parts(filled(form), {name: content.replace(root, prolog + root, 1)})


LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
XXE = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
VBA = "application/vnd.ms-office.vbaProject"
LINK = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
FAR = r'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
STRINGS = "xl/sharedStrings.xml"

# --------------------------------------------------------------------------- what shows the same in every form


def of_any_form(form: str, saved: tuple[Found, ...], sheet: str, day: str) -> Iterator[BadFile]:
    """Files that are refused as a whole, or whose spoilt place is no field. `day` is a cell of the sheet styled as a date."""
    issued = standard(form).issued
    first = sheet_parts(issued)[sheet]

    def bad(name: str, make: Callable[[], bytes], status: str, *findings: Found) -> BadFile:
        return BadFile(form, name, make, status, findings)

    def refused(name: str, code: str, make: Callable[[], bytes]) -> BadFile:
        return BadFile(form, name, make, LOST, (fehler(code),))

    # fmt: off
    yield bad("as it should be", partial(filled, form), YES)
    yield bad("saved by openpyxl", partial(resaved, form), YES, *saved)
    yield bad("a note beside the fields", partial(stored, form, sheet, "Z3", "siehe Anlage"), YES, hinweis("DANEBEN", sheet, "Z3"))
    yield bad("a title changed on a sheet without protection", partial(unprotected, form, sheet, "anders"), NO,
              fehler("VORGABE-GEAENDERT", sheet, "A1"), hinweis("SCHREIBSCHUTZ", sheet))
    yield bad("a sheet added", partial(with_sheet, form, "Notizen", "visible"), YES, hinweis("BLATT-FREMD", "Notizen"), *saved)
    yield bad("a hidden sheet added", partial(with_sheet, form, "Notizen", "hidden"), YES, hinweis("BLATT-FREMD", "Notizen"), *saved)
    yield bad("_meta deleted", partial(without, form, "_meta"), NO, fehler("BLATT-FEHLT", "_meta"), *saved)
    yield bad("Ausfüllhilfe deleted", partial(without, form, "Ausfüllhilfe"), NO, fehler("BLATT-FEHLT", "Ausfüllhilfe"), *saved)
    yield bad("Prüfung deleted", partial(without, form, "Prüfung"), NO, fehler("BLATT-FEHLT", "Prüfung"), *saved)
    yield bad("a link", partial(with_part, form, "xl/externalLinks/externalLink1.xml", LINK), YES, warnung("DATEI-VERKNUEPFUNG"))

    yield refused("_meta and the Deckblatt deleted", "FORM-FREMD", partial(without, form, "_meta", "Deckblatt"))
    yield refused("_meta of somebody else", "FORM-FREMD", partial(stored, form, "_meta", "A1", "Notizen"))
    yield refused("_meta without its form", "FORM-FREMD", partial(stored, form, "_meta", "B2", None))
    yield refused("a form that does not exist", "FORM-FREMD", partial(stored, form, "_meta", "B2", "steuererklaerung"))
    yield refused("a workbook of somebody else", "FORM-FREMD", partial(hostile.xlsx, '<row r="1"><c r="A1"><v>1</v></c></row>'))
    for year in ("99999", "10000", "9999", "0", "0000", "-5", "1999", "abc", "2025.5", ""):
        yield refused(f"a year that does not exist: {year}", "FORM-FREMD", partial(stored, form, "_meta", "B4", year or None))
    yield refused("a version that does not exist", "FORM-VERSION", partial(stored, form, "_meta", "B3", "1999.1"))

    yield refused("cut off", "DATEI-UNLESBAR", lambda: filled(form)[:-200])
    yield refused("empty", "DATEI-UNLESBAR", lambda: b"")
    yield refused("an old .xls", "DATEI-FORMAT", partial(hostile.ole, "Workbook"))
    yield refused("an .ods", "DATEI-FORMAT", partial(hostile.opendocument, "spreadsheet"))
    yield refused("a .pdf", "DATEI-FORMAT", lambda: b"%PDF-1.7\n%\xe2\xe3")
    yield refused("encrypted", "DATEI-KENNWORT", partial(hostile.ole, "EncryptedPackage", "EncryptionInfo"))
    yield refused("one part encrypted", "DATEI-KENNWORT", lambda: hostile.encrypted_flag(filled(form)))
    yield refused("with macros", "DATEI-MAKRO", partial(with_part, form, "xl/vbaProject.bin", VBA))
    yield refused("a bomb in a sheet", "DATEI-GROESSE", lambda: replace_parts(issued, {first: b" " * 8_000_000}))
    yield refused("a bomb in the strings", "DATEI-GROESSE", lambda: replace_parts(issued, {STRINGS: b" " * 8_000_000}))
    yield refused("a cell at the end of the world", "DATEI-GROESSE", partial(spliced, form, sheet, "</sheetData>", FAR))
    yield refused("an external entity in a sheet", "DATEI-UNLESBAR", partial(with_prolog, form, first, b"<worksheet", XXE))
    yield refused("a billion laughs in a sheet", "DATEI-UNLESBAR", partial(with_prolog, form, first, b"<worksheet", LAUGHS))
    yield refused("a billion laughs in the strings", "DATEI-UNLESBAR", partial(with_prolog, form, STRINGS, b"<sst", LAUGHS))
    yield refused("a sheet that is no XML", "DATEI-UNLESBAR", lambda: replace_parts(issued, {first: b"<worksheet><sheetData><row"}))
    yield bad("a date before all days", partial(cell_xml, form, sheet, day, "", "<v>-1e300</v>"), NO,
              fehler("DATUM", sheet, day), *[hinweis("NICHT-GEPRUEFT", sheet, day)] * RULES_OF_A_DAY[form])
    # fmt: on


def identification(form: str) -> str:
    """Where the line stands by which a file is known again."""
    cells = standard(form).layout.by_key["deckblatt"].plan.cells
    return next(cell.name for cell in cells if cell.text and cell.text.startswith("Kennung:"))


# ------------------------------------------------------------------------------------------------ the Dokumentation

SHEET = Tab(DOK, ORT)
GESAMT, HOURS, PEOPLE, DAY = map(
    SHEET.cell, ("erbracht.gesamt", "bewilligt.lwv", "personen.eigene_region.lwv", "konzeption.vom")
)
NAME, PHONE, MAIL, ANSWER = map(SHEET.cell, ("kontakt.name", "kontakt.telefon", "kontakt.mail", "fragen.struktur_1"))
PLACES, ZAD, STATE = map(SHEET.cell, ("kopf.platzzahl", "kopf.zad", "zustand.kontakt.name"))
LABEL, BAND = (f"A{SHEET.row(field)}" for field in ("bewilligt.lwv", "alter.a18_30.lwv"))
HESSEN = SHEET.row("personen.hessen.lwv")
"""The row of „Aus hessischer Region“."""
ADDED = SHEET.area("erbracht.lwv", "erbracht.andere")
"""What the result adds up."""

SAVED = tuple(hinweis("NICHT-BERECHNET", sheet, GESAMT) for sheet in (ORT, SECOND, OTHER))
"""What openpyxl's saving gives on each sheet with a result."""

OPEN_HOURS = (hinweis("NICHT-GEPRUEFT", ORT, HOURS),)
OPEN_PEOPLE = (hinweis("NICHT-GEPRUEFT", ORT, PEOPLE),) * 4
"""What stays open without the hours (ERBRACHT-BEWILLIGT), without the people (ALTER-SUMME, KOMBI-TEILMENGE, PLATZZAHL, PERSONAL-FEHLT)."""


LOST_ROW = (
    *(fehler("FELD-FEHLT", ORT, cell) for cell in SHEET.lost(rows_deleted(HESSEN))),
    *[hinweis("NICHT-GEPRUEFT", ORT)] * 6,
)
"""Open are ALTER-SUMME and KOMBI-TEILMENGE twice, PLATZZAHL and PERSONAL-FEHLT."""


def dokumentation() -> Iterator[BadFile]:
    yield from of_any_form(DOK, SAVED, ORT, DAY)

    def bad(name: str, make: Callable[..., bytes], args: tuple[Value, ...], status: str, *findings: Found) -> BadFile:
        return BadFile(DOK, name, partial(make, DOK, *args), status, findings)

    # fmt: off
    # sheets; without the Deckblatt the day is missing that dates are held against
    yield bad("an Ort deleted", without, (OTHER,), NO, fehler("BLATT-FEHLT", OTHER), *SAVED[:2])
    yield bad("the Deckblatt deleted", without, ("Deckblatt",), NO,
              fehler("BLATT-FEHLT", "Deckblatt"), hinweis("NICHT-GEPRUEFT", ORT), *SAVED)
    yield bad("an Ort renamed", renamed, (OTHER, "Erbach 60"), YES,
              warnung("FELD-VERSCHOBEN", "Erbach 60"), hinweis("NICHT-BERECHNET", "Erbach 60", GESAMT), *SAVED[:2])

    # what was issued
    yield bad("a label changed", stored, (ORT, LABEL, "Bewilligte Tage"), NO, fehler("VORGABE-GEAENDERT", ORT, LABEL))
    yield bad("a label emptied", stored, (ORT, BAND, None), NO, fehler("VORGABE-GEAENDERT", ORT, BAND))
    yield bad("the number of places changed", stored, (ORT, PLACES, 121), NO, fehler("VORGABE-GEAENDERT", ORT, PLACES))
    yield bad("the ZAD emptied", stored, (ORT, ZAD, None), NO, fehler("VORGABE-GEAENDERT", ORT, ZAD))
    yield bad("_meta: another sender", stored, ("_meta", "B5", "0008"), NO,
              fehler("VORGABE-GEAENDERT", "_meta"), fehler("VORGABE-GEAENDERT", "Deckblatt", identification(DOK)))

    # fields and formulas
    yield bad("a row put in", shifted, (ORT, "insert_rows", HESSEN), YES,
              *(warnung("FELD-VERSCHOBEN", ORT, *ranges) for ranges in SHEET.moved(rows_put_in(HESSEN))), *SAVED)
    yield bad("a row deleted", shifted, (ORT, "delete_rows", HESSEN), NO,
              *(warnung("FELD-VERSCHOBEN", ORT, *ranges) for ranges in SHEET.moved(rows_deleted(HESSEN))), *LOST_ROW, *SAVED)
    yield bad("a result pasted over, rightly", pasted, (ORT, GESAMT, Decimal("1600.75")), YES, warnung("FORMEL-GEAENDERT", ORT, GESAMT))
    yield bad("a result pasted over, wrongly", pasted, (ORT, GESAMT, 1700), NO, fehler("FORMEL-GEAENDERT", ORT, GESAMT))
    yield bad("a result emptied", pasted, (ORT, GESAMT, None), NO, fehler("FORMEL-GEAENDERT", ORT, GESAMT))
    yield bad("another formula, same value", spliced, (ORT, rf"<f>SUM\({ADDED}\)</f>", f"<f>{ADDED.replace(':', '+')}</f>"), YES,
              warnung("FORMEL-GEAENDERT", ORT, GESAMT))
    yield bad("another formula, another value", spliced, (ORT, rf"<f>SUM\({ADDED}\)</f><v>[^<]*", f"<f>SUM({ADDED})+1</f><v>1601.75"), NO,
              fehler("FORMEL-GEAENDERT", ORT, GESAMT))
    yield bad("the same formula, spelt otherwise", spliced, (ORT, rf"<f>SUM\({ADDED}\)</f>", f"<f>sum( $B${ADDED[1:]} )</f>"), YES)
    yield bad("a state pasted over, rightly", pasted, (ORT, STATE, "✓ vollständig"), YES, warnung("FORMEL-GEAENDERT", ORT, STATE))
    yield bad("a state pasted over, wrongly", pasted, (ORT, STATE, "fertig"), YES, warnung("FORMEL-GEAENDERT", ORT, STATE))
    yield bad("a stale result", stored, (ORT, GESAMT, 1), YES, hinweis("NICHT-BERECHNET", ORT, GESAMT))
    yield bad("a result without its value", stored, (ORT, GESAMT, None), YES, hinweis("NICHT-BERECHNET", ORT, GESAMT))
    yield bad("an error beside a formula", cell_xml, (ORT, GESAMT, ' t="e"', f"<f>SUM({ADDED})</f><v>#VALUE!</v>"), YES,
              hinweis("NICHT-BERECHNET", ORT, GESAMT))
    yield bad("an input computed", cell_xml, (ORT, HOURS, "", "<f>1000+500</f><v>1500</v>"), YES, hinweis("NORMALISIERT", ORT, HOURS))
    yield bad("an input computed, without its value", cell_xml, (ORT, HOURS, "", "<f>1000+500</f>"), NO,
              fehler("TYP", ORT, HOURS), *OPEN_HOURS)
    yield bad("an input computed, with an empty value", cell_xml, (ORT, HOURS, "", "<f>1000+500</f><v></v>"), NO,
              fehler("TYP", ORT, HOURS), *OPEN_HOURS)
    yield bad("a text computed, without its value", cell_xml, (ORT, NAME, ' t="str"', "<f>A1</f>"), NO, fehler("TYP", ORT, NAME))
    yield bad("an optional input computed, without its value", cell_xml, (ORT, PHONE, "", "<f>A1</f><v/>"), NO, fehler("TYP", ORT, PHONE))
    yield bad("an input computed to nothing", cell_xml, (ORT, HOURS, ' t="str"', '<f>""</f><v></v>'), NO,
              hinweis("NORMALISIERT", ORT, HOURS), fehler("PFLICHT", ORT, HOURS), *OPEN_HOURS)
    yield bad("an optional input computed to nothing", cell_xml, (ORT, PHONE, ' t="str"', '<f>""</f><v/>'), YES,
              hinweis("NORMALISIERT", ORT, PHONE))
    yield bad("an input computed, without its value, and a formula gone", one_more_one_less, (ORT, PHONE, GESAMT), NO,
              fehler("TYP", ORT, PHONE), warnung("FORMEL-GEAENDERT", ORT, GESAMT))
    yield bad("an input computed, with an error", cell_xml, (ORT, HOURS, ' t="e"', "<f>1/0</f><v>#DIV/0!</v>"), NO,
              fehler("TYP", ORT, HOURS), *OPEN_HOURS)

    # values
    yield bad("nothing in a required cell", typed, (ORT, "kontakt.mail", None), NO, fehler("PFLICHT", ORT, MAIL))
    yield bad("below 0", typed, (ORT, "bewilligt.lwv", -1), NO, fehler("BEREICH", ORT, HOURS), *OPEN_HOURS)
    yield bad("an error among numbers", error, (ORT, PEOPLE, "#N/A"), NO, fehler("TYP", ORT, PEOPLE), *OPEN_PEOPLE)
    yield bad("an error among texts", error, (ORT, NAME, "#N/A"), NO, fehler("TYP", ORT, NAME))
    yield bad("an error that a result hands on", error_handed_on, (ORT, SHEET.cell("erbracht.lwv"), GESAMT), NO,
              fehler("TYP", ORT, SHEET.cell("erbracht.lwv")), hinweis("NICHT-GEPRUEFT", ORT, SHEET.cell("erbracht.lwv")))
    yield bad("an error in an optional cell", error, (ORT, PHONE, "#REF!"), NO, fehler("TYP", ORT, PHONE))
    yield bad("an error in a list", error, (ORT, ANSWER, "#NAME?"), NO, fehler("LISTE", ORT, ANSWER))
    yield bad("an error for a date", error, (ORT, DAY, "#NUM!"), NO, fehler("DATUM", ORT, DAY), hinweis("NICHT-GEPRUEFT", ORT, DAY))
    yield bad("the text „#N/A“, typed", typed, (ORT, "kontakt.name", "#N/A"), YES)
    for text in ("=1+1", "@SUM(A1)", "+49 6062 1", "-1+1|cmd", "=cmd|' /C calc'!A0"):
        yield bad(f"a text that looks like a formula: {text}", typed, (ORT, "kontakt.telefon", text), YES)
    yield bad("such a text behind a tab", typed, (ORT, "kontakt.telefon", "\t=1+1"), YES, hinweis("NORMALISIERT", ORT, PHONE))
    # fmt: on


# ------------------------------------------------------------------------------------------------ the register


LIST = Tab(REG, ORTE)
FIRST, COUNT, LEISTUNG, FROM = map(
    LIST.cell, ("orte.1.name", "orte.1.platzzahl", "orte.1.leistung", "orte.3.gueltig_von")
)
DEADLINE = Tab(REG, "Leistungserbringer").cell("traeger.1.frist")
ROW_STATE = LIST.cell("zustand.orte.1")
HEADING = f"{COUNT.rstrip('0123456789')}{LIST.row('orte.1.platzzahl') - 1}"
NAMES = LIST.at("orte.1.name")[1]
"""The column of the names."""


def stammdaten() -> Iterator[BadFile]:
    yield from of_any_form(REG, (), ORTE, FROM)

    def bad(name: str, make: Callable[..., bytes], args: tuple[Value, ...], status: str, *findings: Found) -> BadFile:
        return BadFile(REG, name, partial(make, REG, *args), status, findings)

    # fmt: off
    # sheets: rules that look into the one that is gone stay open, once each
    yield bad("Absender deleted", without, ("Absender",), NO, fehler("BLATT-FEHLT", "Absender"))
    for sheet, other, rules in (
        ("Deckblatt", ORTE, 2), ("Leistungserbringer", ORTE, 1), ("Kreise", ORTE, 1), (ORTE, "Leistungserbringer", 1),
    ):
        open_ = hinweis("NICHT-GEPRUEFT", other)
        yield bad(f"{sheet} deleted", without, (sheet,), NO, fehler("BLATT-FEHLT", sheet), *[open_] * rules)

    # what was issued
    yield bad("a heading changed", stored, (ORTE, HEADING, "Plätze"), NO, fehler("VORGABE-GEAENDERT", ORTE, HEADING))
    yield bad("a Kreisschlüssel changed", stored, ("Kreise", "A4", "06499"), NO, fehler("VORGABE-GEAENDERT", "Kreise", "A4"))
    yield bad("_meta: another year", stored, ("_meta", "B4", "2024"), NO,
              fehler("VORGABE-GEAENDERT", "_meta"), fehler("VORGABE-GEAENDERT", "Deckblatt", identification(REG)))

    # fields and formulas
    yield bad("a column deleted", shifted, (ORTE, "delete_cols", NAMES), NO,
              fehler("FELD-FEHLT", ORTE, FIRST),
              *(warnung("FELD-VERSCHOBEN", ORTE, *ranges) for ranges in LIST.moved(columns_deleted(NAMES))))
    yield bad("a state pasted over, rightly", pasted, (ORTE, ROW_STATE, "✓ vollständig"), YES, warnung("FORMEL-GEAENDERT", ORTE, ROW_STATE))
    yield bad("a state pasted over, wrongly", pasted, (ORTE, ROW_STATE, "fertig"), YES,
              warnung("FORMEL-GEAENDERT", ORTE, ROW_STATE))
    below = f"A{LIST.row('orte.24.name') + 1}"
    yield bad("a row below the list", stored, (ORTE, below, "0007"), NO, fehler("UNTERHALB", ORTE, below))
    yield bad("an input computed", cell_xml, (ORTE, COUNT, "", "<f>100+20</f><v>120</v>"), YES, hinweis("NORMALISIERT", ORTE, COUNT))
    yield bad("an input computed, without its value", cell_xml, (ORTE, COUNT, "", "<f>100+20</f>"), NO, fehler("TYP", ORTE, COUNT))
    yield bad("an input computed to nothing", cell_xml, (ORTE, COUNT, ' t="str"', '<f>""</f><v></v>'), YES,
              hinweis("NORMALISIERT", ORTE, COUNT))

    # values
    yield bad("nothing in a required cell", typed, (ORTE, "orte.1.name", None), NO, fehler("PFLICHT", ORTE, FIRST))
    yield bad("below 0", typed, (ORTE, "orte.1.platzzahl", -1), NO, fehler("BEREICH", ORTE, COUNT))
    yield bad("an error among numbers", error, (ORTE, COUNT, "#N/A"), NO, fehler("TYP", ORTE, COUNT))
    yield bad("an error among texts", error, (ORTE, FIRST, "#N/A"), NO, fehler("TYP", ORTE, FIRST))
    yield bad("not in the list", typed, (ORTE, "orte.1.leistung", "§ 58"), NO,
              fehler("LISTE", ORTE, LEISTUNG), *[hinweis("NICHT-GEPRUEFT", ORTE, LEISTUNG)] * 2)  # ST-DOPPELT, ST-ORT-ZWEIMAL
    yield bad("no date", typed, ("Leistungserbringer", "traeger.1.frist", "bald"), NO, fehler("DATUM", "Leistungserbringer", DEADLINE))
    for text in ("=1+1", "@SUM(A1)", "+49 6062 1"):
        yield bad(f"a text that looks like a formula: {text}", typed, (ORTE, "orte.1.name", text), YES)
    # fmt: on


# ------------------------------------------------------------------------------------------------ the tests

BAD = {str(bad): bad for bad in (*dokumentation(), *stammdaten())}


@cache
def found_in(name: str) -> tuple[Finding, ...]:
    """Make, read and check a file once."""
    return tuple(judged(BAD[name].make())[1])


@pytest.mark.parametrize("name", BAD)
def test_exactly_this_is_found(name: str) -> None:
    found = found_in(name)
    assert_found(found, BAD[name].findings)
    assert status_of(found) == BAD[name].status


@pytest.mark.parametrize("form", [DOK, REG])
def test_every_shared_code_has_a_file_that_shows_it(form: str) -> None:
    shown = {place[0] for bad in BAD.values() if bad.form == form for place in bad.findings}
    computes = any(field.computed for sheet in newest(form).sheets for field in sheet.fields.values())
    never = {
        "AUSLEGUNG",
        "LOESCHEN",
        *(("UNTERHALB",) if form == DOK else ()),
    }  # no switch, no day of deletion; the one has no list
    assert shown & CODES.keys() == CODES.keys() - OPEN - never - (set() if computes else {"NICHT-BERECHNET"})


@pytest.mark.parametrize("form", [DOK, REG])
def test_the_code_of_two_severities_is_shown_in_both(form: str) -> None:
    """The register has no results, and the states that it shows are none."""
    places = [place for bad in BAD.values() if bad.form == form for place in bad.findings]
    severities = {"WARNUNG", "FEHLER"} if form == DOK else {"WARNUNG"}
    assert {place[1] for place in places if place[0] == "FORMEL-GEAENDERT"} == severities


@pytest.mark.parametrize("form", [DOK, REG])
def test_nothing_of_a_secret_file_is_said(form: str) -> None:
    assert not any("root:" in entry.message for entry in found_in(f"{form}: an external entity in a sheet"))


@pytest.mark.parametrize(("form", "sender"), [(DOK, "0007"), (REG, None)])
def test_without_meta_all_is_read_by_the_visible_line(form: str, sender: str | None) -> None:
    returned, (lost, *_) = judged(without(form, "_meta"))
    whole, _ = judged(filled(form))
    assert returned.sender == sender
    assert returned.issue is not None
    assert returned.issue.id == standard(form).layout.issue.id
    assert "passen zur Prüfsumme" in lost.message
    assert {key: sheet.values for key, sheet in returned.sheets.items()} == {
        key: sheet.values for key, sheet in whole.sheets.items()
    }


def test_a_roster_of_a_hundred_thousand_rows_is_not_built() -> None:
    """`_meta` tells how many rows there are; a number of that size would only take time and memory."""
    meta = python_calamine.load_workbook(io.BytesIO(filled(REG))).get_sheet_by_name("_meta").to_python()
    row = next(number for number, cells in enumerate(meta, 1) if cells[:2] == ["zeilen", "orte"])
    data = stored(REG, "_meta", f"C{row}", "100000")
    assert [entry.code for entry in judged(data)[1]] == ["FORM-FREMD"]
