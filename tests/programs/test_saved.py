"""Returns as LibreOffice, openpyxl and Gnumeric save them: the values as filled, and exactly the findings that are due.

Decimals, dates, ja and nein, leading zeros and texts that look like formulas are among the values.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

import openpyxl
import pytest

from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.expressions.expr import Value
from tests.cells import Tab
from tests.conftest import Program
from tests.faults.workbook import rows_put_in
from tests.forms.standard import judged, standard
from tests.programs.package import Found, filled, values_of

DOK, REG = "dokumentation", "stammdaten"
ORT, SECOND, OTHER = "58 Erbach", "58 Michelstadt", "60 Erbach"


def found(code: str, sheet: str, *cells: str) -> Found:
    return (code, sheet, cells)


SHEET = Tab(DOK, ORT)
GESAMT, LABEL = SHEET.cell("erbracht.gesamt"), f"A{SHEET.row('bewilligt.lwv')}"
HESSEN = SHEET.row("personen.hessen.lwv")
UNCALCULATED = tuple(found("NICHT-BERECHNET", sheet, GESAMT) for sheet in (ORT, SECOND, OTHER))
"""openpyxl keeps no stored values: said once for each result that people read."""


@dataclass(frozen=True)
class File:
    """A file, what is found in it, and what more is found after a program has saved it."""

    form: str
    make: Callable[[], bytes]
    found: tuple[Found, ...] = ()
    more: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)


def typed(form: str, sheet: str, entries: Mapping[str, Value], pasted: Mapping[str, Value] | None = None) -> bytes:
    """Enter values by field, and put others into cells, whatever stands there."""
    book, pasted = standard(form), pasted or {}
    cells = {book.cell(sheet, name): value for name, value in entries.items()} | dict(pasted)
    formulas = [(sheet, cell) for cell in pasted if cell == GESAMT]
    return set_cells(filled(form), {sheet: cells}, overwrite=formulas)


FILES = {
    "the Dokumentation as filled": File(DOK, lambda: filled(DOK), more={"openpyxl": UNCALCULATED}),
    "the register as filled": File(REG, lambda: filled(REG)),
    "texts of all kinds": File(
        DOK,
        lambda: typed(DOK, ORT, {
            "kontakt.name": 'Ä & <ß> „"x"\'', "kontakt.funktion": "=1+1", "kontakt.telefon": "06062 0012", "kontakt.mail": "#N/A",
            "ort.web.korrektur": "0012", "ort.name.korrektur": "1,50", "ort.strasse.korrektur": "erste Zeile\nzweite Zeile",
            "ort.ort.korrektur": "_x000D_ 5 \U0001f600",
        }),
        more={"openpyxl": UNCALCULATED},
    ),
    "all that people mistype": File(
        DOK,
        lambda: typed(DOK, ORT, {
            "kontakt.name": " Verwaltung ", "personen.hessen.lwv": "30 Pers.", "alter.a18_30.lwv": "", "personal.fab": "10,5",
            "konzeption.vom": "01.05.2024", "fragen.struktur_1": "Ja", "bewilligt.andere": "viele",
        }, {LABEL: "Bewilligte Tage", GESAMT: 1700}),
        found=(found("VORGABE-GEAENDERT", ORT, LABEL), *(
            found(code, ORT, SHEET.cell(name)) for code, name in (
                ("FORMEL-GEAENDERT", "erbracht.gesamt"), ("NORMALISIERT", "kontakt.name"), ("NORMALISIERT", "personen.hessen.lwv"),
                ("NORMALISIERT", "personal.fab"), ("NORMALISIERT", "konzeption.vom"), ("NORMALISIERT", "fragen.struktur_1"),
                ("PFLICHT", "alter.a18_30.lwv"), ("NICHT-GEPRUEFT", "alter.a18_30.lwv"),
                ("TYP", "bewilligt.andere"), ("NICHT-GEPRUEFT", "bewilligt.andere"),
            )
        )),
        more={"openpyxl": UNCALCULATED[1:]},
    ),
    "a stale result": File(
        DOK, lambda: set_cells(filled(DOK), {ORT: {GESAMT: 1}}), found=UNCALCULATED[:1], more={"openpyxl": UNCALCULATED[1:]}
    ),
}  # fmt: skip


@cache
def made(name: str) -> bytes:
    return FILES[name].make()


@pytest.mark.parametrize("name", FILES)
def test_what_is_found_before_any_program_saves_it(name: str) -> None:
    assert values_of(made(name))[1] == sorted(FILES[name].found)


@pytest.mark.parametrize("name", FILES)
def test_values_and_findings_after_a_program_has_saved_it(name: str, program: tuple[str, Program]) -> None:
    who, save = program
    file = FILES[name]
    values, findings = values_of(save(made(name)))
    assert findings == sorted((*file.found, *file.more.get(who, ())))
    assert values == values_of(made(name))[0]


@pytest.mark.parametrize("form", [DOK, REG])
def test_the_issue_is_recognised_by_meta(form: str, program: tuple[str, Program]) -> None:
    _, save = program
    returned, _ = judged(save(filled(form)))
    issued = standard(form).layout.issue
    assert returned.issue is not None
    assert (returned.issue.id, returned.sender) == (issued.id, issued.sender)


def test_names_still_lead_to_the_fields(program: tuple[str, Program]) -> None:
    _, save = program
    guarded = guard(save(filled(DOK)))
    assert guarded.package is not None
    assert guarded.workbook is not None
    contents = ReceivedBook(guarded.package, guarded.workbook)
    for placed in standard(DOK).layout.placed:
        wanted = {name.lower(): (cell.row, cell.column) for name, cell in placed.plan.fields.items()}
        assert wanted.items() <= contents.names.get(placed.name, {}).items()


def test_a_row_put_in_is_found_in_what_a_program_saved(program: tuple[str, Program]) -> None:
    """The careful reading works on what programs write, not only on what we issued."""
    _, save = program
    book = openpyxl.load_workbook(io.BytesIO(save(filled(DOK))))
    book[ORT].insert_rows(HESSEN)
    target = io.BytesIO()
    book.save(target)
    values, findings = values_of(target.getvalue())
    assert values == values_of(filled(DOK))[0]
    (moved,) = SHEET.moved(rows_put_in(HESSEN))
    assert findings == sorted((*UNCALCULATED, ("FELD-VERSCHOBEN", ORT, moved)))


@pytest.mark.parametrize("form", ["bestand", "fahrtkosten", "kostenzuordnung", "neubau"])
def test_no_program_puts_anything_beside_the_fields(form: str, program: tuple[str, Program]) -> None:
    _, save = program
    outside = {"UNTERHALB", "DANEBEN", "SCHREIBSCHUTZ"}
    assert [entry for entry in judged(save(filled(form)))[1] if entry.code in outside] == []
