"""What the program brings along is found in an editable install and in a wheel."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rv2xl import resources
from rv2xl.resources import resource

ROOT = Path(__file__).parents[2]
FOLDERS = ("templates", "workbooks")


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_the_project_is_found(folder: str) -> None:
    names = [path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert names
    assert all(resource(name).read_bytes() == (ROOT / name).read_bytes() for name in names)


def test_a_folder_is_found() -> None:
    assert resource("templates").is_dir()


@pytest.mark.parametrize("name", ["templates/fehlt.j2", "fehlt", "templates/felder.md.j2/x"])
def test_what_is_nowhere_is_named(name: str) -> None:
    with pytest.raises(FileNotFoundError, match=name.rpartition("/")[2]):
        resource(name)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package as a wheel leaves it: beside other packages, what it brings along inside."""
    package = tmp_path / "site-packages" / "rv2xl"
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    for source, target in wheel["force-include"].items():
        (tmp_path / "site-packages" / target).mkdir(parents=True)
        (tmp_path / "site-packages" / target / "eigen.txt").write_text(source, encoding="utf-8")
    monkeypatch.setattr(resources, "_PACKAGE", package)
    return package


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_wheel_has_it_inside_the_package(installed: Path, folder: str) -> None:
    found = resource(f"{folder}/eigen.txt")
    assert found.is_relative_to(installed)
    assert found.read_text(encoding="utf-8") == folder
    with pytest.raises(FileNotFoundError):
        resource(f"{folder}/felder.md.j2")


def test_the_packages_own_come_before_what_lies_beside_it(installed: Path) -> None:
    foreign = installed.parent / "templates" / "eigen.txt"
    foreign.parent.mkdir()
    foreign.write_text("somebody else's", encoding="utf-8")
    assert resource("templates/eigen.txt").read_text(encoding="utf-8") == "templates"


def test_the_source_distribution_has_it_too() -> None:
    sdist = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "sdist"
    ]
    assert {"rv2xl", *FOLDERS} <= set(sdist["include"])
