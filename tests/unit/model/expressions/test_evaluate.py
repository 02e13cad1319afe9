"""Values of expressions in Python, at the places where spreadsheets have their own mind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from rv2xl.model.definitions.field import ANZAHL, DATUM, JA_NEIN, STUNDEN, TEXT, Field, Kind, Type
from rv2xl.model.expressions.cell_values import compare, invalid_counter, number, rounded
from rv2xl.model.expressions.evaluate import evaluate
from rv2xl.model.expressions.expr import (
    Blanks,
    CompareOperator,
    Const,
    CountRows,
    Expr,
    Invalid,
    Ref,
    RosterColumn,
    Round,
    Rows,
    Some,
    Tally,
    Value,
    all_of,
    any_of,
    day_numbered,
    if_,
    join,
    lift,
    not_,
    references,
    serial,
    sum_of,
    total,
)
from rv2xl.model.expressions.known_values import KnownValues

VALUES: dict[str, Value] = {
    "blank": None, "zero": 0, "two": 2, "three": 3, "half": Decimal("0.5"), "tenth": Decimal("0.1"), "text": "zwölf", "number_text": "12",
    "ja": "Ja", "day": date(2025, 12, 31), "pasted": True, "empty": "",
}  # fmt: skip
BOOK = KnownValues(
    {"other": {"two": 20}},
    {
        "orte": [
            {"orte.*.zad": "A", "orte.*.size": 3},
            {"orte.*.zad": "a", "orte.*.size": None},
            {"orte.*.zad": None, "orte.*.size": 5},
        ]
    },
)


def value(expr: Expr, *, type_: Type | None = ANZAHL) -> object:
    return evaluate(
        expr, VALUES, BOOK, lambda ref: None if type_ is None else Field(id=ref.field, label="", type=type_)
    )


def refs(names: str) -> tuple[Ref, ...]:
    return tuple(Ref(name) for name in names.split())


BLANK, ZERO, TWO, THREE, HALF, TENTH = refs("blank zero two three half tenth")
NOT_A_NUMBER = Ref("text") + 1


@pytest.mark.parametrize(
    ("expr", "result"),
    [
        (TWO, 2),
        (Ref("two", "other"), 20),
        (BLANK, None),
        (TWO.named("zwei"), 2),
        (TWO + 3, 5),
        (3 - TWO, 1),
        (TWO * HALF, Decimal("1.0")),
        (BLANK + TWO, 2),
        (Ref("day") - date(2025, 12, 1), 30),
        (total(refs("two three half blank text number_text pasted empty")), Decimal("5.5")),
        (total(refs("day two")), serial(date(2025, 12, 31)) + 2),
        (total((TWO, Ref("two", "other"))), 22),
        (total(()), 0),
        (sum_of(()), 0),
        (sum_of((TWO, THREE)), 5),
        (Blanks(refs("blank zero empty text")), 2),
        (Rows(refs("blank zero empty text")), 4),
        (Tally(refs("ja text blank two"), "ja"), 1),
        (join(TWO, " von ", Round(HALF * 19, 0), Const(Decimal("3.00")), BLANK), "2 von 103"),
        (Round(HALF, 0), 1),
        (Invalid(refs("two text half")), 1),
    ],
)  # fmt: skip
def test_a_node(expr: Expr, result: object) -> None:
    assert value(expr) == result


@pytest.mark.parametrize(
    ("expr", "result"),
    [
        (all_of(TWO > 0, THREE > 0), True),
        (all_of(TWO > 0, THREE > 3), False),
        (any_of(TWO > 2, THREE > 2), True),
        (any_of(TWO > 2, THREE > 3), False),
        (not_(TWO > 2), True),
        (if_(TWO > 0, "ja", "nein"), "ja"),
        (if_(TWO > 2, "ja", BLANK), None),
        (if_(Invalid(refs("text")).eq(0), NOT_A_NUMBER, -1), -1),
    ],
)
def test_logic_and_the_branch_taken_alone_is_evaluated(expr: Expr, result: object) -> None:
    assert value(expr) == result


def test_a_text_in_arithmetic_is_refused() -> None:
    for expr in (NOT_A_NUMBER, Round(Ref("text"), 0), Ref("number_text") * 2):
        with pytest.raises(ValueError, match="text in arithmetic"):
            value(expr)


@pytest.mark.parametrize(
    ("unrounded", "digits", "result"),
    [
        ("0.5", 0, "1"), ("1.5", 0, "2"), ("2.5", 0, "3"), ("-0.5", 0, "-1"), ("-2.5", 0, "-3"), ("2.4999999", 0, "2"),
        ("1.005", 2, "1.01"), ("-1.005", 2, "-1.01"), ("2.675", 2, "2.68"), ("1234.5", -2, "1200"), ("1250", -2, "1300"),
        ("-1250", -2, "-1300"), ("7", 2, "7.00"), ("1E+300", 2, "1E+300"),
    ],
)  # fmt: skip
def test_half_rounds_away_from_zero(unrounded: str, digits: int, result: str) -> None:
    assert rounded(Decimal(unrounded), digits) == Decimal(result)


def test_rounding_keeps_the_decimals() -> None:
    assert str(rounded(7, 2)) == "7.00"
    assert str(rounded(Decimal("7.125"), 2)) == "7.13"


LESS, EQUAL, GREATER = -1, 0, 1
ORDERS = [
    (0, None, EQUAL), (None, None, EQUAL), (None, "", EQUAL), ("", None, EQUAL), (None, False, EQUAL), (0, "", LESS), (None, 1, LESS),
    (None, -1, GREATER), (None, "x", LESS),
    (2, 2, EQUAL), (2, 3, LESS), (2, Decimal("2.0"), EQUAL), (Decimal("0.01"), 0, GREATER),
    (Decimal("0.1") + Decimal("0.2"), Decimal("0.3"), EQUAL), (Decimal("0.30000000000000004"), Decimal("0.3"), EQUAL),
    (Decimal("0.3000004"), Decimal("0.3"), EQUAL), (Decimal("0.3000005"), Decimal("0.3"), GREATER),
    (Decimal("0.2999995"), Decimal("0.3"), LESS), (Decimal("1E+300"), Decimal("0.5"), GREATER), (Decimal("0.5"), 10**300, LESS),
    ("ja", "JA", EQUAL), ("Ärger", "ÄRGER", EQUAL), ("ja ", "ja", GREATER), ("0", 0, GREATER), ("12", 12, GREATER), ("", 10**15, GREATER),
    ("58", Decimal(58), GREATER),
    (date(2025, 12, 31), 46_022, EQUAL), (date(2025, 12, 31), date(2026, 1, 1), LESS), (date(2025, 12, 31), None, GREATER),
    (date(2025, 12, 31), "", LESS), (date(2025, 12, 31), Decimal("46022.5"), LESS),
    (True, 1, GREATER), (True, "WAHR", GREATER), (True, True, EQUAL), (False, True, LESS), (True, None, GREATER),
]  # fmt: skip
HOLDS: dict[str, set[int]] = {
    "=": {EQUAL}, "<>": {LESS, GREATER}, "<": {LESS}, "<=": {LESS, EQUAL}, ">": {GREATER}, ">=": {EQUAL, GREATER},
}  # fmt: skip


@pytest.mark.parametrize(("left", "right", "order"), ORDERS)
def test_comparison(left: Value, right: Value, order: int) -> None:
    for operator in get_args(CompareOperator):
        assert compare(operator, left, right) is (order in HOLDS[operator]), operator
        assert compare(operator, right, left) is (-order in HOLDS[operator]), f"{operator}, sides changed"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1900, 1, 1), 1), (date(1900, 2, 28), 59), (date(1900, 3, 1), 61), (date(1950, 1, 1), 18_264), (date(2023, 7, 1), 45_108),
        (date(2099, 12, 31), 73_050), (date(9999, 12, 31), 2_958_465),
    ],
)  # fmt: skip
def test_a_day_is_its_serial_number(day: date, expected: int) -> None:
    assert serial(day) == number(day) == expected
    assert day_numbered(expected) == day


@pytest.mark.parametrize(
    ("number", "day"), [(-1, None), (0, None), (60, date(1900, 2, 28)), (2_958_466, None), (10**20, None)]
)
def test_a_number_outside_the_calendar_is_no_day(number: int, day: date | None) -> None:
    assert day_numbered(number) == day


AUSWAHL = Type(Kind.AUSWAHL, choices=("58", "60"))
DAYS = replace(DATUM, minimum=date(1950, 1, 1), maximum=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("type_", "values", "count"),
    [
        (ANZAHL, [], 0),
        (ANZAHL, [None, 0, 99_999, Decimal("3.00")], 0),
        (ANZAHL, [None, "", Decimal("2.5")], 1),  # an empty text is a text, and beside a text no fraction is counted
        (ANZAHL, [None, 0, Decimal("2.5"), Decimal("0.1")], 2),
        (ANZAHL, [-1, 100_000], 2),
        (ANZAHL, [Decimal("-0.5")], 2),  # out of range and no whole number: Excel's formula counts both
        (ANZAHL, ["x", "12", " "], 3),
        (ANZAHL, ["x", Decimal("2.5")], 1),
        (ANZAHL, [True, False], 2),
        (ANZAHL, [True, Decimal("2.5")], 1),
        (ANZAHL, [date(2025, 12, 31)], 0),
        (STUNDEN, [Decimal("2.555"), 0, None], 0),
        (STUNDEN, [Decimal("-0.01"), Decimal("99999999.01"), "1,5"], 3),
        (Type(Kind.DEZIMAL), [Decimal("-1E+20"), "x"], 1),
        (DAYS, [date(1950, 1, 1), date(2099, 12, 31), 18_264, 73_050, Decimal("45000.5")], 0),
        (DAYS, [date(1949, 12, 31), date(2100, 1, 1), 0, "31.12.2025"], 4),
        (JA_NEIN, ["ja", "NEIN", None, ""], 0),
        (JA_NEIN, ["ja ", "j", 1, True, date(2025, 1, 1)], 5),
        (AUSWAHL, ["58", 58, Decimal(60)], 0),
        (AUSWAHL, ["058", " 58", "58,0", 59], 4),
        (TEXT, ["", "x" * 250, 12, "x" * 250 + " "], 0),
        (TEXT, ["x" * 251, True], 2),
    ],
)  # fmt: skip
def test_invalid_count(type_: Type, values: Sequence[Value], count: int) -> None:
    assert invalid_counter(Field(id="f", label="", type=type_))(values) == count


def test_invalid_without_a_type_is_refused() -> None:
    with pytest.raises(TypeError, match="no type"):
        value(Invalid((TWO,)), type_=None)


def test_rows_are_counted() -> None:
    key, size = RosterColumn("orte.*.zad", "orte"), RosterColumn("orte.*.size", "orte")
    for conditions, count in (
        ((key.eq("a"),), 2),
        ((key.eq("a"), size > 0), 1),
        ((key.eq(BLANK),), 1),
        ((key.eq(Ref("text")),), 0),
        ((size <= THREE,), 2),
        ((Some((key.eq(""), size.eq(""))),), 2),
    ):
        assert value(CountRows(conditions)) == count
    with pytest.raises(TypeError, match="compares a column"):
        value(CountRows((TWO.eq(key),)))


def test_a_column_has_no_value_alone() -> None:
    with pytest.raises(TypeError, match="no value"):
        value(RosterColumn("orte.*.zad", "orte"))


def test_an_expression_is_no_truth_value() -> None:
    for test in (
        lambda: bool(TWO),
        lambda: TWO and THREE,
        lambda: not TWO,
        lambda: 1 if TWO > 1 else 0,
        lambda: 1 < TWO < 3,
    ):
        with pytest.raises(TypeError, match="no truth of its own"):
            test()


def test_expressions_are_not_compared_with_equals() -> None:
    same, twin = Const(1), Const(1)
    tests: list[Callable[[], object]] = [
        lambda: TWO == 2, lambda: TWO == THREE, lambda: TWO != THREE, lambda: same == twin, lambda: TWO in [ZERO],
    ]  # fmt: skip
    for test in tests:
        with pytest.raises(TypeError, match=r"\.eq\(\)"):
            test()
    assert same == same  # noqa: PLR0124
    assert TWO in [TWO]
    assert len({same, twin}) == 2


def test_a_float_is_no_operand() -> None:
    half: Any = 0.5
    tests: list[Callable[[], Expr]] = [
        lambda: lift(half), lambda: TWO + half, lambda: half * TWO, lambda: half > TWO, lambda: TWO.eq(half), lambda: if_(TWO > 1, half, 0),
    ]  # fmt: skip
    for test in tests:
        with pytest.raises(TypeError, match="not exact"):
            test()


def test_references_name_each_field_once_in_the_order_written() -> None:
    found = references(TWO + THREE, None, total((TWO, Ref("two", "other"))))
    assert [(ref.sheet, ref.field) for ref in found] == [(None, "two"), (None, "three"), ("other", "two")]
