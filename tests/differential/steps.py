"""Random steps of calculation forms over the cells of the scratch workbook: quotients, extremes, days and months, guards.

Quotients stand in no comparison but for that with „–“: their digits go on, and what lies at half a millionth is the engine's own affair.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rv2xl.excel.package.cells.shared_formulas import LONGEST
from rv2xl.model.expressions.expr import (
    DASH,
    Const,
    Expr,
    FirstOther,
    NameLike,
    RowEntry,
    Value,
    all_of,
    day_of_month,
    end_of_month_before,
    first_of_month,
    if_,
    join,
    largest,
    month_of,
    months_later,
    numbers,
    period_end,
    smallest,
    whole_part,
    year_of,
)
from tests.differential.trees import (
    CLEAN,
    DIRTY,
    KEY,
    OTHER_NAME,
    OWN_NAME,
    PLACES,
    WHOLE,
    WORDS,
    Case,
    cells,
    decimal,
    refs,
    rows,
    runs,
    truth,
    whole,
)

FAR_DAYS = st.sampled_from(
    (date(1949, 12, 31), date(1950, 1, 1), date(2024, 2, 29), date(2100, 12, 31), date(2101, 1, 1))
)
NAMES = st.sampled_from(
    (
        "Anna Muster",
        "J. v. Ö.",
        "ab cd ef",
        "A-17",
        "TN0815",
        "äöü",
        "ÉÀÇ",
        "x-y-z-abc",
        "a1bcd",
        "- " * 9 + "Anna",
        "....Łuk",
        "ab",
    )
)
RATES = st.sampled_from((Decimal("0.05"), Decimal("0.145"), Decimal("0.0825"), Decimal("0.95"))).map(Const)


def days() -> SearchStrategy[Expr]:
    """Days, and cells in which anything may stand instead."""
    return st.one_of(
        refs("az"), refs("az"), refs("xyt"), FAR_DAYS.map(Const), st.builds(if_, truth(0), refs("a"), refs("z"))
    )


def months() -> SearchStrategy[Expr]:
    """Months, some of them too many."""
    return refs("w") | refs("w").map(lambda ref: ref * 12) | st.integers(-30, 120).map(Const)


def dates() -> SearchStrategy[Expr]:
    """Days computed of days, and their parts."""
    day = st.builds(first_of_month, days(), months()) | st.builds(end_of_month_before, days(), months())
    later = st.builds(months_later, days() | day, months())
    return st.one_of(
        later, st.builds(months_later, later, months()), st.builds(period_end, days() | later, months()),
        day, day, st.builds(first_of_month, day, months()),
        st.builds(year_of, days() | day),
        st.builds(month_of, days() | day),
        st.builds(day_of_month, days() | day),
        st.builds(lambda one, two: (year_of(one) - year_of(two)) * 12 + month_of(one) - month_of(two), days(), days()),
        st.builds(lambda one, two: one - two, day, day), st.builds(lambda one, two: one <= two, day, day | refs("a")),
    )  # fmt: skip


def amounts() -> SearchStrategy[Expr]:
    """Quotients and extremes within each other."""
    number = decimal(1) | RATES | refs("wd").map(lambda ref: ref.named("der Teil"))
    divisor = st.one_of(
        refs("w"), refs("d"), WHOLE.map(Const), whole(1), st.builds(lambda a, b: a - b, refs("d"), refs("d"))
    )
    quotient = st.builds(lambda a, b: a / b, number, divisor)
    extremes = st.builds(
        lambda choose, parts: choose(*parts),
        st.sampled_from((largest, smallest)),
        st.lists(number, min_size=1, max_size=3),
    )
    part = number | quotient | extremes | number.map(whole_part)
    return st.one_of(
        quotient, extremes, st.builds(lambda a, b: a / b, part, part), st.builds(lambda a, b: a * b + a, quotient, RATES),
        st.builds(lambda a, b, c: a - b / c, number, part, divisor), st.builds(lambda a, b, c: a / (b / c), number, number, divisor),
        st.builds(lambda a, b: largest(a, b, 0), part, quotient),
        st.builds(lambda a, b: smallest(if_(a > 0, a, b), a), refs("d"), refs("d")),
        st.builds(lambda test, a, b: if_(test, a, b * 1) * 2, truth(1), quotient, extremes),
    )  # fmt: skip


def guarded() -> SearchStrategy[Expr]:
    """Steps that show „–“ where a number is missing, and what asks for that."""
    cell = refs("xyl")
    step = st.builds(lambda a, b: if_(numbers((a, b)).eq(2), a * b / 7, DASH), cell, cell)
    return st.one_of(
        step, step.map(lambda expr: expr.eq(DASH)), step.map(lambda expr: join("= ", if_(expr.eq(DASH), DASH, "da"))),
        st.builds(lambda a, test, b: if_(all_of(numbers(a).eq(1), test), a / b, DASH), cell, truth(1), refs("wd")),
    )  # fmt: skip


def entries() -> SearchStrategy[Expr]:
    """What differs in a roster's column, one after the other; what looks like a name."""
    seen = st.lists(refs("t"), max_size=3).map(lambda cells: FirstOther(KEY, tuple(cells)))
    name = (refs("xyt") | WORDS.map(Const) | NAMES.map(Const)).map(NameLike)
    return st.one_of(
        seen, seen.map(lambda row: if_(row > 0, RowEntry(KEY, row), "–")), name, st.builds(if_, name, refs("w"), refs("d")),
        st.builds(lambda a, b: NameLike(join(a, b)), NAMES.map(Const), refs("tw")),
    )  # fmt: skip


def dashed() -> SearchStrategy[dict[str, Value]]:
    """Cells of which some show „–“ or an empty result, as those of steps do."""
    dash = st.dictionaries(st.sampled_from([name for name in PLACES if name[0] in "xyz"]), st.just(DASH))
    return st.builds(lambda values, dashes: values | dashes, cells(), dash)


def _fits(expr: Expr) -> bool:
    """Whether the formula is not longer than a spreadsheet takes it."""
    return len(Case((expr,), {}, ()).formulas()[0]) <= LONGEST


def steps(least: int = 1, most: int = 4) -> SearchStrategy[Case]:
    """Some steps over the same cells."""
    step = amounts() | dates() | guarded() | entries() | runs(CLEAN + DIRTY).map(numbers)
    exprs = st.lists(step.filter(_fits), min_size=least, max_size=most).map(tuple)
    return st.builds(Case, exprs, st.fixed_dictionaries({OWN_NAME: dashed(), OTHER_NAME: dashed()}), rows())
