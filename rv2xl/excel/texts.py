"""The formulas of a workbook as texts.

A section's formula is rendered once; what differs from workbook to workbook (the sheet's own name, the row at hand of a
roster, the rows on „Prüfung“) stands in it as a mark and is put in for each.
"""

from __future__ import annotations

import re
from functools import cache

from rv2xl.excel.arrange import section_plan
from rv2xl.excel.formula import OWN, Addresses, Position, column_letter, formula, quoted
from rv2xl.excel.own_sheets import CHECKS_NAME, line_numbers
from rv2xl.excel.plan import Cell, Layout, Placed
from rv2xl.excel.scan import escaped
from rv2xl.model.expr import Column, Expr, Ref
from rv2xl.model.field import Field
from rv2xl.model.form import Form
from rv2xl.model.status import LINE

_ROW = 999_999
_LINES = 900_000
_LINE_MARK = re.compile(rf"(?<={quoted(CHECKS_NAME)}A)9\d{{5}}\b")


def formula_text(layout: Layout, placed: Placed, cell: Cell) -> str:
    """Return a cell's formula without „=“, as it stands on that sheet."""
    computed = cell.computed
    if computed is None:
        raise ValueError(f"{placed.name}!{cell.name} holds no formula")
    if not computed.general:
        return formula(computed.expr, _addresses(layout, placed.key))
    scope = computed.scope or placed.key
    text = section_formula(layout.issue.form, layout.issue.section(scope).section, computed.expr)
    prefix = "" if scope == placed.key else quoted(layout.by_key[scope].name)
    return put_in(text, prefix, layout.first_lines.get(scope, 0), cell.row if computed.row is not None else None)


def formula_xml(layout: Layout, placed: Placed, cell: Cell) -> str:
    """Return a cell's formula as it stands in the sheet's XML."""
    computed = cell.computed
    if computed is None or not computed.general:
        return escaped(formula_text(layout, placed, cell))
    scope = computed.scope or placed.key
    text = _section_xml(layout.issue.form, layout.issue.section(scope).section, computed.expr)
    prefix = "" if scope == placed.key else escaped(quoted(layout.by_key[scope].name))
    return put_in(text, prefix, layout.first_lines.get(scope, 0), cell.row if computed.row is not None else None)


@cache
def _section_xml(form: Form, section: str, expr: Expr) -> str:
    return escaped(section_formula(form, section, expr))


def put_in(text: str, prefix: str, first_line: int, row: int | None = None) -> str:
    """Fill the marks of a section's formula: the sheet's prefix, its first row on „Prüfung“, the row (from 0) of a roster."""
    text = text.replace(OWN, prefix)
    if "A9" in text:
        text = _LINE_MARK.sub(lambda match: str(first_line + int(match[0]) - _LINES), text)
    return text if row is None else text.replace(str(_ROW + 1), str(row + 1))


@cache
def section_formula(form: Form, section: str, expr: Expr) -> str:
    """Return the formula of a section with its marks: the same in every workbook of the form."""
    plan = section_plan(form, section)

    def known(ref: Ref) -> Field | None:
        return None if ref.field.startswith(LINE) else form.sections[ref.sheet or section].known(ref.field)

    def position(ref: Ref) -> Position:
        if ref.field.startswith(LINE):
            return (quoted(CHECKS_NAME), _LINES + line_numbers(form, section)[ref.field.removeprefix(LINE)] - 1, 0)
        if ref.sheet is not None and ref.sheet != section:
            return (quoted(form.sections[ref.sheet].name), *section_plan(form, ref.sheet).positions[ref.field])
        if "*" in ref.field:
            return (OWN, _ROW, plan.positions[ref.field.replace("*", "1")][1])
        return (OWN, *plan.positions[ref.field])

    return formula(expr, Addresses(position, lambda column: _whole_column(form, column), known))


def _whole_column(form: Form, column: Column) -> str:
    """Return the range of a roster's column, always with the sheet's name: rows of other rosters look it up too."""
    sheet = form.sections[column.sheet]
    roster = sheet.rosters[column.field.split(".")[0]]
    positions = section_plan(form, column.sheet).positions
    first, last = (positions[column.field.replace("*", str(number))] for number in (1, roster.rows))
    letter = column_letter(first[1])
    return f"{quoted(sheet.name)}${letter}${first[0] + 1}:${letter}${last[0] + 1}"


def _addresses(layout: Layout, scope: str) -> Addresses:
    """Return the addresses of one workbook, for a formula that speaks of its sheets."""

    def position(ref: Ref) -> Position:
        home = layout.by_key[ref.sheet or scope]
        return ("" if home.key == scope else quoted(home.name), *home.plan.positions[ref.field])

    def column(column: Column) -> str:
        return _whole_column(layout.issue.form, column)

    return Addresses(position, column, lambda ref: layout.known(scope, ref))
