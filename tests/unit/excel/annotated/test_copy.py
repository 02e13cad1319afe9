"""What the provider sees of the findings, and that the copy is read as the same return without our marks."""

from __future__ import annotations

import pytest

from rv2xl.excel.annotated.copy import annotated
from rv2xl.excel.looks import STATE_COLOURS
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.finding import finding
from tests.annotated import annotated_file, book_of, notes_of
from tests.cells import Tab
from tests.findings import places
from tests.forms.standard import judged, standard
from tests.programs.package import filled, packed, parts_of

FORM, ORT = "dokumentation", "58 Erbach"
SHEET = Tab(FORM, ORT)
WRONG = SHEET.cell("personen.hessen.lwv")
CORRECTION = Tab(FORM, "Deckblatt").cell("deckblatt.korrektur_nr")


def with_text(text: str = "viele") -> bytes:
    return set_cells(filled(FORM), {ORT: {WRONG: text}})


def test_the_note_says_what_is_wrong_and_what_to_do() -> None:
    notes = notes_of(annotated_file(with_text())[0])
    assert set(notes) == {(ORT, WRONG)}
    first, fault, remedy, *others, last = notes[ORT, WRONG].split("\n")
    assert (first, last) == ("Rückmeldung zu dieser Zelle", "(Ende der Rückmeldung)")
    assert fault.startswith("✗ Fehler: „Anzahl der leistungsberechtigten Personen")
    assert "„viele“" in fault
    assert remedy == "→ Bitte nur eine ganze Zahl eintragen, ohne Einheit und ohne Zusatz."
    assert others[0].startswith("i Hinweis: Die Regel")


def test_the_hatching_keeps_the_ground_and_the_rest_of_the_style() -> None:
    before, after = book_of(with_text())[ORT][WRONG], book_of(annotated_file(with_text())[0])[ORT][WRONG]
    assert (after.fill.patternType, after.fill.fgColor.rgb) == ("lightUp", "FFC0392B")
    assert after.fill.bgColor.rgb == before.fill.fgColor.rgb == "FFFFF9E0"
    for name in ("font", "border", "alignment", "number_format", "protection"):
        assert repr(getattr(after, name)) == repr(getattr(before, name)), name


def covering(data: bytes, sheet: str) -> list[str]:
    """The formulas of a sheet's conditional formats that are none of a state."""
    formats = book_of(data)[sheet].conditional_formatting
    formulas = [rule.formula[0] for area in formats for rule in area.rules]
    assert sum(formula.startswith("LEFT(") for formula in formulas) == len(STATE_COLOURS)
    return [formula for formula in formulas if not formula.startswith("LEFT(")]


def test_no_mark_of_an_empty_or_wrong_cell_covers_a_hatching() -> None:
    data = with_text()
    copy, _ = annotated_file(data)
    assert covering(data, ORT)
    assert covering(copy, ORT) == []
    assert covering(copy, "58 Michelstadt") == covering(data, "58 Michelstadt") != []


def test_the_first_sheet_lists_all_findings_errors_first_with_links() -> None:
    copy, findings = annotated_file(with_text())
    sheet = book_of(copy)["Rückmeldung"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "Nr.")
    lines = rows[head + 1 : -1]
    assert [line[5] for line in lines] == ["TYP", *(entry.code for entry in findings if entry.code != "TYP")]
    assert lines[0][1:3] == ("✗ Fehler", f"{ORT}: {WRONG}")
    links = {link.ref: link.location for link in (cell.hyperlink for row in sheet for cell in row) if link}
    assert links[f"C{head + 2}"] == f"'{ORT}'!{WRONG}"
    assert len(links) == len(findings)
    assert sheet.protection.sheet


@pytest.mark.parametrize("typed", [None, 0, 3])
def test_the_number_of_the_correction_is_raised_by_one(typed: int | None) -> None:
    data = set_cells(with_text(), {"Deckblatt": {CORRECTION: typed}})
    copy, _ = annotated_file(data)
    assert judged(copy)[0].correction == (typed or 0) + 1


@pytest.mark.parametrize("typed", ["die zweite", 99_999, 100_000, -1, 1.5])
def test_a_number_of_the_correction_that_cannot_be_raised_is_left_as_it_is(typed: str | float) -> None:
    copy, findings = annotated_file(set_cells(with_text(), {"Deckblatt": {CORRECTION: typed}}))
    assert book_of(copy)["Deckblatt"][CORRECTION].value == typed
    assert places(judged(copy)[1]) == places(findings)
    assert not any(
        "Korrektur Nr.“ ist schon" in str(cell.value) for row in book_of(copy)["Rückmeldung"] for cell in row
    )


def test_the_copy_is_the_same_return_and_nothing_more_is_found_in_it() -> None:
    copy, findings = annotated_file(with_text())
    returned, again = judged(copy)
    issue = standard(FORM).layout.issue
    assert returned.issue is not None
    assert (returned.issue.id, returned.sender) == (issue.id, issue.sender)
    assert places(again) == places(findings)


def test_marking_again_puts_new_marks_in_the_place_of_the_old() -> None:
    copy, _ = annotated_file(with_text())
    other = SHEET.cell("bewilligt.andere")
    corrected = set_cells(copy, {ORT: {WRONG: 30, other: "viele"}})
    second, _ = annotated_file(corrected)
    book = book_of(second)
    assert set(notes_of(second)) == {(ORT, other)}
    assert book.sheetnames.count("Rückmeldung") == sum(name.startswith("Rückmeldung") for name in book.sheetnames) == 1
    assert (book[ORT][WRONG].fill.patternType, book[ORT][WRONG].fill.fgColor.rgb) == ("solid", "FFFFF9E0")
    assert book[ORT][other].fill.patternType == "lightUp"
    assert judged(second)[0].correction == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(Ende der Rückmeldung)", "(Ende der Rückmeldung)\nStimmt so!"), ("Rückmeldung zu", "Stimmt so! Rückmeldung zu"),
        ("\n→ ", "\nStimmt so!\n→ "), ("\n(Ende der Rückmeldung)", "\nStimmt so!"),
    ],
    ids=["behind", "before", "within", "over the end"],
)  # fmt: skip
def test_what_somebody_writes_into_our_note_is_named_and_stays(old: str, new: str) -> None:
    copy, findings = annotated_file(with_text())
    parts = parts_of(copy)
    note = parts["xl/comments1.xml"].decode()
    assert old in note
    written = packed(parts | {"xl/comments1.xml": note.replace(old, new, 1).encode()})
    again = annotated_file(written)[0]
    for data in (written, again):
        assert set(places(judged(data)[1])) - set(places(findings)) == {("DANEBEN", "HINWEIS", ORT, (WRONG,))}
        assert "Stimmt so!" in notes_of(data)[ORT, WRONG]


def test_what_somebody_writes_on_our_sheet_is_named() -> None:
    copy, findings = annotated_file(with_text())
    written = set_cells(copy, {"Rückmeldung": {"G12": "Das stimmt so."}})
    assert set(places(judged(written)[1])) - set(places(findings)) == {("BLATT-FREMD", "HINWEIS", "Rückmeldung", ())}


def test_a_sheet_of_that_name_of_their_own_is_no_list_of_ours() -> None:
    copy, _ = annotated_file(with_text())
    own = set_cells(copy, {"Rückmeldung": {"A1": "Meine Fragen"}})
    second, _ = annotated_file(own)
    assert book_of(second).sheetnames[:2] == ["Rückmeldung (2)", "Rückmeldung"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "<b>fett</b>", "\x1b[31mrot", "[bold]", "a\nb\r\nc", "_x0041_", "x" * 32_000, "(Ende der Rückmeldung)",
     "\ud83d\ude00", "&amp;", '"; DROP'],
)  # fmt: skip
def test_texts_that_act_do_not(text: str) -> None:
    data = set_cells(filled(FORM), {ORT: {WRONG: text}}) if text.isprintable() or "\n" in text else with_text()
    returned, findings = judged(data)
    told = [*findings, finding("TYP", f"„{text}“ ist keine Zahl.", sheet=ORT, cells=(WRONG,))]
    copy = annotated(data, returned, told)
    assert places(judged(copy)[1]) == places(findings)
    note = notes_of(copy)[ORT, WRONG]
    assert len(note) < 2_000
    assert not set(note) & {"\x1b", "\r", "\x00"}
    sheet = book_of(copy)["Rückmeldung"]
    assert {cell.data_type for row in sheet for cell in row} <= {"n", "s", "inlineStr"}


def test_a_file_that_cannot_be_marked_gives_the_list_alone() -> None:
    for data in (b"", b"PK\x03\x04 kaputt", filled(FORM)[:3_000], b"%PDF-1.4"):
        copy, findings = annotated_file(data)
        book = book_of(copy)
        assert book.sheetnames == ["Rückmeldung"]
        texts = [cell.value for row in book["Rückmeldung"] for cell in row]
        assert findings[0].message in texts


def test_a_long_range_is_hatched_and_noted_once() -> None:
    data = filled(FORM)
    returned, findings = judged(data)
    told = [*findings, finding("TYP", "Alles falsch.", sheet=ORT, cells=("H1:H900", "A1:ZZZ999999"))]
    notes = notes_of(annotated(data, returned, told))
    assert set(notes) == {(ORT, "H1"), (ORT, "A1")}
