"""What people type, read as each type: the value, and the code that says it needed a repair or cannot be read."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rv2xl.model.definitions.field import ANZAHL, DATUM, JA_NEIN, STUNDEN, TEXT, Field, Kind, Type
from rv2xl.model.entries.entry import Raw, Reading, is_blank, read_entry
from rv2xl.model.entries.normalisation import repairs
from rv2xl.model.expressions.expr import Value
from rv2xl.model.wording import german_number

EURO = Type(Kind.EURO, scale=2)
SIGNED = Type(Kind.DEZIMAL, scale=2, minimum=Decimal(-100), maximum=Decimal(100))
TAG = Type(Kind.DATUM, minimum=date(1950, 1, 1), maximum=date(2099, 12, 31))
PROZENT = Type(Kind.PROZENT, scale=4, minimum=Decimal(0), maximum=Decimal(1))
AUSWAHL = Type(Kind.AUSWAHL, choices=("LWV Hessen", "BA", "58"))
NUMMER = Type(Kind.TEXT, length=20, digits=4)
NBSP, NARROW, FIGURE = "\u00a0", "\u202f", "\u2007"


def reading(kind: Type, raw: Raw) -> Reading:
    return read_entry(Field(id="a.b", label="", type=kind), raw)


def good(value: Value) -> tuple[Value, None]:
    return value, None


def repaired(value: Value) -> tuple[Value, str]:
    return value, "NORMALISIERT"


def bad(code: str) -> tuple[None, str]:
    return None, code


Row = tuple[Type, Raw, tuple[Value, str | None]]


def rows(kind: Type, *table: tuple[Raw, tuple[Value, str | None]]) -> list[Row]:
    return [(kind, raw, expected) for raw, expected in table]


WHOLE = rows(
    ANZAHL,
    (0, good(0)),
    (0.0, good(0)),
    (-0.0, good(0)),
    (12.0, good(12)),
    (99_999.0, good(99_999)),
    (100_000.0, bad("BEREICH")),
    (-1.0, bad("BEREICH")),
    (-0.5, bad("TYP")),
    (12.5, bad("TYP")),
    (12.0000000001, bad("TYP")),
    (12.0000000000000002, good(12)),
    (1e15, bad("BEREICH")),
    (1e300, bad("BEREICH")),
    (math.nan, bad("TYP")),
    (math.inf, bad("TYP")),
    (-math.inf, bad("TYP")),
    ("12", repaired(12)),
    (" 12 ", repaired(12)),
    (f"12{NBSP}", repaired(12)),
    (f"{NARROW}12{FIGURE}\r\n", repaired(12)),
    ("+12", repaired(12)),
    ("007", repaired(7)),
    ("12,0", repaired(12)),
    ("12,00", repaired(12)),
    ("12,5", bad("TYP")),
    ("-1", bad("BEREICH")),
    ("100000", bad("BEREICH")),
    ("1.234", bad("TYP")),
    ("1,000", bad("TYP")),
    ("12,000", bad("TYP")),
    ("-1.234", bad("TYP")),
    (" 1.234 ", bad("TYP")),
    ("0.500", bad("TYP")),
    ("1.234,0", repaired(1234)),
    ("1.234.567", bad("BEREICH")),
    ("12.345,5", bad("TYP")),
    ("12.34", bad("TYP")),
    ("1,234.0", repaired(1234)),
    ("1 234", repaired(1234)),
    ("12 Personen", bad("TYP")),
    ("ca. 12", bad("TYP")),
    ("k. A.", repaired(None)),
    ("-", repaired(None)),
    ("−5", bad("BEREICH")),
    ("1e3", bad("TYP")),
    ("0x10", bad("TYP")),
    ("nan", bad("TYP")),
    ("１２", repaired(12)),
    ("١٢", repaired(12)),
    ("12²", bad("TYP")),
    ("12½", bad("TYP")),
    ("⑫", bad("TYP")),
    ("12\x0012", bad("TYP")),
    ("=1+1", bad("TYP")),
    ("#N/A", bad("TYP")),
    ("9" * 40, bad("BEREICH")),
    ("9" * 300, bad("BEREICH")),
    ("9" * 301, bad("TYP")),
    ("9" * 32_767, bad("TYP")),
    ("12" + " " * 32_765, repaired(12)),
    (True, bad("TYP")),
    (False, bad("TYP")),
    (date(2025, 1, 1), bad("TYP")),
    (datetime(2025, 1, 1), bad("TYP")),
    (time(12), bad("TYP")),
    (timedelta(hours=12), bad("TYP")),
)

DECIMAL = [
    *rows(
        STUNDEN,
        (0.0, good(Decimal("0.00"))),
        (1234.5, good(Decimal("1234.50"))),
        (0.1 + 0.2, good(Decimal("0.30"))),
        (99_999_999.0, good(Decimal("99999999.00"))),
        (99_999_999.01, bad("BEREICH")),
        (-0.01, bad("BEREICH")),
        (1400.255, repaired(Decimal("1400.26"))),
        (0.005, repaired(Decimal("0.01"))),
        (0.004, repaired(Decimal("0.00"))),
        (2.675, repaired(Decimal("2.68"))),
        ("12,5", repaired(Decimal("12.50"))),
        ("1.234,5", repaired(Decimal("1234.50"))),
        ("1.234,50", repaired(Decimal("1234.50"))),
        ("1234,5", repaired(Decimal("1234.50"))),
        (f"{NBSP}1.234,50{NBSP}", repaired(Decimal("1234.50"))),
        ("1.234", bad("TYP")),
        ("12.5", repaired(Decimal("12.50"))),
        ("12,5 h", repaired(Decimal("12.50"))),
        ("12,5,5", bad("TYP")),
        (",5", bad("TYP")),
        ("5,", bad("TYP")),
        ("12,345", bad("TYP")),
        ("1234,567", repaired(Decimal("1234.57"))),
        (12.345, repaired(Decimal("12.35"))),
        (1.1 + 2.2, good(Decimal("3.30"))),
        ("-12,5", bad("BEREICH")),
        (True, bad("TYP")),
        (math.nan, bad("TYP")),
        (math.inf, bad("TYP")),
        ("0," + "0" * 297 + "1", repaired(Decimal("0.00"))),
        ("0," + "0" * 298 + "1", bad("TYP")),
    ),
    *rows(
        SIGNED,
        (-0.005, repaired(Decimal("-0.01"))),
        (-100.0, good(Decimal("-100.00"))),
        (-100.01, bad("BEREICH")),
        ("-12,5", repaired(Decimal("-12.50"))),
    ),
    *rows(
        EURO,
        (1e14, good(Decimal("100000000000000.00"))),
        (-5.0, good(Decimal("-5.00"))),
        (1e15, bad("BEREICH")),
        (1e300, bad("BEREICH")),
        ("9" * 300, bad("BEREICH")),
        ("12,50 €", repaired(Decimal("12.50"))),
        ("€ 12,50", repaired(Decimal("12.50"))),
    ),
    *rows(
        PROZENT,
        (0.05, good(Decimal("0.0500"))),
        (1.0, good(Decimal("1.0000"))),
        (1.0001, bad("BEREICH")),
        (5.0, repaired(Decimal("0.0500"))),
        ("0,05", repaired(Decimal("0.0500"))),
        ("5 %", repaired(Decimal("0.0500"))),
    ),
]

DAYS = rows(
    TAG,
    (date(2025, 12, 31), good(date(2025, 12, 31))),
    (datetime(2025, 12, 31), good(date(2025, 12, 31))),
    (datetime(2025, 12, 31, 13, 30), repaired(date(2025, 12, 31))),
    (date(1950, 1, 1), good(date(1950, 1, 1))),
    (date(1949, 12, 31), bad("DATUM")),
    (date(2099, 12, 31), good(date(2099, 12, 31))),
    (date(2100, 1, 1), bad("DATUM")),
    ("31.12.2025", repaired(date(2025, 12, 31))),
    (" 1.2.2025 ", repaired(date(2025, 2, 1))),
    ("29.02.2024", repaired(date(2024, 2, 29))),
    ("29.02.2000", repaired(date(2000, 2, 29))),
    ("29.02.2023", bad("DATUM")),
    ("29.02.2100", bad("DATUM")),
    ("30.02.2024", bad("DATUM")),
    ("31.04.2025", bad("DATUM")),
    ("00.01.2025", bad("DATUM")),
    ("01.13.2025", bad("DATUM")),
    ("31.12.1949", bad("DATUM")),
    ("31.12.25", bad("DATUM")),
    ("31/12/2025", bad("DATUM")),
    ("2025-12-31", repaired(date(2025, 12, 31))),
    ("Mai 2025", bad("DATUM")),
    ("٣١.١٢.٢٠٢٥", repaired(date(2025, 12, 31))),
    (45_657.0, repaired(date(2024, 12, 31))),
    (45_657.9, repaired(date(2024, 12, 31))),
    (45_658, repaired(date(2025, 1, 1))),
    (18_264.0, repaired(date(1950, 1, 1))),
    (18_263.0, bad("DATUM")),
    (0.5, bad("DATUM")),
    (-1.0, bad("DATUM")),
    (2_958_466.0, bad("DATUM")),
    (1e300, bad("DATUM")),
    (math.nan, bad("DATUM")),
    (math.inf, bad("DATUM")),
    (True, bad("DATUM")),
    (time(12), bad("DATUM")),
    (timedelta(days=45_657), bad("DATUM")),
)

CHOICES = [
    *rows(
        JA_NEIN,
        ("ja", good("ja")),
        ("nein", good("nein")),
        ("Ja", repaired("ja")),
        ("NEIN ", repaired("nein")),
        (f"ja{NBSP}", repaired("ja")),
        ("j", repaired("ja")),
        ("ja.", bad("LISTE")),
        ("x", repaired("ja")),
        ("WAHR", bad("LISTE")),
        ("ja nein", bad("LISTE")),
        (1.0, bad("LISTE")),
        (True, repaired("ja")),
        (False, repaired("nein")),
        (date(2025, 1, 1), bad("LISTE")),
        (math.nan, bad("LISTE")),
    ),
    *rows(
        AUSWAHL,
        ("LWV Hessen", good("LWV Hessen")),
        ("lwv hessen", repaired("LWV Hessen")),
        ("LWV  Hessen", repaired("LWV Hessen")),
        (True, bad("LISTE")),
        ("ba", repaired("BA")),
        ("Bundesagentur", bad("LISTE")),
        ("58", good("58")),
        (58.0, repaired("58")),
        (58, repaired("58")),
        (58.5, bad("LISTE")),
        (59.0, bad("LISTE")),
        (timedelta(1), bad("LISTE")),
    ),
]

TEXTS = [
    *rows(
        TEXT,
        ("Erbach", good("Erbach")),
        ("=1+1", good("=1+1")),
        ("@SUM(A1)", good("@SUM(A1)")),
        ("+49 6062 1", good("+49 6062 1")),
        ("0", good("0")),
        ("zwei\nZeilen", good("zwei\nZeilen")),
        (" Erbach ", repaired("Erbach")),
        ("Erbach\n", repaired("Erbach")),
        (6_062_123.0, repaired("6062123")),
        (12.5, repaired("12.5")),
        (1_234_567_890_123_456.0, repaired("1234567890123456")),
        (1.5e20, repaired("150000000000000000000")),
        (1e300, bad("BEREICH")),
        (0.0, repaired("0")),
        (-0.0, repaired("0")),
        (date(2025, 12, 31), repaired("31.12.2025")),
        (datetime(2025, 12, 31, 8), repaired("31.12.2025")),
        ("x" * 250, good("x" * 250)),
        (" " + "x" * 250, repaired("x" * 250)),
        ("x" * 251, bad("BEREICH")),
        (True, bad("TYP")),
        (math.nan, bad("TYP")),
        (math.inf, bad("TYP")),
        (time(12), bad("TYP")),
        (timedelta(1), bad("TYP")),
    ),
    *rows(
        NUMMER,
        ("0007", good("0007")),
        ("7", repaired("0007")),
        (7.0, repaired("0007")),
        (7, repaired("0007")),
        (12_345.0, repaired("12345")),
        (-7.0, repaired("-7")),
        (-0.0, repaired("0000")),
        (7.5, repaired("7.5")),
    ),
]

EVERY_KIND = (ANZAHL, STUNDEN, EURO, PROZENT, DATUM, JA_NEIN, AUSWAHL, TEXT, NUMMER)
BLANK = [(kind, raw, good(None)) for kind in EVERY_KIND for raw in (None, "")]
UNSEEN = {
    "blank": " ",
    "no-break space": NBSP,
    "narrow no-break space": NARROW,
    "figure and thin space": f"{FIGURE}\u2009",
    "ideographic space": "\u3000",
    "tab and newline": "\t\r\n",
    "vertical tab": "\v",
    "line separator": "\u2028",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "mark of direction": "\u200e",
    "Hangul filler": "\u3164",
    "variation selector": "\ufe0f",
    "apostrophe": "'",
    "apostrophe among blanks": f" '{NBSP}",
}
SPACES = [(kind, raw, repaired(None)) for kind in EVERY_KIND for raw in UNSEEN.values()]


def _id(part: Any) -> str:
    return str(part.kind) if isinstance(part, Type) else repr(part)[:40]


@pytest.mark.parametrize(
    ("kind", "raw", "expected"), [*WHOLE, *DECIMAL, *DAYS, *CHOICES, *TEXTS, *BLANK, *SPACES], ids=_id
)
def test_reading(kind: Type, raw: Raw, expected: tuple[Value, str | None]) -> None:
    found = reading(kind, raw)
    assert found == expected
    assert type(found.value) is type(expected[0])
    if isinstance(found.value, Decimal):
        assert found.value.as_tuple().exponent == -kind.scale


@given(st.floats(-100, 100) | st.decimals(-100, 100, places=4).map(float))
def test_a_decimal_is_read_to_the_fifteen_digits_that_a_spreadsheet_keeps(raw: float) -> None:
    kept = Decimal(f"{raw:.15g}")
    value = kept.quantize(Decimal("0.01"), ROUND_HALF_UP) + 0
    assert reading(SIGNED, raw) == (value, None if value == kept else "NORMALISIERT")


@pytest.mark.parametrize("kind", EVERY_KIND, ids=_id)
def test_no_reading_keeps_the_sign_of_zero(kind: Type) -> None:
    assert repr(reading(kind, -0.0)) == repr(reading(kind, 0.0))


@pytest.mark.parametrize("raw", [None, "", *UNSEEN.values()], ids=["None", "empty", *UNSEEN])
def test_what_is_not_seen_is_blank(raw: Raw) -> None:
    assert is_blank(raw)


@pytest.mark.parametrize("raw", ["-", "''", "x", ".", "\u0301", "0", 0.0, False])
def test_what_is_seen_is_not_blank(raw: Raw) -> None:
    assert not is_blank(raw)


TYPES = st.sampled_from([ANZAHL, STUNDEN, SIGNED, EURO, PROZENT, DATUM, JA_NEIN, AUSWAHL, TEXT, NUMMER])
RAW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.sampled_from([10**400, -(10**400)]),
    st.floats(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"[-+]?[0-9.,]{1,40}", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}", fullmatch=True),
    st.text(st.sampled_from("0123456789.,  \u00a0-−–+%€hkAx☒'１２½²²" + "Pers.Std.März"), max_size=20),
)


@given(TYPES, RAW)
def test_anything_can_be_read(kind: Type, raw: Raw) -> None:
    """Nothing raises; a problem has no value, a repair has its rules, and a value is one that reads as itself."""
    found = reading(kind, raw)
    assert found.code in (None, "NORMALISIERT", "TYP", "BEREICH", "LISTE", "DATUM")
    if found.code not in (None, "NORMALISIERT"):
        assert found.value is None
    else:
        rules = repairs(Field(id="a.b", label="", type=kind), raw) if raw != "" else ()
        assert (found.code is None) == (rules == ())
    if found.value is not None:
        again = reading(kind, float(found.value) if isinstance(found.value, Decimal) else found.value)
        assert again == (found.value, None)


@given(st.decimals(Decimal(0), Decimal(99_999_999), places=2))
def test_what_a_german_writes_is_what_is_read(number: Decimal) -> None:
    """„1.234,50“: the way amounts are shown is a way in which they can be typed."""
    assert reading(STUNDEN, german_number(number, 2)) == (number, "NORMALISIERT")
