"""What a distance is, and where it can come from: a list of the clerk's own with the columns „von“, „nach“ and „km“, say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, Protocol

from rv2xl.excel.lists.clerk_list import read_columns, required_value
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Field

_MILLIMETRES = 6
"""Decimals of a kilometre that a list is read with: whoever takes a distance from it cuts it off, and must not find it rounded up."""


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


@dataclass(frozen=True)
class WayList:
    """Distances from a list with the columns „von“, „nach“ and „km“."""

    source: str
    ways: Mapping[tuple[str, str], Decimal]

    def way(self, von: str, nach: str) -> Way | None:
        """Look a way up, whatever its case."""
        km = self.ways.get((key_of(von), key_of(nach)))
        return None if km is None else Way(km, self.source)


def load_way_list(path: Path, von: Field, nach: Field, km: Field) -> WayList:
    """Read a list of distances; the fields say what an end and a distance may be, which may be told to the millimetre.

    Raises Abbruch for a cell that is not, and for two different distances between the same ends.
    """
    exact = replace(km, type=replace(km.type, scale=_MILLIMETRES))
    ways: dict[tuple[str, str], Decimal] = {}
    for row in read_columns(path, ("von", "nach", "km")):
        ends = key_of(required_value(path, row, "von", von)), key_of(required_value(path, row, "nach", nach))
        distance = Decimal(str(required_value(path, row, "km", exact)))
        if ways.setdefault(ends, distance) != distance:
            raise Abbruch(
                f"In der Tabelle „{path}“, Zeile {row.number}, steht zum selben Weg eine andere Entfernung als weiter oben."
            )
    return WayList(f"Tabelle {path.name}", ways)
