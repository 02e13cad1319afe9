"""A run that is killed leaves every file as it was or as it was to become, never half; the next run does what is left."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from random import Random
from shutil import copytree, rmtree
from typing import NamedTuple

import pytest

from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.sheets import NAME, RUECKLAUF
from rv2xl.demo import make
from rv2xl.files import is_temporary
from tests.clerk.killing import KILLED, TODAY, watch
from tests.client.commandline import done
from tests.soak.searches import times

ACTIONS = ("respond", "consolidate", "check", "generate")
ROOT = Path(__file__).parents[2]

Tree = dict[str, str]
"""Each file by its name, with its checksum."""


class Run(NamedTuple):
    """The folder before and after a run that nobody disturbed, and at each moment of it."""

    before: Tree
    after: Tree
    moments: list[Tree]


def anew(demo: Path) -> Path:
    """The folder as it was, always at the same place: the workbook says where it has written."""
    folder = demo.with_name("Amt")
    rmtree(folder, ignore_errors=True)
    return copytree(demo, folder)


def tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which much has happened already: whatever is lost would be missed."""
    folder = tmp_path_factory.mktemp("killed") / "Amt"
    make(folder, 3, 5, 2025)
    for action in ("generate", "respond", "consolidate"):
        done("clerk", folder / NAME, action, "--today", "2026-03-01")
    changed = next((folder / "Ruecklauf").glob("*_0001.xlsx"))
    changed.write_bytes(changed.read_bytes() + b"\0")
    return folder.rename(folder.with_name("Vorher"))


@pytest.fixture(scope="module", params=ACTIONS)
def run(request: pytest.FixtureRequest, demo: Path) -> tuple[str, Run]:
    """Run each action, and look at the disk at every moment: a kill leaves what is there then."""
    folder = anew(demo)
    moments: list[Tree] = []
    before = tree(folder)
    with pytest.MonkeyPatch.context() as patch:
        watch(patch, lambda: moments.append(tree(folder)))
        done("clerk", folder / NAME, request.param, "--today", TODAY)
    return request.param, Run(before, tree(folder), moments)


def require_whole(found: Tree, run: Run) -> None:
    for name, checksum in found.items():
        if not is_temporary(Path(name).name):
            assert checksum in (run.before.get(name), run.after.get(name)), name
    for name in run.before.keys() & run.after.keys():
        assert name in found


def test_at_no_moment_is_any_file_half(run: tuple[str, Run]) -> None:
    _, found = run
    assert len(found.moments) > 5
    assert found.before[NAME] != found.after[NAME]
    for moment in found.moments:
        require_whole(moment, found)


def test_the_workbook_is_the_last_that_is_written(run: tuple[str, Run]) -> None:
    _, found = run
    for moment in found.moments:
        if moment[NAME] == found.after[NAME]:
            assert {name: moment.get(name) for name in found.after} == found.after


def test_the_next_run_does_what_a_killed_one_left(run: tuple[str, Run], demo: Path) -> None:
    action, found = run
    last = next(number for number, moment in enumerate(found.moments, 1) if moment[NAME] == found.after[NAME])
    for step in Random(15).choices(range(1, len(found.moments) + 1), k=times(1)):
        folder = anew(demo)
        command = [sys.executable, "-m", "tests.clerk.killing", f"{step}", str(folder / NAME), action]
        ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=300)
        assert ended.returncode == KILLED, ended.stderr
        killed = tree(folder)
        require_whole(killed, found)
        rows = ClosedBook(folder / NAME).rows(RUECKLAUF)
        assert rows.heads[0] == RUECKLAUF.columns[0].head
        done("clerk", folder / NAME, action, "--today", TODAY)
        again = tree(folder)
        assert again.keys() == found.after.keys()
        differing = {name for name in again if again[name] != found.after[name]}
        assert differing == (set() if step < last else {NAME})  # the record tells of the second run
