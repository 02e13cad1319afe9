"""„Prüfung“ of a form that leads: what is missing, in which cells, and where a click leads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rv2xl import forms
from rv2xl.excel.sheets.checks_sheet import CHECKS
from rv2xl.excel.sheets.formula_texts import expected_formulas
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.recalculate import Entered, recalculate
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue, IssuedSheet
from rv2xl.outgoing.issuing import issue_blank
from tests.forms.standard import standard

SHEET = "ort_58.1"
STANDARD = standard("dokumentation")


def cell(name: str) -> str:
    return STANDARD.layout.by_key[SHEET].plan.fields[name].name


def without(*names: str) -> Entered:
    return STANDARD.entered({SHEET: dict.fromkeys(names)})


def line(entered: Entered, rule: str, column: int) -> Value:
    return recalculate(STANDARD.layout, entered)[CHECKS][f"{SHEET}:{rule}{f':{column}' if column else ''}"]


def test_all_is_there() -> None:
    assert line(without(), "PFLICHT", 0) == "✓ in Ordnung"
    assert line(without(), "PFLICHT", 2) == "Alle Pflichtangaben sind ausgefüllt."
    assert line(without(), "PFLICHT", 5) == cell("kontakt.name")


def test_one_is_missing() -> None:
    entered = without("alter.a41_50.lwv")
    where = cell("alter.a41_50.lwv")
    assert line(entered, "PFLICHT", 0) == "○ noch unvollständig"
    assert line(entered, "PFLICHT", 2) == f"1 Angabe fehlt: {where}"
    assert line(entered, "PFLICHT", 5) == where


def test_a_column_and_one_more_are_missing() -> None:
    column = [
        name
        for name in STANDARD.layout.by_key[SHEET].plan.fields
        if name.startswith("alter.") and name.endswith(".andere")
    ]
    entered = without("bewilligt.lwv", *column)
    first, last = cell(column[0]), cell(column[-1])
    assert len(column) == 7
    assert line(entered, "PFLICHT", 2) == f"8 Angaben fehlen: B26, {first}:{last}"
    assert line(entered, "PFLICHT", 5) == "B26"


def test_a_long_list_ends_with_a_whole_cell() -> None:
    names = [
        name
        for name in STANDARD.layout.by_key[SHEET].plan.fields
        if name.startswith(("fragen", "alter", "personen", "ausgelagert"))
    ]
    said = line(without(*(name for number, name in enumerate(names) if number % 3)), "PFLICHT", 2)
    assert isinstance(said, str)
    assert said.endswith(" …")
    assert all(
        part.strip(" …")[0].isalpha() and part.strip(" …")[-1].isdigit() for part in said.partition(": ")[2].split(",")
    )


def test_what_is_not_allowed_is_named_by_its_range() -> None:
    entered = STANDARD.entered({SHEET: {"bewilligt.lwv": Decimal(-1), "fragen.struktur_2": "vielleicht"}})
    said = line(entered, "TYP", 2)
    assert isinstance(said, str)
    assert said.startswith("2 Angaben sind so nicht zulässig: B26")
    assert line(entered, "TYP", 0) == "✗ Fehler"


def test_a_rule_shows_both_numbers_under_their_signs() -> None:
    entered = STANDARD.entered({SHEET: {"alter.a18_30.lwv": 200}})
    own = STANDARD.entered({})[SHEET]
    ages = sum(int(str(value)) for name, value in own.items() if name.startswith("alter") and name.endswith("lwv"))
    assert line(entered, "A2-ALTER-SUMME.lwv", 3) == ages - int(str(own["alter.a18_30.lwv"])) + 200
    assert line(entered, "A2-ALTER-SUMME.lwv", 4) == ages


def test_an_unjudged_rule_says_why() -> None:
    entered = without("alter.a18_30.lwv")
    assert line(entered, "A2-ALTER-SUMME.lwv", 0) == "○ noch nicht prüfbar"
    assert line(entered, "A2-ALTER-SUMME.lwv", 3) == "noch Angaben offen"


@pytest.mark.parametrize(
    ("form", "rule", "names", "said"),
    [
        ("bestand", "PFLICHT", ("massnahme.zustimmung_am",), "1 Angabe fehlt: {}"),
        ("bestand", "PFLICHT", ("kopf.massnahme", "belegung.plaetze"), "2 Angaben fehlen: {}, {}"),
        ("neubau", "PFLICHT", ("kopf.ort", "gebaeude.gesamtflaeche", "belegung.plaetze"), "3 Angaben fehlen: {}, {}, {}"),
        ("neubau", "PFLICHT", ("flaechen.2.richtwert", "bga.2.menge"), "2 Angaben fehlen: {}, {}"),
    ],
    ids=["what its condition does not ask for is not named", "the first and the last block", "a list that two formulas make up",
         "rows that are begun"],
)  # fmt: skip
def test_just_what_is_missing_is_named(form: str, rule: str, names: tuple[str, ...], said: str) -> None:
    book = standard(form)
    shown = recalculate(book.layout, book.entered({"berechnung": dict.fromkeys(names)}))[CHECKS]
    assert shown[f"berechnung:{rule}:2"] == said.format(*(book.cell("Berechnung", name) for name in names))


def test_a_wrong_entry_is_named_without_neighbours_of_another_kind() -> None:
    book = standard("bestand")
    wrong: dict[str, Value] = {"massnahme.zustimmung_am": "im Juni", "ausloeser.art": "Neubau"}
    shown = recalculate(book.layout, book.entered({"berechnung": wrong}))[CHECKS]
    places = [book.cell("Berechnung", name) for name in ("ausloeser.art", "massnahme.zustimmung_am")]
    assert shown["berechnung:TYP:2"] == f"2 Angaben sind so nicht zulässig: {', '.join(places)}"


# ----------------------------------------------------------------------------------------------------------- lists


def listed(**rows: Value) -> dict[str, Value]:
    layout = lay_out(issue_blank(forms.newest("fahrtkosten"), 2025))
    return recalculate(layout, {"entfernung": {name.replace("_", "."): value for name, value in rows.items()}})[CHECKS]


def test_rows_that_lack_something_are_counted_and_the_first_is_named() -> None:
    shown = listed(teilnehmende_2_kennung="TN-1", teilnehmende_5_kennung="TN-2")
    layout = lay_out(issue_blank(forms.newest("fahrtkosten"), 2025))
    row = layout.by_key["entfernung"].plan.positions["teilnehmende.2.kennung"][0] + 1
    assert shown["entfernung:PFLICHT:2"] == f"2 Zeilen unvollständig, zuerst Zeile {row}"
    assert shown["entfernung:PFLICHT:5"] == f"Zeile {row}"


def test_one_row_that_lacks_something() -> None:
    said = listed(teilnehmende_1_kennung="TN-1")["entfernung:PFLICHT:2"]
    assert isinstance(said, str)
    assert said.startswith("1 Zeile unvollständig, zuerst Zeile ")


def test_a_list_without_rows_lacks_nothing() -> None:
    assert listed()["entfernung:PFLICHT:2"] == "Alle Pflichtangaben benutzter Zeilen sind ausgefüllt."


# ----------------------------------------------------------------------------------------------------------- links


def issued(name: str) -> Layout:
    blank = issue_blank(forms.newest("dokumentation"), 2025)
    sheets = tuple(
        IssuedSheet(sheet.key, sheet.section, name if sheet.key == SHEET else sheet.name, sheet.given)
        for sheet in blank.sheets
    )
    return lay_out(Issue(blank.form, 2025, None, sheets))


@pytest.mark.parametrize(
    ("name", "target"),
    [("58 Erbach", "#'58 Erbach'!"), ("58 L'Été", "#'58 L''Été'!"), ('58 „A" B', "#'58 „A\"\" B'!")],
)
def test_a_link_names_its_sheet(name: str, target: str) -> None:
    layout = issued(name)
    formulas = expected_formulas(layout, layout.by_key[CHECKS])
    row = layout.first_lines[SHEET] + 1
    assert formulas[f"F{row}"].startswith(f'HYPERLINK("{target}"&')


@pytest.mark.parametrize("name", forms.NAMES)
def test_no_formula_is_too_long_for_excel(name: str) -> None:
    blank = issue_blank(forms.newest(name), 2025)
    sheets = tuple(
        IssuedSheet(
            sheet.key, sheet.section, f"58 {'Ä' * 26}.{number}"[:31] if "." in sheet.key else sheet.name, sheet.given
        )
        for number, sheet in enumerate(blank.sheets)
    )
    layout = lay_out(Issue(blank.form, 2025, None, sheets))
    longest = max(len(text) for placed in layout.placed for text in expected_formulas(layout, placed).values())
    assert longest <= 8192
