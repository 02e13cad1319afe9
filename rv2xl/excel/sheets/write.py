"""Layout to .xlsx, with XlsxWriter: a stored value beside every formula, so that Protected View and previews show it.

Equal layouts give equal bytes: nothing in the file depends on the clock, the machine or the order of anything but the form.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from rv2xl.excel import looks as style
from rv2xl.excel.addresses import column_letter, quoted, ranges
from rv2xl.excel.formulas.formula import range_name
from rv2xl.excel.formulas.validation import validation
from rv2xl.excel.sheets.blocks import charts
from rv2xl.excel.sheets.blocks.builder import NAMED
from rv2xl.excel.sheets.formula_texts import expected_formulas, whole_column
from rv2xl.excel.sheets.marked_cells import section_marks
from rv2xl.excel.sheets.new_workbook import NewWorkbook, in_german
from rv2xl.excel.sheets.plan import Area, Cell, Layout, Placed, SheetPlan
from rv2xl.excel.sheets.recalculate import Entered, recalculate
from rv2xl.model.definitions.blocks.sheet_list import SheetList
from rv2xl.model.definitions.field import Field
from rv2xl.model.expressions.expr import Value, serial

PERMITTED = {"select_locked_cells": True, "format_columns": True, "format_rows": True}
"""What may be done on a protected sheet."""

COMPUTES = {
    "validate": "custom", "value": "=FALSE", "ignore_blank": False, "error_title": "Hier rechnet der Vordruck",
    "error_message": "In dieser Spalte ist nichts einzutragen.",
}  # fmt: skip
"""What is said to somebody who types over a formula."""

NOT_LISTED = "Das steht nicht in der Liste."


def workbook_bytes(layout: Layout, entered: Entered | None = None) -> bytes:
    """Write a workbook; `entered` fills inputs, as the demo's register has them. Formulas carry their computed values."""
    return _Writer(layout, entered or {}).write()


class _Writer:
    """Writes one layout."""

    def __init__(self, layout: Layout, entered: Entered) -> None:
        self._layout = layout
        self._values = recalculate(layout, entered)
        self._buffer = BytesIO()
        issue = layout.issue
        self._title = f"{issue.form.title} {issue.year}{f' – {issue.sender}' if issue.sender else ''}"
        self._book = NewWorkbook(self._buffer, self._title, issue.form.source)
        self._formats: dict[str, Format] = {}
        self._leads = issue.form.guidance.leads

    def write(self) -> bytes:
        """Write all sheets and return the file."""
        sheets = {placed.key: self._book.add_worksheet(placed.name) for placed in self._layout.placed}
        for placed in self._layout.placed:
            self._sheet(placed, sheets[placed.key])
        sheets[self._layout.placed[0].key].activate()
        self._book.close()
        data = self._buffer.getvalue()
        return in_german(data) if self._leads else data

    def _sheet(self, placed: Placed, sheet: Worksheet) -> None:
        plan = placed.plan
        _page(sheet, placed, self._title)
        _view(sheet, placed)
        for column, width in enumerate(plan.widths):
            sheet.set_column(column, column, width, None, {"hidden": not width})
        for row, height in self._heights(placed).items():
            sheet.set_row(row, height)
        for cell in plan.cells:
            self._cell(placed, sheet, cell)
        self._names(placed)
        for cells, field in _validated(placed):
            sheet.data_validation(*cells[0].place, *cells[-1].place, self._validation(placed, field))
        self._colours(placed, sheet)
        self._marks(placed, sheet)
        for picture in plan.pictures:
            charts.insert(self._book, sheet, plan, picture)
        if plan.sortable is not None:
            _sortable(plan, plan.sortable, sheet)
        sheet.protect("", PERMITTED | ({"sort": True, "autofilter": True} if plan.sortable is not None else {}))
        if plan.hidden:
            sheet.hide()
        first = self._first_to_fill(placed)
        if first is not None:
            sheet.set_selection(*first.place, *first.place)

    def _first_to_fill(self, placed: Placed) -> Cell | None:
        """Return the first input; of a form that leads rather the first duty that is still blank."""
        inputs = [cell for cell in placed.plan.cells if cell.field and cell.style.startswith("input")]
        values = self._values[placed.key]
        duties = (cell for cell in inputs if cell.field and cell.field.required and values[cell.field.id] is None)
        return (next(duties, None) if self._leads else None) or next(iter(inputs), None)

    def _validation(self, placed: Placed, field: Field) -> dict[str, Any]:
        """Return how a field is validated; one that is chosen from a column of a list may hold something else, and is asked about."""
        options = validation(field, self._layout.issue.form.guidance)
        if field.chosen_from is None:
            return options
        source = f"={whole_column(self._layout.issue.form, field.chosen_from)}"
        return options | {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_message": f"{NOT_LISTED} {field.hint}",
        }

    def _heights(self, placed: Placed) -> dict[int, float]:
        """The plan's heights; more for a row whose values need it: a merged cell never grows by itself."""
        plan, heights = placed.plan, dict(placed.plan.heights)
        for cell in plan.cells:
            value = self._shown_text(placed, cell)
            if isinstance(value, str) and value:
                width = sum(plan.widths[cell.column : max(cell.column, cell.last_column) + 1])
                needed = style.text_height(value, self._style(cell), width)
                if needed > heights.get(cell.row, style.ROW_HEIGHT):
                    heights[cell.row] = needed
        return heights

    def _shown_text(self, placed: Placed, cell: Cell) -> Value:
        if cell.field is not None:
            return self._values[placed.key][cell.field.id]
        return self._values[placed.key][NAMED] if cell.style == "named" else None

    def _cell(self, placed: Placed, sheet: Worksheet, cell: Cell) -> None:
        look = self._look(placed, cell)
        if cell.last_column > cell.column:
            sheet.merge_range(*cell.place, cell.row, cell.last_column, "", look)
        if cell.computed is not None:
            text = "=" + expected_formulas(self._layout, placed)[cell.name]
            sheet.write_formula(*cell.place, text, look, _stored(self._values[placed.key][cell.computed.id]))
        elif cell.field is not None:
            _write_value(sheet, cell, self._values[placed.key][cell.field.id], look)
        elif cell.link is not None:
            name = self._layout.by_key[cell.link.key].name
            target = f"internal:{quoted(name)}{cell.link.cell}"
            sheet.write_url(*cell.place, target, look, cell.text, f"Zum Blatt „{name}“")
        else:
            sheet.write_string(*cell.place, cell.text or "", look)

    def _style(self, cell: Cell) -> str:
        if cell.field is not None and cell.field.prefilled and not self._layout.issue.locked(cell.field):
            return f"input.{cell.style.partition('.')[2]}"
        return cell.style

    def _look(self, placed: Placed, cell: Cell) -> Format:
        """Return the format of a cell; in rows that may be sorted nothing is locked."""
        style_name = self._style(cell)
        if placed.plan.sortable is None or not placed.plan.sortable.holds(cell):
            return self._format(style_name)
        name = f"{style_name} unlocked"
        return self._formats.get(name) or self._format(name, style.properties(style_name) | {"locked": False})

    def _format(self, name: str, look: dict[str, Any] | None = None) -> Format:
        """Return the format of this name, made once: of a named style unless another look is given."""
        if name not in self._formats:
            self._formats[name] = self._book.add_format(look or style.properties(name))
        return self._formats[name]

    def _names(self, placed: Placed) -> None:
        """Name every field's cell, within its sheet; those that formulas call by name for all sheets too.

        XlsxWriter's own call stumbles over „'“ and „!“ in a sheet's name.
        """
        prefix, index = quoted(placed.name), self._book.get_worksheet_by_name(placed.name).index
        for name, cell in placed.plan.fields.items():
            target = f"{prefix}${column_letter(cell.column)}${cell.row + 1}"
            self._book.defined_names.append([name, index, target, False])
            if cell.field is not None and cell.field.defined_name:
                self._book.defined_names.append([cell.field.defined_name, -1, target, False])
        for block in placed.sheet.blocks if placed.sheet is not None else ():
            if isinstance(block, SheetList):
                self._name_columns(placed, block)

    def _name_columns(self, placed: Placed, block: SheetList) -> None:
        """Name both columns of a list of sheets, on all sheets."""
        listed = [
            cell
            for cell in placed.plan.cells
            if cell.computed is not None and cell.computed.id.startswith(f"{block.id}.")
        ]
        for column, place in zip((block.names, block.named), (0, listed[0].column), strict=True) if listed else ():
            rows = [f"${column_letter(place)}${cell.row + 1}" for cell in (listed[0], listed[-1])]
            self._book.defined_names.append([range_name(column), -1, quoted(placed.name) + ":".join(rows), False])

    def _colours(self, placed: Placed, sheet: Worksheet) -> None:
        """Colour the states by their first sign."""
        states = sorted((cell.column, cell.row) for cell in placed.plan.cells if cell.style == "state")
        areas = ranges(("", row, column) for column, row in states)
        for sign, ink, ground in style.STATE_COLOURS if areas else ():
            look, first = self._format(f"state{sign}", {"font_color": ink, "bg_color": ground}), areas[0].split(":")[0]
            sheet.conditional_format(areas[0], {
                "type": "formula", "criteria": f'=LEFT({first},1)="{sign}"', "format": look, "multi_range": " ".join(areas),
            })  # fmt: skip

    def _marks(self, placed: Placed, sheet: Worksheet) -> None:
        """Mark empty duties, entries that are not allowed, and sums of nothing."""
        for mark in section_marks(self._layout.issue.form, placed.sheet.section) if placed.sheet is not None else ():
            look = self._format(f"{mark.look}.{mark.kind}", style.cell_mark(mark.look, mark.kind))
            sheet.conditional_format(mark.areas[0], {
                "type": "formula", "criteria": f"={mark.formula}", "format": look, "multi_range": " ".join(mark.areas),
            })  # fmt: skip


def _sortable(plan: SheetPlan, area: Area, sheet: Worksheet) -> None:
    """Let rows be sorted and filtered, which Excel does on a protected sheet only where no cell of the rows is locked; what is computed
    in them takes no entry all the same."""
    sheet.autofilter(area.first_row - 1, 0, area.last_row, area.last_column)
    for column in sorted({cell.column for cell in plan.cells if area.holds(cell) and cell.computed is not None}):
        sheet.data_validation(area.first_row, column, area.last_row, column, COMPUTES)


def _page(sheet: Worksheet, placed: Placed, title: str) -> None:
    """Set up an A4 page: print area, fitted to the width, repeated heads, page numbers, breaks between blocks.

    A hidden sheet has no print area, so that printing the whole workbook leaves it out.
    """
    plan = placed.plan
    sheet.set_paper(style.PAPER_A4)
    sheet.set_margins(**style.MARGINS)
    if plan.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if plan.squeezed else 0)
    sheet.center_horizontally()
    sheet.set_footer(style.FOOTER.format(footer=title.replace("&", "&&")), style.FOOTER_OPTIONS)
    sheet.set_h_pagebreaks(list(plan.breaks))
    last = max((cell.row for cell in plan.cells), default=0)
    if not plan.hidden:
        sheet.print_area(0, 0, last, len(plan.widths) - 1)
    if plan.frozen_rows and plan.landscape:  # a list repeats its heads, any other sheet its title
        sheet.repeat_rows(plan.frozen_rows - 1)
    elif plan.breaks:
        sheet.repeat_rows(0)


def _view(sheet: Worksheet, placed: Placed) -> None:
    """Set up the view on a screen: no grid, zoom, frozen heads, the tab's colour by who works with the sheet."""
    plan = placed.plan
    sheet.hide_gridlines(2)
    sheet.set_zoom(style.ZOOM["landscape" if plan.landscape else "portrait"])
    if plan.frozen_rows:
        sheet.freeze_panes(plan.frozen_rows, plan.frozen_columns)
    filled = any(cell.style.startswith("input") for cell in plan.cells)
    sheet.set_tab_color(style.TABS["own" if placed.sheet is None else "input" if filled else "given"])


def _validated(placed: Placed) -> Iterable[tuple[list[Cell], Field]]:
    """Return the inputs that are validated, each with its field; those of a roster's column together with that of the first."""
    joined: dict[object, tuple[list[Cell], Field]] = {}
    for cell in placed.plan.cells:
        if cell.field is not None and (cell.style.startswith("input") or cell.field.prefilled):
            roster = cell.field.id.split(".") if placed.sheet and placed.sheet.rosters else None
            key = (roster[0], roster[2]) if roster and len(roster) == 3 else cell.field.id
            joined.setdefault(key, ([], cell.field))[0].append(cell)
    return joined.values()


def _stored(value: Value) -> float | int | str:
    """Return the value to store beside a formula."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool) or value is None:
        return "" if value is None else int(value)
    return value if isinstance(value, int | str) else serial(value)


def _write_value(sheet: Worksheet, cell: Cell, value: Value, look: Format) -> None:
    if value is None:
        sheet.write_blank(*cell.place, None, look)
    elif isinstance(value, str):
        sheet.write_string(*cell.place, value, look)
    else:
        sheet.write(*cell.place, float(value) if isinstance(value, Decimal) else value, look)
