"""Finds what the program brings along: the texts in `templates/` and the blank forms in `workbooks/`.

They stand at the top of the project. In an installed wheel they lie inside the package; both ways are found here.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the path of a file such as „templates/felder.md.j2“. Raises FileNotFoundError if it is nowhere."""
    for root in (_PACKAGE / "_shared", _PACKAGE.parent):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(f"the installation lacks {name}")
