"""Any expression has the same value in Python and as a formula, as long as it keeps to the contract of `model.expr`."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.differential.engines import formulon_values
from tests.differential.trees import RESULTS, Case, cases
from tests.differential.workbooks import alike, shown


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_random_expressions(case: Case) -> None:
    results = formulon_values(case.workbook())[RESULTS]
    for row, (text, value) in enumerate(zip(case.formulas(), case.expected(), strict=True), 1):
        assert alike(shown(value), results[f"A{row}"]), f"{value!r} expected, {results[f'A{row}']!r} shown by ={text}"
