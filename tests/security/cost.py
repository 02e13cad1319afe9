"""Reads a file in this process and prints what it cost: calls of functions, peak memory in MB, codes of what was found.

Started by test_cost.py, one process for each file; the path is the only argument. Nothing of this depends on the machine or on what
else it has to do; seconds are for `python -m tests.soak`.
"""

from __future__ import annotations

import cProfile
import json
import sys
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


def main() -> None:
    """Read one file."""
    data, codes = Path(sys.argv[1]).read_bytes(), set[str]()
    counted = calls(lambda: codes.update(entry.code for entry in check_file(lambda: data, "datei.xlsx").findings))
    print(json.dumps({"calls": counted, "megabytes": peak(), "codes": sorted(codes)}))


if __name__ == "__main__":
    main()
