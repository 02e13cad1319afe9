"""The main module of whoever reads returns is not run again in the processes that read them."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rv2xl.returns.processes.spawning import Afresh

ROOT = Path(__file__).parents[4]
PROGRAM = f"""\
import os, sys
sys.path.insert(0, {str(ROOT)!r})
print("run")
from pathlib import Path
from rv2xl.returns.batch import check_files
from rv2xl.returns.processes.pool import WorkerPool
with WorkerPool(2) as pool:
    assert pool.submit(os.getpid).result() != os.getpid()
    print(*(found.code for entry in check_files([Path("leer.xlsx")], executor=pool) for found in entry.findings))
"""
ONCE = "run\nDATEI-UNLESBAR\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "leer.xlsx").touch()
    (tmp_path / "script.py").write_text(PROGRAM)
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").touch()
    (tmp_path / "package" / "__main__.py").write_text(PROGRAM)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        (["script.py"], ""), (["-m", "script"], ""), (["-m", "package"], ""), (["-c", PROGRAM], ""), (["-"], PROGRAM),
        (["-i", "-q"], PROGRAM.replace("    print", "    _ = print") + "\n"),
    ],
    ids=["script", "module", "package", "command", "from stdin", "interactive"],
)  # fmt: skip
def test_the_main_module_runs_once(folder: Path, arguments: list[str], typed: str) -> None:
    run = subprocess.run(
        [sys.executable, *arguments], input=typed, capture_output=True, text=True, cwd=folder, check=False
    )
    assert (run.returncode, run.stdout) == (0, ONCE), run.stderr
    assert not run.stderr.strip(" >.\n")


def test_the_command_line_without_a_guard(folder: Path) -> None:
    """As the installed command calls it, but for the question whether it is `__main__`."""
    (folder / "command.py").write_text(
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); print('run', flush=True)\nfrom rv2xl.cli import main\nmain()\n"
    )
    command = [sys.executable, "command.py", "check", "leer.xlsx"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.count("run\n") == 1
    assert "leer.xlsx: unlesbar – 1 Fehler\n" in run.stdout


def test_the_main_module_says_afterwards_what_it_said_before() -> None:
    before = sys.modules["__main__"].__spec__
    assert status_of(abs, -1) == 0
    assert sys.modules["__main__"].__spec__ is before


def test_ctrl_c_does_not_reach_a_process_that_is_starting() -> None:
    assert status_of(signal.raise_signal, signal.SIGINT) == 0


def status_of(function: Callable[..., object], argument: object) -> int | None:
    """Call a function in a new process and return its exit status."""
    process = Afresh().Process(target=function, args=(argument,))
    process.start()
    process.join()
    return process.exitcode
