"""Blocks to cells: how each kind of block is laid out on a sheet of the printed form.

The grid of such a sheet has four columns for the printed contents (A to D) and one for the state (E); where a block needs more,
some of the five are divided into parts. No coordinates stand in a definition, save the row that the printed source itself names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rv2xl.excel.looks import AFTER_NOTES, ONE_LINE, ROW_HEIGHT, look_of, text_height
from rv2xl.excel.sheets.blocks import calculation_blocks, cost_blocks
from rv2xl.excel.sheets.blocks.builder import (
    DONE,
    DUTIES,
    LAST_COLUMN,
    LEADING_WIDTHS,
    NAMED,
    STATE,
    WIDTHS,
    Part,
    SheetBuilder,
)
from rv2xl.excel.sheets.blocks.hints import ZEROS, below, wants_zeros
from rv2xl.excel.sheets.blocks.roster_blocks import arrange_roster
from rv2xl.excel.sheets.plan import SheetPlan
from rv2xl.model.definitions import states
from rv2xl.model.definitions.blocks import CORRECTION, Block, Legend, Matrix, Notes, Questions, Record, Roster
from rv2xl.model.definitions.blocks.calculation import Calculation, Results, Table
from rv2xl.model.definitions.blocks.cost_blocks import CostTable
from rv2xl.model.definitions.blocks.deckblatt_blocks import STEP_ROWS, Steps
from rv2xl.model.definitions.field import Field, Kind, Known
from rv2xl.model.definitions.form import Form, Sheet, derived_from_section
from rv2xl.model.derived import derived
from rv2xl.model.expressions.expr import DASH, Ref, if_, numbers, total

__all__ = ["DONE", "DUTIES", "STATE", "STATE_COLUMN", "DoesNotFit", "Put", "arrange", "arrange_issued", "section_plan"]

STATE_COLUMN = 4
SPANS = {1: ((1, 3),), 2: ((1, 1), (2, 3)), 3: ((1, 1), (2, 2), (3, 3))}
"""Columns that one, two or three values beside a label take up; where the form leads, texts and what the source merges."""

SINGLE = {count: tuple((column, column) for column in range(1, count + 1)) for count in SPANS}
"""The columns of as many values that each stand in a cell of their own."""

LONG_TEXT_HEIGHT = 90.0


class DoesNotFit(ValueError):
    """A block cannot stand where the printed source wants it: a mistake of a definition."""


Put = Callable[[SheetBuilder, Any], None]
"""Puts the contents of a block, which is of the kind it is for, into a sheet."""


@derived_from_section
def section_plan(form: Form, section: str) -> SheetPlan:
    """Return the plan of a section, the same in every workbook of the form, whatever the lengths of the lists on other sheets.

    Blocks that depend on the issue are left out. All fields keep their places: those blocks stand behind them, or, as the steps, leave
    as many rows free as they take.
    """
    sheet = form.sections[section]
    for block in sheet.blocks:
        if isinstance(block, Roster):
            return arrange_roster(sheet, block)
    stated = tuple(Ref(STATE, other.section) for other in form.sheets if states.has_state(other))
    return arrange(sheet, known=lambda ref: form.sections[ref.sheet or section].find(ref.field), stated=stated)


def arrange(sheet: Sheet, known: Known = lambda ref: None, stated: Sequence[Ref] = ()) -> SheetPlan:
    """Lay out a sheet of the form, without the blocks that depend on what is issued.

    Raises DoesNotFit if a block misses the row that the source names for it.
    """
    builder = _new_builder(sheet, known, stated)
    start(builder, sheet)
    in_sight = _in_sight(builder, sheet)
    for block in sheet.blocks:
        if type(block) in _CONTENTS:
            put(builder, block, sheet, _CONTENTS[type(block)])
    return builder.plan(frozen_rows=in_sight)


def arrange_issued(sheet: Sheet, further: Mapping[type[Block], Put]) -> SheetPlan:
    """Lay out a sheet for one workbook; `further` lays out the blocks that depend on what is issued, all else is the form's own."""
    builder = _new_builder(sheet)
    builder.take(_start_of(sheet))
    in_sight = _in_sight(builder, sheet)
    for block in sheet.blocks:
        if type(block) in further:
            put(builder, block, sheet, further[type(block)])
        elif type(block) in _CONTENTS:
            builder.take(_block_at(sheet, block, builder.row))
    return builder.plan(frozen_rows=in_sight)


@derived
def _start_of(sheet: Sheet) -> Part:
    builder = _new_builder(sheet)
    start(builder, sheet)
    return builder.part()


@derived
def _block_at(sheet: Sheet, block: Block, row: int) -> Part:
    """A block as it stands from this row on: made once, for it is the same in every workbook that has it there."""
    builder = _new_builder(sheet)
    builder.row = row
    put(builder, block, sheet, _CONTENTS[type(block)])
    return builder.part()


def _new_builder(sheet: Sheet, known: Known = lambda ref: None, stated: Sequence[Ref] = ()) -> SheetBuilder:
    divided = any(isinstance(block, CostTable) for block in sheet.blocks)
    usual, of_costs = (
        (LEADING_WIDTHS, cost_blocks.LEADING_WIDTHS) if sheet.guidance.leads else (WIDTHS, cost_blocks.WIDTHS)
    )
    widths, parts = (of_costs, cost_blocks.PARTS) if divided else (usual, ())
    return SheetBuilder(
        widths, known=known, states=stated, parts=parts, guidance=sheet.guidance, shared=states.is_shared(sheet)
    )


def _in_sight(builder: SheetBuilder, sheet: Sheet) -> int:
    """Return how many rows stay in sight: those of the start, on a sheet of a form that leads and that has a state."""
    return builder.row if sheet.guidance.leads and states.has_state(sheet) else 0


def start(builder: SheetBuilder, sheet: Sheet) -> None:
    """Put the title, which of several sheets this is, the state and, where the sheet has duties, how many of them are done."""
    some = states.has_duties(sheet)
    alone = states.has_state(sheet) and not some  # then the state stands beside the title, as on a list
    last = LAST_COLUMN if alone else STATE_COLUMN
    if sheet.named_by is not None and sheet.guidance.leads:
        builder.formula(NAMED, sheet.named_by, LAST_COLUMN, "named", last=last)
        last = LAST_COLUMN - 1
    builder.text(sheet.title, "title", 0, last)
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
    builder.block()
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
    own = tuple(below(block, sheet)) if sheet.guidance.leads else ()
    for note in own:
        builder.line(note, "own_note")
    if block.notes or own:
        builder.heights[builder.row - 1] += AFTER_NOTES
    if not block.heading and block.fields:
        builder.gap()


def _heading(builder: SheetBuilder, block: Block, sheet: Sheet) -> None:
    if isinstance(block, Results):
        calculation_blocks.results_heading(builder, block, leads=sheet.guidance.leads)
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
        builder.at_least(_room_for_state(builder, block, sheet))
    builder.next()


def _room_for_state(builder: SheetBuilder, block: Block, sheet: Sheet) -> float:
    """Return the height that the longest words about a broken rule need beside a block."""
    if not sheet.guidance.leads:
        return 0.0
    width = builder.widths[builder.place(STATE_COLUMN)[0]]
    shown = (judgement for judgement in sheet.judgements if states.shown_at(judgement, block))
    return max((text_height(states.longest_said(judgement), "state", width) for judgement in shown), default=0.0)


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
        spans = SINGLE[1] if correction is None and _fits_one_cell(builder, field) else SPANS[len(shown)]
        for entry, span in zip(shown, spans, strict=True):
            builder.field(entry, *span)
        if field.type.length > ONE_LINE:
            builder.at_least(LONG_TEXT_HEIGHT)
        builder.next()


def _fits_one_cell(builder: SheetBuilder, field: Field) -> bool:
    """Whether a value takes a single cell on a form that leads: no text does, and no choice that is longer than the cell is wide."""
    if field.type.kind is Kind.TEXT:
        return False
    width, longest = builder.widths[1], max(field.type.choices, key=len, default="")
    look = f"input.{look_of(field.type, builder.guidance)}"
    return builder.guidance.leads and text_height(longest, look, width) <= ROW_HEIGHT


def _matrix(builder: SheetBuilder, block: Matrix) -> None:
    single = builder.guidance.leads and block.value_row is None
    spans = (SINGLE if single else SPANS)[len(block.columns)]
    builder.text(block.corner, "column_head")
    for column, span in zip(block.columns, spans, strict=True):
        builder.text(column.label, "column_head", *span)
    if builder.guidance.leads and wants_zeros(block):
        builder.text(ZEROS, "own_note", STATE_COLUMN)
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
        builder.field(footer, *(SINGLE if single else SPANS)[1][0])
        builder.next()
    if block.sum is not None and builder.guidance.leads:
        builder.text(block.sum.label, "own_label")
        for column, span in zip(block.columns, spans, strict=True):
            parts = block[block.sum.rows or block.rows, column]
            added = if_(numbers(parts).eq(0), DASH, total(parts))
            look = f"computed.{look_of(column.type or block.type, builder.guidance)}"
            builder.formula(f"{block.id}.summe.{column.id}", added, span[0], look, last=span[1])
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
    Steps: lambda builder, block: builder.next(STEP_ROWS),
    Table: calculation_blocks.table,
    Calculation: calculation_blocks.calculation,
    Results: calculation_blocks.results,
    CostTable: cost_blocks.cost_table,
}
"""How each kind of block is laid out; notes stand below all kinds of blocks."""
