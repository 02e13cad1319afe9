"""How tables of costs are laid out: a line for each kind, its amount, the marks beside it, the sum below.

On a sheet with such a table two of the five columns are divided: the third into the two shares, the fourth into the three Angebote.
All other blocks keep to the five.
"""

from __future__ import annotations

from rv2xl.excel.looks import ROW_HEIGHT
from rv2xl.excel.sheets.blocks.builder import SheetBuilder
from rv2xl.model.definitions.blocks.cost_blocks import OFFERS, SHARES, CostTable

WIDTHS = (43.0, 16.5, 11.5, 9.5, 10.5, 6.0, 10.0, 20.0)
PARTS = (1, 1, SHARES, OFFERS, 1)
"""Widths of the columns in characters, and how many of them make up each of the five."""
LEADING_WIDTHS = (41.5, 16.5, 14.5, 14.0, 13.5, 6.0, 10.5, 20.0)
"""The same of a form that leads: no word of a head breaks."""

_AMOUNT, _SHARES, _OFFERS, _REMARK = 1, 2, 3, 4
_MARKS = (*((_SHARES, part) for part in range(SHARES)), *((_OFFERS, part) for part in range(OFFERS)))


def heads(builder: SheetBuilder, block: CostTable) -> None:
    """Put the heading with the heads of the amount and of the marks, without its state."""
    if block.corner:
        _heads(builder, block, block.corner)
        builder.next()
        builder.text(block.heading, "column_head", 0, _OFFERS)
    else:
        _heads(builder, block, block.heading)


def _heads(builder: SheetBuilder, block: CostTable, first: str) -> None:
    builder.text(first, "column_head")
    for head, (column, part) in zip(block.heads, ((_AMOUNT, 0), *_MARKS), strict=True):
        builder.text(head, "column_head" if column == _AMOUNT else "mark_head", column, part=part)


def cost_table(builder: SheetBuilder, block: CostTable) -> None:
    """Put the lines and the sum."""
    for line in block.lines:
        *written, amount = block.fields_of(line)
        if written:
            builder.field(written[0], 0)
        else:
            builder.text(amount.label, "label")
        builder.field(amount, _AMOUNT)
        for number, (mark, (column, part)) in enumerate(zip(line.marks, _MARKS, strict=True)):
            if isinstance(mark, str):
                builder.text(mark, "mark", column, part=part)
            else:
                builder.formula(f"kreuz.{amount.id}.{number}", mark, column, "mark", part=part)
        builder.text(line.remark, "note", _REMARK)
        builder.at_least(ROW_HEIGHT)
        builder.next()
    total = block.sum_field
    builder.text(total.label, "label_bold")
    builder.field(total, _AMOUNT)
    builder.text(total.hint, "note", _SHARES, _REMARK)
    builder.next()
