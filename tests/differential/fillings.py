"""Random fillings of a workbook: what providers enter, what they should not, and what stands exactly on a rule's edge."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rv2xl.excel.plan import Layout, Placed
from rv2xl.excel.recalculate import recalculate
from rv2xl.model.evaluate import Book, evaluate, number
from rv2xl.model.expr import Value, references
from rv2xl.model.field import Field, Kind
from rv2xl.model.form import Roster
from rv2xl.model.rule import Judgement
from tests.differential.workbooks import Subject

Filling = dict[str, dict[str, Value]]
"""Values by sheet key and field id."""

STEPS = (0, 1, -1, Decimal("0.01"), Decimal("-0.01"))
"""By how much the sides of a rule are made to differ."""

TEXTS = ("Muster", "muster", "MUSTER ", "Ärztehaus", "ÄRZTEHAUS", "0007", "06437")
NUMBERS = (
    0, 1, -1, 7, 100_000, 10**9, 10**15, 45_657, Decimal("0.01"), Decimal("-0.01"), Decimal("0.5"), Decimal("2.50"), Decimal("3.00"),
    Decimal("0.30000000000000004"), Decimal("99999999.99"), Decimal("1E+20"),
)  # fmt: skip
ODD_TEXTS = (
    " ", "x", "ja", "Ja", "JA ", "nein", "NEIN", "0", "12", " 12", "012", "58", " 58", "58,0", "12,5", "1.234,50", "1e3", "50 %", "31.12.2024",
    "=1+1", "<5", ">=0", "<>", "*", "?", "~", "j*", "'", '"', "#N/A", "WAHR", "TRUE", "✗ Fehler", "○ noch nicht prüfbar", "x" * 300,
)  # fmt: skip
DAYS = (date(1950, 1, 1), date(1949, 12, 31), date(2099, 12, 31), date(2100, 1, 1), date(1900, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
RAW_ONLY: tuple[Value, ...] = ("", True, False)
"""What can come into a cell by pasting, but cannot be written by `workbook_bytes`."""


def ordinary(field: Field) -> SearchStrategy[Value]:
    """What belongs into the field; a text that also stands in other fields, so that rows can be compared."""
    kind = field.type
    if kind.choices:
        return st.sampled_from([spelt for choice in kind.choices for spelt in (choice, choice, choice.upper(), choice.title())])
    if kind.kind is Kind.TEXT:
        return st.sampled_from([f"{number:0{kind.digits}}" for number in (1, 2, 6437)] if kind.digits else TEXTS)
    low, high = kind.minimum, kind.maximum
    if isinstance(low, date) and isinstance(high, date):
        return st.sampled_from((low, high)) | st.dates(date(2022, 1, 1), date(2027, 12, 31))
    whole = st.integers(0, 30) | st.sampled_from([int(bound) for bound in (low, high) if isinstance(bound, Decimal)] or [0])
    if kind.kind is Kind.ANZAHL:
        return whole
    return whole | st.integers(0, 10**6).map(lambda cents: Decimal(cents).scaleb(-kind.scale))


@cache
def odd(raw: bool) -> SearchStrategy[Value]:
    """What does not belong into most fields. `raw`: also what no file of ours can hold."""
    return st.sampled_from(ODD_TEXTS) | st.sampled_from(NUMBERS) | st.sampled_from(DAYS) | st.sampled_from(RAW_ONLY if raw else NUMBERS)


def at_bounds(field: Field) -> SearchStrategy[Value]:
    """The limits of the field's type and what lies just beyond."""
    bounds = [number(bound) for bound in (field.type.minimum, field.type.maximum) if bound is not None]
    step = Decimal("0.01") if field.type.scale else 1
    return st.sampled_from([bound + by for bound in bounds for by in (-step, 0, step)] or [0])


def fillings(subject: Subject, *, raw: bool = True) -> SearchStrategy[Filling]:
    """Fillings of all sheets: most of them mostly valid, for a rule is judged only over valid values."""
    return _filling(subject, raw)


@st.composite
def _filling(draw: DrawFn, subject: Subject, raw: bool) -> Filling:
    layout = subject.layout
    filled: Filling = {placed.key: dict(draw(_sheet(placed, raw))) for placed in _to_fill(layout)}
    if rules := _rules(layout):
        for (key, judgement), by in draw(st.lists(st.tuples(st.sampled_from(rules), st.sampled_from(STEPS)), max_size=4)):
            _balance(subject, filled, key, judgement, by)
    for key, field in draw(st.lists(st.sampled_from(_places(layout)), max_size=4)):
        filled[key][field.id] = draw(odd(raw) | at_bounds(field) | st.none())
    return filled


def _to_fill(layout: Layout) -> list[Placed]:
    return [placed for placed in layout.placed if placed.sheet is not None and _fields(placed)]


def _fields(placed: Placed) -> list[Field]:
    return [cell.field for cell in placed.plan.fields.values() if cell.field is not None and cell.computed is None]


@cache
def _places(layout: Layout) -> list[tuple[str, Field]]:
    return [(placed.key, field) for placed in _to_fill(layout) for field in _fields(placed)]


@cache
def _sheet(placed: Placed, raw: bool) -> SearchStrategy[dict[str, Value]]:
    """One sheet: left blank, only the voluntary filled, all filled, or anything anywhere. Prefilled values mostly stay."""
    assert placed.sheet is not None
    own = [field for field in _fields(placed) if not field.prefilled]
    if placed.sheet.rosters:
        return _rows(placed, list(placed.sheet.rosters.values()), raw)
    full = st.fixed_dictionaries({field.id: _possible(field) for field in own})
    voluntary = st.fixed_dictionaries({field.id: _possible(field) for field in own if not field.required})
    anything = st.fixed_dictionaries({}, optional={field.id: ordinary(field) | odd(raw) for field in _fields(placed)})
    return st.just({}) | full | full | full | voluntary | anything


def _possible(field: Field) -> SearchStrategy[Value]:
    return ordinary(field) if field.required else st.none() | ordinary(field)


def _rows(placed: Placed, rosters: list[Roster], raw: bool) -> SearchStrategy[dict[str, Value]]:
    """Rows of a roster, each blank, filled, or with anything anywhere."""
    rows = []
    for roster in rosters:
        for line in range(1, roster.rows + 1):
            own = [field for field in roster.row(line) if not field.preset]
            full = st.fixed_dictionaries({field.id: _possible(field) for field in own})
            anything = st.fixed_dictionaries({}, optional={field.id: ordinary(field) | odd(raw) for field in roster.row(line)})
            rows.append(st.just({}) | full | full | anything)
    return st.tuples(*rows).map(lambda parts: {name: value for part in parts for name, value in part.items()})


@cache
def _rules(layout: Layout) -> list[tuple[str, Judgement]]:
    """The rules that compare two numbers or days, each with the sheet it is judged on."""
    return [
        (placed.key, judgement)
        for placed in layout.placed
        if placed.sheet is not None
        for judgement in placed.sheet.judgements
        if judgement.compared is not None and judgement.rule.roster is None
    ]


def _balance(subject: Subject, filled: Filling, key: str, judgement: Judgement, by: Decimal | int) -> None:
    """Change one input so that the two sides of a rule differ by just so much."""
    values = recalculate(subject.layout, filled)
    assert judgement.compared is not None
    left, right = (evaluate(side, values[key], Book(values), lambda ref: subject.layout.known(key, ref)) for side in judgement.compared)
    if isinstance(left, str) or isinstance(right, str):
        return
    by += number(right) - number(left)
    for side, change in zip(judgement.compared, (by, -by), strict=True):
        for ref in references(side):
            field, present = subject.layout.known(key, ref), values[ref.sheet or key][ref.field]
            if field is not None and not field.computed and not isinstance(present, str) and number(present) + change >= 0:
                filled[ref.sheet or key][field.id] = number(present) + change
                return
