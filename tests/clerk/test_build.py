"""Konsolidierung.xlsm as openpyxl sees it: names, heads, looks of columns, help with typing; and what xlwings looks up."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rv2xl.clerk.building.start_sheet import consolidated_forms
from rv2xl.clerk.sheets import (
    ERGEBNIS,
    FIRST_STEP,
    LETZTER_LAUF,
    NAECHSTER_SCHRITT,
    NAME,
    NOT_YET,
    RUECKLAUF,
    SETTINGS,
    TABLES,
    Action,
    Head,
    Look,
    SheetTable,
)
from rv2xl.resources import resource
from tests.clerk.package import anchors, buttons

DATA = resource(f"workbooks/{NAME}").read_bytes()


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(DATA))


def place(book: Workbook, name: str) -> tuple[Worksheet, str]:
    """The sheet and the address that a name of the whole workbook stands for."""
    ((sheet, cell),) = book.defined_names[name].destinations
    return book[sheet], cell.replace("$", "")


def text(book: Workbook, name: str) -> Any:
    sheet, cell = place(book, name)
    return sheet[cell].value


def test_the_sheets_stand_in_order_and_only_the_technical_one_is_hidden(book: Workbook) -> None:
    assert {sheet.title: sheet.sheet_state for sheet in book.worksheets} == {
        "Start": "visible", "Rücklauf": "visible", "Befunde": "visible", "Protokoll": "visible", "xlwings.conf": "hidden",
    }  # fmt: skip
    assert book.active is book["Start"]


def test_every_name_is_there_and_no_other(book: Workbook) -> None:
    expected = {setting.name for setting in SETTINGS} | {table.name for table in TABLES}
    expected |= {LETZTER_LAUF, ERGEBNIS, NAECHSTER_SCHRITT, "Interpreter_Win"}
    expected |= {name for action in Action for name in (action.state, action.due)}
    assert set(book.defined_names) == expected
    assert len({place(book, name)[0].title + place(book, name)[1] for name in expected}) == len(expected)


def test_the_settings_stand_as_they_are_issued(book: Workbook) -> None:
    assert {setting.name: text(book, setting.name) for setting in SETTINGS} == {
        "Formular": "dokumentation", "Jahr": 2025, "Stammdaten": "Stammdaten.xlsx", "Versand": "Versand", "Ruecklauf": "Ruecklauf",
        "Ergebnis": "Ergebnis", "Vorjahr": None, "Vorjahreswerte": None, "Anschreiben": "ja", "Browserseite": "nein",
        "Veroeffentlichung": "nein", "Wertetabelle": "nein",
    }  # fmt: skip


def test_what_a_run_tells_has_room_for_six_lines(book: Workbook) -> None:
    """Of 10 points each; the row cannot grow, for its cells are merged."""
    sheet, cell = place(book, ERGEBNIS)
    height = sheet.row_dimensions[sheet[cell].row].height
    assert height is not None
    assert height > 6 * 1.2 * 10


def test_before_the_first_run_the_next_step_is_said(book: Workbook) -> None:
    assert text(book, NAECHSTER_SCHRITT) == FIRST_STEP
    assert "„Bögen erzeugen“" in FIRST_STEP
    assert {text(book, action.state) for action in Action} | {text(book, LETZTER_LAUF), text(book, ERGEBNIS)} == {
        NOT_YET
    }
    assert {text(book, action.due) for action in Action} == {None}


def test_each_button_stands_in_the_row_of_its_action(book: Workbook) -> None:
    rows = {action: place(book, action.state)[1][1:] for action in Action}
    assert [int(row) for row in rows.values()] == sorted(map(int, rows.values()))
    assert {place(book, action.due)[1][1:] == rows[action] for action in Action} == {True}
    starts = [anchor.split(", ") for anchor in anchors(DATA)]
    assert len(starts) == len(buttons(DATA)) == len(Action) + 6
    assert all(re.fullmatch(r"\d+(, \d+){7}", anchor) for anchor in anchors(DATA)), "Excel reads whole pixels only"
    assert [str(int(start[2]) + 1) for start in starts[: len(Action)]] == list(rows.values())
    browsed = [place(book, setting.name)[1][1:] for setting in SETTINGS if setting.browse_macro]
    assert [str(int(start[2]) + 1) for start in starts[len(Action) :]] == browsed
    assert all(start[0] == start[4] and start[2] == start[6] for start in starts), "a button stays within its cell"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet)
def test_a_table_stands_where_its_name_says(table: SheetTable, book: Workbook) -> None:
    sheet, cell = place(book, table.name)
    assert (sheet.title, cell) == (table.sheet, "A3")
    assert [head.value for head in sheet[3]] == [column.head for column in table.columns]
    last = sheet.cell(3, len(table.columns)).column_letter
    assert sheet.auto_filter.ref == f"A3:{last}{3 + table.most}"
    assert sheet.freeze_panes is not None
    assert re.fullmatch(r"[A-C]4", sheet.freeze_panes)
    assert not [cell.value for row in sheet.iter_rows(min_row=4) for cell in row]


FORMATS = {
    Look.TEXT: "@", Look.STRONG: "@", Look.CODE: "@", Look.INPUT: "@", Look.CHOICE: "@", Look.LINK: "General", Look.COUNT: "#,##0",
    Look.DAY: "dd.mm.yyyy",
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.sheet)
def test_what_is_written_later_looks_right(table: SheetTable, book: Workbook) -> None:
    """The look of a column is that of its cells that do not exist yet; yellow is what the clerk fills in."""
    sheet = book[table.sheet]
    for number, column in enumerate(table.columns, 1):
        dimension = sheet.column_dimensions[sheet.cell(3, number).column_letter]
        if not dimension.style_id:  # openpyxl puts equal columns that stand beside each other into the first of them
            dimension = sheet.column_dimensions[sheet.cell(3, number - 1).column_letter]
        assert dimension.number_format == FORMATS[column.look], column.head
        assert (dimension.fill.fgColor.rgb == "FFFFF9E0") == column.is_typed, column.head
        assert bool(dimension.alignment.wrap_text) == (
            column.look not in {Look.CODE, Look.COUNT, Look.DAY, Look.CHOICE}
        )


def validations(sheet: Worksheet) -> dict[str, Any]:
    return {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}


def test_freigabe_takes_a_yes_and_says_what_it_does(book: Workbook) -> None:
    rules = validations(book["Rücklauf"])
    assert set(rules) == {"I4:I20003", "J4:J20003"}
    freigabe = rules["I4:I20003"]
    assert (freigabe.type, freigabe.formula1, freigabe.errorTitle) == ("list", '"ja"', "Bitte Eingabe prüfen")
    assert (freigabe.promptTitle, freigabe.prompt) == ("Freigabe", RUECKLAUF.column(Head.FREIGABE).hint)
    assert freigabe.error == "Hier gehört hin: „ja“."
    assert rules["J4:J20003"].prompt == RUECKLAUF.column(Head.BEGRUENDUNG).hint


def test_the_settings_take_what_belongs_there(book: Workbook) -> None:
    rules = validations(book["Start"])
    found = {setting.name: rules[place(book, setting.name)[1]] for setting in SETTINGS}
    assert (
        found["Formular"].formula1 == '"bestand,dokumentation,fahrtkosten,kostenzuordnung,meldung_8c,meldung_8d,neubau"'
    )
    assert (found["Jahr"].type, found["Jahr"].formula1, found["Jahr"].formula2) == ("whole", "2000", "2099")
    for name in ("Anschreiben", "Browserseite", "Veroeffentlichung", "Wertetabelle"):
        assert found[name].formula1 == '"ja,nein"'
    assert {name for name, rule in found.items() if rule.type in {None, "none"}} == {
        "Stammdaten", "Versand", "Ruecklauf", "Ergebnis", "Vorjahr", "Vorjahreswerte",
    }  # fmt: skip
    assert all(rule.prompt == setting.hint for setting, rule in zip(SETTINGS, found.values(), strict=True))


def test_help_with_typing_keeps_to_the_limits_of_excel(book: Workbook) -> None:
    rules = [rule for sheet in book.worksheets for rule in validations(sheet).values()]
    assert len(rules) == len(SETTINGS) + 2
    assert all(len(rule.promptTitle) <= 32 and len(rule.prompt) <= 255 for rule in rules)
    assert all(len(rule.errorTitle or "") <= 32 and len(rule.error or "") <= 255 for rule in rules)
    assert all(rule.error for rule in rules if rule.type not in {None, "none"})


def test_forms_without_a_report_are_not_offered() -> None:
    assert "stammdaten" not in consolidated_forms()


def test_states_are_coloured_beside_their_words(book: Workbook) -> None:
    coloured = {
        sheet.title: [
            (str(area.sqref), rule.formula[0]) for area in sheet.conditional_formatting for rule in area.rules
        ]
        for sheet in book.worksheets
    }
    assert coloured["Rücklauf"] == [
        ("C4:C20003", f'"{word}"')
        for word in ("angenommen", "zurückgewiesen", "doppelt", "unlesbar", "ersetzt", "fehlt", "anderes Formular")
    ]
    assert coloured["Befunde"] == [("C4:C30003", f'"{word}"') for word in ("FEHLER", "WARNUNG", "HINWEIS")]
    assert {area for area, _ in coloured["Start"]} == {"B4:B6", "C9:D13"}


def test_xlwings_finds_its_settings(book: Workbook) -> None:
    """As GetConfigFromSheet of its VBA module reads them: names from A1 to the first gap, none twice, values beside them.

    A truth value would become „Falsch“ in a German Excel, which is no „false“ to Python.
    """
    sheet = book["xlwings.conf"]
    found = {row[0].value.upper(): row[1].value for row in sheet.iter_rows(max_col=2)}
    assert found == {"ADD_WORKBOOK_TO_PYTHONPATH": "false", "INTERPRETER_WIN": "python", "INTERPRETER_MAC": "python"}
    assert place(book, "Interpreter_Win") == (sheet, "B2")


def test_it_can_be_printed(book: Workbook) -> None:
    for sheet in book.worksheets[:4]:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation) == (9, "landscape"), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [book[table.sheet].page_setup.fitToHeight for table in TABLES] == [0, 0, 0]
    columns = book["Rücklauf"].column_dimensions
    assert [letter for letter, column in columns.items() if column.hidden] == ["N"], (
        "N and O: checksums are not for paper"
    )
    assert book["Rücklauf"].print_title_rows == "$3:$3"


def test_the_document_says_what_it_is_and_whose_the_macros_are(book: Workbook) -> None:
    properties = book.properties
    assert (properties.title, properties.creator) == ("Konsolidierung", "LWV Hessen")
    assert properties.created == datetime(2023, 7, 1)
    assert "xlwings (BSD-3-Klausel)" in str(properties.description)
    shown = [str(cell.value) for row in book["Start"].iter_rows() for cell in row if cell.value]
    assert properties.description in shown


def test_start_says_what_to_do_if_a_button_does_not_work(book: Workbook) -> None:
    shown = "\n".join(str(cell.value) for row in book["Start"].iter_rows() for cell in row if cell.value)
    assert "„Konsolidierung.cmd“" in shown
    assert "rv2xl clerk Konsolidierung.xlsm generate | check | respond | remind | consolidate" in shown
    assert "„Konsolidierung_Einrichten.html“" in shown
    assert "„rv2xl doctor“" in shown
