"""Runs the parts of the soak one after the other, and ends with status 1 if one of them found something."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.office.client import Office, missing_office
from tests.security.costly import COSTLY
from tests.security.folder_of_500 import fill
from tests.security.patterns import ANCHORED, PATTERNS, PIECES, of_files
from tests.soak import contents, packages, views
from tests.soak.searches import VARIABLE

LENGTH = 400_000
"""Signs of each text: quadratic time would be minutes."""
TOO_LONG = 60.0
"""Seconds of computing for a pattern on all texts, a file, or the folder; no pattern and no file takes four."""
MUTATIONS = 5_000
CHANGED_SHEETS, CHANGED_SHEETS_IN_OFFICE, CONTENTS, PACKAGES = 2_000, 500, 2_000, 1_000
SEARCHES = (
    "tests/differential/test_expressions.py", "tests/differential/test_formulas.py", "tests/differential/test_steps.py",
    "tests/roundtrip", "tests/faults/test_mutations.py", "tests/clerk/test_killed.py",
)  # fmt: skip


def main() -> int:
    """Run all parts, or the one that is named."""
    parts: dict[str, Callable[[argparse.Namespace], bool]] = {
        "patterns": patterns, "hostile": hostile, "folder": folder, "fuzz": fuzz, "views": two_views,
        "office": office_view, "contents": any_content, "packages": any_package, "searches": searches,
    }  # fmt: skip
    parser = argparse.ArgumentParser(
        prog="python -m tests.soak", description="Long searches and seconds; see tests/soak/__init__.py"
    )
    parser.add_argument("part", nargs="*", help=f"only these: {', '.join(parts)}")
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--times", type=int, default=5, help="as many times the suite's examples")
    options = parser.parse_args()
    if unknown := set(options.part) - parts.keys():
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    failed = [name for name in options.part or parts if not parts[name](options)]
    print(f"failed: {', '.join(failed)}" if failed else "nothing found")
    return 1 if failed else 0


def patterns(_: argparse.Namespace) -> bool:
    """Hold every pattern against long texts of one piece; tell the slowest."""
    taken = {name: _computing(_search_all, name) for name in of_files()}
    for name, seconds in sorted(taken.items(), key=lambda entry: -entry[1])[:5]:
        print(f"pattern {name}: {seconds:.2f} s of computing for {2 * len(PIECES)} texts of {LENGTH:,} signs")
    return max(taken.values()) < TOO_LONG


def _computing(action: Callable[[str], None], name: str) -> float:
    """Return the seconds that an action computes in a process of its own, which ends when they are too many."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(TOO_LONG) + 1, int(TOO_LONG) + 2))
        action(name)

    process, before = multiprocessing.get_context("fork").Process(target=limited), _computed()
    process.start()
    process.join()
    return _computed() - before


def _computed() -> float:
    """Return the seconds that all processes have computed that were started here and ended: what else the machine does is not in them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _search_all(name: str) -> None:
    pattern = PATTERNS[name]
    for piece in PIECES:
        for text in (piece * (LENGTH // len(piece)), "<x " + piece * (LENGTH // len(piece)) + "\x01"):
            subject: Any = text if isinstance(pattern.pattern, str) else text.encode()
            if "recognise." in name:
                subject = subject[:1_000]  # so long may the line be
            if any(anchored in name for anchored in ANCHORED):
                pattern.match(subject)
                pattern.fullmatch(subject)
                continue
            for _ in pattern.finditer(subject):
                pass


def hostile(_: argparse.Namespace) -> bool:
    """Read every costly file in a process of its own; tell the dearest."""
    taken = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, _codes) in COSTLY.items():
            path = Path(folder) / "datei.xlsx"
            path.write_bytes(make())
            command = [sys.executable, "-m", "tests.security.cost", "--seconds", str(path)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            taken[name] = json.loads(run.stdout)
    for name, cost in sorted(taken.items(), key=lambda entry: -entry[1]["seconds"])[:5]:
        print(f"{name}: {cost['seconds']:.2f} s of computing, {cost['megabytes']:.0f} MB")
    return max(cost["seconds"] for cost in taken.values()) < TOO_LONG


def folder(_: argparse.Namespace) -> bool:
    """Check 500 files, a third of them hostile; tell the seconds. That each has its outcome is a test of the suite."""
    with tempfile.TemporaryDirectory() as place:
        files = len(fill(Path(place)))
        before = _computed()
        check = [sys.executable, "-m", "rv2xl", "check", place, "--format", "json"]
        summary = json.loads(subprocess.run(check, capture_output=True, text=True, check=False).stdout)["summary"]
        seconds = _computed() - before
    print(f"folder: {files} files in {seconds:.2f} s of computing: {summary}")
    return seconds < TOO_LONG and files == summary["files"]


def fuzz(options: argparse.Namespace) -> bool:
    """Read spoilt files."""
    command = [sys.executable, "-m", "tests.security.fuzz", str(MUTATIONS), str(options.seed)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    print(run.stdout.rpartition("\r")[2].strip() or run.stdout[-40:])
    return run.returncode == 0


def two_views(options: argparse.Namespace) -> bool:
    """Hold what we read of changed sheets against what openpyxl shows."""
    return views.search(CHANGED_SHEETS, options.seed)


def office_view(options: argparse.Namespace) -> bool:
    """Hold what we read of changed sheets against what LibreOffice shows."""
    if missing := missing_office():
        print(missing)
        return True
    with Office() as office, tempfile.TemporaryDirectory() as folder:
        return views.search(CHANGED_SHEETS_IN_OFFICE, options.seed, views.InLibreOffice(office, Path(folder)))


def any_content(options: argparse.Namespace) -> bool:
    """Put any content into any input of any form."""
    return contents.search(CONTENTS, options.seed)


def any_package(options: argparse.Namespace) -> bool:
    """Hold what we read of spoilt packages against what openpyxl shows."""
    return packages.search(PACKAGES, options.seed)


def searches(options: argparse.Namespace) -> bool:
    """Run the suite's random searches with more examples."""
    command = [sys.executable, "-m", "pytest", "-m", "not office", f"--hypothesis-seed={options.seed}", *SEARCHES]
    return subprocess.run(command, check=False, env=os.environ | {VARIABLE: str(options.times)}).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
