"""How long a Land's whole year takes from a cold start, with everything on: `python -m tests.bench --land`.

The demonstration's 47 Leistungserbringer have some 150 Orte; of their returns one in five has a fault. Each step is a command of its own,
in processes started anew; they share a cache of what was read, which is empty at first. Beside it stands a peer of the same run: what
openpyxl needs to load the same files once.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from rv2xl.demo import make
from tests.bench import peers

PROVIDERS, SEED, YEAR, BOUND = 47, 3, 2025, 20.0
"""The bound holds for a machine with two cores that does nothing else."""


class Spent(NamedTuple):
    """Seconds by the clock, and of the processor."""

    clock: float
    processor: float


def measure() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = make(folder, PROVIDERS, SEED, YEAR)
        assert made.vorjahr is not None
        total = Spent(0.0, 0.0)
        for name, command in _steps(folder, made.vorjahr).items():
            spent = _run(command)
            total = Spent(*(map(sum, zip(total, spent, strict=True))))
            print(f"  {name}: {spent.clock:.1f} s, {spent.processor:.1f} s of processor time")
        load = _loaded([path for path in made.ruecklauf if path.suffix == ".xlsx"])
        print(
            f"a Land's year: {total.clock:.1f} s (bound {BOUND:.0f} s), {total.processor:.1f} s of processor time; "
            f"{total.processor / load:.2f} times openpyxl that loads the returns once ({load:.1f} s)"
        )


def _steps(folder: Path, last_year: Path) -> dict[str, list[str]]:
    returns, out = str(folder / "Ruecklauf"), folder / "Land"
    out.mkdir()
    common = [
        "--register",
        str(folder / "Stammdaten.xlsx"),
        "--year",
        str(YEAR),
        "--cache",
        str(folder / "Cache"),
        "--workers",
        "2",
    ]
    day, previous = ["--today", f"{YEAR + 1}-04-14"], ["--previous", str(last_year)]
    internal, external = out / "Bericht.xlsx", out / "Bericht_extern.xlsx"
    return {
        "check with marked copies and list": ["check", returns, *common, *day, *previous, "--annotate", str(out / "Kopien"),
                                               "--out", str(out / "Befunde.xlsx")],
        "report, page, Parquet": ["consolidate", returns, *common, *day, *previous, "--out", str(internal),
                                   "--html", str(internal.with_suffix(".html")), "--data", str(out / "Werte.parquet")],
        "published edition and page": ["consolidate", returns, *common, *day, "--external", "--out", str(external),
                                        "--html", str(external.with_suffix(".html"))],
        "letters": ["respond", returns, *common, *day, "--out", str(out / "Rueckmeldung")],
        "chase list": ["remind", returns, *common, "--today", f"{YEAR + 1}-04-28", "--out", str(out / "Erinnerung")],
    }  # fmt: skip


def _run(command: list[str]) -> Spent:
    before, start = _processor(), time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "rv2xl", *command], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):  # 1: some returns are rejected
        sys.exit(done.stderr)
    return Spent(time.perf_counter() - start, _processor() - before)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _loaded(files: list[Path]) -> float:
    start = time.process_time()
    for path in files:
        try:
            peers.load_by_openpyxl(path.read_bytes())
        except Exception:
            continue
    return time.process_time() - start
