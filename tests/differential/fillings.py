"""Random fillings of a workbook: what providers enter, what they should not, and what stands exactly on a rule's edge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rv2xl.excel.sheets.plan import Layout, Placed
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.expressions.cell_values import number
from rv2xl.model.expressions.evaluate import evaluate
from rv2xl.model.expressions.expr import Compare, Const, Expr, Value, references, walk
from rv2xl.model.expressions.known_values import KnownValues

Filling = dict[str, dict[str, Value]]
"""A value for every input: sheet key -> field id -> value."""

Boundary = tuple[str, Compare]
"""A comparison within a rule, with the key of the sheet the rule is judged on."""

TEXTS = ("Muster", "muster", "MUSTER ", "Ärztehaus", "ÄRZTEHAUS", "0007", "06437")
ODD_TEXTS = (
    " ", "x", "ja", "Ja", "JA ", "nein", "NEIN", "0", "12", " 12", "012", "58", " 58", "058", "58,0", "12,5", "1.234,50", "1e3",
    "50 %", "31.12.2024", "=1+1", "<5", ">=0", "<>", "*", "?", "~", "j*", "'", '"', "#N/A", "WAHR", "TRUE", "✗ Fehler",
    "○ noch nicht prüfbar", "x" * 300,
)  # fmt: skip
SHEETS = ("58 Erbach", "58 ERBACH", "58 Michelstadt", "60 Erbach", "58 Erbach (2)", "58*")
NUMBERS = (
    0, 1, -1, 7, 58, 100_000, 10**9, 10**15, 45_657, Decimal("0.01"), Decimal("-0.01"), Decimal("0.5"), Decimal("2.50"), Decimal("3.00"),
    Decimal("0.30000000000000004"), Decimal("99999999.99"), Decimal("1E+20"),
)  # fmt: skip
DAYS = (
    date(1949, 12, 31),
    date(1950, 1, 1),
    date(2099, 12, 31),
    date(2100, 1, 1),
    date(1900, 2, 28),
    date(1900, 3, 1),
    date(2026, 3, 31),
    date(2026, 4, 1),
)
PASTED: tuple[Value, ...] = ("", True, False)
"""What pasting can leave in a cell, but `workbook_bytes` cannot write."""

STEPS: tuple[Decimal | int, ...] = (0, 0, 0, 1, -1, Decimal("0.01"), Decimal("-0.01"))
"""By how much the two sides of a comparison are made to differ."""


def fillings(layout: Layout, *, pasted: bool = True) -> SearchStrategy[Filling]:
    """Fillings of all sheets: most of them mostly valid, for a rule is judged only over valid values."""
    return _filling(layout, pasted)


@st.composite
def _filling(draw: DrawFn, layout: Layout, pasted: bool) -> Filling:
    to_fill = [placed for placed in layout.placed if placed.sheet is not None and _fields(placed)]
    filled = {
        placed.key: dict.fromkeys(field.id for field in _fields(placed)) | dict(placed.given) for placed in to_fill
    }
    boundaries = _boundaries(layout)
    for placed in to_fill:
        mood = draw(st.sampled_from(MOODS))
        filled[placed.key].update(draw(_sheet(layout, placed, mood, pasted)))
        for boundary in boundaries * 2 if mood == "consistent" else ():  # one may undo another
            if boundary[0] == placed.key and not isinstance(boundary[1].right, Const):
                _balance(layout, filled, boundary, 0)
    for boundary, by in draw(_shifts(layout)):
        _balance(layout, filled, boundary, by)
    for key, field in draw(st.lists(st.sampled_from(_places(layout)), max_size=4)):
        filled[key][field.id] = draw(odd(pasted) | at_limits(field) | st.none())
    return filled


@cache
def _shifts(layout: Layout) -> SearchStrategy[list[tuple[Boundary, Decimal | int]]]:
    """Which comparisons to bring to their edge, and how far beyond it."""
    if not (boundaries := _boundaries(layout)):
        return st.just([])
    return st.lists(st.tuples(st.sampled_from(boundaries), st.sampled_from(STEPS)), min_size=2, max_size=8)


def _upper(text: str) -> str:
    """In capitals, but for the letter that would become two: programs differ in whether „ß“ and „SS“ are one text."""
    return text if "ß" in text else text.upper()


def ordinary(field: Field) -> SearchStrategy[Value]:
    """What belongs into the field; of texts only a few, so that equal ones meet."""
    kind = field.type
    if field.names_sheet is not None:
        return st.sampled_from(SHEETS)
    if kind.choices:
        return st.sampled_from(
            [spelt for choice in kind.choices for spelt in (choice, choice, _upper(choice), choice.title())]
        )
    if kind.kind is Kind.TEXT:
        return st.sampled_from([f"{number:0{kind.digits}}" for number in (1, 2, 6437)] if kind.digits else TEXTS)
    low, high = kind.minimum, kind.maximum
    if isinstance(low, date) and isinstance(high, date):
        return st.sampled_from((low, high)) | st.dates(date(2022, 1, 1), date(2027, 12, 31))
    limits = [int(limit) for limit in (low, high) if isinstance(limit, Decimal)]
    whole = st.integers(0, 30) | st.integers(0, 30) | st.sampled_from(limits or [0])
    if kind.kind is Kind.ANZAHL:
        return whole
    return whole | st.integers(0, 10**6).map(lambda cents: Decimal(cents).scaleb(-kind.scale))


@cache
def odd(pasted: bool) -> SearchStrategy[Value]:
    """What does not belong into most fields."""
    strange = (ODD_TEXTS, NUMBERS, DAYS, *((PASTED,) if pasted else ()))
    return st.one_of(*(st.sampled_from(values) for values in strange))


def at_limits(field: Field) -> SearchStrategy[Value]:
    """The limits of the field's type and what lies just beyond."""
    limits = [number(limit) for limit in (field.type.minimum, field.type.maximum) if limit is not None]
    step = Decimal("0.01") if field.type.scale else 1
    return st.sampled_from([limit + by for limit in limits for by in (-step, 0, step)] or [0])


MOODS = ("blank", "voluntary", "full", "full", "consistent", "consistent", "anything")
"""A sheet is left as issued, filled only where nothing is required, filled, filled so that what a
rule compares is equal, or filled anyhow."""


@cache
def _sheet(layout: Layout, placed: Placed, mood: str, pasted: bool) -> SearchStrategy[dict[str, Value]]:
    assert placed.sheet is not None
    if mood == "blank":
        return st.just({})
    if placed.sheet.rosters:
        return _rows([row for roster in placed.sheet.rosters.values() for row in _fields_by_row(roster)], pasted)
    if mood == "anything":
        return _anything(_fields(placed), pasted)
    own = [field for field in _fields(placed) if not layout.issue.locked(field)]
    return _possible([field for field in own if not field.required] if mood == "voluntary" else own)


def _rows(rows: Sequence[Sequence[Field]], pasted: bool) -> SearchStrategy[dict[str, Value]]:
    """Rows of a roster, each unused, filled, or filled anyhow."""
    filled: list[SearchStrategy[dict[str, Value]]] = [
        st.just({})
        | _possible([field for field in row if not field.preset])
        | _possible(row[:-1])
        | _anything(row, pasted)
        for row in rows
    ]
    return st.tuples(*filled).map(lambda parts: {name: value for part in parts for name, value in part.items()})


def _possible(fields: Sequence[Field]) -> SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries(
        {field.id: ordinary(field) if field.required else st.none() | ordinary(field) for field in fields}
    )


def _anything(fields: Sequence[Field], pasted: bool) -> SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({}, optional={field.id: ordinary(field) | odd(pasted) for field in fields})


def _fields(placed: Placed) -> list[Field]:
    return [cell.field for cell in placed.plan.fields.values() if cell.field is not None and cell.computed is None]


def _fields_by_row(roster: Roster) -> list[Sequence[Field]]:
    return [[field for field in roster.row(line) if not field.computed] for line in range(1, roster.rows + 1)]


@cache
def _places(layout: Layout) -> list[tuple[str, Field]]:
    return [(placed.key, field) for placed in layout.placed if placed.sheet is not None for field in _fields(placed)]


@cache
def _boundaries(layout: Layout) -> list[Boundary]:
    """The comparisons of numbers and days in the rules, but for those of rosters."""
    return [
        (placed.key, node)
        for placed in layout.placed
        if placed.sheet is not None
        for judgement in placed.sheet.judgements
        if judgement.rule.roster is None
        for expr in (judgement.holds, judgement.when)
        if expr is not None
        for node in walk(expr)
        if isinstance(node, Compare) and _of_inputs(layout, placed.key, node)
    ]


def _of_inputs(layout: Layout, key: str, comparison: Compare) -> bool:
    fields = [layout.known(key, ref) for ref in references(comparison)]
    texts = any(isinstance(side, Const) and isinstance(side.value, str) for side in comparison.children())
    return not texts and bool(fields) and all(field is not None and not field.computed for field in fields)


KEPT = 10**9
"""Below this a double keeps the millionth to which numbers are compared, also in a difference of nearly equal ones."""


def _balance(layout: Layout, filled: Filling, boundary: Boundary, by: Decimal | int) -> None:
    """Change inputs so that the left side exceeds the right side by just so much, if they can be added up."""
    key, comparison = boundary

    def value(expr: Expr) -> Value:
        return evaluate(expr, filled[key], KnownValues(filled), lambda ref: layout.known(key, ref))  # type: ignore[no-any-return]

    try:
        left, right = value(comparison.left), value(comparison.right)
    except ValueError:  # a text in arithmetic, from which the rule's guard keeps away
        return
    if isinstance(left, str | bool) or isinstance(right, str | bool):
        return
    if all(
        field is None or not field.type.scale for ref in references(comparison) for field in (layout.known(key, ref),)
    ):
        by = int(by)
    by += number(right) - number(left)
    for side, present, change in ((comparison.left, left, by), (comparison.right, right, -by)):
        inputs = [ref for ref in references(side) if not isinstance(value(ref), str | bool)]
        wanted = number(present) + change
        if inputs and 0 <= wanted < KEPT:
            _shift(filled, [(ref.sheet or key, ref.field) for ref in inputs], change, wanted)
            return


def _shift(filled: Filling, inputs: Sequence[tuple[str, str]], change: Decimal | int, wanted: Decimal | int) -> None:
    """Change the first input, or, if it would fall below 0, give it all and the others 0."""
    key, name = inputs[0]
    first = number(filled[key][name]) + change
    if first < 0:
        first = wanted
        for other, field in inputs:
            filled[other][field] = 0
    filled[key][name] = first
