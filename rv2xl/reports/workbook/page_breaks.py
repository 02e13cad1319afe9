"""Where the printed pages of a report end: between blocks, as late as a page allows."""

from __future__ import annotations

from collections.abc import Iterable


def breaks(blocks: Iterable[tuple[int, float]], used: float, again: float, room: float) -> list[int]:
    """Return before which blocks (start, size) a page ends, as late as the room allows; on each page `again` is used already."""
    found = []
    for start, size in blocks:
        if used > again and used + size > room:
            found.append(start)
            used = again
        used += size
    return found
