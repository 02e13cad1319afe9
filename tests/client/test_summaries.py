"""LibreOffice as the clerk: the summaries of calculations show what is stored in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.differential.engines import office_values, spoiled, stored_values
from tests.differential.workbooks import alike
from tests.office.client import Office
from tests.unit.reports.test_calculations import FAHRTKOSTEN, NEUBAU, summary


@pytest.mark.parametrize(("form", "sent"), [("fahrtkosten", FAHRTKOSTEN), ("fahrtkosten", ()), ("neubau", NEUBAU)])
def test_libreoffice_calculates_what_is_stored(office: Office, tmp_path: Path, form: str, sent: Any) -> None:
    data = summary(form, sent)
    stored, calculated = stored_values(data), office_values(office, spoiled(data), tmp_path)
    assert any(stored.values())
    assert [
        (sheet, cell, value, calculated[sheet][cell])
        for sheet, cells in stored.items()
        for cell, value in cells.items()
        if not alike(value, calculated[sheet][cell])
    ] == []
