"""All tests here know both versions."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _both_versions(both_versions: None) -> None:
    """Register them."""
