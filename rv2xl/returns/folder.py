"""Which files of folders are returns: all but what programs leave there. Nothing else is passed over without a finding."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from os.path import join, realpath
from pathlib import Path

from rv2xl.files import is_temporary
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.wording import listed
from rv2xl.returns.processes.cache import is_cached

SKIPPED_FOLDER = "ersetzt"
_LEFT_BY_PROGRAMS = re.compile(r"~\$.*|\.~lock\..*#|\._.*|\.[^.]*|thumbs\.db|desktop\.ini", re.IGNORECASE | re.DOTALL)
"""Locks of office programs, what macOS and Windows put beside files, hidden files without a suffix."""


def find_files(paths: Iterable[Path], cache: Path | None = None) -> list[Path]:
    """Return the files at these paths, folders searched, in the order of their names.

    What programs leave behind, subfolders `ersetzt/` (in any case of letters) and the entries of caches are passed over. A folder that
    cannot be listed, or lies elsewhere and is only linked to, is returned like a file, so that a finding tells of it.

    Raises Abbruch for a path that is not there, if nothing is found, and for a `cache` that would lie among the files.
    """
    given = list(paths)
    files = find_any_files(given, cache)
    if not files:
        raise Abbruch(f"In {listed([f'„{path}“' for path in given])} liegt keine Datei.")
    return files


def find_any_files(paths: Iterable[Path], cache: Path | None = None) -> list[Path]:
    """Return the files at these paths as `find_files` does, for those who can do without any."""
    files: dict[str, Path] = {}
    given = list(paths)
    for path in given:
        if not path.exists():
            raise Abbruch(f"Den Ordner oder die Datei „{path}“ gibt es nicht.")
        for file in sorted(_within(path), key=Path.as_posix) if path.is_dir() else [path]:
            files.setdefault(realpath(file), file)
    if cache is not None:
        _require_apart(cache, given, files)
    return list(files.values())


def _within(top: Path) -> Iterator[Path]:
    root = realpath(top)
    seen, folders, linked = set[str](), [(top, root)], list[tuple[Path, str]]()
    while folders or linked:
        folder, real = folders.pop() if folders else linked.pop()  # by way of a link only what is not found otherwise
        if real in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            yield folder
            continue
        for entry in entries:
            path = folder / entry.name
            if not _is_folder(entry):
                if not _is_passed_over(path):
                    yield path
            elif entry.name.casefold() == SKIPPED_FOLDER:
                continue
            elif _is_in(within := _real(entry, path, real), root):
                (linked if entry.is_symlink() else folders).append((path, within))
            else:
                yield path


def _real(entry: os.DirEntry[str], path: Path, folder: str) -> str:
    """Where an entry of a folder lies, whose own place is known; to look at the whole path each time takes long where it is long.

    On Windows there are links that do not say that they are some.
    """
    return realpath(path) if entry.is_symlink() or os.name == "nt" else join(folder, entry.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # who reads it says what it is
        return False


def _is_passed_over(path: Path) -> bool:
    return _LEFT_BY_PROGRAMS.fullmatch(path.name) is not None or is_temporary(path.name) or is_cached(path)


def _is_in(path: str, folder: str) -> bool:
    return Path(path).is_relative_to(folder)


def require_outside(folder: Path, searched: Iterable[Path]) -> None:
    """Raise Abbruch for a folder to write to that is none, or that lies among the returns: what is written would be read as returns."""
    if folder.exists() and not folder.is_dir():
        raise Abbruch(f"„{folder}“ ist kein Ordner.")
    if any(path.is_dir() and _is_in(realpath(folder), realpath(path)) for path in searched):
        raise Abbruch(
            f"„{folder}“ liegt im Ordner der Rückläufe; bitte für die Schreiben und Kopien einen anderen Ordner angeben."
        )


def _require_apart(cache: Path, given: Iterable[Path], files: Iterable[str]) -> None:
    real = realpath(cache)
    searched = (realpath(path) for path in given if path.is_dir())
    if any(_is_in(real, folder) for folder in searched) or any(_is_in(file, real) for file in files):
        raise Abbruch(
            f"„{cache}“ kann nicht der Zwischenspeicher sein: Er läge zwischen den Rückläufen; bitte einen anderen Ordner angeben."
        )
