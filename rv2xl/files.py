"""Files that a user names: opened only if they are files, and written beside their target, so that nobody ever sees half a file."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

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
        content = b"" if status.st_size > most else file.read(most + 1) or b""  # one may grow, or not tell its size
    size = max(status.st_size, len(content))
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


def write_beside(path: Path, content: bytes | BinaryIO) -> None:
    """Write a file; the old one, if there is one, stays as it is until the new one is complete. A stream is copied piece by piece.

    Raises OSError if the folder cannot be written or the target cannot be replaced (it is open in Excel, say); then nothing is
    left behind. Raises IrregularFile rather than put a file in the place of a device.
    """
    require_regular(path)
    temporary = path.with_name(f".~{os.getpid()}-{path.name}")
    try:
        if isinstance(content, bytes):
            temporary.write_bytes(content)
        else:
            content.seek(0)
            with temporary.open("wb") as target:
                copyfileobj(content, target)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
