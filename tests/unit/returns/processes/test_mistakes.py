"""A mistake of the program costs one file a finding that says so, and its traceback goes to the log."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rv2xl.log import VARIABLE, log_to, traceback_of
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.finding import Status
from rv2xl.returns import batch, reading
from rv2xl.returns.batch import check_file, check_files
from rv2xl.returns.processes.pool import WorkerPool
from tests.unit.returns.processes.planted import MISTAKE, PATIENT, plant
from tests.unit.returns.test_batch import REGISTER, WRONG, YEAR, found, workbook

FILES = {
    "a": workbook,
    "b": lambda: MISTAKE,
    "c": lambda: workbook("0002"),
    "d": lambda: workbook("0002", WRONG),
    "e": bytes,
}
"""The reader stumbles over the second; what says that a rule is broken stumbles over the fourth."""

PROGRAMM, UNLESBAR = [("PROGRAMM-FEHLER", "FEHLER", None, ())], [("DATEI-UNLESBAR", "FEHLER", None, ())]


@pytest.fixture(scope="module")
def planted() -> Iterator[WorkerPool]:
    with WorkerPool(1, PATIENT, plant) as pool:
        yield pool


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "R").mkdir()
    for name, make in FILES.items():
        (tmp_path / "R" / f"{name}.xlsx").write_bytes(make())
    return sorted((tmp_path / "R").iterdir())


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    log_to(tmp_path / "log")
    yield tmp_path / "log"
    log_to(Path(os.devnull))


@pytest.mark.parametrize("foreign", [False, True], ids=["processes of our own", "those of another executor"])
def test_mistakes_in_the_reader_and_in_a_rule(
    planted: WorkerPool, files: list[Path], log: Path, monkeypatch: pytest.MonkeyPatch, foreign: bool
) -> None:
    monkeypatch.setattr(reading, "_pool", lambda limits, thread: planted)
    with ThreadPoolExecutor(1) as threads:
        entries = check_files(files, REGISTER, YEAR, executor=threads if foreign else planted)
    assert [found(entry) for entry in entries] == [[], PROGRAMM, [], PROGRAMM, UNLESBAR]
    assert [entry.status for entry in entries[:2]] == [Status.ANGENOMMEN, Status.UNLESBAR]
    assert [entry.counted for entry in entries] == [True] * 5, "nothing is compared with what was not read"
    assert entries[1].findings[0].message == (
        "Unerwarteter Fehler beim Lesen (KeyError): Er liegt am Programm, nicht an der Datei."
    )
    said = log.read_text(encoding="utf-8")
    assert said.count("Traceback") == 2
    for file, function in ((files[1], "_planted"), (files[3], "_mistaken")):
        assert f"ERROR {file.as_posix()}\n" in said
        assert f"in {function}\n" in said
    assert said.count("\nKeyError\n") == 2, "what it says may quote an entry"


def test_a_traceback_leads_back_to_what_was_first_and_quotes_nothing() -> None:
    def fail(*, hidden: bool) -> BaseException:
        try:
            try:
                raise KeyError("Erika")
            except KeyError as error:
                raise ValueError("Beispielfrau") from (None if hidden else error)
        except ValueError as error:
            return error

    whole, last = traceback_of(fail(hidden=False)), traceback_of(fail(hidden=True))
    assert [line for line in whole.splitlines() if line.endswith("Error")] == ["KeyError", "ValueError"]
    assert whole.count("Traceback (most recent call last):\n") == 2
    assert [line for line in last.splitlines() if line.endswith("Error")] == ["ValueError"]


def test_a_mistake_in_what_the_register_adds(files: list[Path], log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(*_: object) -> None:
        raise AttributeError("of the register")

    monkeypatch.setattr(batch, "judged", mistaken)
    (entry,) = check_files(files[:1], REGISTER, YEAR)
    assert found(entry) == PROGRAMM
    assert "(AttributeError)" in entry.findings[0].message
    assert log.read_text(encoding="utf-8").count("\nAttributeError\n") == 1


@pytest.mark.parametrize(
    "error", [KeyError, AttributeError, TypeError, AssertionError, OSError, RuntimeError, ValueError]
)
def test_whatever_the_reader_raises_is_no_damage_of_the_file(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> None:
        raise error("of the reader")

    monkeypatch.setattr("rv2xl.excel.returned.read.lay_out", mistaken)
    assert found(check_file(workbook, "a.xlsx")) == PROGRAMM


def test_without_a_log_nothing_is_printed(
    planted: WorkerPool, files: list[Path], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    log_to()
    assert found(check_files(files[1:2], executor=planted)[0]) == PROGRAMM
    assert capfd.readouterr() == ("", "")


def test_the_environment_names_the_log_and_the_option_counts_more(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planted: WorkerPool
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "environment"))
    log_to()
    check_files(files[1:2], executor=planted)
    log_to(tmp_path / "option")
    check_files(files[3:4], REGISTER, YEAR, executor=planted)
    log_to(Path(os.devnull))
    assert "of the reader" in (tmp_path / "environment").read_text(encoding="utf-8")
    assert "of a rule" not in (tmp_path / "environment").read_text(encoding="utf-8")
    assert "of a rule" in (tmp_path / "option").read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match=r"^In das Protokoll „.*“ lässt sich nicht schreiben\.$"):
        log_to(tmp_path)
