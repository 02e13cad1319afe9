"""Reads a file in this process and prints what it cost: seconds of computing, peak memory in MB, codes of what was found.

Started by test_cost.py, one process for each file; the path is the only argument.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from rv2xl.excel.read import read_return
from rv2xl.returns.check import check


def peak() -> float:
    """Peak memory of this process in MB. What getrusage tells includes the parent's, from which this process was split off."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmHWM")


def main() -> None:
    """Read one file."""
    data = Path(sys.argv[1]).read_bytes()
    start = time.process_time()
    found = check(read_return(data, "datei.xlsx"))
    seconds = time.process_time() - start
    codes = sorted({entry.code for entry in found})
    print(json.dumps({"seconds": seconds, "megabytes": peak(), "codes": codes}))


if __name__ == "__main__":
    main()
