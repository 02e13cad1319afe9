"""How the blocks of calculation forms are laid out: tables, the Rechenweg line by line, the box of results.

The grid is that of every sheet: four columns of contents (A to D) and one beside them (E).
"""

from __future__ import annotations

from rv2xl.excel.looks import BAR_HEIGHT, BAR_ROOM, look_of, text_height
from rv2xl.excel.sheets.blocks.builder import SheetBuilder
from rv2xl.excel.sheets.plan import Picture
from rv2xl.model.definitions.blocks.calculation import BarChart, Calculation, Results, Table
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.definitions.states import calculation_state, without_day
from rv2xl.model.expressions.expr import Ref
from rv2xl.model.expressions.words import in_words

_WORDS, _AMOUNT, _SOURCE = (1, 2), 3, 4
"""Columns of a step: its formula in words, its amount, unit and Fundstelle."""


def table(builder: SheetBuilder, block: Table) -> None:
    """Put a table: heads, then a line for each row; where its first column holds no text, the row's number stands there."""
    first = 0 if block.fields_of(1)[0].type.kind is Kind.TEXT else 1
    builder.texts((*[""] * first, *map(_with_unit, block.fields_of(1))))
    for number in range(1, block.rows + 1):
        if first:
            builder.text(block.label(number), "label")
        for column, field in enumerate(block.row(number), first):
            builder.field(field, column)
        builder.next()
    if block.chart is not None:
        names = [entry.id for entry in block.fields_of(1)]
        _picture(builder, block.chart, builder.row - block.rows, first + names.index(block.chart.column))


def _picture(builder: SheetBuilder, chart: BarChart, top: int, column: int) -> None:
    """Put the chart below its rows, into one high row: no page break cuts it."""
    numbers, _ = builder.place(column)
    builder.pictures.append(Picture(chart, builder.row, top, top + chart.rows - 1, 0, numbers))
    builder.at_least(BAR_ROOM + chart.rows * BAR_HEIGHT)
    builder.next()


def calculation(builder: SheetBuilder, block: Calculation) -> None:
    """Put the steps: label, formula in words, amount, unit and Fundstelle."""
    builder.text("Schritt", "column_head")
    builder.text("Rechnung", "column_head", *_WORDS)
    builder.text("Wert", "column_head", _AMOUNT)
    builder.text("Einheit · Fundstelle", "column_head", _SOURCE)
    builder.next()
    for field in block.fields:
        _line(builder, field, f"computed.{look_of(field.type, builder.guidance)}")


def results_heading(builder: SheetBuilder, block: Results, *, leads: bool) -> None:
    """Put the heading of the box of results, and beside it whether they are a draft."""
    builder.text(block.heading, "heading", 0, _AMOUNT)
    results = [Ref(field.id) for field in block.fields if field.type.numeric] if leads else ()
    state = calculation_state(block.finished, block.as_of, builder.states, results)
    builder.formula(f"zustand.{block.id}", state, _SOURCE, "state")
    builder.at_least(text_height(without_day(block.finished), "state", builder.widths[builder.place(_SOURCE)[0]]))
    builder.next()


def results(builder: SheetBuilder, block: Results) -> None:
    """Put the box of results."""
    for field in block.fields:
        _line(builder, field, f"result.{look_of(field.type, builder.guidance)}")
    if block.chart is not None:
        _picture(builder, block.chart, builder.row - len(block.fields), _AMOUNT)


def _line(builder: SheetBuilder, field: Field, style: str) -> None:
    assert field.expr is not None
    builder.text(field.printed_label, "label_bold" if style.startswith("result") else "label")
    builder.text(field.hint or in_words(field.expr, builder.known), "note", *_WORDS)
    builder.field(field, _AMOUNT, style=style)
    builder.text(" · ".join(part for part in (field.type.unit, field.source) if part), "note", _SOURCE)
    builder.next()


def _with_unit(entry: Field) -> str:
    return f"{entry.label} ({entry.type.unit})" if entry.type.unit else entry.label
