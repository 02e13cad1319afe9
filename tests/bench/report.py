"""How long the regional report takes over 150 and over 5,000 Orte, and how much memory: `python -m tests.bench --report`.

Each measurement is a process of its own: it reads and checks the returns with two workers, and then only what makes the report is
timed, once with the workbook alone and once with table and page besides.
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
from rv2xl.returns.processes.pool import WorkerPool
from tests.bench.samples import YEAR, orte, register, write_returns

TODAY = date(YEAR + 1, 4, 15)
BOUNDS = {150: 3.0, 5_000: 40.0}
"""Seconds that the report over so many Orte may take."""


class Report(NamedTuple):
    """Seconds of the workbook alone, of everything, and the most memory in MB."""

    alone: float
    everything: float
    memory: float


def measure() -> None:
    """Measure and print."""
    of_each = len(orte("0001"))
    for count, bound in BOUNDS.items():
        with tempfile.TemporaryDirectory() as folder:
            returns = -(-count // of_each)
            write_returns(Path(folder), returns)
            command = [sys.executable, "-m", "tests.bench.report", folder, str(returns)]
            found = Report(*json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        print(
            f"report over {returns * of_each:,} Orte: {found.alone:.1f} s, with table {found.everything:.1f} s (bound {bound:.0f} s); "
            f"{found.memory:.0f} MB"
        )


def main(folder: str, count: str) -> None:
    """Make the report once and print seconds and memory."""
    import resource

    known = register(int(count))
    with tempfile.TemporaryDirectory() as out, WorkerPool(2) as pool:
        made = consolidate_files(
            forms.newest("dokumentation"), sorted(Path(folder).iterdir()), known, YEAR, executor=pool
        )
        seconds = []
        for name, data in (("allein", None), ("alles", Path(out) / "Werte.csv")):
            start = time.perf_counter()
            write_results(made, Path(out) / f"{name}.xlsx", data, today=TODAY)
            seconds.append(time.perf_counter() - start)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([*seconds, used]))


if __name__ == "__main__":
    main(*sys.argv[1:])
