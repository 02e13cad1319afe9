"""„Prüfung“: a line per rule and sheet, with its live state, the numbers it compares, and a link to the cell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from rv2xl.excel.addresses import cell_name
from rv2xl.excel.looks import look_of
from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.excel.sheets.blocks.builder import SheetBuilder
from rv2xl.excel.sheets.plan import Cell, Computed, Link, SheetPlan
from rv2xl.model.definitions import states
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import Field, Type
from rv2xl.model.definitions.form import Form, Sheet, derived_from_section
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.expressions.explain import rule_text, unit_of
from rv2xl.model.expressions.expr import Const, Expr, Named, Ref, Tally, if_
from rv2xl.model.finding import Severity
from rv2xl.model.issue import Issue, IssuedSheet

CHECKS, CHECKS_NAME = "pruefung", "Prüfung"
"""Key and visible name of the sheet."""


_TYPES = "Alle Eingaben haben die richtige Art und liegen im zulässigen Bereich."


class CheckLine(NamedTuple):
    """One line of „Prüfung“ for a section: a rule, or „everything required is there“."""

    id: str
    code: str
    label: str
    text: str
    state: Expr
    found: Expr | None
    expected: Expr | None
    type: Type | None
    field: str


@derived_from_section
def check_lines(form: Form, section: str) -> tuple[CheckLine, ...]:
    """Return the check_lines that „Prüfung“ has for each sheet of a section."""
    sheet = form.sections[section]
    if sheet.rosters:
        return tuple(line for roster in sheet.rosters.values() for line in _roster_lines(roster, sheet, form))
    lines = (_line(judgement, sheet, form) for judgement in sheet.judgements)
    return (*_general(states.inputs(sheet.fields.values()), sheet), *lines)


def _general(fields: list[Field], sheet: Sheet) -> Iterator[CheckLine]:
    """The check_lines that every sheet with inputs has: all duties done, all entries of the right type."""
    if not fields:
        return
    wrong, missing = states.invalid(fields), states.open_duties(fields, sheet)
    state = if_(wrong.eq(0), states.OK, states.BROKEN[Severity.FEHLER])
    yield CheckLine("TYP", "TYP", "", _TYPES, state, wrong, Const(0), None, fields[0].id)
    if duties := states.required(fields):
        state = if_(missing.eq(0), states.OK, states.OPEN)
        text = "Alle Pflichtangaben sind ausgefüllt."
        yield CheckLine("PFLICHT", "PFLICHT", "", text, state, missing, Const(0), None, duties[0].id)


def _roster_lines(roster: Roster, sheet: Sheet, form: Form) -> Iterator[CheckLine]:
    """The check_lines of a roster: how many of its rows are invalid, incomplete, or break a rule."""
    if not states.inputs(roster.columns):
        return
    rows = tuple(Ref(f"{states.ROW_STATE}{roster.id}.{number}") for number in range(1, roster.rows + 1))
    field = roster.row(1)[0].id

    def line(name: str, code: str, text: str, shown: str, state_if_any: str, label: str = "") -> CheckLine:
        count = Tally(rows, shown)
        return CheckLine(name, code, label, text, if_(count > 0, state_if_any, states.OK), count, Const(0), None, field)

    yield line("TYP", "TYP", _TYPES, states.INVALID, states.BROKEN[Severity.FEHLER])
    duties = "Alle Pflichtangaben benutzter Zeilen sind ausgefüllt."
    yield line("PFLICHT", "PFLICHT", duties, states.INCOMPLETE, states.OPEN)
    for judgement in states.row_rules(roster, sheet):
        text = rule_text(judgement, lambda ref: (form.sections[ref.sheet] if ref.sheet else sheet).known(ref.field))
        broken, shown = states.broken_row(judgement, sheet), states.BROKEN[judgement.rule.severity]
        yield line(judgement.id, judgement.rule.code, text, broken, shown, judgement.label)


def _line(judgement: Judgement, sheet: Sheet, form: Form) -> CheckLine:
    def known(ref: Ref) -> Field | None:
        return (form.sections[ref.sheet] if ref.sheet else sheet).fields.get(ref.field)

    sides = judgement.compared
    found: Expr | None = None
    expected: Expr | None = None
    if sides is not None and not (isinstance(sides[1], Const) and sides[1].value == ""):
        found, expected = (_shown(judgement, side) for side in sides)
        expected = None if judgement.is_strict else expected
    first = next(ref.field for ref in judgement.refs if ref.sheet is None)
    unit = unit_of(sides[0], known) if sides else None
    text, state = rule_text(judgement, known), states.state(judgement, sheet)
    return CheckLine(judgement.id, judgement.rule.code, judgement.label, text, state, found, expected, unit, first)


def _shown(judgement: Judgement, side: Expr) -> Expr:
    """A side of the comparison as its line shows it: nothing while the rule cannot be judged or the cell is blank."""
    if isinstance(side, Const):
        return side
    plain = side.part if isinstance(side, Named) else side
    value = if_(side.eq(""), "", side) if isinstance(plain, Ref) else side
    return if_(states.rule_line(judgement).eq(states.OPEN), "", value)


@derived_from_section
def line_numbers(form: Form, section: str) -> dict[str, int]:
    """Return which of its section's check_lines each judgement has, from 0."""
    return {line.id: number for number, line in enumerate(check_lines(form, section))}


FIRST_LINE = 3
"""The row (from 0) of the first line, below title, explanation and heads."""

CHECK_WIDTHS = (23.0, 23.0, 80.0, 12.0, 12.0, 9.0, 25.0)


@cache
def check_heads() -> SheetPlan:
    """Return what stands above the lines."""
    return _check_heads().plan()


def _check_heads() -> SheetBuilder:
    builder = SheetBuilder(CHECK_WIDTHS, last_column=6)
    builder.line("Prüfung", "title")
    builder.line("Jede Zeile ist eine Regel. „✗“ muss berichtigt werden, „!“ bitte prüfen, „○“ ist noch nicht prüfbar, weil Angaben "
                 "fehlen. Die Prüfung rechnet mit, während Sie ausfüllen; es ist hier nichts einzutragen.", "note")  # fmt: skip
    builder.texts(("Zustand", "Blatt", "Regel", "gefunden", "erwartet", "Zelle", "Code"))
    return builder


def checks(issue: Issue) -> SheetPlan:
    """Lay out „Prüfung“: a line per rule and sheet with its state, the numbers, and a link to the cell."""
    builder = _check_heads()
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
    texts = list(_head_texts())
    for sheet, first in zip(issue.sheets, first_lines(issue).values(), strict=True):
        name = sheet.name
        texts += [
            (first - 1 + row, column, name if text is None else text)
            for row, column, text in _line_texts(issue.form, sheet.section)
        ]
    return texts


def _head_texts() -> tuple[tuple[int, int, str], ...]:
    return tuple((cell.row, cell.column, cell.text or "") for cell in check_heads().cells)


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
    builder = SheetBuilder(CHECK_WIDTHS, last_column=6)
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
    builder.text(f"{line.label}: {line.text}" if line.label else line.text, "label", 2)
    number = f"shown.{look_of(line.type)}" if line.type else "shown.anzahl"
    for index, expr in ((3, line.found), (4, line.expected)):
        if expr is None:
            builder.text("", "label", index)
        elif isinstance(expr, Const):
            builder.text(str(expr.value), "number_text", index)
        else:
            builder.formula(f"{name}:{index}", expr, index, number)
    address = cell_name(*plan.positions[line.field])
    builder.text(address, "link", 5, link=Link("", address))
    builder.text(line.code, "code", 6)
    builder.next()
