"""Values as German readers write them, and as programs read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rv2xl.model.definitions.field import ANZAHL, DATUM, STUNDEN, TEXT, Kind, Type
from rv2xl.model.expressions.expr import Value
from rv2xl.model.wording import capitalised, german, german_number, listed, plain

PROZENT = Type(Kind.PROZENT, scale=4)


@pytest.mark.parametrize(
    ("value", "kind", "shown", "written"),
    [
        (None, None, "leer", None),
        (None, STUNDEN, "leer", None),
        (0, ANZAHL, "0", "0"),
        (1234, ANZAHL, "1.234", "1234"),
        (1234567, None, "1.234.567", "1234567"),
        (2025, Type(Kind.ANZAHL, grouping=False), "2025", "2025"),
        (11000101, TEXT, "11000101", "11000101"),
        (-1234, ANZAHL, "-1.234", "-1234"),
        (Decimal("1234.5"), STUNDEN, "1.234,50", "1234.50"),
        (Decimal("1234.5"), None, "1.234,5", "1234.5"),
        (Decimal("0"), STUNDEN, "0,00", "0.00"),
        (0, STUNDEN, "0,00", "0.00"),
        (12, STUNDEN, "12,00", "12.00"),
        (Decimal("1E+3"), None, "1.000", "1000"),
        (Decimal("-0.01"), STUNDEN, "-0,01", "-0.01"),
        (Decimal("0.95"), PROZENT, "95,00 %", "0.9500"),
        (1, PROZENT, "100,00 %", "1.0000"),
        (date(2025, 12, 31), DATUM, "31.12.2025", "2025-12-31"),
        (date(2026, 3, 1), None, "01.03.2026", "2026-03-01"),
        ("ja", None, "„ja“", "ja"),
        ("Erbach", TEXT, "„Erbach“", "Erbach"),
        ("", TEXT, "„“", ""),
        (True, None, "ja", "True"),
    ],
)
def test_a_value_for_people_and_for_programs(value: Value, kind: Type | None, shown: str, written: str | None) -> None:
    assert german(value, kind) == shown
    assert plain(value, kind) == written


@pytest.mark.parametrize(
    ("value", "scale", "expected"),
    [
        (Decimal("1234.567"), 2, "1.234,57"),
        (Decimal("1234.567"), None, "1.234,567"),
        (1000, 0, "1.000"),
        (999, None, "999"),
        (5, 2, "5,00"),
    ],
)
def test_a_number(value: Decimal | int, scale: int | None, expected: str) -> None:
    assert german_number(value, scale) == expected


def test_words_in_a_row() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A und B"
    assert listed(["A", "B", "C"]) == "A, B und C"
    assert listed(["A", "B", "C"], "oder") == "A, B oder C"


def test_a_sentence_begins_with_a_capital() -> None:
    assert capitalised("die Summe") == "Die Summe"
    assert capitalised("„ja“ fehlt") == "„ja“ fehlt"
    assert capitalised("") == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.95", "95,00 %"),
        ("0.2012345678", "20,12345678 %"),
        ("0.123", "12,30 %"),
        ("-0.05", "-5,00 %"),
        ("0.00001", "0,001 %"),
    ],
)
def test_a_computed_ratio_keeps_its_decimals_without_noughts_at_their_end(value: str, shown: str) -> None:
    assert german(Decimal(value), Type(Kind.PROZENT, scale=10)) == shown
