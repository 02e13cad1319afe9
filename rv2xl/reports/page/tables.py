"""Tables of the page: a region's figures in words, those of the leading Kennzahlen, of each subject, and every sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional.figures import Level, RegionRow
from rv2xl.reports.regional.ort_columns import Measure, measures, unit_text
from rv2xl.reports.regional.published import Published


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is written; `why` says of a sign why there is no figure."""

    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The row of a region; `level` is that of its looks."""

    level: str
    key: str
    name: str
    coverage: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading, the heads of its figures, and the definitions of those whose name does not say all."""

    id: str
    title: str
    words: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    told: tuple[tuple[str, str], ...] = ()


def table(
    published: Published,
    name: str,
    title: str,
    words: str,
    indicators: Sequence[Indicator],
    rows: Iterable[RegionRow] | None = None,
) -> Table:
    """Return the table of some indicators, of all regions or of some."""
    told = tuple((one.name, one.words or one.label) for one in indicators if one.words or one.name != one.label)
    lines = tuple(_line(published, indicators, row) for row in (published.rows if rows is None else rows))
    return Table(name, title, words, tuple(one.name for one in indicators), lines, told)


def _line(published: Published, indicators: Sequence[Indicator], row: RegionRow) -> Line:
    cells = (Cell(published.text(row, one), published.figure(row, one).reason) for one in indicators)
    return Line(_CLASSES[row.level], row.key, row.name, published.marked_coverage(row), tuple(cells))


_CLASSES = {Level.REGION: "kreis", Level.BEZIRK: "bezirk", Level.STATE: "land"}


def sums(published: Published) -> Iterator[Table]:
    """Yield a table of every sum for each block of the form, as „Regionen“ has them."""
    known = measures(*published.consolidation.versions)
    for number, (block, group) in enumerate(groupby(known, key=lambda measure: measure.block), 1):
        entries = list(group)
        title = (block[:1].upper() + block[1:] if block else entries[0].row) + unit_text(entries[0].type)
        indicators = [Indicator(id=one.id, label=_label(one) or title, parts=one.parts) for one in entries]
        yield table(published, f"summen-{number}", title, "", indicators)


def _label(measure: Measure) -> str:
    return " – ".join(part for part in (measure.row, measure.column) if part)
