"""The checksum of the program: another one as soon as anything changes that reading depends on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import rv2xl
from rv2xl.returns.processes import program

NAMES = ("__init__.py", "forms/a.py", "recht/rates.toml", "recht/kreise.csv")


@pytest.fixture
def checksum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    monkeypatch.setattr(rv2xl, "__file__", str(tmp_path / "__init__.py"))
    return program.program.__wrapped__


@pytest.mark.parametrize("name", NAMES)
def test_each_file_counts(checksum: Callable[[], str], tmp_path: Path, name: str) -> None:
    before = checksum()
    (tmp_path / name).write_text("y", encoding="utf-8")
    changed = checksum()
    (tmp_path / name).rename(tmp_path / f"other{Path(name).suffix}")
    assert len({before, changed, checksum()}) == 3


def test_the_libraries_count(checksum: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    before = checksum()
    monkeypatch.setattr(program, "version", lambda name: "0.0.1")
    assert checksum() != before


def test_what_python_leaves_behind_does_not(checksum: Callable[[], str], tmp_path: Path) -> None:
    before = checksum()
    (tmp_path / "a.cpython-311.pyc").write_bytes(b"x")
    assert checksum() == before
