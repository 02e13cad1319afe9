"""Two hundred spoilt files: each gives findings, none an exception, and the process lives on; thousands in `tests.soak`."""

from __future__ import annotations

import subprocess
import sys

COUNT, SEED = 200, 2025
HANGS_AFTER = 1_800


def test_mutations_of_an_issued_file() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.security.fuzz", str(COUNT), str(SEED)],
        capture_output=True, text=True, timeout=HANGS_AFTER, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout.rpartition("\r")[2] or run.stdout[-40:]
    assert f"{COUNT} mutations" in run.stdout
