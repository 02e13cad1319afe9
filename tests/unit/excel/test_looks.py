"""Looks: contrast of every text and frame, styles that plans name, room for texts, pages that hold what they must."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from rv2xl import forms
from rv2xl.excel import looks as style
from rv2xl.excel.sheets.blocks.arrange import STATE_COLUMN
from rv2xl.excel.sheets.blocks.builder import WIDTHS, style_of
from rv2xl.excel.sheets.checks_sheet import table_of
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Cell, Layout, SheetPlan
from rv2xl.forms.berechnung.grundlagen import VERHAELTNIS
from rv2xl.model.definitions.field import ANTEIL, EURO, VERAENDERUNG, FilledBy, Kind, Type
from rv2xl.model.definitions.guidance import FIRST, LEADING
from rv2xl.model.definitions.states import BROKEN, COMPLETE, INCOMPLETE, INVALID, OK, OPEN
from rv2xl.model.finding import Severity
from rv2xl.model.issue import Issue, IssuedSheet
from rv2xl.outgoing.issuing import issue_blank

TEXT_CONTRAST, FRAME_CONTRAST = 4.5, 3.0
A4 = (595.3, 841.9)
SMALLEST = 7.5
"""Points: what is smaller than this on paper is hard to read."""

STATES = (OK, OPEN, COMPLETE, INCOMPLETE, INVALID, *BROKEN.values())
BESIDE_BLOCKS = (COMPLETE, INCOMPLETE, INVALID, *(f"{BROKEN[severity]} – siehe Prüfung" for severity in Severity))

NAMES = (
    *style._TEXTS,
    *(f"legend.{filler}" for filler in FilledBy),
    *(f"{role}.{kind}" for role in style._ROLES for kind in Kind),
    *(f"{role}.text.{style.LONG}" for role in style._ROLES),
    *(f"{role}.anzahl.{style.PLAIN}" for role in style._ROLES),
)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@cache
def layout(name: str, sender: str | None) -> Layout:
    """A form with one sheet of each kind."""
    form = forms.newest(name)
    rosters = [roster for sheet in form.sheets for roster in sheet.rosters.values()]
    form = form.with_rows({roster.id: max(3, len(roster.presets)) for roster in rosters})
    sheets = (
        IssuedSheet(f"{sheet.section}.1" if sheet.repeated else sheet.section, sheet.section, f"{sheet.name}X"[:31], {})
        for sheet in form.sheets
    )
    return lay_out(Issue(form, 2025, sender, tuple(sheets)))


LAYOUTS = tuple((name, sender) for name in forms.NAMES for sender in ("0007", None))


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_readable_on_its_ground(name: str) -> None:
    look = style.properties(name)
    assert contrast(look["font_color"], look.get("bg_color", style.WHITE)) >= TEXT_CONTRAST


@pytest.mark.parametrize(("sign", "ink", "ground"), style.STATE_COLOURS)
def test_every_state_is_readable_on_its_ground(sign: str, ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= TEXT_CONTRAST
    assert any(text.startswith(sign) for text in STATES)


def test_every_state_has_a_sign_with_colours() -> None:
    assert {text[0] for text in STATES} == {sign for sign, _, _ in style.STATE_COLOURS}


@pytest.mark.parametrize("ground", [style.INPUT, style.GIVEN, style.COMPUTED, style.WHITE])
def test_an_input_is_framed_visibly(ground: str) -> None:
    assert contrast(style.FRAME, ground) >= FRAME_CONTRAST


def test_who_fills_a_cell_shows_without_colour() -> None:
    frames = {
        role: (look["border"], look.get("italic", False))
        for role in ("input", "input_lwv", "given", "computed")
        for look in [style._ROLES[role]]
    }
    assert len(set(frames.values())) == len(frames)


@pytest.mark.parametrize(("name", "sender"), LAYOUTS)
def test_every_style_of_a_plan_exists(name: str, sender: str | None) -> None:
    cells = [cell for placed in layout(name, sender).placed for cell in placed.plan.cells]
    for used in {cell.style for cell in cells}:
        assert style.properties(used)["font_size"] >= 9


def test_a_year_is_shown_without_points_between_thousands() -> None:
    fields = forms.newest("dokumentation").sections["deckblatt"].fields
    assert style.properties(style_of(fields["deckblatt.jahr"], LEADING))["num_format"] == "0"
    assert style.properties(style_of(fields["deckblatt.korrektur_nr"], LEADING))["num_format"] == "#,##0"


@pytest.mark.parametrize(
    ("type_", "number_format"),
    [
        (ANTEIL, "0.00 %"),
        (VERAENDERUNG, "0.00## %"),
        (VERHAELTNIS, "0.00###### %"),
        (EURO, '#,##0.00 "€"'),
        (replace(EURO, kind=Kind.DEZIMAL, scale=4), "#,##0.00##"),
    ],
)
def test_a_ratio_shows_the_decimals_by_which_it_differs_from_a_step(type_: Type, number_format: str) -> None:
    """49,999 % beside 50 %: 0.49999 would be „50,00 %“ with two decimals."""
    assert style.properties(f"computed.{style.look_of(type_, LEADING)}")["num_format"] == number_format


@pytest.mark.parametrize(
    ("type_", "number_format"),
    [(VERHAELTNIS, "0.00 %"), (replace(EURO, kind=Kind.DEZIMAL, scale=4), "#,##0.00##")],
)
def test_the_first_guidance_shows_a_ratio_with_two_decimals(type_: Type, number_format: str) -> None:
    assert style.properties(f"computed.{style.look_of(type_, FIRST)}")["num_format"] == number_format


def test_the_lwvs_open_cells_wear_its_colour_only_where_both_sides_fill_in() -> None:
    plans = {placed.key: placed.plan for placed in lay_out(issue_blank(forms.newest("neubau"), 2025)).placed}
    fields = plans["berechnung"].fields
    of_lwv = style.properties(fields["flaechen.1.richtwert"].style)
    assert (of_lwv["bg_color"], of_lwv["locked"]) == (style.GIVEN, False)
    assert style.properties(fields["flaechen.1.ngf"].style)["bg_color"] == style.INPUT
    register = lay_out(issue_blank(forms.newest("stammdaten"), 2025)).by_key["traeger"].plan.fields
    assert style.properties(register["traeger.1.name"].style)["bg_color"] == style.INPUT


def test_long_texts_begin_at_the_top() -> None:
    fields = forms.newest("dokumentation").sections["ort_58"].fields
    assert style.properties(style_of(fields["zusatz.bemerkung"], LEADING))["valign"] == "top"
    assert style.properties(style_of(fields["kontakt.name"], LEADING))["valign"] == "vcenter"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("kurz", 10, 1),
        ("zwei\nZeilen", 30, 2),
        ("ein Wort und noch eines", 14, 2),
        ("W" * 30, 20, 3),
        ("A2-X, A2-Y", 7, 2),
    ],
)
def test_a_text_gets_the_height_of_its_lines(text: str, width: float, lines: int) -> None:
    one, two = (style.text_height("\n".join("x" * count), "label", 10) for count in (1, 2))
    assert style.text_height(text, "label", width) == pytest.approx(one + (lines - 1) * (two - one), abs=0.76)


@pytest.mark.parametrize("text", BESIDE_BLOCKS)
def test_a_state_fits_into_its_line(text: str) -> None:
    assert style.text_height(text, "state", WIDTHS[STATE_COLUMN]) <= style.text_height("", "heading", 10)
    if " – " not in text:
        assert style.text_height(text, "state", table_of(LEADING).widths[0]) <= style.ROW_HEIGHT


def pages(plan: SheetPlan) -> tuple[float, list[float], float]:
    """The scale at which a plan fits the width of A4, the height of each page's contents and the height a page has."""
    width, height = (A4[1], A4[0]) if plan.landscape else A4
    margins = style.MARGINS
    columns = sum(7 * characters + 5 for characters in plan.widths) * 0.75
    scale = min(1.0, (width - 72 * (margins["left"] + margins["right"])) / columns)
    cuts = [0, *plan.breaks, max(cell.row for cell in plan.cells) + 1]
    contents = [sum(plan.heights.get(row, 15.0) for row in range(*part)) for part in pairwise(cuts)]
    title = plan.heights[0]
    contents[1:] = [content + title for content in contents[1:]]
    return scale, contents, (height - 72 * (margins["top"] + margins["bottom"])) / scale


def test_a_sheet_of_an_ort_has_three_readable_pages() -> None:
    plan = layout("dokumentation", "0007").by_key["ort_58.1"].plan
    scale, contents, room = pages(plan)
    assert len(contents) == 3
    assert max(contents) <= room
    sizes = [style.properties(cell.style)["font_size"] for cell in plan.cells]
    assert min(sizes) * scale >= SMALLEST - 0.05


@pytest.mark.parametrize("key", ["deckblatt", "leistungserbringer", "uebersicht_58"])
def test_a_short_sheet_has_one_page(key: str) -> None:
    _, contents, room = pages(layout("dokumentation", "0007").by_key[key].plan)
    assert len(contents) == 1
    assert contents[0] <= room


@pytest.mark.parametrize(("name", "sender"), LAYOUTS)
def test_no_page_is_fuller_than_excel_prints_it(name: str, sender: str | None) -> None:
    for placed in layout(name, sender).placed:
        if not (placed.plan.landscape or placed.plan.hidden):
            _, contents, room = pages(placed.plan)
            assert max(contents) <= room * (1.1 if placed.plan.squeezed else 1), placed.name


def test_a_heading_and_the_state_beside_it_make_an_even_band() -> None:
    for placed in layout("dokumentation", "0007").placed:
        rows: dict[int, list[Cell]] = {}
        for cell in placed.plan.cells:
            rows.setdefault(cell.row, []).append(cell)
        for cells in rows.values():
            if cells[0].style in {"heading", "own_heading"}:
                taken = [
                    column for cell in cells for column in range(cell.column, max(cell.column, cell.last_column) + 1)
                ]
                assert taken == [column for column, width in enumerate(placed.plan.widths) if width]
