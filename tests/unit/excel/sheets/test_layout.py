"""Layouts are remembered, one for what was issued alike; and where values stand on a form that leads, and what stays in sight."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from rv2xl import forms
from rv2xl.excel import looks
from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.excel.sheets.formula_texts import expected_formulas
from rv2xl.excel.sheets.help_sheet import help_sheet
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.blocks import Matrix
from rv2xl.model.issue import Issue
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.returns.batch import check_file
from tests.forms.standard import standard

YEAR = 2025


def blank() -> Issue:
    return issue_blank(forms.newest("fahrtkosten"), YEAR)


def texts(issue: Issue) -> list[str | None]:
    return [cell.text for cell in lay_out(issue).placed[0].plan.cells]


def test_one_layout_for_what_was_issued_alike() -> None:
    assert lay_out(blank()) is lay_out(blank())


def test_another_for_what_was_issued_to_somebody_or_for_another_year() -> None:
    mine, yours = replace(blank(), sender="0001"), replace(blank(), sender="0002")
    found = [texts(entry) for entry in (blank(), replace(blank(), year=YEAR + 1), mine, yours)]
    assert all(entry.identification in texts(entry) for entry in (blank(), mine, yours))
    assert all(one != other for place, one in enumerate(found) for other in found[:place])


def test_formulas_that_name_sheets_follow_their_names() -> None:
    sheets = tuple(
        replace(sheet, name="Andere Jahre") if sheet.key == "fortschreibung" else sheet for sheet in blank().sheets
    )
    renamed = replace(blank(), sheets=sheets)
    for issue, name in (
        (blank(), "Fortschreibung!"),
        (renamed, "'Andere Jahre'!"),
        (blank(), "Fortschreibung!"),
    ):
        layout = lay_out(issue)
        found = expected_formulas(layout, layout.placed[0])
        assert any(name in formula for formula in found.values())


@pytest.mark.parametrize("name", forms.NAMES)
def test_another_workbook_leaves_nothing_more_on_its_form(name: str) -> None:
    form = forms.newest(name)
    kept = []
    for sender in ("0001", "0002", "0003"):
        data = workbook_bytes(lay_out(replace(issue_blank(form, YEAR), sender=sender)))
        check_file(lambda data=data: data, f"{sender}.xlsx")
        kept.append(sum(map(len, form.kept.values())))
    assert kept[1] == kept[2]


# ----------------------------------------------------------------------------------------------- a form that leads


@pytest.mark.parametrize("paragraf", ["58", "60"])
def test_of_all_numbers_only_those_of_row_26_are_merged(paragraf: str) -> None:
    form = forms.newest("dokumentation")
    sheet = form.sections[f"ort_{paragraf}"]
    numbers = {field.id for block in sheet.blocks if isinstance(block, Matrix) for field in block.fields}
    cells = section_plan(form, sheet.section).fields
    merged = {
        (cells[name].name, cells[name].last_column) for name in numbers if cells[name].last_column > cells[name].column
    }
    assert merged == {("C26", 3)}
    assert (cells["bewilligt.lwv"].name, cells["bewilligt.andere"].name) == ("B26", "C26")


def test_the_age_bands_are_a_block_of_7_by_2_that_can_be_pasted() -> None:
    form = forms.newest("dokumentation")
    cells = section_plan(form, "ort_58").fields
    places = [cells[f"alter.{band}.{traeger}"].place for band in BANDS for traeger in ("lwv", "andere")]
    top = places[0][0]
    assert places == [(top + row, column) for row in range(7) for column in (1, 2)]


BANDS = ("a18_30", "a31_40", "a41_50", "a51_55", "a56_60", "a61_65", "a66")


def test_sums_stand_below_their_rows_and_are_no_values_of_the_form() -> None:
    book = standard("dokumentation")
    placed = book.layout.by_key["ort_58.1"]
    shown = recalculate(book.layout, book.entered({}))["ort_58.1"]
    assert [shown[f"{block}.summe.{traeger}"] for block in ("personen", "alter") for traeger in ("lwv", "andere")] == [
        100,
        18,
        100,
        18,
    ]
    assert not any("summe" in name for name in placed.plan.fields)
    below = placed.plan.positions
    assert below["personen.summe.lwv"][0] == below["personen.kombi_bib.lwv"][0] + 1
    assert below["alter.summe.andere"] == (below["alter.a66.andere"][0] + 1, 2)


def test_the_name_of_an_ort_stays_in_sight() -> None:
    book = standard("dokumentation")
    placed = book.layout.by_key["ort_58.1"]
    assert recalculate(book.layout, {})["ort_58.1"]["blatt.name"] == "Werkstatt Nord, ZAD 11000001"
    assert placed.plan.positions["blatt.name"] == (0, 3)
    assert (placed.plan.frozen_rows, placed.plan.frozen_columns) == (2, 0)
    assert recalculate(lay_out(issue_blank(forms.newest("dokumentation"), YEAR)), {})["ort_58.1"]["blatt.name"] == ""


def opened(name: str, sheet: str) -> tuple[str, str]:
    """Return where the panes of a blank form's sheet are frozen, and the field in which its cursor stands."""
    form = forms.version(*name.split())
    assert form is not None
    rosters = [roster for part in form.sheets for roster in part.rosters.values()]
    short = form.with_rows({roster.id: 3 for roster in rosters if not roster.presets})
    layout = lay_out(issue_blank(short, YEAR))
    view = load_workbook(BytesIO(workbook_bytes(layout)))[sheet].sheet_view
    fields = next(placed for placed in layout.placed if placed.name == sheet).plan.fields
    cursor = next(field for field, cell in fields.items() if cell.name == view.selection[-1].activeCell)
    return str(view.pane.topLeftCell) if view.pane else "", cursor


@pytest.mark.parametrize(
    ("name", "sheet", "frozen", "cursor"),
    [
        ("dokumentation 2025.2", "58 Ort", "A3", "kontakt.name"),
        ("dokumentation 2025.1", "58 Ort", "", "ort.name.korrektur"),
        ("neubau 2025.2", "Berechnung", "A3", "kopf.leistungserbringer"),
        ("fahrtkosten 2025.2", "Entfernungskilometer", "B5", "teilnehmende.1.kennung"),
        ("fahrtkosten 2023.1", "Entfernungskilometer", "A5", "teilnehmende.1.kennung"),
        ("fahrtkosten 2025.2", "Kostenkalkulation", "A2", "zeitraum.beginn"),
        ("fahrtkosten 2023.1", "Kostenkalkulation", "", "zeitraum.beginn"),
    ],
)
def test_panes_and_cursor_of_a_blank_form(name: str, sheet: str, frozen: str, cursor: str) -> None:
    assert opened(name, sheet) == (frozen, cursor)


@pytest.mark.parametrize(("version", "said"), [("2025.2", True), ("2023.1", False)])
def test_the_language_of_a_form_that_leads_is_set(version: str, said: bool) -> None:
    form = forms.version("neubau", version)
    assert form is not None
    with ZipFile(BytesIO(workbook_bytes(lay_out(issue_blank(form, YEAR))))) as package:
        assert (b"<dc:language>de-DE</dc:language>" in package.read("docProps/core.xml")) is said


_BREAKS = re.compile(r"\s|(?<=-)|(?<=/)")


@pytest.mark.parametrize("name", forms.NAMES)
def test_no_head_and_no_label_breaks_inside_a_word(name: str) -> None:
    form = forms.newest(name)
    rosters = [roster for sheet in form.sheets for roster in sheet.rosters.values()]
    short = form.with_rows({roster.id: 3 for roster in rosters if not roster.presets})
    for placed in lay_out(issue_blank(short, YEAR)).placed:
        for cell in placed.plan.cells:
            look = looks.properties(cell.style)
            if cell.text and look.get("text_wrap"):
                room = sum(placed.plan.widths[cell.column : max(cell.column, cell.last_column) + 1]) * looks.CHARACTER
                size = look["font_size"] * (1.05 if look.get("bold") else 1)
                longest = max(map(looks.text_width, _BREAKS.split(cell.text)))
                assert longest * size + 7 * look.get("indent", 0) + 4 <= room, f"{placed.name}!{cell.name}: {cell.text}"


SCREEN = 160
"""Characters that a screen of 1366 pixels shows beside each other."""


@pytest.mark.parametrize("name", ["bestand", "dokumentation", "fahrtkosten", "kostenzuordnung", "neubau", "stammdaten"])
def test_what_the_help_says_first_is_read_without_scrolling(name: str) -> None:
    form = forms.newest(name)
    assert form is not None
    plan = help_sheet(form)
    first = [cell for cell in plan.cells if 1 <= cell.row <= 3]
    assert len(first) == 3
    assert all(sum(plan.widths[: cell.last_column + 1]) <= SCREEN for cell in first)


def test_a_line_of_pruefung_is_as_high_as_the_longest_choice_that_it_shows() -> None:
    checks = next(placed.plan for placed in standard("bestand").layout.placed if placed.name == "Prüfung")
    rows = {cell.text: cell.row for cell in checks.cells if cell.column == 6}
    assert (checks.heights[rows["A5-GELTUNG"]], checks.heights[rows["A5-BEGONNEN"]]) == (29.25, 16.5)
