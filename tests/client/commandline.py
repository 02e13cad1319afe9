"""The command line as a clerk uses it, within this process: arguments in, exit status and both outputs back."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from rv2xl.cli import app
from rv2xl.screen.console import run


class Answer(NamedTuple):
    """What a command answers."""

    status: int
    out: str
    err: str


def rv2xl(*arguments: str | int | Path) -> Answer:
    """Run a command; paths and numbers are written as one would type them."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
        run(app, [str(argument) for argument in arguments])
    assert isinstance(end.value.code, int)
    return Answer(end.value.code, out.getvalue(), err.getvalue())


def done(*arguments: str | int | Path) -> str:
    """Run a command that can be carried out; return its output."""
    answer = rv2xl(*arguments)
    assert (answer.status, answer.err) == (0, ""), answer
    return answer.out
