"""Two files to be compared, read as `check` reads them: each in a process that may die."""

from __future__ import annotations

from pathlib import Path

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.finding import Status, status_of
from rv2xl.returns.batch import check_files
from rv2xl.returns.checked import Checked
from rv2xl.returns.comparison import Comparison, compare


def compare_files(a: Path, b: Path) -> Comparison:
    """Read two files and compare them. Raises Abbruch for what cannot be read, and for two different forms."""
    for path in (a, b):
        if path.is_dir():
            raise Abbruch(f"„{path}“ ist ein Ordner, keine Datei.")
        if not path.exists():
            raise Abbruch(f"Die Datei „{path}“ gibt es nicht.")
    read = check_files([a, b])
    for entry in read:
        _require_readable(entry)
    return compare(read[0].returned, read[1].returned)


def _require_readable(entry: Checked) -> None:
    for found in entry.findings:
        if status_of((found,)) is Status.UNLESBAR:
            raise Abbruch(f"„{entry.file}“ lässt sich nicht vergleichen: {found.message.rstrip('.')}.")
