"""The formulas of a workbook as texts.

A section's formula is rendered once; what differs from workbook to workbook (the sheet's own name, the rows on „Prüfung“) and from row
to row of a roster stands in it as a mark, a control sign that no text of a form holds (`model.soundness`), and is put in for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from rv2xl.excel.addresses import Position, column_letter, quoted
from rv2xl.excel.formulas.formula import LINE as LINE_MARK
from rv2xl.excel.formulas.formula import LINE_ROW, OWN, OWN_IN_TEXT, OWN_ROW, ROW, Addresses, formula, range_name
from rv2xl.excel.formulas.row_formula import READ
from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.excel.sheets.checks.lines import line_numbers
from rv2xl.excel.sheets.checks_sheet import CHECKS, CHECKS_NAME, line_stencil
from rv2xl.excel.sheets.plan import Cell, Layout, Placed
from rv2xl.excel.sheets.stencils import formulas_from_stencil
from rv2xl.model.definitions.blocks.sheet_list import SheetList
from rv2xl.model.definitions.form import Form, derived_from_section
from rv2xl.model.definitions.states import LINE
from rv2xl.model.derived import derived
from rv2xl.model.expressions.expr import Expr, Ref, RosterColumn, walk


class Pieces(NamedTuple):
    """A section's formula, cut where something is put in.

    `lines` are the numbers of the lines on „Prüfung“ whose rows it names, and `between` the pieces around them; these again are cut
    where the sheet's prefix goes.
    """

    between: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def joined(self, prefix: str, first_line: int) -> str:
        """Put in the sheet's prefix and its first row on „Prüfung“."""
        if not self.lines:
            text = prefix.join(self.between[0])
        else:
            rows = [str(first_line + line) for line in self.lines]
            text = "".join([prefix.join(texts) + row for texts, row in zip(self.between, [*rows, ""], strict=True)])
        return text.replace(OWN_IN_TEXT, prefix.replace('"', '""')) if OWN_IN_TEXT in text else text

    def in_row(self, row: int) -> Pieces:
        """Put in the number of the row at hand, which counts from 0."""
        number = str(row + 1)
        return Pieces(tuple(tuple(text.replace(ROW, number) for text in texts) for texts in self.between), self.lines)


@derived
def expected_formulas(layout: Layout, placed: Placed) -> Mapping[str, str]:
    """Return the formulas of a sheet without „=“, by address."""
    if placed.sheet is not None and placed.general:
        first = layout.first_lines.get(placed.key, 0)
        marked, plain = _section_pieces(layout.issue.form, placed.sheet.section)
        return {**plain, **{name: pieces.joined("", first) for name, pieces in marked}}
    return formulas_from_stencil(layout, placed, rendered_formulas)


def rendered_formulas(layout: Layout, placed: Placed) -> Mapping[str, str]:
    """Render the formulas of a sheet that is laid out for each workbook, or of „Prüfung“."""
    if placed.key == CHECKS:
        return _of_checks(layout)
    return {cell.name: _variable(layout, placed, cell) for cell in placed.plan.cells if cell.computed is not None}


def _of_checks(layout: Layout) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for sheet in layout.issue.sheets:
        first = layout.first_lines.get(sheet.key, 0)
        prefix = quoted(sheet.name)
        for column, row, pieces in _line_pieces(layout.issue.form, sheet.section):
            found[f"{column}{first + row}"] = pieces.joined(prefix, first)
    return found


def _variable(layout: Layout, placed: Placed, cell: Cell) -> str:
    """Render a formula of a sheet that is laid out for each workbook."""
    computed, form = cell.computed, layout.issue.form
    assert computed is not None
    if not computed.general:
        return formula(computed.expr, _addresses(layout, placed.key))
    scope = computed.scope or placed.key
    section, first = layout.issue.section(scope).section, layout.first_lines.get(scope, 0)
    prefix = quoted(layout.by_key[scope].name) if computed.scope is not None else ""
    return _pieces(form, section, computed.expr).joined(prefix, first)


@derived
def _section_pieces(form: Form, section: str) -> tuple[tuple[tuple[str, Pieces], ...], dict[str, str]]:
    """Return a fixed sheet's formulas: those with rows of „Prüfung“ to put in, and those without."""
    marked, plain = [], {}
    rendered = cache(lambda expr: _pieces(form, section, expr))  # the rows of a list have one expression in common
    whole = cache(lambda expr: rendered(expr).joined("", 0))
    for cell in section_plan(form, section).cells:
        if cell.computed is not None:
            if (pieces := rendered(cell.computed.expr)).lines:
                marked.append((cell.name, pieces.in_row(cell.row)))
            else:
                plain[cell.name] = whole(cell.computed.expr).replace(ROW, str(cell.row + 1))
    return tuple(marked), plain


@derived
def _line_pieces(form: Form, section: str) -> tuple[tuple[str, int, Pieces], ...]:
    """Return the formulas of a section's lines on „Prüfung“: column, row from the first line on, formula."""
    return tuple(
        (column_letter(cell.column), cell.row, _pieces(form, section, cell.computed.expr))
        for cell in line_stencil(form, section).cells
        if cell.computed is not None
    )


def section_formula(form: Form, section: str, expr: Expr, row: int) -> str:
    """Return the formula of an expression as it reads on the sheet itself; of a list's row that with this number, which counts from 0."""
    return _pieces(form, section, expr).in_row(row).joined("", 0)


def _pieces(form: Form, section: str, expr: Expr) -> Pieces:
    """Return the formula of an expression that is the form's own, rendered once for all forms where the lists it reads are as long."""
    return _pieces_at(form.home(*_sections(form, section, expr)), section, expr)


@derived
def _pieces_at(home: Form, section: str, expr: Expr) -> Pieces:
    return _cut(_rendered(home, section, expr))


@derived_from_section
def _sections(form: Form, section: str, expr: Expr) -> frozenset[str]:
    """The sections whose cells an expression reads."""
    others = (node.sheet for node in walk(expr) if isinstance(node, Ref | RosterColumn))
    return frozenset({section, *(other for other in others if other is not None)})


def _cut(text: str) -> Pieces:
    around = text.split(LINE_MARK)
    return Pieces(tuple(tuple(piece.split(OWN)) for piece in around[::2]), tuple(map(int, around[1::2])))


def _rendered(form: Form, section: str, expr: Expr) -> str:
    """Render a formula of a section with its marks: the same in every workbook of the form."""
    plan = section_plan(form, section)

    def position(ref: Ref) -> Position:
        if ref.field.startswith(LINE):
            line, _, column = ref.field.removeprefix(LINE).partition(":")
            return (quoted(CHECKS_NAME), LINE_ROW + line_numbers(form, section)[line], int(column or 0))
        if ref.sheet is not None and ref.sheet != section:
            return (quoted(form.sections[ref.sheet].name), *section_plan(form, ref.sheet).positions[ref.field])
        if "*" in ref.field:
            return (OWN, OWN_ROW, plan.positions[ref.field.replace("*", "1")][1])
        return (OWN, *plan.positions[ref.field])

    at = Addresses(
        position,
        column=lambda column: whole_column(form, column, section),
        known=lambda ref: form.sections[ref.sheet or section].find(ref.field),
    )
    return formula(expr, at)


def whole_column(form: Form, column: RosterColumn, section: str | None = None) -> str:
    """Return the range of a roster's column, with the sheet's name unless the formula is of that section."""
    sheet = form.sections[column.sheet]
    if any(isinstance(block, SheetList) and column.field in block.columns for block in sheet.blocks):
        return range_name(column)
    roster = sheet.rosters[column.field.removeprefix(READ).split(".")[0]]
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

    form = layout.issue.form
    return Addresses(position, lambda column: whole_column(form, column), lambda ref: layout.known(scope, ref))
