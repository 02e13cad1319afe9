"""The findings of thousands of files: of one with hundreds they are kept packed, and made again each time somebody looks at them."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from dataclasses import fields
from typing import Any, overload

from rv2xl.model.finding import Finding, Severity

FEW = 32
"""So many findings of a file are kept as they are: an honest one has no more."""

_NAMES = [entry.name for entry in fields(Finding) if entry.name != "file"]

PackedFinding = list[Any]
"""A finding as JSON, without the name of its file."""


def pack(found: Finding) -> PackedFinding:
    """Return a finding as JSON."""
    return [getattr(found, name) for name in _NAMES]


def unpack(line: PackedFinding, file: str | None) -> Finding:
    """Make a finding; texts that occur in thousands of them are kept once."""
    known = dict(zip(_NAMES, line, strict=True))
    known["severity"] = Severity(known["severity"])
    known["cells"] = tuple(known["cells"])
    for name in ("code", "remedy", "source"):
        if known[name] is not None:
            known[name] = sys.intern(known[name])
    return Finding(file=file, **known)


def kept(lines: Sequence[PackedFinding], file: str | None) -> MutableSequence[Finding]:
    """Return the findings of a file."""
    few = [unpack(line, file) for line in lines[:FEW]]
    return few if len(lines) <= FEW else _Many(lines, file)


def kept_anew(findings: Iterable[Finding]) -> MutableSequence[Finding]:
    """Return findings of one file, packed if they are many."""
    found = list(findings)
    return found if len(found) <= FEW else _Many(list(map(pack, found)), found[0].file)


class _Many(MutableSequence[Finding]):
    """Many findings, to which some may be added behind."""

    __slots__ = ("_added", "_data", "_file", "_length")

    def __init__(self, lines: Sequence[PackedFinding], file: str | None) -> None:
        self._data, self._file, self._length = zlib.compress(json.dumps(lines).encode("ascii"), 1), file, len(lines)
        self._added: list[Finding] = []

    def __iter__(self) -> Iterator[Finding]:
        for line in json.loads(zlib.decompress(self._data)):
            yield unpack(line, self._file)
        yield from self._added

    def __len__(self) -> int:
        return self._length + len(self._added)

    @overload
    def __getitem__(self, place: int) -> Finding: ...
    @overload
    def __getitem__(self, place: slice) -> MutableSequence[Finding]: ...
    def __getitem__(self, place: int | slice) -> Finding | MutableSequence[Finding]:
        return list(self)[place]

    def insert(self, place: int, found: Finding) -> None:
        if place != len(self):
            raise TypeError("what was found does not change")
        self._added.append(found)

    def __setitem__(self, place: Any, found: Any) -> None:
        raise TypeError("what was found does not change")

    def __delitem__(self, place: Any) -> None:
        raise TypeError("what was found does not change")
