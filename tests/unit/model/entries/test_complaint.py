"""What is said of an entry that cannot be read, and that its remedy can be followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from rv2xl.forms.berechnung.grundlagen import WERT
from rv2xl.model.definitions.field import (
    ANTEIL,
    DAILY_WAY,
    DATUM,
    EURO,
    JA_NEIN,
    PERSONEN_ANZAHL,
    STUNDEN,
    TEXT,
    VERAENDERUNG,
    Field,
    Type,
)
from rv2xl.model.entries.complaint import complaint
from rv2xl.model.entries.entry import Raw, plain_raw, read_entry, shown_raw
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import CODES

EVERY = (TEXT, PERSONEN_ANZAHL, STUNDEN, EURO, ANTEIL, DATUM, JA_NEIN)
FIRST = replace(DATUM, month_begin=True)


def said(kind: Type, raw: Raw, code: str | None = None) -> tuple[str, str]:
    """What is said and the remedy, as the finding will have it."""
    field = Field(id="a.b", label="", type=kind)
    found = code or read_entry(field, raw).code
    assert found is not None
    sentence, remedy = complaint(field, found, raw)
    return sentence, remedy or CODES[found].remedy


# fmt: off
@pytest.mark.parametrize(("stored", "shown"), [
    ("#REF!", "#BEZUG! (#REF!)"), ("#VALUE!", "#WERT! (#VALUE!)"), ("#N/A", "#NV (#N/A)"), ("#DIV/0!", "#DIV/0!"), ("#NAME?", "#NAME?"),
    ("#NUM!", "#ZAHL! (#NUM!)"), ("#NULL!", "#NULL!"), ("#SPILL!", "#ÜBERLAUF! (#SPILL!)"), ("#CALC!", "#KALK! (#CALC!)"),
    ("#GETTING_DATA", "#DATEN_ABRUFEN (#GETTING_DATA)"), ("#BLOCKED!", "#BLOCKED!"), ("#PYTHON!", "#PYTHON!"),
    ("#BEZUG!", "#BEZUG! (#REF!)"), ("#NV", "#NV (#N/A)"), ("Err:502", "Err:502"),
])
@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: str(kind.kind))
def test_an_error_value_has_its_german_name_and_says_that_a_formula_failed(kind: Type, stored: str, shown: str) -> None:
    assert said(kind, stored, "TYP") == (
        f"Die Zelle zeigt den Fehlerwert {shown}: Eine Formel ist fehlgeschlagen.",
        "Bitte die Formel berichtigen oder den Wert selbst eintragen.",
    )


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: str(kind.kind))
def test_a_formula_without_a_value_is_shown(kind: Type) -> None:
    sentence, remedy = said(kind, "=60000+4000", "TYP")
    assert sentence == "Die Zelle enthält die Formel „=60000+4000“, aber keinen berechneten Wert."
    assert remedy.startswith("Bitte den Wert selbst eintragen, oder die Datei in Excel oder LibreOffice öffnen")


def test_a_long_text_that_begins_like_a_formula_is_only_too_long() -> None:
    sentence, remedy = said(TEXT, "=" * 251)
    assert sentence.endswith("ist keine gültige Angabe; erwartet wird: Text, höchstens 250 Zeichen.")
    assert remedy == "Bitte den Text kürzen."


@pytest.mark.parametrize(("kind", "raw", "sentence", "remedy"), [
    (STUNDEN, "67,097", "„67,097“ ist nicht eindeutig: Das Komma könnte Tausender trennen oder vor Nachkommastellen stehen, "
     "also 67097 h oder 67,097 h bedeuten.", "67097 oder 67,10"),
    (STUNDEN, " 67.097 h", "„ 67.097 h“ ist nicht eindeutig: Der Punkt könnte Tausender trennen oder vor Nachkommastellen stehen, "
     "also 67097 h oder 67,097 h bedeuten.", "67097 oder 67,10"),
    (DAILY_WAY, "15.338", "„15.338“ ist nicht eindeutig: Der Punkt könnte Tausender trennen oder vor Nachkommastellen stehen, "
     "also 15338 km oder 15,338 km bedeuten.", "15,338"),
    (PERSONEN_ANZAHL, "1,234", "„1,234“ ist nicht eindeutig: Das Komma könnte Tausender trennen oder vor Nachkommastellen stehen, "
     "also 1234 Personen oder 1,234 Personen bedeuten.", "1234"),
    (EURO, "€ 1.500", "„€ 1.500“ ist nicht eindeutig: Der Punkt könnte Tausender trennen oder vor Nachkommastellen stehen, "
     "also 1500 EUR oder 1,500 EUR bedeuten.", "1500 oder 1,50"),
    (ANTEIL, "1.234 %", "„1.234 %“ ist nicht eindeutig: Der Punkt könnte Tausender trennen oder vor Nachkommastellen stehen, "
     "also 1234 % oder 1,234 % bedeuten.", "1,234 %"),
])
def test_what_could_mean_two_things_says_which(kind: Type, raw: str, sentence: str, remedy: str) -> None:
    assert said(kind, raw) == (sentence, f"Bitte ohne Tausendertrennung eintragen: {remedy}.")


@pytest.mark.parametrize(("kind", "typed", "value"), [
    (STUNDEN, "67097", Decimal(67097)), (STUNDEN, "67,10", Decimal("67.10")), (DAILY_WAY, "15,338", Decimal("15.338")),
    (PERSONEN_ANZAHL, "1234", 1234), (EURO, "1,50", Decimal("1.50")), (VERAENDERUNG, "1,234 %", Decimal("0.01234")),
    (WERT, "0,21", Decimal("0.21")), (WERT, "0,215", Decimal("0.215")), (WERT, 0.21, Decimal("0.21")), (STUNDEN, "7,5", Decimal("7.5")),
])
def test_what_a_remedy_names_is_read(kind: Type, typed: Raw, value: Value) -> None:
    found = read_entry(Field(id="a.b", label="", type=kind), typed)
    assert (found.value, found.code) in ((value, None), (value, "NORMALISIERT"))


@pytest.mark.parametrize(("raw", "remedy"), [
    ("21 %", "21 % ist 0,21"), ("21%", "21% ist 0,21"), ("21,5 Prozent", "21,5 Prozent ist 0,215"),
])
def test_a_percentage_where_another_cell_names_the_unit_says_the_number(raw: str, remedy: str) -> None:
    assert said(WERT, raw) == (
        f"„{raw}“ ist keine gültige Angabe: Die Einheit steht in einem anderen Feld.",
        f"Bitte den Prozentsatz als Dezimalzahl eintragen: {remedy}; als Einheit muss Prozent gewählt sein.",
    )


@pytest.mark.parametrize("raw", ["ca. 21 %", "21 €", "21 % 3"])
def test_what_is_no_percentage_there_is_only_none(raw: str) -> None:
    assert said(WERT, raw)[1] == CODES["TYP"].remedy


@pytest.mark.parametrize(("raw", "gone"), [
    ("31.6.2025", "31.06.2025"), ("31.06.2025", "31.06.2025"), ("29.2.2025", "29.02.2025"), ("29.02.2100", "29.02.2100"),
    ("31.04.", "31.04."), ("00.01.", "00.01."), ("32.1.", "32.01."), ("32. 1. 2025", "32.01.2025"), ("01.13.2025", "01.13.2025"),
    ("00.00.2025", "00.00.2025"), ("2025-02-29", "29.02.2025"), ("30. Februar 2025", "30.02.2025"), ("30. Feb. 2025", "30.02.2025"),
    (" 31.6.2025 08:00", "31.06.2025"), ("31.06.25", "31.06.25"), ("30. Februar", "30.02."),
    ("31/06/2025", "31.06.2025"), ("06/31/2025", "31.06.2025"), ("31-6-2025", "31.06.2025"), ("30/2/25", "30.02.25"),
    ("13/13/2025", "13.13.2025"),
])
def test_a_day_that_no_calendar_has_is_said_to_be_none(raw: str, gone: str) -> None:
    assert said(DATUM, raw) == (f"Den {gone} gibt es nicht.", "Bitte den Tag prüfen und berichtigen.")


@pytest.mark.parametrize("raw", [
    "31.12.25", "29.02.25", "30.04.", "29.02.", "31/12/2025", "Mai 2025", "31. Foo 2025", "heute", "20250331", "31.03.2025-30.04.2025",
    "12/31/2025", "5-6-2025", "31/6/225", 31_062_025.0, True, time(12), timedelta(1), 0.5, 2_958_466.0, 1e300,
])
def test_only_what_has_not_the_form_of_a_date_is_told_the_form(raw: Raw) -> None:
    sentence, remedy = said(DATUM, raw)
    assert sentence.endswith("ist keine gültige Angabe; erwartet wird: Datum (TT.MM.JJJJ) zwischen 01.01.1950 und 31.12.2100.")
    assert remedy == CODES["DATUM"].remedy


@pytest.mark.parametrize(("kind", "raw", "sentence"), [
    (DATUM, "31.12.1949", "Der 31.12.1949 liegt vor dem 01.01.1950."),
    (DATUM, date(2101, 1, 1), "Der 01.01.2101 liegt nach dem 31.12.2100."),
    (DATUM, datetime(1925, 5, 1, 8), "Der 01.05.1925 liegt vor dem 01.01.1950."),
    (DATUM, 1.0, "1 ist als Datum der 01.01.1900 und liegt vor dem 01.01.1950."),
    (DATUM, 59.0, "59 ist als Datum der 28.02.1900 und liegt vor dem 01.01.1950."),
    (DATUM, 60.0, "60 ist als Datum der 28.02.1900 und liegt vor dem 01.01.1950."),
    (DATUM, 61.0, "61 ist als Datum der 01.03.1900 und liegt vor dem 01.01.1950."),
    (DATUM, 2025.0, "2025 ist als Datum der 17.07.1905 und liegt vor dem 01.01.1950."),
    (FIRST, "02.05.2025", "Der 02.05.2025 ist nicht der Erste eines Monats."),
])
def test_a_day_that_is_not_possible_here_says_why(kind: Type, raw: Raw, sentence: str) -> None:
    assert said(kind, raw) == (sentence, "Bitte das Datum prüfen und berichtigen.")


@pytest.mark.parametrize(("raw", "sentence"), [
    ("Infinity", "Der Wert ist unendlich, eingetragen als „Infinity“; damit lässt sich nicht rechnen."),
    ("-INF", "Der Wert ist unendlich, eingetragen als „-INF“; damit lässt sich nicht rechnen."),
    ("∞", "Der Wert ist unendlich, eingetragen als „∞“; damit lässt sich nicht rechnen."),
    ("1e400", "Der Wert ist unendlich, eingetragen als „1e400“; damit lässt sich nicht rechnen."),
    (float("inf"), "Der Wert ist unendlich; damit lässt sich nicht rechnen."),
    ("NaN", "Der Wert ist keine Zahl, eingetragen als „NaN“; damit lässt sich nicht rechnen."),
    (float("nan"), "Der Wert ist keine Zahl; damit lässt sich nicht rechnen."),
])
def test_what_is_no_finite_number_is_said_in_german(raw: Raw, sentence: str) -> None:
    assert said(STUNDEN, raw) == (sentence, CODES["TYP"].remedy)


@pytest.mark.parametrize(("raw", "shown"), [
    (timedelta(hours=67_097, minutes=6), "67097:06:00 Stunden (eine Dauer)"), (timedelta(minutes=-90), "-1:30:00 Stunden (eine Dauer)"),
    (time(7, 30), "07:30:00 Uhr (eine Uhrzeit)"), (date(2025, 5, 1), "01.05.2025 (ein Datum)"),
    (datetime(2025, 5, 1, 7, 30), "01.05.2025, 07:30 Uhr (ein Datum)"),
])
def test_what_a_cell_shows_as_a_day_or_time_is_said_to_be_one(raw: Raw, shown: str) -> None:
    sentence, remedy = said(STUNDEN, raw)
    assert sentence.startswith(f"{shown} ist keine gültige Angabe; erwartet wird: Zahl mit")
    assert "Stunden als Dezimalzahl (7:30 Stunden sind 7,5)" in remedy


@pytest.mark.parametrize("raw", [True, time(12), timedelta(1), float("nan")])
def test_a_text_is_never_asked_for_as_a_number(raw: Raw) -> None:
    assert said(TEXT, raw)[1] == "Bitte einen Text eintragen."


@pytest.mark.parametrize(("raw", "kind", "shown", "plain"), [
    (1_234_567_890_123_456.0, TEXT, "1234567890123456", "1234567890123456"), (1e22, EURO, "10.000.000.000.000.000.000.000", "1" + "0" * 22),
    (49_606_200_001_234.0, TEXT, "49606200001234", "49606200001234"), (1234.5, STUNDEN, "1.234,5", "1234.5"),
    (0.1 + 0.2, STUNDEN, "0,3", "0.3"), (1e-7, STUNDEN, "0,0000001", "0.0000001"), (-0.0, STUNDEN, "0", "0"),
    (20_250_331.0, DATUM, "20250331", "20250331"), (-1e300, DATUM, "-1E+300", "-1E+300"), (1.5e300, EURO, "1,5E+300", "1.5E+300"),
    (1e39, EURO, "1" + ".000" * 13, "1" + "0" * 39), (1e40, EURO, "1E+40", "1E+40"), (1e-300, STUNDEN, "1E-300", "1E-300"),
    ("", TEXT, "nichts", ""), (" ", TEXT, "ein Leerzeichen", " "), (12_345, JA_NEIN, "12345", "12345"),
    (timedelta(hours=67_097, minutes=6), STUNDEN, "67097:06:00 Stunden", "67097:06:00"),
])
def test_what_stands_in_a_cell_is_shown_with_all_its_digits(raw: Raw, kind: Type, shown: str, plain: str) -> None:
    assert (shown_raw(raw, kind), plain_raw(raw)) == (shown, plain)
