"""„Prüfung“: a line per rule and sheet, with its live state, the numbers it compares, and a link to the cell."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rv2xl.excel.addresses import cell_name
from rv2xl.excel.looks import look_of, text_height
from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.excel.sheets.blocks.builder import SheetBuilder
from rv2xl.excel.sheets.checks.line import LISTED, CheckLine
from rv2xl.excel.sheets.checks.lines import check_lines
from rv2xl.excel.sheets.plan import Cell, Computed, Link, SheetPlan
from rv2xl.model.definitions.form import Form, derived_from_section
from rv2xl.model.definitions.guidance import Guidance
from rv2xl.model.expressions.explain import FIRST_NUMBER, SECOND_NUMBER
from rv2xl.model.expressions.expr import Const, Expr
from rv2xl.model.issue import Issue, IssuedSheet

CHECKS, CHECKS_NAME = "pruefung", "Prüfung"
"""Key and visible name of the sheet."""


FIRST_LINE = 3
"""The row (from 0) of the first line, below title, explanation and heads."""


class _Table(NamedTuple):
    """How the lines stand on the sheet: widths, heads, and what is said above them."""

    widths: tuple[float, ...]
    heads: tuple[str, ...]
    explanation: str


_FIRST_TABLE = _Table(
    (23.0, 23.0, 80.0, 12.0, 12.0, 9.0, 25.0),
    ("Zustand", "Blatt", "Regel", "gefunden", "erwartet", "Zelle", "Code"),
    "Jede Zeile ist eine Regel. „✗“ muss berichtigt werden, „!“ bitte prüfen, „○“ ist noch nicht prüfbar, weil Angaben fehlen. Die Prüfung "
    "rechnet mit, während Sie ausfüllen; es ist hier nichts einzutragen.",
)
_TABLE_IN_WORDS = _Table(
    (23.0, 23.0, 78.0, 18.0, 14.0, 10.5, 25.0, 0.0, 0.0, 0.0),
    (
        "Zustand",
        "Blatt",
        "Was geprüft wird",
        f"Wert {FIRST_NUMBER}",
        f"Wert {SECOND_NUMBER}",
        "Zelle",
        "Code",
        "",
        "",
        "",
    ),
    "Hier ist nichts einzutragen; die Prüfung rechnet mit, während Sie ausfüllen. „✗“ muss berichtigt werden, „!“ bitte prüfen, „○“ ist "
    f"noch offen. {FIRST_NUMBER} und {SECOND_NUMBER} sind die Werte, die der Satz daneben nennt. Ein Klick auf die Zelle führt zur Angabe.",
)


def table_of(guidance: Guidance) -> _Table:
    """Return how „Prüfung“ is set out."""
    return _TABLE_IN_WORDS if guidance.leads else _FIRST_TABLE


@cache
def check_heads(guidance: Guidance) -> SheetPlan:
    """Return what stands above the lines."""
    return _check_heads(guidance).plan()


def _check_heads(guidance: Guidance) -> SheetBuilder:
    table = table_of(guidance)
    builder = SheetBuilder(table.widths, last_column=6)
    builder.line("Prüfung", "title")
    builder.line(table.explanation, "note")
    builder.texts(table.heads)
    return builder


def checks(issue: Issue) -> SheetPlan:
    """Lay out „Prüfung“: a line per rule and sheet with its state, the numbers, and a link to the cell."""
    builder = _check_heads(issue.form.guidance)
    assert builder.row == FIRST_LINE, "the first line stands elsewhere"
    for sheet in issue.sheets:
        stencil = line_stencil(issue.form, sheet.section)
        builder.cells += (_for_sheet(cell, sheet, builder.row) for cell in stencil.cells)
        builder.heights |= {builder.row + row: height for row, height in stencil.heights.items()}
        builder.next(len(check_lines(issue.form, sheet.section)))
    return builder.plan(landscape=True, frozen_rows=FIRST_LINE)


_NAME_COLUMN = 1


def first_lines(issue: Issue) -> dict[str, int]:
    """Return the row (from 1) of each sheet's first line."""
    rows, row = {}, FIRST_LINE + 1
    for sheet in issue.sheets:
        rows[sheet.key] = row
        row += len(check_lines(issue.form, sheet.section))
    return rows


def check_texts(issue: Issue) -> list[tuple[int, int, str]]:
    """Return the printed texts of „Prüfung“ (row, column, text): what `checks` lays out, without laying it out."""
    texts = list(_head_texts(issue.form.guidance))
    for sheet, first in zip(issue.sheets, first_lines(issue).values(), strict=True):
        name = sheet.name
        texts += [
            (first - 1 + row, column, name if text is None else text)
            for row, column, text in _line_texts(issue.form, sheet.section)
        ]
    return texts


def _head_texts(guidance: Guidance) -> tuple[tuple[int, int, str], ...]:
    return tuple((cell.row, cell.column, cell.text or "") for cell in check_heads(guidance).cells)


@derived_from_section
def _line_texts(form: Form, section: str) -> tuple[tuple[int, int, str | None], ...]:
    """Return the texts of a section's check_lines; None where the sheet's name stands."""
    return tuple(
        (cell.row, cell.column, None if cell.column == _NAME_COLUMN else cell.text or "")
        for cell in line_stencil(form, section).cells
        if cell.computed is None
    )


@derived_from_section
def line_stencil(form: Form, section: str) -> SheetPlan:
    """Return a section's check_lines from row 0 on, without the sheet they are for: made once for the form."""
    builder = SheetBuilder(table_of(form.guidance).widths, last_column=6, guidance=form.guidance)
    for line in check_lines(form, section):
        _check_line(builder, line, section_plan(form, section))
    return builder.plan()


def _for_sheet(cell: Cell, sheet: IssuedSheet, first: int) -> Cell:
    """Return a cell of the stencil as it stands for one sheet."""
    return cell._replace(
        row=first + cell.row,
        text=sheet.name if cell.column == _NAME_COLUMN else cell.text,
        computed=cell.computed and Computed(sheet.key + cell.computed.id, cell.computed.expr, sheet.key),
        link=cell.link and Link(sheet.key, cell.link.cell),
    )


def _check_line(builder: SheetBuilder, line: CheckLine, plan: SheetPlan) -> None:
    name = f":{line.id}"
    builder.formula(name, line.state, 0, "state")
    builder.text("", "label", _NAME_COLUMN)
    if isinstance(line.text, Expr):
        builder.formula(f"{name}:{_TEXT_COLUMN}", line.text, _TEXT_COLUMN, "label")
        builder.at_least(text_height(line.longest, "label", builder.widths[_TEXT_COLUMN]))
    else:
        builder.text(f"{line.label}: {line.text}" if line.label else line.text, "label", _TEXT_COLUMN)
    number = f"shown.{look_of(line.type, builder.guidance)}" if line.type else "shown.anzahl"
    for index, expr in ((3, line.found), (4, line.expected)):
        if expr is None:
            builder.text("", "label", index)
        elif isinstance(expr, Const):
            builder.text(str(expr.value), "number_text", index)
        else:
            builder.formula(f"{name}:{index}", expr, index, number)
            if line.type and builder.guidance.leads:
                longest = max(line.type.choices, key=len, default="")
                builder.at_least(text_height(longest, number, builder.widths[index]))
    address = cell_name(*plan.positions[line.field])
    if line.link is None:
        builder.text(address, "link", 5, link=Link("", address))
    else:
        builder.formula(f"{name}:5", line.link, 5, "link")
    builder.text(line.code, "code", 6)
    for column in range(LISTED, len(builder.widths)):
        if column - LISTED < len(line.kept):
            builder.formula(f"{name}:{column}", line.kept[column - LISTED], column, "code")
        else:
            builder.text("", "code", column)
    builder.next()


_TEXT_COLUMN = 2
