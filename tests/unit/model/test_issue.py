"""What is issued: sheet names that Excel takes, and an id that changes with everything that was issued."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rv2xl import forms
from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.field import STUNDEN, TEXT, Field, FilledBy
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.issue import Issue, IssuedSheet, unique_names

# ------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["58 Erbach"], ["58 Erbach"]),
        (["58 Erbach", "60 Erbach"], ["58 Erbach", "60 Erbach"]),
        (["58 Erbach", "58 Erbach", "58 Erbach"], ["58 Erbach", "58 Erbach (2)", "58 Erbach (3)"]),
        (["58 Erbach", "58 ERBACH"], ["58 Erbach", "58 ERBACH (2)"]),
        (["58 Erbach", "58 Erbach (2)", "58 Erbach"], ["58 Erbach", "58 Erbach (2)", "58 Erbach (3)"]),
        (["58 A/B:C*D?E[F]G\\H"], ["58 ABCDEFGH"]),
        (["58 [/]", "58 :"], ["58", "58 (2)"]),
        (["58 Bad\nKönig\t1"], ["58 BadKönig1"]),
        (["'58 Erbach'"], ["58 Erbach"]),
        (["58 L'Aigle"], ["58 L'Aigle"]),
        (["  58 Erbach  "], ["58 Erbach"]),
        (["//", ""], ["Blatt", "Blatt (2)"]),
        (["58 " + "😀" * 20] * 2, ["58 " + "😀" * 14, "58 " + "😀" * 12 + " (2)"]),
        (["58 x" + "😀" * 20], ["58 x" + "😀" * 13]),
        (["58 " + "x" * 27 + "'y"], ["58 " + "x" * 27]),
        (["History", "HISTORY"], ["History (2)", "HISTORY (3)"]),
        (["58 a\ud83d\uffff\ufffe\x7f"], ["58 a\x7f"]),
        (["58 " + "x" * 28], ["58 " + "x" * 28]),
        (["58 " + "x" * 29], ["58 " + "x" * 28]),
        (["58 " + "x" * 27 + " y"], ["58 " + "x" * 27]),
        (["58 " + "x" * 40, "58 " + "x" * 41], ["58 " + "x" * 28, "58 " + "x" * 24 + " (2)"]),
        (
            ["58 " + "x" * 28] * 10,
            ["58 " + "x" * 28, *(f"58 {'x' * 24} ({number})" for number in range(2, 10)), "58 " + "x" * 23 + " (10)"],
        ),
    ],
)
def test_names_of_sheets(wanted: list[str], names: list[str]) -> None:
    assert unique_names(wanted) == names


def test_a_name_that_another_sheet_has_is_numbered() -> None:
    assert unique_names(["Deckblatt", "deckblatt"], ["Deckblatt", "Prüfung"]) == ["Deckblatt (2)", "deckblatt (3)"]


@given(st.lists(st.text(st.characters() | st.sampled_from("😀'xX"), max_size=40) | st.just("History"), max_size=12))
def test_any_names_become_names_that_excel_takes(wanted: list[str]) -> None:
    names = unique_names(wanted)
    assert len(names) == len(wanted)
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) <= 2 * 31
        assert name.lower() != "history"
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")


# ---------------------------------------------------------------------------------------------------------------- id


def probe(**changes: str) -> Form:
    """A form with one sheet of three prefilled fields."""
    entries = (
        Field(id="name", label="Name", type=TEXT, filled_by=FilledBy.LWV, origin=("name",)),
        Field(id="ort", label="Ort", type=TEXT, filled_by=FilledBy.LWV, origin=("ort",)),
        Field(id="stunden", label="Stunden", type=STUNDEN, filled_by=FilledBy.LWV, origin=("stunden",)),
    )
    sheet = Sheet(section="le", name="LE", title="LE", source="s", blocks=(Record(id="le", entries=entries),))
    zad = Record(id="kopf", entries=(Field(id="zad", label="ZAD", type=TEXT, filled_by=FilledBy.LWV, origin=("zad",)),))
    other = Sheet(
        section="ort", name="Ort ", title="Ort", source="s", blocks=(zad,), repeated=True, told_apart_by="kopf.zad"
    )
    made = Form(name="probe", version="1", title="Probe", source="s", first_year=2023, sheets=(sheet, other))
    return replace(made, **changes)  # type: ignore[arg-type]


GIVEN = {"le.name": "Werkstatt", "le.ort": None, "le.stunden": Decimal("1.50")}


def issue(form: Form | None = None, year: int = 2025, sender: str | None = "0007", **given_values: object) -> Issue:
    sheets = (IssuedSheet("le", "le", "LE", GIVEN | given_values), IssuedSheet("ort.1", "ort", "Ort A", {}))  # type: ignore[operator]
    return Issue(form or probe(), year, sender, sheets)


def renamed(number: int, **changes: object) -> Issue:
    sheets = list(issue().sheets)
    sheets[number] = replace(sheets[number], **changes)  # type: ignore[arg-type]
    return replace(issue(), sheets=tuple(sheets))


INGREDIENTS: dict[str, Callable[[], Issue]] = {
    "form": lambda: issue(probe(name="andere")),
    "version": lambda: issue(probe(version="2")),
    "year": lambda: issue(year=2026),
    "sender": lambda: issue(sender="0008"),
    "no sender": lambda: issue(sender=None),
    "a value": lambda: issue(**{"le.name": "Werkstätte"}),
    "a value that was blank": lambda: issue(**{"le.ort": "Erbach"}),
    "a value that is blank": lambda: issue(**{"le.name": None}),
    "a decimal": lambda: issue(**{"le.stunden": Decimal("1.51")}),
    "a value in another field": lambda: issue(**{"le.name": None, "le.ort": "Werkstatt"}),
    "a sheet's name": lambda: renamed(1, name="Ort B"),
    "a sheet's key": lambda: renamed(1, key="ort.2"),
    "a sheet less": lambda: replace(issue(), sheets=issue().sheets[:1]),
    "the order of sheets": lambda: replace(issue(), sheets=issue().sheets[::-1]),
    "an answer of last year": lambda: renamed(0, last_year={"le.name": "Werkstatt"}),
    "another answer of last year": lambda: renamed(0, last_year={"le.name": "Werkstätte"}),
    "the length of a roster": lambda: Issue(forms.newest("stammdaten").with_rows({"orte": 7}), 2025, None, ()),
}


@pytest.mark.parametrize("name", INGREDIENTS)
def test_the_id_changes_with_each_ingredient(name: str) -> None:
    changed = INGREDIENTS[name]()
    before = Issue(forms.newest("stammdaten"), 2025, None, ()) if name == "the length of a roster" else issue()
    assert changed.id != before.id
    assert re.fullmatch("[0-9a-f]{16}", changed.id)


def test_the_id_is_that_of_the_contents() -> None:
    assert issue().id == issue().id
    assert issue().id == issue(**{"le.stunden": Decimal("1.5")}).id  # written to the type's scale
    assert len({made().id for made in INGREDIENTS.values()}) == len(INGREDIENTS)


def test_issues_are_equal_if_the_same_was_issued() -> None:
    form = probe()
    assert issue(form) == issue(form)
    assert len({issue(form), issue(form), issue(form, year=2026)}) == 2
    assert issue(form) != issue(form, **{"le.name": "Werkstätte"})
    assert issue(form) != issue(probe())  # definitions are not compared: two forms are two
    other_spelling = issue(form, **{"le.stunden": Decimal("1.5")})
    assert (other_spelling.id, other_spelling != issue(form)) == (issue(form).id, True)
    assert issue(form, **{"le.stunden": 1}) != issue(form, **{"le.stunden": Decimal(1)})
    taken_for_a_sheet = IssuedSheet("le.name", "le", "Werkstatt", {})
    one, other = (replace(issue(form), sheets=sheets) for sheets in (
        (IssuedSheet("le", "le", "LE", {"le.name": "Werkstatt"}),), (IssuedSheet("le", "le", "LE", {}), taken_for_a_sheet),
    ))  # fmt: skip
    assert (one.id, one != other) == (other.id, True)  # the checksum alone does not tell them apart
    answered = replace(issue(form), sheets=(replace(issue(form).sheets[0], last_year={"le.name": "ja"}),))
    assert answered != replace(answered, sheets=(replace(answered.sheets[0], last_year={"le.name": "nein"}),))
    assert issue(form) != "issue"


def test_values_cannot_be_shifted_into_each_other() -> None:
    """What separates values in the checksum is nothing that somebody types."""
    assert issue(**{"le.name": "A\x1fle.ort"}).id != issue(**{"le.name": "A", "le.ort": "le.ort"}).id


def test_the_line_by_which_a_file_is_known_again() -> None:
    assert issue().identification == f"Kennung: probe · Version 1 · Jahr 2025 · 0007 · Ausgabe {issue().id}"
    blank = issue(sender=None)
    assert blank.identification == f"Kennung: probe · Version 1 · Jahr 2025 · ohne Vorgaben · Ausgabe {blank.id}"


# ----------------------------------------------------------------------------------------------------------- locked


def test_what_is_locked() -> None:
    """With a sender all that is prefilled; in a blank form only what follows from the year, the law or the form."""
    prefilled = Field(id="le.name", label="Name", type=TEXT, filled_by=FilledBy.LWV, origin=("name",))
    of_the_year = replace(prefilled, origin=(), given=lambda year: date(year, 3, 31))
    preset, typed = replace(prefilled, origin=(), preset=True), replace(prefilled, origin=())
    assert [issue().locked(field) for field in (prefilled, of_the_year, preset, typed)] == [True, True, True, False]
    assert [issue(sender=None).locked(field) for field in (prefilled, of_the_year, preset, typed)] == [
        False,
        True,
        True,
        False,
    ]
