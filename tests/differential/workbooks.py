"""The workbooks that the engines are held against: one issue of every form, small enough to be calculated often."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property

from rv2xl import forms
from rv2xl.excel.sheets.formula_texts import expected_formulas
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.recalculate import Entered, recalculate
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.field import Kind
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.expressions.expr import Value, serial
from rv2xl.model.issue import Issue, IssuedSheet
from tests.differential.engines import Engine, Shown, Values

YEAR = 2025
ROSTER_ROWS = 5
"""A roster has thousands of rows, and each looks through all: too slow to calculate often, and no other formulas."""

NAMES = {
    "ort_58": ("58 Bad König", "58 L'Été & „Söhne“"),
    "ort_60": ("60 Erbach",),
}
"""The repeated sheets of an issue, with names that have to be quoted in formulas."""

GIVEN: dict[Kind, Value] = {
    Kind.TEXT: "Muster", Kind.ANZAHL: 12, Kind.DATUM: date(2023, 7, 1), Kind.JA_NEIN: "ja", Kind.DEZIMAL: Decimal("1.5"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Subject:
    """A workbook under test."""

    layout: Layout

    @cached_property
    def blank(self) -> bytes:
        """The workbook without inputs."""
        return workbook_bytes(self.layout)

    def expected(self, entered: Entered) -> Values:
        """What every formula shows, by Python; nothing is an empty text."""
        values = recalculate(self.layout, entered)

        def result(key: str, name: str) -> Shown:
            value = shown(values[key][name])
            return "" if value is None else value

        return {
            placed.name: {cell.name: result(placed.key, name) for name, cell in placed.plan.computed.items()}
            for placed in self.layout.placed
            if placed.plan.computed
        }

    def calculated(self, engine: Engine, entered: Entered) -> Values:
        """What every formula shows, by the engine that holds this workbook, with these inputs."""
        for placed in self.layout.placed:
            filled = entered.get(placed.key, {})
            for name, cell in placed.plan.fields.items():
                if cell.computed is None:
                    value = filled[name] if name in filled else placed.given.get(name)
                    engine.put(placed.name, cell.row, cell.column, value)
        return engine.values()

    def differences(self, expected: Values, actual: Values) -> list[str]:
        """Tell every cell in which two sets of values differ, with its formula."""
        texts = self.formulas
        assert {name: set(cells) for name, cells in actual.items()} == {
            name: set(cells) for name, cells in texts.items()
        }
        noise = lost_by_doubles(value for cells in expected.values() for value in cells.values())
        return [
            f"{name}!{address}: {value!r} expected, {actual[name][address]!r} shown by ={texts[name][address]}"
            for name, cells in expected.items()
            for address, value in cells.items()
            if not alike(value, actual[name][address], noise)
        ]

    @cached_property
    def formulas(self) -> dict[str, dict[str, str]]:
        """The text of every formula."""
        return {
            placed.name: dict(expected_formulas(self.layout, placed))
            for placed in self.layout.placed
            if placed.plan.computed
        }


def shown(value: Value) -> Shown:
    """A value as an engine hands it over: every number a float, a day its number."""
    if value is None or isinstance(value, str | bool):
        return value
    return float(serial(value) if isinstance(value, date) else value)


LARGE = 1e12
"""No form allows a number so large; where one is entered, a double loses whole euros in a difference."""


def lost_by_doubles(values: Iterable[Shown]) -> float:
    """What may be lost where large numbers take part: some units of the last place of the largest one."""
    largest = max((abs(value) for value in values if type(value) is float), default=0.0)
    return 32 * math.ulp(largest) if largest >= LARGE else 0.0


def alike(one: Shown, other: Shown, noise: float = 0.0) -> bool:
    """Whether two results are the same: texts letter by letter, numbers but for the last of a double's digits.

    Of amounts near the largest that are allowed a double keeps less than the millionth to which numbers are compared.
    """
    if type(one) is float and type(other) is float:
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=max(5e-7, noise))
    return type(one) is type(other) and one == other


@dataclass(frozen=True)
class Way:
    """A form as it is issued to somebody, or blank."""

    form: str
    sender: str | None

    def __str__(self) -> str:
        return f"{self.form} {'issued' if self.sender else 'blank'}"


WAYS = (Way("dokumentation", "0007"), *(Way(name, None) for name in forms.NAMES))
ONE_OF_EACH = tuple({way.form: way for way in reversed(WAYS)}.values())
"""One workbook of each form, where blank or issued makes no difference."""


@cache
def subject(way: Way) -> Subject:
    """Return the workbook of a form, made out to a sender or blank."""
    form = forms.newest(way.form)
    rosters = [roster for sheet in form.sheets for roster in sheet.rosters.values()]
    form = form.with_rows({roster.id: max(ROSTER_ROWS, len(roster.presets)) for roster in rosters})
    return Subject(lay_out(Issue(form, YEAR, way.sender, tuple(_sheets(form, way.sender is not None)))))


def _sheets(form: Form, issued: bool) -> Iterator[IssuedSheet]:
    for sheet in form.sheets:
        if not sheet.repeated:
            yield IssuedSheet(sheet.section, sheet.section, sheet.name, dict(_given(sheet, issued)))
            continue
        for number, name in enumerate(NAMES[sheet.section], 1):
            given = dict(_given(sheet, issued))
            if issued and sheet.told_apart_by is not None:
                given[sheet.told_apart_by] = f"Muster {number}"
            yield IssuedSheet(f"{sheet.section}.{number}", sheet.section, name, given)


def _given(sheet: Sheet, issued: bool) -> Iterator[tuple[str, Value]]:
    for roster in sheet.rosters.values():
        columns = [column for column in roster.columns if column.preset]
        others = [tuple(GIVEN[column.type.kind] for column in columns)] * (roster.rows - len(roster.presets))
        for number, line in enumerate((*roster.presets, *others), 1):
            for column, value in zip(columns, line, strict=True):
                yield column.id.replace("*", str(number)), value
    for field in sheet.fields.values():
        if field.given is not None:
            yield field.id, field.given(YEAR)
        elif field.origin or field.from_absender:
            yield field.id, GIVEN[field.type.kind] if issued else None
