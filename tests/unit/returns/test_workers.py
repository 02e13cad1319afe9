"""Processes that may die: what a crash, a hang and a want of memory cost, and that the others go on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from rv2xl.model.finding import Status
from rv2xl.returns.batch import check_file, check_files
from rv2xl.returns.worker import CallFailed, Died, Limits, OutOfMemory, TookTooLong
from rv2xl.returns.workers import WorkerPool, useful_workers
from tests.unit.returns.planted import CRASH, DEAF, GREEDY, HANG, NOISE, PANIC, SHORT, plant
from tests.unit.returns.test_batch import REGISTER, YEAR, found, workbook

CRASHED = "Die Datei ist beschädigt: An ihr ist das Lesen abgestürzt."
TOO_SLOW = "Das Lesen der Datei hat länger gedauert als die erlaubten 1 Sekunden."
TOO_MUCH = "Die Datei braucht beim Lesen mehr Speicher, als erlaubt ist."


@pytest.fixture(scope="module")
def planted() -> Iterator[WorkerPool]:
    with WorkerPool(1, SHORT, plant) as pool:
        yield pool


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (CRASH, "DATEI-UNLESBAR", CRASHED),
        (HANG, "DATEI-GROESSE", TOO_SLOW),
        (DEAF, "DATEI-GROESSE", TOO_SLOW),
        (PANIC, "DATEI-UNLESBAR", CRASHED),
        pytest.param(GREEDY, "DATEI-GROESSE", TOO_MUCH, marks=pytest.mark.skipif(
            os.name != "posix" or not Path("/proc/self/limits").exists(), reason="memory is limited on Linux alone")),
    ],
    ids=["crash", "hang", "hang that holds the lock", "panic", "memory"],
)  # fmt: skip
def test_a_hostile_file_is_a_finding_of_its_own(
    planted: WorkerPool, tmp_path: Path, content: bytes, code: str, message: str
) -> None:
    """The file before it and those after it, some already on their way, are read as always."""
    for name, data in (("a", workbook()), ("b", content), ("c", workbook("0002")), ("d", b"")):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    entries = check_files(sorted(tmp_path.iterdir()), REGISTER, YEAR, executor=planted)
    assert [found(entry) for entry in entries] == [
        [], [(code, "FEHLER", None, ())], [], [("DATEI-UNLESBAR", "FEHLER", None, ())],
    ]  # fmt: skip
    assert entries[1].findings[0].message == message
    assert [entry.status for entry in entries] == [
        Status.ANGENOMMEN, Status.UNLESBAR, Status.ANGENOMMEN, Status.UNLESBAR,
    ]  # fmt: skip


def test_what_a_library_prints_is_neither_shown_nor_an_answer(
    planted: WorkerPool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xlsx").write_bytes(NOISE)
    (entry,) = check_files([tmp_path / "a.xlsx"], executor=planted)
    assert entry.findings == check_file(bytes, entry.file).findings, "it reads like an empty file"
    assert capfd.readouterr() == ("", "")


def crash() -> None:
    os.abort()


def last_words() -> None:
    raise KeyError("gone")


@pytest.mark.parametrize(
    ("function", "argument", "problem"),
    [
        (os._exit, 1, Died),  # 1 is also what says that the time is over
        (crash, None, Died),
        (time.sleep, 30, TookTooLong),
        (bytearray, 2**31, OutOfMemory),
        (last_words, None, CallFailed),
        (os.kill, None, CallFailed),
    ],
)
def test_each_end_has_its_error(
    planted: WorkerPool, function: object, argument: object, problem: type[CallFailed]
) -> None:
    future: Future[object] = planted.submit(function, *([] if argument is None else [argument]))  # type: ignore[arg-type]
    assert type(future.exception(10)) is problem
    assert planted.submit(abs, -3).result(10) == 3


def test_results_of_many_calls_are_those_of_their_calls() -> None:
    with WorkerPool(3) as pool:
        assert list(pool.map(abs, range(-50, 0))) == list(range(50, 0, -1))
        assert len(set(pool.map(process, range(30)))) <= 3


def process(_: int) -> int:
    return os.getpid()


def test_the_next_pool_takes_over_processes_that_are_left() -> None:
    with WorkerPool(1, Limits(seconds=7)) as pool:
        first = pool.submit(process, 1).result(10)
    with WorkerPool(1, Limits(seconds=7)) as pool:
        assert pool.submit(process, 1).result(10) == first
    with WorkerPool(1, Limits(seconds=8)) as pool:
        assert pool.submit(process, 1).result(10) != first


def test_leaving_by_an_exception_ends_what_is_running() -> None:
    start = time.monotonic()
    pool = WorkerPool(2)
    number = pool.submit(process, 1).result(10)
    waiting = [pool.submit(time.sleep, 15) for _ in range(4)]
    with pytest.raises(KeyboardInterrupt), pool:
        raise KeyboardInterrupt
    assert time.monotonic() - start < 8
    assert all(future.done() for future in waiting)
    with pytest.raises(ProcessLookupError):
        os.kill(number, signal.SIGTERM)


def test_few_files_get_one_process() -> None:
    assert [useful_workers(files) for files in (0, 1, 23)] == [1, 1, 1]
    assert 1 <= useful_workers(10_000) <= (os.cpu_count() or 1)
