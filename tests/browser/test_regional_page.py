"""The regional report as a page in a browser: nothing that axe-core finds hard to use, with every figure and with hardly any."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from rv2xl.reports.page.page import page_of
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.published import Internal
from rv2xl.returns.consolidate import Consolidation
from tests.browser.chromium import Judged
from tests.unit.reports.folder import consolidated, usual
from tests.unit.reports.page.test_page import HEAD

Axe = Callable[[str], Judged]


@pytest.mark.parametrize("folder", [usual, lambda: consolidated([])], ids=["usual", "nothing came"])
def test_the_page_is_easy_to_use(axe: Axe, folder: Callable[[], Consolidation]) -> None:
    found = folder()
    said = axe(page_of(Internal(found, figures_of(found)), HEAD).decode())
    assert said.violations == []
    assert not said.overflows
    assert said.kept >= {
        "color-contrast",
        "document-title",
        "heading-order",
        "html-has-lang",
        "region",
        "scope-attr-valid",
        "svg-img-alt",
    }


def test_a_picture_without_a_title_is_found(axe: Axe) -> None:
    page = page_of(Internal(usual(), figures_of(usual())), HEAD).decode()
    nameless = re.sub(r' aria-labelledby="[^"]*"|<(title|desc) id=.*?</\1>', "", page)
    assert {rule for rule, _ in axe(nameless).violations} == {"svg-img-alt"}
