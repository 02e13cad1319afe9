"""The browser in which the set-up page is judged, and the desk at which buttons are pressed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from rv2xl.clerk.context import Clock
from rv2xl.clerk.sheets import NAME
from rv2xl.demo.run import run_demo
from tests.browser.conftest import axe
from tests.clerk.desk import DAY, MOMENT, Desk
from tests.office.macros import MacroOffice

__all__ = ["axe"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, with 6 Leistungserbringer, in a folder whose name bites where it is not quoted."""
    folder = tmp_path_factory.mktemp("demo") / "Amt für Teilhabe & Arbeit – O'Hara"
    run_demo(folder, 6, 5, 2025)
    return folder


@pytest.fixture
def desk(demo: Path, tmp_path: Path, macro_office: MacroOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A copy of it in which nothing has been issued or written yet, on the same day always."""
    of = Clock.of

    def clock(today: date | None = None) -> Clock:
        return of(today) if today is not None else Clock(DAY, MOMENT)

    monkeypatch.setattr(Clock, "of", clock)
    folder = tmp_path / demo.name
    copytree(demo, folder)
    for made in ("Versand", "Ergebnis"):
        rmtree(folder / made)
    with macro_office.open_macros(folder / NAME) as document:
        yield Desk(folder, document, {})
