"""The cache: the same answers with it and without it, whatever happens to it; unchanged files are not read again."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from rv2xl.model.abbruch import Abbruch
from rv2xl.returns.batch import check_files
from rv2xl.returns.folder import find_files
from rv2xl.returns.processes import cache as cache_module
from rv2xl.returns.processes.cache import TAG, Cache
from rv2xl.returns.processes.pool import WorkerPool
from tests.unit.returns.processes.planted import CRASH, GREEDY, HANG, MISTAKE, SHORT, plant
from tests.unit.returns.processes.test_pool import on_linux
from tests.unit.returns.results import outcome
from tests.unit.returns.test_batch import FOLDER, korrektur


class Counting(Executor):
    """Counts the calls that reach the executor behind it."""

    def __init__(self, behind: Executor) -> None:
        self.behind, self.calls = behind, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.calls += 1
        return self.behind.submit(fn, *args, **kwargs)


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2) as pool:
        yield pool


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "Ruecklauf"
    path.mkdir()
    for name, make in FOLDER.items():
        (path / name).write_bytes(make())
    return path


@pytest.fixture
def reads(pool: WorkerPool, folder: Path, tmp_path: Path) -> Callable[[], tuple[int, bytes]]:
    """Return what runs with the cache: how many files were read, and what came out."""

    def run() -> tuple[int, bytes]:
        counting = Counting(pool)
        return_ = outcome(find_files([folder]), executor=counting, cache=Cache(tmp_path / "cache"))
        return counting.calls, return_

    return run


@pytest.fixture
def without(pool: WorkerPool, folder: Path) -> bytes:
    return outcome(find_files([folder]), executor=pool)


def entries(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "cache").rglob("*") if path.is_file() and path.name != TAG)


Run = Callable[[], tuple[int, bytes]]


def test_the_second_run_reads_nothing_and_says_the_same(reads: Run, without: bytes, tmp_path: Path) -> None:
    assert reads() == (len(FOLDER), without)
    assert len(entries(tmp_path)) == len({make() for make in FOLDER.values()})
    assert reads() == (0, without)


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_nobody_else_reads_what_is_kept(reads: Run, tmp_path: Path) -> None:
    """Not in a folder either that was there before: an empty one, or a cache that everybody could read."""
    for mode in (0o755, 0o777):
        (tmp_path / "cache").mkdir(exist_ok=True)
        (tmp_path / "cache").chmod(mode)
        reads()
        made = {
            path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "cache", *(tmp_path / "cache").rglob("*"))
        }
        made.pop(tmp_path / "cache" / TAG)
        assert {mode for path, mode in made.items() if path.is_dir()} == {0o700}
        assert {mode for path, mode in made.items() if path.is_file()} == {0o600}


def test_a_changed_file_alone_is_read_and_an_equal_one_is_known(reads: Run, folder: Path, pool: WorkerPool) -> None:
    reads()
    (folder / "0001_K1.xlsx").write_bytes(korrektur(3))
    (folder / "noch_eine.xlsx").write_bytes(FOLDER["0002.xlsx"]())
    count, said = reads()
    assert (count, said) == (1, outcome(find_files([folder]), executor=pool))


def swapped(paths: list[Path]) -> None:
    first, second = (path.read_bytes() for path in paths[:2])
    paths[0].write_bytes(second)
    paths[1].write_bytes(first)


def flipped(paths: list[Path]) -> None:
    for number, path in enumerate(paths):
        data = bytearray(path.read_bytes())
        data[number * 37 % len(data)] ^= 1 << number % 8
        path.write_bytes(data)


DAMAGES: dict[str, Callable[[list[Path]], object]] = {
    "empty": lambda paths: [path.write_bytes(b"") for path in paths],
    "truncated": lambda paths: [path.write_bytes(path.read_bytes()[:-1]) for path in paths],
    "first line alone": lambda paths: [path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n") for path in paths],
    "bits flipped": flipped,
    "of another file": lambda paths: [path.write_bytes(paths[-1].read_bytes()) for path in paths[:-1]],
    "two swapped": swapped,
    "folders in their place": lambda paths: [(path.unlink(), path.mkdir()) for path in paths],
    "other content": lambda paths: [path.write_bytes(b"PK\x03\x04") for path in paths],
    "gone": lambda paths: [path.unlink() for path in paths],
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_entry_is_as_if_there_were_none(reads: Run, without: bytes, tmp_path: Path, damage: str) -> None:
    reads()
    DAMAGES[damage](entries(tmp_path))
    count, said = reads()
    assert said == without
    assert count > 0
    assert reads() == (len(FOLDER) if damage == "folders in their place" else 0, without)


def test_a_content_that_is_well_signed_but_no_return_is_read_anew(
    reads: Run, without: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        sign = cache_module._sign
        context.setattr(cache_module, "_sign", lambda key, content: sign(key, b"x"))
        reads()
    for path in entries(tmp_path):
        path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\nx")
    assert reads() == (len(FOLDER), without)


def test_another_program_reads_everything_anew(reads: Run, without: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    reads()
    monkeypatch.setattr(cache_module, "program", lambda: "another one")
    assert reads() == (len(FOLDER), without)


@pytest.fixture(scope="module")
def planted() -> Iterator[WorkerPool]:
    with WorkerPool(1, SHORT, plant) as pool:
        yield pool


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (CRASH, "DATEI-UNLESBAR"),
        (HANG, "DATEI-GROESSE"),
        (MISTAKE, "PROGRAMM-FEHLER"),
        pytest.param(GREEDY, "DATEI-GROESSE", marks=on_linux),
        (None, "DATEI-UNLESBAR"),
    ],
    ids=["crash", "hang", "mistake", "memory", "gone"],
)
def test_a_failure_is_not_kept(planted: WorkerPool, tmp_path: Path, content: bytes | None, code: str) -> None:
    """Another machine, or this one at another time, may be able to read it; what follows from the bytes alone is kept."""
    path, damaged = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    damaged.write_bytes(b"PK")
    if content is not None:
        path.write_bytes(content)
    cache = Cache(tmp_path / "cache")
    for _ in range(2):
        checked = check_files([path, damaged], executor=planted, cache=cache)
        assert [[found.code for found in entry.findings] for entry in checked] == [[code], ["DATEI-UNLESBAR"]]
    assert len(entries(tmp_path)) == 1
    assert cache.find(damaged, "b.xlsx") is not None


def test_a_cache_among_the_returns_is_not_taken_for_returns(reads: Run, folder: Path, pool: WorkerPool) -> None:
    before = find_files([folder])
    check_files(before, executor=pool, cache=Cache(folder / "Unter" / "cache"))
    assert find_files([folder]) == before


def test_what_cannot_be_a_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"")
    with pytest.raises(Abbruch, match=r"^„.*cache“ lässt sich nicht als Ordner für den Zwischenspeicher verwenden\.$"):
        Cache(tmp_path / "cache")
