"""Rows that kept only some of their printed texts, found between neighbours that are known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence

Key = tuple[str, ...]
"""The printed texts of a row, from left to right."""


def add_partial(rows: dict[int, int], issued: Mapping[int, Key], found: Mapping[int, Key], height: int) -> None:
    """Match issued rows that are missing in `rows` with found ones that share a text: where between the nearest known rows only one
    does, and no other missing row shares a text with it.

    Indexed by text, because on a sheet full of labels every row would have to be held against every other.
    """
    missing = [row for row in issued if row not in rows]
    wanted = _by_text({row: issued[row] for row in missing})
    candidates = {text: sorted(places) for text, places in _by_text(found).items() if text in wanted}
    known, taken = sorted(rows), set(rows.values())
    for row in missing:
        place = bisect_left(known, row)
        above = rows[known[place - 1]] if place else -1
        below = rows[known[place]] if place < len(known) else height
        texts = set(issued[row])
        if any(wanted[text] != {row} for text in texts):
            continue
        now = _only({text: candidates.get(text, ()) for text in texts}, above, below, taken)
        if now is None:
            continue
        rows[row] = now
        insort(known, row)
        taken.add(now)
        for text in texts:
            wanted[text].discard(row)


def _by_text(keys: Mapping[int, Key]) -> dict[str, set[int]]:
    places: dict[str, set[int]] = {}
    for row, key in keys.items():
        for text in key:
            places.setdefault(text, set()).add(row)
    return places


def _only(candidates: Mapping[str, Sequence[int]], above: int, below: int, taken: set[int]) -> int | None:
    """Return the only row between two others that is among the candidates and free."""
    only: int | None = None
    for places in candidates.values():
        for place in range(bisect_right(places, above), len(places)):
            now = places[place]
            if now >= below:
                break
            if now not in taken and now != only:
                if only is not None:
                    return None
                only = now
    return only
