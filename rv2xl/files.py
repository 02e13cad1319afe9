"""Files written beside their target and moved into place, so that nobody ever sees half a file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO


def write_beside(path: Path, content: bytes | BinaryIO) -> None:
    """Write a file; the old one, if there is one, stays as it is until the new one is complete. A stream is copied piece by piece.

    Raises OSError if the folder cannot be written or the target cannot be replaced (it is open in Excel, say); then nothing is
    left behind.
    """
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
