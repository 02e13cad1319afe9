"""Some hundred sheets, contents and packages of one seed: nothing is read otherwise than shown; thousands in `tests.soak`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office.client import Office
from tests.soak import contents, packages, views

SEED = 2025


@pytest.mark.parametrize(
    ("search", "count"),
    [(views.search, 150), (contents.search, 100), (packages.search, 15)],
    ids=["sheets", "contents", "packages"],
)
def test_nothing_is_read_otherwise_than_openpyxl_shows_it(search: Callable[[int, int], bool], count: int) -> None:
    assert search(count, SEED)


def test_nothing_is_read_otherwise_than_libreoffice_shows_it(office: Office, tmp_path: Path) -> None:
    assert views.search(60, SEED, views.InLibreOffice(office, tmp_path))
