"""Maps of the page: the tiles of „Karte“ as rectangles, one map for each leading Kennzahl."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.recht.regions import grid
from rv2xl.reports.regional.published import Published
from rv2xl.reports.regional.tiles import Tile, legend, scale_of, tiles
from rv2xl.reports.workbook.shades import CLASSES, HATCH


@dataclass(frozen=True, slots=True)
class Grid:
    """The size of a tile and the gap to the next one, in pixels."""

    width: int
    height: int
    gap: int


GRID = Grid(92, 48, 4)


@dataclass(frozen=True, slots=True)
class Placed:
    """A tile where it stands: with its ground and ink; no ground is hatched."""

    x: int
    y: int
    short: str
    region: str
    text: str
    mark: str
    ground: str
    ink: str


@dataclass(frozen=True, slots=True)
class Map:
    """A map: its Kennzahl, what that is, the tiles, the legend as ground and words, the size, lines and ground of the hatch."""

    id: str
    title: str
    words: str
    tiles: tuple[Placed, ...]
    legend: tuple[tuple[str, str], ...]
    width: int
    height: int
    hatch: tuple[str, ...] = HATCH


def maps(published: Published) -> tuple[Map, ...]:
    """Return a map for each leading Kennzahl."""
    rows, columns = grid()
    width, height = columns * (GRID.width + GRID.gap), rows * (GRID.height + GRID.gap)
    found = []
    for one in published.outline.leading:
        entries = tuple((_colours(entry.number)[0], entry.words) for entry in legend(scale_of(published, one)))
        placed = tuple(map(_placed, tiles(published, one)))
        found.append(Map(one.id, one.label, one.words, placed, entries, width, height))
    return tuple(found)


def _placed(tile: Tile) -> Placed:
    ground, ink = _colours(tile.number)
    x, y = ((place - 1) * (size + GRID.gap) for place, size in ((tile.column, GRID.width), (tile.row, GRID.height)))
    return Placed(x, y, tile.short, tile.region, tile.text, tile.mark, ground, ink)


def _colours(number: int | None) -> tuple[str, str]:
    """Return ground and ink of a class; of none the ink of the hatch alone."""
    return ("", HATCH[-1]) if number is None else CLASSES[number - 1]
