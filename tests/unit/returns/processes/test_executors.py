"""Whatever executor reads, however many processes, in whatever order: the same bytes come out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from rv2xl.model.abbruch import Abbruch
from rv2xl.returns import batch, reading
from rv2xl.returns.batch import check_files
from rv2xl.returns.checked import Checked
from rv2xl.returns.folder import find_files
from rv2xl.returns.processes import executors
from rv2xl.returns.processes.cache import Cache
from rv2xl.returns.processes.executors import readers
from rv2xl.returns.processes.pool import CallLimits, WorkerPool
from tests.unit.returns.processes.planted import CRASH, HANG, PATIENT, SHORT, plant
from tests.unit.returns.results import outcome
from tests.unit.returns.test_batch import FOLDER, found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("Ruecklauf")
    for name, make in FOLDER.items():
        (folder / name).write_bytes(make())
    return find_files([folder])


@pytest.fixture(scope="module")
def expected(files: list[Path]) -> bytes:
    with WorkerPool(1) as pool:
        return outcome(files, executor=pool)


def test_processes_of_our_own_however_many(files: list[Path], expected: bytes) -> None:
    for count in (2, 3):
        with WorkerPool(count) as pool:
            assert outcome(files, executor=pool) == expected
    assert outcome(files) == expected


def test_any_order_of_the_files(files: list[Path], expected: bytes) -> None:
    with WorkerPool(2) as pool:
        for seed in range(3):
            shuffled = random.Random(seed).sample(files, len(files))
            assert outcome(shuffled, executor=pool) == expected
            assert [entry.file for entry in check_files(shuffled, executor=pool)] == [
                file.as_posix() for file in shuffled
            ]


def test_threads_and_processes_of_the_standard_library(files: list[Path], expected: bytes) -> None:
    with ThreadPoolExecutor(2) as threads:
        assert outcome(files, executor=threads) == expected
        assert outcome(files, executor=threads, shared_disk=False) == expected
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert outcome(files, executor=processes) == expected


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    distributed = pytest.importorskip("distributed", reason="the extra „dask“ is not installed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def test_a_dask_cluster_of_two_workers(scheduler: str, files: list[Path], expected: bytes) -> None:
    for shared_disk in (False, True):
        with readers(len(files), "dask", None, scheduler, None) as lent:
            assert outcome(files, **lent | {"shared_disk": shared_disk}) == expected


def checksums(files: list[Path], **how: Any) -> list[str | None]:
    return [entry.checksum for entry in check_files(files, **how)]


def test_a_file_is_known_by_the_bytes_that_were_read_wherever(
    scheduler: str, files: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04")
    some = [*files, tmp_path / "damaged.xlsx", tmp_path / "gone.xlsx"]
    expected = [sha256(file.read_bytes()).hexdigest() for file in some[:-1]] + [None]
    with WorkerPool(2) as pool, ThreadPoolExecutor(2) as threads:
        assert checksums(some, executor=pool) == expected
        assert checksums(some, executor=threads, shared_disk=False) == expected
        kept = Cache(tmp_path / "cache")
        assert checksums(some, executor=pool, cache=kept) == expected
        assert checksums(some[:-1], executor=Broken(BrokenExecutor()), cache=kept) == expected[:-1], "nothing is read"
    with readers(len(some), "dask", None, scheduler, None) as lent:
        assert checksums(some, **lent) == expected
    assert [batch.check_file(file.read_bytes, "x.xlsx").checksum for file in some] == expected


def test_a_file_that_cannot_be_opened_is_a_finding_wherever_it_is_read(files: list[Path], tmp_path: Path) -> None:
    gone = tmp_path / "gone.xlsx"
    with ThreadPoolExecutor(1) as threads:
        for shared_disk in (True, False):
            entries = check_files([gone, files[0]], executor=threads, shared_disk=shared_disk)
            assert found(entries[0]) == [("DATEI-UNLESBAR", "FEHLER", None, ())]
            assert "Es gibt sie nicht mehr" in entries[0].findings[0].message
            assert entries[1].issue is not None


def test_a_foreign_executor_survives_hostile_files(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {}
    for name, content in (("crash", CRASH), ("hang", HANG), ("empty", b"")):
        others[name] = tmp_path / f"{name}.xlsx"
        others[name].write_bytes(content)
    crashed, read = _by_threads([others["crash"], files[0]], PATIENT, monkeypatch)
    assert (found(crashed)[0][0], read.issue is not None) == ("DATEI-UNLESBAR", True)
    hung, empty = _by_threads([others["hang"], others["empty"]], SHORT, monkeypatch)
    assert [found(entry)[0][0] for entry in (hung, empty)] == ["DATEI-GROESSE", "DATEI-UNLESBAR"]


def _by_threads(files: list[Path], limits: CallLimits, monkeypatch: pytest.MonkeyPatch) -> list[Checked]:
    with WorkerPool(2, limits, plant) as planted, ThreadPoolExecutor(2) as threads:
        monkeypatch.setattr(reading, "_pool", lambda limits, thread: planted)
        return check_files(files, executor=threads)


def test_another_program_elsewhere_is_not_asked(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "program", lambda: "newer")
    with (
        ThreadPoolExecutor(1) as threads,
        pytest.raises(Abbruch, match="ein anderer Stand von rv2xl installiert als auf diesem"),
    ):
        check_files(files, executor=threads)


class Broken(Executor):
    """An executor whose machines are gone."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(self.error)
        return future


def test_an_executor_that_broke_is_no_finding_of_the_files(files: list[Path]) -> None:
    with pytest.raises(Abbruch, match=r"^Die Prozesse, die lesen sollten, sind beendet worden"):
        check_files(files, executor=Broken(BrokenExecutor("terminated abruptly")))
    with pytest.raises(Abbruch, match=r"^„.*0001\.xlsx“ wurde nicht gelesen \(ConnectionError: lost\)\.$"):
        check_files(files, executor=Broken(ConnectionError("lost")))


@pytest.mark.parametrize(
    ("kind", "workers", "address", "sentence"),
    [
        ("dask", None, None, "Zu --executor dask gehört die Adresse des Schedulers"),
        ("dask", 2, "tcp://127.0.0.1:8786", "--workers entfällt"),
        ("processes", None, "tcp://127.0.0.1:8786", "Die Option --scheduler gehört zu --executor dask"),
    ],
)
def test_options_that_do_not_fit(kind: str, workers: int | None, address: str | None, sentence: str) -> None:
    with pytest.raises(Abbruch, match=sentence), readers(5, kind, workers, address, None):
        pass


def test_a_missing_extra_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with (
        pytest.raises(Abbruch, match=r"^Für --executor dask fehlt die Erweiterung: pip install 'rv2xl\[dask\]'\.$"),
        readers(5, "dask", None, "tcp://127.0.0.1:8786", None),
    ):
        pass


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "_PATIENCE", "1s")
    pytest.importorskip("distributed", reason="the extra „dask“ is not installed")
    with (
        pytest.raises(Abbruch, match=r"^Unter „tcp://127\.0\.0\.1:1“ antwortet kein Scheduler"),
        readers(5, "dask", None, "tcp://127.0.0.1:1", None),
    ):
        pass
