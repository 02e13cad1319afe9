"""Two files to be compared, read as `check` reads them: each in a process that may die."""

from __future__ import annotations

from pathlib import Path

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.finding import Status, status_of
from rv2xl.returns.batch import check_files
from rv2xl.returns.checked import Checked
from rv2xl.returns.comparison import BogenComparison, compare


def compare_files(a: Path, b: Path) -> BogenComparison:
    """Read two files and compare them. Raises Abbruch for what cannot be read, and for two different forms."""
    one, other = read_whole_files(a, b)
    return compare(one.returned, other.returned)


def read_whole_files(*paths: Path) -> list[Checked]:
    """Read files that have to be readable as they are. Raises Abbruch for one that is not there or cannot be read."""
    for path in paths:
        if path.is_dir():
            raise Abbruch(f"„{path}“ ist ein Ordner, keine Datei.")
        if not path.exists():
            raise Abbruch(f"Die Datei „{path}“ gibt es nicht.")
    read = check_files(paths)
    for entry in read:
        for found in entry.findings:
            if status_of((found,)) is Status.UNLESBAR:
                raise Abbruch(f"„{entry.file}“ lässt sich nicht auswerten: {found.message.rstrip('.')}.")
    return read
