"""What blank entries of a return count as (`StandIn`): 0, or what stands on another of its sheets. Entries stay as they were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from rv2xl.excel.sheets.recalculate import section_compiled
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form, derived_from_section
from rv2xl.model.entries.entry import NORMALISIERT, read_entry
from rv2xl.model.expressions.expr import Value
from rv2xl.model.expressions.known_values import KnownValues
from rv2xl.model.returned import Return, ReturnedSheet


def put_stand_ins(returned: Return) -> None:
    """Judge the entries that name a sheet of the workbook, then give each blank the value that counts in its place."""
    assert returned.issue is not None
    form = returned.issue.form
    stood_in = [sheet for sheet in returned.sheets.values() if _stood_in_for(form, sheet.sheet.section)]
    named = [(sheet, field) for sheet in stood_in for field in _naming(form, sheet.sheet.section)]
    allowed = [(sheet, field, tuple(_names(returned, sheet, field))) for sheet, field in named]
    for sheet, field, names in allowed:
        _judge_name(sheet, field, names)
    for sheet in stood_in:
        for field in _blank(form, sheet):
            sheet.values[field.id] = _stand_in(returned, form, sheet, field)


@derived_from_section
def _stood_in_for(form: Form, section: str) -> tuple[Field, ...]:
    """The fields of a section whose blanks may count as something."""
    sheet = form.sections[section]
    return () if sheet.rosters else tuple(field for field in sheet.fields.values() if field.stand_in is not None)


@derived_from_section
def _naming(form: Form, section: str) -> tuple[Field, ...]:
    """The fields of a section that name another sheet."""
    return tuple(field for field in form.sections[section].fields.values() if field.names_sheet is not None)


def _names(returned: Return, sheet: ReturnedSheet, field: Field) -> Iterator[str]:
    """Yield the names of the other sheets that stand for themselves: they name none, and something is to be entered on them."""
    assert returned.issue is not None
    form = returned.issue.form
    for issued in returned.issue.sheets:
        if issued.key == sheet.key or field.id not in form.sections[issued.section].fields:
            continue
        other = returned.sheets.get(issued.key)
        if other is None or not (_is_filled(other, field.id) or _is_optional(form, other)):
            yield issued.name


def _is_filled(sheet: ReturnedSheet, name: str) -> bool:
    entry = sheet.entries.get(name)
    return entry is not None and (entry.value is not None or entry.code not in (None, NORMALISIERT))


def _is_optional(form: Form, sheet: ReturnedSheet) -> bool:
    condition = sheet.sheet.optional_when
    return condition is not None and bool(
        section_compiled(form, sheet.sheet.section, condition)(sheet.values, KnownValues())
    )


def _judge_name(sheet: ReturnedSheet, field: Field, names: tuple[str, ...]) -> None:
    """Read an entry, of which so far only is known that it is a text, as one of these names."""
    entry = sheet.entries.get(field.id)
    if entry is None or entry.value is None:
        return
    value, code = read_entry(replace(field, type=replace(field.type, choices=names or ("",))), entry.raw)
    sheet.entries[field.id] = entry._replace(value=value, code=code or entry.code)
    sheet.values[field.id] = value


def _blank(form: Form, sheet: ReturnedSheet) -> list[Field]:
    refused = {entry.field for entry in sheet.entries.problems() if entry.code != NORMALISIERT} | sheet.missing
    fields = _stood_in_for(form, sheet.sheet.section)
    return [field for field in fields if sheet.values.get(field.id) is None and field.id not in refused]


def _stand_in(returned: Return, form: Form, sheet: ReturnedSheet, field: Field) -> Value:
    assert field.stand_in is not None
    if field.stand_in.named_in:
        other = returned.named_sheet(sheet.values.get(field.stand_in.named_in))
        return None if other is None else other.values.get(field.id)
    if not section_compiled(form, sheet.sheet.section, field.stand_in.when)(sheet.values, KnownValues()):
        return None
    return field.type.rounded(Decimal(0)) if field.type.scale else 0
