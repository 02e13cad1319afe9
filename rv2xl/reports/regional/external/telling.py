"""Which rounded counts tell a small one exactly: an integer program over what is published finds out.

A figure of 0 stands for 0, 1 or 2. The published figures are safe if each of the three is possible for every such figure, whatever
else is published: then nobody learns that there is one person, or two. Otherwise a sum that contains the figure is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from rv2xl.reports.regional.external.people import MOST_OFF, PeopleCount, Variable

Factors = Mapping[Variable, int]
Answer = Mapping[Variable, int]
Shown = Mapping[PeopleCount, Factors]
Seen = set[tuple[PeopleCount, int]]
"""Counts and what each was in some answer."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Something that holds of the numbers behind the counts: `low` ≤ their sum with these factors ≤ `high`."""

    factors: Factors
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Publication:
    """Counts as they are to be published, what each consists of, and what everybody knows besides.

    `exact` are the numbers behind them: one of all the answers that agree with what is published.
    """

    counts: Shown
    known: Sequence[Bound]
    exact: Answer

    def left_out(self) -> frozenset[PeopleCount]:
        """Return the counts that must be left out so that the others tell no small one.

        What a Kreis tells by itself is found first, for that is nearly all and quickly found; then what sums tell across regions.
        """
        found: set[PeopleCount] = set()
        for kreis in dict.fromkeys(kreis for kreis, _ in self.exact):
            found |= self._of(kreis)._unsafe(set())
        return frozenset(self._unsafe(found))

    def _of(self, kreis: str) -> Publication:
        """Return what is published of one Kreis alone."""
        counts = {count: factors for count, factors in self.counts.items() if count.key == kreis}
        known = [bound for bound in self.known if all(key == kreis for key, _ in bound.factors)]
        return Publication(counts, known, {name: value for name, value in self.exact.items() if name[0] == kreis})

    def _unsafe(self, found: set[PeopleCount]) -> set[PeopleCount]:
        """Return the counts that must be left out, beside those `found` already."""
        small = [count for count in self.counts if count.figure == 0]
        shown: Shown = {count: factors for count, factors in self.counts.items() if count not in found}
        seen = _values(self.counts, small, self.exact)
        while told := self._told([one for one in small if one in shown], shown, seen):
            for count in told:
                if count in shown and self._told([count], shown, seen):
                    shown = self._made_safe(count, shown, seen)
        return self.counts.keys() - shown.keys()

    def _told(self, small: Sequence[PeopleCount], shown: Shown, seen: Seen) -> list[PeopleCount]:
        """Return those of the figures of 0 that cannot be each of 0, 1 and 2; what was `seen` to be possible grows."""
        answers = _Answers(self.counts, shown.keys(), [*self.known], self.exact.keys())
        told: dict[PeopleCount, None] = {}
        for wanted in range(MOST_OFF + 1):
            while pending := [one for one in small if one not in told and (one, wanted) not in seen]:
                before = len(seen)
                if len(pending) > 1:
                    seen |= _values(self.counts, small, answers.near(pending, wanted))
                if len(seen) == before:
                    answer = answers.fixed(pending[0], wanted)
                    if answer is None:
                        told[pending[0]] = None
                    else:
                        seen |= _values(self.counts, small, answer)
        return [one for one in small if one in told]

    def _made_safe(self, told: PeopleCount, shown: Shown, seen: Seen) -> Shown:
        """Return what can be shown so that a count is safe: all that has nothing to do with it, and of the rest as much as can be.

        What is left out is as a rule one sum, the smallest there is: figures of single fields come back first, then the widest sums.
        """
        kreise = {kreis for kreis, _ in self.counts[told]}
        near = [one for one in shown if one != told and any(kreis in kreise for kreis, _ in self.counts[one])]
        near.sort(key=lambda one: (len(one.fields) > 1, one.figure > 0, -len(self.counts[one]), one.key, one.fields))
        found = {one: factors for one, factors in shown.items() if one not in set(near)}
        waiting = [near]
        while waiting:
            back = waiting.pop()
            more = found | {one: self.counts[one] for one in back}
            if not self._told([told], more, set(seen)):
                found = more
            elif len(back) > 1:
                half = len(back) // 2
                waiting += [back[half:], back[:half]]
        return found


def _values(counts: Shown, small: Iterable[PeopleCount], answer: Answer) -> Seen:
    """Return what each of the counts is in an answer."""
    return {(one, sum(times * answer[name] for name, times in counts[one].items())) for one in small}


class _Answers:
    """The whole numbers that agree with what is published."""

    def __init__(
        self,
        counts: Shown,
        shown: Collection[PeopleCount],
        known: Sequence[Bound],
        names: Collection[Variable],
    ) -> None:
        self._counts, self._names = counts, list(names)
        figures = (Bound(counts[one], one.figure - MOST_OFF, one.figure + MOST_OFF) for one in shown)
        self._bounds = [*known, *figures]

    def near(self, counts: Sequence[PeopleCount], value: int) -> Answer:
        """Return an answer in which the counts together are near to a value: most of them have it, as a rule."""
        bounds = list(self._bounds)
        names = [*self._names, *(("distance", str(at)) for at in range(len(counts)))]
        for name, count in zip(names[len(self._names) :], counts, strict=True):
            bounds.append(Bound({**self._counts[count], name: 1}, value, inf))
            bounds.append(Bound({**self._counts[count], name: -1}, -inf, value))
        objective = [0] * len(self._names) + [1] * len(counts)
        found = _solved(names, objective, bounds, {"mip_rel_gap": _GAP})
        assert found is not None  # there is one: the exact numbers
        return found

    def fixed(self, count: PeopleCount, value: int) -> Answer | None:
        """Return an answer in which a count has a value; None if there is none."""
        fixed = Bound(self._counts[count], value, value)
        return _solved(self._names, [0] * len(self._names), [*self._bounds, fixed], {})


_GAP = 0.2
"""So near to the best answer is near enough."""


def _solved(
    names: Sequence[Variable], objective: Sequence[int], bounds: Sequence[Bound], options: dict[str, Any]
) -> Answer | None:
    """Return whole numbers within the bounds for which the objective is small; None if there are none."""
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import csr_array

    at = {name: number for number, name in enumerate(names)}
    entries = [(row, at[name], times) for row, one in enumerate(bounds) for name, times in one.factors.items()]
    rows, columns, values = zip(*entries, strict=True)
    matrix = csr_array((values, (rows, columns)), shape=(len(bounds), len(names)))
    limits = LinearConstraint(matrix, [one.low for one in bounds], [one.high for one in bounds])
    result = milp(objective, integrality=[1] * len(names), constraints=limits, options=options)
    if result.x is None:
        if result.status != _INFEASIBLE:
            raise RuntimeError(result.message)
        return None
    return {name: round(number) for name, number in zip(names, result.x, strict=True)}


_INFEASIBLE = 2
