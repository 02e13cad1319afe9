"""What rests on an input that could not be read: results through whatever they read, on whatever sheet it stands.

What such a result is cannot be known. So nothing is held against it: the input itself is to be put right first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rv2xl.model.definitions.field import Field
from rv2xl.model.entries.entry import NORMALISIERT
from rv2xl.model.expressions.expr import Ref, RosterColumn, walk
from rv2xl.model.returned import ReturnedSheet

Place = tuple[str, str]
"""The key of a sheet and the id of a field, or of a roster's column."""
Behind = Mapping[Place, frozenset[Place]]
"""The inputs that could not be read, by what rests on them."""


def refused_inputs(sheets: Mapping[str, ReturnedSheet]) -> list[Place]:
    """Return the inputs in which something stands that could not be read."""
    return [
        (key, entry.field)
        for key, sheet in sheets.items()
        for entry in sheet.entries.problems()
        if entry.value is None and entry.code != NORMALISIERT
    ]


def behind_results(sheets: Mapping[str, ReturnedSheet]) -> Behind:
    """Return the inputs that could not be read and that are behind each result; a column of a roster has those of all its rows."""
    found: dict[Place, frozenset[Place]] = {place: frozenset([place]) for place in refused_inputs(sheets)}
    if not found:
        return {}
    for key, name in list(found):
        _add_to_column(found, sheets[key], name)
    resting = [
        (sheet, field, reads)
        for sheet in sheets.values()
        for field in sheet.sheet.fields.values()
        if (reads := tuple(_reads(sheet, field)))
    ]
    changed = True
    while changed:
        changed = False
        for sheet, field, reads in resting:
            origins = frozenset().union(*(found.get(place, ()) for place in reads))
            if not origins <= found.get((sheet.key, field.id), frozenset()):
                found[sheet.key, field.id] = origins
                _add_to_column(found, sheet, field.id)
                changed = True
    return {place: origins for place, origins in found.items() if origins != {place}}


def _reads(sheet: ReturnedSheet, field: Field) -> Iterator[Place]:
    """Yield what a result reads one step back: of its own row what stands there, of a column all."""
    roster, _, rest = field.id.partition(".")
    row = rest.partition(".")[0] if roster in sheet.sheet.rosters else "*"
    for node in walk(field.expr) if field.expr is not None else ():
        if isinstance(node, Ref):
            yield node.sheet or sheet.key, node.field.replace("*", row)
        elif isinstance(node, RosterColumn):
            yield node.sheet or sheet.key, node.field


def _add_to_column(found: dict[Place, frozenset[Place]], sheet: ReturnedSheet, name: str) -> None:
    roster, *_, column = name.split(".")
    if roster in sheet.sheet.rosters:
        whole = (sheet.key, f"{roster}.*.{column}")
        found[whole] = found.get(whole, frozenset()) | found[sheet.key, name]
