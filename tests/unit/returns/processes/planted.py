"""A reader with planted faults, for processes that may die: it does to its process what a hostile file, or a mistake, might do."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path

import rv2xl.excel.returned.read
import rv2xl.returns.check
from rv2xl.model.returned import Return
from rv2xl.returns.processes.pool import MIB, CallLimits

SHORT, PATIENT = (CallLimits(seconds=seconds, memory=300 * MIB) for seconds in (2.0, 120.0))
"""For what never ends and for what is as good as nothing; and for real files, which a busy machine may take long to read."""

CRASH, HANG, DEAF, GREEDY, PANIC, NOISE = b"crash", b"hang", b"deaf", b"greedy", b"panic", b"noise"
HOARD, LARGE, MISTAKE, ONCE = b"hoard", b"large", b"mistake", b"once "

_read = rv2xl.excel.returned.read.read_return
_hoard: list[bytearray] = []


class Panic(BaseException):
    """As the Rust reader raises it: no Exception."""


def plant() -> None:
    """Put the faults into the reader of this process, and a mistake into what tells of a broken rule."""
    rv2xl.excel.returned.read.read_return = _planted
    rv2xl.returns.check.violation = _mistaken  # type: ignore[assignment]


def _mistaken(*_: object) -> str:
    raise KeyError("of a rule")


def _hang(mark: bytes) -> None:
    """Never end; the file of this name, if there is one, tells that it has begun."""
    if mark:
        Path(os.fsdecode(mark)).touch()
    while True:
        time.sleep(0.01)


def _planted(data: bytes, file: str) -> Return:
    match data:
        case b"crash":
            os.abort()
        case _ if data.startswith(HANG):
            _hang(data.removeprefix(HANG))
        case b"deaf":
            ctypes.PyDLL(None).pause()  # holds the interpreter's lock
        case b"greedy":
            bytearray(2048 * MIB)
        case b"panic":
            raise Panic("panicked at src/lib.rs")
        case b"mistake":
            raise KeyError("of the reader")
        case b"noise":
            os.write(1, b"thread panicked")
            print("thread panicked", file=sys.stderr, flush=True)
        case b"hoard":  # as what never forgets does
            _hoard.append(bytearray(120 * MIB))
        case b"large":
            bytearray(120 * MIB)
        case _ if data.startswith(ONCE) and not (mark := Path(os.fsdecode(data.removeprefix(ONCE)))).exists():
            mark.touch()
            os.abort()
        case _ if not data.startswith(ONCE):
            return _read(data, file)
    return _read(b"", file)
