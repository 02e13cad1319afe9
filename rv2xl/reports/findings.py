"""Findings for programs (the contract's JSON) and for people (lines of a table, like ones put together)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from rv2xl.excel.addresses import Position, ranges
from rv2xl.excel.formulas.references import Reference, cut_at_references
from rv2xl.model.finding import Finding, Status
from rv2xl.model.wording import german, plain
from rv2xl.returns.checked import Checked

TOGETHER = 4
"""From so many findings of one kind on one sheet on, people see one line."""
MOST_AREAS = 24
"""So many cells and ranges of a line are named."""

_QUOTE = re.compile("„.*“", re.DOTALL)

FindingLine = tuple[str, str, str, str, str, str]

Show = Callable[[str, Sequence[str], Sequence[Sequence[object]]], None]
"""Shows people a table: its title, headings and rows."""
Say = Callable[[str], None]
"""Shows people a sentence."""


def as_json(files: Sequence[Checked], *, values: bool, personal: bool = False) -> dict[str, Any]:
    """Return the result of a check in the contract's JSON form; the files one by one, for they may be thousands.

    With `values` what was read is there too; what is about a person only if `personal` values are asked for.
    """
    return {"files": (_file(entry, values=values, personal=personal) for entry in files), "summary": summary(files)}


def summary(files: Sequence[Checked]) -> dict[str, int]:
    """Count the files by status."""
    counts = Counter(entry.status for entry in files)
    return {"files": len(files)} | {str(status): counts[status] for status in Status}


def _file(entry: Checked, *, values: bool, personal: bool) -> dict[str, Any]:
    issue = entry.issue
    result: dict[str, Any] = {
        "file": entry.file,
        "form": issue.form.name if issue else None,
        "version": issue.form.version if issue else None,
        "year": issue.year if issue else None,
        "sender": entry.returned.sender,
        "status": str(entry.status),
        "findings": [_finding(found) for found in entry.findings],
    }
    if values:
        result["values"] = {
            sheet.name: {
                name: json_value(sheet.values.get(name), sheet.sheet.fields[name].type)
                for name in sheet.entries
                if entry.returned.shows(sheet.sheet.fields[name], personal=personal)
            }
            for sheet in entry.returned.sheets.values()
        }
    return result


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": str(found.severity),
        "sheet": found.sheet,
        "cells": list(found.cells),
        "field": found.field,
        "message": found.message,
        "value": found.value,
        "expected": found.expected,
        "source": found.source,
        "remedy": found.remedy,
    }


def json_value(value: Any, type_: Any) -> Any:
    """Return a value as it stands in JSON: a whole number or text as it is, a decimal or a day as text."""
    return plain(value, type_) if isinstance(value, Decimal | date) else value


def lines(findings: Sequence[Finding]) -> Iterator[FindingLine]:
    """Yield findings as lines for people, as `together` puts them: severity, code, sheet, cells, what is wrong, what to do."""
    for alike, message in together(findings):
        first = alike[0]
        yield str(first.severity), first.code, first.sheet or "", cells_of(alike), message, first.remedy


def together(findings: Sequence[Finding]) -> Iterator[tuple[Sequence[Finding], str]]:
    """Yield the findings of a kind together where their first one stands, with what is wrong.

    Those that say the same of other cells stand together; so do many of one kind, with the first one's words. Of a kind are remedies
    that differ in nothing but what they quote.
    """

    def kind(found: Finding) -> object:
        return found.severity, found.code, found.sheet, _QUOTE.sub("", found.remedy)

    for alike in _together(findings, kind):
        by_message = _together(alike, lambda found: found.message)
        if len(by_message) < TOGETHER:
            yield from ((same, same[0].message) for same in by_message)
            continue
        where = "auf diesem Blatt" if alike[0].sheet else "in dieser Datei"
        yield alike, f"{alike[0].message.rstrip('.')} – und {len(alike) - 1} weitere dieser Art {where}."


def _together(findings: Iterable[Finding], kind: Callable[[Finding], object]) -> list[list[Finding]]:
    found: dict[object, list[Finding]] = {}
    for entry in findings:
        found.setdefault(kind(entry), []).append(entry)
    return list(found.values())


def cells_of(alike: Sequence[Finding], most: int = MOST_AREAS) -> str:
    """Name the cells of findings that stand together: those beside each other as one range, of very many the first."""
    first = alike[0]
    every = dict.fromkeys(cell for found in alike for address in found.cells for cell in _cells(address))
    areas = list(first.cells) if len(alike) == 1 else ranges(every)
    more = f" und {len(areas) - most} weitere Bereiche" if len(areas) > most + 1 else ""
    return ", ".join(areas[:most] if more else areas) + more


def _cells(address: str) -> Iterator[Position]:
    """Yield the cells of an address or range, row by row."""
    corners = [piece for piece in cut_at_references(address) if isinstance(piece, Reference)]
    for row in range(corners[0].row, corners[-1].row + 1):
        for column in range(corners[0].column, corners[-1].column + 1):
            yield "", row, column


def value_lines(entry: Checked, *, personal: bool = False) -> Iterator[tuple[str, str, str, str]]:
    """Yield the values of a file for people: sheet, field, cell, value."""
    for sheet in entry.returned.sheets.values():
        for name, found in sheet.entries.items():
            value = sheet.values.get(name)
            if value is not None and entry.returned.shows(sheet.sheet.fields[name], personal=personal):
                shown = value if isinstance(value, str) else german(value, sheet.sheet.fields[name].type)
                yield sheet.name, name, found.cell, shown
