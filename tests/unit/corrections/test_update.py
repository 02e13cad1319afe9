"""`update-register` as a clerk runs it: what changes in the register, what is said, and what is refused without writing anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from rv2xl.corrections import update
from rv2xl.demo import register_bytes
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.returns.batch import check_file
from rv2xl.returns.register import load_register
from tests.client.commandline import done, rv2xl
from tests.findings import places
from tests.unit.corrections.folder import (
    ORT_60,
    RETURNS,
    World,
    at,
    cells_of,
    column_of,
    le,
    rows_of,
    sheet_of,
    typed,
)
from tests.unit.reports.folder import FORM, YEAR, A

TRAEGER, ORTE = "Leistungserbringer", "Orte"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Register, returns and the list of their corrections, in which nothing is chosen yet."""
    made = World(tmp_path, RETURNS)
    made.respond()
    return made


def choose(world: World, *rows: int) -> None:
    """Choose „ja“ in these rows of the list, counted from 0; in all that have a choice if none is given."""
    wanted = rows or [number for number, row in enumerate(rows_of(world.list)) if row["übernehmen"] is None]
    typed(world.list, {row: {"übernehmen": "ja"} for row in wanted})


def in_register(world: World, change: Callable[[Worksheet, Worksheet], None]) -> None:
    """Work on the register as a clerk does: the sheets of Leistungserbringer and Orte."""
    book = load_workbook(world.register)
    traeger, orte = book[TRAEGER], book[ORTE]
    assert isinstance(traeger, Worksheet)
    assert isinstance(orte, Worksheet)
    change(traeger, orte)
    book.save(world.register)


def changed(world: World) -> dict[tuple[str, str], tuple[object, object]]:
    """Return the cells that differ between the register and the new one."""
    old, new = cells_of(world.register), cells_of(world.out)
    return {cell: (old.get(cell), new.get(cell)) for cell in old.keys() | new.keys() if old.get(cell) != new.get(cell)}


def test_all_that_can_be_taken_over(world: World) -> None:
    choose(world)
    before, listed = world.register.read_bytes(), world.list.read_bytes()
    said = world.update()
    assert changed(world) == {
        (TRAEGER, "B5"): ("Träger 0001 gGmbH", "Neue Werkstatt gGmbH"),
        (TRAEGER, "C5"): ("Am Markt 1", "Am Markt 1a"),
        (TRAEGER, "D5"): ("65183", "65185"),
        (TRAEGER, "F5"): (None, "www.neu.example"),
        (TRAEGER, "G5"): ("Vorstand", "Vorstand und Rat"),
        (TRAEGER, "D7"): (None, "63450"),
        (ORTE, "C5"): ("Werkstatt 11000001", "Werk Eins"),
        (ORTE, "D5"): ("Marktplatz 1", "Gasse 2"),
        (ORTE, "E5"): ("64711", "64720"),
        (ORTE, "F5"): ("Ort 11000001", "Michelstadt"),
        (ORTE, "G5"): (None, "=1+1"),
        (ORTE, "D9"): ("Neuweg 7", "Neuweg 9"),
    }
    assert said[0] == "Geänderte Stammdaten"
    assert said[3].split() == [
        "5",
        "0001",
        "Name",
        "Träger",
        "0001",
        "gGmbH",
        "Neue",
        "Werkstatt",
        "gGmbH",
        TRAEGER,
        "B5",
    ]
    assert said[-4:] == [
        "11 Berichtigungen übernommen.",
        "Bitte von Hand eintragen: Zeile 14 (0002, Anschrift: Ort) und Zeile 17 (0003, Webadresse).",
        "Auf dem Blatt „Orte“ steht derselbe Ort noch einmal in Zeile 6; nicht geändert wurde dort: Name, Straße, PLZ, Ort und Webadresse.",
        f"Geschrieben: „{world.out}“",
    ]
    assert (world.register.read_bytes(), world.list.read_bytes()) == (before, listed)
    assert load_register(world.out, YEAR).traeger["0001"]["plz"] == "65185"


def test_nothing_else_of_the_file_changes(world: World) -> None:
    def work(traeger: Worksheet, orte: Worksheet) -> None:
        traeger["B5"].comment = Comment("bitte prüfen", "Amt")
        traeger.column_dimensions["B"].width = 61.5
        orte.auto_filter.ref = "A4:P14"

    in_register(world, work)
    choose(world)
    world.update()
    with ZipFile(world.register) as old, ZipFile(world.out) as new:
        assert old.namelist() == new.namelist()
        differing = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert differing == {"xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"}
    book = load_workbook(world.out)
    sheet, orte = book[TRAEGER], book[ORTE]
    assert sheet["B5"].comment.text == "bitte prüfen"  # type: ignore[union-attr]
    assert sheet.column_dimensions["B"].width == 61.5  # type: ignore[union-attr]
    assert orte.auto_filter.ref == "A4:P14"  # type: ignore[union-attr]


def test_what_is_not_chosen_stays(world: World) -> None:
    typed(world.list, {0: {"übernehmen": " JA "}, 1: {"übernehmen": "Nein"}, 2: {"übernehmen": "nein"}})
    said = world.update()
    assert changed(world) == {(TRAEGER, "B5"): ("Träger 0001 gGmbH", "Neue Werkstatt gGmbH")}
    assert said[-4:-1] == [
        "1 Berichtigung übernommen.",
        "Nicht übernommen: 2 mit „nein“ und 8 ohne Angabe.",
        "Bitte von Hand eintragen: Zeile 14 (0002, Anschrift: Ort) und Zeile 17 (0003, Webadresse).",
    ]


def test_nothing_chosen(world: World) -> None:
    assert world.update()[0] == "Keine Berichtigung übernommen."
    assert world.out.read_bytes() == world.register.read_bytes()


def test_what_the_register_has_already_is_said(world: World) -> None:
    choose(world)
    world.update()
    world.register.write_bytes(world.out.read_bytes())
    said = world.update()
    assert changed(world) == {}
    assert said[0] == "Keine Berichtigung übernommen."
    assert said[1].startswith(
        "Steht schon so in den Stammdaten: Zeile 5 (0001, Name), Zeile 6 (0001, Anschrift: Straße), "
    )


def test_rows_are_found_wherever_they_stand_now(world: World) -> None:
    """Columns of the list and rows of the register in another order."""

    def work(traeger: Worksheet, orte: Worksheet) -> None:
        for column in "ABCDEFGHIJK":
            traeger[f"{column}5"].value, traeger[f"{column}7"].value = (
                traeger[f"{column}7"].value,
                traeger[f"{column}5"].value,
            )

    in_register(world, work)
    choose(world, 0)
    book = load_workbook(world.list)
    sheet = sheet_of(book)
    sheet.move_range("F4:H17", rows=0, cols=20)
    sheet.move_range("A4:O17", rows=3, cols=0)
    sheet.move_range("Z4:AB17", rows=3, cols=0)
    book.save(world.list)
    world.update()
    assert changed(world) == {(TRAEGER, "B7"): ("Träger 0001 gGmbH", "Neue Werkstatt gGmbH")}


def test_a_new_value_that_the_clerk_mended(world: World) -> None:
    typed(
        world.list, {9: {"übernehmen": "ja", "neu": "34119 Kassel"}, 0: {"übernehmen": "ja", "neu": "Neue Werkstatt"}}
    )
    world.update()
    assert changed(world) == {
        (TRAEGER, "B5"): ("Träger 0001 gGmbH", "Neue Werkstatt"),
        (TRAEGER, "D6"): ("34117", "34119"),
    }


def test_a_register_with_another_error_is_updated_all_the_same(world: World) -> None:
    in_register(world, lambda traeger, orte: orte.__setitem__("H10", "99999"))
    choose(world, 0)
    world.update()
    assert changed(world) == {(TRAEGER, "B5"): ("Träger 0001 gGmbH", "Neue Werkstatt gGmbH")}


def test_afterwards(world: World) -> None:
    """The same returns offer no more what was taken over, `check` says what changed, and the next Vordruck has it."""
    choose(world)
    world.update()
    world.list.unlink()
    world.respond(world.out)
    assert [(row["LE-Nr."], row["Angabe"], row["übernehmen"]) for row in rows_of(world.list)] == [
        ("0002", "Anschrift: Ort", "von Hand"), ("0003", "Webadresse", "von Hand"),
    ]  # fmt: skip
    said = done("check", world.folder / "Ruecklauf", "--register", world.out, "--year", YEAR)
    assert "die Stammdaten sagen heute „Neue Werkstatt gGmbH“" in said
    done(
        "generate",
        "dokumentation",
        "--register",
        world.out,
        "--year",
        YEAR + 1,
        "--out",
        world.folder / "V",
        "--provider",
        "0001",
    )
    issued = cells_of(world.folder / "V" / f"dokumentation_{YEAR + 1}_0001.xlsx")
    assert issued["Daten Leistungserbringer", "B11"] == "65185 Wiesbaden"


# -------------------------------------------------------------------------------------------------------- what is refused

Spoil = Callable[[World], object]


def register(change: Callable[[Worksheet, Worksheet], None]) -> Spoil:
    return lambda world: in_register(world, change)


def entries(row: int, **cells: object) -> Spoil:
    return lambda world: typed(world.list, {row: {head.replace("_", " "): value for head, value in cells.items()}})


def twice(world: World) -> None:
    """The same Ort's street in two rows of the list, differently."""
    book = load_workbook(world.list)
    sheet = sheet_of(book)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(18, column).value = sheet.cell(5, column).value
    sheet.cell(18, column_of(sheet, "neu")).value = "Noch anders"
    book.save(world.list)


NOTHING = "wurde nichts übernommen und nichts geschrieben."
REFUSED: dict[str, tuple[Spoil, str]] = {
    "changed since": (
        register(lambda traeger, orte: traeger.__setitem__("B5", "Ganz anders")),
        f"{NOTHING} Zeile 5 (0001, Name): In den Stammdaten steht heute „Ganz anders“, weder der bisherige noch der neue Wert; bitte "
        "prüfen.",
    ),
    "emptied since": (
        register(lambda traeger, orte: traeger.__setitem__("B5", None)),
        f"{NOTHING} Zeile 5 (0001, Name): In den Stammdaten steht heute nichts, weder der bisherige noch der neue Wert; bitte prüfen.",
    ),
    "half of it changed since": (
        register(lambda traeger, orte: traeger.__setitem__("E5", "Mainz")),
        f"{NOTHING} Zeile 7 (0001, Anschrift: Ort): In den Stammdaten steht heute „65183 Mainz“, weder der bisherige noch der neue Wert; "
        "bitte prüfen.",
    ),
    "sender gone": (
        register(lambda traeger, orte: traeger.__setitem__("A7", "0033")),
        f"{NOTHING} Zeile 16 (0003, Anschrift: Ort): Den Leistungserbringer 0003 gibt es in den Stammdaten nicht mehr.",
    ),
    "sender twice": (
        register(lambda traeger, orte: traeger.__setitem__("A6", "0003")),
        f"{NOTHING} Zeile 16 (0003, Anschrift: Ort): Den Leistungserbringer 0003 gibt es in den Stammdaten mehrmals.",
    ),
    "Ort gone": (
        register(lambda traeger, orte: orte.__setitem__("B9", "11000009")),
        "Zeile 15 (0002, Anschrift: Straße): In den Stammdaten steht heute „Altgasse 3“, weder der bisherige noch der neue Wert",
    ),
    "Ort gone with the year": (
        register(lambda traeger, orte: (orte.__setitem__("O5", date(2024, 12, 31)))),
        f"{NOTHING} Zeile 10 (0001, Name): Den Ort mit der ZAD-Nummer 11000001 (§ 58) des Leistungserbringers 0001 gibt es in den "
        "Stammdaten nicht mehr.",
    ),
    "Ort twice": (
        register(lambda traeger, orte: orte.__setitem__("J6", "58")),
        f"{NOTHING} Zeile 10 (0001, Name): Den Ort mit der ZAD-Nummer 11000001 (§ 58) des Leistungserbringers 0001 gibt es in den "
        "Stammdaten mehrmals.",
    ),
    "formula": (
        register(lambda traeger, orte: traeger.__setitem__("F5", "=C5")),
        f"{NOTHING} Zeile 8 (0001, Webadresse): In den Stammdaten steht dafür eine Formel (Blatt „Leistungserbringer“, Zelle F5); bitte "
        "dort ändern.",
    ),
    "no such column": (
        entries(0, Feld_der_Stammdaten="traeger.telefon"),
        f"{NOTHING} Zeile 5 (0001, Name): Diese Angabe steht nicht in den Stammdaten; bitte von Hand eintragen.",
    ),
    "too long": (
        entries(0, neu="y" * 32_000),
        f"{NOTHING} Zeile 5 (0001, Name): „Name“: „{'y' * 199}…“ ist keine gültige Angabe; erwartet wird: Text, höchstens 250 Zeichen. "
        "Bitte von Hand eintragen.",
    ),
    "emptied": (entries(0, neu=None), f"{NOTHING} Zeile 5 (0001, Name): Der neue Wert fehlt. Bitte von Hand eintragen."),
    "no postcode": (
        entries(2, neu="Wiesbaden"),
        f"{NOTHING} Zeile 7 (0001, Anschrift: Ort): Im neuen Wert lassen sich „PLZ“ und „Ort“ nicht sicher trennen. Bitte von Hand "
        "eintragen.",
    ),
    "by hand": (
        entries(9, übernehmen="ja"),
        f"{NOTHING} Zeile 14 (0002, Anschrift: Ort): Im neuen Wert lassen sich „PLZ“ und „Ort“ nicht sicher trennen. Bitte von Hand "
        "eintragen.",
    ),
    "contradiction": (
        twice,
        f"{NOTHING} Zeile 5 (0001, Name) und Zeile 18 (0001, Name) wollen dieselbe Angabe verschieden ändern, in „Neue Werkstatt gGmbH“ "
        "und in „Noch anders“; bitte nur bei einer von beiden „ja“ wählen.",
    ),
    "unknown word": (
        entries(3, übernehmen="vielleicht"),
        "Zeile 8, steht unter „übernehmen“ „vielleicht“; erwartet wird „ja“ oder „nein“, es wurde nichts geschrieben.",
    ),
    "a new error": (
        entries(0, Feld_der_Stammdaten="traeger.nummer", bisher="0001", neu="0002"),
        "Mit diesen Berichtigungen hätten die Stammdaten einen neuen Fehler (Blatt „Leistungserbringer“, A",
    ),
    "no row": (entries(20, übernehmen="ja"), f"{NOTHING} Zeile 25: Diese Angabe steht nicht in den Stammdaten; bitte von Hand eintragen."),
    "formula without a value": (
        entries(0, neu="=1+1"),
        "Blatt „Berichtigungen“, Zelle I5, steht eine Formel ohne gültigen Wert; bitte den Wert selbst eintragen.",
    ),
    "no list": (
        lambda world: world.list.write_bytes(world.register.read_bytes()),
        "ist nicht die erwartete Liste: Auf keinem Blatt stehen die Spalten „LE-Nr.“, „ZAD-Nummer“, ",
    ),
    "damaged": (
        lambda world: world.list.write_bytes(world.list.read_bytes()[:3000]),
        "lässt sich nicht lesen. Die Datei ist abgeschnitten",
    ),
    "no workbook": (lambda world: world.list.write_bytes(b"LE-Nr.;neu\n"), "lässt sich nicht lesen. Die Datei ist "),
    "gone": (lambda world: world.list.unlink(), "gibt es nicht."),
    "a head twice": (
        lambda world: typed(world.list, {-1: {"Hinweis": "neu"}}),
        "steht die Spalte „neu“ mehrmals.",
    ),
    "another register": (
        lambda world: world.register.write_bytes(workbook_bytes(lay_out(issue_blank(FORM, YEAR)))),
        "ist kein ausgefüllter Vordruck „Stammdaten“.",
    ),
    "a damaged register": (lambda world: world.register.write_bytes(b"PK\x03\x04"), "enthalten einen Fehler"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(spoil: Spoil, said: str, world: World) -> None:
    choose(world)
    spoil(world)
    answer = world.try_update()
    assert (answer.status, answer.out) == (2, ""), answer
    assert said in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not world.out.exists()
    assert not list(world.folder.glob(".~rv2xl*"))


def test_of_many_problems_the_first_are_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "NAMED", 2)
    choose(world)
    for row in (0, 1, 3):
        typed(world.list, {row: {"neu": None}})
    answer = world.try_update()
    assert answer.err == (
        f"Aus „{world.list}“ {NOTHING} Zeile 5 (0001, Name): Der neue Wert fehlt. Bitte von Hand eintragen. Zeile 6 (0001, Anschrift: "
        "Straße): Der neue Wert fehlt. Bitte von Hand eintragen. Weitere solche Zeilen: 1.\n"
    )


def test_targets(world: World) -> None:
    choose(world)
    for out, said in (
        (world.register, "ist eine der Eingaben und wird nicht überschrieben"),
        (world.list, "ist eine der Eingaben und wird nicht überschrieben"),
        (world.folder / "Neu.ods", "muss auf „.xlsx“ enden"),
        (world.folder / "nirgends" / "Neu.xlsx", "gibt es nicht"),
    ):
        before = world.register.read_bytes()
        answer = rv2xl("update-register", world.list, "--register", world.register, "--out", out)
        assert answer.status == 2
        assert said in answer.err
        assert world.register.read_bytes() == before


def test_a_register_with_other_entries_is_not_replaced(world: World) -> None:
    there = register_bytes(2, 1, YEAR)
    world.out.write_bytes(there)
    answer = rv2xl("update-register", world.list, "--register", world.register, "--out", world.out)
    assert (answer.status, answer.out) == (2, "")
    assert f"„{world.out}“ ist ausgefüllt" in answer.err
    assert world.out.read_bytes() == there


def test_the_same_correction_twice_is_one_change(tmp_path: Path) -> None:
    """Both Leistungen of an Ort are rows of their own; of one row a correction that stands in the list twice is done once."""
    world = World(tmp_path, {"0001": {**at(A, strasse="Gasse 2"), **at(ORT_60, strasse="Gasse 3"), **le(name="Neu")}})
    world.respond()
    twice(world)
    book = load_workbook(world.list)
    sheet = sheet_of(book)
    sheet.cell(18, column_of(sheet, "neu")).value = "Neu"
    book.save(world.list)
    choose(world, 0, 1, 2, 13)
    world.update()
    assert changed(world) == {
        (TRAEGER, "B5"): ("Träger 0001 gGmbH", "Neu"),
        (ORTE, "D5"): ("Marktplatz 1", "Gasse 2"),
        (ORTE, "D6"): ("Marktplatz 1", "Gasse 3"),
    }


def test_the_new_register_is_as_sound_as_the_old_one(world: World) -> None:
    """No finding comes or goes, none of a stored result either: formulas show what they should."""
    choose(world)
    world.update()
    old, new = (check_file(path.read_bytes, "Stammdaten.xlsx") for path in (world.register, world.out))
    moved = ("ST-ORT-ZWEIMAL", "HINWEIS", ORTE, ("B9", "J9", "N9"))  # in July
    assert places(new.findings) == places(old.findings) == [moved]
