"""A returned sheet whose cells moved, put back into the order it was issued in, with the place each cell has now.

Two witnesses say where a field is: the printed texts around it, and its defined name. One is enough where the other is silent;
where they contradict each other, and where two fields would be read from one cell, the field counts as lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rv2xl.excel.alignment import Alignment, Text
from rv2xl.excel.formula import cell_name
from rv2xl.excel.plan import Cell
from rv2xl.excel.scan import Scanned
from rv2xl.model.entry import Raw

Place = tuple[int, int]
"""Row and column, from 0."""

Rows = Sequence[Sequence[Raw]]


class Straightened(NamedTuple):
    """A sheet as if nothing had moved. `places` are the cells of today by those issued; fields in `lost` stand nowhere certain."""

    rows: Rows
    scanned: Scanned
    places: Mapping[Place, Place]
    lost: frozenset[Place]


def straighten(
    cells: Sequence[Cell], given: Iterable[Text], rows: Rows, scanned: Scanned, names: Mapping[str, Place]
) -> Straightened:
    """Find every cell of a plan in a returned sheet; `given` are prefilled values, which tell where they are as texts do."""
    texts = [
        (cell.row, cell.column, cell.text)
        for cell in cells
        if cell.field is None and cell.computed is None and cell.text
    ]
    alignment = Alignment([*texts, *given], rows)
    fields = {(cell.row, cell.column): cell.field.id for cell in cells if cell.field is not None}
    found = _fields(fields, alignment, names)
    places = dict(found)
    for cell in cells:
        if cell.field is None and (place := alignment.cell(cell.row, cell.column)) is not None:
            places[cell.row, cell.column] = place
    lost = frozenset(fields.keys() - found.keys())
    return Straightened(_issued_order(cells, rows, places), _scanned(scanned, places), places, lost)


def _fields(fields: Mapping[Place, str], alignment: Alignment, names: Mapping[str, Place]) -> dict[Place, Place]:
    """Return where the fields stand, those that stand anywhere for certain."""
    ambiguous = alignment.ambiguous
    labelled = {issued: None if issued[0] in ambiguous else alignment.cell(*issued) for issued in fields}
    named = {issued: None if roster_column(field) else names.get(field.lower()) for issued, field in fields.items()}
    follow = not any(place not in (None, issued) and named[issued] == issued for issued, place in labelled.items())
    found = {}
    for issued in fields:
        place = _agreed(issued, labelled[issued], named[issued], follow)
        if place is not None:
            found[issued] = place
    claims = Counter(found.values())
    return {issued: place for issued, place in found.items() if claims[place] == 1}


def _agreed(issued: Place, labelled: Place | None, named: Place | None, follow: bool) -> Place | None:
    """Weigh the two witnesses; names that do not `follow` their cells were left behind by the program that moved those."""
    if named is None or named == labelled or not follow:
        return labelled
    if labelled is None or labelled == named:
        return named
    return None


def roster_column(field: str) -> str | None:
    """Return the column of a roster's field („orte.7.zad“ is „orte.*.zad“), None for other fields.

    Any row of a roster is as good as any other, so its names are no witnesses, and what is wrong with a column is said once.
    """
    parts = field.split(".")
    return f"{parts[0]}.*.{parts[2]}" if len(parts) == 3 and parts[1].isdecimal() else None


def _issued_order(cells: Sequence[Cell], rows: Rows, places: Mapping[Place, Place]) -> Rows:
    height = max(cell.row for cell in cells) + 1
    width = max(max(cell.column, cell.last_column) for cell in cells) + 1
    straight: list[list[Raw]] = [[""] * width for _ in range(height)]
    for (row, column), (now, there) in places.items():
        if now < len(rows) and there < len(rows[now]):
            straight[row][column] = rows[now][there]
    return straight


def _scanned(scanned: Scanned, places: Mapping[Place, Place]) -> Scanned:
    formulas, errors = {}, {}
    for issued, place in places.items():
        now, name = cell_name(*place), cell_name(*issued)
        if (formula := scanned.formulas.get(now.encode())) is not None:
            formulas[name.encode()] = formula
        if now in scanned.errors:
            errors[name] = scanned.errors[now]
    return Scanned(formulas, errors)
