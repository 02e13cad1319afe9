"""The Hessian regions (Landkreise and kreisfreie Städte), read from `recht/kreise.csv`, each with the days it is valid.

Where a region stands as a tile on the map of a report, and its short name there, are the project's own: a rough picture, no official
map.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import combinations, groupby, pairwise
from operator import attrgetter

from rv2xl.recht.law import LawError, recht, required_text

_SHORT = 12


class RegionKind(StrEnum):
    """The two kinds of region that a Kreisschlüssel names."""

    STADT = "kreisfreie Stadt"
    LANDKREIS = "Landkreis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A Landkreis or kreisfreie Stadt with the territory it has from `gueltig_von` to `gueltig_bis` (None: open).

    The key is the identity, the name is not: Kassel and Offenbach occur twice. The same key with another territory is
    another Region; figures of the two must not be compared, and `hinweis` says so to the reader. Its tile on a map stands in
    `kachel_zeile` from the north and `kachel_spalte` from the west, both from 1, under the `kurzname`.
    """

    schluessel: str
    name: str
    art: RegionKind
    regierungsbezirk: str
    regionalverwaltung: str | None
    gueltig_von: date | None
    gueltig_bis: date | None
    hinweis: str
    quelle: str
    kachel_zeile: int
    kachel_spalte: int
    kurzname: str

    @property
    def display_name(self) -> str:
        """The name that tells „Stadt Kassel“ from „Landkreis Kassel“; one that ends in -kreis says it already."""
        if self.name.casefold().endswith("kreis"):
            return self.name
        return f"{self.art.split()[-1]} {self.name}"

    def valid_on(self, day: date) -> bool:
        """Tell whether the region has this territory on the day."""
        return (self.gueltig_von or date.min) <= day <= (self.gueltig_bis or date.max)

    def meets(self, other: Region) -> bool:
        """Tell whether there is a day on which both are valid."""
        begin = max(self.gueltig_von or date.min, other.gueltig_von or date.min)
        return self.valid_on(begin) and other.valid_on(begin)


def regions(day: date) -> tuple[Region, ...]:
    """Return the Hessian regions of the day, one for each key, in the order of the keys."""
    return tuple(region for region in _all_regions() if region.valid_on(day))


@cache
def known_regions() -> tuple[Region, ...]:
    """Return every key there is or was, once, with the territory it had first."""
    return tuple(next(alike) for _, alike in groupby(_all_regions(), attrgetter("schluessel")))


@cache
def grid() -> tuple[int, int]:
    """Return how many rows and columns the tiles of all regions need, whatever the day."""
    return max(one.kachel_zeile for one in _all_regions()), max(one.kachel_spalte for one in _all_regions())


@cache
def _all_regions() -> tuple[Region, ...]:
    return parse_regions(recht().joinpath("kreise.csv").read_text(encoding="utf-8"))


def parse_regions(text: str) -> tuple[Region, ...]:
    """Read the list of regions; its keys of three digits are the Regierungsbezirke. Raises LawError naming the key."""
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    bezirke = {row["schluessel"]: row["name"] for row in rows if len(row["schluessel"]) == 3}
    found = [_region(row, bezirke) for row in rows if row["schluessel"] not in bezirke]
    found.sort(key=lambda region: (region.schluessel, region.gueltig_von or date.min))
    for one, following in pairwise(found):
        if one.schluessel == following.schluessel and one.meets(following):
            raise LawError(f"kreise.csv: {one.schluessel}: stands twice on the same day")
    for one, other in combinations(found, 2):
        same = (one.kachel_zeile, one.kachel_spalte) == (other.kachel_zeile, other.kachel_spalte)
        if (same or one.kurzname == other.kurzname) and one.meets(other):
            what = "its tile" if same else "its kurzname"
            raise LawError(f"kreise.csv: {other.schluessel}: {what} is that of {one.schluessel} on the same day")
    return tuple(found)


def _region(row: Mapping[str, str], bezirke: Mapping[str, str]) -> Region:
    schluessel = row["schluessel"]
    where = f"kreise.csv: {schluessel}"
    if not re.fullmatch(r"\d{5}", schluessel, re.ASCII) or schluessel[:3] not in bezirke:
        raise LawError(f"{where}: not five digits in a known Regierungsbezirk")
    try:
        von, bis = (date.fromisoformat(row[key]) if row[key] else None for key in ("gueltig_von", "gueltig_bis"))
        art = RegionKind(row["art"])
        zeile, spalte = (int(row[key]) for key in ("kachel_zeile", "kachel_spalte"))
    except ValueError as error:
        raise LawError(f"{where}: {error}") from error
    kurzname = required_text(where, row, "kurzname")
    if min(zeile, spalte) < 1 or len(kurzname) > _SHORT:
        raise LawError(f"{where}: a tile stands from 1 on, and its kurzname has at most {_SHORT} signs")
    return Region(
        schluessel=schluessel,
        name=required_text(where, row, "name"),
        art=art,
        regierungsbezirk=bezirke[schluessel[:3]],
        regionalverwaltung=row["regionalverwaltung"] or None,
        gueltig_von=von,
        gueltig_bis=bis,
        hinweis=row["hinweis"],
        quelle=required_text(where, row, "quelle"),
        kachel_zeile=zeile,
        kachel_spalte=spalte,
        kurzname=kurzname,
    )
