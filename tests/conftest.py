"""Fixtures for all tests."""

import os
import signal
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import settings

from rv2xl import forms
from tests.office.client import Office, missing_office
from tests.office.macros import MacroOffice

OFFICES = {"office", "macro_office"}
"""Fixtures with a LibreOffice of their own."""

Program = Callable[[bytes], bytes]
"""Opens a workbook in a spreadsheet program and returns what that program saves."""


settings.register_profile("any load", deadline=None)
settings.load_profile("any load")


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # inherited from a shell that began this in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "office: drives LibreOffice (given to all that use one of the fixtures OFFICES)")


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if OFFICES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("office")
            item.add_marker(pytest.mark.xdist_group("office"))  # one process of the tests, one LibreOffice


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """One LibreOffice for the session; it starts anew by itself when a test has killed it. It runs no macros."""
    require_office()
    with Office() as running:
        yield running


@pytest.fixture(scope="session")
def macro_office() -> Iterator[MacroOffice]:
    """Another one beside it, which runs the macros of documents that are opened for that."""
    require_office()
    with MacroOffice() as running:
        yield running


def require_office() -> None:
    missing = missing_office()
    if missing and os.environ.get("RV2XL_REQUIRE_OFFICE") == "1":
        pytest.fail(f"{missing}, and RV2XL_REQUIRE_OFFICE=1 forbids to go without")
    if missing:
        pytest.skip(missing)


@pytest.fixture(scope="session")
def libreoffice(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """LibreOffice, which opens a file and saves it; nothing is calculated anew."""
    folder, number = tmp_path_factory.mktemp("libreoffice"), count()

    def saved(data: bytes) -> bytes:
        source, target = folder / f"{next(number)}.xlsx", folder / "saved.xlsx"
        source.write_bytes(data)
        with office.open(source) as document:
            document.save_xlsx(target)
        return target.read_bytes()

    return saved


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Puts other versions of a form into the registry, the newest first; the standard workbooks stay those of today's."""
    from tests.forms.standard import standard

    for name in forms.NAMES:
        standard(name)

    def register(name: str, *versions: str) -> None:
        monkeypatch.setitem(forms._FORMS, name, versions)
        forms.versions.cache_clear()

    yield register
    monkeypatch.undo()
    forms.versions.cache_clear()


@pytest.fixture
def both_versions(registered: Callable[..., None]) -> None:
    """The registry with the invented version of the Dokumentation of 2024 beside today's."""
    registered(
        "dokumentation",
        "rv2xl.forms.dokumentation:DOKUMENTATION",
        "tests.versions.dokumentation_2024:DOKUMENTATION_2024",
    )
