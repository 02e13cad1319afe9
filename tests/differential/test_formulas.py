"""For any inputs, Python shows in every cell with a formula what a spreadsheet engine shows there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from rv2xl import forms
from rv2xl.excel.formulas.formula import formula
from rv2xl.excel.sheets import formula_texts as texts
from rv2xl.excel.sheets import stencils
from rv2xl.excel.sheets.plan import Layout
from rv2xl.model.expressions.expr import Const, Expr, If
from tests.differential.engines import Engine, Shown, Values
from tests.differential.fillings import Filling, fillings
from tests.differential.workbooks import ONE_OF_EACH, WAYS, Subject, Way, alike, lost_by_doubles, subject
from tests.forms.cases import cases
from tests.forms.standard import standard
from tests.soak.searches import times

EXAMPLES = {"dokumentation issued": 100, "neubau blank": 75, "kostenzuordnung blank": 30}
"""How many fillings are drawn; of any other form 50."""

BY_CHANCE = {"dokumentation"}
"""Forms whose rules chance brings into every state; others have so many optional amounts, or rules over rows, that it misses some."""

SETTINGS = settings(
    deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
"""No shrinking: `reduced` knows better, and in seconds."""


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_formula(way: Way) -> None:
    workbook = subject(way)
    with Engine(workbook.blank) as engine:

        @settings(SETTINGS, max_examples=times(EXAMPLES.get(str(way), 50)))
        @given(fillings(workbook.layout))
        def same(entered: Filling) -> None:
            if differences(workbook, engine, entered):
                entered = reduced(workbook, engine, entered)
                pytest.fail("\n".join([*differences(workbook, engine, entered), f"entered: {entered}"]))

        same()


@pytest.mark.parametrize("way", ONE_OF_EACH, ids=str)
def test_every_formula_over_blank_cells(way: Way) -> None:
    """What is issued is gone too: a formula that comes to a blank cell shows 0."""
    workbook = subject(way)
    with Engine(workbook.blank) as engine:
        assert differences(workbook, engine, nothing_entered(workbook.layout)) == []


def nothing_entered(layout: Layout) -> Filling:
    return {
        placed.key: {name: None for name, cell in placed.plan.fields.items() if cell.computed is None}
        for placed in layout.placed
    }


def differences(workbook: Subject, engine: Engine, entered: Filling) -> list[str]:
    return workbook.differences(workbook.expected(entered), workbook.calculated(engine, entered))


def reduced(workbook: Subject, engine: Engine, entered: Filling) -> Filling:
    """Leave out what a difference does not need: whole sheets first, then value by value."""
    for key in entered:
        smaller = {other: values for other, values in entered.items() if other != key}
        entered = smaller if differences(workbook, engine, smaller) else entered
    for key, values in entered.items():
        for name in values:
            smaller = entered | {key: {other: value for other, value in entered[key].items() if other != name}}
            entered = smaller if differences(workbook, engine, smaller) else entered
    return entered


@pytest.mark.parametrize("way", ONE_OF_EACH, ids=str)
def test_the_fillings_bring_every_rule_into_every_state(way: Way) -> None:
    workbook = subject(way)
    checks = workbook.layout.by_key["pruefung"]
    lines = [
        (judgement.id, cell.name, cell.computed.expr)
        for placed in workbook.layout.placed
        if placed.sheet is not None
        for judgement in placed.sheet.judgements
        if (cell := checks.plan.computed[f"{placed.key}:{judgement.id}"]).computed is not None
    ]
    seen: dict[str, set[object]] = defaultdict(set)

    @settings(SETTINGS, max_examples=250, derandomize=True, database=None)
    @given(fillings(workbook.layout))
    def fill(entered: Filling) -> None:
        shown = workbook.expected(entered)[checks.name]
        for rule, address, _ in lines:
            seen[rule].add(shown[address])

    fill()
    if way.form not in BY_CHANCE:
        for entered in (
            *each_in_turn(workbook, standard(way.form).filling),
            *(case.entered() for case in cases(forms.newest(way.form))),
        ):
            shown = workbook.expected(entered)[checks.name]
            for rule, address, _ in lines:
                seen[rule].add(shown[address])
    assert {rule: unseen for rule, _, expr in lines if (unseen := outcomes(expr) - seen[rule])} == {}


def each_in_turn(workbook: Subject, right: Filling) -> Iterator[Filling]:
    """Yield a valid filling in which one input after the other is a text, a large number, or blank."""
    for sheet in workbook.layout.issue.form.sheets:
        for name, field in sheet.fields.items():
            if not field.computed and not field.prefilled:
                for value in ("zwölf", 10**9, None):
                    yield right | {sheet.section: {**right.get(sheet.section, {}), name: value}}


def outcomes(expr: Expr) -> set[object]:
    """The texts that an expression can show."""
    match expr:
        case If(_, then, otherwise):
            return outcomes(then) | outcomes(otherwise)
        case Const(value):
            return {value}
    return set()


Fault = Callable[[str], str]

FAULTS: dict[str, Fault] = {
    "a sum one row short": lambda text: re.sub(
        r"(SUM\([^()]*:[A-Z]+)(\d+)", lambda found: f"{found[1]}{int(found[2]) - 1}", text
    ),
    "less for at most": lambda text: re.sub('(?<!")<=', "<", text),
    "a limit one lower": lambda text: re.sub(r'"<=(\d+)"', lambda found: f'"<={int(found[1]) - 1}"', text),
    "any for all": lambda text: text.replace("AND(", "OR("),
    "the cell above": lambda text: re.sub(
        r"COUNTBLANK\((\x00[A-Z]+)(\d+)\)", lambda found: f"COUNTBLANK({found[1]}{int(found[2]) - 1})", text
    ),
    "no cents": lambda text: text.replace(",6)", ",0)"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = subject(WAYS[0]).layout
    monkeypatch.setattr(texts, "formula", lambda expr, at: FAULTS[fault](formula(expr, at)))
    forget_formulas(layout)
    try:
        workbook = Subject(layout)
        with Engine(workbook.blank) as engine:
            assert find_difference(workbook, engine)
    finally:
        forget_formulas(layout)


def forget_formulas(layout: Layout) -> None:
    """Formulas are rendered once: forget what the module that renders them has made."""
    form = layout.issue.form
    for owner in (layout, form, form.original or form):
        for make in [make for make in owner.kept if make.__module__ in (texts.__name__, stencils.__name__)]:
            del owner.kept[make]


def find_difference(workbook: Subject, engine: Engine) -> Filling:
    """Search as `test_every_formula` does; NoSuchExample where there is no difference."""
    return find(
        fillings(workbook.layout),
        lambda entered: bool(differences(workbook, engine, entered)),
        settings=settings(SETTINGS, max_examples=EXAMPLES[str(WAYS[0])], derandomize=True, database=None),
    )


def test_equal_is_equal_but_for_a_doubles_last_digits() -> None:
    workbook = subject(WAYS[0])
    expected = workbook.expected({})
    sheet, address = "Deckblatt", next(iter(expected["Deckblatt"]))

    def with_value(value: Shown) -> Values:
        return expected | {sheet: expected[sheet] | {address: value}}

    equal: list[tuple[Shown, Shown]] = [(1.0, 1.0 + 1e-12), ("✓", "✓")]
    other: list[tuple[Shown, Shown]] = [
        (1.0, 1.0 + 1e-6), (1.0, True), (1.0, "1"), ("ja", "Ja"), (None, ""), (None, 0.0), (0.0, "#VALUE!"),
    ]  # fmt: skip
    for one, two in equal:
        assert workbook.differences(with_value(one), with_value(two)) == []
    for one, two in other:
        assert len(workbook.differences(with_value(one), with_value(two))) == 1


def test_a_difference_may_lose_what_a_double_has_not() -> None:
    """10^20 + 0.5 - 10^20 is 0 or some multiple of 16,384, as the engine orders it; no form allows such amounts."""
    assert alike(0.0, 98_304.0, lost_by_doubles([1e20, "–", None]))
    assert not alike(0.0, 98_304.0, lost_by_doubles([1e15]))
    assert lost_by_doubles([999_999_999.99, -3.0, True, "1E+20"]) == 0
