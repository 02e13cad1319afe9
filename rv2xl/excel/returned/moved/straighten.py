"""A returned sheet whose cells moved, put back into the order it was issued in, with the place each cell has now.

Two witnesses say where a field is: the printed texts around it, and its defined name. One is enough where the other is silent;
where they contradict each other, and where two fields would be read from one cell, the field counts as lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rv2xl.excel.addresses import Place, cell_name
from rv2xl.excel.package.cells.sheet import SheetCells
from rv2xl.excel.returned.moved.alignment import ENOUGH, Alignment, Text, as_seen, at
from rv2xl.excel.sheets.plan import Cell, SheetPlan
from rv2xl.model.entries.entry import Raw


class Straightened(NamedTuple):
    """A sheet as if nothing had moved. `places` are the cells of today by those issued; fields in `lost` stand nowhere certain."""

    found: SheetCells
    places: Mapping[Place, Place]
    lost: frozenset[Place]


def straighten(plan: SheetPlan, given: Iterable[Text], sheet: SheetCells, names: Mapping[str, Place]) -> Straightened:
    """Find every cell of a plan in a returned sheet; `given` are prefilled values, which tell where they are as texts do.

    A cell that holds a printed text is no field, whatever the witnesses say.
    """
    rows = sheet.rows
    fields = {cell.place: name for name, cell in plan.fields.items()}
    alignment = Alignment([*plan.texts, *given], rows, open_ended=any(map(roster_column, plan.fields)))
    printed = {as_seen(text) for _, _, text in plan.texts}
    witnessed = _fields(fields, alignment, names)
    found = {issued: place for issued, place in witnessed.items() if as_seen(at(rows, *place)) not in printed}
    rows_of_fields = {issued[0]: place[0] for issued, place in found.items()}
    places = dict(found)
    for cell in plan.cells:
        if cell.field is None:
            row = alignment.row(cell.row)
            row = rows_of_fields.get(cell.row) if row is None else row
            column = alignment.column(cell.row, cell.column)
            if row is not None and column is not None:
                places[cell.place] = (row, column)
    lost = frozenset(fields.keys() - found.keys())
    return Straightened(_issued_order(plan.cells, sheet, places), places, lost)


def _fields(fields: Mapping[Place, str], alignment: Alignment, names: Mapping[str, Place]) -> dict[Place, Place]:
    """Return where the fields stand, those that stand anywhere for certain."""
    ambiguous = alignment.ambiguous
    labelled = {issued: None if issued[0] in ambiguous else alignment.cell(*issued) for issued in fields}
    named = {issued: None if roster_column(field) else names.get(field.lower()) for issued, field in fields.items()}
    credible = alignment.certain >= ENOUGH and _credible(labelled, named, alignment.moved)
    found = {}
    for issued in fields:
        place, name = labelled[issued], named[issued]
        if place is None:
            place = name if credible else None
        elif name not in (None, place, issued):  # moved, but not to where the label is
            place = None
        if place is not None:
            found[issued] = place
    claims = Counter(found.values())
    return {issued: place for issued, place in found.items() if claims[place] == 1}


def _credible(labelled: Mapping[Place, Place | None], named: Mapping[Place, Place | None], moved: bool) -> bool:
    """Whether names may be believed alone: a script moves cells and leaves the names behind.

    They must agree with the labels wherever there are both and, if anything on the sheet moved, must have moved with some cell.
    """
    both = [(issued, place) for issued, place in labelled.items() if place is not None and named[issued] is not None]
    agree = all(named[issued] == place for issued, place in both)
    return agree and (not moved or any(issued != place for issued, place in both))


def roster_column(field: str) -> str | None:
    """Return the column of a roster's field („orte.7.zad“ is „orte.*.zad“), None for other fields.

    Any row of a roster is as good as any other, so its names are no witnesses, and what is wrong with a column is said once.
    """
    parts = field.split(".")
    return f"{parts[0]}.*.{parts[2]}" if len(parts) == 3 and parts[1].isdecimal() else None


def _issued_order(cells: Sequence[Cell], sheet: SheetCells, places: Mapping[Place, Place]) -> SheetCells:
    height = max(cell.row for cell in cells) + 1
    width = max(max(cell.column, cell.last_column) for cell in cells) + 1
    straight: list[list[Raw]] = [[""] * width for _ in range(height)]
    formulas, errors, empty_texts = {}, {}, set()
    for (row, column), (now, there) in places.items():
        straight[row][column] = at(sheet.rows, now, there)
        issued, name = cell_name(row, column), cell_name(now, there)
        if name in sheet.formulas:
            formulas[issued] = sheet.formulas[name]
        if name in sheet.errors:
            errors[issued] = sheet.errors[name]
        if name in sheet.empty_texts:
            empty_texts.add(issued)
    return SheetCells(straight, formulas, errors, frozenset(empty_texts))
