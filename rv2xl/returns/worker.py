"""Processes of our own that may die: a returned file is read in one, within limits of memory and time.

A crash, a hang or a want of memory ends one process and is an error of that one call; the next call gets a new process. They
are started afresh (never forked) and not by `multiprocessing`, which would run the caller's main module again.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, BinaryIO, TypeVar

MIB = 1024 * 1024
_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from rv2xl.returns.worker import serve; serve()"
)
_NO_WINDOW = 0x08000000
_TIMED_OUT = 1
"""The exit status that faulthandler gives."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may cost: seconds, and bytes of memory of the whole process.

    Generous beside the 10 ms and 60 MB of an honest return, for slow machines. The memory is limited on Linux alone; Windows and
    macOS have nothing that would be kept.
    """

    seconds: float = 20.0
    memory: int = 512 * MIB


class CallFailed(Exception):
    """A call that gave no result; the text is for developers."""


class Died(CallFailed):
    """The process ended by itself: a crash, or the system took its memory back."""


class TookTooLong(CallFailed):
    """The process was over its time and has been ended."""


class OutOfMemory(CallFailed):
    """The call wanted more memory than it may have."""


class Worker:
    """One process that carries out calls, one after the other; `prepare` is called in it at its start."""

    def __init__(self, limits: Limits, prepare: Callable[[], object] | None = None) -> None:
        self.limits, self.prepare = limits, prepare
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW if os.name == "nt" else 0,
        )  # fmt: skip
        with suppress(OSError):  # one that died at once says so at its first call
            for message in (sys.path, limits, prepare):
                pickle.dump(message, self._to)
            self._to.flush()

    def call(self, function: Callable[..., _Result], *args: object) -> _Result:
        """Call a function of a module in the process and return its result. Raises CallFailed."""
        start = monotonic()
        message = pickle.dumps((function, args))
        try:
            self._to.write(message)
            self._to.flush()
            problem, result = pickle.load(self._from)
        except Exception as error:  # the end of the pipe, or something that is no answer
            status = self._ended()
            if status == _TIMED_OUT and monotonic() - start > 0.9 * self.limits.seconds:
                raise TookTooLong(f"more than {self.limits.seconds} s") from error
            raise Died(f"exit status {status}") from error
        if problem is not None:
            raise problem(result)
        return result  # type: ignore[no-any-return]

    @property
    def is_alive(self) -> bool:
        """Whether it can be called."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once, whatever it is doing; a call that waits for it raises Died."""
        self._process.kill()

    def close(self) -> None:
        """End it and let go of it."""
        self.kill()
        self._ended()

    def _ended(self) -> int:
        """Return the exit status of a process that is ending."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self.kill()
        status = self._process.wait()
        for pipe in (self._to, self._from):
            with suppress(OSError):
                pipe.close()
        return status

    @property
    def _to(self) -> BinaryIO:
        assert self._process.stdin is not None
        return self._process.stdin  # type: ignore[return-value]

    @property
    def _from(self) -> BinaryIO:
        assert self._process.stdout is not None
        return self._process.stdout  # type: ignore[return-value]


def serve() -> None:
    """Carry out calls until there are no more: the process ends when its parent does, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends its workers
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    nowhere = open(os.devnull, "r+b", buffering=0)  # noqa: SIM115
    for number in (1, 2):  # what a library prints, a panic of the Rust reader say, is no answer
        os.dup2(nowhere.fileno(), number)
    with suppress(EOFError, BrokenPipeError):
        limits: Limits = pickle.load(calls)
        _restrict(limits)
        prepare = pickle.load(calls)
        if prepare is not None:
            prepare()
        while True:
            function, args = pickle.load(calls)
            faulthandler.dump_traceback_later(limits.seconds, exit=True, file=nowhere)  # ends even what holds the GIL
            answer = _answer(function, args)
            faulthandler.cancel_dump_traceback_later()
            pickle.dump(answer, answers)
            answers.flush()


def _answer(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[type[CallFailed] | None, Any]:
    try:
        return None, function(*args)
    except MemoryError:
        return OutOfMemory, "MemoryError"
    except BaseException as error:  # the Rust reader's panic is no Exception
        return CallFailed, f"{type(error).__name__}: {error}"


def _restrict(limits: Limits) -> None:
    """Limit the process's own memory, and leave no image of it behind when it crashes."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_DATA, limits.memory), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
