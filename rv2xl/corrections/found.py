"""The corrections of a return: what stands in the cells beside prefilled values. Letters and the clerk's list both take them from here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rv2xl.model.definitions.field import Field
from rv2xl.model.expressions.expr import Value
from rv2xl.model.returned import ReturnedSheet
from rv2xl.returns.checked import Checked


class Correction(NamedTuple):
    """A given value that its reader put right: the field it is about, the cell of the correction, what was issued, and what is right."""

    sheet: ReturnedSheet
    field: Field
    cell: str
    old: Value
    new: Value


def corrections_of(entry: Checked) -> Iterator[Correction]:
    """Yield what a sender put right, in the order of the form. What repeats the given value corrects nothing."""
    if entry.issue is None:
        return
    given = {sheet.key: sheet.given for sheet in entry.issue.sheets}
    for sheet in entry.returned.sheets.values():
        for name, beside in sheet.sheet.fields.items():
            new = sheet.values.get(name) if beside.corrects is not None else None
            if beside.corrects is None or new is None:
                continue
            field = sheet.sheet.fields[beside.corrects]
            old = (given[sheet.key] if entry.issue.locked(field) else sheet.values).get(field.id)
            if new != old:
                yield Correction(sheet, field, sheet.cell(name) or "", old, new)
