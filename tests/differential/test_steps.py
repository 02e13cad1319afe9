"""The steps of calculation forms have the same value in Python and as a formula; and amounts are rounded alike, to the cent."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import Phase, find, given, settings

from rv2xl.excel.formulas import formula as rendering
from rv2xl.excel.formulas.formula import Addresses, formula
from rv2xl.model.expressions.evaluate import evaluate
from rv2xl.model.expressions.expr import Expr, Ref, Round, Value
from rv2xl.model.expressions.known_values import KnownValues
from tests.differential.engines import Values, formulon_values, office_values
from tests.differential.steps import steps
from tests.differential.test_expressions import SETTINGS, differences
from tests.differential.trees import Case, known
from tests.office.client import Office
from tests.soak.searches import times

RATES = ("0.145", "0.0825", "0.05", "0.03125", "0.001", "0.5", "1.19")
COLUMNS, SHEET = ("d0", "d1", "w0"), "Schritte"


@settings(SETTINGS, max_examples=times(100))
@given(steps())
def test_random_steps(case: Case) -> None:
    assert differences(case, formulon_values(case.workbook())) == []


def test_random_steps_in_libreoffice(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("office")

    @settings(SETTINGS, max_examples=8, phases=[Phase.generate])
    @given(steps(40, 80))
    def same(case: Case) -> None:
        assert differences(case, office_values(office, case.workbook(), folder)) == []

    same()


@pytest.mark.parametrize("fault", ["a blank passed over", "divided by nothing", "texts counted"])
def test_a_seeded_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    match fault:
        case "a blank passed over":
            monkeypatch.setattr(rendering, "_number", lambda part, at: rendering._plain(part, at, 0))
        case "divided by nothing":
            monkeypatch.setattr(rendering, "undefined", lambda expr: ())
        case "texts counted":
            right = rendering._calculated
            monkeypatch.setattr(rendering, "_calculated", lambda *node: right(*node).replace("COUNT(", "COUNTA("))
    search = settings(SETTINGS, max_examples=5_000, phases=[Phase.generate], derandomize=True, database=None)
    assert find(steps(), lambda case: differences(case, formulon_values(case.workbook())) != [], settings=search)


# -------------------------------------------------------------------------------------------------------- to the cent

AMOUNT, LESS, PERSONS = Ref("d0"), Ref("d1"), Ref("w0")


def amount(chance: random.Random) -> Decimal:
    """An amount in cents, of any size up to a building's."""
    return Decimal(chance.randrange(10 ** chance.randrange(1, 11))).scaleb(-2)


def halves(chance: random.Random) -> Iterator[tuple[Expr, dict[str, Value]]]:
    """Results at, just above and just below half a cent, reached by every operation; and any others."""
    rate = Decimal(chance.choice(RATES))
    one, other = amount(chance), amount(chance)
    half = one + Decimal("0.005") * chance.choice((1, -1))
    yield Round(AMOUNT * rate, 2), {"d0": one}
    yield Round(AMOUNT * rate - LESS * rate, 2), {"d0": one, "d1": other}
    yield Round((AMOUNT + LESS) * rate, 2), {"d0": one, "d1": other}
    yield Round(AMOUNT - LESS, 2), {"d0": half + other, "d1": other}
    yield Round(AMOUNT - LESS, 2), {"d0": half + other + chance.choice((1, -1)) * Decimal("0.0001"), "d1": other}
    yield Round(AMOUNT / PERSONS, 2), {"d0": half * 8, "w0": 8}
    yield Round(AMOUNT / 12 / PERSONS, 2), {"d0": one, "w0": chance.randrange(1, 300)}
    yield Round((AMOUNT - LESS) / 12, 2), {"d0": half * 12 + other, "d1": other}
    yield Round(AMOUNT * rate * Decimal("0.95"), 2), {"d0": one}
    yield Round(AMOUNT, 2), {"d0": half}


KNOWN = [
    (Round(AMOUNT, 2), "1.005", "1.01"), (Round(AMOUNT, 2), "2.675", "2.68"), (Round(AMOUNT, 2), "1234567.125", "1234567.13"),
    (Round(AMOUNT, 2), "-1.005", "-1.01"), (Round(AMOUNT * Decimal("0.0201"), 2), "50", "1.01"),
    (Round(AMOUNT * Decimal("0.145"), 2), "0.1", "0.01"), (Round(AMOUNT * Decimal("0.0825"), 2), "20.06", "1.65"),
    (Round(AMOUNT * Decimal("0.0825"), 2), "1.4", "0.12"), (Round(AMOUNT * Decimal("0.145"), 2), "0.3", "0.04"),
    (Round(AMOUNT - Decimal("123.52"), 1), "133.37", "9.9"), (Round(AMOUNT - 1000, 2), "1001.005", "1.01"),
    (Round(AMOUNT - 1_000_000, 2), "1000001.005", "1.01"), (Round(AMOUNT / 3, 2), "3.015", "1.01"),
    (Round(AMOUNT / 7, 2), "7.03499", "1.00"), (Round(AMOUNT, 2), "1.0049994", "1.00"), (Round(AMOUNT, 2), "1.0049996", "1.01"),
]  # fmt: skip
"""An amount, and what it is rounded to. The last: what lies within half a millionth below a half is taken for one."""


Line = tuple[Expr, dict[str, Value]]


def workbook(lines: list[Line]) -> bytes:
    """A workbook with a line for each: the values in A to C, the formula in D."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        for row, (expr, cells) in enumerate(lines):
            for name, value in cells.items():
                sheet.write_number(row, COLUMNS.index(name), float(value))  # type: ignore[arg-type]
            at = Addresses(lambda ref, row=row: ("", row, COLUMNS.index(ref.field)), str, known)  # type: ignore[misc]
            sheet.write_formula(row, len(COLUMNS), "=" + formula(expr, at), None, "stored and wrong")
    return out.getvalue()


def disagreements(lines: list[Line], found: Values) -> list[str]:
    """Tell where an engine shows other cents than Python."""
    results = [evaluate(expr, cells, KnownValues(), known) for expr, cells in lines]
    return [
        f"{cells}: {result} expected, {there!r} shown"
        for row, ((_, cells), result) in enumerate(zip(lines, results, strict=True), 1)
        if (there := found[SHEET][f"D{row}"]) != float(result)
    ]


def lines(seed: int, rounds: int) -> list[Line]:
    chance = random.Random(seed)
    return [line for _ in range(rounds) for line in halves(chance)]


@pytest.mark.parametrize(("expr", "value", "cents"), KNOWN)
def test_known_halves(expr: Expr, value: str, cents: str) -> None:
    line = (expr, {"d0": Decimal(value)})
    assert evaluate(*line, KnownValues(), known) == Decimal(cents)
    assert disagreements([line], formulon_values(workbook([line]))) == []


def test_amounts_are_rounded_alike() -> None:
    many = lines(131, times(200))
    assert disagreements(many, formulon_values(workbook(many))) == []


def test_amounts_are_rounded_alike_in_libreoffice(office: Office, tmp_path: Path) -> None:
    many = [*lines(9, 200), *((expr, {"d0": Decimal(value)}) for expr, value, _ in KNOWN)]
    assert disagreements(many, office_values(office, workbook(many), tmp_path)) == []


def test_in_one_step_cents_would_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """A spreadsheet's 1001.005-1000 lies just below 1.005: without the first step it would be a cent less."""
    many = lines(131, 100)
    monkeypatch.setattr(rendering, "_exact", lambda expr, known: True)
    assert disagreements(many, formulon_values(workbook(many))) != []
