"""For any inputs Python shows in every cell with a formula what a spreadsheet engine shows there."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.differential.engines import Engine
from tests.differential.fillings import fillings
from tests.differential.workbooks import WAYS, Way, subject

@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_formula(way: Way) -> None:
    workbook = subject(way)
    with Engine(workbook.blank) as engine:

        @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
        @given(fillings(workbook))
        def same(entered) -> None:
            differences = workbook.differences(workbook.expected(entered), workbook.calculated(engine, entered))
            assert not differences, "\n".join(differences)

        same()
