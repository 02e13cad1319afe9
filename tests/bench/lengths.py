"""Reads lists of Anlage 1 of many lengths in one process: how its memory grows, and what another length costs.

The process is one of its own: `python -m tests.bench.lengths FOLDER`.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.returns.batch import check_file
from rv2xl.returns.processes.pool import WorkerPool, processors
from tests.bench.samples import YEAR

LENGTHS = tuple(random.Random(12).sample(range(201, 401), 200))
"""In no order, so that the memory grows neither with the lengths nor against them."""

FIRST, MOST = 20, 1.2
"""What the memory of so many lists is held against, and how much more all of them may need."""


def measure() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        with WorkerPool(processors()) as pool:
            for number, data in enumerate(pool.map(_one, LENGTHS)):
                (Path(name) / f"{number:03d}.xlsx").write_bytes(data)
        command = [sys.executable, "-m", "tests.bench.lengths", name]
        seconds, first, all_of_them = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    print(
        f"read + check, {len(LENGTHS)} lists of {len(LENGTHS)} lengths in one process: {seconds / len(LENGTHS) * 1e3:.0f} ms of processor "
        f"time each; {all_of_them:.0f} MB, {all_of_them / first:.2f} times as much as after {FIRST} (at most {MOST})"
    )


def _one(length: int) -> bytes:
    return workbook_bytes(lay_out(issue_blank(forms.newest("fahrtkosten").with_rows({"teilnehmende": length}), YEAR)))


def main(folder: str) -> None:
    """Read all files of a folder; print seconds, and the most memory in MB after the first ones and after all."""
    import resource

    peaks = {}
    start = time.process_time()
    for number, path in enumerate(sorted(Path(folder).iterdir()), 1):
        check_file(path.read_bytes, path.name)
        peaks[number] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([time.process_time() - start, peaks[FIRST], peaks[len(peaks)]]))


if __name__ == "__main__":
    main(*sys.argv[1:])
