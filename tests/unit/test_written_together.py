"""Files are written beside their targets and take their places together; what a run that was killed left is cleared away."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from rv2xl import files
from rv2xl.files import is_temporary, write_beside, written_together
from rv2xl.returns.processes.cache import TAG, Cache


def names(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_take_their_places_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"alt")
    with written_together() as write:
        write(tmp_path / "a", b"1")
        write(tmp_path / "b", BytesIO(b"2"))
        seen = names(tmp_path)
        assert seen.pop("b") == b"alt"
        assert all(map(is_temporary, seen))
        assert sorted(seen.values()) == [b"1", b"2"]
    assert names(tmp_path) == {"a": b"1", "b": b"2"}


def put(folder: Path, *names: str, then: type[Exception] | None = None) -> None:
    """Write new files together, and fail at the end if that is wanted."""
    with written_together() as write:
        for name in names:
            write(folder / name, b"neu")
        if then is not None:
            raise then


@pytest.mark.parametrize("old", [{}, {"a": b"alt"}, {"a": b"alt", "b": b"alter"}, {"b": b"alter"}], ids=str)
@pytest.mark.parametrize("links", [True, False], ids=["a second name", "a copy"])
def test_a_move_that_fails_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: dict[str, bytes], links: bool
) -> None:
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    replace = os.replace

    def failing(source: Path, target: Path) -> None:
        if target.name == "b":
            raise PermissionError(13, "open in Excel", str(source), None, str(target))
        replace(source, target)

    def no_link(source: Path, target: Path) -> None:
        raise OSError(1, "not supported")

    monkeypatch.setattr(os, "replace", failing)
    if not links:
        monkeypatch.setattr(os, "link", no_link)
    with pytest.raises(PermissionError):
        put(tmp_path, "a", "b", "c")
    assert names(tmp_path) == old


def test_what_fails_in_between_leaves_all_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"alt")
    with pytest.raises(KeyError):
        put(tmp_path, "a", "b", then=KeyError)
    with pytest.raises(FileNotFoundError):
        put(tmp_path, "a", "fehlt/b")
    assert names(tmp_path) == {"a": b"alt"}


def test_a_name_as_long_as_may_be_can_be_written(tmp_path: Path) -> None:
    write_beside(tmp_path / ("x" * 250 + ".xlsx"), b"1")
    assert len(names(tmp_path)) == 1


# --- What a run that was killed left ------------------------------------------------------------------------------

KILLED = """
import os, pathlib, signal, sys
from rv2xl.files import written_together
folder = pathlib.Path(sys.argv[1])
with written_together() as write:
    write(folder / "a.xlsx", b"1")
    write(folder / "b.csv", b"2")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def left_by_a_killed_run(folder: Path) -> set[str]:
    run = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert run.returncode == -signal.SIGKILL
    left = {path.name for path in folder.iterdir()}
    assert len(left) == 2
    assert all(map(is_temporary, left))
    return left


def test_the_next_run_that_writes_there_clears_up(tmp_path: Path) -> None:
    left_by_a_killed_run(tmp_path)
    write_beside(tmp_path / "c.xlsx", b"3")
    assert names(tmp_path) == {"c.xlsx": b"3"}


def test_so_does_the_next_run_with_the_cache_wherever_in_it_the_other_one_ended(tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    Cache(tmp_path / "cache")
    (tmp_path / "cache" / "ab").mkdir()
    for name in left_by_a_killed_run(tmp_path / "ab"):
        (tmp_path / "ab" / name).rename(tmp_path / "cache" / "ab" / name)
    Cache(tmp_path / "cache")
    assert {path.name for path in (tmp_path / "cache").rglob("*")} == {"ab", TAG}


FOREIGN = (
    ".~lock.a.xlsx#", "~$a.xlsx", ".~a.xlsx", ".~123-a.xlsx", ".~rv2xl-a.tmp", ".~rv2xl-0123abcd-1-0123abcd-1.tmp.xlsx",
    "rv2xl-0123abcd-1-0123abcd-1.tmp", "a.tmp", ".~rv2xl-0123abcd-1-0123abcd-.tmp", ".~RV2XL-0123abcd-1-0123abcd-1.tmp",
)  # fmt: skip


def test_files_of_others_stay(tmp_path: Path) -> None:
    for name in FOREIGN:
        (tmp_path / name).write_bytes(b"x")
    write_beside(tmp_path / "c.xlsx", b"3")
    assert names(tmp_path).keys() == {*FOREIGN, "c.xlsx"}


def test_what_another_run_is_writing_stays(tmp_path: Path) -> None:
    """One that is running on this machine, and one that may be on another, cannot be told from it by its number."""
    (name, *_) = left_by_a_killed_run(tmp_path)
    machine, run = re.fullmatch(r"(\.~rv2xl-[0-9a-f]{8}-)[0-9]+(-.*)", name).groups()  # type: ignore[union-attr]
    running = f"{machine}{os.getppid()}{run}"
    elsewhere = name.replace(machine, ".~rv2xl-00000000-")
    recycled = f"{machine}{os.getpid()}{run}"
    for other in (running, elsewhere, recycled):
        (tmp_path / other).write_bytes(b"x")
    (tmp_path / f"{name[:-4]}0.tmp").mkdir()
    write_beside(tmp_path / "c.xlsx", b"3")
    assert {path.name for path in tmp_path.iterdir()} == {running, elsewhere, "c.xlsx", f"{name[:-4]}0.tmp"}


def test_a_run_leaves_its_own_alone(tmp_path: Path) -> None:
    with written_together() as write:
        write(tmp_path / "a", b"1")
        write_beside(tmp_path / "b", b"2")
        write(tmp_path / "c", b"3")
    assert names(tmp_path) == {"a": b"1", "b": b"2", "c": b"3"}


def test_nobody_counts_on_this_process_having_another_number() -> None:
    assert not files._is_running(os.getpid())
    assert files._is_running(os.getppid())


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_private_files_and_mails_are_for_their_owner_alone(tmp_path: Path) -> None:
    for private in (False, True):
        with written_together(private=private) as write:
            for name in ("a.xlsx", "a.eml"):
                write(tmp_path / name, b"x")
        modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}
        assert modes["a.eml"] == 0
        assert (modes["a.xlsx"] == 0) == private
