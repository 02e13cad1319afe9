"""Rules: what must hold among the values of a form, written once as an expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rv2xl.model.expressions.expr import Compare, Expr, Named, Ref, references
from rv2xl.model.finding import Severity


class Labelled(Protocol):
    """What a rule can be repeated for: something with an id and a German label, such as a column."""

    @property
    def id(self) -> str: ...

    @property
    def label(self) -> str: ...


Stated = Expr | Callable[[Any], Expr]


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule of a sheet: `holds` must be true wherever `when` is.

    With `for_each` both may be functions of one item (a column, say), and the rule is judged once for each. With `roster`
    the rule is judged for each used row of that roster. Several rules may share a code; `part` then tells them apart.
    `only_nonzero` points the reader at the cells above 0 alone, `only_departing` at the switches that stand otherwise; fields that are
    `aside` are read and not pointed at. `demands` names required fields for which the rule stands in the place of PFLICHT: it is judged,
    and has to say so, when they are blank. `said` is the German sentence of a rule whose numbers would tell nothing; it stands on
    „Prüfung“ and in the finding. `must` and `broken` are sentences by hand where those made of the expressions are stiff: `must` is the
    rule as „Prüfung“ states it, in which „①“ and „②“ stand behind what the two numbers beside it are; `broken` is what a finding says, in
    which {1} and {2} are these numbers and {strasse} is the entry in an own field (its whole id, in a row the name of its column).
    `short` is what a state says of it in few words when it is broken, at the end of the row or beside the block where it was made
    („Nachweis fehlt“). Beside a block {1} and {2} in it are the two whole numbers that it compares („Alter {1}, Herkunft {2}“); in a list
    no two rules may say the same, for „Prüfung“ counts rows by it. `since` and `until` are the first and the last year of the form in
    which it is judged: a rule that changes ends, and another of its code begins, in a year for which nothing was issued yet.
    """

    code: str
    severity: Severity
    holds: Stated
    remedy: str
    when: Stated | None = None
    for_each: Sequence[Labelled] = ()
    part: str = ""
    source: str = ""
    roster: str | None = None
    only_nonzero: bool = False
    only_departing: bool = False
    aside: tuple[Ref, ...] = ()
    demands: tuple[Ref, ...] = ()
    said: str = ""
    must: str = ""
    broken: str = ""
    short: str = ""
    since: int | None = None
    until: int | None = None

    def applies(self, year: int) -> bool:
        """Whether it is judged in a return for this year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    def meets(self, other: Rule) -> bool:
        """Whether there is a year in which both are judged."""
        first = max(self.since or 0, other.since or 0)
        return self.applies(first) and other.applies(first)

    def judgements(self) -> Iterator[Judgement]:
        """Yield one judgement for each item, or the only one."""
        for item in self.for_each or (None,):
            when = None if self.when is None else _stated(self.when, item)
            yield Judgement(self, item, _stated(self.holds, item), when)


def _stated(stated: Stated, item: Labelled | None) -> Expr:
    if isinstance(stated, Expr):
        return stated
    if item is None:
        raise TypeError("a rule whose condition is a function needs for_each")
    return stated(item)


@dataclass(frozen=True, eq=False)
class Judgement:
    """One rule for one item: what is judged, with its own line on „Prüfung“."""

    rule: Rule
    item: Labelled | None
    holds: Expr
    when: Expr | None

    @property
    def id(self) -> str:
        """The id of the judgement's line: code, part and item."""
        return ".".join(part for part in (self.rule.code, self.rule.part, self.item.id if self.item else "") if part)

    @property
    def label(self) -> str:
        """The item's German label, or nothing."""
        return self.item.label if self.item else ""

    @property
    def short_label(self) -> str:
        """What the item is called where there is little room, or nothing."""
        return getattr(self.item, "short", "") or self.label

    @property
    def comparison(self) -> Compare | None:
        """The comparison that the rule is, if it is a single one."""
        holds = self.holds.part if isinstance(self.holds, Named) else self.holds
        return holds if isinstance(holds, Compare) else None

    @property
    def compared(self) -> tuple[Expr, Expr] | None:
        """The two sides if the rule is one comparison: what was found and what it is held against."""
        return None if self.comparison is None else (self.comparison.left, self.comparison.right)

    @property
    def is_strict(self) -> bool:
        """Whether the rule is one comparison that the limit itself does not meet."""
        return self.comparison is not None and self.comparison.operator in ("<", ">", "<>")

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The fields the rule reads, those of `holds` first."""
        return references(self.holds, self.when)
