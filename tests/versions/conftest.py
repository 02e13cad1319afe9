"""The registry with both versions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rv2xl import forms

BOTH = ("rv2xl.forms.dokumentation:DOKUMENTATION", "tests.versions.dokumentation_2024:DOKUMENTATION_2024")


@pytest.fixture(autouse=True)
def both_versions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register the version of 2024 beside today's."""
    monkeypatch.setitem(forms._FORMS, "dokumentation", BOTH)
    forms.versions.cache_clear()
    yield
    forms.versions.cache_clear()
