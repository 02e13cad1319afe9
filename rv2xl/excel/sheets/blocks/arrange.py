"""Blocks to cells: how each kind of block is laid out on a sheet of the printed form.

The grid of such a sheet has four columns for the printed contents (A to D) and one for the state (E); where a block needs more,
some of the five are divided into parts. No coordinates stand in a definition, save the row that the printed source itself names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from rv2xl.excel.formulas.row_formula import READ
from rv2xl.excel.looks import AFTER_NOTES, ONE_LINE, ROW_HEIGHT
from rv2xl.excel.sheets.blocks import calculation_blocks, cost_blocks
from rv2xl.excel.sheets.blocks.builder import LAST_COLUMN, WIDTHS, SheetBuilder
from rv2xl.excel.sheets.plan import Area, Cell, Computed, SheetPlan
from rv2xl.model.definitions import states
from rv2xl.model.definitions.blocks import CORRECTION, Block, Legend, Lookup, Matrix, Notes, Questions, Record, Roster
from rv2xl.model.definitions.blocks.calculation import Calculation, Results, Table
from rv2xl.model.definitions.blocks.cost_blocks import CostTable
from rv2xl.model.definitions.field import Field, Kind, Known
from rv2xl.model.definitions.form import Form, Sheet, derived_from_section
from rv2xl.model.expressions.expr import Identifier, Ref

STATE_COLUMN = 4
SPANS = {1: ((1, 3),), 2: ((1, 1), (2, 3)), 3: ((1, 1), (2, 2), (3, 3))}
"""Columns that one, two or three values beside a label take up."""

LONG_TEXT_HEIGHT = 90.0
DUTIES, DONE, STATE = "pflicht.gesamt", "pflicht.erledigt", "blatt.zustand"
"""Ids of the cells in each sheet's head: required values, how many are there, state."""


class DoesNotFit(ValueError):
    """A block cannot stand where the printed source wants it: a mistake of a definition."""


Put = Callable[[SheetBuilder, Any], None]
"""Puts the contents of a block, which is of the kind it is for, into a sheet."""


@derived_from_section
def section_plan(form: Form, section: str) -> SheetPlan:
    """Return the plan of a section, the same in every workbook of the form, whatever the lengths of the lists on other sheets.

    Blocks that depend on the issue are left out; they stand last on their sheet, so that all else keeps its place.
    """
    sheet = form.sections[section]
    for block in sheet.blocks:
        if isinstance(block, Roster):
            return arrange_roster(sheet, block)
    stated = tuple(Ref(STATE, other.section) for other in form.sheets if states.has_state(other))
    return arrange(sheet, known=lambda ref: form.sections[ref.sheet or section].find(ref.field), stated=stated)


def arrange(
    sheet: Sheet,
    further: Mapping[type[Block], Put] = MappingProxyType({}),
    known: Known = lambda ref: None,
    stated: Sequence[Ref] = (),
) -> SheetPlan:
    """Lay out a sheet of the form; `further` lays out the blocks that depend on what is issued.

    Raises DoesNotFit if a block misses the row that the source names for it.
    """
    divided = any(isinstance(block, CostTable) for block in sheet.blocks)
    widths, parts = (cost_blocks.WIDTHS, cost_blocks.PARTS) if divided else (WIDTHS, ())
    builder = SheetBuilder(widths, known=known, states=stated, parts=parts)
    start(builder, sheet)
    for block in sheet.blocks:
        contents = further.get(type(block)) or _CONTENTS.get(type(block))
        if contents is not None:
            put(builder, block, sheet, contents)
    return builder.plan()


def start(builder: SheetBuilder, sheet: Sheet) -> None:
    """Put the title and the state and, where the sheet has duties, how many of them are done."""
    some = states.has_duties(sheet)
    alone = states.has_state(sheet) and not some  # then the state stands beside the title, as on a list
    builder.text(sheet.title, "title", 0, LAST_COLUMN if alone else STATE_COLUMN)
    if alone:
        builder.formula(STATE, states.sheet_state(sheet), STATE_COLUMN, "state")
    builder.next()
    if some:
        fields = states.inputs(sheet.fields.values())
        total, still_open = states.duties(fields, sheet), states.open_duties(fields, sheet)
        builder.text("Pflichtangaben auf diesem Blatt: erledigt | insgesamt", "label")
        builder.formula(DONE, total - still_open, 1, "count_done")
        builder.formula(DUTIES, total, 2, "count_all", last=LAST_COLUMN)
        builder.formula(STATE, states.sheet_state(sheet), STATE_COLUMN, "state")
        builder.next()


def put(builder: SheetBuilder, block: Block, sheet: Sheet, contents: Put) -> None:
    """Put one block: heading with its state, contents, notes."""
    if block.new_page:
        builder.page_break()
    if block.heading:
        if block.own:
            builder.gap()
        _heading(builder, block, sheet)
    for subheading in block.subheadings:
        if not (isinstance(block, Questions) and subheading == block.subheadings[-1]):
            builder.line(subheading, "subheading")
    contents(builder, block)
    for note in block.notes:
        builder.line(note, "text" if isinstance(block, Notes) else "note")
    if block.notes:
        builder.heights[builder.row - 1] += AFTER_NOTES
    if not block.heading and block.fields:
        builder.gap()


def _heading(builder: SheetBuilder, block: Block, sheet: Sheet) -> None:
    if isinstance(block, Results):
        calculation_blocks.results_heading(builder, block)
        return
    style = "own_heading" if block.own else "heading"
    stated = states.can_be_wrong(states.inputs(block.fields))
    if isinstance(block, CostTable):
        cost_blocks.heads(builder, block)
    elif any(field.corrects for field in block.fields):
        builder.text(block.heading, style)
        builder.text("Vorgabe des LWV Hessen", "heading_column", 1)
        builder.text("Korrekturmöglichkeit des Leistungserbringers", "heading_column", 2, LAST_COLUMN)
        if not stated:
            builder.text("", style, STATE_COLUMN)
    else:
        builder.text(block.heading, style, 0, LAST_COLUMN if stated else STATE_COLUMN)
    if stated:
        builder.formula(f"zustand.{block.fields[0].id}", states.block_state(block, sheet), STATE_COLUMN, "state")
    builder.next()


def _record(builder: SheetBuilder, block: Record) -> None:
    if block.across:
        builder.texts(field.printed_label for field in block.fields)
        for column, field in enumerate(block.fields):
            builder.field(field, column)
        builder.at_least(ROW_HEIGHT)
        builder.next()
        return
    for field in block.fields:
        if field.corrects:
            continue
        builder.text(field.printed_label, "label_top" if field.type.length > ONE_LINE else "label")
        correction = next((other for other in block.fields if other.id == f"{field.id}.{CORRECTION}"), None)
        shown = [field] if correction is None else [field, correction]
        for entry, span in zip(shown, SPANS[len(shown)], strict=True):
            builder.field(entry, *span)
        if field.type.length > ONE_LINE:
            builder.at_least(LONG_TEXT_HEIGHT)
        builder.next()


def _matrix(builder: SheetBuilder, block: Matrix) -> None:
    spans = SPANS[len(block.columns)]
    builder.text(block.corner, "column_head")
    for column, span in zip(block.columns, spans, strict=True):
        builder.text(column.label, "column_head", *span)
    builder.next()
    if block.value_row is not None and builder.row != block.value_row - 1:
        raise DoesNotFit(f"{block.id}: the source wants row {block.value_row}, the layout gives row {builder.row + 1}")
    fields = iter(block.fields)
    for row in block.rows:
        builder.text(row.label, "label")
        for span in spans:
            builder.field(next(fields), *span)
        builder.next()
    for footer in fields:
        builder.text(footer.printed_label, "label")
        builder.field(footer, *SPANS[1][0])
        builder.next()


def _questions(builder: SheetBuilder, block: Questions) -> None:
    builder.text(block.subheadings[-1] if block.subheadings else "", "subheading", 0, LAST_COLUMN - 1)
    builder.text("ja/ nein", "column_head", LAST_COLUMN)
    builder.next()
    for field in block.fields:
        builder.text(field.label, "label", 0, LAST_COLUMN - 1)
        builder.field(field, LAST_COLUMN)
        builder.next()


def _legend(builder: SheetBuilder, block: Legend) -> None:
    for filled_by, text in block.lines:
        builder.text(text, f"legend.{filled_by}")
        builder.next()


_CONTENTS: dict[type[Block], Put] = {
    Notes: lambda builder, block: None,
    Record: _record,
    Matrix: _matrix,
    Questions: _questions,
    Legend: _legend,
    Table: calculation_blocks.table,
    Calculation: calculation_blocks.calculation,
    Results: calculation_blocks.results,
    CostTable: cost_blocks.cost_table,
}
"""How each kind of block is laid out; notes stand below all kinds of blocks."""


ROSTER_WIDTHS = {
    Kind.DATUM: 12.0,
    Kind.DEZIMAL: 12.0,
    Kind.EURO: 13.0,
    Kind.ANZAHL: 10.0,
    Kind.JA_NEIN: 9.0,
    Kind.AUSWAHL: 11.0,
}


LOOKUP = "neben."
"""Before a roster's id, the number of a row and a column: what stands beside the entry."""

LOOKUP_WIDTH = 26.0
FILTER_BUTTON = 2.5
"""What a head needs besides where a button to filter stands on it."""


def arrange_roster(sheet: Sheet, roster: Roster) -> SheetPlan:
    """Lay out a sheet that is one table: title, notes, heads, then the rows, each with its state at the end if it is filled in."""
    columns = _roster_columns(roster)
    widths = [column.width for column in columns]
    state_column = len(widths)
    filled_in = states.has_state(sheet)
    hidden = [_identifier(roster, name) for name in roster.identifiers]
    shown = (*widths, 34.0) if filled_in else widths
    builder = SheetBuilder((*shown, *(0.0 for _ in hidden)), last_column=state_column - 1)
    builder.text(sheet.title, "title", 0, state_column - 1)
    if filled_in:
        builder.formula(STATE, states.list_state(roster), state_column, "state")
    builder.next()
    for note in roster.notes:
        builder.line(note, "note")
    builder.texts((*(column.label for column in columns), *(("Zustand",) if filled_in else ())))
    heads = builder.row
    expr = states.row_state(roster, sheet) if filled_in else None
    for number in range(1, roster.rows + 1):
        fields = iter(roster.row(number))
        for place, column in enumerate(columns):
            if column.lookup is None:
                builder.field(next(fields), place, line=number)
            else:
                looked_up = Computed(f"{LOOKUP}{roster.id}.{number}.{column.lookup.column}", column.lookup.expr, row=number)
                builder.cells.append(Cell(builder.row, place, "computed.text", computed=looked_up))
        if expr is not None:
            computed = Computed(f"{states.ROW_STATE}{roster.id}.{number}", expr, row=number)
            builder.cells.append(Cell(builder.row, state_column, "state", computed=computed))
        for place, entry in enumerate(hidden, len(shown)):
            builder.cells.append(Cell(builder.row, place, "meta", computed=entry._replace(id=entry.id.replace("*", str(number)), row=number)))
        builder.next()
    sortable = Area(heads, builder.row - 1, len(shown) - 1) if roster.sortable else None
    return builder.plan(landscape=True, frozen_rows=heads, frozen_columns=roster.frozen, sortable=sortable)


def _identifier(roster: Roster, name: str) -> Computed:
    """What an entry counts as, for all rows."""
    ref = roster[name]
    digits = next(entry.type.digits for entry in roster.entries if entry.id == name)
    return Computed(READ + ref.field, Identifier(ref, digits, spelled_out=True))


class _RosterColumn(NamedTuple):
    """A column as it is laid out: of entries, or what is looked up beside one."""

    label: str
    width: float
    lookup: Lookup | None = None


def _roster_columns(roster: Roster) -> list[_RosterColumn]:
    room = FILTER_BUTTON if roster.sortable else 0.0
    found = []
    for entry, column in zip(roster.entries, roster.columns, strict=True):
        found.append(_RosterColumn(column.label, _roster_width(column) + room))
        beside = (lookup for lookup in roster.lookups if lookup.column == entry.id)
        found += (_RosterColumn(lookup.label, LOOKUP_WIDTH, lookup) for lookup in beside)
    return found


def _roster_width(column: Field) -> float:
    length = column.type.length
    text = 12.0 if column.type.digits is not None or length <= 30 else 18.0 if length <= 100 else 26.0
    words = max(len(word) for word in column.label.split()) * 0.95 + 2  # a head breaks between words only
    choices = max(map(len, column.type.choices), default=0) + 2.5
    return max(ROSTER_WIDTHS.get(column.type.kind, text), len(column.label) * 0.62 + 2, words, choices)
