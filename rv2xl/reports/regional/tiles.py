"""The map of tiles, as data: which tile stands where, what it shows, and of which class it is. The workbook and the page draw the same.

Classes divide the regions that have a figure above 0 into at most five groups of about equal size. Their bounds are round numbers, and
a figure is held against them as it is shown: one that reads „88,4 %“ is not „unter 88,4 %“.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.wording import german_number
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import Region, regions
from rv2xl.reports.regional.published import Number, Published

CLASSES = 5
"""So many classes there are at most; the first one is the lightest."""

_RATIO_DECIMALS = 1
_STEPS = (5, 2, 1)


HATCHED = "kein Wert, ein Zeichen steht dafür"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A region on the map: row and column from 1, its short and its full name, what it shows as a text in German, and „p“ if that is
    preliminary; `number` is its class from 1, and None for a sign in place of a figure: such a tile is hatched.
    """

    row: int
    column: int
    key: str
    short: str
    region: str
    text: str
    mark: str
    number: int | None

    @property
    def hatched(self) -> bool:
        """Whether it shows a sign and no figure."""
        return self.number is None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the legend: a class with its bounds in words, or what the hatch means."""

    number: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """How figures of an indicator are rounded and classed: with so many `decimals`, of a hundred if in `percent`.

    `limits` are the lowest figures of all classes but the first one, in ascending order; without any figure there is no class at all.
    """

    decimals: int
    percent: bool
    limits: tuple[Decimal, ...] = ()
    empty: bool = False

    @property
    def places(self) -> int:
        """To how many decimals a figure is rounded as it stands in a cell: 87,5 % is 0.875."""
        return self.decimals + 2 * self.percent

    def rounded(self, value: Number) -> Decimal:
        """Return a figure as it is shown; half rounds away from zero, as in a spreadsheet."""
        return Decimal(value).quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)

    def class_of(self, value: Number) -> int:
        """Return the class of a figure, from 1."""
        return bisect_right(self.limits, self.rounded(value)) + 1

    @property
    def words(self) -> tuple[str, ...]:
        """Each class in words: „unter 80 %“, „80 bis unter 90 %“, „90 % und mehr“."""
        if not self.limits:
            return () if self.empty else ("alle Werte",)
        decimals = next(number for number in range(self.decimals + 1) if self._all_have(number))
        texts = [self._number(limit, decimals) for limit in self.limits]
        between = (f"{low} bis unter {high}{self._unit}" for low, high in pairwise(texts))
        return (f"unter {texts[0]}{self._unit}", *between, f"{texts[-1]}{self._unit} und mehr")

    def _all_have(self, decimals: int) -> bool:
        """Tell whether no limit needs more decimals."""
        return all(limit == round(limit, decimals + 2 * self.percent) for limit in self.limits)

    @property
    def _unit(self) -> str:
        return " %" if self.percent else ""

    def _number(self, value: Decimal, decimals: int) -> str:
        return german_number(value * 100 if self.percent else value, decimals)


def scale_of(published: Published, indicator: Indicator) -> Scale:
    """Return the classes of an indicator over all Kreise that have a figure; many that have nothing do not make it a class of its own."""
    decimals = _RATIO_DECIMALS if indicator.is_ratio else published.type_of(indicator).scale
    scale = Scale(decimals, indicator.is_ratio and indicator.percent)
    shown = (published.figure(published.row(key), indicator).value for key in _placed(published))
    values = sorted(scale.rounded(value) for value in shown if value is not None)
    return replace(scale, limits=limits([value for value in values if value], scale.places), empty=not values)


def limits(values: Sequence[Decimal], places: int) -> tuple[Decimal, ...]:
    """Return where the second and each further class of figures in ascending order begins: the first one of each fifth, down to a round
    number with at most so many decimal `places`.

    No class is without a figure; where too many figures are alike, there are fewer classes.
    """
    if not values:
        return ()
    firsts = [values[len(values) * fifth // CLASSES] for fifth in range(1, CLASSES)]
    step = _step((firsts[-1] - firsts[0]) / CLASSES, places)
    return tuple(sorted({limit for first in firsts if (limit := first // step * step) > values[0]}))


def _step(wanted: Decimal, places: int) -> Decimal:
    """Return the largest round number (1, 2 or 5, with noughts) that is at most so large; at least one of the last decimal shown."""
    least = Decimal(1).scaleb(-places)
    if wanted <= least:
        return least
    power = wanted.adjusted()
    return next(step for digit in _STEPS if least <= (step := Decimal(digit).scaleb(power)) <= wanted)


def tiles(published: Published, indicator: Indicator) -> tuple[Tile, ...]:
    """Return the tiles of the year's Kreise in the order of their keys."""
    scale, found = scale_of(published, indicator), []
    for key, region in _placed(published).items():
        row = published.row(key)
        shown = published.figure(row, indicator)
        found.append(Tile(
            row=region.kachel_zeile, column=region.kachel_spalte, key=key, short=region.kurzname, region=row.name,
            text=published.text(row, indicator), mark=str(published.mark(row) or ""),
            number=None if shown.value is None else scale.class_of(shown.value),
        ))  # fmt: skip
    return tuple(found)


def legend(scale: Scale) -> tuple[Entry, ...]:
    """Return the legend of a map: each class, the lightest first, and what is hatched."""
    return (*(Entry(number, words) for number, words in enumerate(scale.words, 1)), Entry(None, HATCHED))


def _placed(published: Published) -> dict[str, Region]:
    """Return the year's Kreise by key."""
    return {region.schluessel: region for region in regions(year_end(published.consolidation.year))}
