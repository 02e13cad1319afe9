"""The formulas of a workbook as texts.

A section's formula is rendered once; what differs from workbook to workbook (the sheet's own name, the row at hand of a
roster, the rows on „Prüfung“) stands in it as a mark and is put in for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from rv2xl.excel.arrange import section_plan
from rv2xl.excel.checks_sheet import CHECKS, CHECKS_NAME, line_numbers, line_stencil
from rv2xl.excel.formula import OWN, Addresses, Position, column_letter, formula, quoted
from rv2xl.excel.plan import Cell, Layout, Placed
from rv2xl.model.expr import Column, Expr, Ref
from rv2xl.model.field import Field
from rv2xl.model.form import Form
from rv2xl.model.status import LINE

Writing = Callable[[str], str]
_ROW = 999_999
_ROW_MARK = re.compile(rf"(?<=[A-Z]){_ROW + 1}\b")
_LINES = 900_000
_LINE_MARK = re.compile(r"(?<=[!:]A)(9\d{5})\b")


class Pieces(NamedTuple):
    """A section's formula, cut where the sheet's prefix goes.

    Where rows on „Prüfung“ are to be put in as well, `lines` are the numbers of the lines, and `between` the pieces around them.
    """

    texts: tuple[str, ...]
    lines: tuple[int, ...]
    between: tuple[tuple[str, ...], ...]

    def joined(self, prefix: str, first_line: int) -> str:
        """Put in the sheet's prefix and its first row on „Prüfung“."""
        if not self.lines:
            return prefix.join(self.texts)
        rows = [str(first_line + line) for line in self.lines]
        return "".join([prefix.join(texts) + row for texts, row in zip(self.between, [*rows, ""], strict=True)])


def formula_text(layout: Layout, placed: Placed, cell: Cell) -> str:
    """Return a cell's formula without „=“, as it stands on that sheet."""
    computed = cell.computed
    if computed is None:
        raise ValueError(f"{placed.name}!{cell.name} holds no formula")
    if not computed.general:
        return formula(computed.expr, _addresses(layout, placed.key))
    scope = computed.scope or placed.key
    pieces = _pieces(layout.issue.form, layout.issue.section(scope).section, computed.expr, str)
    prefix = "" if scope == placed.key else quoted(layout.by_key[scope].name)
    text = pieces.joined(prefix, layout.first_lines.get(scope, 0))
    return text if computed.row is None else _ROW_MARK.sub(str(cell.row + 1), text)


def expected_formulas(layout: Layout, placed: Placed, written: Writing) -> Mapping[bytes, bytes]:
    """Return the formulas of a sheet as they stand in its XML, by address."""
    form = layout.issue.form
    if placed.sheet is not None and placed.plan is section_plan(form, placed.sheet.section):
        first = layout.first_lines.get(placed.key, 0)
        marked, plain = _section_pieces(form, placed.sheet.section, written)
        return plain | {name: pieces.joined("", first).encode() for name, pieces in marked}
    known = _OF_LAYOUTS.setdefault(layout, {})
    if (placed.key, written) not in known:
        known[placed.key, written] = _variable_formulas(layout, placed, written)
    return known[placed.key, written]


_OF_LAYOUTS: WeakKeyDictionary[Layout, dict[tuple[str, Writing], dict[bytes, bytes]]] = WeakKeyDictionary()
"""The formulas of sheets that differ from workbook to workbook, as long as their layout is there."""


def _variable_formulas(layout: Layout, placed: Placed, written: Writing) -> dict[bytes, bytes]:
    if placed.key != CHECKS:
        return {
            cell.name.encode(): written(formula_text(layout, placed, cell)).encode()
            for cell in placed.plan.cells
            if cell.computed is not None
        }
    found: dict[bytes, bytes] = {}
    for sheet in layout.issue.sheets:
        first = layout.first_lines.get(sheet.key, 0)
        prefix = written(quoted(sheet.name))
        for column, row, pieces in _line_pieces(layout.issue.form, sheet.section, written):
            found[b"%b%d" % (column, first + row)] = pieces.joined(prefix, first).encode()
    return found


@cache
def _section_pieces(
    form: Form, section: str, written: Writing
) -> tuple[tuple[tuple[bytes, Pieces], ...], dict[bytes, bytes]]:
    """Return a fixed sheet's formulas: those with rows of „Prüfung“ to put in, and those without."""
    marked, plain = [], {}
    for cell in section_plan(form, section).cells:
        if cell.computed is not None:
            pieces = _pieces(form, section, cell.computed.expr, written)
            if pieces.lines:
                marked.append((cell.name.encode(), pieces))
            else:
                text = pieces.joined("", 0)
                text = text if cell.computed.row is None else _ROW_MARK.sub(str(cell.row + 1), text)
                plain[cell.name.encode()] = text.encode()
    return tuple(marked), plain


@cache
def _line_pieces(form: Form, section: str, written: Writing) -> tuple[tuple[bytes, int, Pieces], ...]:
    """Return the formulas of a section's lines on „Prüfung“: column, row from the first line on, formula."""
    return tuple(
        (column_letter(cell.column).encode(), cell.row, _pieces(form, section, cell.computed.expr, written))
        for cell in line_stencil(form, section).cells
        if cell.computed is not None
    )


@cache
def _pieces(form: Form, section: str, expr: Expr, written: Writing) -> Pieces:
    text = written(section_formula(form, section, expr))
    around = _LINE_MARK.split(text)
    lines = tuple(int(mark) - _LINES for mark in around[1::2])
    return Pieces(tuple(text.split(OWN)), lines, tuple(tuple(piece.split(OWN)) for piece in around[::2]))


@cache
def section_formula(form: Form, section: str, expr: Expr) -> str:
    """Return the formula of a section with its marks: the same in every workbook of the form."""
    plan = section_plan(form, section)

    def known(ref: Ref) -> Field | None:
        return form.sections[ref.sheet or section].find(ref.field)

    def position(ref: Ref) -> Position:
        if ref.field.startswith(LINE):
            return (quoted(CHECKS_NAME), _LINES + line_numbers(form, section)[ref.field.removeprefix(LINE)] - 1, 0)
        if ref.sheet is not None and ref.sheet != section:
            return (quoted(form.sections[ref.sheet].name), *section_plan(form, ref.sheet).positions[ref.field])
        if "*" in ref.field:
            return (OWN, _ROW, plan.positions[ref.field.replace("*", "1")][1])
        return (OWN, *plan.positions[ref.field])

    return formula(expr, Addresses(position, lambda column: _whole_column(form, column, section), known))


def _whole_column(form: Form, column: Column, section: str | None = None) -> str:
    """Return the range of a roster's column, with the sheet's name unless the formula is of that section."""
    sheet = form.sections[column.sheet]
    roster = sheet.rosters[column.field.split(".")[0]]
    positions = section_plan(form, column.sheet).positions
    first, last = (positions[column.field.replace("*", str(number))] for number in (1, roster.rows))
    letter = column_letter(first[1])
    prefix = OWN if column.sheet == section else quoted(sheet.name)
    return f"{prefix}${letter}${first[0] + 1}:${letter}${last[0] + 1}"


def _addresses(layout: Layout, scope: str) -> Addresses:
    """Return the addresses of one workbook, for a formula that speaks of its sheets."""

    def position(ref: Ref) -> Position:
        home = layout.by_key[ref.sheet or scope]
        return ("" if home.key == scope else quoted(home.name), *home.plan.positions[ref.field])

    def column(column: Column) -> str:
        return _whole_column(layout.issue.form, column)

    return Addresses(position, column, lambda ref: layout.known(scope, ref))
