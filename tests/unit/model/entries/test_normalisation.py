"""The table of small rules: for each way of writing what is read and by which rules, and what is refused as not certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rv2xl.model.definitions.field import (
    ANZAHL,
    DATUM,
    JA_NEIN,
    PERSONEN_ANZAHL,
    STUNDEN,
    TEXT,
    UNITS,
    VOLLZEITSTELLEN,
    Field,
    Kind,
    Type,
)
from rv2xl.model.entries.entry import Raw, read_entry
from rv2xl.model.entries.normalisation import RULES, repairs
from rv2xl.model.entries.spelling import ambiguity
from rv2xl.model.expressions.expr import Value

METRES = Type(Kind.DEZIMAL, scale=3, minimum=Decimal(-300), maximum=Decimal(300))
SIGNED = Type(Kind.DEZIMAL, scale=2, minimum=Decimal(-10_000_000), maximum=Decimal(10_000_000))
EURO = Type(Kind.EURO, scale=2)
MONTHLY = replace(EURO, unit="EUR je Monat")
KM, AREA, DAYS = (Type(Kind.DEZIMAL, unit=unit, scale=1) for unit in ("km", "m²", "Tage"))
PLACES = replace(ANZAHL, unit="Plätze")
PERCENT = Type(Kind.PROZENT, scale=4, minimum=Decimal(0), maximum=Decimal(1))
SHARE = replace(PERCENT, minimum=Decimal("0.1"), maximum=Decimal("0.5"))
DOUBLE = replace(PERCENT, maximum=Decimal(2))
BOUNDLESS = replace(PERCENT, maximum=None)
OFFER = Type(Kind.AUSWAHL, choices=("LWV Hessen", "Kombi-BiB", "EUR je m²", "58"))
WITH_NONE = Type(Kind.AUSWAHL, choices=("Fahrdienst", "keine Angabe", "-"))
TWINS = Type(Kind.AUSWAHL, choices=("Haus A", "haus a"))
NUMMER = Type(Kind.TEXT, length=20, digits=4)
NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"
DAY = date(2025, 3, 31)

Row = tuple[Type, Raw, Value, str]


def field(kind: Type) -> Field:
    return Field(id="a.b", label="", type=kind)


def rows(kind: Type, by: str, *table: tuple[Any, Any]) -> list[Row]:
    """Rows of one type and the same rules: what is typed, what is read (a decimal as the text of its digits)."""
    return [
        (kind, raw, Decimal(value) if kind.numeric and isinstance(value, str) else value, by) for raw, value in table
    ]


# fmt: off
TEXTS = [
    *rows(TEXT, "unseen", (" ", None), ("\u200b", None), ("'", None)),
    *rows(TEXT, "edges", (" Erbach", "Erbach"), ("- ", "-"), ("k. A.\n", "k. A.")),
    *rows(TEXT, "number as text", (12.5, "12.5"), (6_062_123.0, "6062123")),
    *rows(TEXT, "day as text", (DAY, "31.03.2025"), (datetime(2025, 3, 31, 8), "31.03.2025")),
    *rows(NUMMER, "padded", ("7", "0007")),
    *rows(NUMMER, "number as text, padded", (7.0, "0007"), (7, "0007")),
    *rows(NUMMER, "edges, padded", (f"{NBSP}7", "0007")),
]
ABSENT = rows(
    PERSONEN_ANZAHL, "absent",
    ("k. A.", None), ("k.A.", None), ("K. A.", None), (f"k.{NBSP}A.", None), ("keine Angabe", None), ("Keine Angaben", None),
    ("n. a.", None), ("n.a.", None), ("n/a", None), ("N/A", None), ("entfällt", None), ("Entfällt", None), ("entfa\u0308llt", None),
    ("-", None), ("–", None), ("—", None), ("−", None), ("---", None), ("./.", None), (". / .", None),
)
WHOLE = [
    *rows(PERSONEN_ANZAHL, "number", ("12", 12), ("007", 7), ("+12", 12), ("12,0", 12), ("0", 0), ("-0", 0)),
    *rows(PERSONEN_ANZAHL, "edges, number", (" 12 ", 12), (f"12{NBSP}", 12), ("\u200b12\ufeff", 12), ("12\u200e", 12)),
    *rows(PERSONEN_ANZAHL, "edges, absent", (" - ", None)),
    *rows(PERSONEN_ANZAHL, "points, number", ("1.234,0", 1234)),
    *rows(PERSONEN_ANZAHL, "point, number", ("12.0", 12), ("1234.0", 1234)),
    *rows(PERSONEN_ANZAHL, "gaps, number", ("1 234", 1234), (f"12{NBSP}345", 12_345), (f"12{NARROW}345", 12_345), (f"12{THIN}345", 12_345)),
    *rows(PERSONEN_ANZAHL, "unit, number", ("12 Pers.", 12), ("12Pers.", 12), ("12 pers", 12), ("12 Personen", 12), ("1 Person", 1)),
    *rows(PERSONEN_ANZAHL, "gaps, unit, number", (f"1{NARROW}234{NBSP}PERSONEN", 1234)),
    *rows(PERSONEN_ANZAHL, "signs, number", ("１２", 12), ("１2", 12), ("१२", 12), ("𝟏𝟐", 12), ("１２，０", 12)),
    *rows(PERSONEN_ANZAHL, "signs, unit, number", ("１２ Pers．", 12)),
    *rows(PLACES, "unit, number", ("120 Plätze", 120), ("1 Platz", 1)),
    *rows(ANZAHL, "unit, number", ("12 Stück", 12)),
]
DECIMAL = [
    *rows(SIGNED, "number", ("1234,5", "1234.50"), ("-12,5", "-12.50"), ("-0", "0.00"), ("0,05", "0.05")),
    *rows(SIGNED, "points, number", ("1.234,5", "1234.50"), ("-1.234.567,89", "-1234567.89"), ("1.234.567", "1234567.00")),
    *rows(SIGNED, "gaps, number", ("1 234,50", "1234.50"), (f"1{THIN}234{NARROW}567,8", "1234567.80"), ("-1 234", "-1234.00")),
    *rows(SIGNED, "gaps, point, number", ("1 234.50", "1234.50")),
    *rows(SIGNED, "commas, point, number", ("1,234.5", "1234.50"), ("1,234,567.89", "1234567.89")),
    *rows(SIGNED, "point, number", ("1234.5", "1234.50"), ("12.50", "12.50"), ("12.5", "12.50"), ("0.5", "0.50"), ("-0.75", "-0.75")),
    *rows(SIGNED, "point, number, rounded", ("1234.567", "1234.57"), ("0.125", "0.13"), ("12.3456", "12.35")),
    *rows(SIGNED, "number, rounded", ("0,125", "0.13"), ("1234,567", "1234.57"), ("12,3456", "12.35"), ("001,234", "1.23")),
    *rows(SIGNED, "points, number, rounded", ("1.234,567", "1234.57")),
    *rows(SIGNED, "gaps, number, rounded", ("1 234,567", "1234.57")),
    *rows(METRES, "number", ("15,338", "15.338"), ("1,000", "1.000"), ("-15,338", "-15.338")),
    *rows(SIGNED, "rounded", (1400.255, "1400.26"), (-0.004, "0.00")),
    *rows(SIGNED, "minus, number", ("−5", "-5.00"), ("–5", "-5.00"), ("\u20115,5", "-5.50")),
    *rows(SIGNED, "minus, points, number", ("–1.234,5", "-1234.50")),
    *rows(SIGNED, "minus, point, number", ("−12.50", "-12.50")),
    *rows(SIGNED, "signs, number", ("－１２，５", "-12.50")),
    *rows(STUNDEN, "unit, number", ("12,5 h", "12.50"), ("12,5 Std.", "12.50"), ("12 Stunden", "12.00"), ("1 Stunde", "1.00")),
    *rows(STUNDEN, "point, unit, number", ("12.5h", "12.50")),
    *rows(STUNDEN, "points, unit, number", ("1.234,5 Stunden", "1234.50")),
    *rows(VOLLZEITSTELLEN, "unit, number", ("2 Stellen", "2.00"), ("0,5 VZÄ", "0.50")),
    *rows(VOLLZEITSTELLEN, "signs, unit, number", ("0,5 VZA\u0308", "0.50")),
    *rows(EURO, "unit, number", ("12,50 €", "12.50"), ("12,50€", "12.50"), ("12,50 EUR", "12.50"), ("12 Euro", "12.00")),
    *rows(EURO, "gaps, unit, number", (f"1{NARROW}200,50{NBSP}€", "1200.50")),
    *rows(EURO, "currency, number", ("€ 12,50", "12.50"), ("€12", "12.00"), ("EUR 12,50", "12.50"), ("eur 12,5", "12.50")),
    *rows(EURO, "currency, number", ("-€ 5", "-5.00"), ("€ -5", "-5.00"), (f"Euro{NBSP}5", "5.00"), ("+€ 5", "5.00")),
    *rows(EURO, "currency, points, number", ("€ 75.956,33", "75956.33"), ("EUR 75.956,33", "75956.33")),
    *rows(EURO, "currency, gaps, number", (f"€{NBSP}75{NARROW}956,33", "75956.33")),
    *rows(EURO, "currency, commas, point, number", ("€ 75,956.33", "75956.33")),
    *rows(EURO, "currency, minus, number", ("–€ 5", "-5.00"), ("€ −5", "-5.00")),
    *rows(EURO, "points, unit, number", ("75.956,33 €", "75956.33")),
    *rows(EURO, "stroke, number", ("12,-", "12.00"), ("12,--", "12.00"), ("-5,—", "-5.00")),
    *rows(EURO, "stroke, unit, number", ("12,– €", "12.00"), ("12,-- EUR", "12.00")),
    *rows(EURO, "stroke, points, unit, number", ("1.234,– €", "1234.00")),
    *rows(EURO, "currency, stroke, points, number", ("€ 1.234,–", "1234.00")),
    *rows(MONTHLY, "currency, number", ("€ 12,50", "12.50")),
    *rows(MONTHLY, "unit, number", ("12,50 €", "12.50"), ("12,50 EUR je Monat", "12.50")),
    *rows(KM, "unit, number", ("12,5 km", "12.5"), ("12 Kilometer", "12.0")),
    *rows(AREA, "unit, number", ("40 m²", "40.0"), ("40 m2", "40.0"), ("40 qm", "40.0")),
    *rows(AREA, "points, unit, number", ("1.234,5 m2", "1234.5")),
    *rows(DAYS, "unit, number", ("210 Tage", "210.0"), ("1 Tag", "1.0")),
]
PERCENTAGES = [
    *rows(PERCENT, "percent points", (95.0, "0.9500"), (95, "0.9500"), (100.0, "1.0000"), (2.0, "0.0200")),
    *rows(PERCENT, "number, percent points", ("95", "0.9500"), ("95,5", "0.9550")),
    *rows(PERCENT, "percent points, rounded", (95.12345, "0.9512")),
    *rows(PERCENT, "number", ("0,95", "0.9500"), ("1", "1.0000")),
    *rows(PERCENT, "percent", ("95 %", "0.9500"), ("95%", "0.9500"), ("0,5 %", "0.0050"), ("1 %", "0.0100"), ("100 %", "1.0000")),
    *rows(PERCENT, "percent", ("95 v. H.", "0.9500"), ("95 v.H.", "0.9500"), ("95 Prozent", "0.9500")),
    *rows(PERCENT, "point, percent", ("95.5 %", "0.9550")),
    *rows(PERCENT, "signs, percent", ("95％", "0.9500")),
    *rows(PERCENT, "percent, rounded", ("33,333 %", "0.3333")),
    *rows(SHARE, "percent points", (50.0, "0.5000"), (10.0, "0.1000")),
    *rows(DOUBLE, "percent points", (95.0, "0.9500")),
    *rows(DOUBLE, "number", ("2", "2.0000")),
    *rows(DOUBLE, "percent", ("150 %", "1.5000")),
    *rows(BOUNDLESS, "number", ("95", "95.0000")),
]
CHOICES = [
    *rows(JA_NEIN, "listed", ("Ja", "ja"), ("JA", "ja"), ("ｊａ", "ja"), ("NEIN", "nein"), ("Nein", "nein")),
    *rows(JA_NEIN, "edges", ("ja ", "ja")),
    *rows(JA_NEIN, "edges, listed", ("Ja\u200b", "ja")),
    *rows(JA_NEIN, "ticked", ("j", "ja"), ("J", "ja"), ("x", "ja"), ("X", "ja"), ("☒", "ja"), ("☑", "ja")),
    *rows(JA_NEIN, "ticked", ("✓", "ja"), ("✔", "ja"), ("n", "nein"), ("N", "nein")),
    *rows(JA_NEIN, "edges, ticked", ("✔\ufe0f", "ja")),
    *rows(JA_NEIN, "truth", (True, "ja"), (False, "nein")),
    *rows(JA_NEIN, "absent", ("k. A.", None), ("–", None)),
    *rows(OFFER, "listed", ("lwv hessen", "LWV Hessen"), ("LWV \t Hessen", "LWV Hessen"), (f"LWV{NBSP}Hessen", "LWV Hessen")),
    *rows(OFFER, "listed", ("kombi–bib", "Kombi-BiB"), ("Kombi\u2011BiB", "Kombi-BiB"), ("Kombi\u00ad-BiB", "Kombi-BiB")),
    *rows(OFFER, "listed", ("EUR je m2", "EUR je m²"), ("５８", "58")),
    *rows(OFFER, "listed number", (58.0, "58"), (58, "58")),
    *rows(OFFER, "absent", ("-", None), ("n/a", None)),
    *rows(WITH_NONE, "listed", ("Keine Angabe", "keine Angabe"), ("–", "-")),
    *rows(WITH_NONE, "absent", ("k. A.", None)),
]
DATES = [
    *rows(DATUM, "day", ("31.03.2025", DAY), ("31.3.2025", DAY), ("31. 3. 2025", DAY), (f"31.{NBSP}3.{NARROW}2025", DAY)),
    *rows(DATUM, "edges, day", (" 31.03.2025", DAY)),
    *rows(DATUM, "signs, day", ("３１．０３．２０２５", DAY)),
    *rows(DATUM, "ISO day", ("2025-03-31", DAY)),
    *rows(DATUM, "named day", ("31. März 2025", DAY), ("31. MÄRZ 2025", DAY), ("31. Mrz 2025", DAY), ("31. Mrz. 2025", DAY)),
    *rows(DATUM, "named day", ("31.März 2025", DAY), ("31 März 2025", DAY), ("1. Mai 2024", date(2024, 5, 1))),
    *rows(DATUM, "named day", ("24. Dez. 2024", date(2024, 12, 24))),
    *rows(DATUM, "signs, named day", ("31. Ma\u0308rz 2025", DAY)),
    *rows(DATUM, "clock, day", ("31.03.2025 00:00:00", DAY), ("31.03.2025 13:30", DAY)),
    *rows(DATUM, "clock, ISO day", ("2025-03-31 00:00:00", DAY), ("2025-03-31T00:00", DAY), ("2025-03-31T00:00:00.000", DAY)),
    *rows(DATUM, "moment", (datetime(2025, 3, 31, 13, 30), DAY)),
    *rows(DATUM, "serial", (45_747.0, DAY), (45_747, DAY), (45_747.75, DAY)),
    *rows(DATUM, "absent", ("k. A.", None), ("./.", None)),
]
# fmt: on
READ = [*TEXTS, *ABSENT, *WHOLE, *DECIMAL, *PERCENTAGES, *CHOICES, *DATES]

NOT_CERTAIN: list[tuple[Type, str, tuple[Raw, ...]]] = [
    (PERSONEN_ANZAHL, "TYP", ("1.234", "-1.234", "1.234 Pers.", "12.345", "999.999", "1,234", "1.5", "12,5 Pers.")),
    (PERSONEN_ANZAHL, "TYP", ("ca. 12", "rund 12", "12-14", "12–14", "12/13", "12?", ">10", "< 10", "12+", "12 + 3", "~12", "(12)")),
    (PERSONEN_ANZAHL, "TYP", ("12 Std.", "12 %", "12 €", "Pers. 12", "12 Pers. (ca.)", "12 Pers. 3", "Pers.", "zwölf", "12 Leute")),
    (PERSONEN_ANZAHL, "TYP", ("k. A. 12", "keine", "kein", "unbekannt", "?", ".", "..", "/", "0 k. A.", "''", "#N/A")),
    (PERSONEN_ANZAHL, "TYP", ("12½", "½", "12²", "⑫", "12\n34", "12\u200b3", "1 23", "1 2345", "12 34", "0 500", "1  234")),
    (PERSONEN_ANZAHL, "TYP", ("− 5", "- 5", "+ 5")),
    (PERSONEN_ANZAHL, "BEREICH", ("−5", "–5", "-5", "100.000,0", "100 000", "１０００００")),
    (SIGNED, "TYP", ("1.234", "1,234.567.8", "1.234,567.8", "1,234.567", "1,234,567", "1 234.567", "1.234 567,8", "1.23,4", "12.34.56")),
    (SIGNED, "TYP", ("67,097", "-67,097", "+1,000", "67,000", "999,999", " 1,234 ", "1,234,", "67'097", "67’097")),
    (KM, "TYP", ("15,338", "15,338 km", "15.338 km")),
    (METRES, "TYP", ("15.338", "-15.338")),
    (PERSONEN_ANZAHL, "TYP", ("1,000", "12,000", "1,234 Personen", "−1,000", "１，０００")),
    (SIGNED, "TYP", ("1e3", "1E3", "1,5e3", ".5", ",5", "5,", "5.", "01.5", "1..5", "1'234,5", "1 234 56", "12.345.67", "31.03.2025")),
    (SIGNED, "TYP", ("12,5 h", "12,- €", "--5", "+-5", "5-", "∞", "٫٥", "0x10", "1_000", "nan", "inf")),
    (EURO, "TYP", ("€ 67.097", "€ 67,097", "67,097 €", "-€ -5", "- € 5", "€ 5 €", "€ 5 Mio.", "€€ 5", "€")),
    (EURO, "TYP", ("€ 12 je Monat", "$ 5", "5.- €")),
    (SIGNED, "TYP", ("€ 5", "12,-", "1.234,–")),
    (EURO, "TYP", ("5,-6", "1,2,-", "5 T€", "5 Mio. €", "12,50 $", "12,50 € netto")),
    (MONTHLY, "TYP", ("12,50 je Monat",)),
    (PERCENT, "BEREICH", (1.5, "1,5", 1.0001, 1.999, 101.0, "101", "101 %", "9500 %", -95.0, "-95 %", 9_500.0)),
    (PERCENT, "TYP", ("95 ‰", "% 95", "ca. 95 %", "95 % 5", "1.234 %")),
    (SHARE, "BEREICH", (0.9, 51.0, 9.0, 5.0, 1.5)),
    (DOUBLE, "BEREICH", (201.0,)),
    (JA_NEIN, "LISTE", ("☐", "ja.", "ja, teilweise", "ja/nein", "jein", "ne", "yes", "wahr", "xx", "✗", "0", "1", 0.0, 1.0, "ja nein")),
    (OFFER, "LISTE", ("LWV", "LWVHessen", "LWV-Hessen", "LWV Hesen", "Kombi BiB", "x", 58.5, True)),
    (TWINS, "LISTE", ("HAUS A",)),
    (DATUM, "DATUM", ("31.03.25", "31.3.25", "03/31/2025", "31/03/2025", "31-03-2025", "2025/03/31", "2025-3-31", "31.2025", "März 2025")),
    (DATUM, "DATUM", ("31. March 2025", "31. Foo 2025", "31.02.2025", "30. Februar 2025", "2025-02-29", "2025-13-01", "20250331", "45747")),
    (DATUM, "DATUM", ("31.03.2025 24:00", "31.03.2025 00:00 Uhr", "bis 31.03.2025", "31.03.2025-30.04.2025", "Mo., 31.03.2025", "heute")),
    (DATUM, "DATUM", (0.0, 1.0, 20_250_331.0, 2_958_465.0)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "raw", "value", "by"), READ, ids=repr)
def test_each_way_of_writing_is_read_by_its_rules(kind: Type, raw: Raw, value: Value, by: str) -> None:
    assert read_entry(field(kind), raw) == (value, "NORMALISIERT")
    assert ", ".join(rule.name for rule in repairs(field(kind), raw)) == by


@pytest.mark.parametrize(
    ("kind", "code", "raw"), [(kind, code, raw) for kind, code, raws in NOT_CERTAIN for raw in raws], ids=repr
)
def test_what_is_not_certain_is_not_guessed(kind: Type, code: str, raw: Raw) -> None:
    assert read_entry(field(kind), raw) == (None, code)


def test_every_rule_has_a_name_a_phrase_and_a_case() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule.phrase and rule.kinds and rule.takes and not rule.phrase.endswith(".") for rule in RULES)
    assert {name for *_, by in READ for name in by.split(", ")} == set(names)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [(ANZAHL, 12.0), (STUNDEN, 12.5), (PERCENT, 0.95), (DATUM, DAY), (DATUM, datetime(2025, 3, 31)), (JA_NEIN, "ja"),
     (OFFER, "58"), (WITH_NONE, "keine Angabe"), (WITH_NONE, "-"), (TEXT, "-"), (TEXT, "\u200bErbach"), (NUMMER, "0007"), (ANZAHL, None)],
)  # fmt: skip
def test_what_is_typed_as_it_should_be_needs_no_rule(kind: Type, raw: Raw) -> None:
    assert read_entry(field(kind), raw).code is None
    assert repairs(field(kind), raw) == ()


@pytest.mark.parametrize("raw", ["-0", "-0,001", -0.004, -0.0])
def test_nothing_has_no_sign(raw: Raw) -> None:
    assert str(read_entry(field(SIGNED), raw).value) == "0.00"


@pytest.mark.parametrize(("unit", "spelling"), [(unit, spelling) for unit in UNITS for spelling in UNITS[unit]])
def test_each_spelling_of_a_unit_belongs_to_that_unit_alone(unit: str, spelling: str) -> None:
    reads = {
        other: read_entry(field(Type(Kind.DEZIMAL, unit=other)), f"12 {spelling}").code for other in (None, *UNITS)
    }
    assert {other for other, code in reads.items() if code == "NORMALISIERT"} == {unit}


@pytest.mark.parametrize(
    ("kind", "raw", "sign"),
    [
        (SIGNED, "1.234", "Punkt"), (SIGNED, " -12.345 ", "Punkt"), (METRES, "1.234", "Punkt"), (ANZAHL, "1.000", "Punkt"),
        (SIGNED, "1,234", "Komma"), (ANZAHL, "1,000", "Komma"), (KM, "-1,234", "Komma"), (METRES, "1,234", None), (PERCENT, "1,234", None),
        (SIGNED, "1.234,0", None), (SIGNED, "0.125", None), (SIGNED, "0,125", None), (SIGNED, "1234.567", None), (SIGNED, "1.23", None),
        (SIGNED, 1.234, None), (SIGNED, "ca. 1.234", None), (TEXT, "1.234", None), (DATUM, "1.234", None),
    ],
)  # fmt: skip
def test_a_sign_that_could_mean_both_is_named(kind: Type, raw: Raw, sign: str | None) -> None:
    said = ambiguity(kind, raw)
    assert (said and said.split()[1]) == sign


# --- The value read from a text is the value of the digits typed --------------------------------------------------

CENTS = st.integers(-999_999_999, 999_999_999)
GAPS = st.sampled_from([" ", NBSP, NARROW, THIN])
UNIT = st.sampled_from(["", " h", "h", " Std.", f"{NBSP}Stunden"])
HOURS = replace(SIGNED, unit="h")


def grouped(digits: str, mark: str) -> str:
    """Put a mark between thousands, counted from the right."""
    return digits if len(digits) <= 3 else grouped(digits[:-3], mark) + mark + digits[-3:]


@given(CENTS, st.one_of(st.just("."), st.just(""), GAPS), UNIT, st.booleans())
def test_german_digits_are_read_as_their_value(cents: int, mark: str, unit: str, wide: bool) -> None:
    digits = f"{abs(cents):03}"
    text = ("-" if cents < 0 else "") + grouped(digits[:-2], mark) + "," + digits[-2:] + unit
    if wide:
        text = "".join(chr(ord(sign) + 0xFEE0) if sign in "0123456789,.-" else sign for sign in text)
    assert read_entry(field(HOURS), text) == (Decimal(cents) / 100, "NORMALISIERT")


@given(CENTS, st.sampled_from(["", ","]), UNIT)
def test_english_digits_with_two_decimals_are_read_as_their_value(cents: int, mark: str, unit: str) -> None:
    digits = f"{abs(cents):03}"
    text = ("−" if cents < 0 else "") + grouped(digits[:-2], mark) + "." + digits[-2:] + unit
    assert read_entry(field(HOURS), text) == (Decimal(cents) / 100, "NORMALISIERT")


@given(st.integers(1, 999), st.integers(0, 999), UNIT, st.sampled_from(".,"))
def test_one_sign_before_three_digits_is_never_read(before: int, behind: int, unit: str, sign: str) -> None:
    assert read_entry(field(HOURS), f"{before}{sign}{behind:03}{unit}") == (None, "TYP")


@given(st.integers(0, 300_000))
def test_a_comma_before_as_many_digits_as_the_field_keeps_is_the_decimal_one(metres: int) -> None:
    text = f"{metres // 1000},{metres % 1000:03}"
    assert read_entry(field(METRES), text) == (Decimal(metres) / 1000, "NORMALISIERT")


@given(
    st.dates(date(1950, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["{0:%d.%m.%Y}", "{0.day}. {0.month}. {0.year}", "{0:%Y-%m-%d} 00:00:00"]),
)
def test_a_date_typed_as_text_is_that_date(day: date, form: str) -> None:
    assert read_entry(field(DATUM), form.format(day)) == (day, "NORMALISIERT")


@given(st.text(st.sampled_from("0123456789.,- \u00a0"), min_size=1, max_size=12))
def test_a_number_that_is_read_has_exactly_the_digits_typed(text: str) -> None:
    """Whatever is made of points, commas and blanks: no digit is lost, moved or made up."""
    found = read_entry(field(replace(SIGNED, scale=12, minimum=None, maximum=None)), text)
    if found.value is not None:
        typed = "".join(sign for sign in text if sign.isdigit())
        assert isinstance(found.value, Decimal)
        assert "".join(sign for sign in f"{found.value:f}" if sign.isdigit()).strip("0") == typed.strip("0")
