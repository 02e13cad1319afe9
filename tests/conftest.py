"""Fixtures for all tests."""

import os
from collections.abc import Iterator

import pytest

from tests.office.client import Office, missing_office


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "office: drives LibreOffice (given to all that use the fixture `office`)")


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker("office")


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """One LibreOffice for the session; it starts anew by itself when a test has killed it."""
    missing = missing_office()
    if missing and os.environ.get("RV2XL_REQUIRE_OFFICE") == "1":
        pytest.fail(f"{missing}, and RV2XL_REQUIRE_OFFICE=1 forbids to go without")
    if missing:
        pytest.skip(missing)
    with Office() as running:
        yield running
