"""The edition for publication: every cell of a report by its rules, the same on all sheets and on the page.

Counts of people are rounded, each for itself; what tells about a single Leistungserbringer follows one pattern; ratios follow both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.derived import derived
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import regions
from rv2xl.reports.regional.external.pattern import LEAST_SENDERS, hidden_regions, sums_that_wait
from rv2xl.reports.regional.external.people import MOST_OFF, STEP, Parts, People, PeopleCount, Variable, rounded_count
from rv2xl.reports.regional.external.telling import Bound, Factors, Publication
from rv2xl.reports.regional.figures import STATE_KEY, Completeness, Figures, Level, RegionRow, figures_of
from rv2xl.reports.regional.published import (
    Edition,
    Published,
    Shown,
    exact,
    exact_ratio,
    unknown_base,
)
from rv2xl.reports.workbook.signs import Sign
from rv2xl.returns.consolidate import WITHOUT, Consolidation

LEAST_BASE = 25
"""A ratio is shown only over so many people."""

WORDS = (
    f"Anzahlen von Personen sind einzeln auf Vielfache von {STEP} gerundet („0“ heißt 0 bis {MOST_OFF}; Summen können abweichen), Anteile "
    f"daraus stehen ab {LEAST_BASE} Personen. Angaben einzelner Leistungserbringer sind geheim („.“), wo weniger als {LEAST_SENDERS} "
    "dahinterstehen oder die Summe sie verriete."
)
"""What was done to the figures, for the title."""


NOTE = f"Personen einzeln auf Vielfache von {STEP} gerundet („0“: 0 bis {MOST_OFF}), Summen können abweichen; „.“: geheim oder unbekannt."
"""The same in short, for every sheet."""


class External(Published):
    """The edition for publication."""

    edition, note = Edition.EXTERNAL, NOTE

    def __init__(self, consolidation: Consolidation, figures: Figures) -> None:
        super().__init__(consolidation, figures)
        self._people = People(consolidation.versions, figures)

    def rounds(self, row: RegionRow, indicator: Indicator) -> bool:
        """Whether a figure was made of rounded counts of people, so that 0 is not exactly nothing."""
        return self._people.counted(indicator.parts) and row.completeness is not Completeness.EMPTY

    def sum(self, row: RegionRow, parts: Parts) -> Shown:
        """Return a rounded count of people, or an exact sum where enough Leistungserbringer stand behind it."""
        if not self._people.counted(parts):
            return Shown(exact(row, parts)) if row.key not in self.hidden else _SECRET
        fields = self._people.fields_of(parts)
        if fields not in self._checked:
            return Shown(sign=Sign.SECRET, reason="nicht geprüft, was sie zusammen mit anderen Zahlen verrät")
        if (row.key, fields) in self.left_out:
            return Shown(sign=Sign.SECRET, reason="zusammen mit anderen Zahlen verriete sie eine sehr kleine")
        return Shown(rounded_count(exact(row, parts)))

    def _ratio(self, row: RegionRow, indicator: Indicator) -> Shown:
        people = [self._people.counted(side) for side in (indicator.parts, indicator.over)]
        if indicator.asked or not any(people):
            return exact_ratio(self, row, indicator) if row.key not in self.hidden else _SECRET
        if not all(people) and row.key in self.hidden:
            return _SECRET
        if (unknown := unknown_base(self, row, indicator)) is not None:
            return unknown
        above, below = (self.sum(row, side) for side in (indicator.parts, indicator.over))
        if above.value is None or below.value is None:
            return above if above.value is None else below
        if people[1] and below.value < LEAST_BASE:
            return Shown(sign=Sign.SECRET, reason=f"weniger als {LEAST_BASE} Personen")
        if not below.value:
            return Shown(sign=Sign.SENSELESS, reason="die Bezugsgröße ist 0")
        return Shown(Decimal(above.value) / Decimal(below.value))

    @cached_property
    def _checked(self) -> frozenset[Parts]:
        """The sums of people that are held against each other: no other one is shown."""
        shares = (self._people.fields_of(one.parts) for one in self._people.shares())
        return frozenset((*self._people.shown_sums(), *shares))

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The regions that hide what tells about a single Leistungserbringer."""
        consolidation = self.consolidation
        expected = [
            (number, ort.kreis)
            for number in consolidation.expected()
            for ort in consolidation.register.orte_of(number, consolidation.year)
        ]
        reported = self.reported()
        by_register, others = self._by_region(expected)
        for key in {
            self._key(kreis) for _, kreis in reported
        }:  # by the register there may be nobody behind what is reported
            (by_register[key[:3]] if key in self._kreise else others).setdefault(key, set())
        found = hidden_regions(by_register, others, STATE_KEY)
        return found | sums_that_wait(found, *self._by_region(reported), STATE_KEY)

    def reported(self) -> list[tuple[str, object]]:
        """Return the Leistungserbringer and the key of the Kreis of every Ort that is counted."""
        return [(line.sender, line.kreis) for line in self.consolidation.orte()]

    @cached_property
    def _kreise(self) -> frozenset[str]:
        return frozenset(region.schluessel for region in regions(year_end(self.consolidation.year)))

    def _key(self, kreis: object) -> str:
        return str(kreis) if kreis in self._kreise else WITHOUT

    def _by_region(
        self, found: Iterable[tuple[str, object]]
    ) -> tuple[dict[str, dict[str, set[str]]], dict[str, set[str]]]:
        """Return the Leistungserbringer of each Kreis by its Regierungsbezirk, and those of none."""
        parts = {row.key: dict[str, set[str]]() for row in self.figures.rows if row.level is Level.BEZIRK}
        others: dict[str, set[str]] = {}
        for number, kreis in found:
            key = self._key(kreis)
            (parts[key[:3]] if key in self._kreise else others).setdefault(key, set()).add(number)
        return parts, others

    @cached_property
    def left_out(self) -> frozenset[tuple[str, Parts]]:
        """The counts of people that are left out: region and fields."""
        found = Publication(self._counts(), self._known(), self._exact()).left_out()
        return frozenset((count.key, count.fields) for count in found)

    def _counts(self) -> dict[PeopleCount, Factors]:
        """Return every count that the edition would show, and what it consists of; where nobody has reported nothing is counted."""
        people, found = self._people, dict[PeopleCount, Factors]()
        for row in self.rows:
            leaves = people.leaves(row)
            shown = [*people.shown_sums()]
            shown += [
                people.fields_of(one.parts)
                for one in people.shares()
                if rounded_count(exact(row, one.over)) >= LEAST_BASE
            ]
            for fields in dict.fromkeys(shown) if leaves else ():
                factors = Counter((leaf.key, field) for leaf in leaves for field in fields)
                found[PeopleCount(row.key, fields, rounded_count(exact(row, fields)))] = factors
        return found

    def _known(self) -> list[Bound]:
        """Return what the rules of the form say of the Kreise, as far as it is true: a return may be accepted in spite of one."""
        found = []
        for leaf in self._people.leaves(self.figures.state):
            for one in self._people.known():
                if one.low <= sum(times * leaf.values[field] for field, times in one.factors.items()) <= one.high:
                    factors = {(leaf.key, field): times for field, times in one.factors.items()}
                    found.append(Bound(factors, one.low, one.high))
        return found

    def _exact(self) -> dict[Variable, int]:
        leaves = self._people.leaves(self.figures.state)
        return {(leaf.key, field): int(leaf.values[field]) for leaf in leaves for field in self._people.fields}


_SECRET = Shown(sign=Sign.SECRET, reason="Angaben einzelner Leistungserbringer sind geheim")


@derived
def external_edition(consolidation: Consolidation) -> External:
    """Return the edition for publication, made once: workbook, page and overview ask the same, and what is left out takes long to find."""
    return External(consolidation, figures_of(consolidation))
