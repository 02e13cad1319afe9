"""What the demonstration wrote into a folder, so that another run replaces nothing else.

The checksums stand in a small file of the folder: the files themselves are those that the other commands write, byte for byte.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path

from rv2xl.files import content_of, write_beside
from rv2xl.model.abbruch import Abbruch
from rv2xl.returns.folder import find_any_files

NAME, RESULTS = ".rv2xl-demo", "Ergebnis"
"""The file with the checksums, and the folder in which everything else is written."""


class Written:
    """The checksums of what was written into a folder, by the path within it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._checksums: dict[str, str] = {}
        if (folder / NAME).is_file():
            for line in content_of(folder / NAME).decode("utf-8", "surrogateescape").splitlines():
                checksum, _, name = line.partition("  ")
                self._checksums[name] = checksum

    def write(self, made: Mapping[Path, bytes], private: Collection[Path] = ()) -> None:
        """Write files, those that hold people for their owner alone. Raises Abbruch, and writes nothing, if one of them, or one among the
        results, is there and is not as it was written."""
        self._require_ours(made)
        for path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._keep(made)
        for path, content in made.items():
            write_beside(path, content, private=path in private)

    def keep_results(self) -> None:
        """Write down what is among the results now."""
        self._keep({path: content_of(path) for path in find_any_files([self.folder / RESULTS])})

    def _require_ours(self, made: Mapping[Path, bytes]) -> None:
        for path, content in made.items():
            if path.exists() and (old := content_of(path)) != content:
                self._require_as_written(path, old)
        results = self.folder / RESULTS
        for path in find_any_files([results]) if results.is_dir() else ():
            self._require_as_written(path, content_of(path))

    def _require_as_written(self, path: Path, content: bytes) -> None:
        if self._checksums.get(self._name(path)) != sha256(content).hexdigest():
            raise Abbruch(
                f"„{path}“ stammt nicht von der Vorführung oder wurde seither geändert; es wurde nichts geschrieben. Bitte mit --out einen "
                "anderen Ordner angeben oder die Datei zuerst wegräumen."
            )

    def _keep(self, made: Mapping[Path, bytes]) -> None:
        self._checksums |= {self._name(path): sha256(content).hexdigest() for path, content in made.items()}
        lines = (f"{checksum}  {name}\n" for name, checksum in sorted(self._checksums.items()))
        write_beside(self.folder / NAME, "".join(lines).encode("utf-8", "surrogateescape"))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()
