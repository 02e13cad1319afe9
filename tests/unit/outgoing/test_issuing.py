"""Who gets which sheets with which values: from the register to what is issued."""

from __future__ import annotations

from datetime import date

import pytest

from rv2xl import forms
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue
from rv2xl.model.wording import german
from rv2xl.outgoing.deadlines import told_of_other_years
from rv2xl.outgoing.issuing import differences, file_name, issue_all, issue_blank, issue_for, suggestions
from rv2xl.returns.register import Register, RegisterRow

NAME = "Werkstatt Beispiel gGmbH"
TRAEGER = {
    "nummer": "0007",
    "name": NAME,
    "strasse": "Musterweg 1",
    "plz": "64711",
    "ort": "Erbach",
    "p58_am": date(2023, 7, 1),
    "frist": None,
}


def ort(zad: str, name: str = "Erbach", **changes: Value) -> RegisterRow:
    return {
        "traeger": "0007",
        "zad": zad,
        "name": f"Werk {zad}",
        "ort": name,
        "leistung": "58",
        "platzzahl": 120,
    } | changes


def register(*orte: RegisterRow, **traeger: Value) -> Register:
    return Register({"0007": TRAEGER | traeger, "0008": {"nummer": "0008", "name": "Ohne Ort"}}, orte, (), {})


def issued(*orte: RegisterRow, year: int = 2025, **traeger: Value) -> Issue:
    return issue_for(forms.newest("dokumentation"), register(*orte, **traeger), year, "0007")


def names(issue: Issue) -> list[str]:
    return [sheet.name for sheet in issue.sheets if sheet.section.startswith("ort_")]


def given(issue: Issue, field: str) -> Value:
    return next(sheet.given[field] for sheet in issue.sheets if field in sheet.given)


def test_a_sheet_for_each_ort_and_leistung() -> None:
    issue = issued(ort("1"), ort("2", "Michelstadt"), ort("1", leistung="60"), ort("9", traeger="0008"))
    assert names(issue) == ["58 Erbach", "58 Michelstadt", "60 Erbach"]
    assert [sheet.key for sheet in issue.sheets] == [
        "deckblatt",
        "leistungserbringer",
        "uebersicht_58",
        "ort_58.1",
        "ort_58.2",
        "uebersicht_60",
        "ort_60.1",
    ]


def test_equal_orte_are_numbered_and_odd_names_made_fit() -> None:
    long = "Sankt-Johann-Nepomuk-am-Hang (Taunus)"
    issue = issued(ort("1"), ort("2"), ort("3", "Bad König/Odw."), ort("4", long), ort("5", long))
    assert names(issue) == [
        "58 Erbach",
        "58 Erbach (2)",
        "58 Bad KönigOdw.",
        ("58 " + long)[:31],
        ("58 " + long)[:27] + " (2)",
    ]


@pytest.mark.parametrize(
    ("von", "bis", "is_issued"),
    [
        (None, None, True),
        (date(2025, 12, 31), None, True),
        (date(2026, 1, 1), None, False),
        (None, date(2025, 1, 1), True),
        (None, date(2024, 12, 31), False),
        (date(2025, 6, 1), date(2025, 6, 1), True),
        (date(2020, 1, 1), date(2030, 1, 1), True),
    ],
)
def test_issued_is_every_ort_whose_validity_overlaps_the_year(
    von: date | None, bis: date | None, is_issued: bool
) -> None:
    assert bool(names(issued(ort("1", gueltig_von=von, gueltig_bis=bis)))) == is_issued


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_an_ort_that_changed_within_the_year_is_issued_once_as_it_is_at_the_end(order: tuple[int, ...]) -> None:
    rows = (
        ort("1", platzzahl=40, gueltig_bis=date(2025, 3, 31)),
        ort("1", platzzahl=30, gueltig_von=date(2025, 4, 1), gueltig_bis=date(2025, 6, 30)),
        ort("1", platzzahl=20, gueltig_von=date(2025, 7, 1)),
    )
    issue = issued(*(rows[place] for place in order), ort("2"), ort("1", leistung="60"))
    assert names(issue) == ["58 Erbach", "58 Erbach (2)", "60 Erbach"]
    assert given(issue, "kopf.platzzahl") == 20
    assert not list(differences(issue, register(*(rows[place] for place in order), ort("2"), ort("1", leistung="60"))))


def test_what_is_prefilled() -> None:
    issue = issued(ort("11000001", plz="64711"))
    assert given(issue, "le.ort") == "64711 Erbach"
    assert given(issue, "le.web") is None
    assert given(issue, "vereinbarung.p58.datum") == date(2023, 7, 1)
    assert [given(issue, f"vereinbarung.{law}.geschlossen") for law in ("p58", "p60")] == ["ja", "nein"]
    assert given(issue, "kopf.zad") == "11000001"
    assert given(issue, "deckblatt.jahr") == 2025
    assert (given(issue, "deckblatt.regelfrist"), given(issue, "deckblatt.frist")) == (
        date(2026, 3, 31),
        date(2026, 3, 31),
    )


def test_an_agreed_extension_moves_the_own_deadline_alone() -> None:
    issue = issued(frist=date(2026, 5, 15))
    assert (given(issue, "deckblatt.regelfrist"), given(issue, "deckblatt.frist")) == (
        date(2026, 3, 31),
        date(2026, 5, 15),
    )


@pytest.mark.parametrize(
    ("year", "agreed", "frist"),
    [
        (2025, date(2026, 4, 1), date(2026, 4, 1)),
        (2025, date(2027, 3, 31), date(2027, 3, 31)),
        (2025, date(2027, 4, 1), date(2026, 3, 31)),
        (2025, date(2026, 3, 31), date(2026, 3, 31)),
        (2025, date(2026, 2, 1), date(2026, 3, 31)),
        (2026, date(2026, 4, 30), date(2027, 3, 31)),
        (2024, date(2026, 4, 30), date(2025, 3, 31)),
    ],
    ids=["the day after", "next year's day", "after next year's day", "the law's day", "before it", "last year's", "next year's"],
)  # fmt: skip
def test_an_extension_counts_for_the_report_whose_own_deadline_it_extends(year: int, agreed: date, frist: date) -> None:
    issue, known = issued(ort("1"), year=year, frist=agreed), register(ort("1"), frist=agreed)
    assert given(issue, "deckblatt.frist") == frist
    assert not list(differences(issue, known))
    told = told_of_other_years(issue.form, known, year, ["0007", "0008"])
    law = german(date(year + 1, 3, 31))
    assert told == [
        f"Eine verlängerte Frist gehört nicht zum Berichtsjahr {year}: 0007 ({german(agreed)}). Dort gilt der {law}; bitte die "
        "Stammdaten prüfen."
    ] * (frist != agreed or agreed == date(2026, 3, 31))  # fmt: skip


@pytest.mark.parametrize(
    ("issued_with", "today", "differ"),
    [
        (date(2026, 4, 30), date(2027, 4, 30), ()),
        (None, date(2027, 4, 30), ()),
        (date(2026, 4, 30), None, ((date(2026, 4, 30), date(2026, 3, 31)),)),
        (None, date(2026, 4, 30), ((date(2026, 3, 31), date(2026, 4, 30)),)),
    ],
    ids=["the next year's", "the first one is next year's", "taken back", "agreed later"],
)
def test_an_extension_of_another_year_says_nothing_about_a_workbook_that_was_issued(
    issued_with: date | None, today: date | None, differ: tuple[tuple[date, date], ...]
) -> None:
    issue = issued(ort("1"), frist=issued_with)
    found = differences(issue, register(ort("1"), frist=today))
    assert tuple((was, now) for _, field, was, now in found if field == "deckblatt.frist") == differ


def test_the_blank_form_has_one_sheet_of_each_kind_and_nothing_but_the_year() -> None:
    issue = issue_blank(forms.newest("dokumentation"), 2025)
    assert names(issue) == ["58 Ort", "60 Ort"]
    assert {field: value for sheet in issue.sheets for field, value in sheet.given.items() if value is not None} == {
        "deckblatt.jahr": 2025,
        "deckblatt.regelfrist": date(2026, 3, 31),
        "deckblatt.frist": date(2026, 3, 31),
    }


def test_file_names() -> None:
    assert file_name(issued()) == "dokumentation_2025_0007.xlsx"
    assert file_name(issue_blank(forms.newest("dokumentation"), 2025)) == "dokumentation_2025.xlsx"
    assert file_name(issue_blank(forms.newest("stammdaten"), 2026)) == "stammdaten_2026.xlsx"


def test_numbers_are_issued_once_and_in_the_order_given() -> None:
    form, known = forms.newest("dokumentation"), register(ort("1"), ort("2", traeger="0008"))
    assert [issue.sender for issue in issue_all(form, known, 2025)] == ["0007", "0008"]
    assert [issue.sender for issue in issue_all(form, known, 2025, ["0008", "0007", "0008"])] == ["0008", "0007"]


def test_a_number_the_register_does_not_know_ends_it() -> None:
    with pytest.raises(Abbruch, match="Den Leistungserbringer „0099“ gibt es in den Stammdaten nicht"):
        list(issue_all(forms.newest("dokumentation"), register(ort("1")), 2025, ["0099"]))


@pytest.mark.parametrize(("year", "covered"), [(2022, False), (2023, True), (2099, True), (2100, False)])
def test_years_that_a_form_does_not_cover(year: int, covered: bool) -> None:
    if covered:
        assert issue_blank(forms.newest("dokumentation"), year).year == year
        return
    with pytest.raises(Abbruch, match=rf"ab 2023, nicht für {year}"):
        issue_blank(forms.newest("dokumentation"), year)


@pytest.mark.parametrize(
    ("orte", "expected"),
    [
        ((ort("1", aktenzeichen="2 W 7"),), {"leistungserbringer": NAME, "ort": "Erbach", "aktenzeichen": "2 W 7"}),
        ((ort("1"), ort("1", leistung="60")), {"leistungserbringer": NAME, "ort": "Erbach"}),
        ((ort("1"), ort("2", "Michelstadt")), {"leistungserbringer": NAME}),
        ((ort("1"), ort("2", "Michelstadt", gueltig_bis=date(2024, 12, 31))), {"leistungserbringer": NAME, "ort": "Erbach"}),
    ],
    ids=["one Ort", "one Ort with two Leistungen", "two Orte", "the other Ort is of another year"],
)  # fmt: skip
def test_the_head_of_a_calculation_is_begun_with_what_the_register_says(
    orte: tuple[RegisterRow, ...], expected: dict[str, Value]
) -> None:
    known = register(*orte)
    issue = issue_for(forms.newest("neubau"), known, 2025, "0007")
    assert suggestions(issue, known) == {"berechnung": {f"kopf.{name}": value for name, value in expected.items()}}
    assert all(sheet.given.get("kopf.leistungserbringer") is None for sheet in issue.sheets)


def test_a_blank_form_and_a_form_without_suggestions_have_none() -> None:
    known = register(ort("1"))
    assert suggestions(issue_blank(forms.newest("neubau"), 2025), known) == {}
    assert suggestions(issue_for(forms.newest("neubau"), known, 2025, "0007"), None) == {}
    assert suggestions(issue_for(forms.newest("dokumentation"), known, 2025, "0007"), known) == {}
