"""The sheet Start: what is to do next, the buttons in the order of the year, the settings, and what to do if a button does not work."""

from __future__ import annotations

from rv2xl import forms
from rv2xl.clerk.building.typing_help import typing_help
from rv2xl.clerk.sheets import (
    COMMAND_FILE,
    ERGEBNIS,
    FIRST_STEP,
    JA,
    LETZTER_LAUF,
    NAECHSTER_SCHRITT,
    NAME,
    NEIN,
    NOT_YET,
    SETTINGS,
    SETUP_PAGE,
    START,
    Action,
    Setting,
    SettingKind,
)
from rv2xl.excel import looks as style
from rv2xl.model.definitions.draft import LAST_YEAR
from rv2xl.reports.results import is_reported
from rv2xl.reports.workbook.looks import height
from rv2xl.reports.workbook.report_book import Page, ReportBook
from rv2xl.screen.options import FIRST_YEAR

_WIDTHS = (27, 50, 17, 63)
_LAST = len(_WIDTHS) - 1
_TITLE = "Konsolidierung: Bögen ausgeben, Rückläufe prüfen, zusammenführen"
_SENTENCE = (
    "Die Knöpfe führen durch das Jahr. Gelb ist, was Sie eintragen; alles Übrige schreibt das Programm. "
    "Rückläufe werden nie verändert."
)
_BUTTON, _SMALL_BUTTON = (180, 28), (112, 23)
_ACTION_HEIGHT, _SETTING_HEIGHT = 28.5, 22.5
_RUN = (
    (NAECHSTER_SCHRITT, "Nächster Schritt", FIRST_STEP, "strong", 1),
    (ERGEBNIS, "Ergebnis", NOT_YET, "told", 6),
    (LETZTER_LAUF, "Letzter Lauf", NOT_YET, "text", 1),
)
"""Name, label, first text and look of what a run tells, and how many lines there is room for: merged cells do not grow by themselves."""
_WORDS = " | ".join(Action)
_TROUBLE = (
    f"Die Mappe speichern und schließen, dann „{COMMAND_FILE}“ im selben Ordner doppelklicken: Das tut dasselbe, ohne Makros. In einer "
    f"Eingabeaufforderung geht auch: rv2xl clerk {NAME} {_WORDS}",
    f"Wie Makros erlaubt und Python und das Programm eingerichtet werden, steht in „{SETUP_PAGE}“ im selben Ordner; „rv2xl doctor“ sagt, "
    "was davon noch fehlt.",
    "Stürzt ein Lauf ab oder wird er abgebrochen, bleibt die Mappe, wie sie war: Den Knopf einfach noch einmal drücken.",
)


def write_start(book: ReportBook, licence: str) -> None:
    """Write the sheet."""
    page = book.page(START, _WIDTHS)
    page.text(0, 0, _TITLE, "title", _LAST)
    page.text(1, 0, _SENTENCE, "subtitle", _LAST)
    row = _write_run(book, page, 3)
    row = _write_year(book, page, row + 1)
    row = _write_settings(book, page, row + 1)
    row = _write_trouble(page, row + 1, licence)
    page.set_up(row - 1, (0, 0))
    page.sheet.fit_to_pages(1, 1)
    page.sheet.set_first_sheet()
    page.sheet.activate()


def _write_run(book: ReportBook, page: Page, first: int) -> int:
    """Write what to do next and how the last run ended; return the row below."""
    row = first
    for row, (name, label, text, look, lines) in enumerate(_RUN, first):
        page.text(row, 0, label, "strong")
        page.text(row, 1, text, look, _LAST)
        book.name_cell(name, page, row, 1)
        page.need(row, height("\n" * (lines - 1), sum(_WIDTHS[1:]), look))
    _colour(page, (first, 1), (row, 1))
    return row + 1


def _write_year(book: ReportBook, page: Page, head: int) -> int:
    """Write a row for each button; return the row below."""
    row = head
    _heads(page, head, ("Das Jahr in fünf Schritten", "Was der Knopf tut", "Fällig", "Stand"))
    for row, action in enumerate(Action, head + 1):
        page.text(row, 0, action.label, "strong")  # print leaves the button away
        page.text(row, 1, action.hint, "text")
        page.text(row, 2, "", "text")
        page.text(row, 3, NOT_YET, "text")
        page.need(row, _ACTION_HEIGHT)
        page.button(row, 0, action.label, action.macro, _BUTTON, f"{action.label}: {action.hint}")
        book.name_cell(action.due, page, row, 2)
        book.name_cell(action.state, page, row, 3)
    _colour(page, (head + 1, 2), (row, 3))
    return row + 1


def _write_settings(book: ReportBook, page: Page, head: int) -> int:
    """Write a row for each setting; return the row below."""
    row = head
    _heads(page, head, ("Einstellungen", "Ihre Angabe", "", "Was hierhin gehört"))
    for row, setting in enumerate(SETTINGS, head + 1):
        page.text(row, 0, setting.label, "strong")
        _write_setting(page, row, setting)
        page.text(row, 2, "", "text")
        page.text(row, 3, setting.hint if setting.required else f"{setting.hint} Darf leer bleiben.", "text")
        page.need(row, _SETTING_HEIGHT)
        book.name_cell(setting.name, page, row, 1)
        if setting.browse_macro:
            told = f"{setting.kind} für „{setting.label}“ auswählen"
            page.button(row, 2, "durchsuchen …", setting.browse_macro, _SMALL_BUTTON, told)
    return row + 1


def _write_setting(page: Page, row: int, setting: Setting) -> None:
    words = {SettingKind.FORM: consolidated_forms(), SettingKind.YES_NO: (JA, NEIN)}.get(setting.kind, ())
    years = (FIRST_YEAR, LAST_YEAR) if setting.kind is SettingKind.YEAR else None
    if years:
        page.sheet.write_number(row, 1, int(setting.default), page.book.format("year"))
    else:
        page.text(row, 1, setting.default, "input")
    page.sheet.data_validation(row, 1, row, 1, typing_help(setting.label, setting.hint, words, years))


def consolidated_forms() -> tuple[str, ...]:
    """Return the names of the forms that somebody returns and of which a report is made."""
    return tuple(name for name in forms.NAMES if is_reported(forms.newest(name)))


def _write_trouble(page: Page, head: int, licence: str) -> int:
    """Write what to do if a button does not work, and whose work the macros are; return the row below."""
    _heads(page, head, ("Geht ein Knopf nicht?", "", "", ""))
    row = head
    for row, (text, look) in enumerate([(text, "text") for text in _TROUBLE] + [(licence, "note")], head + 1):
        page.text(row, 0, text, look, _LAST)
        page.need(row, style.ROW_HEIGHT + 3)
    return row + 1


def _heads(page: Page, row: int, texts: tuple[str, ...]) -> None:
    for column, text in enumerate(texts):
        page.text(row, column, text, "block")
    page.need(row, _SETTING_HEIGHT)


def _colour(page: Page, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Colour texts by the sign that they begin with, as on the forms."""
    for sign, _, _ in style.STATE_COLOURS:
        rule = {"type": "text", "criteria": "begins with", "value": f"{sign} ", "format": page.book.format(sign)}
        page.sheet.conditional_format(*first, *last, rule)
