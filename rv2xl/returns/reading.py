"""One file, read and checked on its own: the unit of work, here or in a process that may die.

What is found depends on the file's bytes and this program alone. The year, the register and the other files come later.
"""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from functools import cache
from hashlib import sha256
from os.path import isdir
from pathlib import Path
from threading import get_ident
from typing import NamedTuple

from rv2xl.excel.package.encryption import decrypted, is_encrypted
from rv2xl.excel.package.refusal import Refused, megabytes, too_large
from rv2xl.excel.package.unpack import PACKAGE_LIMITS
from rv2xl.files import FileTooLarge, IrregularFile, content_of
from rv2xl.log import log_mistake, traceback_of
from rv2xl.model.finding import Finding, finding, limited
from rv2xl.model.password import Password
from rv2xl.model.returned import Return
from rv2xl.returns.check import check
from rv2xl.returns.checked import Checked
from rv2xl.returns.processes.packed import packed, unpacked
from rv2xl.returns.processes.pool import NO_MEMORY, CallLimits, WorkerPool
from rv2xl.returns.processes.program import program


class Answer(NamedTuple):
    """What was read, packed, and the checksum of the bytes, if there were any; whether it follows from them, or another run might say
    otherwise, or it must not be kept; the traceback of what went wrong; and whether a password opened the file."""

    content: bytes
    checksum: str | None = None
    lasting: bool = False
    traceback: str | None = None
    opened: bool = False


def read_file(load: Callable[[], bytes], name: str, password: Password | None = None) -> Checked:
    """Read and check one file on its own, here. Whatever goes wrong inside becomes a finding, so that the batch goes on."""
    checksum = None
    try:
        data = _loaded(load)
        checksum = sha256(data).hexdigest()
        return _read(data, name, checksum, password)
    except Exception as error:
        return failed(error, name, checksum)


def read_packed(source: str | bytes, password: Password | None = None) -> Answer:
    """Do the same with a file given by its absolute path or its bytes: what a process does that may die."""
    checksum = None
    try:
        data = _loaded(lambda: content(Path(source))) if isinstance(source, str) else source
        checksum = sha256(data).hexdigest()
        read = _read(data, "", checksum, password)
        opened = read.opened_by is not None
        return Answer(packed(read), checksum, not opened and not read.returned.confidential, opened=opened)
    except MemoryError:
        raise
    except Exception as error:
        return _failure(error)._replace(checksum=checksum)


def answered(pool: WorkerPool, source: str | bytes, call: Future[Answer], password: Password | None = None) -> Answer:
    """Wait for what `read_packed` says of a file, once more and alone if its process died. Raises BrokenExecutor if none starts."""
    try:
        return pool.result(call, read_packed, source, password)
    except BrokenExecutor:
        raise
    except Exception as error:
        return _failure(error, pool.limits)


def read_apart(source: str | bytes, asked_by: str, limits: CallLimits, password: Password | None = None) -> Answer:
    """Read a file in a process of this machine that may die: what a foreign executor is given, never with a password.

    Raises OtherProgram if this is not the program that asks: its answer might be another one.
    """
    if asked_by != program():
        raise OtherProgram(asked_by)
    pool = _pool(limits, get_ident())
    return answered(pool, source, pool.submit(read_packed, source, password), password)


class OtherProgram(RuntimeError):
    """The other machine has another version of the program."""


@cache
def _pool(limits: CallLimits, thread: int) -> WorkerPool:
    """Return the process of one thread, which waits for it."""
    return WorkerPool(1, limits)


def _read(data: bytes, name: str, checksum: str, password: Password | None) -> Checked:
    """Read the bytes of a file. Raises Refused for an encrypted one that the password does not open."""
    from rv2xl.excel.returned.confidential import told, withhold
    from rv2xl.excel.returned.read import read_return

    opened_by = password if is_encrypted(data) else None
    data = decrypted(data, password)
    collecting = gc.isenabled()
    gc.disable()  # a file makes many objects and no cycles worth looking for while it is read
    try:
        returned = read_return(data, name)
        withhold(returned)
        found = limited(told(returned.issue, check(returned)))
        returned.findings = limited(returned.findings)
        return Checked(returned, found, checksum=checksum, opened_by=opened_by)
    finally:
        if collecting:
            gc.enable()


def content(path: Path) -> bytes:
    """Return the bytes of a file. Raises OSError, and Refused for one that is too large to be loaded."""
    try:
        return content_of(path)
    except FileTooLarge as error:
        raise too_large(f"Die Datei ist {megabytes(error.size)} groß", megabytes(PACKAGE_LIMITS.file)) from error


def _loaded(load: Callable[[], bytes]) -> bytes:
    """Return a file's bytes. Raises Refused if it cannot be opened: the system says why in whatever language it has."""
    try:
        return load()
    except IrregularFile as error:
        told, remedy = (
            f"Das ist {error.kind}, keine Datei; daraus wird nicht gelesen.",
            "Bitte die Arbeitsmappe selbst angeben.",
        )
        raise Refused("DATEI-UNLESBAR", told, remedy) from error
    except OSError as error:
        if error.filename is not None and isdir(error.filename):
            raise Refused("DATEI-UNLESBAR", _UNSEARCHED, _REMEDY_UNSEARCHED) from error
        reason, remedy = _UNOPENED.get(error.errno or 0, (f"Fehler {error.errno}", _REMEDY_UNOPENED))
        raise Refused("DATEI-UNLESBAR", f"Die Datei lässt sich nicht öffnen: {reason}.", remedy) from error


_REMEDY_UNOPENED = "Bitte nachsehen, ob die Datei noch da ist und sich öffnen lässt, und dann noch einmal prüfen."
_DENIED = (
    "Das Zugriffsrecht fehlt, oder sie ist noch in einem anderen Programm geöffnet",
    "Bitte die Datei im anderen Programm schließen oder das Zugriffsrecht klären und dann noch einmal prüfen.",
)
_UNOPENED = {
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENOENT: ("Es gibt sie nicht mehr, oder die Verknüpfung führt ins Leere", _REMEDY_UNOPENED),
    errno.ENAMETOOLONG: (
        "Der Pfad ist zu lang",
        "Bitte die Ordner kürzer benennen oder weniger tief ablegen und noch einmal prüfen.",
    ),
    errno.ELOOP: (
        "Es ist eine Verknüpfung, die zu keiner Datei führt",
        "Bitte die Arbeitsmappe selbst in den Ordner legen.",
    ),
}
"""What keeps a file from being opened is no matter of its sender's."""
_UNSEARCHED = (
    "Der Ordner wurde nicht durchsucht; was in ihm liegt, fehlt: Das Zugriffsrecht fehlt, oder er ist mit einem Ordner an "
    "anderer Stelle verknüpft."
)
_REMEDY_UNSEARCHED = "Bitte das Zugriffsrecht klären oder den verknüpften Ordner selbst angeben und noch einmal prüfen."


def failed(error: Exception, name: str, checksum: str | None = None) -> Checked:
    """Return what is said of a file, of this content if it was opened, that was not read because of this error, and log it."""
    answer = _failure(error)
    if answer.traceback is not None:
        log_mistake(name, answer.traceback)
    return unpacked(answer.content, name, checksum)


def _failure(error: Exception, limits: CallLimits | None = None) -> Answer:
    result = Checked(Return(""))
    result.add(_said_of(error, limits or CallLimits()))
    told = isinstance(error, Refused)
    return Answer(packed(result), traceback=None if told else traceback_of(error))


def _said_of(error: Exception, limits: CallLimits) -> Finding:
    """Say what an error means for the file. What is past a limit of time or memory is DATEI-GROESSE, as what is past the guard's."""
    status = getattr(error, "exitcode", None)  # of a process that died
    if isinstance(error, Refused):
        return error.finding
    if isinstance(error, MemoryError) or status == NO_MEMORY:
        return finding("DATEI-GROESSE", "Die Datei braucht beim Lesen mehr Speicher, als erlaubt ist.")
    if isinstance(error, TimeoutError):
        allowed = f"{limits.seconds:g}".replace(".", ",")
        return finding(
            "DATEI-GROESSE", f"Das Lesen der Datei hat länger gedauert als die erlaubten {allowed} Sekunden."
        )
    if status is not None:
        return finding("DATEI-UNLESBAR", "Die Datei ist beschädigt: An ihr ist das Lesen abgestürzt.")
    text = f"Unerwarteter Fehler beim Lesen ({type(error).__name__}): Er liegt am Programm, nicht an der Datei."
    return finding("PROGRAMM-FEHLER", text)
