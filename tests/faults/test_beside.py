"""What people put beside the fields, and what they do to whole sheets: each is named where it stands, and accepted where it may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.parts import replace_parts
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.issue import Issue
from tests.cells import Tab, areas
from tests.faults.workbook import Cell, Spoilt, rows_put_in
from tests.findings import Found, assert_found, fehler, hinweis, warnung
from tests.forms.standard import judged, standard
from tests.programs.package import filled, parts_of

ORT, SECOND, OTHER = "58 Erbach", "58 Michelstadt", "60 Erbach"
SHEET, DECKBLATT = Tab("dokumentation", ORT), Tab("dokumentation", "Deckblatt")
PROVIDER = Tab("dokumentation", "Daten Leistungserbringer")
PEOPLE = SHEET.at("personen.eigene_region.lwv")
PEOPLE_CELL = SHEET.cell("personen.eigene_region.lwv")

Step = Callable[[Spoilt], object]


def spoilt(*steps: Step, form: str = "dokumentation") -> bytes:
    book = Spoilt(filled(form))
    for step in steps:
        step(book)
    return book.file()


def enter(tab: str, cell: tuple[int, int], value: str | float | None) -> Step:
    return lambda book: book.enter(tab, cell, value)


def comment(*cells: str, tab: str = ORT, threaded: bool = False, strict: bool = False) -> Step:
    return lambda book: book.comment(tab, cells, threaded, strict)


def formula(text: str, value: str, kind: str = "") -> Step:
    """Put a formula into a free cell, with what is stored beside it."""
    return lambda book: book.put(ORT, book.cells(ORT) | {(45, 8): Cell(kind, f"<f>{text}</f><v>{value}</v>")})


def merge(area: str) -> Step:
    """Merge cells as a program does that keeps what they hold."""

    def step(book: Spoilt) -> None:
        part, end = book.tabs[ORT], b"</mergeCells>"
        assert end in book.parts[part]
        book.parts[part] = book.parts[part].replace(end, f'<mergeCell ref="{area}"/>'.encode() + end)

    return step


def beside(*cells: str, tab: str = ORT) -> tuple[Found, ...]:
    return (hinweis("DANEBEN", tab, *cells),)


COVERED = (SHEET.row("bewilligt.lwv"), 4)
"""The second cell of a merged one: „andere“ reaches from C to D."""

BESIDE: dict[str, tuple[tuple[Step, ...], tuple[Found, ...]]] = {
    "a text to the right": ((enter(ORT, (45, 8), "bitte prüfen"),), beside("H45")),
    "a number to the right": ((enter(ORT, (45, 8), 17),), beside("H45")),
    "a 0": ((enter(ORT, (45, 8), 0),), beside("H45")),
    "texts in a block, and one below the form": (
        (*(enter(ORT, (row, column), "x") for row in (45, 46) for column in (8, 9)), enter(ORT, (120, 1), "y")), beside("H45:I46", "A120")),
    "in the gap between two blocks": ((enter(ORT, (SHEET.row("kopf.zad") - 2, 5), "x"),), beside(f"E{SHEET.row('kopf.zad') - 2}")),
    "under a merged cell": ((enter(ORT, COVERED, 99),), beside(f"D{COVERED[0]}")),
    "under a merged title": ((enter(ORT, (1, 3), "x"),), beside("C1")),
    "on the Deckblatt": ((enter("Deckblatt", (3, 9), "Rückfragen an Frau M."),), beside("I3", tab="Deckblatt")),
    "on „Prüfung“": ((enter("Prüfung", (20, 9), "erledigt"),), beside("I20", tab="Prüfung")),
    "in a blank head": ((enter(PROVIDER.name, (7, 5), "erledigt"),), beside("E7", tab=PROVIDER.name)),
    "below „Prüfung“": ((enter("Prüfung", (300, 2), "erledigt"),), beside("B300", tab="Prüfung")),
    "under the title of „Prüfung“": ((enter("Prüfung", (1, 3), "x"),), beside("C1", tab="Prüfung")),
    "on the Ausfüllhilfe": ((enter("Ausfüllhilfe", (5, 20), "x"),), beside("T5", tab="Ausfüllhilfe")),
    "on two sheets": ((enter(ORT, (45, 8), "x"), enter(SECOND, (45, 8), "x")), (*beside("H45"), *beside("H45", tab=SECOND))),
    "beside cells that moved": (
        (enter(ORT, (PEOPLE[0] + 1, 8), "x"), lambda book: book.move(ORT, rows_put_in(PEOPLE[0]), follow=True)),
        (*beside(f"H{PEOPLE[0] + 2}"), *(warnung("FELD-VERSCHOBEN", ORT, *cells) for cells in SHEET.moved(rows_put_in(PEOPLE[0]))))),
    "a comment": ((comment(PEOPLE_CELL),), beside(PEOPLE_CELL)),
    "a comment in the other namespace": ((comment(PEOPLE_CELL, strict=True),), beside(PEOPLE_CELL)),
    "a conversation": ((comment(PEOPLE_CELL, threaded=True),), beside(PEOPLE_CELL)),
    "both, as Excel writes a conversation": ((comment("A3", "B9"), comment("B9", threaded=True)), beside("A3", "B9")),
    "a comment on the Deckblatt": ((comment("A1", tab="Deckblatt"),), beside("A1", tab="Deckblatt")),
    "a comment and a text": ((comment("B9"), enter(ORT, (45, 8), "x")), beside("B9", "H45")),
    "a field under a merged cell of somebody's own": ((merge(f"A{PEOPLE[0]}:B{PEOPLE[0]}"),), beside(PEOPLE_CELL)),
    "fields under merged cells of somebody's own": ((merge(f"B{PEOPLE[0]}:C{PEOPLE[0] + 1}"),), beside(*areas(
        [(PEOPLE[0], 3), (PEOPLE[0] + 1, 2), (PEOPLE[0] + 1, 3)]))),
    "blank cells merged": ((merge("H45:J50"),), ()),
    "a scratch formula": ((formula("SUM(B45:B48)", "120"),), ()),
    "a scratch formula with an error": ((formula("UNIQUE(B45:B48)", "#SPILL!", ' t="e"'),), ()),
    "an error alone": ((lambda book: book.put(ORT, book.cells(ORT) | {(45, 8): Cell(' t="e"', "<v>#N/A</v>")}),), ()),
    "blanks": ((enter(ORT, (45, 8), " \u00a0"),), ()),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_what_stands_beside_the_fields_is_named(name: str) -> None:
    steps, expected = BESIDE[name]
    returned, findings = judged(spoilt(*steps))
    assert_found(findings, expected)
    assert returned.value("ort_58.1", "personen.eigene_region.lwv") == 60


def test_comments_are_counted_and_not_quoted() -> None:
    (found,) = judged(spoilt(comment("B9", "B10"), enter(ORT, (45, 8), "geheim")))[1]
    assert found.message == (
        "Auf diesem Blatt steht in einer Zelle neben den Feldern etwas und hängen an 2 Zellen Kommentare; gelesen werden nur die Felder."
    )
    assert found.value is None


def test_a_relationship_of_another_type_leads_to_no_comments() -> None:
    def misled(book: Spoilt) -> None:
        book.comment(ORT, ["B9"])
        for name in [name for name in book.parts if name.endswith(".rels")]:
            book.parts[name] = book.parts[name].replace(b"relationships/comments", b"relationships/nocomments")

    assert judged(spoilt(misled))[1] == []


@pytest.mark.parametrize("form", ["bestand", "dokumentation", "fahrtkosten", "kostenzuordnung", "neubau", "stammdaten"])
def test_our_own_workbooks_have_nothing_beside_their_fields(form: str) -> None:
    outside = {"UNTERHALB", "DANEBEN", "SCHREIBSCHUTZ"}
    for data in (standard(form).issued, filled(form)):
        assert [entry for entry in judged(data)[1] if entry.code in outside] == []


# ------------------------------------------------------------------------------------------------ sheets held twice

COPY = "58 Erbach (2)"
NEW_ZAD = SHEET.at("kopf.zad")
OPEN = [hinweis("NICHT-GEPRUEFT", ORT, PEOPLE_CELL)] * 4

COPIES: dict[str, tuple[tuple[Step, ...], tuple[Found, ...]]] = {
    "as it is": ((), (hinweis("BLATT-FREMD", COPY),)),
    "with another number": ((enter(COPY, PEOPLE, 150),), (warnung("BLATT-FREMD", COPY, PEOPLE_CELL),)),
    "with what cannot be read": ((enter(COPY, PEOPLE, "viele"),), (warnung("BLATT-FREMD", COPY, PEOPLE_CELL),)),
    "with one number less": ((enter(COPY, PEOPLE, None),), (warnung("BLATT-FREMD", COPY, PEOPLE_CELL),)),
    "with a number where the original has none": (
        (enter(ORT, PEOPLE, None),),
        (warnung("BLATT-FREMD", COPY, PEOPLE_CELL), fehler("PFLICHT", ORT, PEOPLE_CELL), *OPEN)),
    "for an Ort of its own": ((enter(COPY, NEW_ZAD, "11000099"),), (warnung("BLATT-FREMD", COPY, SHEET.cell("kopf.zad")),)),
    "with a row put in": ((lambda book: book.move(COPY, rows_put_in(9), follow=False),), (hinweis("BLATT-FREMD", COPY),)),
}  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_a_copied_sheet(name: str) -> None:
    steps, expected = COPIES[name]
    assert_found(judged(spoilt(lambda book: book.copy(ORT, COPY), *steps))[1], expected)


def test_an_empty_copy_says_nothing_else() -> None:
    def emptied(book: Spoilt) -> None:
        book.copy(ORT, COPY)
        for name, cell in SHEET.plan.fields.items():
            if not cell.field.prefilled and cell.computed is None:  # type: ignore[union-attr]
                book.enter(COPY, SHEET.at(name), None)

    assert_found(judged(spoilt(emptied))[1], [hinweis("BLATT-FREMD", COPY)])


def test_a_copy_of_a_list_with_other_entries() -> None:
    list_, copy = "Entfernungskilometer", "Entfernungskilometer (2)"
    data = spoilt(lambda book: book.copy(list_, copy), enter(copy, (6, 5), 99), form="fahrtkosten")
    assert_found(judged(data)[1], [warnung("BLATT-FREMD", copy, "E6")])


def test_the_copy_with_other_figures_asks_which_holds() -> None:
    (found,) = judged(spoilt(lambda book: book.copy(ORT, COPY), enter(COPY, PEOPLE, 150)))[1]
    assert found.message.startswith(
        f"Das Blatt „{COPY}“ ist eine Kopie des Blattes „{ORT}“ und weicht in einer Angabe davon ab, zuerst in "
    )
    assert found.remedy.startswith("Bitte klären, welches der beiden Blätter gilt")
    assert found.field == "personen.eigene_region.lwv"


def with_one_ort_twice(more: str) -> bytes:
    """A forged workbook whose `_meta` agrees with it: the second Ort has the number of the first, and something more."""
    book = standard("dokumentation")
    issue = book.layout.issue
    zad = next(sheet.given["kopf.zad"] for sheet in issue.sheets if sheet.key == "ort_58.1")
    sheets = (
        replace(sheet, given={**sheet.given, "kopf.zad": f"{zad}{more}"}) if sheet.key == "ort_58.2" else sheet
        for sheet in issue.sheets
    )
    return workbook_bytes(lay_out(Issue(issue.form, issue.year, issue.sender, tuple(sheets))), book.filling)


@pytest.mark.parametrize("more", ["", " ", "\u00a0"])
def test_an_ort_counts_once_on_whichever_sheets_it_stands(more: str) -> None:
    returned, findings = judged(with_one_ort_twice(more))
    assert_found(findings, [fehler("VORGABE-GEAENDERT", SECOND, SHEET.cell("kopf.zad"))])
    assert "gelesen wurde nur „58 Erbach“" in findings[0].message
    assert [sheet.name for sheet in returned.sheets.values() if sheet.sheet.repeated] == [ORT, OTHER]


def test_a_copy_beside_its_original_without_meta_counts_once() -> None:
    returned, findings = judged(spoilt(lambda book: book.copy(ORT, COPY), lambda book: book.remove("_meta")))
    assert {entry.code for entry in findings if str(entry.severity) == "FEHLER"} >= {"BLATT-FEHLT", "VORGABE-GEAENDERT"}
    assert [sheet.name for sheet in returned.sheets.values() if sheet.sheet.repeated] == [ORT, SECOND, OTHER]


# ----------------------------------------------------------------------------------------- what programs do by themselves

NUMBERS = "{} - Tabelle 1"


def by_numbers(book: Spoilt) -> None:
    """Rename as Apple Numbers does: every sheet, the hidden one too, which is shown; names are lost."""
    book.rename({tab: NUMBERS.format(tab)[:31] for tab in book.tabs})
    book.book = book.book.replace(' state="hidden"', "")
    book.forget_names()


def test_meta_is_known_by_its_content() -> None:
    returned, findings = judged(spoilt(by_numbers))
    tabs = [placed.name for placed in standard("dokumentation").layout.placed]
    assert_found(findings, [warnung("FELD-VERSCHOBEN", NUMBERS.format(tab)[:31]) for tab in tabs])
    assert returned.issue == standard("dokumentation").layout.issue
    assert returned.value("ort_58.1", "personen.eigene_region.lwv") == 60


def test_of_two_that_could_be_meta_none_is_believed_if_they_differ() -> None:
    def doubled(book: Spoilt, value: str) -> None:
        book.rename({"_meta": "a"})
        book.copy("a", "b")
        book.enter("b", (4, 2), value)

    alike = judged(spoilt(lambda book: doubled(book, "2025")))[1]
    assert_found(alike, [warnung("FELD-VERSCHOBEN", "a"), hinweis("BLATT-FREMD", "b")])
    different = judged(spoilt(lambda book: doubled(book, "2024")))[1]
    assert_found(different, [fehler("BLATT-FEHLT", "_meta"), hinweis("BLATT-FREMD", "a"), hinweis("BLATT-FREMD", "b")])


LINE = Tab("dokumentation", "Prüfung")


def test_a_display_that_followed_a_moved_cell_is_a_warning_with_a_remedy() -> None:
    """A cell was cut out and pasted, then both were typed right again: only a display on „Prüfung“ follows it still."""
    book = Spoilt(filled("dokumentation"))
    (place, cell), *_ = (
        (place, cell) for place, cell in book.cells("Prüfung").items() if cell.formula and PEOPLE_CELL in cell.formula
    )
    followed = cell.content.replace(PEOPLE_CELL, "H99", 1) if cell.content else ""  # type: ignore[union-attr]
    shown = followed[: followed.index("</f>")] + "</f><v>4711</v>"
    book.put("Prüfung", book.cells("Prüfung") | {place: Cell("", shown)})
    (found,) = judged(book.file())[1]
    assert (found.code, str(found.severity), found.sheet) == ("FORMEL-GEAENDERT", "WARNUNG", "Prüfung")
    assert "Alle Regeln wurden hier neu geprüft" in found.message
    assert "ausgeschnitten und eingefügt" in found.remedy


# ------------------------------------------------------------------------------------------------------- protection

LABEL = (SHEET.row("bewilligt.lwv"), 1)
UNPROTECTED: dict[str, tuple[tuple[Step, ...], tuple[Found, ...]]] = {
    "and nothing else": ((), ()),
    "and a text beside the fields": ((enter(ORT, (45, 8), "x"),), beside("H45")),
    "and an entry that is wrong": (
        (enter(ORT, SHEET.at("fragen.struktur_1"), "jein"),), (fehler("LISTE", ORT, SHEET.cell("fragen.struktur_1")),)),
    "and a label changed": (
        (enter(ORT, LABEL, "Tage"),), (fehler("VORGABE-GEAENDERT", ORT, f"A{LABEL[0]}"), hinweis("SCHREIBSCHUTZ", ORT))),
    "and a result overwritten": (
        (enter(ORT, SHEET.at("erbracht.gesamt"), 1700),),
        (fehler("FORMEL-GEAENDERT", ORT, SHEET.cell("erbracht.gesamt")), hinweis("SCHREIBSCHUTZ", ORT))),
    "and a row put in": (
        (lambda book: book.move(ORT, rows_put_in(PEOPLE[0]), follow=True),),
        (*(warnung("FELD-VERSCHOBEN", ORT, *cells) for cells in SHEET.moved(rows_put_in(PEOPLE[0]))), hinweis("SCHREIBSCHUTZ", ORT))),
    "and a label of another sheet changed": (
        (enter(SECOND, LABEL, "Tage"),), (fehler("VORGABE-GEAENDERT", SECOND, f"A{LABEL[0]}"),)),
    "and the sheet renamed": ((lambda book: book.rename({ORT: "Tabelle1"}),), (warnung("FELD-VERSCHOBEN", "Tabelle1"),)),
}  # fmt: skip


@pytest.mark.parametrize("name", UNPROTECTED)
def test_lifted_protection_is_said_only_beside_what_was_changed(name: str) -> None:
    steps, expected = UNPROTECTED[name]
    assert_found(judged(spoilt(lambda book: book.unprotect(ORT), *steps))[1], expected)


def test_protection_that_says_no_is_none() -> None:
    def lifted(book: Spoilt) -> None:
        part = book.tabs[ORT]
        book.parts[part] = book.parts[part].replace(b'<sheetProtection sheet="1"', b'<sheetProtection sheet="0"')

    expected = [fehler("VORGABE-GEAENDERT", ORT, f"A{LABEL[0]}"), hinweis("SCHREIBSCHUTZ", ORT)]
    assert_found(judged(spoilt(lifted, enter(ORT, LABEL, "Tage")))[1], expected)


# ------------------------------------------------------------------------------------- what is to be put back, and where

PUT_BACK: dict[str, tuple[str, tuple[int, int], str | float | None, str]] = {
    "a label": (ORT, (SHEET.row("alter.a18_30.lwv"), 1), "18 bis 30", "Bitte wieder „18-30 Jahre“ eintragen."),
    "a label emptied": (ORT, (SHEET.row("alter.a18_30.lwv"), 1), None, "Bitte wieder „18-30 Jahre“ eintragen."),
    "a long text": (
        "Deckblatt", (11, 1), "kurz",
        "Bitte wieder „Hierbei handelt es sich nicht um ein verbindliches Layout. Für die Übermittlung…“ eintragen."),
    "a locked value": (ORT, SHEET.at("kopf.zad"), "999", "Bitte wieder „11000001“ eintragen."),
    "a locked number": (ORT, SHEET.at("kopf.platzzahl"), 999, "Bitte wieder „120“ eintragen."),
    "a locked value with a place for its correction": (
        PROVIDER.name, PROVIDER.at("le.strasse"), "Am Park 2",
        "Bitte wieder „Musterweg 1“ eintragen; eine Korrektur gehört in das Korrekturfeld."),
    "a locked day": ("Deckblatt", DECKBLATT.at("deckblatt.frist"), "morgen", "Bitte wieder „31.03.2026“ eintragen."),
}  # fmt: skip


@pytest.mark.parametrize("name", PUT_BACK)
def test_it_is_said_what_belongs_into_a_cell_again(name: str) -> None:
    tab, cell, value, remedy = PUT_BACK[name]
    (found,) = judged(spoilt(enter(tab, cell, value)))[1]
    assert (found.code, found.remedy) == ("VORGABE-GEAENDERT", remedy)


def test_a_locked_cell_that_was_blank_is_to_be_blank_again() -> None:
    book = standard("dokumentation")
    sheets = (
        replace(sheet, given=sheet.given | dict.fromkeys({"le.web"} & sheet.given.keys()))
        for sheet in book.layout.issue.sheets
    )
    data = workbook_bytes(lay_out(replace(book.layout.issue, sheets=tuple(sheets))), book.filling)
    (found,) = judged(set_cells(data, {PROVIDER.name: {PROVIDER.cell("le.web"): "www.example.org"}}))[1]
    assert (found.code, found.remedy) == (
        "VORGABE-GEAENDERT",
        "Bitte die Zelle wieder leeren; eine Korrektur gehört in das Korrekturfeld.",
    )


# ----------------------------------------------------------------------------------------------------- printed texts

ADDRESS = "B5"
"""On „Übersicht § 58“: the address of the first Ort in two lines."""


def printed(change: Callable[[str], str]) -> Step:
    """Change every printed text with a sign other than ASCII or a line break, on all sheets."""

    def step(book: Spoilt) -> None:
        for placed in standard("dokumentation").layout.placed:
            for row, column, text in placed.plan.texts:
                if placed.key != "_meta" and (new := change(text)) != text:
                    book.enter(placed.name, (row + 1, column + 1), new)

    return step


ALIKE = {
    "CR LF": lambda text: text.replace("\n", "_x000D_\n"),
    "CR": lambda text: text.replace("\n", "_x000D_"),
    "CR LF that shows": lambda text: text.replace("\n", "_x005F_x000D_\n"),
    "letters composed otherwise": lambda text: unicodedata.normalize("NFD", text),
    "other blanks": lambda text: text.replace(" ", "\u00a0"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALIKE)
def test_printed_texts_are_compared_as_they_are_seen(name: str) -> None:
    assert judged(spoilt(printed(ALIKE[name])))[1] == []


@pytest.mark.parametrize("name", ALIKE)
def test_moved_cells_are_found_by_texts_as_they_are_seen(name: str) -> None:
    steps = (
        printed(ALIKE[name]),
        lambda book: book.move(ORT, rows_put_in(PEOPLE[0]), follow=True),
        Spoilt.forget_names,
    )
    expected = [warnung("FELD-VERSCHOBEN", ORT, *cells) for cells in SHEET.moved(rows_put_in(PEOPLE[0]))]
    assert_found(judged(spoilt(*steps))[1], expected)


@pytest.mark.parametrize("name", ["CR LF", "letters composed otherwise"])
def test_a_program_writes_all_texts_of_a_package_so(name: str) -> None:
    """Those of `_meta` too; letters also in the names of sheets and in formulas."""
    data = filled("dokumentation")
    parts = {part: xml.decode() for part, xml in parts_of(data).items() if part.startswith("xl/")}
    everywhere = name != "CR LF"
    changed = {
        part: ALIKE[name](xml) if everywhere else re.sub(r"(<t[ >][^<]*)", lambda found: ALIKE[name](found[1]), xml)
        for part, xml in parts.items()
        if everywhere or part == "xl/sharedStrings.xml"
    }
    assert changed["xl/sharedStrings.xml"] != parts["xl/sharedStrings.xml"]
    assert judged(replace_parts(data, {part: xml.encode() for part, xml in changed.items()}))[1] == []


def test_an_error_in_the_place_of_a_text_is_named() -> None:
    book = Spoilt(filled("dokumentation"))
    book.put(ORT, book.cells(ORT) | {LABEL: Cell(' t="e"', "<v>#REF!</v>")})
    (found,) = judged(book.file())[1]
    assert (found.code, found.cells, found.value) == ("VORGABE-GEAENDERT", (f"A{LABEL[0]}",), "#REF!")


def test_a_text_that_differs_by_more_is_a_finding() -> None:
    data = spoilt(enter(ORT, LABEL, SHEET_LABEL.replace("ü", "u").replace(" ", "") + "!"))
    assert_found(judged(data)[1], [fehler("VORGABE-GEAENDERT", ORT, f"A{LABEL[0]}")])


SHEET_LABEL = next(text for row, column, text in SHEET.plan.texts if (row + 1, column + 1) == LABEL)
