"""Steps of calculation forms in Python: what comes to a number, what to nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rv2xl.model.expressions.evaluate import evaluate
from rv2xl.model.expressions.expr import (
    DASH,
    Expr,
    Ref,
    Round,
    Value,
    day_of_month,
    end_of_month_before,
    first_of_month,
    if_,
    join,
    largest,
    month_of,
    numbers,
    smallest,
    total,
    year_of,
)
from rv2xl.model.expressions.known_values import KnownValues

VALUES: dict[str, Value] = {
    "blank": None, "zero": 0, "two": 2, "seven": 7, "cents": Decimal("12.50"), "dash": DASH, "yes": True, "day": date(2025, 3, 31),
    "leap": date(2024, 2, 29), "early": date(1949, 12, 31), "late": date(2101, 1, 1), "typed": 45_747, "hour": Decimal("45747.75"),
    "negative": -3, "many": 1201,
}  # fmt: skip
BLANK, ZERO, TWO, SEVEN, CENTS, DAY, LEAP = map(Ref, ("blank", "zero", "two", "seven", "cents", "day", "leap"))


def value(expr: Expr) -> Value:
    return evaluate(expr, VALUES, KnownValues(), lambda ref: None)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("expr", "result"),
    [
        (SEVEN / TWO, Decimal("3.5")),
        (1 / SEVEN, Decimal("0.1428571428571428571428571429")),
        (CENTS / 12, Decimal("1.041666666666666666666666667")),
        (BLANK / TWO, Decimal(0)),
        (SEVEN / BLANK, None),
        (SEVEN / ZERO, None),
        (SEVEN / (CENTS - Decimal("12.4999999")), None),
        (SEVEN / ZERO * 0 + TWO, None),
        (TWO - SEVEN / ZERO, None),
        (Round(SEVEN / ZERO, 2), None),
        ((SEVEN / ZERO).named("der Anteil"), None),
        (largest(TWO, SEVEN / ZERO), None),
        (TWO / (SEVEN / ZERO), None),
        (TWO / (ZERO / SEVEN), None),
        (if_(TWO > 0, SEVEN / ZERO, 1) + 1, None),
        (if_(TWO > 2, SEVEN / ZERO, 1) + 1, 2),
        (if_(TWO > 2, 1, if_(TWO > 1, SEVEN / ZERO, 2)), None),
        (if_(TWO > 2, SEVEN / ZERO, if_(TWO > 1, 2, 1 / ZERO)), 2),
        (if_(SEVEN / ZERO > 1, 1, 2), 2),
        (if_(TWO > 1, SEVEN / ZERO, 1).named("der Anteil"), None),
        (if_(TWO > 1, SEVEN / ZERO, 1).eq(""), True),
        (if_(TWO > 1, SEVEN / ZERO, 1) < 1, True),
        (SEVEN / ZERO < 1, True),
        ((SEVEN / ZERO).eq(""), True),
        (join(SEVEN / ZERO, "!"), "!"),
        (largest(TWO, SEVEN, CENTS), Decimal("12.5")),
        (smallest(TWO, SEVEN, BLANK), 0),
        (largest(Ref("negative"), BLANK), 0),
        (largest(Ref("negative")), -3),
        (numbers((TWO, BLANK, Ref("dash"), Ref("yes"), DAY, CENTS, ZERO)), 4),
        (numbers(TWO), 1),
        (if_(numbers((TWO, SEVEN)).eq(2), TWO * SEVEN, DASH), 14),
        (if_(numbers((TWO, Ref("dash"))).eq(2), TWO * Ref("dash"), DASH), "–"),
        (if_(numbers(BLANK).eq(1), TWO, DASH).eq(DASH), True),
        (total((TWO, Ref("dash"), BLANK)), 2),
    ],
)
def test_a_number_or_nothing(expr: Expr, result: Value) -> None:
    found = value(expr)
    assert (type(found), found) == (type(result), result)


@pytest.mark.parametrize(
    ("expr", "result"),
    [
        (first_of_month(DAY), date(2025, 3, 1)),
        (first_of_month(DAY, 1), date(2025, 4, 1)),
        (first_of_month(DAY, 10), date(2026, 1, 1)),
        (first_of_month(DAY, -3), date(2024, 12, 1)),
        (first_of_month(DAY, TWO * 12), date(2027, 3, 1)),
        (first_of_month(DAY, BLANK), date(2025, 3, 1)),
        (end_of_month_before(DAY), date(2025, 2, 28)),
        (end_of_month_before(LEAP, 1), date(2024, 2, 29)),
        (end_of_month_before(first_of_month(DAY, 1), TWO * 12), date(2027, 3, 31)),
        (first_of_month(Ref("typed")), date(2025, 3, 1)),
        (first_of_month(Ref("hour"), 1), date(2025, 4, 1)),
        (first_of_month(Ref("day") + 1), date(2025, 4, 1)),
        (first_of_month(date(2025, 1, 31), 1), date(2025, 2, 1)),
        (first_of_month(DAY, Ref("many")), None),
        (first_of_month(DAY, TWO / ZERO), None),
        (year_of(DAY), 2025),
        (month_of(DAY), 3),
        (day_of_month(DAY), 31),
        (day_of_month(LEAP), 29),
        (year_of(first_of_month(DAY, 10)), 2026),
        ((year_of(DAY) - year_of(LEAP)) * 12 + month_of(DAY) - month_of(LEAP), 13),
        (DAY - first_of_month(DAY), 30),
        *((make(Ref(cell)), None) for make in (first_of_month, end_of_month_before, year_of, month_of, day_of_month)
          for cell in ("blank", "dash", "yes", "zero", "negative", "early", "late")),
        (year_of(BLANK) * 12 + 1, None),
    ],
)  # fmt: skip
def test_a_day_or_nothing(expr: Expr, result: Value) -> None:
    found = value(expr)
    assert (type(found), found) == (type(result), result)


@pytest.mark.parametrize(
    ("unrounded", "digits", "result"),
    [
        ("1.005", 2, "1.01"), ("-1.005", 2, "-1.01"), ("1.0049996", 2, "1.01"), ("1.0049994", 2, "1.00"), ("2.4999996", 0, "3"),
        ("0.00000049", 6, "0"), ("0.0000005", 7, "0.0000005"), ("1250", -2, "1300"),
    ],
)  # fmt: skip
def test_rounding_takes_two_steps(unrounded: str, digits: int, result: str) -> None:
    assert evaluate(Round(Ref("x"), digits), {"x": Decimal(unrounded)}, KnownValues(), lambda ref: None) == Decimal(
        result
    )


def test_the_largest_of_nothing_is_refused() -> None:
    with pytest.raises(TypeError, match="of nothing"):
        smallest()


@pytest.mark.parametrize("months", [-361, 1201])
def test_too_many_months_are_refused(months: int) -> None:
    with pytest.raises(ValueError, match="not within"):
        first_of_month(DAY, months)
