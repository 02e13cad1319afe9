"""Consolidates returns by the thousand: seconds and memory, one process against two, and a second run with a cache.

Each measurement is a process of its own, started anew: `python -m tests.bench.thousands FOLDER COUNT WORKERS [CACHE]`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rv2xl import forms
from rv2xl.reports.results import consolidate_files, write_results
from rv2xl.returns.processes.cache import Cache
from rv2xl.returns.processes.pool import WorkerPool
from tests.bench.samples import YEAR, register, write_returns

THOUSAND = 1_000


class Run(NamedTuple):
    """One consolidation: seconds, and the most memory in MB of the process itself and of one worker."""

    seconds: float
    own: float
    worker: float

    def memory(self, workers: int) -> float:
        """The most memory that all processes together can have had."""
        return self.own + workers * self.worker


def measure(thousands: int, folder: Path | None) -> None:
    """Measure and print. The returns are made in `folder` and stay there; without it they are made anew and go."""
    with tempfile.TemporaryDirectory() as temporary:
        returns, cache = folder or Path(temporary) / "Ruecklauf", Path(temporary) / "cache"
        write_returns(returns, thousands * THOUSAND)
        one, two = (_run(returns, THOUSAND, workers) for workers in (1, 2))
        print(
            f"consolidate 1,000: {two.seconds:.1f} s with two workers, {one.seconds:.1f} s with one: {one.seconds / two.seconds:.2f} times"
        )
        print(f"  memory: {two.memory(2):.0f} MB ({two.own:.0f} and 2 x {two.worker:.0f})")
        first, second = (_run(returns, THOUSAND, 2, cache) for _ in range(2))
        print(f"  with a cache: {first.seconds:.1f} s, then {second.seconds:.1f} s")
        if thousands > 1:
            many = _run(returns, thousands * THOUSAND, 2)
            print(
                f"consolidate {thousands},000: {many.seconds:.1f} s, {many.seconds / two.seconds:.2f} times as long; "
                f"{many.memory(2):.0f} MB, {many.memory(2) / two.memory(2):.2f} times as much ({many.own:.0f} and 2 x {many.worker:.0f})"
            )


def _run(folder: Path, count: int, workers: int, cache: Path | None = None) -> Run:
    command = [sys.executable, "-m", "tests.bench.thousands", str(folder), str(count), str(workers)]
    command += [str(cache)] if cache else []
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Run(*json.loads(said))


def main(folder: str, count: str, workers: str, cache: str | None = None) -> None:
    """Consolidate once and print seconds and memory."""
    import resource

    files, known = sorted(Path(folder).iterdir())[: int(count)], register(int(count))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as out, WorkerPool(int(workers)) as pool:
        made = consolidate_files(
            forms.newest("dokumentation"),
            files,
            known,
            YEAR,
            executor=pool,
            cache=Cache(Path(cache)) if cache else None,
        )
        write_results(made, Path(out) / "Regionalbericht.xlsx", None, today=date(YEAR + 1, 4, 1))
        seconds = time.perf_counter() - start
        pool.kill()  # a process counts once it is gone
    peaks = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    if len(made.counted) != int(count):
        sys.exit(f"{len(made.counted)} of {count} samples count")
    print(json.dumps([seconds, *peaks]))


if __name__ == "__main__":
    main(*sys.argv[1:])
