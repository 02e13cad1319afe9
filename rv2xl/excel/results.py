"""The results of a returned workbook, computed again from its inputs, each after those it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from rv2xl.excel.compare import Comparison
from rv2xl.excel.recalculate import section_compiled
from rv2xl.model.evaluate import Book
from rv2xl.model.expr import DASH, Expr, Value, references
from rv2xl.model.field import Field, Kind
from rv2xl.model.form import Form
from rv2xl.model.returned import Entry, ReturnedSheet


def compute_results(form: Form, comparisons: Sequence[Comparison], sheets: Mapping[str, ReturnedSheet]) -> None:
    """Put the computed values into the sheets. What cannot be computed is blank, as is what rests on a sheet that is gone."""
    _Results(form, comparisons, sheets).compute()


class _Results:
    def __init__(self, form: Form, comparisons: Sequence[Comparison], sheets: Mapping[str, ReturnedSheet]) -> None:
        self._form, self._sheets = form, sheets
        self._book = Book({key: sheet.values for key, sheet in sheets.items()})
        self._open = {
            (comparison.placed.key, cell.field.id): (comparison, cell)
            for comparison in comparisons
            if comparison.placed.key in sheets
            for cell in comparison.placed.plan.results
            if cell.field is not None and cell.field.id not in sheets[comparison.placed.key].missing
        }

    def compute(self) -> None:
        while self._open:
            self._compute(next(iter(self._open)))

    def _compute(self, place: tuple[str, str]) -> None:
        comparison, cell = self._open.pop(place)
        field, sheet = cell.field, self._sheets[place[0]]
        assert field is not None
        assert field.expr is not None
        refs = references(field.expr)
        for ref in refs:
            before = (ref.sheet or place[0], ref.field)
            if before in self._open:
                self._compute(before)
        gone = any(ref.sheet is not None and ref.sheet not in self._sheets for ref in refs)
        value = None if gone else self._value(sheet, field, field.expr)
        sheet.values[field.id] = value
        sheet.entries[field.id] = Entry(field.id, comparison.address(cell), None, value, None)

    def _value(self, sheet: ReturnedSheet, field: Field, expr: Expr) -> Value:
        value: Value = section_compiled(self._form, sheet.sheet.section, expr)(sheet.values, self._book)
        if isinstance(value, str) and value in ("", DASH) and (field.type.numeric or field.type.kind is Kind.DATUM):
            return None
        if isinstance(value, int) and field.type.scale:  # blanks and nothing else add up to a whole 0
            return Decimal(value)
        return value
