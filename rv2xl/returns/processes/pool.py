"""Processes that may die: a returned file is read in one, within limits of memory and time.

pebble runs them, ends what takes too long and starts others for those that died. A crash, a hang or a want of memory is an error
of that one call; whoever asks by `result` has it called once more, in a process that has done nothing before.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar
from weakref import WeakSet

from rv2xl import forms
from rv2xl.excel.package.unpack import MIB

if TYPE_CHECKING:
    from pebble import ProcessPool

FILES_EACH = 12
"""A process takes as long to start as to read some thirty files; for fewer than these a further one is not worth it."""
NO_MEMORY = 77
"""The exit status of a process that wanted more memory than it may have."""
_TRIES = 3
"""A process can be gone before pebble hears which call it had taken: then pebble gives all calls up, and knows of none what it died of."""
_LAST_MOMENT = 0.3
"""Seconds that a process waits before it ends by itself, so that pebble hears that first."""

_Params = ParamSpec("_Params")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class CallLimits:
    """What one call may cost: seconds, and bytes of memory of the whole process.

    Generous beside the 10 ms and 60 MB of an honest return, for slow machines. The memory is limited on Linux alone; Windows and
    macOS have nothing that would be kept.
    """

    seconds: float = 20.0
    memory: int = 512 * MIB


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def useful_workers(files: int) -> int:
    """Return how many processes are worth while for so many files."""
    return max(1, min(processors(), files // FILES_EACH))


def prepare() -> None:
    """Load what reading needs, before the first file comes."""
    import rv2xl.excel.returned.read  # noqa: F401

    for name in forms.NAMES:
        forms.newest(name)


class WorkerPool(Executor):
    """Runs each call in one of `count` processes, which are started by the first call, or by `start`.

    Functions and their arguments must be picklable by name. What a process died of is its future's error: TimeoutError, or
    pebble's ProcessExpired. Processes that are left over serve the next pool of this kind in this program; leaving the block by
    an exception kills whatever is running.
    """

    def __init__(
        self, count: int, limits: CallLimits | None = None, prepare: Callable[[], object] | None = prepare
    ) -> None:
        self.limits = limits or CallLimits()
        self._kind = (count, self.limits, prepare)
        self._lock = Lock()
        self._processes: ProcessPool | None = None
        self._calls: WeakSet[Future[Any]] = WeakSet()

    def start(self) -> None:
        """Start the processes now, so that they get ready while the caller does something else."""
        self.submit(abs, 0)

    def submit(
        self, fn: Callable[_Params, _Result], /, *args: _Params.args, **kwargs: _Params.kwargs
    ) -> Future[_Result]:
        """Call a function of a module in one of the processes."""
        with self._lock:
            processes = self._processes or _left_over.pop(self._kind, None)
            if processes is not None and not processes.active:
                _end(processes)
                processes = None
            processes = processes or _new(*self._kind)
            self._processes = processes
        call: Future[_Result] = processes.schedule(_call, (fn, *args), kwargs, self.limits.seconds)
        self._calls.add(call)
        return call

    def result(self, call: Future[_Result], fn: Callable[..., _Result], *args: object) -> _Result:
        """Return the result of a call, made once more, alone, if its process died. Raises TimeoutError or ProcessExpired; BrokenExecutor
        if no process can be started."""
        try:
            return call.result()
        except (OSError, BrokenExecutor):
            for _ in range(_TRIES - 1):
                with suppress(BrokenExecutor):
                    return self._alone(fn, *args)
            return self._alone(fn, *args)

    def _alone(self, fn: Callable[..., _Result], *args: object) -> _Result:
        processes = _new(1, *self._kind[1:])
        try:
            again: Future[_Result] = processes.schedule(_call, (fn, *args), timeout=self.limits.seconds)
            return again.result()
        finally:
            _end(processes)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the calls that are running end, and leave the processes to the next pool."""
        for call in list(self._calls) if cancel_futures else ():
            call.cancel()
        if wait:
            futures.wait(list(self._calls))
        with self._lock:
            processes, self._processes = self._processes, None
        if processes is not None:
            while _left_over:
                _end(_left_over.popitem()[1])
            _left_over[self._kind] = processes

    def kill(self) -> None:
        """End all processes at once, whatever they are doing."""
        with self._lock:
            processes, self._processes = self._processes, None
        if processes is not None:
            _end(processes)
        while self._calls:
            self._calls.pop().cancel()

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if kind is None:
            self.shutdown()
        else:
            self.kill()


_left_over: dict[tuple[int, CallLimits, Callable[[], object] | None], ProcessPool] = {}
"""The processes of the pool that was left last; pebble ends them with the program."""


def _new(count: int, limits: CallLimits, prepare: Callable[[], object] | None) -> ProcessPool:
    from pebble import ProcessPool

    from rv2xl.returns.processes.spawning import Afresh

    return ProcessPool(count, initializer=_begin, initargs=(limits, prepare), context=Afresh())


def _end(processes: ProcessPool) -> None:
    processes.stop()  # type: ignore[no-untyped-call]
    processes.join()


def _begin(limits: CallLimits, prepare: Callable[[], object] | None) -> None:
    """What a process does first: it falls silent, ends when its parent does, and limits its memory."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (1, 2):  # what a library prints is not for the terminal
        os.dup2(nowhere, number)
    Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform != "win32":
        import resource

        for what, most in ((resource.RLIMIT_DATA, limits.memory), (resource.RLIMIT_CORE, 0)):
            with suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
    if prepare is not None:
        prepare()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _call(function: Callable[..., _Result], *args: Any, **kwargs: Any) -> _Result:
    """Call a function; a process that came to the end of its memory, or met what is no Exception, is not used again."""
    try:
        return function(*args, **kwargs)
    except MemoryError:
        _exit(NO_MEMORY)
    except Exception:
        raise
    except BaseException:
        _exit(1)


def _exit(status: int) -> NoReturn:
    time.sleep(_LAST_MOMENT)
    os._exit(status)
