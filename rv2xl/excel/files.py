"""Files written beside their target and moved into place, so that nobody ever sees half a file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_beside(path: Path, data: bytes) -> None:
    """Write a file; the old one, if there is one, stays as it is until the new one is complete.

    Raises OSError if the folder cannot be written or the target cannot be replaced (it is open in Excel, say); then nothing is
    left behind.
    """
    temporary = path.with_name(f".~{os.getpid()}-{path.name}")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
