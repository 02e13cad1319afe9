"""Rules that cannot be judged, because an input is missing or cannot be read: said once per rule, sheet and item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.expressions.expr import Ref, RosterColumn, walk
from rv2xl.model.finding import Finding, finding
from rv2xl.model.refused import Behind, Place
from rv2xl.model.returned import ReturnedSheet

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(eq=False)
class _Rule:
    """A rule with the fields of its sheet to look at, and the inputs behind it that could not be read."""

    judgement: Judgement
    fields: list[str] = field(default_factory=list)
    origins: list[Place] = field(default_factory=list)


class Unjudged:
    """The rules of a sheet that could not be judged.

    `behind` tells on which inputs of all `sheets` that could not be read each result rests.
    """

    def __init__(self, sheet: ReturnedSheet, sheets: Mapping[str, ReturnedSheet], behind: Behind) -> None:
        self._sheet, self._sheets, self._behind = sheet, sheets, behind
        self._found: dict[tuple[str, str], _Rule] = {}

    def add(self, judgement: Judgement, names: Iterable[str]) -> None:
        """Note a rule that these fields, missing or bad, keep from being judged."""
        fields = self._rule(judgement).fields
        fields += [name for name in names if name not in fields]

    def takes(self, judgement: Judgement, row: int | None) -> bool:
        """Whether a rule that does not hold rests on what could not be read: then it is noted, for it would be a second error about
        the same entry."""
        if not self._behind:
            return False
        origins = sorted({origin for place in self._reads(judgement, row) for origin in self._behind.get(place, ())})
        if not origins:
            return False
        here = [name for key, name in origins if key == self._sheet.key]
        self.add(judgement, here or [numbered(ref.field, row) for ref in judgement.refs if ref.sheet is None])
        known = self._rule(judgement).origins
        known += [origin for origin in origins if origin not in known and origin[0] != self._sheet.key]
        return True

    def _rule(self, judgement: Judgement) -> _Rule:
        return self._found.setdefault((judgement.rule.code, judgement.label), _Rule(judgement))

    def _reads(self, judgement: Judgement, row: int | None) -> Iterator[Place]:
        for expr in (judgement.holds, judgement.when):
            for node in walk(expr) if expr is not None else ():
                if isinstance(node, Ref):
                    yield node.sheet or self._sheet.key, numbered(node.field, row)
                elif isinstance(node, RosterColumn):
                    yield node.sheet or self._sheet.key, node.field

    def findings(self) -> Iterator[Finding]:
        """Yield what is to be said of them."""
        for entry in self._found.values():
            yield self._finding(entry)

    def _finding(self, entry: _Rule) -> Finding:
        rule = entry.judgement.rule
        lacking = entry.origins or [(self._sheet.key, name) for name in entry.fields]
        labels = [self._named(place) for place in lacking]
        first = lacking[0][1] if lacking else None
        return not_judged(rule.code, entry.judgement.label, labels, self._sheet, entry.fields, first, rule.source)

    def _named(self, place: Place) -> str:
        sheet = self._sheets[place[0]]
        label = f"„{sheet.sheet.fields[place[1]].full_label}“"
        return label if sheet is self._sheet else f"{label} auf dem Blatt „{sheet.name}“"


_NAMED = 3
"""So many fields are named."""


def not_judged(
    code: str,
    item: str,
    labels: Sequence[str],
    sheet: ReturnedSheet,
    fields: Sequence[str],
    first: str | None,
    source: str,
) -> Finding:
    """Say of a rule, for this item of it, that it could not be judged on a sheet: what the inputs are called that are lacking, in which
    fields of the sheet the reader should look, and which is the `first` of the inputs."""
    of = f" ({item})" if item else ""
    named = ", ".join(labels[:_NAMED]) + " und weitere" * (len(labels) > _NAMED)
    where = f"in {named}" if labels else "auf einem anderen Blatt"
    return finding(
        "NICHT-GEPRUEFT", f"Die Regel {code}{of} konnte nicht geprüft werden: Es fehlt eine gültige Angabe {where}.",
        sheet=sheet.name, cells=cells_of(sheet, fields), field=first, value=code, source=source or None)  # fmt: skip


def numbered(name: str, row: int | None) -> str:
    """Return the field of a roster's row, or a field of the sheet as it is."""
    return name if row is None else name.replace("*", str(row))


def cells_of(sheet: ReturnedSheet, fields: Iterable[str]) -> tuple[str, ...]:
    """Return the cells of these fields in the file as it came, runs down a column as one range („B52:B58“)."""
    runs: list[list[tuple[str, int]]] = []
    for name in fields:
        match = _ADDRESS.fullmatch(sheet.cell(name) or "")
        if match is None:
            continue
        column, row = match[1], int(match[2])
        run = next((run for run in runs if run[-1] == (column, row - 1)), None)
        if run is None:
            runs.append(run := [])
        run.append((column, row))
    return tuple(":".join(f"{column}{row}" for column, row in dict.fromkeys((run[0], run[-1]))) for run in runs)
