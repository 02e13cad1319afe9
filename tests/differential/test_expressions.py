"""Any expression has the same value in Python and as a formula, as long as it keeps to the contract of `model.expr`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from rv2xl.excel import addresses
from tests.differential.engines import Values, formulon_values, office_values
from tests.differential.trees import RESULTS, Case, cases
from tests.differential.workbooks import alike, shown
from tests.office.client import Office
from tests.soak.searches import times

SETTINGS = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(SETTINGS, max_examples=times(150))
@given(cases())
def test_random_expressions(case: Case) -> None:
    assert differences(case, formulon_values(case.workbook())) == []


def test_random_expressions_in_libreoffice(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("office")

    @settings(SETTINGS, max_examples=10, phases=[Phase.generate])
    @given(cases(40, 80))
    def same(case: Case) -> None:
        assert differences(case, office_values(office, case.workbook(), folder)) == []

    same()


def test_a_seeded_fault_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    joined = addresses._joined
    monkeypatch.setattr(addresses, "_joined", lambda areas: joined(areas)[:1])  # only the first of several areas
    search = settings(SETTINGS, max_examples=300, phases=[Phase.generate], derandomize=True, database=None)
    assert find(cases(), lambda case: differences(case, formulon_values(case.workbook())) != [], settings=search)


def differences(case: Case, values: Values) -> list[str]:
    return [
        f"{value!r} expected, {found!r} shown by ={text}"
        for row, (text, value) in enumerate(zip(case.formulas(), case.expected(), strict=True), 1)
        if not alike(shown(value), found := values[RESULTS][f"A{row}"])
        and not (isinstance(value, bool) and found == value)
    ]
