"""The browser in which pages are judged."""

import os
from collections.abc import Callable

import pytest

from tests.browser.chromium import Judged, judged_by_axe, missing_browser


@pytest.fixture(scope="session")
def axe() -> Callable[[str], Judged]:
    """Judges a page; skipped where there is no browser, unless RV2XL_REQUIRE_BROWSER=1 forbids to go without."""
    missing = missing_browser()
    if missing and os.environ.get("RV2XL_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{missing}, and RV2XL_REQUIRE_BROWSER=1 forbids to go without")
    if missing:
        pytest.skip(missing)
    return judged_by_axe
