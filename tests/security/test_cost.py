"""A hostile file costs at most 2 seconds of computing and 200 MB, and is answered with findings.

Each is read in a process of its own. On a machine that is slow or busy the seconds may be multiplied: RV2XL_SLOWNESS=3.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security.costly import COSTLY

SECONDS = 2.0 * float(os.environ.get("RV2XL_SLOWNESS", "1"))
MEGABYTES = 200
KILLED_AFTER = 60


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize("name", COSTLY)
def test_a_hostile_file_costs_little(name: str, tmp_path: Path) -> None:
    make, codes = COSTLY[name]
    path = tmp_path / "datei.xlsx"
    path.write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-m", "tests.security.cost", str(path)],
        capture_output=True, text=True, check=True, timeout=KILLED_AFTER, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    cost = json.loads(run.stdout)
    assert tuple(cost["codes"]) == codes
    assert cost["seconds"] < SECONDS
    assert cost["megabytes"] < MEGABYTES
