"""LibreOffice as the provider who gets its file back: opens the copy, corrects the marked cells, saves; then check is clean.

The tables say for each code how a provider spoils a good return, and how it is put right again. Every failing case of every form is
corrected too, by setting cells: see `tests/unit/excel/annotated/test_mended.py`, which also knows the codes of no table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from rv2xl import forms
from rv2xl.excel.package.set_cells import Value, set_cells
from tests.annotated import annotated_file, book_of, notes_of
from tests.cells import Tab, address
from tests.client.keyboard import usual
from tests.faults.workbook import Spoilt
from tests.findings import places
from tests.forms.cases import Case, cases, value_of
from tests.forms.standard import judged, standard
from tests.office.client import Document, Office
from tests.programs.package import filled

FORM, ORT, SECOND, BASIC = "dokumentation", "58 Erbach", "58 Michelstadt", "Daten Leistungserbringer"
SHEET, LIST = Tab(FORM, ORT), Tab("fahrtkosten", "Entfernungskilometer")

TYPED: dict[str, dict[tuple[str, str], tuple[str, Value]]] = {
    "entries": {
        (ORT, "personen.hessen.lwv"): ("TYP", "30 oder 40"),
        (ORT, "alter.a31_40.lwv"): ("PFLICHT", None),
        (ORT, "personal.fab"): ("BEREICH", -1),
        (ORT, "fragen.struktur_1"): ("LISTE", "vielleicht"),
        (ORT, "konzeption.vom"): ("DATUM", "neulich"),
        (ORT, "kontakt.name"): ("NORMALISIERT", " Verwaltung "),
        (ORT, "ausgelagert.gruppen"): ("NICHT-GEPRUEFT", "3 bis 4"),
        (BASIC, "ausbildung.bildet_aus"): ("A2-AUSBILDUNG", "nein"),
        (SECOND, "konzeption.liegt_vor"): ("A2-KONZEPTION-DATUM", "ja"),
    },
    "rules": {
        (ORT, "alter.a18_30.lwv"): ("A2-ALTER-SUMME", 21),
        (ORT, "erbracht.lwv"): ("A2-ERBRACHT-BEWILLIGT", 2_000),
        (ORT, "erbracht.andere"): ("NICHT-BERECHNET", 200),
        (ORT, "personen.kombi_bib.andere"): ("A2-KOMBI-TEILMENGE", 999),
        (ORT, "personen.eigene_region.lwv"): ("A2-PLATZZAHL", 90),
        (ORT, "ausgelagert.betriebe"): ("A2-GRUPPEN-BETRIEBE", 0),
        (ORT, "konzeption.vom"): ("A2-KONZEPTION-DATUM", date(2026, 12, 1)),
        (BASIC, "ausbildung.anzahl"): ("A2-AUSBILDUNG-NULL", 0),
        (SECOND, "personen.hessen.lwv"): ("A2-PERSONAL-FEHLT", 1),
        (SECOND, "zusatz.fehlanzeige"): ("A2-FEHLANZEIGE", "ja"),
    },
}
"""By document, sheet and field: the code, and what was sent. A rule is judged only where all that it reads can be read."""


class Done(NamedTuple):
    """Something that is done to more than an entry, in which workbook, and how it is undone."""

    form: str
    do: Callable[[Spoilt], None]
    undo: Callable[[Document], None]


def noted(book: Spoilt) -> None:
    book.copy("Ausfüllhilfe", "Notizen")
    book.put("Notizen", {})
    book.enter("Notizen", (1, 1), "Besprechung am Montag")


def below(book: Spoilt) -> None:
    book.unprotect(LIST.name)
    book.enter(LIST.name, BELOW, "TN-99")


TOTAL, TITLE, BESIDE = SHEET.cell("erbracht.gesamt"), "A1", "H45"
BELOW = (max(row for row, _ in LIST.fields()) + 1, LIST.at("teilnehmende.1.kennung")[1])
DONE = {
    "SCHREIBSCHUTZ": Done(FORM, lambda book: book.unprotect(ORT), lambda document: None),
    "FORMEL-GEAENDERT": Done(
        FORM, lambda book: book.enter(ORT, SHEET.at("erbracht.gesamt"), 1_700), lambda document: again(document, ORT, TOTAL)
    ),
    "VORGABE-GEAENDERT": Done(
        FORM, lambda book: book.enter(ORT, (1, 1), "Unsere Leistungen"), lambda document: again(document, ORT, TITLE)
    ),
    "DANEBEN": Done(
        FORM, lambda book: book.enter(ORT, (45, 8), "geschätzt"), lambda document: again(document, ORT, BESIDE)
    ),
    "BLATT-FREMD": Done(FORM, noted, lambda document: document.delete_sheet("Notizen")),
    "UNTERHALB": Done("fahrtkosten", below, lambda document: again(document, LIST.name, address(BELOW))),
}  # fmt: skip
"""By code. All that are done to a workbook stand in one document."""

MOVED = "FELD-VERSCHOBEN"
CASES = {
    "bestand": (
        "Eigenbeteiligung above the volume", "another quota without a reason counts all the same", "a date as text",
        "a kind of provider that is not in the list", "no Plätze: no figure per place", "the comparison reaches no step",
        "a grant a cent above the cost", "lottery money", "consent without a date",
        "extras without reasons count all the same",
    ),
    "fahrtkosten": (
        "exactly 3 %", "0.9 km is 0, and that is said; the person counts", "the same Kennung twice, in another case",
        "a Begleitperson without and with the kind of Nachweis; asked for people of the LWV alone",
        "Einzelbeförderung of the LWV without and with a reason, of the BA without",
        "determined on the Stichtag, a day after, years before", "a row with nothing but a Fahrtdauer",
        "a rate of 1, of 30 % and an index in words", "an Einzelverhandlung 5 years and a day ago",
        "a period that ends before it begins", "all four kept; the second contract lacks two, the third has no answers",
    ),
    "kostenzuordnung": (
        "a switch that is no answer", "amounts where the print says 0,00", "amounts without a label",
        "Abschreibungen beside an investment of Anlage 4 or 5", "an empty head", "negative amounts", "a day that is none",
    ),
    "neubau": (
        "more than 100 %", "no Plätze: no figure per place", "Gesamtfläche below the first step",
        "weitere Kosten and Absprache without reasons", "a date as text", "an area in words", "a unit that is not in the list",
        "lottery money for BGA", "proven Baukosten higher, proven BGA lower, switch on",
    ),
    "stammdaten": (
        "an Ort of a Leistungserbringer that does not exist", "a key that no Kreis ever had", "same ZAD and Leistung, both without end",
        "places in words, below 0, above the limit", "a second one without an Ort",
    ),
}  # fmt: skip
"""By form: failing cases of its tables that do not disturb each other, all in one document."""


@cache
def printed(form: str) -> Mapping[tuple[str, str], Value]:
    """What stands in the cells of the standard workbook, formulas too."""
    return {
        (sheet.title, cell.coordinate): cell.value for sheet in book_of(filled(form)) for row in sheet for cell in row
    }


def again(document: Document, sheet: str, cell: str) -> None:
    """Put back what was issued."""
    form = FORM if sheet in book_of(filled(FORM)).sheetnames else "fahrtkosten"
    right = printed(form).get((sheet, cell))
    if right is None:
        assert document.paste(sheet, cell, None).ok
    else:
        assert document.type_text(sheet, cell, str(right)).ok


@contextmanager
def corrected(office: Office, folder: Path, sent: bytes, codes: set[str]) -> Iterator[Document]:
    """Annotate what was sent, in which these codes are found, and open the copy; saved in the end, it is clean and the same return."""
    copy, findings = annotated_file(sent)
    assert codes <= {entry.code for entry in findings}
    notes = notes_of(copy)
    assert {(entry.sheet, entry.cells[0].partition(":")[0]) for entry in findings if entry.cells} <= set(notes)
    path, saved = folder / "kopie.xlsx", folder / "gespeichert.xlsx"
    path.write_bytes(copy)
    with office.open(path) as document:
        yield document
        document.calculate_all()
        document.save_xlsx(saved)
    data = saved.read_bytes()
    before, (returned, found) = judged(sent)[0], judged(data)
    assert places(found) == []
    assert returned.issue is not None
    assert before.issue is not None
    assert returned.issue.id == before.issue.id
    assert before.sender in (None, returned.sender)
    assert returned.correction == before.correction + 1
    assert book_of(data).sheetnames[0] == "Rückmeldung"
    assert notes_of(annotated_file(data)[0]) == {}


@pytest.mark.parametrize("document", TYPED)
def test_entries_of_a_dokumentation(document: str, office: Office, tmp_path: Path) -> None:
    book, wrong, right = standard(FORM), dict[str, dict[str, Value]](), list[tuple[str, str, Value]]()
    for (sheet, field), (_, value) in TYPED[document].items():
        cell = book.cell(sheet, field)
        wrong.setdefault(sheet, {})[cell] = value
        right.append((sheet, cell, book.filling[book.key(sheet)].get(field)))
    with corrected(
        office, tmp_path, set_cells(filled(FORM), wrong), {code for code, _ in TYPED[document].values()}
    ) as opened:
        put_right(opened, right)


@pytest.mark.parametrize("form", ["dokumentation", "fahrtkosten"])
def test_what_is_done_to_a_workbook(form: str, office: Office, tmp_path: Path) -> None:
    book, done = Spoilt(filled(form)), {code: entry for code, entry in DONE.items() if entry.form == form}
    for entry in done.values():
        entry.do(book)
    with corrected(office, tmp_path, book.file(), set(done)) as opened:
        for entry in done.values():
            entry.undo(opened)


def test_a_row_that_was_inserted_is_deleted_again(office: Office, tmp_path: Path) -> None:
    book, path, saved = Spoilt(filled(FORM)), tmp_path / "ausgegeben.xlsx", tmp_path / "gesandt.xlsx"
    book.unprotect(SECOND)
    path.write_bytes(book.file())
    with office.open(path) as document:
        document.insert_rows(SECOND, 20)
        document.save_xlsx(saved)
    with corrected(office, tmp_path, saved.read_bytes(), {MOVED}) as document:
        document.delete_rows(SECOND, 20)


@pytest.mark.parametrize("form", CASES)
def test_failing_cases_of_a_form(form: str, office: Office, tmp_path: Path) -> None:
    chosen = [case for case in cases(forms.newest(form)) if case.name in CASES[form]]
    assert sorted(case.name for case in chosen) == sorted(CASES[form])
    book = chosen[0].standard
    fields = {
        (book.home(field, case.sheet), field): value_of(value)
        for case in chosen
        for field, value in case.values.items()
    }
    assert len(fields) == sum(len(case.values) for case in chosen), "none disturbs another"
    wrong = {key: {field: value for (home, field), value in fields.items() if home == key} for key, _ in fields}
    with corrected(office, tmp_path, book.filled_with(book.entered(wrong)), codes_of(chosen)) as opened:
        by_key = book.layout.by_key
        put_right(opened, [
            (by_key[key].name, by_key[key].plan.fields[field].name, book.filling.get(key, {}).get(field)) for key, field in fields
        ])  # fmt: skip


def codes_of(chosen: list[Case]) -> set[str]:
    return {place.code for case in chosen for place in case.places()}


def put_right(document: Document, entries: list[tuple[str, str, Value]]) -> None:
    """Type texts and days as a provider does; numbers go in as they are, whatever percentage the cell shows."""
    for sheet, cell, value in entries:
        if value is None or isinstance(value, str | date):
            typed = (
                document.paste(sheet, cell, None) if value is None else document.type_text(sheet, cell, usual(value))
            )
        else:
            typed = document.paste(sheet, cell, float(value))
        assert typed.ok, (sheet, cell, typed)
