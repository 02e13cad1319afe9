"""Which program this is: what was read by another one is read again."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from pyexpat import EXPAT_VERSION

import rv2xl


@cache
def program() -> str:
    """Return a checksum over all that reading depends on beside the file: version, parser, code, definitions, law.

    The version alone would be too coarse: between two releases the definitions change.
    """
    digest = sha256(f"{sys.version} {EXPAT_VERSION} {version('rv2xl')}\n".encode())
    root = Path(rv2xl.__file__).parent
    for path in sorted(root.rglob("*"), key=lambda path: path.relative_to(root).as_posix()):
        if path.suffix in {".py", ".toml", ".csv"}:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()
