"""Where a ratio lies beside thresholds: told exactly, in Python and by a spreadsheet, where a rounded ratio would not tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rv2xl.forms.berechnung.schwellen import lage
from rv2xl.model.expressions.expr import Ref, as_percent
from tests.differential.engines import formulon_values
from tests.differential.trees import OTHER_NAME, OWN_NAME, RESULTS, Case

PART, WHOLE, LOW, HIGH = (Ref(f"d{number}") for number in range(4))


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("0", "unter 3\u00a0%"),
        ("2999.99", "unter 3\u00a0%"),
        ("3000", "genau 3\u00a0%"),
        ("3000.01", "über 3\u00a0%, unter 8,25\u00a0%"),
        ("8249.99", "über 3\u00a0%, unter 8,25\u00a0%"),
        ("8250", "genau 8,25\u00a0%"),
        ("8250.01", "über 8,25\u00a0%"),
        ("100000", "über 8,25\u00a0%"),
    ],
)
def test_both_engines_tell_on_which_side_an_amount_lies(part: str, text: str) -> None:
    """Of 100,000.00: 3 % are 3,000.00, 8,25 % are 8,250.00."""
    cells = {"d0": Decimal(part), "d1": Decimal(100_000), "d2": Decimal("0.03"), "d3": Decimal("0.0825")}
    assert both(Case((lage(PART, WHOLE, (LOW, HIGH)),), {OWN_NAME: cells, OTHER_NAME: {}}, ())) == (text, text)


@pytest.mark.parametrize(("part", "text"), [("29.99", "unter 3"), ("30", "genau 3"), ("30.01", "über 3")])
def test_one_threshold_is_enough(part: str, text: str) -> None:
    """As that of Anlage 1 Nr. 5.1: 3 % of 1,000."""
    cells = {"d0": Decimal(part), "d1": Decimal(1000), "d2": Decimal("0.03")}
    expected = f"{text}\u00a0%"
    assert both(Case((lage(PART, WHOLE, (LOW,)),), {OWN_NAME: cells, OTHER_NAME: {}}, ())) == (expected, expected)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("0", "0"),
        ("0.0005", "0,05"),
        ("0.03", "3"),
        ("0.0825", "8,25"),
        ("0.145", "14,50"),
        ("0.9", "90"),
        ("1", "100"),
        ("1.105", "110,50"),
    ],
)
def test_a_share_as_a_text(share: str, text: str) -> None:
    cells = {"d0": Decimal(share)}
    expected = f"{text}\u00a0%"
    assert both(Case((as_percent(PART),), {OWN_NAME: cells, OTHER_NAME: {}}, ())) == (expected, expected)


def both(case: Case) -> tuple[object, object]:
    """What Python says, and what the spreadsheet engine shows."""
    (said,) = case.expected()
    return said, formulon_values(case.workbook())[RESULTS]["A1"]
