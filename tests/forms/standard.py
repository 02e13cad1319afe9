"""The standard workbooks: one issued and validly filled workbook of each form, from which every case departs.

The register is filled and read back, the Dokumentation is issued from it: the whole way once, and then only cells change.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from rv2xl import forms
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout, SheetPlan
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding
from rv2xl.model.issue import Issue
from rv2xl.model.returned import Return
from rv2xl.outgoing.issuing import issue_blank, issue_for
from rv2xl.returns.check import check
from rv2xl.returns.register import Register, register_of

HERE = Path(__file__).parent
YEAR = 2025
SENDER = "0007"

Entered = dict[str, dict[str, Value]]
"""What somebody typed, by sheet key and field id; None is a blank cell."""


@dataclass(frozen=True, eq=False)
class Standard:
    """An issued workbook and its valid filling."""

    layout: Layout
    issued: bytes
    filling: Entered

    def key(self, sheet: str) -> str:
        """Return the key of the sheet with this visible name."""
        return next(placed.key for placed in self.layout.placed if placed.name == sheet)

    def home(self, field: str, sheet: str | None = None) -> str:
        """Return the key of the sheet a field stands on: `sheet` if it stands there, else the only one that has it."""
        if sheet is not None and field in self.layout.by_key[key := self.key(sheet)].plan.fields:
            return key
        (found,) = (placed.key for placed in self.layout.placed if field in placed.plan.fields)
        return found

    def cell(self, sheet: str, field: str) -> str:
        """Return the address of a field."""
        return self.layout.by_key[self.key(sheet)].plan.fields[field].name

    def entered(self, changes: Mapping[str, Mapping[str, Value]]) -> Entered:
        """Return the standard filling with changes, by sheet key and field id."""
        keys = self.filling.keys() | changes.keys()
        return {key: {**self.filling.get(key, {}), **changes.get(key, {})} for key in keys}

    def file(self, changes: Mapping[str, Mapping[str, Value]] | None = None) -> bytes:
        """Return the filled workbook with changes, every formula with the value a spreadsheet program would store."""
        return self.filled_with(self.entered(changes or {}))

    def filled_with(self, entered: Entered) -> bytes:
        """Return the issued workbook with exactly these entries."""
        cells: dict[str, dict[str, Value]] = {}
        shown = recalculate(self.layout, entered)
        for placed in self.layout.placed:
            here, before = cells.setdefault(placed.name, {}), self._before[placed.key]
            for name, cell in placed.plan.computed.items():
                if shown[placed.key][name] != before[name]:
                    here[cell.name] = shown[placed.key][name]
            for name, value in entered.get(placed.key, {}).items():
                here[placed.plan.fields[name].name] = value
        return set_cells(self.issued, cells)

    @cached_property
    def _before(self) -> Entered:
        return recalculate(self.layout, {})


def judged(data: bytes, file: str = "datei.xlsx") -> tuple[Return, list[Finding]]:
    """Read and check a file."""
    returned = read_return(data, file)
    return returned, check(returned)


@cache
def load(path: Path) -> dict[str, Any]:
    """Read a table of cases; decimals stay exact."""
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def value_of(value: Any) -> Value:
    """Return what a cell gets: an empty text in a table is a blank cell."""
    return None if value == "" else value


@cache
def standard(name: str, year: int = YEAR, version: str | None = None) -> Standard:
    """Return the standard workbook of a form, in its newest version unless another is asked for.

    An older version is filled with what it has of the newest one's filling, and with what the table says under `version.NUMBER`.
    """
    form = forms.newest(name) if version is None else forms.version(name, version)
    assert form is not None, f"{name} has no version {version}"
    table = load(HERE / name / "standard.toml")
    layout = lay_out(_issue(form, table, year))
    placed = {placed.name: placed for placed in layout.placed}
    filling: Entered = {}
    for sheet, values in table["sheet"].items():
        plan = placed[sheet].plan
        there = plan.fields if form is not forms.newest(name) else values
        own = table.get("version", {}).get(form.version, {}).get("sheet", {}).get(sheet, {})
        known = {field: value for field, value in values.items() if field in there}
        zeros = dict.fromkeys(_counts(plan), 0) if sheet in table.get("zeros", ()) else {}
        filling[placed[sheet].key] = {field: value_of(value) for field, value in (zeros | known | own).items()}
    return Standard(layout, workbook_bytes(layout), filling)


def _counts(plan: SheetPlan) -> list[str]:
    """The numbers that a sheet requires."""
    fields = (cell.field for cell in plan.cells)
    return [field.id for field in fields if field is not None and field.required and field.type.numeric]


def _issue(form: Form, table: Mapping[str, Any], year: int) -> Issue:
    if "rows" in table:
        return issue_blank(form.with_rows(table["rows"]), year)
    return issue_for(form, register(), year, SENDER) if form.name == "dokumentation" else issue_blank(form, year)


@cache
def register() -> Register:
    """Return the register that the standard Stammdaten hold."""
    returned, findings = judged(standard("stammdaten").file())
    assert findings == []
    return register_of(returned)
