"""Reads a file in this process and prints what it cost: calls of functions, peak memory in MB, codes of what was found.

Started by test_cost.py, one process for each file, with its path. Nothing of this depends on the machine or on what else it has to
do. With `--seconds` before the path, by the soak, seconds of computing instead of calls.
"""

from __future__ import annotations

import cProfile
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rv2xl.returns.batch import check_file


def calls(action: Callable[[], object]) -> int:
    """Count the functions that are called, Python's own too."""
    profile = cProfile.Profile()
    profile.runcall(action)
    return sum(entry.callcount for entry in profile.getstats())


def peak() -> float:
    """Peak memory of this process in MB. What getrusage tells includes the parent's, from which this process was split off."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmHWM")


def seconds(action: Callable[[], object]) -> float:
    """Measure the seconds of computing."""
    start = time.process_time()
    action()
    return time.process_time() - start


def main(path: str, *, timed: bool) -> None:
    """Read one file."""
    data, codes = Path(path).read_bytes(), set[str]()

    def read() -> None:
        codes.update(entry.code for entry in check_file(lambda: data, "datei.xlsx").findings)

    cost = {"seconds": seconds(read)} if timed else {"calls": calls(read)}
    print(json.dumps({**cost, "megabytes": peak(), "codes": sorted(codes)}))


if __name__ == "__main__":
    main(sys.argv[-1], timed="--seconds" in sys.argv)
