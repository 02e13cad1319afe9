"""What was read of unchanged files, kept in a folder for the next run.

An entry is found by the checksum of the file's bytes and of the program, forms and their versions included; nothing of the
register, the year or the file's name is in it. An entry that is gone, damaged, or another one's under a wrong name is as if it had
never been there. It holds all that was read, so nobody but its owner reads it. The folder may be deleted at any time.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from re import fullmatch

from rv2xl.files import content_of, is_temporary, make_folder, remove_strays, write_beside
from rv2xl.model.abbruch import Abbruch
from rv2xl.returns.checked import Checked
from rv2xl.returns.processes.packed import unpacked
from rv2xl.returns.processes.program import program

TAG = "CACHEDIR.TAG"
_TAG_TEXT = b"Signature: 8a477f597d28d172789f06886806bc55\n# rv2xl. This folder may be deleted at any time.\n"
_SIGN = b"rv2xl 1 "


def is_cached(path: Path) -> bool:
    """Whether a file is an entry of a cache, or says that a folder is one: nothing else in such a folder is."""
    if path.name == TAG:
        return _is_cache(path.parent)
    return _is_name(path) and _is_cache(path.parent.parent)


def _is_name(path: Path) -> bool:
    return fullmatch("[0-9a-f]{62}", path.name) is not None and fullmatch("[0-9a-f]{2}", path.parent.name) is not None


def _is_cache(folder: Path) -> bool:
    try:
        return content_of(folder / TAG, len(_TAG_TEXT)) == _TAG_TEXT
    except OSError:
        return False


class Cache:
    """A folder of entries. Raises Abbruch if it cannot be one, or holds something else: programs that save files pass over caches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            make_folder(folder, private=True)
            others = not _is_cache(folder) and any(not is_temporary(path.name) for path in folder.iterdir())
            if not others:
                with suppress(OSError):  # it is somebody else's
                    folder.chmod(0o700)
                write_beside(folder / TAG, _TAG_TEXT)
                for entries in folder.iterdir():
                    remove_strays(entries)
        except OSError as error:
            raise Abbruch(f"„{folder}“ lässt sich nicht als Ordner für den Zwischenspeicher verwenden.") from error
        if others:
            raise Abbruch(
                f"In „{folder}“ liegt schon anderes; der Zwischenspeicher braucht einen leeren oder neuen Ordner für sich."
            )

    def find(self, file: Path, name: str) -> Checked | None:
        """Return what is known of a file; None if it has to be read. `name` is what it is called in findings."""
        try:
            checksum = sha256(content_of(file)).hexdigest()
            key = _key(checksum)
            sign, _, content = content_of(self._path(key)).partition(b"\n")
            if sign != _sign(key, content):
                return None
            found = unpacked(content, name, checksum)
            list(found.returned.sheets.values())
        except (OSError, ValueError, KeyError, TypeError, IndexError, ArithmeticError):
            return None
        return found

    def keep(self, checksum: str, content: bytes) -> None:
        """Keep what was read of the file with this checksum; a full disk only costs time, next time."""
        key = _key(checksum)
        path = self._path(key)
        with suppress(OSError):
            make_folder(path.parent, private=True)
            write_beside(path, _sign(key, content) + b"\n" + content, private=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def _key(checksum: str) -> str:
    return sha256(f"{checksum} {program()}".encode()).hexdigest()


def _sign(key: str, content: bytes) -> bytes:
    """Return an entry's first line: whose it is, and the checksum of the rest."""
    return _SIGN + f"{key} {sha256(content).hexdigest()}".encode()
