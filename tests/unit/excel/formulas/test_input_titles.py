"""What stands above an input's message tells it apart, in whole words; the message says how such a value is typed."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from rv2xl import forms
from rv2xl.excel.formulas.validation import MESSAGE, TITLE, input_title, validation
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.definitions.guidance import LEADING


def _words(text: str) -> set[str]:
    return {word for word in re.split(r"[ ,()/]+|[.:?](?= |$)", text) if word}


SHEETS = [(name, sheet) for name in forms.NAMES for sheet in forms.newest(name).sheets]


def inputs(sheet: Sheet) -> list[Field]:
    fields = (sheet.columns if sheet.rosters else sheet.fields).values()
    return [field for field in fields if not field.computed and not field.prefilled]


def called(value: object) -> str:
    return value.section if isinstance(value, Sheet) else str(value)


@pytest.mark.parametrize(("form", "sheet"), SHEETS, ids=called)
def test_no_title_and_no_message_is_cut(form: str, sheet: Sheet) -> None:
    for field in inputs(sheet):
        said = validation(field, LEADING)
        assert 2 < len(said["input_title"]) <= TITLE, field.id
        assert "…" not in said["input_title"]
        assert _words(said["input_title"]) <= _words(f"{field.title} {field.label}"), f"{field.id} is cut inside a word"
        for message in (said["input_message"], said["error_message"]):
            assert 0 < len(message) <= MESSAGE, field.id


@pytest.mark.parametrize(("form", "sheet"), SHEETS, ids=called)
def test_every_title_says_what_and_not_only_where(form: str, sheet: Sheet) -> None:
    """„9, Arbeitsbereich“ names a column of several lines, „Therapeutisch-“ and „Aus außerhessischer“ end before their noun."""
    for field in inputs(sheet):
        told = input_title(field).partition(", ")[0]
        assert re.search("[A-Za-zÄÖÜäöü]{2}", told), field.id
        assert told[-1] != "-", field.id


@pytest.mark.parametrize(("form", "sheet"), SHEETS, ids=called)
def test_no_two_neighbours_are_called_the_same(form: str, sheet: Sheet) -> None:
    same = [(one.id, other.id) for one, other in pairwise(inputs(sheet)) if input_title(one) == input_title(other)]
    assert same == []


ORT = forms.newest("dokumentation").sections["ort_58"].fields

TITLES = {
    "alter.a18_30.lwv": "18-30 Jahre, LWV",
    "alter.a66.andere": "66 und mehr Jahre, andere",
    "personen.hessen.lwv": "Aus hessischer Region, LWV",
    "personen.ausserhalb.andere": "Von außerhalb Hessens, andere",
    "personal.therapeutisch": "Therapie, Technik, Begleitung",
    "fragen.struktur_1": "Frage 1",
    "personal.sozialer_dienst": "Sozialer Dienst",
    "zusatz.fehlanzeige": "Fehlanzeige",
}


@pytest.mark.parametrize("name", TITLES)
def test_what_an_input_is_called(name: str) -> None:
    assert input_title(ORT[name]) == TITLES[name]


def test_how_a_number_with_decimals_is_typed() -> None:
    assert validation(ORT["bewilligt.lwv"], LEADING)["error_message"] == (
        "Hier gehört hin: Zahl mit höchstens 2 Nachkommastellen von 0 bis 99.999.999. Bitte mit Komma, z. B. 12,50 – aus 12.5 kann ein "
        "Datum werden."
    )


def test_how_a_day_is_typed() -> None:
    assert validation(ORT["konzeption.vom"], LEADING)["error_message"] == (
        "Hier gehört hin: Datum (TT.MM.JJJJ) zwischen 01.01.1950 und 31.12.2100. Bitte so: 31.12.2025."
    )
