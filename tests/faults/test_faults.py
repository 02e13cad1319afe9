"""Each fault of the field, done to an issued file and to one that LibreOffice saved: exactly these findings, and which values are read.

Faults are done as spreadsheet programs do them, where names and formulas follow their cells, or as scripts do, where they stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest

from rv2xl.model.expressions.expr import Value
from rv2xl.model.returned import Return
from tests.cells import Tab, areas
from tests.conftest import Program
from tests.faults.workbook import Shift, Spoilt, columns_put_in, rows_cut, rows_deleted, rows_put_in
from tests.findings import Found, assert_found, fehler, hinweis, warnung
from tests.forms.standard import judged
from tests.programs.package import filled

ORT, SECOND, OTHER = "58 Erbach", "58 Michelstadt", "60 Erbach"
KEY = "ort_58.1"
SHEET, DECKBLATT = Tab("dokumentation", ORT), Tab("dokumentation", "Deckblatt")
HESSEN, PEOPLE = SHEET.row("personen.hessen.lwv"), SHEET.row("personen.eigene_region.lwv")

Values = dict[tuple[str, str], Value]

Step = Callable[[Spoilt], None]


@dataclass(frozen=True)
class Fault:
    """What is done, step by step, what is found, and whose values are lost; all others must be read as they were typed."""

    name: str
    steps: tuple[Step, ...]
    findings: tuple[Found, ...] = ()
    lost: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def values_of(returned: Return) -> Values:
    return {(key, field): value for key, sheet in returned.sheets.items() for field, value in sheet.values.items()}


def move(shift: Shift, follow: bool = True, tab: str = ORT) -> Step:
    return lambda book: book.move(tab, shift, follow)


def rename(names: dict[str, str], follow: bool = True) -> Step:
    return lambda book: book.rename(names, follow)


def copy(name: str) -> Step:
    return lambda book: book.copy(ORT, name)


def remove(tab: str) -> Step:
    return lambda book: book.remove(tab)


def enter(row: int, column: int, value: str | float | None) -> Step:
    return lambda book: book.enter(ORT, (row, column), value)


def copy_row(follow: bool) -> Step:
    """Copy the row of „Aus hessischer Region“ and put the copy in below."""

    def step(book: Spoilt) -> None:
        row = {column: cell for (number, column), cell in book.cells(ORT).items() if number == HESSEN}
        book.move(ORT, rows_put_in(HESSEN + 1), follow)
        book.put(ORT, book.cells(ORT) | {(HESSEN + 1, column): cell for column, cell in row.items()})

    return step


def into_another(book: Spoilt) -> None:
    """As „move or copy sheet“ into a workbook of one's own: its sheet comes first, the hidden one stays behind."""
    book.copy("Ausfüllhilfe", "Notizen")
    book.put("Notizen", {})
    book.enter("Notizen", (1, 1), "Besprechung am Montag")
    book.remove("_meta")
    book.reorder(["Notizen", *(tab for tab in book.tabs if tab != "Notizen")])


LOST = ("personen.hessen.lwv", "personen.hessen.andere")
"""Where a row is deleted or copied."""
OPEN = (*(hinweis("NICHT-GEPRUEFT", ORT),) * 6,)
"""Without that row: ALTER-SUMME and KOMBI-TEILMENGE twice, PLATZZAHL, PERSONAL-FEHLT."""
GONE = (*(fehler("FELD-FEHLT", ORT, SHEET.cell(field)) for field in LOST), *OPEN)
LISTING = warnung("FORMEL-GEAENDERT", "Prüfung", Tab("dokumentation", "Prüfung").cell(f"{KEY}:PFLICHT:7"))
"""It names each blank cell by itself, the deleted ones too, and shows an error from then on."""
MOVED = partial(warnung, "FELD-VERSCHOBEN")


def moved(shift: Shift, sheet: Tab = SHEET) -> tuple[Found, ...]:
    """What is said of a sheet whose cells are found elsewhere: a finding for those that went equally far."""
    return tuple(MOVED(sheet.name, *ranges) for ranges in sheet.moved(shift))


def typed_faults() -> Iterator[Fault]:
    """What people type: into „Aus eigener Region“ (60 people), a question, a date."""
    people, answer, konzeption = "personen.eigene_region.lwv", "fragen.struktur_1", "konzeption.vom"
    number, question, day = map(SHEET.at, (people, answer, konzeption))
    read = hinweis("NORMALISIERT", ORT, SHEET.cell(people))
    unjudged = [hinweis("NICHT-GEPRUEFT", ORT, SHEET.cell(people))] * 4
    empty = (fehler("PFLICHT", ORT, SHEET.cell(people)), *unjudged)
    wrong = (fehler("TYP", ORT, SHEET.cell(people)), *unjudged)
    for raw in ("60", " 60 ", "60,0", "６０", "60 Pers.", "60 Personen", "+60"):
        yield Fault(f"typed {raw!r}", (enter(*number, raw),), (read,))
    for raw in ("k. A.", "-", " ", "\u00a0", "./."):
        yield Fault(f"typed {raw!r}", (enter(*number, raw),), (read, *empty), (people,))
    for raw in ("ca. 60", "60-70", "6.000", "60 Stück", "sechzig", "60 oder 61"):
        yield Fault(f"typed {raw!r}", (enter(*number, raw),), wrong, (people,))
    yield Fault("typed a fraction of a person", (enter(*number, 60.5),), wrong, (people,))
    yield Fault(
        "typed less than nobody",
        (enter(*number, -1),),
        (fehler("BEREICH", ORT, SHEET.cell(people)), *unjudged),
        (people,),
    )
    for raw in ("Ja", "JA", " ja ", "x", "☒"):
        yield Fault(f"answered {raw!r}", (enter(*question, raw),), (hinweis("NORMALISIERT", ORT, SHEET.cell(answer)),))
    yield Fault("answered „jein“", (enter(*question, "jein"),), (fehler("LISTE", ORT, SHEET.cell(answer)),), (answer,))
    for raw in ("01.05.2024", "1.5.2024", "2024-05-01", "1. Mai 2024"):
        yield Fault(f"dated {raw!r}", (enter(*day, raw),), (hinweis("NORMALISIERT", ORT, SHEET.cell(konzeption)),))
    for raw in ("05/01/2024", "01.05.24", "im Mai"):
        yield Fault(
            f"dated {raw!r}",
            (enter(*day, raw),),
            (fehler("DATUM", ORT, SHEET.cell(konzeption)), hinweis("NICHT-GEPRUEFT", ORT, SHEET.cell(konzeption))),
            (konzeption,),
        )


def faults() -> Iterator[Fault]:
    # fmt: off
    yield Fault("nothing", ())
    for way, follow in (("", True), (" by a script", False)):
        for what, shift, more, lost in (
            ("a row put in", rows_put_in(HESSEN), (), ()),
            ("a row put in above all", rows_put_in(1), (), ()),
            ("a row put in between heads and values", rows_put_in(SHEET.row("kopf.zad")), (), ()),
            ("a row deleted", rows_deleted(HESSEN), (*GONE, *([LISTING] if follow else [])), LOST),
            ("a column put in", columns_put_in(2), (), ()),
            ("a column put in between others", columns_put_in(3), (), ()),
            ("a block cut out and put elsewhere",
             rows_cut(SHEET.row("zustand.personen.eigene_region.lwv"), SHEET.row("personen.kombi_bib.lwv"),
                      SHEET.row("ausgelagert.gruppen") + 1), (), ()),
        ):
            yield Fault(what + way, (move(shift, follow),), (*moved(shift), *more), lost)
        yield Fault(f"an Ort renamed{way}", (rename({ORT: "Tabelle1"}, follow),), (MOVED("Tabelle1"),))
        yield Fault(f"two Orte exchanged their names{way}", (rename({ORT: SECOND, SECOND: ORT}, follow),), (MOVED(SECOND), MOVED(ORT)))
    twice = (*map(SHEET.at, LOST), *((row + 1, column) for row, column in map(SHEET.at, LOST)))
    yield Fault("a row copied", (copy_row(follow=True),),
                (*moved(rows_put_in(HESSEN + 1)), hinweis("DANEBEN", ORT, *areas(twice[2:]))))
    yield Fault("a row copied by a script", (copy_row(follow=False),),
                (*moved(rows_put_in(HESSEN + 1)), *GONE, hinweis("DANEBEN", ORT, *areas(twice))), LOST)
    note, heads = SHEET.row("bewilligt.lwv") + 1, PEOPLE - 1
    yield Fault("a note deleted", (move(rows_deleted(note)),), (fehler("VORGABE-GEAENDERT", ORT, f"A{note}"), *moved(rows_deleted(note))))
    yield Fault("heads deleted", (move(rows_deleted(heads)),),
                (*(fehler("VORGABE-GEAENDERT", ORT, f"{column}{heads}") for column in "BCE"), *moved(rows_deleted(heads))))
    above = rows_put_in(PEOPLE - 5)
    yield Fault("a label changed and a row put in", (enter(HESSEN, 1, "Aus Hessen"), move(above)),
                (fehler("VORGABE-GEAENDERT", ORT, f"A{HESSEN + 1}"), *moved(above)))
    other = "personen.eigene_region.andere"
    yield Fault("two cells merged, which empties the second", (enter(*SHEET.at(other), None),),
                (fehler("PFLICHT", ORT, SHEET.cell(other)), *[hinweis("NICHT-GEPRUEFT", ORT, SHEET.cell(other))] * 4), (other,))

    yield Fault("an Ort copied", (copy("58 Erbach (2)"),), (hinweis("BLATT-FREMD", "58 Erbach (2)"),))
    yield Fault("an Ort copied, the first deleted", (copy("58 Erbach (2)"), remove(ORT)), (MOVED("58 Erbach (2)"),))
    yield Fault("an Ort copied twice, the first deleted", (copy("58 Erbach (2)"), copy("58 Erbach (3)"), remove(ORT)),
                (fehler("BLATT-FEHLT", ORT), hinweis("BLATT-FREMD", "58 Erbach (2)"), hinweis("BLATT-FREMD", "58 Erbach (3)")), (KEY,))
    yield Fault("an Ort deleted", (remove(ORT),), (fehler("BLATT-FEHLT", ORT),), (KEY,))
    yield Fault("tabs in another order", (lambda book: book.reorder(list(book.tabs)[::-1]),))
    yield Fault("an Ort hidden", (lambda book: book.hide(ORT),))
    yield Fault("an Ort pasted as values", (lambda book: book.paste_values(ORT),),
                (warnung("FORMEL-GEAENDERT", ORT, SHEET.cell("erbracht.gesamt")), warnung("FORMEL-GEAENDERT", ORT, *areas(SHEET.states()))))
    yield Fault("all names lost", (Spoilt.forget_names,))
    yield Fault("all names lost and a row put in", (move(rows_put_in(HESSEN)), Spoilt.forget_names), moved(rows_put_in(HESSEN)))
    yield Fault("_meta deleted", (remove("_meta"),), (fehler("BLATT-FEHLT", "_meta"),))
    yield Fault("_meta deleted and an Ort renamed", (remove("_meta"), rename({ORT: "Tabelle1"})),
                (fehler("BLATT-FEHLT", "_meta"), MOVED("Tabelle1")))
    yield Fault("_meta deleted and a row put in", (remove("_meta"), move(rows_put_in(HESSEN))),
                (fehler("BLATT-FEHLT", "_meta"), *moved(rows_put_in(HESSEN))))
    yield Fault("copied into another workbook", (into_another,), (fehler("BLATT-FEHLT", "_meta"), hinweis("BLATT-FREMD", "Notizen")))
    yield from typed_faults()
    above = rows_put_in(DECKBLATT.row("deckblatt.leistungserbringer"))
    yield Fault("a row put into the Deckblatt", (move(above, tab="Deckblatt"),), moved(above, DECKBLATT))
    yield Fault("a row put into „Prüfung“", (move(rows_put_in(9), tab="Prüfung"),))
    yield Fault("a row put into the Ausfüllhilfe", (move(rows_put_in(9), tab="Ausfüllhilfe"),))
    # fmt: on


FAULTS = {str(fault): fault for fault in faults()}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_of_an_issued_file(name: str) -> None:
    judge(FAULTS[name], filled("dokumentation"))


@pytest.mark.parametrize("name", FAULTS)
def test_fault_of_a_file_saved_by_libreoffice(name: str, saved: bytes) -> None:
    judge(FAULTS[name], saved)


def judge(fault: Fault, data: bytes) -> None:
    book = Spoilt(data)
    for step in fault.steps:
        step(book)
    returned, findings = judged(book.file())
    assert_found(findings, fault.findings)
    typed, read = values_of(judged(filled("dokumentation"))[0]), values_of(returned)
    wrong = {place for place, value in typed.items() if read.get(place) != value}
    lost = {place for place in typed if place[0] == KEY and not set(place).isdisjoint(fault.lost)}
    assert wrong == {place for place in lost if typed[place] is not None}


def test_a_renamed_sheet_is_named_by_what_tells_it_apart() -> None:
    book = Spoilt(filled("dokumentation"))
    book.rename({ORT: "Tabelle1", "Deckblatt": "Titel"})
    found = {entry.sheet: entry.message for entry in judged(book.file())[1]}
    assert found == {
        "Titel": "Was auf dem Blatt „Deckblatt“ ausgegeben wurde, steht nach seinem Inhalt jetzt auf „Titel“ und wurde dort gelesen.",
        "Tabelle1": f"Was auf dem Blatt „{ORT}“ mit ZAD-Nummer „11000001“ ausgegeben wurde, steht jetzt auf „Tabelle1“ und wurde dort "
        "gelesen.",
    }


@pytest.fixture(scope="module")
def saved(libreoffice: Program) -> bytes:
    """The filled file as LibreOffice saves it."""
    return libreoffice(filled("dokumentation"))
