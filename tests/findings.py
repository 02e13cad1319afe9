"""Findings as tests name them: by code, severity, sheet and cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rv2xl.model.finding import Finding

Found = tuple[str, str, str | None, tuple[str, ...]]
"""Code, severity, sheet and cells of a finding."""


def fehler(code: str, sheet: str | None = None, *cells: str) -> Found:
    return (code, "FEHLER", sheet, cells)


def warnung(code: str, sheet: str | None = None, *cells: str) -> Found:
    return (code, "WARNUNG", sheet, cells)


def hinweis(code: str, sheet: str | None = None, *cells: str) -> Found:
    return (code, "HINWEIS", sheet, cells)


def places(findings: Iterable[Finding]) -> list[Found]:
    """Return findings as tests name them."""
    return [(one.code, str(one.severity), one.sheet, one.cells) for one in findings]


def assert_found(findings: Iterable[Finding], expected: Iterable[Found]) -> None:
    """Exactly these, in whatever order."""
    found, wanted = Counter(places(findings)), Counter(expected)
    assert found == wanted, f"also found: {dict(found - wanted)}, not found: {dict(wanted - found)}"
