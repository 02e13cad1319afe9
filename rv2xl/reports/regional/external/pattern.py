"""Which regions hide the figures that tell about a single Leistungserbringer: one pattern for all of them, by the register.

A region hides them if too few Leistungserbringer stand behind it; and where a sum would still tell what is hidden, others hide them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from itertools import chain

LEAST_SENDERS = 3
"""So many Leistungserbringer stand at least behind a figure, and behind what a sum tells of hidden ones together."""
_LEAST_REGIONS = 2

Senders = Mapping[str, Set[str]]


def hidden_regions(senders: Mapping[str, Senders], others: Senders, state: str) -> frozenset[str]:
    """Return the keys of the regions that hide: Kreise, Regierungsbezirke and the `state`.

    `senders` are, for each Regierungsbezirk, the Leistungserbringer of each Kreis; `others` those of regions that belong to none and count
    for the state alone. A region with no Leistungserbringer has no place in either.
    """
    inner = {bezirk: _completed(kreise) for bezirk, kreise in senders.items()}
    united = {bezirk: _united(kreise.values()) for bezirk, kreise in senders.items() if kreise} | dict(others)
    forced = {bezirk for bezirk in senders if inner[bezirk] and not _covered(senders[bezirk], inner[bezirk])}
    outer = _completed(united, forced)
    for bezirk in outer & senders.keys():
        inner[bezirk] = _completed(senders[bezirk], always=True)
    found = {*chain.from_iterable(inner.values()), *outer}
    if len(_united(united.values())) < LEAST_SENDERS or (outer and not _covered(united, outer)):
        found.add(state)
    return frozenset(found)


def sums_that_wait(hidden: Set[str], reported: Mapping[str, Senders], others: Senders, state: str) -> frozenset[str]:
    """Return the sums that would tell what a region hides, as long as of those that hide beside it too few have reported.

    `reported` and `others` are the Leistungserbringer whose returns are counted, given as in `hidden_regions`. Nobody takes for a secret
    what has not come: it hides nothing. The Kreise keep their pattern; only sums wait.
    """
    found, open_regions = set[str](), {key: senders for key, senders in others.items() if key in hidden}
    for bezirk, kreise in reported.items():
        secret = {key: senders for key, senders in kreise.items() if key in hidden}
        if bezirk not in hidden and secret and not _covered(secret, secret.keys()):
            found.add(bezirk)
        if bezirk in hidden | found:
            open_regions |= secret
    if open_regions and not _covered(open_regions, open_regions.keys()):
        found.add(state)
    return frozenset(found)


def _completed(regions: Senders, hidden: Iterable[str] = (), *, always: bool = False) -> set[str]:
    """Return the regions of a sum that hide: those with too few, and if there are any (or `always`) those shown with the fewest, as long
    as the sum tells too much."""
    found = {*hidden, *(key for key, senders in regions.items() if len(senders) < LEAST_SENDERS)}
    rest = sorted(regions.keys() - found, key=lambda key: (len(regions[key]), key), reverse=True)
    while rest and (found or always) and not _covered(regions, found):
        found.add(rest.pop())
    return found


def _covered(regions: Senders, hidden: Set[str]) -> bool:
    """Whether what these regions hide cannot be told from their sum."""
    return len(hidden) >= _LEAST_REGIONS and len(_united(regions[key] for key in hidden)) >= LEAST_SENDERS


def _united(found: Iterable[Set[str]]) -> Set[str]:
    return frozenset().union(*found)
