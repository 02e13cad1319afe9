"""One file, read and checked on its own: the unit of work, here or in a process that may die.

What is found depends on the file's bytes and this program alone. The year, the register and the other files come later.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from os import fstat
from pathlib import Path
from typing import NamedTuple

from rv2xl import forms
from rv2xl.excel.package.refusal import Refused, megabytes, too_large
from rv2xl.excel.package.unpack import LIMITS
from rv2xl.model.finding import Finding, finding
from rv2xl.model.returned import Return
from rv2xl.returns.check import check
from rv2xl.returns.checked import Checked
from rv2xl.returns.packed import packed
from rv2xl.returns.program import program
from rv2xl.returns.worker import CallFailed, Limits, OutOfMemory, TookTooLong
from rv2xl.returns.workers import WorkerPool

_MOST = 64 * 1024 * 1024
"""A larger file is not even loaded: the guard refuses much smaller ones."""


class Answer(NamedTuple):
    """What was read, packed, and the checksum of the bytes it was read from; none if nothing could be read."""

    content: bytes
    checksum: str | None


def read_file(load: Callable[[], bytes], name: str) -> Checked:
    """Read and check one file on its own. Whatever goes wrong inside becomes a finding, so that the batch goes on."""
    from rv2xl.excel.read import read_return

    collecting = gc.isenabled()
    gc.disable()  # a file makes many objects and no cycles worth looking for while it is read
    try:
        returned = read_return(load(), name)
        return Checked(returned, check(returned))
    except Refused as refused:
        return _with(refused.finding, name)
    except MemoryError:
        return failed(OutOfMemory(), name)
    except OSError as error:
        return _unreadable("DATEI-UNLESBAR", f"Die Datei lässt sich nicht öffnen: {_reason(error)}.", name)
    except Exception as error:
        return unexpected(error, name)
    finally:
        if collecting:
            gc.enable()


def unexpected(error: Exception, name: str) -> Checked:
    """Return what is said of a file that met a mistake of the program."""
    text = f"Beim Lesen trat ein unerwarteter Fehler auf ({type(error).__name__}: {error})."
    return _unreadable("DATEI-UNLESBAR", text, name)


def failed(error: CallFailed, name: str, limits: Limits | None = None) -> Checked:
    """Return what is said of a file whose reading ended with the process or at its limits.

    What is past a limit of time or memory is DATEI-GROESSE, as what is past the guard's limits.
    """
    match error:
        case OutOfMemory():
            return _unreadable("DATEI-GROESSE", "Die Datei braucht beim Lesen mehr Speicher, als erlaubt ist.", name)
        case TookTooLong():
            allowed = f"{(limits or Limits()).seconds:g}".replace(".", ",")
            text = f"Das Lesen der Datei hat länger gedauert als die erlaubten {allowed} Sekunden."
            return _unreadable("DATEI-GROESSE", text, name)
    return _unreadable("DATEI-UNLESBAR", "Die Datei ist beschädigt: An ihr ist das Lesen abgestürzt.", name)


def _unreadable(code: str, message: str, name: str) -> Checked:
    return _with(finding(code, message), name)


def _with(found: Finding, name: str) -> Checked:
    result = Checked(Return(name))
    result.add(found)
    return result


def _reason(error: OSError) -> str:
    """Say in German why a file cannot be opened; the system says it in whatever language it has."""
    if isinstance(error, PermissionError):
        return "Das Zugriffsrecht fehlt, oder sie ist noch in einem anderen Programm geöffnet"
    return "Es gibt sie nicht mehr" if isinstance(error, FileNotFoundError) else f"Fehler {error.errno}"


def read_packed(source: str | bytes) -> Answer:
    """Read a file given by its absolute path or its bytes: what a worker does."""
    data: list[bytes] = []

    def load() -> bytes:
        data.append(content(Path(source)) if isinstance(source, str) else source)
        return data[0]

    found = packed(read_file(load, ""))
    return Answer(found, sha256(data[0]).hexdigest() if data else None)


def content(path: Path) -> bytes:
    """Return the bytes of a file. Raises OSError, and Refused for one that is too large to be loaded."""
    with path.open("rb") as file:
        size = fstat(file.fileno()).st_size
        if size > _MOST:
            raise too_large(f"Die Datei ist {megabytes(size)} groß", megabytes(LIMITS.file))
        return file.read()


def read_apart(source: str | bytes, asked_by: str, limits: Limits) -> Answer:
    """Do the same in a process of this machine that may die: what a foreign executor is given.

    Raises CallFailed, and OtherProgram if this is not the program that asks: its answer might be another one.
    """
    if asked_by != program():
        raise OtherProgram(asked_by)
    return _pool(limits).submit(read_packed, source).result()


class OtherProgram(RuntimeError):
    """The other machine has another version of the program."""


@cache
def _pool(limits: Limits) -> WorkerPool:
    return WorkerPool(64, limits, prepare)


def prepare() -> None:
    """Load what reading needs, while the caller still does something else."""
    import rv2xl.excel.read  # noqa: F401

    for name in forms.NAMES:
        forms.newest(name)
