"""Tables of cases: what departs from the standard filling, what comes out, and exactly which findings it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from openpyxl.utils.cell import rows_from_range

from rv2xl.model.expr import Value
from rv2xl.model.finding import Finding
from rv2xl.model.returned import Return
from tests.forms.standard import HERE, YEAR, Entered, Standard, judged, load, standard, value_of

_CASE_KEYS = {"name", "year", "sheet", "like", "values", "expected", "findings"}
_FINDING_KEYS = {"code", "severity", "sheet", "cells", "each", "field", "value", "expected", "message"}


class Place(NamedTuple):
    """What a finding is compared by, exactly and completely."""

    code: str
    severity: str
    sheet: str | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """One row of a table. `sheet` is where fields stand that several sheets have; `like` copies another sheet's filling first."""

    form: str
    table: str
    name: str
    year: int
    sheet: str
    like: str | None
    values: Mapping[str, Any]
    expected: Mapping[str, Any]
    findings: tuple[Mapping[str, Any], ...]

    def __str__(self) -> str:
        return f"{self.form}/{self.table}: {self.name}"

    @property
    def standard(self) -> Standard:
        """The workbook from which the case departs."""
        return standard(self.form, self.year)

    def entered(self) -> Entered:
        """Everything that is typed in, by sheet key and field id."""
        changes: Entered = {}
        if self.like is not None:
            changes[self.standard.key(self.sheet)] = dict.fromkeys(self.standard.filling[self.standard.key(self.sheet)])
            changes[self.standard.key(self.sheet)] |= self.standard.filling[self.standard.key(self.like)]
        for field, value in self.values.items():
            changes.setdefault(self.standard.home(field, self.sheet), {})[field] = value_of(value)
        return self.standard.entered(changes)

    def places(self) -> list[Place]:
        """The findings that the table names; `each` stands for one finding a cell."""
        found = []
        for entry in self.findings:
            sheet = entry.get("sheet", self.sheet)
            cells = (
                [(cell,) for area in entry["each"] for cell in _cells(area)]
                if "each" in entry
                else [tuple(entry["cells"])]
            )
            found += [Place(entry["code"], entry["severity"], sheet, place) for place in cells]
        return sorted(found)


def _cells(area: str) -> Iterator[str]:
    for row in rows_from_range(area):
        yield from row


class Outcome(NamedTuple):
    """What reading and checking a case's file gave."""

    returned: Return
    findings: tuple[Finding, ...]

    def places(self) -> list[Place]:
        """The findings as they are compared."""
        return sorted(Place(found.code, str(found.severity), found.sheet, found.cells) for found in self.findings)


_CASES: dict[str, Case] = {}


@cache
def run(name: str) -> Outcome:
    """Fill in a case's workbook, read it back and check it, once."""
    case = _CASES[name]
    returned, findings = judged(case.standard.filled_with(case.entered()))
    return Outcome(returned, tuple(findings))


@cache
def cases(form: str) -> tuple[Case, ...]:
    """Return all cases of a form. A table with a word that means nothing is refused: it would test nothing."""
    found = []
    for path in sorted((HERE / form).glob("*.toml")):
        table = load(path)
        for entry in table.get("case", ()):
            if odd := (entry.keys() - _CASE_KEYS) | {
                key for one in entry["findings"] for key in one.keys() - _FINDING_KEYS
            }:
                raise ValueError(f"{path.name}: {entry['name']}: {odd}")
            case = Case(
                form,
                path.stem,
                entry["name"],
                entry.get("year", YEAR),
                entry.get("sheet", table["sheet"]),
                entry.get("like"),
                entry.get("values", {}),
                entry.get("expected", {}),
                tuple(entry["findings"]),
            )
            if str(case) in _CASES:
                raise ValueError(f"two cases are called „{case}“")
            _CASES[str(case)] = case
            found.append(case)
    return tuple(found)


def shown(value: Any) -> Value:
    """Return a value as the contract's JSON shows it: blank as None, dates ISO, decimals as text."""
    if value is None or value == "":
        return None
    return value if isinstance(value, int) else str(value)
