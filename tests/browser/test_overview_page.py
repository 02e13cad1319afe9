"""The overview of a Kreis in a browser: nothing that axe-core finds hard to use, with all that can be in it and with nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rv2xl.reports.overview.overview_page import page_bytes
from tests.browser.chromium import Judged
from tests.unit.reports.overview.test_written import OVERVIEWS

Axe = Callable[[str], Judged]


@pytest.mark.parametrize("name", OVERVIEWS)
def test_the_page_is_easy_to_use(axe: Axe, name: str) -> None:
    said = axe(page_bytes(OVERVIEWS[name]()).decode())
    assert said.violations == []
    assert not said.overflows
    assert said.kept >= {
        "color-contrast",
        "document-title",
        "heading-order",
        "html-has-lang",
        "region",
        "scope-attr-valid",
    }


def test_a_table_that_cannot_be_reached_is_found(axe: Axe) -> None:
    page = page_bytes(OVERVIEWS["external"]()).decode().replace('<html lang="de">', "<html>")
    assert "html-has-lang" in {rule for rule, _ in axe(page).violations}
