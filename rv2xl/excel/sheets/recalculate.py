"""What a spreadsheet program would show in every cell of a workbook, computed from its definition.

The values stored beside formulas come from here, and so does what a returned file's stored values are held against.
"""

from __future__ import annotations

from collections.abc import Mapping

from rv2xl.excel.sheets.checks_sheet import CHECKS
from rv2xl.excel.sheets.plan import Layout, Placed
from rv2xl.model.definitions.blocks.sheet_list import SheetList
from rv2xl.model.definitions.field import Known
from rv2xl.model.definitions.form import Form, derived_from_section
from rv2xl.model.definitions.states import LINE
from rv2xl.model.expressions.evaluate import compiled, formula_shows
from rv2xl.model.expressions.expr import Expr, Value, own_fields
from rv2xl.model.expressions.known_values import Compiled, KnownValues

Entered = Mapping[str, Mapping[str, Value]]
"""Values by sheet key and field id."""


def recalculate(layout: Layout, entered: Entered) -> dict[str, dict[str, Value]]:
    """Return every value of a workbook by sheet key and id: prefilled, entered and computed ones."""
    return _Recalculation(layout, entered).all()


@derived_from_section
def section_compiled(form: Form, section: str, expr: Expr) -> Compiled:
    """Return an expression that is the form's own as a function, made once."""
    return compiled(expr, _known(form, section))


@derived_from_section
def _section_shows(form: Form, section: str, expr: Expr) -> Compiled:
    return formula_shows(expr, _known(form, section))


def _known(form: Form, section: str) -> Known:
    sections = form.sections  # what is made with it must not hold the form, on which it is kept
    return lambda ref: sections[ref.sheet or section].find(ref.field)


class _SheetValues(dict[str, Value]):
    """The values of one sheet; a formula's result is computed when it is first asked for."""

    def __init__(self, recalculation: _Recalculation, placed: Placed) -> None:
        plan = placed.plan
        super().__init__({name: placed.given.get(name) for name in plan.fields if name not in plan.computed})
        self._recalculation, self._placed = recalculation, placed

    def __missing__(self, name: str) -> Value:
        if name.startswith(LINE):
            value = self._recalculation.sheets[CHECKS][f"{self._placed.key}:{name.removeprefix(LINE)}"]
        else:
            value = self._recalculation.compute(self._placed, name)
        self[name] = value
        return value

    def release(self) -> None:
        """Let go of the calculation, which holds the values in turn, and the layout: neither must wait for the garbage collector."""
        del self._recalculation


class _Recalculation:
    """The values of one workbook."""

    def __init__(self, layout: Layout, entered: Entered) -> None:
        self._layout = layout
        self.sheets = {placed.key: _SheetValues(self, placed) for placed in layout.placed}
        for key, values in entered.items():
            self.sheets[key].update(values)
        self._book = KnownValues(self.sheets, self._rows())

    def compute(self, placed: Placed, name: str) -> Value:
        """Return the result of one formula."""
        computed = placed.plan.computed[name].computed
        if computed is None:
            raise KeyError(name)
        if not computed.general:  # made for this workbook alone
            call = formula_shows(computed.expr, lambda ref: self._layout.known(placed.key, ref))
            return call(self.sheets[placed.key], self._book)  # type: ignore[no-any-return]
        scope = computed.scope or placed.key
        issue = self._layout.issue
        call = _section_shows(issue.form, issue.section(scope).section, computed.expr)
        own = self.sheets[scope] if computed.row is None else RowView(self.sheets[scope], computed.row)
        return call(own, self._book)  # type: ignore[no-any-return]

    def all(self) -> dict[str, dict[str, Value]]:
        """Return all values by sheet key and id."""
        for placed in self._layout.placed:
            values = self.sheets[placed.key]
            for name, cell in placed.plan.computed.items():
                if cell.computed is not None and not cell.computed.general:
                    self._compute_chain(placed, name)
                values[name]
        for values in self.sheets.values():
            values.release()
        return {key: dict(values) for key, values in self.sheets.items()}

    def _compute_chain(self, placed: Placed, name: str) -> None:
        """Compute what a formula made for this workbook is made of, one after the other: on the Deckblatt one follows from the next for
        every sheet, and so many calls within each other Python does not allow."""
        values, waiting = self.sheets[placed.key], [name]
        while waiting:
            cell = placed.plan.computed[waiting[-1]]
            own = own_fields(cell.computed.expr) if cell.computed is not None and not cell.computed.general else ()
            if before := [other for other in own if other in placed.plan.computed and other not in values]:
                waiting += before
            else:
                values[waiting.pop()]

    def _rows(self) -> dict[str, list[Mapping[str, Value]]]:
        found: dict[str, list[Mapping[str, Value]]] = {}
        for placed in (placed for placed in self._layout.placed if placed.sheet is not None):
            assert placed.sheet is not None
            values = self.sheets[placed.key]
            for roster in placed.sheet.rosters.values():
                found[roster.id] = [RowView(values, number) for number in range(1, roster.rows + 1)]
            for block in (block for block in placed.sheet.blocks if isinstance(block, SheetList)):
                listed = [other for other in self._layout.placed if other.sheet and block.field in other.sheet.fields]
                found[block.id] = [_ListedSheet(values, block, other) for other in listed]
        return found


class _ListedSheet(dict[str, Value]):
    """The row of a list of sheets: what stands beside a name is computed when it is first asked for."""

    def __init__(self, values: Mapping[str, Value], block: SheetList, listed: Placed) -> None:
        super().__init__({block.names.field: listed.name})
        self._values, self._cell = values, block.cell_of(listed.key)

    def __missing__(self, name: str) -> Value:
        return self._values[self._cell]


class RowView(dict[str, Value]):
    """The row of a roster at hand: „orte.*.zad“ is „orte.7.zad“."""

    def __init__(self, sheet: Mapping[str, Value], row: int) -> None:
        super().__init__()
        self._sheet, self._row = sheet, str(row)

    def __missing__(self, name: str) -> Value:
        value = self[name] = self._sheet[name.replace("*", self._row)]
        return value
