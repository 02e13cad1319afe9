"""The engines calculate: no stored value is left, and inputs through the API do what inputs in the file do."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from rv2xl.excel.sheets.write import workbook_bytes
from tests.differential.engines import WRONG, Engine, Values, formulon_values, spoiled, stored_values
from tests.differential.fillings import Filling, fillings
from tests.differential.workbooks import ONE_OF_EACH, WAYS, Way, subject

FEW = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_formulon_forgets_what_is_stored(way: Way) -> None:
    workbook = subject(way)
    data = spoiled(workbook.blank, workbook.formulas)
    assert set(everything(stored_values(data))) == {WRONG}
    calculated = formulon_values(data)
    assert WRONG not in everything(calculated)
    assert workbook.differences(workbook.expected({}), calculated) == []


@pytest.mark.parametrize("way", ONE_OF_EACH, ids=str)
def test_formulon_calculates_alike_through_its_api_and_from_a_file(way: Way) -> None:
    workbook = subject(way)
    with Engine(spoiled(workbook.blank, workbook.formulas)) as engine:

        @FEW
        @given(fillings(workbook.layout, pasted=False))
        def alike(entered: Filling) -> None:
            written = workbook_bytes(workbook.layout, entered)
            from_file = formulon_values(spoiled(written, workbook.formulas))
            assert workbook.differences(from_file, workbook.calculated(engine, entered)) == []
            assert workbook.differences(from_file, stored_values(written)) == []

        alike()


def everything(values: Values) -> list[object]:
    return list(chain.from_iterable(cells.values() for cells in values.values()))
