"""Several processes that may die behind the interface of `concurrent.futures`."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import Lock
from types import TracebackType
from typing import Any, ParamSpec, TypeVar
from weakref import WeakSet

from rv2xl.returns.worker import Limits, Worker

FILES_EACH = 12
"""A process takes as long to start as to read some thirty files; for fewer than these a further one is not worth it."""

_Params = ParamSpec("_Params")
_Result = TypeVar("_Result")


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def useful_workers(files: int) -> int:
    """Return how many processes are worth while for so many files."""
    return max(1, min(processors(), files // FILES_EACH))


class WorkerPool(Executor):
    """Runs each call in one of `count` processes; a future whose process died raises `worker.CallFailed`, the others go on.

    Functions and their arguments must be picklable by name. Processes are started when first needed, or by `start`; those
    that are left over serve the next pool of this program. Leaving the block by an exception kills whatever is running.
    """

    def __init__(self, count: int, limits: Limits | None = None, prepare: Callable[[], object] | None = None) -> None:
        self._count = count
        self.limits = limits or Limits()
        self._prepare = prepare
        self._threads = ThreadPoolExecutor(count, "rv2xl")
        self._lock = Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._killed = False

    def start(self) -> None:
        """Start the processes now, so that they get ready while the caller does something else."""
        workers = [self._spare() or self._new() for _ in range(self._count)]
        with self._lock:
            self._idle += workers

    def submit(
        self, fn: Callable[_Params, _Result], /, *args: _Params.args, **kwargs: _Params.kwargs
    ) -> Future[_Result]:
        """Call a function of a module in one of the processes."""
        if kwargs:
            raise TypeError("a worker's function takes positional arguments alone")
        return self._threads.submit(self._call, fn, *args)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the calls that are running end; then end the processes, or keep them for the next pool."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            _keep(worker)

    def kill(self) -> None:
        """End all processes at once, whatever they are doing, and take no more calls."""
        with self._lock:
            self._killed = True
            for worker in (*self._idle, *self._busy):
                worker.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            self.kill()
        self.shutdown()

    def _spare(self) -> Worker | None:
        """Return a process like ours that an earlier pool has left over."""
        with _lock:
            for worker in _left_over:
                if (worker.limits, worker.prepare) == (self.limits, self._prepare) and worker.is_alive:
                    _left_over.remove(worker)
                    return worker
        return None

    def _new(self) -> Worker:
        worker = Worker(self.limits, self._prepare)
        _all.add(worker)
        return worker

    def _call(self, function: Callable[..., Any], *args: Any) -> Any:
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        worker = worker or self._spare() or self._new()
        with self._lock:
            self._busy.add(worker)
            if self._killed:
                worker.kill()
        try:
            return worker.call(function, *args)
        finally:
            with self._lock:
                self._busy.discard(worker)
                if worker.is_alive:
                    self._idle.append(worker)


_left_over: list[Worker] = []
_all: WeakSet[Worker] = WeakSet()
_lock = Lock()


def _keep(worker: Worker) -> None:
    """Keep a process for the next pool; of too many the one that has waited longest ends."""
    with _lock:
        if worker.is_alive:
            _left_over.append(worker)
        ended = [_left_over.pop(0) for _ in range(len(_left_over) - processors())]
    for other in ended:
        other.close()


@atexit.register
def _close() -> None:
    for worker in list(_all):
        worker.close()
