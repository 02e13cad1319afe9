"""A run that is interrupted or killed: nothing half written, and no process left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rv2xl import files
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.reports import results
from rv2xl.returns.consolidate import consolidate
from tests.unit.reports.folder import FORM, TODAY
from tests.unit.returns.processes.planted import HANG
from tests.unit.returns.test_batch import REGISTER, YEAR, workbook

ROOT = Path(__file__).parents[4]
CLI = (sys.executable, "-m", "rv2xl")
PLANTED = """
from functools import partial

from rv2xl import cli
from rv2xl.returns.processes import executors, pool
from tests.unit.returns.processes.planted import plant

executors.WorkerPool = partial(pool.WorkerPool, prepare=plant)
cli.main()
"""
"""The command line with processes that have planted faults."""
FILES = 400

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that takes seconds to read."""
    folder = tmp_path_factory.mktemp("Amt") / "Ruecklauf"
    folder.mkdir()
    (folder / "0.xlsx").write_bytes(workbook())
    for number in range(1, FILES):
        (folder / f"{number}.xlsx").hardlink_to(folder / "0.xlsx")
    return folder


@pytest.fixture(scope="module")
def stammdaten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("Amt") / "Stammdaten.xlsx"
    path.write_bytes(
        workbook_bytes(lay_out(issue_blank(newest("stammdaten").with_rows({"traeger": 2, "orte": 2}), YEAR)))
    )
    return path


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command in a process group of its own, as a terminal does."""
    running = []

    def start(*arguments: str | Path, program: tuple[str, ...] = CLI) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*program, *map(str, arguments)], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )  # fmt: skip
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Wait for as long as a busy machine may need."""
    for _ in range(6000):
        if happened():
            return
        time.sleep(0.01)
    raise AssertionError(what)


def helpers_of(process: subprocess.Popen[str]) -> list[int]:
    """Return the numbers of the processes that a command has started: its workers, and what tidies up behind them."""
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    found = {int(number) for task in tasks for number in (task / "children").read_text().split()}
    assert process.poll() is None, "it was over too soon to be interrupted"
    assert len(found) == 3
    return sorted(found)


def is_gone(number: int) -> bool:
    """Whether a process is no more, or waits only for somebody to ask for its exit status."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until_gone(numbers: list[int]) -> None:
    wait_until(lambda: all(map(is_gone, numbers)), "a process outlived the command")


@pytest.fixture(params=["Ctrl-C", "kill -9"])
def ending(request: pytest.FixtureRequest) -> Callable[[subprocess.Popen[str]], tuple[int, str]]:
    """End a command and return its exit status and what it said."""

    def end(process: subprocess.Popen[str]) -> tuple[int, str]:
        if request.param == "Ctrl-C":
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.kill()
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == ((130, "Abgebrochen.\n") if request.param == "Ctrl-C" else (-9, ""))
        return process.returncode, out

    return end


def test_consolidate_leaves_the_old_report_and_nothing_else(
    started: Callable[..., subprocess.Popen[str]], ending: Callable[[subprocess.Popen[str]], tuple[int, str]], returned: Path,
    stammdaten: Path, tmp_path: Path,
) -> None:  # fmt: skip
    out, data = tmp_path / "Bericht.xlsx", tmp_path / "Werte.csv"
    out.write_bytes(b"alt")
    process = started(
        "consolidate", returned, "--register", stammdaten, "--year", str(YEAR), "--out", out, "--data", data, "--workers", "2",
        "--cache", tmp_path / "cache",
    )  # fmt: skip
    wait_until(lambda: any((tmp_path / "cache").glob("??/*")), "nothing was read")
    helpers = helpers_of(process)
    ending(process)
    wait_until_gone(helpers)
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == ["Bericht.xlsx"]
    assert out.read_bytes() == b"alt"


def test_workers_that_hang_end_with_the_command(
    started: Callable[..., subprocess.Popen[str]], ending: Callable[[subprocess.Popen[str]], tuple[int, str]], returned: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    marks = [tmp_path / "a", tmp_path / "b"]
    for mark in marks:
        mark.with_suffix(".xlsx").write_bytes(HANG + os.fsencode(mark))
    files = [mark.with_suffix(".xlsx") for mark in marks]
    process = started("check", *files, returned, "--workers", "2", program=(sys.executable, "-c", PLANTED))
    wait_until(lambda: all(mark.exists() for mark in marks), "nobody reads")
    helpers = helpers_of(process)
    ending(process)
    wait_until_gone(helpers)


def test_an_interruption_while_results_are_written_leaves_the_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = consolidate(FORM, YEAR, REGISTER, [])
    out = tmp_path / "Bericht.xlsx"
    results.write_results(made, out, None, today=TODAY)
    before = out.read_bytes()

    def interrupted(source: object, target: object) -> None:
        target.write(b"PK")  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "copyfileobj", interrupted)
    with pytest.raises(KeyboardInterrupt):
        results.write_results(made, out, tmp_path / "Werte.csv", today=TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["Bericht.xlsx"]
    assert out.read_bytes() == before
