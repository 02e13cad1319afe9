"""What stands in workbooks/ for the clerk is what the sources give today, part by part."""

from __future__ import annotations

import pytest

from rv2xl.clerk.building.rebuild import files
from rv2xl.resources import resource
from tests.clerk.package import parts

NAMES = ("Konsolidierung.xlsm", "Konsolidierung.cmd", "Konsolidierung_Einrichten.html")


@pytest.fixture(scope="module")
def rebuilt() -> dict[str, bytes]:
    return files()


def content(name: str, data: bytes) -> dict[str, bytes]:
    return parts(data) if name.endswith(".xlsm") else {name: data}


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_file_is_up_to_date(name: str, rebuilt: dict[str, bytes]) -> None:
    committed, made = content(name, resource(f"workbooks/{name}").read_bytes()), content(name, rebuilt[name])
    assert list(committed) == list(made)
    changed = [part for part in made if made[part] != committed[part]]
    assert not changed, "rebuild it: python -m rv2xl.clerk.building.rebuild"


def test_equal_calls_give_equal_bytes(rebuilt: dict[str, bytes]) -> None:
    assert tuple(rebuilt) == NAMES
    assert files() == rebuilt
