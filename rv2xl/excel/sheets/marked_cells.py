"""Marks that come and go at the cells of a form that leads: empty duties, entries that are not allowed, and sums of nothing.

They are conditional formats whose formulas come from the same expressions as the states beside the blocks; no formula or value of the
sheet knows of them. One serves all cells of a column that ask the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rv2xl.excel import looks as style
from rv2xl.excel.addresses import Place, cell_name, ranges
from rv2xl.excel.formulas.references import Reference, cut_at_references
from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.excel.sheets.formula_texts import section_formula
from rv2xl.model.definitions import states
from rv2xl.model.definitions.blocks import Block
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.definitions.form import Form, Sheet, derived_from_section
from rv2xl.model.expressions.expr import Expr, Ref, all_of, numbers, total


class Mark(NamedTuple):
    """A conditional format: areas of one column, the formula as it reads at their first cell, what it shows."""

    areas: tuple[str, ...]
    formula: str
    look: str
    kind: Kind


@derived_from_section
def section_marks(form: Form, section: str) -> tuple[Mark, ...]:
    """Return the marks of a section, the same in every workbook of the form."""
    sheet = form.sections[section]
    if not sheet.guidance.leads:
        return ()
    alike: dict[tuple[int, str, str, Kind], list[Place]] = {}
    for field, expr, look in _asked(sheet):
        for place, formula in _placed(form, section, sheet, field, expr):
            kind = field.type.kind if look == style.WRONG else Kind.TEXT
            alike.setdefault((place[1], formula, look, kind), []).append(place)
    return tuple(_mark(sorted(places), formula, look, kind) for (_, formula, look, kind), places in alike.items())


def _mark(places: list[Place], formula: str, look: str, kind: Kind) -> Mark:
    areas = tuple(ranges(("", *place) for place in places))
    return Mark(areas, formula.replace(_OWN, cell_name(*places[0])), look, kind)


def _asked(sheet: Sheet) -> Iterator[tuple[Field, Expr, str]]:
    """Yield what is asked of each field, and the look where it holds."""
    for field in states.inputs(sheet.columns.values() if sheet.rosters else sheet.fields.values()):
        if states.required((field,)):
            yield field, states.lacks(field, sheet), style.LACKING
        if field.type.kind is not Kind.TEXT or (sheet.rosters and sheet.guidance.leaves_spelling):
            yield field, states.refused((field,), sheet) > 0, style.WRONG
        if states.can_be_spelled((field,), sheet):
            yield field, states.spelled((field,)) > 0, style.DOUBTED
    for block in () if sheet.rosters else sheet.blocks:
        computed = [field for field in block.fields if field.computed and field.type.numeric]
        for field in computed:
            yield field, _of_nothing(block, field, computed), style.NOTHING


def _of_nothing(block: Block, field: Field, computed: list[Field]) -> Expr:
    """Whether a 0 is the sum of nothing: no number is entered in its block, or, where none is to be entered, all is 0 there."""
    entered = [Ref(entry.id) for entry in states.inputs(block.fields) if entry.type.numeric]
    if entered:
        return all_of(total(Ref(field.id)).eq(0), numbers(entered).eq(0))
    return total(Ref(entry.id) for entry in computed).eq(0)


_OWN = "\x00"
"""Stands for the cell that is marked."""


def _placed(form: Form, section: str, sheet: Sheet, field: Field, expr: Expr) -> Iterator[tuple[Place, str]]:
    """Yield the cells of a field, of a list those of all rows, with the formula as it reads there but for the cell itself."""
    positions = section_plan(form, section).positions
    roster = next(iter(sheet.rosters.values()), None)
    names = (
        [field.id] if roster is None else [field.id.replace("*", str(number)) for number in range(1, roster.rows + 1)]
    )
    row, column = positions[names[0]]
    pieces = cut_at_references(section_formula(form, section, expr, row))
    formula = "".join(
        piece if isinstance(piece, str) else _fixed(piece, (row, column), roster is not None) for piece in pieces
    )
    yield from ((positions[name], formula) for name in names)


def _fixed(found: Reference, own: Place, in_list: bool) -> str:
    """Return an address as it must be written to mean the same from every cell of the column; in a list it means the row at hand."""
    place = (found.row, found.column)
    if place == own:
        return _OWN
    fixed_row = "" if in_list and found.row == own[0] else "$"
    return found.prefix + found._replace(column_fixed="$", row_fixed=fixed_row).at(*place)
