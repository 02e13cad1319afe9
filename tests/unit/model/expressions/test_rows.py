"""What is asked of all rows of a roster, of a text's characters, and of days some months later: tables of known answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rv2xl.excel.addresses import Position
from rv2xl.excel.formulas.formula import OWN, Addresses, formula
from rv2xl.model.expressions.evaluate import evaluate
from rv2xl.model.expressions.expr import (
    CountRows,
    Expr,
    FirstOther,
    FirstRow,
    Identifier,
    NameLike,
    Ref,
    RosterColumn,
    RowEntry,
    SumRows,
    Value,
    any_of,
    lift,
    months_later,
    period_end,
    whole_part,
)
from rv2xl.model.expressions.known_values import KnownValues

ROWS: tuple[dict[str, Value], ...] = (
    {"r.*.ort": "B1", "r.*.wer": "LWV", "r.*.km": 10},
    {"r.*.ort": "A2", "r.*.wer": "lwv", "r.*.km": Decimal("7.5")},
    {"r.*.ort": None, "r.*.wer": "BA", "r.*.km": "–"},
    {"r.*.ort": "b1", "r.*.wer": "BA", "r.*.km": 3},
    {"r.*.ort": "*", "r.*.wer": None, "r.*.km": None},
    {"r.*.ort": "02", "r.*.wer": "andere", "r.*.km": True},
    {"r.*.ort": "2", "r.*.wer": "", "r.*.km": 1},
)
ORT, WER, KM = (RosterColumn(f"r.*.{name}", "rows") for name in ("ort", "wer", "km"))
OWN_VALUES: dict[str, Value] = {"b": "B1", "a": "a2", "star": "*", "none": None, "nought": "02", "two": "2"}
B, A, STAR, NONE, NOUGHT, TWO = (Ref(name) for name in OWN_VALUES)


def value(expr: Expr) -> Value:
    return evaluate(expr, OWN_VALUES, KnownValues({}, {"r": ROWS}), lambda ref: None)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("expr", "result"),
    [
        (SumRows(KM), Decimal("21.5")),
        (SumRows(KM, (WER.eq("LWV"),)), Decimal("17.5")),
        (SumRows(KM, (WER.eq("BA"),)), 3),
        (SumRows(KM, (ORT.eq(B),)), 13),
        (SumRows(KM, (ORT.eq(B), WER.eq("LWV"))), 10),
        (SumRows(KM, (ORT.eq(TWO),)), 1),
        (SumRows(KM, (ORT.eq("C"),)), 0),
        (CountRows((WER.eq("lwv"),)), 2),
        (CountRows((ORT.eq(B), any_of(WER.eq("LWV"), WER.eq("BA")))), 2),
        (CountRows((ORT.ne(""),)), 6),
        (FirstOther(ORT, ()), 1),
        (FirstOther(ORT, (B,)), 2),
        (FirstOther(ORT, (A, B)), 5),
        (FirstOther(ORT, (A, B, STAR)), 6),
        (FirstOther(ORT, (A, B, STAR, NOUGHT)), 7),
        (FirstOther(ORT, (A, B, STAR, NOUGHT, TWO)), 0),
        (FirstOther(ORT, (NONE,)), 1),
        (RowEntry(ORT, lift(2)), "A2"),
        (FirstRow((WER.eq("BA"),)), 3),
        (FirstRow((WER.eq("BA"), ORT.eq(B))), 4),
        (FirstRow((WER.eq("niemand"),)), 0),
        (CountRows((ORT.eq(TWO),)), 1),
        (CountRows((Identifier(ORT, 2).eq(Identifier(TWO, 2)),)), 2),
        (CountRows((Identifier(ORT, None).eq(Identifier(TWO, None)),)), 1),
        (CountRows((Identifier(ORT, 2).eq(Identifier(STAR, 2)),)), 1),
        (CountRows((Identifier(ORT, 2).ne(Identifier(B, 2)), ORT.ne(""))), 4),
        (FirstRow((Identifier(ORT, 2).eq(Identifier(NOUGHT, 2)),)), 6),
    ],
)
def test_rows(expr: Expr, result: Value) -> None:
    assert value(expr) == result


def test_equal_conditions_collect_each_their_own() -> None:
    """A count and a sum over the same conditions are not taken for each other."""
    conditions = (WER.eq("BA"),)
    book = KnownValues({}, {"r": ROWS})
    found = [
        evaluate(expr, OWN_VALUES, book, lambda ref: None)
        for expr in (CountRows(conditions), SumRows(KM, conditions), SumRows(KM), SumRows(WER))
    ]
    assert found == [2, 3, Decimal("21.5"), 0]


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("0007", "0007"), (7, "0007"), ("7", "0007"), (" 7 ", "0007"), ("\u00a0007", "0007"), (Decimal(7), "7"), ("A7", "a7"),
        ("12345", 12345), ("*", "*"),
    ],
)  # fmt: skip
def test_identifiers_that_are_read_alike(typed: Value, other: Value) -> None:
    assert _same(typed, other)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("0007", "00007"),
        ("A7", "00A7"),
        ("7", "8"),
        ("*", "7"),
        ("?", "7"),
        (70, "0007"),
        ("A  7", "A7"),
        (True, "True"),
    ],
)
def test_identifiers_that_are_not(typed: Value, other: Value) -> None:
    assert not _same(typed, other)


def _same(typed: Value, other: Value) -> bool:
    book = KnownValues({}, {"r": [{"r.*.ort": typed}]})
    return bool(
        evaluate(CountRows((Identifier(ORT, 4).eq(Identifier(B, 4)),)), {"b": other}, book, lambda ref: None) == 1
    )


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Anna Muster", True), ("M. Maier", True), ("Öz", False), ("Özil", True), ("ÉLO", True), ("TN-017", False), ("A. B.", False),
        ("Teilnehmer 3", False), ("ab-cd", False), ("abc", True), ("ab", False), ("", False), ("WfbM", True), ("- " * 9 + "Anna", False),
        ("x" * 60, True), ("........Maximiliane", True),
    ],
)  # fmt: skip
def test_names(text: str, is_name: bool) -> None:
    assert value(NameLike(lift(text))) is is_name


@pytest.mark.parametrize(
    ("number", "whole"),
    [("10.4", 10), ("0.9", 0), ("0.999", 0), ("1", 1), ("9.9999996", 10), ("9.999999", 9), ("-1.7", -1), ("0", 0)],
)
def test_the_whole_part(number: str, whole: int) -> None:
    assert value(whole_part(Decimal(number))) == whole


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2021, 4, 1), 60, date(2026, 4, 1)), (date(2020, 2, 29), 60, date(2025, 2, 28)), (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 5, 15), -12, date(2024, 5, 15)), (date(2024, 12, 31), 2, date(2025, 2, 28)), (date(1949, 1, 1), 1, None),
    ],
)  # fmt: skip
def test_months_later(day: date, months: int, later: date | None) -> None:
    assert value(months_later(day, months)) == later


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [  # a year from any day; over and on a 29 February; a month that has no such day ends with its last one
        (date(2025, 4, 15), 12, date(2026, 4, 14)), (date(2024, 12, 31), 12, date(2025, 12, 30)), (date(2026, 4, 1), 12, date(2027, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2023, 3, 1), 12, date(2024, 2, 29)), (date(2024, 2, 28), 12, date(2025, 2, 27)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)), (date(2025, 1, 28), 1, date(2025, 2, 27)), (date(1949, 1, 1), 1, None),
    ],
)  # fmt: skip
def test_period_end(day: date, months: int, end: date | None) -> None:
    assert value(period_end(day, months)) == end


def _range(column: RosterColumn) -> str:
    letter = column.field.removeprefix("gelesen.").removeprefix("r.*.")[0].upper()
    return f"R!${letter}$8:${letter}$14"


def _cell(ref: Ref) -> Position:
    return OWN, 0, ord(ref.field.removeprefix("gelesen.")[0]) - ord("a")


AT = Addresses(_cell, _range, lambda ref: None)
OWN_ORT, OWN_WER = Ref("ort"), Ref("wer")


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (SumRows(KM), "SUM(R!$K$8:$K$14)"),
        (SumRows(KM, (WER.eq("BA"), ORT.ne(A))), 'SUMPRODUCT((R!$W$8:$W$14="BA")*(R!$O$8:$O$14<>A1)*1,R!$K$8:$K$14)'),
        (RowEntry(ORT, A), "INDEX(R!$O$8:$O$14,A1)"),
        (
            FirstOther(ORT, (B,)),
            'MOD(ROWS(R!$O$8:$O$14)+1-SUMPRODUCT(MAX((R!$O$8:$O$14<>"")*(R!$O$8:$O$14<>B1)*'
            "(ROWS(R!$O$8:$O$14)+ROW(R!$O$8)-ROW(R!$O$8:$O$14)))),ROWS(R!$O$8:$O$14)+1)",
        ),
        (
            CountRows(
                (Identifier(ORT, 4).eq(Identifier(OWN_ORT, 4)), Identifier(WER, None).eq(Identifier(OWN_WER, None)))
            ),
            "COUNTIFS(R!$O$8:$O$14,O1,R!$W$8:$W$14,W1)",
        ),
        (CountRows((Identifier(ORT, 4).ne(Identifier(OWN_ORT, 4)),)), "SUMPRODUCT((R!$O$8:$O$14<>O1)*1)"),
        (
            FirstRow((Identifier(ORT, 4).eq(Identifier(OWN_ORT, 4)),)),
            "MOD(ROWS(R!$O$8:$O$14)+1-SUMPRODUCT(MAX((R!$O$8:$O$14=O1)*(ROWS(R!$O$8:$O$14)+ROW(R!$O$8)-ROW(R!$O$8:$O$14)))),"
            "ROWS(R!$O$8:$O$14)+1)",
        ),
        (
            Identifier(A, None, spelled_out=True),
            'IF(OR(ISLOGICAL(A1),ABS(N(A1))>=1E+15,N(A1)<>INT(N(A1))),"k¿",IF(LEFT(TRIM(SUBSTITUTE(A1,"\u00a0"," ")),200)="","","k"&'
            'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(LEFT(TRIM(SUBSTITUTE(A1,"\u00a0"," ")),200),"~","¬"),"*","×"),"?","¿")))',
        ),
        (whole_part(A), "ROUNDDOWN(A1,0)"),
        (whole_part(A * Decimal("0.5")), "ROUNDDOWN(ROUND(A1*0.5,6),0)"),
        (months_later(A, 60), 'IF(OR(N(A1)<18264,N(A1)>73415),"",EDATE(A1,60))'),
        (
            period_end(A, 12),
            'IF(OR(N(A1)<18264,N(A1)>73415),"",EDATE(A1,12)-IF(DAY(EDATE(A1,12))=DAY(A1),1,0))',
        ),
    ],
)
def test_formulas(expr: Expr, text: str) -> None:
    assert formula(expr, AT).replace(OWN, "") == text


def test_the_formula_of_names_is_short_enough_for_hundreds_of_rows() -> None:
    assert len(formula(NameLike(A), AT)) < 600


def test_matrices_are_multiplied_as_numbers() -> None:
    """LibreOffice and formulon take truth values for 0 and 1; MMULT of Excel gives #VALUE! for them."""
    text = formula(NameLike(A), AT)
    assert text.count("MMULT(") == text.count("MMULT({1,1,1},--EXACT(") == 1
