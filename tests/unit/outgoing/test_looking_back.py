"""From last year's returns to this year's workbooks: who gets what, what is told, and how it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from rv2xl.excel.addresses import cell_name
from rv2xl.excel.annotated.copy import annotated
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.excel.sheets.blocks.last_year import place_beside
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Kind
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue
from rv2xl.outgoing.issuing import issue_for
from rv2xl.outgoing.last_year import Beginnings
from rv2xl.outgoing.looking_back import looking_back
from rv2xl.returns.processes.packed import packed, unpacked
from rv2xl.returns.reading import read_file
from tests.annotated import book_of
from tests.faults.workbook import Spoilt
from tests.findings import assert_found, fehler, places
from tests.forms.standard import judged
from tests.unit.outgoing.last_year import ANSWERS, FOLDER, KONTAKT, NEXT, OTHER, A, B, begun, known
from tests.unit.reports.folder import FORM, YEAR, checked, filled

TAB = "58 Ort 11000001"
PLAN = section_plan(FORM, "ort_58")
FIRST, LIEGT_VOR = (PLAN.fields[name].name for name in ("fragen.struktur_1", "konzeption.liegt_vor"))
CELL, QUESTION, OTHER_QUESTION = (
    cell_name(*place_beside(PLAN, name)) for name in ("konzeption.liegt_vor", "fragen.struktur_1", "fragen.struktur_2")
)
"""Beside „Konzeption liegt vor“ and the first two questions."""


def issue_of(number: str, of: Beginnings | None = None) -> Issue:
    return next(issue for issue in (of or begun()).issues if issue.sender == number)


def suggested(number: str, key: str) -> Mapping[str, Value]:
    return begun().entered(issue_of(number)).get(key, {})


def answers(number: str, key: str) -> Mapping[str, Value]:
    return next(sheet.last_year for sheet in issue_of(number).sheets if sheet.key == key)


# ------------------------------------------------------------------------------------------------------ who gets what


@pytest.mark.parametrize(
    ("number", "key", "name"),
    [
        ("0001", A, "A. Alt"),
        ("0001", OTHER, "Z. Anders"),  # the same ZAD-Nummer, another Leistung
        ("0002", A, "B. Zwei"),  # the second Ort of last year is the first now
        ("0003", A, None),  # the Ort was somebody else's
        ("0003", B, "Korrektur"),
        ("0004", A, None),  # Fehlanzeige
        ("0005", A, None),  # rejected
        ("0006", A, None),  # of another year
        ("0007", A, None),  # nothing came
    ],
)
def test_a_kontakt_goes_to_the_same_ort(number: str, key: str, name: str | None) -> None:
    assert suggested(number, key).get("kontakt.name") == name


def test_what_is_suggested_and_what_is_asked_anew() -> None:
    assert suggested("0001", A) == {name: value for name, value in KONTAKT.items() if value is not None}
    said = answers("0001", A)
    questions = [
        f"fragen.{kind}_{number}" for kind, most in (("struktur", 9), ("prozess", 6)) for number in range(1, most + 1)
    ]
    assert set(said) == {"konzeption.liegt_vor", *questions}
    assert {name for name, answer in said.items() if answer == "nein"} == {
        name for name, answer in ANSWERS.items() if answer == "nein"
    }
    assert answers("0001", OTHER)["fragen.struktur_1"] == "ja"
    assert answers("0003", A) == answers("0004", A) == answers("0007", A) == {}


def test_what_is_told() -> None:
    assert begun().told == (
        f"Angaben von {YEAR} stehen in 4 von 7 Arbeitsmappen.",
        "Nicht übernommen: „a/0003.xlsx“ (ersetzt), „a/0005.xlsx“ (zurückgewiesen), „a/0006.xlsx“ (für 2024) und „a/kaputt.xlsx“ "
        "(unlesbar).",
        "Ohne Blatt für 2026 und deshalb nicht übernommen: 11000002 (§ 58) von 0002 und 11000005 (§ 58) von 0004.",
    )  # fmt: skip
    assert begun("0001").told[0] == f"Angaben von {YEAR} stehen in 1 von 1 Arbeitsmappen."
    assert len(begun("0001").told) == 2  # the closed Orte are not theirs


def test_without_a_return_that_counts_nothing_is_begun() -> None:
    before = Beginnings([issue_for(FORM, known(), NEXT, "0005")], lambda issue: {})
    with pytest.raises(Abbruch) as caught:
        looking_back(before, FORM, known(), NEXT, checked(FOLDER[5:7], known, year=YEAR))
    assert str(caught.value) == (
        "Von 2025 ist kein Rücklauf angenommen, aus dem etwas zu übernehmen wäre: „a/0005.xlsx“ (zurückgewiesen) und „a/0006.xlsx“ "
        "(für 2024)."
    )  # fmt: skip


def test_who_has_nothing_of_last_year_gets_the_same_file_as_ever() -> None:
    """To the byte: what was not there before is not there now."""
    plain = issue_for(FORM, known(), NEXT, "0007")
    assert workbook_bytes(lay_out(issue_of("0007"))) == workbook_bytes(lay_out(plain))
    assert issue_of("0007").id == plain.id != issue_of("0001").id


# -------------------------------------------------------------------------------------------------------- on the sheet


def returned(changes: Mapping[str, Value] | None = None) -> bytes:
    """The workbook of 0001 as it comes back filled, with other cells on the first Ort's sheet."""
    issue = issue_of("0001")
    entered = filled(issue, 3, {(A, name): value for name, value in KONTAKT.items()})
    return set_cells(workbook_bytes(lay_out(issue), entered), {TAB: changes or {}})


def test_it_stands_beside_the_empty_cell_and_cannot_be_changed() -> None:
    issue = issue_of("0001")
    sheet = book_of(workbook_bytes(lay_out(issue), begun().entered(issue)))[TAB]
    assert (sheet[CELL].value, sheet[QUESTION].value, sheet[OTHER_QUESTION].value) == (
        "Vorjahr: nein",
        "Vorjahr: nein",
        "Vorjahr: ja",
    )
    assert (sheet[LIEGT_VOR].value, sheet[FIRST].value) == (None, None)
    assert sheet[CELL].protection.locked
    assert [sheet[f"B{row}"].value for row in range(16, 20)] == list(KONTAKT.values())
    assert not sheet["B16"].protection.locked
    assert str(sheet.print_area).endswith(f"$E${sheet.max_row}")


def test_each_question_has_a_free_cell_beside_it() -> None:
    assert FORM.looks_back is not None
    for sheet in issue_of("0001").sheets:
        plan = lay_out(issue_for(FORM, known(), NEXT, "0001")).by_key[sheet.key].plan
        taken = {
            (cell.row, column)
            for cell in plan.cells
            for column in range(cell.column, max(cell.column, cell.last_column) + 1)
        }
        for name in sheet.last_year:
            assert plan.fields[name].field.type.kind is Kind.JA_NEIN  # type: ignore[union-attr]
            assert place_beside(plan, name) not in taken
            assert place_beside(plan, name)[1] < len(plan.widths)


def test_it_comes_back_clean() -> None:
    back, findings = judged(returned())
    assert places(findings) == []
    assert back.issue == issue_of("0001")
    assert back.value(A, "kontakt.name") == "A. Alt"
    assert back.value(A, "fragen.struktur_1") == "ja"


def test_what_was_changed_is_found() -> None:
    for now in ("Vorjahr: ja", "so war es", None):
        _, findings = judged(returned({CELL: now}))
        assert_found(findings, [fehler("VORGABE-GEAENDERT", TAB, CELL)])
        assert findings[0].expected == "Vorjahr: nein"


@pytest.mark.parametrize(
    ("changes", "proof", "more"),
    [
        ({}, "passen zur Prüfsumme", []),
        ({CELL: "Vorjahr: ja"}, "lässt sich nicht feststellen", ["VORGABE-GEAENDERT"]),
    ],
)
def test_without_meta_it_is_known_by_what_is_printed(changes: dict[str, Value], proof: str, more: list[str]) -> None:
    deckblatt = lay_out(issue_of("0001")).by_key["deckblatt"].plan
    line = next(cell.name for cell in deckblatt.cells if cell.style == "identification")
    book = Spoilt(returned(changes))
    book.remove("_meta")
    back, findings = judged(book.file())
    assert_found(findings, [fehler("BLATT-FEHLT", "_meta"), *(fehler(code, "Deckblatt", line) for code in more)])
    assert proof in findings[0].message
    assert (back.issue == issue_of("0001")) is not bool(changes)


def test_rows_put_in_move_it_along() -> None:
    book = Spoilt(returned())
    book.move(TAB, lambda row, column: (row + (row > 20), column), follow=True)
    back, findings = judged(book.file())
    assert {found.code for found in findings} == {"FELD-VERSCHOBEN"}
    assert back.value(A, "fragen.struktur_1") == "ja"


def test_meta_that_tells_of_another_field_is_none_of_ours() -> None:
    sheets = list(issue_of("0001").sheets)
    sheets[-1] = replace(sheets[-1], last_year={"kontakt.name": "A. Alt"})
    forged = replace(issue_of("0001"), sheets=tuple(sheets))
    _, findings = judged(workbook_bytes(lay_out(forged)))
    assert_found(findings, [fehler("FORM-FREMD")])


def test_a_marked_copy_keeps_it() -> None:
    data = returned({FIRST: "vielleicht"})
    back, findings = judged(data)
    assert_found(findings, [fehler("LISTE", TAB, FIRST)])
    copy = annotated(data, back, findings)
    _, again = judged(set_cells(copy, {TAB: {FIRST: "ja"}}))
    assert places(again) == []
    assert book_of(copy)[TAB][CELL].value == "Vorjahr: nein"


def test_it_is_packed_with_the_rest() -> None:
    read = read_file(returned, "x.xlsx")
    again = unpacked(packed(read), "x.xlsx")
    assert again.issue == read.issue == issue_of("0001")
    assert packed(again) == packed(read)
