"""Processes that may die: what a crash, a hang and a want of memory cost, and that the others go on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from pebble import ProcessExpired

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.finding import Status
from rv2xl.returns.batch import check_file, check_files
from rv2xl.returns.processes import pool
from rv2xl.returns.processes.pool import NO_MEMORY, CallLimits, WorkerPool, useful_workers
from tests.unit.returns.processes.planted import (
    CRASH,
    DEAF,
    GREEDY,
    HANG,
    HOARD,
    LARGE,
    NOISE,
    ONCE,
    PANIC,
    PATIENT,
    SHORT,
    plant,
)
from tests.unit.returns.test_batch import REGISTER, YEAR, found, workbook

CRASHED = "Die Datei ist beschädigt: An ihr ist das Lesen abgestürzt."
TOO_SLOW = "Das Lesen der Datei hat länger gedauert als die erlaubten 2 Sekunden."
TOO_MUCH = "Die Datei braucht beim Lesen mehr Speicher, als erlaubt ist."

on_linux = pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="memory is limited on Linux alone")


@pytest.fixture(scope="module")
def planted() -> Iterator[WorkerPool]:
    with WorkerPool(1, PATIENT, plant) as pool:
        yield pool


@pytest.fixture(scope="module")
def hasty() -> Iterator[WorkerPool]:
    with WorkerPool(1, SHORT, plant) as pool:
        yield pool


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (CRASH, "DATEI-UNLESBAR", CRASHED),
        (PANIC, "DATEI-UNLESBAR", CRASHED),
        pytest.param(GREEDY, "DATEI-GROESSE", TOO_MUCH, marks=on_linux),
    ],
    ids=["crash", "panic", "memory"],
)
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


@pytest.mark.parametrize("content", [HANG, DEAF], ids=["hang", "hang that holds the lock"])
def test_a_file_that_never_ends_is_a_finding_of_its_own(hasty: WorkerPool, tmp_path: Path, content: bytes) -> None:
    """Those before and after it are no files at all: two seconds are enough for them, however busy the machine."""
    for name, data in (("a", b""), ("b", content), ("c", b"")):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    before, hung, after = check_files(sorted(tmp_path.iterdir()), executor=hasty)
    assert found(before) == found(after) == [("DATEI-UNLESBAR", "FEHLER", None, ())]
    assert found(hung) == [("DATEI-GROESSE", "FEHLER", None, ())]
    assert (hung.findings[0].message, hung.status) == (TOO_SLOW, Status.UNLESBAR)


def test_what_a_library_prints_is_neither_shown_nor_an_answer(
    planted: WorkerPool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.xlsx").write_bytes(NOISE)
    (entry,) = check_files([tmp_path / "a.xlsx"], executor=planted)
    assert entry.findings == check_file(bytes, entry.file).findings, "it reads like an empty file"
    assert capfd.readouterr() == ("", "")


def test_what_died_is_read_once_more(planted: WorkerPool, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(ONCE + os.fsencode(tmp_path / "mark"))
    (entry,) = check_files([path], executor=planted)
    assert (tmp_path / "mark").exists()
    assert entry.findings == check_file(bytes, entry.file).findings, "it reads like an empty file"


@on_linux
@pytest.mark.parametrize("count", [1, 2])
def test_no_file_pays_for_the_memory_that_others_took(tmp_path: Path, count: int) -> None:
    """The same is said of each, whichever comes first, by however many processes."""
    for name, data in (("a", HOARD), ("b", HOARD), ("c", LARGE)):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    files = sorted(tmp_path.iterdir())
    for order in (files, files[::-1]):
        with WorkerPool(count, PATIENT, plant) as pool:
            for entry in check_files(order, executor=pool):
                assert entry.findings == check_file(bytes, entry.file).findings, "it reads like an empty file"


def crash() -> None:
    os.abort()


def last_words() -> None:
    raise KeyError("gone")


@pytest.mark.parametrize(
    ("function", "argument", "problem", "status"),
    [
        (os._exit, 1, ProcessExpired, 1),
        (crash, None, ProcessExpired, -signal.SIGABRT),
        pytest.param(bytearray, 2**31, ProcessExpired, NO_MEMORY, marks=on_linux),
        (time.sleep, 600, TimeoutError, None),
        (last_words, None, KeyError, None),
        (os.kill, None, TypeError, None),
    ],
)
def test_each_end_has_its_error(
    hasty: WorkerPool, function: Callable[..., object], argument: object, problem: type[Exception], status: int | None
) -> None:
    arguments = [] if argument is None else [argument]
    future: Future[object] = hasty.submit(function, *arguments)
    error = future.exception(60)
    assert (type(error), getattr(error, "exitcode", None)) == (problem, status)
    with pytest.raises(problem):
        hasty.result(future, function, *arguments)
    assert hasty.submit(abs, -3).result(60) == 3


def test_results_of_many_calls_are_those_of_their_calls() -> None:
    with WorkerPool(3) as pool:
        assert list(pool.map(abs, range(-50, 0))) == list(range(50, 0, -1))
        assert len(set(pool.map(process, range(30)))) <= 3


def process(_: int) -> int:
    return os.getpid()


def test_a_process_that_was_killed_while_it_had_nothing_to_do_is_replaced() -> None:
    with WorkerPool(1) as pool:
        first = pool.submit(process, 1).result(60)
        os.kill(first, signal.SIGKILL)
        call = pool.submit(process, 1)
        assert pool.result(call, process, 1) != first
        assert pool.submit(process, 1).result(60) != first


def test_processes_that_cannot_begin_are_no_finding_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    with (
        WorkerPool(1, prepare=last_words) as pool,
        pytest.raises(Abbruch, match=r"^Die Prozesse, die lesen sollten, sind beendet worden"),
    ):
        check_files([tmp_path / "a.xlsx"], executor=pool)


def test_the_next_pool_takes_over_processes_that_are_left() -> None:
    with WorkerPool(1, CallLimits(seconds=7)) as pool:
        first = pool.submit(process, 1).result(60)
    with WorkerPool(1, CallLimits(seconds=7)) as pool:
        assert pool.submit(process, 1).result(60) == first
    with WorkerPool(1, CallLimits(seconds=8)) as pool:
        assert pool.submit(process, 1).result(60) != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_leaving_by_an_exception_ends_what_is_running() -> None:
    pool = WorkerPool(2, CallLimits(seconds=3600))
    number = pool.submit(process, 1).result(60)
    waiting = [pool.submit(time.sleep, 3600) for _ in range(4)]
    with pytest.raises(KeyboardInterrupt), pool:
        raise KeyboardInterrupt
    assert all(future.done() for future in waiting)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_few_files_get_one_process() -> None:
    assert [useful_workers(files) for files in (0, 1, 23)] == [1, 1, 1]
    assert 1 <= useful_workers(10_000) <= (os.cpu_count() or 1)


class Broken:
    """Processes that pebble gives up, as it does when one is gone before it has heard which call that one had taken."""

    def schedule(self, *_: object, **__: object) -> Future[None]:
        call: Future[None] = Future()
        call.set_exception(BrokenProcessPool("All workers expired"))
        return call

    def stop(self) -> None: ...

    def join(self) -> None: ...


@pytest.mark.parametrize(("broken", "told"), [(2, None), (3, BrokenProcessPool)])
def test_processes_that_are_given_up_are_tried_again(
    monkeypatch: pytest.MonkeyPatch, broken: int, told: type[Exception] | None
) -> None:
    """A single file that ends its process at once, on a busy machine, must not end the whole run."""
    new, left = pool._new, [Broken() for _ in range(broken)]
    monkeypatch.setattr(pool, "_new", lambda *kind: left.pop() if left else new(*kind))
    with WorkerPool(1, PATIENT) as alone:
        given_up: Future[int] = Broken().schedule()  # type: ignore[assignment]
        if told is None:
            assert alone.result(given_up, abs, -3) == 3
        else:
            with pytest.raises(told):
                alone.result(given_up, abs, -3)
