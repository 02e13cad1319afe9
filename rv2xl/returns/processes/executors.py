"""Where files are read: in processes of this machine, or on others through dask (the optional extra „dask“)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from rv2xl.model.abbruch import Abbruch
from rv2xl.returns.processes.cache import Cache
from rv2xl.returns.processes.pool import WorkerPool, useful_workers

DASK = "dask"
_PATIENCE = "10s"


@contextmanager
def readers(
    files: int, executor: str, workers: int | None, scheduler: str | None, cache: Path | None
) -> Iterator[dict[str, Any]]:
    """Give what `check_files` wants to know beside so many files: who reads them, „dask“ or else processes, and the cache.

    Without a cache processes get ready at once, while the caller does something else. Raises Abbruch for options that do not fit,
    or if nobody answers.
    """
    memory = Cache(cache) if cache is not None else None
    if executor == DASK:
        if workers is not None:
            raise Abbruch(
                "Wie viele Prozesse bei --executor dask arbeiten, bestimmt der Scheduler; --workers entfällt."
            )
        if scheduler is None:
            raise Abbruch("Zu --executor dask gehört die Adresse des Schedulers: --scheduler tcp://RECHNER:8786.")
        with _dask(scheduler) as cluster:
            yield {"executor": cluster, "cache": memory, "shared_disk": False}
        return
    if scheduler is not None:
        raise Abbruch("Die Option --scheduler gehört zu --executor dask.")
    with WorkerPool(min(workers or useful_workers(files), files)) as pool:
        if cache is None and files:
            pool.start()
        yield {"executor": pool, "cache": memory}


@contextmanager
def _dask(scheduler: str) -> Iterator[Executor]:
    try:
        client_of: Any = import_module("distributed").Client
    except ImportError as error:
        raise Abbruch("Für --executor dask fehlt die Erweiterung: pip install 'rv2xl[dask]'.") from error
    try:
        client = client_of(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Abbruch(f"Unter „{scheduler}“ antwortet kein Scheduler.") from error
    with client, client.get_executor(pure=False) as executor:
        yield executor
