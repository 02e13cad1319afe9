"""No test measures time: whoever looks at a clock turns red on a busy machine. Costs are counted, or measured in bench and soak."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time", "time"}
MEASURING = {"bench", "soak"}
ALLOWED = {
    "office/server.py": "a name of its own for each office",
    "security/cost.py": "seconds for the soak",
    "security/fuzz.py": "tells the slowest to those who want to know",
    "unit/test_office_client.py": "waits for processes to end, and no longer than a minute",
}
"""Who looks at a clock, and why no verdict depends on it."""


def clocks(tree: ast.AST) -> Iterator[str]:
    """Yield the clocks that are looked at, as `time.perf_counter` or by a name imported from there."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="time"), attr=name) if name.removesuffix("_ns") in CLOCKS:
                yield name
            case ast.ImportFrom(module="time" | "timeit"):
                yield from (alias.name for alias in node.names)
            case ast.Import():
                yield from (alias.name for alias in node.names if alias.name == "timeit")


def test_no_test_looks_at_a_clock() -> None:
    paths = {path.relative_to(ROOT).as_posix(): path for path in ROOT.rglob("*.py")}
    looking = {name for name, path in paths.items() if any(clocks(ast.parse(path.read_text(encoding="utf-8"))))}
    assert {name for name in looking if name.partition("/")[0] not in MEASURING} == ALLOWED.keys()


@pytest.mark.parametrize(
    "source", ["time.perf_counter()", "from time import monotonic", "import timeit", "time.time_ns()"]
)
def test_a_clock_is_seen(source: str) -> None:
    assert any(clocks(ast.parse(source)))
