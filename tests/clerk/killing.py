"""A run of `rv2xl clerk` that ends in its middle, as when the power fails.

    python -m tests.clerk.killing STEP BOOK ACTION

ends the process, with nothing cleaned up, at the STEP-th moment at which something on the disk is about to change or has just changed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KILLED = 137
"""The exit status of a process that was killed."""
TODAY = "2026-04-01"
_CHANGES = ("replace", "link", "unlink", "mkdir")


def watch(patch: pytest.MonkeyPatch, moment: Callable[[], object]) -> None:
    """Let something happen before and after each change on the disk, and when half of a file is written."""

    def watched(change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(*arguments: Any, **more: Any) -> Any:
            moment()
            result = change(*arguments, **more)
            moment()
            return result

        return changed

    def in_halves(path: Path, content: bytes) -> int:
        with open(path, "wb") as file:
            moment()
            file.write(content[: len(content) // 2])
            file.flush()
            moment()
            file.write(content[len(content) // 2 :])
        moment()
        return len(content)

    patch.setattr(Path, "write_bytes", in_halves)
    for name in _CHANGES:
        patch.setattr(os, name, watched(getattr(os, name)))


def main() -> None:
    """Run, and end where it was said."""
    step, passed = int(sys.argv[1]), 0

    def moment() -> None:
        nonlocal passed
        passed += 1
        if passed == step:
            os._exit(KILLED)

    from rv2xl.cli import app
    from rv2xl.screen.console import run

    with pytest.MonkeyPatch.context() as patch:
        watch(patch, moment)
        run(app, ["clerk", *sys.argv[2:], "--today", TODAY])


if __name__ == "__main__":
    main()
