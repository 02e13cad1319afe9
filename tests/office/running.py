"""`RunPython` as xlwings' VBA module does it, but in the test's own process: a one-liner that works on the workbook it came from.

On Windows the module runs `python -B -c "COMMAND" --wb=NAME --from_xl=1` in a folder of its own, and shows what Python wrote to
stderr if it ended with anything but 0.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import FrameType

from tests.office.client import OfficeTimeout
from tests.office.engine.backend import Backend
from tests.office.xlwings_engine import Alert, attached

LIMIT = 600.0
"""Seconds after which code is taken to hang; far above what anything needs on a busy machine."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What became of a button.

    command: the one-liners it ran, a line each, "" if none; error: what the user was shown because Python failed; alerts: message boxes
    that Python showed; statuses: what it wrote into the status bar.
    """

    command: str = ""
    error: str | None = None
    alerts: tuple[Alert, ...] = ()
    statuses: tuple[str | bool, ...] = ()

    def __add__(self, other: Pressed) -> Pressed:
        """One after the other."""
        return Pressed(
            "\n".join(filter(None, (self.command, other.command))),
            "\n".join(filter(None, (self.error, other.error))) or None,
            self.alerts + other.alerts,
            self.statuses + other.statuses,
        )


def run_python(backend: Backend, command: str, *, answers: Iterable[str] = (), limit: float = LIMIT) -> Pressed:
    """Run a one-liner on a workbook.

    `answers`: see `attached`. Raises OfficeTimeout if it takes longer than `limit` seconds, ValueError for a one-liner that would not
    get through Windows' command line.
    """
    if problem := next((sign for sign in '"%\r\n' if sign in command), None):
        raise ValueError(f"{problem!r} does not get through cmd.exe: {command}")
    with attached(backend, answers) as excel, _like_a_process(str(backend.path.parent), excel.book.name):
        error = _executed(command, limit)
    return Pressed(command, error, tuple(excel.alerts), tuple(excel.statuses))


def _executed(command: str, limit: float) -> str | None:
    """Run it; return what it wrote to stderr if it failed."""
    written, failed = io.StringIO(), True
    try:
        with contextlib.redirect_stderr(written), _time_limit(limit):
            exec(compile(command, "<string>", "exec"), {"__name__": "__main__"})
        failed = False
    except _TooLateError:
        raise OfficeTimeout(f"not done within {limit:g} s: {command}") from None
    except SystemExit as end:
        failed = end.code not in {None, 0}
        if not isinstance(end.code, int | None):
            print(end.code, file=written)
    except Exception as problem:
        lines = traceback.format_exception(
            type(problem), problem, problem.__traceback__ and problem.__traceback__.tb_next
        )
        written.write("".join(lines))
    return written.getvalue() if failed else None


@contextlib.contextmanager
def _like_a_process(folder: str, name: str) -> Iterator[None]:
    """Let arguments, path and current folder be those of a process that Excel started; the workbook's folder is on the path."""
    arguments, path = sys.argv, sys.path
    with tempfile.TemporaryDirectory(prefix="rv2xl_python_") as elsewhere, contextlib.chdir(elsewhere):
        sys.argv, sys.path = ["-c", f"--wb={name}", "--from_xl=1"], [folder, *path]
        try:
            yield
            left = os.listdir(elsewhere)
        finally:
            sys.argv, sys.path = arguments, path
    if left:
        raise AssertionError(
            f"written into the current folder, which is none of the workbook's: {', '.join(sorted(left))}"
        )


class _TooLateError(BaseException):
    """Time is up; nothing that catches Exception may go on."""


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Interrupt what runs in the main thread after that many seconds, and each second from then on."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def late(number: int, frame: FrameType | None) -> None:
        raise _TooLateError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
