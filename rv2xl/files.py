"""Files that a user names: opened only if they are files, and written beside their target, so that nobody ever sees half a file."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from platform import node
from secrets import token_hex
from shutil import copy2, copyfileobj
from typing import BinaryIO
from zlib import crc32

MOST = 64 * 1024 * 1024
"""Bytes of a file that is loaded at all: every reader refuses much smaller ones."""
_KINDS = (
    (stat.S_ISFIFO, "eine Pipe"),
    (stat.S_ISSOCK, "ein Socket"),
    (stat.S_ISCHR, "ein Gerät"),
    (stat.S_ISBLK, "ein Gerät"),
)


class IrregularFile(OSError):
    """What is named may never end or never begin; `kind` says in German what it is. Its text is a German sentence."""

    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(errno.EINVAL, kind, str(path))
        self.kind = kind

    def __str__(self) -> str:
        return f"„{self.filename}“ ist {self.kind}, keine Datei."


class FileTooLarge(OSError):
    """A file has more bytes than are loaded; `size` is how many, as far as is known. Its text is a German sentence."""

    def __init__(self, path: Path, size: int, most: int) -> None:
        super().__init__(errno.EFBIG, "too large", str(path))
        self.size, self.most = size, most

    def __str__(self) -> str:
        return f"Die Datei „{self.filename}“ ist zu groß: Erlaubt sind höchstens {self.most >> 20} MB."


def content_of(path: Path, most: int = MOST) -> bytes:
    """Return the bytes of a file: the one way to what a user names.

    It is looked at before it is opened (opening alone can set off a device), is opened so that a pipe nobody writes to does not
    wait, and is looked at again. Raises IrregularFile, FileTooLarge and whatever else OSError there is.
    """
    require_regular(path)
    with open(path, "rb", opener=_without_waiting) as file:
        status = os.fstat(file.fileno())
        _require_regular(path, status.st_mode)
        size = status.st_size
        content = file.read(size + 1) or b"" if size <= most else b""
        if len(content) > size:  # it grows, or does not tell its size
            content += file.read(most) or b""
            size = len(content)
    if size > most:
        raise FileTooLarge(path, size, most)
    return content


def require_regular(path: Path) -> None:
    """Raise IrregularFile for a pipe, a socket or a device; a folder and what is not there are for others to tell."""
    with suppress(FileNotFoundError, NotADirectoryError):
        _require_regular(path, path.stat().st_mode)


def _require_regular(path: Path, mode: int) -> None:
    kind = next((kind for is_it, kind in _KINDS if is_it(mode)), None)
    if kind is not None:
        raise IrregularFile(path, kind)


def _without_waiting(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))  # Windows has no such flag


def write_beside(path: Path, content: bytes | BinaryIO, *, private: bool = False) -> None:
    """Write a file; the old one, if there is one, stays as it is until the new one is complete. A stream is copied piece by piece.

    Raises OSError if the folder cannot be written or the target cannot be replaced (it is open in Excel, say); then nothing is
    left behind, and whatever is said is said of the target: nobody knows the other name. One that is write-protected is not replaced.
    Raises IrregularFile rather than put a file in the place of a device.
    """
    with written_together(private=private) as write:
        write(path, content)


def make_folder(path: Path, *, private: bool = False) -> None:
    """Make a folder, and those above it, unless it is there; a new one for `private` files is its owner's alone."""
    path.mkdir(0o700 if private else 0o777, parents=True, exist_ok=True)  # the mode is the last one's alone


_MAIL = ".eml"


@contextmanager
def written_together(*, private: bool = False) -> Iterator[Callable[[Path, bytes | BinaryIO], None]]:
    """Give what writes files beside their targets; at the end of the block all are moved, in the order in which they were written.

    Files that hold what is about people are `private`: returns, copies of them, a cache; nobody but their owner reads them. So is every
    mail, for returns go along with it. Windows has no such modes: there the folder says who reads a file.

    If one of them fails, or the block does, every target stays or becomes again what it was. Raises what `write_beside` raises.
    """
    written: list[tuple[Path, Path]] = []
    cleared: set[Path] = set()

    def write(path: Path, content: bytes | BinaryIO) -> None:
        require_regular(path)
        with suppress(FileNotFoundError, IsADirectoryError):
            path.open("r+b").close()
        if path.parent not in cleared:
            cleared.add(path.parent)
            remove_strays(path.parent)
        temporary = _temporary(path.parent)
        written.append((temporary, path))
        try:
            if private or path.suffix.lower() == _MAIL:
                temporary.touch(0o600)
            _fill(temporary, content)
        except OSError as error:
            error.filename = str(path)
            raise

    try:
        yield write
        _move(written)
    finally:
        for temporary, _ in written:
            with suppress(OSError):
                temporary.unlink()


def _fill(path: Path, content: bytes | BinaryIO) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
        return
    content.seek(0)
    with path.open("wb") as target:
        copyfileobj(content, target)


def _move(written: Sequence[tuple[Path, Path]]) -> None:
    """Move files to their targets; if one cannot be, those before it become again what they were."""
    before: dict[Path, Path] = {}
    moved: list[Path] = []
    try:
        for _, target in written if len(written) > 1 else ():  # a single move happens or does not
            if target.exists():
                before[target] = _temporary(target.parent)
                _copy(target, before[target])
        for temporary, target in written:
            os.replace(temporary, target)
            moved.append(target)
    except BaseException:
        for target in moved:
            with suppress(OSError):
                os.replace(before[target], target) if target in before else target.unlink()
        raise
    finally:
        for kept in before.values():
            with suppress(OSError):
                kept.unlink()


def _copy(path: Path, to: Path) -> None:
    try:
        os.link(path, to)
    except OSError:  # not every file system has a second name for a file
        copy2(path, to)


# --- Temporary files, and what a run that was killed has left of them ----------------------------------------------

_RUN = f"{crc32(node().encode()):08x}-{os.getpid()}-{token_hex(4)}"
_NAME = re.compile(r"\.~rv2xl-(?P<run>(?P<machine>[0-9a-f]{8})-(?P<process>[0-9]{1,10})-[0-9a-f]{8})-[0-9]+\.tmp")
_numbers = count(1)


def is_temporary(name: str) -> bool:
    """Whether a file has the name of a temporary one of ours."""
    return _NAME.fullmatch(name) is not None


def _temporary(folder: Path) -> Path:
    return folder / f".~rv2xl-{_RUN}-{next(_numbers)}.tmp"


def remove_strays(folder: Path) -> None:
    """Remove the temporary files of runs of this machine that have ended; those of other machines may be at work."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = _NAME.fullmatch(entry.name)
            if name and name["run"] != _RUN and name["machine"] == _RUN[:8] and not _is_running(int(name["process"])):
                with suppress(OSError):
                    os.unlink(entry)


def _is_running(process: int) -> bool:
    """Whether there is a process with this number; our own is of a run that has ended if another one wrote the file."""
    if process == os.getpid():
        return False
    if sys.platform == "win32":
        from ctypes import windll

        handle = windll.kernel32.OpenProcess(0x1000, False, process)  # to ask for no more than whether it is there
        windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
