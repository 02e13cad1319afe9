"""Two thousand spoilt files: each gives findings, none an exception, none takes long, and the process lives on."""

from __future__ import annotations

import subprocess
import sys

COUNT, SEED = 2_000, 2025


def test_mutations_of_an_issued_file() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.security.fuzz", str(COUNT), str(SEED)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout.rpartition("\r")[2] or run.stdout[-40:]
    assert f"{COUNT} mutations" in run.stdout
