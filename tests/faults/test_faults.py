"""Each fault of the field, done to an issued file and to one that LibreOffice saved: exactly these findings, and which values are read.

Faults are done as spreadsheet programs do them, where names and formulas follow their cells, or as scripts do, where they stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest

from rv2xl.model.expr import Value
from rv2xl.model.returned import Return
from tests.conftest import Program
from tests.faults.workbook import Shift, Spoilt, columns_put_in, rows_cut, rows_deleted, rows_put_in
from tests.findings import Found, assert_found, fehler, hinweis, warnung
from tests.forms.standard import judged
from tests.programs.package import filled

ORT, SECOND, OTHER = "58 Erbach", "58 Michelstadt", "60 Erbach"
KEY = "ort_58.1"

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
    """Copy row 46 and put the copy in below."""

    def step(book: Spoilt) -> None:
        row = {column: cell for (number, column), cell in book.cells(ORT).items() if number == 46}
        book.move(ORT, rows_put_in(47), follow)
        book.put(ORT, book.cells(ORT) | {(47, column): cell for column, cell in row.items()})

    return step


def into_another(book: Spoilt) -> None:
    """As „move or copy sheet“ into a workbook of one's own: its sheet comes first, the hidden one stays behind."""
    book.copy("Ausfüllhilfe", "Notizen")
    book.put("Notizen", {})
    book.enter("Notizen", (1, 1), "Besprechung am Montag")
    book.remove("_meta")
    book.reorder(["Notizen", *(tab for tab in book.tabs if tab != "Notizen")])


ROW_46 = ("B47:C49", "B53:C59", "B63:C63", "D67:D75", "D78:D83", "B86:B87")
ROW_46_GONE = ("B46:C47", "B51:C57", "B61:C61", "D65:D73", "D76:D81", "B84:B85")
ALL_ROWS = ("A9:D9", "B12:C15", "B17:B20", "B22:B23", "B27:C27", "B32:C32", "B33", "B39:D39", "B46:C49", "B53:C59", "B63:C63", "D67:D75",
            "D78:D83", "B86:B87")  # fmt: skip
FROM_B = ("C8:E8", "C11:D14", "C16:C19", "C21:C22", "C26:D26", "C31:D31", "C32", "C38:E38", "C45:D48", "C52:D58", "C62:D62", "E66:E74",
          "E77:E82", "C85:C86")  # fmt: skip
FROM_C = ("D8:E8", "D11:D14", "D26", "D31", "D38:E38", "D45:D48", "D52:D58", "D62", "E66:E74", "E77:E82")
STATES = ("B2:C2", "E2", "E15", "E20", "E23", "E28", "E35", "E42", "E49", "E60", "E64", "E75", "E84")
OPEN_46 = (*(hinweis("NICHT-GEPRUEFT", ORT),) * 6,)
"""Without row 46: ALTER-SUMME and KOMBI-TEILMENGE twice, PLATZZAHL, PERSONAL-FEHLT."""

LOST_46 = ("personen.hessen.lwv", "personen.hessen.andere")
GONE_46 = (fehler("FELD-FEHLT", ORT, "B46"), fehler("FELD-FEHLT", ORT, "C46"), *OPEN_46)
MOVED = partial(warnung, "FELD-VERSCHOBEN")


def typed_faults() -> Iterator[Fault]:
    """What people type: into B45 („Aus eigener Region“, 60 people), D66 (a question), B22 (a date)."""
    number, question, day = (45, 2), (66, 4), (22, 2)
    people, answer, konzeption = "personen.eigene_region.lwv", "fragen.struktur_1", "konzeption.vom"
    read = hinweis("NORMALISIERT", ORT, "B45")
    empty = (fehler("PFLICHT", ORT, "B45"), *[hinweis("NICHT-GEPRUEFT", ORT, "B45")] * 4)
    wrong = (fehler("TYP", ORT, "B45"), *[hinweis("NICHT-GEPRUEFT", ORT, "B45")] * 4)
    for raw in ("60", " 60 ", "60,0", "６０", "60 Pers.", "60 Personen", "+60"):
        yield Fault(f"typed {raw!r}", (enter(*number, raw),), (read,))
    for raw in ("k. A.", "-", " ", "\u00a0", "./."):
        yield Fault(f"typed {raw!r}", (enter(*number, raw),), (read, *empty), (people,))
    for raw in ("ca. 60", "60-70", "6.000", "60 Stück", "sechzig", "60 oder 61"):
        yield Fault(f"typed {raw!r}", (enter(*number, raw),), wrong, (people,))
    yield Fault("typed a fraction of a person", (enter(*number, 60.5),), wrong, (people,))
    yield Fault("typed less than nobody", (enter(*number, -1),), (fehler("BEREICH", ORT, "B45"), *wrong[1:]), (people,))
    for raw in ("Ja", "JA", " ja ", "x", "☒"):
        yield Fault(f"answered {raw!r}", (enter(*question, raw),), (hinweis("NORMALISIERT", ORT, "D66"),))
    yield Fault("answered „jein“", (enter(*question, "jein"),), (fehler("LISTE", ORT, "D66"),), (answer,))
    for raw in ("01.05.2024", "1.5.2024", "2024-05-01", "1. Mai 2024"):
        yield Fault(f"dated {raw!r}", (enter(*day, raw),), (hinweis("NORMALISIERT", ORT, "B22"),))
    for raw in ("05/01/2024", "01.05.24", "im Mai"):
        yield Fault(
            f"dated {raw!r}",
            (enter(*day, raw),),
            (fehler("DATUM", ORT, "B22"), hinweis("NICHT-GEPRUEFT", ORT, "B22")),
            (konzeption,),
        )


def faults() -> Iterator[Fault]:
    # fmt: off
    yield Fault("nothing", ())
    for way, follow in (("", True), (" by a script", False)):
        yield Fault(f"a row put in{way}", (move(rows_put_in(46), follow),), (MOVED(ORT, *ROW_46),))
        yield Fault(f"a row put in above all{way}", (move(rows_put_in(1), follow),), (MOVED(ORT, *ALL_ROWS),))
        yield Fault(f"a row put in between heads and values{way}", (move(rows_put_in(8), follow),), (MOVED(ORT, *ALL_ROWS),))
        yield Fault(f"a row deleted{way}", (move(rows_deleted(46), follow),), (MOVED(ORT, *ROW_46_GONE), *GONE_46), LOST_46)
        yield Fault(f"a column put in{way}", (move(columns_put_in(2), follow),), (MOVED(ORT, *FROM_B),))
        yield Fault(f"a column put in between others{way}", (move(columns_put_in(3), follow),), (MOVED(ORT, *FROM_C),))
        yield Fault(f"a block cut out and put elsewhere{way}", (move(rows_cut(42, 48, 63), follow),),
                    (MOVED(ORT, "B59:C62"), MOVED(ORT, "B45:C51", "B55:C55")))
        yield Fault(f"an Ort renamed{way}", (rename({ORT: "Tabelle1"}, follow),), (MOVED("Tabelle1"),))
        yield Fault(f"two Orte exchanged their names{way}", (rename({ORT: SECOND, SECOND: ORT}, follow),), (MOVED(SECOND), MOVED(ORT)))
    yield Fault("a row copied", (copy_row(follow=True),), (MOVED(ORT, "B48:C49", *ROW_46[1:]),))
    yield Fault("a row copied by a script", (copy_row(follow=False),), (MOVED(ORT, "B48:C49", *ROW_46[1:]), *GONE_46), LOST_46)
    yield Fault("a note deleted", (move(rows_deleted(27)),),
                (fehler("VORGABE-GEAENDERT", ORT, "A27"), MOVED(ORT, "B30:C30", "B31", "B37:D37", "B44:C47", *ROW_46_GONE[1:])))
    yield Fault("heads deleted", (move(rows_deleted(44)),),
                (fehler("VORGABE-GEAENDERT", ORT, "B44"), fehler("VORGABE-GEAENDERT", ORT, "C44"), MOVED(ORT, "B44:C47", *ROW_46_GONE[1:])))
    yield Fault("a label changed and a row put in", (enter(46, 1, "Aus Hessen"), move(rows_put_in(40))),
                (fehler("VORGABE-GEAENDERT", ORT, "A47"), MOVED(ORT, "B46:C49", *ROW_46[1:])))
    yield Fault("two cells merged, which empties the second", (enter(45, 3, None),),
                (fehler("PFLICHT", ORT, "C45"), *[hinweis("NICHT-GEPRUEFT", ORT, "C45")] * 4), ("personen.eigene_region.andere",))

    yield Fault("an Ort copied", (copy("58 Erbach (2)"),), (hinweis("BLATT-FREMD", "58 Erbach (2)"),))
    yield Fault("an Ort copied, the first deleted", (copy("58 Erbach (2)"), remove(ORT)), (MOVED("58 Erbach (2)"),))
    yield Fault("an Ort copied twice, the first deleted", (copy("58 Erbach (2)"), copy("58 Erbach (3)"), remove(ORT)),
                (fehler("BLATT-FEHLT", ORT), hinweis("BLATT-FREMD", "58 Erbach (2)"), hinweis("BLATT-FREMD", "58 Erbach (3)")), (KEY,))
    yield Fault("an Ort deleted", (remove(ORT),), (fehler("BLATT-FEHLT", ORT),), (KEY,))
    yield Fault("tabs in another order", (lambda book: book.reorder(list(book.tabs)[::-1]),))
    yield Fault("an Ort hidden", (lambda book: book.hide(ORT),))
    yield Fault("an Ort pasted as values", (lambda book: book.paste_values(ORT),),
                (warnung("FORMEL-GEAENDERT", ORT, "B32"), warnung("FORMEL-GEAENDERT", ORT, *STATES)))
    yield Fault("all names lost", (Spoilt.forget_names,))
    yield Fault("all names lost and a row put in", (move(rows_put_in(46)), Spoilt.forget_names), (MOVED(ORT, *ROW_46),))
    yield Fault("_meta deleted", (remove("_meta"),), (fehler("BLATT-FEHLT", "_meta"),))
    yield Fault("_meta deleted and an Ort renamed", (remove("_meta"), rename({ORT: "Tabelle1"})),
                (fehler("BLATT-FEHLT", "_meta"), MOVED("Tabelle1")))
    yield Fault("_meta deleted and a row put in", (remove("_meta"), move(rows_put_in(46))),
                (fehler("BLATT-FEHLT", "_meta"), MOVED(ORT, *ROW_46)))
    yield Fault("copied into another workbook", (into_another,), (fehler("BLATT-FEHLT", "_meta"), hinweis("BLATT-FREMD", "Notizen")))
    yield from typed_faults()
    yield Fault("a row put into the Deckblatt", (move(rows_put_in(9), tab="Deckblatt"),), (MOVED("Deckblatt", "B10:B15"),))
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
