"""LibreOffice shows what Python shows and what stands stored beside the formulas."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from rv2xl.excel.sheets.write import workbook_bytes
from tests.differential.engines import WRONG, office_values, spoiled, stored_values
from tests.differential.fillings import Filling, fillings
from tests.differential.workbooks import WAYS, Way, subject
from tests.office.client import Office

SOME = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_stored_values_are_what_libreoffice_calculates(
    way: Way, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    workbook = subject(way)
    folder = tmp_path_factory.mktemp("office")
    assert workbook.differences(stored_values(workbook.blank), office_values(office, workbook.blank, folder)) == []

    @SOME
    @given(fillings(workbook.layout, pasted=False))
    def filled(entered: Filling) -> None:
        data = workbook_bytes(workbook.layout, entered)
        calculated = office_values(office, spoiled(data, workbook.formulas), folder)
        assert WRONG not in chain.from_iterable(cells.values() for cells in calculated.values())
        assert workbook.differences(workbook.expected(entered), calculated) == []
        assert workbook.differences(stored_values(data), calculated) == []

    filled()
