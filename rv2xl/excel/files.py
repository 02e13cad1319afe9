"""Files written beside their target and moved into place, so that nobody ever sees half a file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_beside(path: Path, data: bytes) -> None:
    """Write a file; the old one, if there is one, stays as it is until the new one is complete.

    Raises OSError if the folder cannot be written or the target cannot be replaced (it is open in Excel, say); then nothing is
    left behind.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=".~rv2xl-", suffix=path.suffix, delete=False) as temporary:
        name = temporary.name
        try:
            temporary.write(data)
        except BaseException:
            temporary.close()
            _remove(name)
            raise
    try:
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        _remove(name)
        raise


def _remove(name: str) -> None:
    with suppress(OSError):
        os.unlink(name)
