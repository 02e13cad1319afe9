"""What a released version looks like, sheet by sheet as a fingerprint; and a real workbook of it with what it says."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.variants import printed_in
from rv2xl.model.returned import Return
from rv2xl.model.wording import plain
from rv2xl.outgoing.issuing import issue_blank

HERE = Path(__file__).parent
LAYOUTS = HERE / "layouts.toml"
YEAR = 2025
EDITION = "Ausgabe des Rechts"
"""The edition of the law that was printed when a version was released; later ones print more."""

ROWS = 3
"""So many rows of a list are looked at; how many it has is part of the fingerprint."""

VALIDATION = (
    "type",
    "operator",
    "formula1",
    "formula2",
    "allow_blank",
    "errorStyle",
    "errorTitle",
    "error",
    "promptTitle",
    "prompt",
)


def fingerprint(form: Form) -> dict[str, str]:
    """Return a checksum of each sheet of the blank form: texts, formulas, validation, names, what is locked and what is hidden."""
    rosters = [roster for sheet in form.sheets for roster in sheet.rosters.values()]
    short = form.with_rows({roster.id: min(roster.rows, ROWS) for roster in rosters if not roster.presets})
    book = load_workbook(BytesIO(workbook_bytes(lay_out(issue_blank(short, YEAR)))))
    found = {sheet.title: _checksum(_lines(sheet)) for sheet in book.worksheets}
    return {EDITION: str(form.edition), "Listen": _checksum(f"{roster.id} {roster.rows}" for roster in rosters)} | found


def as_released(form: Form) -> Form:
    """Return a form with the values of the law that were known when its version was released."""
    kept = released().get(form.name, {}).get(form.version, {})
    return printed_in(form, int(kept.get(EDITION, form.edition)))


def _checksum(lines: Iterator[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def _lines(sheet: Any) -> Iterator[str]:
    yield f"{sheet.title} {sheet.sheet_state}"
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None or not cell.protection.locked:
                yield f"{cell.coordinate} {cell.data_type} {cell.value!r} {cell.protection.locked}"
    yield from sorted(f"{area}" for area in sheet.merged_cells.ranges)
    yield from sorted(f"{name} {entry.attr_text}" for name, entry in sheet.defined_names.items())
    validations = sheet.data_validations.dataValidation
    yield from sorted(f"{entry.sqref} {[getattr(entry, name) for name in VALIDATION]}" for entry in validations)


def number_formats(data: bytes) -> dict[tuple[str, str], str]:
    """Return how the cells of a workbook show their numbers: by sheet and address, where it is not as usual."""
    return {
        (sheet.title, cell.coordinate): cell.number_format
        for sheet in load_workbook(BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.number_format != "General"
    }


def released() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the fingerprints that are kept: form, version, sheet."""
    return tomllib.loads(LAYOUTS.read_text(encoding="utf-8")) if LAYOUTS.exists() else {}


def workbook(name: str, version: str) -> Path:
    """Return where the workbook of a released version lies."""
    return HERE / f"{name}_{version}.xlsx"


def values_of(returned: Return) -> dict[str, dict[str, str]]:
    """Return what a return says, sheet by sheet: every input and result that is not blank, as text."""
    return {
        key: {
            name: text
            for name, value in sheet.values.items()
            if (text := plain(value, sheet.sheet.fields[name].type)) not in (None, "")
        }
        for key, sheet in returned.sheets.items()
    }


def kept_values(name: str, version: str) -> dict[str, dict[str, str]]:
    """Return what the workbook of a released version says."""
    known: dict[str, dict[str, str]] = json.loads(
        workbook(name, version).with_suffix(".json").read_text(encoding="utf-8")
    )
    return known
