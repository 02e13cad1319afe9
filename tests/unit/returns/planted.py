"""A reader with planted faults, for workers: it does to its process what a hostile file might do."""

from __future__ import annotations

import ctypes
import os
import sys
import time

import rv2xl.excel.read
from rv2xl.model.returned import Return
from rv2xl.returns.worker import MIB, Limits

SHORT = Limits(seconds=1.0, memory=300 * MIB)

CRASH, HANG, DEAF, GREEDY, PANIC, NOISE = b"crash", b"hang", b"deaf", b"greedy", b"panic", b"noise"

_read = rv2xl.excel.read.read_return


class Panic(BaseException):
    """As the Rust reader raises it: no Exception."""


def plant() -> None:
    """Put the faults into the reader of this process."""
    rv2xl.excel.read.read_return = _planted


def _planted(data: bytes, file: str) -> Return:
    match data:
        case b"crash":
            os.abort()
        case b"hang":
            while True:
                time.sleep(0.01)
        case b"deaf":
            ctypes.PyDLL(None).pause()  # holds the interpreter's lock
        case b"greedy":
            bytearray(2048 * MIB)
        case b"panic":
            raise Panic("panicked at src/lib.rs")
        case b"noise":
            os.write(1, b"thread panicked")
            print("thread panicked", file=sys.stderr, flush=True)
            return _read(b"", file)
    return _read(data, file)
