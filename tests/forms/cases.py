"""Tables of cases: what departs from the standard filling, what comes out, and exactly which findings it gives.

A case is run with every version of its form that has all the fields it names, and that lies between `since` and `until`, where a case or
its table says so: what a version changed has a case for each side, and a finding that only some of them give says so itself. Cells are
named by the field that stands there (`"alter.a18_30.lwv:alter.a66.lwv"`): where that is in a version, its layout says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.utils.cell import rows_from_range

from rv2xl import forms
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding
from rv2xl.model.returned import Return
from tests.forms.standard import HERE, YEAR, Entered, Standard, judged, load, standard, value_of

_CASE_KEYS = {"name", "year", "sheet", "like", "elsewhere", "values", "expected", "findings", "since", "until"}
_FINDING_KEYS = {
    "code",
    "severity",
    "sheet",
    "cells",
    "each",
    "field",
    "value",
    "expected",
    "message",
    "since",
    "until",
}


class Place(NamedTuple):
    """What a finding is compared by, exactly and completely."""

    code: str
    severity: str
    sheet: str | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """One row of a table. `sheet` is where fields stand that several sheets have; `like` copies another sheet's filling first, and
    `elsewhere` is what is entered on other sheets that have the same fields."""

    form: Form
    table: str
    name: str
    year: int
    sheet: str
    like: str | None
    elsewhere: Mapping[str, Mapping[str, Any]]
    values: Mapping[str, Any]
    expected: Mapping[str, Any]
    findings: tuple[Mapping[str, Any], ...]
    since: str | None
    until: str | None

    def __str__(self) -> str:
        return f"{self.form.name} {self.form.version}/{self.table}: {self.name}"

    @property
    def standard(self) -> Standard:
        """The workbook from which the case departs."""
        return standard(self.form.name, self.year, self.form.version)

    @property
    def applies(self) -> bool:
        """Whether the case is meant for this version, and that has every field which it names; one without another version has."""
        if not _lies_between(self.form, self.since, self.until):
            return False
        if len(forms.versions(self.form.name)) == 1:
            return True
        there = {field for placed in self.standard.layout.placed for field in placed.plan.fields}
        at = {end for entry in self.findings for area in _areas(entry) for end in area.split(":")}
        other = {field for values in self.elsewhere.values() for field in values}
        return {*self.values, *self.expected, *at, *other} <= there

    def cells(self, finding: Mapping[str, Any]) -> tuple[str, ...]:
        """Where a finding of the table is, or each of several."""
        sheet = finding.get("sheet", self.sheet)
        return tuple(":".join(self.standard.cell(sheet, end) for end in area.split(":")) for area in _areas(finding))

    def entered(self) -> Entered:
        """Everything that is typed in, by sheet key and field id."""
        changes: Entered = {}
        if self.like is not None:
            changes[self.standard.key(self.sheet)] = dict.fromkeys(self.standard.filling[self.standard.key(self.sheet)])
            changes[self.standard.key(self.sheet)] |= self.standard.filling[self.standard.key(self.like)]
        for sheet, values in self.elsewhere.items():
            changes[self.standard.key(sheet)] = {field: value_of(value) for field, value in values.items()}
        for field, value in self.values.items():
            changes.setdefault(self.standard.home(field, self.sheet), {})[field] = value_of(value)
        return self.standard.entered(changes)

    def places(self) -> list[Place]:
        """The findings that the table names; `each` stands for one finding a cell."""
        found = []
        for entry in self.findings:
            sheet = entry.get("sheet", self.sheet)
            areas = self.cells(entry)
            cells = [(cell,) for area in areas for cell in _cells(area)] if "each" in entry else [areas]
            found += [Place(entry["code"], entry["severity"], sheet, place) for place in cells]
        return sorted(found)


def _lies_between(form: Form, since: str | None, until: str | None) -> bool:
    return (since or form.version) <= form.version <= (until or form.version)


def _areas(finding: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(finding["each"] if "each" in finding else finding["cells"])


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


def written(name: str) -> Iterator[tuple[Path, dict[str, Any], dict[str, Any]]]:
    """Yield every case of a form as it is written: its file, the table there, and its own entry."""
    for path in sorted((HERE / name).glob("*.toml")):
        table = load(path)
        yield from ((path, table, entry) for entry in table.get("case", ()))


@cache
def cases(form: Form) -> tuple[Case, ...]:
    """Return all cases of a form in this version. A table with a word that means nothing is refused: it would test nothing."""
    found = []
    for path, table, entry in written(form.name):
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
            entry.get("elsewhere", {}),
            entry.get("values", {}),
            entry.get("expected", {}),
            tuple(one for one in entry["findings"] if _lies_between(form, one.get("since"), one.get("until"))),
            entry.get("since", table.get("since")),
            entry.get("until", table.get("until")),
        )
        if str(case) in _CASES:
            raise ValueError(f"two cases are called „{case}“")
        if case.applies:
            _CASES[str(case)] = case
            found.append(case)
    return tuple(found)


def shown(value: Any) -> Value:
    """Return a value as the contract's JSON shows it: blank as None, dates ISO, decimals as text."""
    if value is None or value == "":
        return None
    return value if isinstance(value, int) else str(value)
