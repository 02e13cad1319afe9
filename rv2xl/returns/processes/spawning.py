"""How a process starts: afresh, without the caller's main module, and deaf to Ctrl-C from its first moment on."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from multiprocessing import current_process
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.synchronize import RLock
from threading import Lock

_lock = Lock()
_WARNINGS = "PYTHONWARNINGS"


class _Process(SpawnProcess):
    """A process that ends with the one that started it, wherever that runs.

    A dask cluster's processes are „daemons“ as ours are, which means for `multiprocessing` that they have no processes of their own.
    """

    def start(self) -> None:
        """Start it."""
        if current_process().daemon:
            current_process().daemon = False
        self.daemon = True
        with _lock, _main_apart(), _no_interrupts():
            super().start()


class Afresh(SpawnContext):
    """What pebble starts its processes by."""

    Process = _Process

    def RLock(self) -> RLock:
        """Return a lock. With the first one a helper starts that tidies up after us, and should not tell of it after `kill -9`."""
        with _lock, _no_warnings():
            return super().RLock()


@contextmanager
def _no_warnings() -> Iterator[None]:
    before = os.environ.get(_WARNINGS)
    os.environ[_WARNINGS] = "ignore"
    try:
        yield
    finally:
        del os.environ[_WARNINGS]
        if before is not None:
            os.environ[_WARNINGS] = before


@contextmanager
def _main_apart() -> Iterator[None]:
    """Keep the main module from being run again in a new process: a script need not ask whether it is `__main__`.

    `multiprocessing` never runs a package's or an archive's `__main__` twice; for so long ours says that it is one.
    """
    main = sys.modules["__main__"]
    spec = getattr(main, "__spec__", None)
    main.__spec__ = ModuleSpec("__main__", None)
    try:
        yield
    finally:
        main.__spec__ = spec


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back in this thread, and so in what it starts, which would complain of it in English."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
