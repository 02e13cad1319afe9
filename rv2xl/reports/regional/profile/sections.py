"""What the profile of a region shows, derived from the form: the blocks of its Ort sheets, each with the ratios that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rv2xl.model.definitions.blocks import Matrix
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.definitions.outline import Outline
from rv2xl.reports.regional.figures import YES
from rv2xl.reports.regional.ort_columns import Measure, measures, short, unit_text

_BAND = re.compile(r"(\d+)\D+(\d+)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the profile: a figure for each Leistungsträger, if the form tells them apart, and the one for all together."""

    label: str
    bodies: tuple[Indicator, ...]
    together: Indicator


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading; `charted` if they are those of the outline's chart."""

    title: str
    lines: tuple[Line, ...]
    charted: bool = False

    @property
    def has_bodies(self) -> bool:
        """Whether it tells the Leistungsträger apart."""
        return any(line.bodies for line in self.lines)


def sections_of(versions: tuple[Form, ...]) -> tuple[Section, ...]:
    """Return all sections: what planners ask for first comes first, then the form's order, then the questions."""
    outline, form = versions[0].outline, versions[0]
    home = _Homes(form, measures(*versions))
    found: dict[str, list[Line]] = {}
    for block in home.order:
        found.setdefault(home.title(block), []).extend(_lines(outline, home.of(block)))
    for one in outline.indicators.values():
        if one.is_ratio and not one.asked:
            found[home.title(home.of_ratio(one))].append(Line(one.name, (), one))
    asked = [
        Section(
            f"{subject.name}: Anteil „{YES}“", tuple(Line(one.name, (), one) for one in subject.indicators if one.asked)
        )
        for subject in outline.subjects
        if any(one.asked for one in subject.indicators)
    ]
    charted = home.title(outline.chart.id) if outline.chart is not None else None
    return (*(Section(title, tuple(lines), title == charted) for title, lines in found.items()), *asked)


def width_of_band(label: str) -> str:
    """Say how many years of age a band has: „13 Jahrgänge“ for „18-30 Jahre“; „offen“ for one without an end."""
    found = _BAND.search(label)
    return f"{int(found[2]) - int(found[1]) + 1} Jahrgänge" if found else "offen"


class _Homes:
    """Tells which block a figure stands in, and under which heading."""

    def __init__(self, form: Form, all_measures: Iterable[Measure]) -> None:
        self._outline, self._measures = form.outline, tuple(all_measures)
        self._matrices = {
            block.id for sheet in form.sheets if sheet.repeated for block in sheet.blocks if isinstance(block, Matrix)
        }
        leading = (part for one in self._outline.leading for part in (*one.over, *one.parts))
        parts = (*leading, *(measure.id for measure in self._measures))
        self.order = tuple(dict.fromkeys(map(self._block, parts)))

    def _block(self, part: str) -> str:
        """Return the matrix of a figure; what stands in none goes with the persons."""
        block = part.partition(".")[0]
        return block if block in self._matrices else (self._outline.persons or part).partition(".")[0]

    def of(self, block: str) -> list[Measure]:
        """Return what stands in a block, its matrix first."""
        found = [measure for measure in self._measures if self._block(measure.id) == block]
        return sorted(found, key=lambda measure: measure.id.partition(".")[0] != block)

    def of_ratio(self, one: Indicator) -> str:
        """Return the block of a ratio: of persons to something else, that of the something."""
        other = one.over if one.parts == (self._outline.persons,) else one.parts
        return self._block(other[0])

    def title(self, block: str) -> str:
        """Return the heading: the name of the sheet about it, or else the block's own; with the unit of its figures."""
        inside = [measure for measure in self.of(block) if measure.id.partition(".")[0] == block]
        own = inside[0].block
        about = (
            subject.name
            for subject in self._outline.subjects
            for one in subject.indicators
            if not one.is_ratio and one.parts != (self._outline.persons,) and self._block(one.parts[0]) == block
        )
        return next(about, own[:1].upper() + own[1:]) + unit_text(inside[0].type)


def _lines(outline: Outline, entries: list[Measure]) -> Iterator[Line]:
    """Yield a line for each row that has a figure for each Leistungsträger, and one for each other figure."""
    bodies = [short(label) for label in outline.columns]
    named = {one.parts: one.name for one in outline.indicators.values() if not one.is_ratio}
    for (row, block), group in groupby(entries, key=lambda measure: (measure.row, measure.block)):
        of = {measure.column: _sum(measure) for measure in group}
        if of.keys() >= set(bodies):
            apart = tuple(of.pop(body) for body in bodies)
            parts = tuple(part for one in apart for part in one.parts)
            together = next(iter(of.values()), Indicator(id="+".join(parts), label=row, parts=parts))
            yield Line(row or block[:1].upper() + block[1:], apart, together)
        else:
            yield from (Line(named.get(one.parts) or column or row, (), one) for column, one in of.items())


def _sum(measure: Measure) -> Indicator:
    return Indicator(id=measure.id, label=measure.row, parts=(measure.id,))
