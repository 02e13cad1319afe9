"""What a distance is, and where it can come from."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple, Protocol


class Way(NamedTuple):
    """A distance by road in kilometres, as its source tells it, and which source that is."""

    km: Decimal
    source: str


class Ways(Protocol):
    """A source of distances."""

    def way(self, von: str, nach: str) -> Way | None:
        """Return the way between two ends, None if the source knows none. Raises Abbruch if it cannot be asked."""


def key_of(end: object) -> str:
    """The end of a way as it is compared: whatever its case and the blanks around it."""
    return str(end).strip().casefold()
