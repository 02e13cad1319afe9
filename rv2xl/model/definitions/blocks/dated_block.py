"""The block that prints values of the law: each with the day from which it holds, as they were known when the workbook was issued.

A value that is added to `recht/` later changes neither what was issued nor how a return is compared with it; its results follow the
law of today.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rv2xl.model.definitions.blocks import Block
from rv2xl.recht.law import Law, Parameter


@dataclass(frozen=True, slots=True)
class PrintedParameter:
    """A parameter as it is known today, and as an edition of the law had it."""

    known: Parameter
    printed: Parameter


@dataclass(frozen=True, kw_only=True, eq=False)
class DatedBlock:
    """Makes the block for an edition of the law: `latest` is the newest one that is printed, None for today's."""

    keys: tuple[str, ...]
    made: Callable[[Sequence[PrintedParameter]], Block]
    law: Law
    latest: int | None = None

    @cached_property
    def block(self) -> Block:
        """The block as it stands on a sheet."""
        return self.made([PrintedParameter(self.law.entry(key), self._printed(key)) for key in self.keys])

    @cached_property
    def edition(self) -> int:
        """The edition that is printed: the newest in which something was added that stands here."""
        return max(dated.added for key in self.keys for dated in self._printed(key).values)

    @property
    def editions(self) -> tuple[int, ...]:
        """The editions in which something was added that stands here, the newest first."""
        added = [[dated.added for dated in self.law.entry(key).values] for key in self.keys]
        first = max(map(min, added))  # before that the block had values of another law
        return tuple(sorted({edition for editions in added for edition in editions if edition >= first}, reverse=True))

    def printed_in(self, edition: int) -> DatedBlock:
        """Return the block of another edition."""
        return replace(self, latest=edition)

    def under(self, law: Law) -> DatedBlock:
        """Return the block of another law."""
        return replace(self, law=law, latest=None)

    def _printed(self, key: str) -> Parameter:
        entry = self.law.entry(key)
        return entry if self.latest is None else entry.printed_in(self.latest)
