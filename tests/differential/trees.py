"""Random small expressions over the cells of a scratch workbook, by the contract that `model.expr` states.

Every kind of node occurs (those of calculation steps in `steps.py`), in every place where it may: a text or a number
out of range only behind a guard or in what counts it or asks whether it is equal (which of two texts is the greater is the
program's and the language's own affair), products only so deep that no digit after the sixth decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import get_args

import xlsxwriter
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rv2xl.excel.addresses import Position, quoted
from rv2xl.excel.formulas.formula import OWN, OWN_IN_TEXT, Addresses, formula
from rv2xl.model.definitions.field import ANZAHL, DATUM, JA_NEIN, STUNDEN, TEXT, Field, Kind, Type
from rv2xl.model.expressions.evaluate import formula_shows
from rv2xl.model.expressions.expr import (
    Blanks,
    Compare,
    CompareOperator,
    Const,
    CountRows,
    Expr,
    If,
    Invalid,
    Ref,
    RosterColumn,
    Round,
    Rows,
    Some,
    SumRows,
    Tally,
    Value,
    all_of,
    any_of,
    if_,
    join,
    not_,
    total,
)
from rv2xl.model.expressions.known_values import KnownValues

OWN_NAME, OTHER_NAME, RESULTS = "58 L'Été", "Übersicht", "Ergebnisse"
"""The expressions' own sheet, whose formulas stand on a third one as those of „Prüfung“ do; and the other sheet they read."""

KEYS = {OWN_NAME: None, OTHER_NAME: "other"}
GROUPS: dict[str, tuple[Type, int]] = {
    "w": (ANZAHL, 4), "d": (STUNDEN, 4), "t": (TEXT, 3), "a": (DATUM, 2), "j": (JA_NEIN, 3), "x": (ANZAHL, 4),
    "y": (replace(STUNDEN, minimum=Decimal("0.25"), maximum=Decimal("99.75")), 4),
    "l": (Type(Kind.AUSWAHL, choices=("58", "60")), 3), "z": (DATUM, 3),
}  # fmt: skip
"""The columns of both sheets: type and number of cells. In x, y, l and z anything may stand."""

CLEAN, DIRTY = "wdtaj", "xylz"
ROWS = 4
"""The rows of the roster on the other sheet, below the cells."""

LISTED: dict[str, tuple[Type, str]] = {"r.*.key": (TEXT, "A"), "r.*.from": (DATUM, "B"), "r.*.size": (ANZAHL, "C")}
FIRST_ROW = 11


@dataclass(frozen=True)
class Case:
    """Expressions and the values of all cells, by sheet name and field."""

    exprs: tuple[Expr, ...]
    cells: Mapping[str, Mapping[str, Value]]
    rows: tuple[Mapping[str, Value], ...]

    def expected(self) -> list[Value]:
        """The results by Python; nothing is an empty text."""
        book = KnownValues({"other": self.cells[OTHER_NAME]}, {"r": self.rows})
        results = [formula_shows(expr, known)(self.cells[OWN_NAME], book) for expr in self.exprs]
        return ["" if result is None else result for result in results]

    def formulas(self) -> list[str]:
        """The formulas as they stand on the sheet of results."""
        prefix = quoted(OWN_NAME)
        texts = (formula(expr, ADDRESSES).replace(OWN, prefix) for expr in self.exprs)
        return [text.replace(OWN_IN_TEXT, prefix.replace('"', '""')) for text in texts]

    def workbook(self) -> bytes:
        """The scratch workbook; the results stand in column A of their sheet."""
        out = BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
            sheets = {name: book.add_worksheet(name) for name in (OWN_NAME, OTHER_NAME, RESULTS)}
            for name, values in self.cells.items():
                for field, value in values.items():
                    _write(sheets[name], *PLACES[field], value)
            for row, values in enumerate(self.rows, FIRST_ROW - 1):
                for field, value in values.items():
                    _write(sheets[OTHER_NAME], row, ord(LISTED[field][1]) - ord("A"), value)
            for row, text in enumerate(self.formulas()):
                sheets[RESULTS].write_formula(row, 0, "=" + text, None, "stored and wrong")
        return out.getvalue()


PLACES = {
    f"{group}{number}": (number, column)
    for column, (group, (_, count)) in enumerate(GROUPS.items())
    for number in range(count)
}
FIELDS = {name: Field(id=name, label=name, type=GROUPS[name[0]][0]) for name in PLACES}


LISTED_FIELDS = {
    name: Field(id=name, label=name, type=STUNDEN if name == "r.*.size" else kind) for name, (kind, _) in LISTED.items()
}


def known(ref: Ref) -> Field | None:
    return FIELDS.get(ref.field) or LISTED_FIELDS.get(ref.field)


def _position(ref: Ref) -> Position:
    return (OWN if ref.sheet is None else quoted(OTHER_NAME), *PLACES[ref.field])


def _column(column: RosterColumn) -> str:
    letter = LISTED[column.field][1]
    return f"{quoted(OTHER_NAME)}${letter}${FIRST_ROW}:${letter}${FIRST_ROW + ROWS - 1}"


ADDRESSES = Addresses(_position, _column, known)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value) -> None:
    match value:
        case None:
            return
        case str():
            sheet.write_string(row, column, value)
        case date():
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day))
        case _:
            sheet.write_number(row, column, float(value))


# ------------------------------------------------------------------------------------------------------------- cells

WHOLE = st.integers(-20, 200)
CENTS = st.integers(-1000, 20000).map(lambda cents: Decimal(cents).scaleb(-2))
WORDS = st.sampled_from(("", "ja", "Ja", "nein", "x", "X", "Ä", "ä", 'a"b', "0", "12", "58", "a b", "'", "=1"))
DAYS = st.dates(date(2024, 12, 30), date(2025, 1, 2))
ANY = st.one_of(
    st.none(), st.integers(-2, 101), CENTS, WORDS.filter(bool), DAYS,
    st.sampled_from([Decimal("0.24"), Decimal("0.25"), Decimal("99.75"), Decimal("99.76"), 99_999, 100_000, 18_263, 18_264, 58, "058"]),
)  # fmt: skip
"""What may stand in the cells of a group. Without an empty text, which XlsxWriter writes and LibreOffice reads as nothing."""

CELLS: dict[str, SearchStrategy[Value]] = {
    "w": st.none() | WHOLE, "d": st.none() | CENTS | WHOLE, "t": st.none() | WORDS.filter(bool), "a": st.none() | DAYS,
    "j": st.none() | st.sampled_from(("ja", "nein", "Ja", "NEIN")), **dict.fromkeys(DIRTY, ANY),
}  # fmt: skip


def cells() -> SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({name: CELLS[name[0]] for name in PLACES})


def rows() -> SearchStrategy[tuple[Mapping[str, Value], ...]]:
    row = st.fixed_dictionaries({"r.*.key": CELLS["t"], "r.*.from": CELLS["a"], "r.*.size": ANY})
    return st.tuples(*[row] * ROWS)


# ------------------------------------------------------------------------------------------------------- expressions


def refs(groups: str) -> SearchStrategy[Ref]:
    """A cell of these groups, on either sheet."""
    names = [name for name in PLACES if name[0] in groups]
    return st.builds(Ref, st.sampled_from(names), st.sampled_from([None, None, "other"]))


@cache
def runs(groups: str) -> SearchStrategy[tuple[Ref, ...]]:
    """Some cells of one group and sheet, mostly one below the other, or all of two groups row by row."""

    def cut(group: str, first: int, length: int, sheet: str | None) -> tuple[Ref, ...]:
        count = GROUPS[group][1]
        first %= count
        return tuple(Ref(f"{group}{number}", sheet) for number in range(first, min(first + length, count)))

    run = st.builds(
        cut, st.sampled_from(list(groups)), st.integers(0, 3), st.integers(1, 4), st.sampled_from([None, None, "other"])
    )
    apart = (
        st.sampled_from(list(groups))
        .flatmap(lambda group: st.lists(refs(group), min_size=1, max_size=4, unique_by=repr))
        .map(tuple)
    )
    return run | run | apart


def matrix(groups: str) -> tuple[Ref, ...]:
    """Neighbouring columns row by row, as a matrix of a form hands them over."""
    return tuple(Ref(f"{group}{number}") for number in range(4) for group in groups)


def sums() -> SearchStrategy[Expr]:
    return st.one_of(
        row_sums(), runs("wdxytalz").map(total), st.tuples(runs("wx"), runs("dy")).map(lambda pair: total(pair[0] + pair[1])),
        st.just(total(matrix("wd"))), st.just(total(matrix("xy"))),
    )  # fmt: skip


def counts() -> SearchStrategy[Expr]:
    """What counts cells, whatever stands in them."""
    return st.one_of(
        runs(CLEAN + DIRTY).map(Blanks), runs("wdajxylz").map(Invalid), runs("wdt").filter(_of_a_column).map(Rows),
        st.builds(Tally, runs("tj"), st.sampled_from(("ja", "X", "Ä", "a b"))), row_counts(),
    )  # fmt: skip


def _of_a_column(cells: tuple[Ref, ...]) -> bool:
    return len({ref.field[0] for ref in cells}) == 1


KEY, SINCE, SIZE = (RosterColumn(name, "other") for name in LISTED)


def row_conditions() -> SearchStrategy[Expr]:
    """What a row of the roster is asked for."""
    operators = st.sampled_from(get_args(CompareOperator))
    equal = st.sampled_from(("=", "<>"))
    condition = st.one_of(
        st.builds(Compare, equal, st.just(KEY), refs("t") | WORDS.map(Const)),
        st.builds(
            Compare, operators, st.just(SINCE), refs("a") | st.just(if_(Ref("a0").eq(""), date(2025, 1, 1), Ref("a0")))
        ),
        st.builds(Compare, operators, st.just(SIZE), refs("w") | WHOLE.map(Const)),
        st.just(SINCE.eq("")),
    )
    return condition | st.lists(condition, min_size=2, max_size=3).map(lambda parts: Some(tuple(parts)))


def row_counts() -> SearchStrategy[Expr]:
    """How many rows of the roster meet some conditions."""
    return st.lists(row_conditions(), min_size=1, max_size=3).map(lambda parts: CountRows(tuple(parts)))


def row_sums() -> SearchStrategy[Expr]:
    """The sum of a column over the rows that meet some conditions, or over all."""
    conditions = st.lists(row_conditions(), max_size=3).map(tuple)
    return st.builds(SumRows, st.sampled_from((SIZE, SIZE, SINCE, KEY)), conditions)


def leaf_or(leaf: SearchStrategy[Expr], *nodes: SearchStrategy[Expr]) -> SearchStrategy[Expr]:
    """One leaf in four: flat, `one_of` would mostly take leaves, of which there are more kinds."""
    node = st.one_of(*nodes)
    return st.integers(0, 3).flatmap(lambda which: leaf if which == 0 else node)


def times(part: SearchStrategy[Expr]) -> SearchStrategy[Expr]:
    """Products of a part as deep as one likes, which have no more digits than the part."""
    factor = st.integers(-3, 3)
    return st.builds(lambda part, number: part * number, part, factor) | st.builds(
        lambda part, number: number * part, part, factor
    )


def rounded(digits: SearchStrategy[int]) -> SearchStrategy[Expr]:
    """Rounded cells and products. What a difference leaves of an exact half is not one in doubles: 133.37 - 123.52."""
    number = refs("dw") | CENTS.map(Const)
    return st.builds(Round, number | st.builds(lambda a, b: a * b, number, number), digits)


@cache
def whole(depth: int) -> SearchStrategy[Expr]:
    """Whole numbers and days."""
    leaf = st.one_of(refs("w"), refs("a"), WHOLE.map(Const), runs("wa").map(total), counts())
    if depth == 0:
        return leaf
    part = whole(depth - 1)
    return leaf_or(
        leaf, st.builds(lambda a, b: a + b, part, part), st.builds(lambda a, b: a - b, part, part),
        st.builds(lambda a, b: a * b, whole(0), whole(0)), times(part), st.builds(If, truth(depth - 1), part, part),
        rounded(st.just(0)), st.builds(lambda a: a.named("der Teil"), part),
        st.builds(guarded, runs("x"), part),
    )  # fmt: skip


@cache
def decimal(depth: int) -> SearchStrategy[Expr]:
    """Any numbers."""
    leaf = st.one_of(refs("d"), CENTS.map(Const), sums(), whole(0))
    if depth == 0:
        return leaf
    part = decimal(depth - 1)
    return leaf_or(
        leaf, st.builds(lambda a, b: a + b, part, part), st.builds(lambda a, b: a - b, part, part),
        st.builds(lambda a, b: a * b, decimal(0), decimal(0)), times(part), st.builds(If, truth(depth - 1), part, part),
        rounded(st.integers(0, 3)), st.builds(Round, part, st.just(4)), st.builds(guarded, runs("xy"), part),
    )  # fmt: skip


def guarded(cells: tuple[Ref, ...], otherwise: Expr) -> Expr:
    """Arithmetic over cells where anything may stand, behind the guard that keeps texts from it."""
    return if_(Invalid(cells).eq(0), cells[0] + cells[-1] * 2 - total(cells), otherwise)


@cache
def text(depth: int) -> SearchStrategy[Expr]:
    """Texts."""
    leaf = refs("tj") | WORDS.map(Const)
    if depth == 0:
        return leaf
    whole_parts = refs("w") | counts() | rounded(st.just(0))
    return leaf_or(
        leaf, st.builds(If, truth(depth - 1), text(depth - 1), text(depth - 1)),
        st.lists(text(depth - 1) | whole_parts, min_size=1, max_size=3).map(lambda parts: join(*parts)),
    )  # fmt: skip


@cache
def truth(depth: int) -> SearchStrategy[Expr]:
    """What holds or not."""
    operators, equal = st.sampled_from(get_args(CompareOperator)), st.sampled_from(("=", "<>"))
    below = max(depth - 1, 0)
    leaf = st.one_of(
        st.builds(Compare, operators, whole(below), whole(below)), st.builds(Compare, operators, decimal(below), decimal(below)),
        st.builds(lambda operator, a, b: Compare(operator, Const(a) - b + (b - a), Const(0)), operators, CENTS, CENTS),  # not 0 in doubles
        st.builds(lambda operator, a, b, c: Compare(operator, a - b + c, a + c - b), operators, *[decimal(0)] * 3),
        st.builds(Compare, operators, decimal(below), st.just(Const(0))),
        st.builds(Compare, equal, text(below), text(below)), st.builds(Compare, equal, refs(CLEAN + DIRTY), WORDS.map(Const)),
        st.builds(Compare, operators, refs("wda"), WORDS.map(Const)),
    )  # fmt: skip
    if depth == 0:
        return leaf
    several = st.lists(truth(depth - 1), min_size=2, max_size=3)
    return leaf_or(
        leaf,
        several.map(lambda parts: all_of(*parts)),
        several.map(lambda parts: any_of(*parts)),
        truth(depth - 1).map(not_),
    )


def cases(least: int = 1, most: int = 4) -> SearchStrategy[Case]:
    """Some expressions over the same cells."""
    exprs = st.lists(decimal(2) | text(2) | truth(2) | whole(2), min_size=least, max_size=most).map(tuple)
    return st.builds(Case, exprs, st.fixed_dictionaries({OWN_NAME: cells(), OTHER_NAME: cells()}), rows())
