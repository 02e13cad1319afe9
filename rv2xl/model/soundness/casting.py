"""Whether what a form names is there: the fields behind its roles and its outline, and names that a cell can have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rv2xl.model.definitions.draft import Draft
from rv2xl.model.definitions.field import Kind
from rv2xl.model.expressions.expr import Ref
from rv2xl.model.soundness.defined_names import is_name


def unplayed(form: Draft) -> Iterator[str]:
    """Yield what a form names and does not have, and names that no cell can have."""
    yield from _of_roles(form)
    yield from _of_dated(form)
    yield from _of_outline(form)
    yield from _of_names(form)


_ROLES = {
    "year": Kind.ANZAHL, "correction": Kind.ANZAHL, "deadline": Kind.DATUM, "sender_name": Kind.TEXT, "costs_year": Kind.ANZAHL,
}  # fmt: skip
"""What a field must be to play its role."""


def _of_roles(form: Draft) -> Iterator[str]:
    for name, kind in _ROLES.items():
        yield from _of_role(form, name, getattr(form.roles, name), kind)
    if form.ways is not None:
        ways = form.ways
        yield from _of_roster(form, "ways", ways.roster, ways.start, ways.end, ways.length, ways.told_by, ways.told_on)
    if form.register is not None:
        traeger, orte, kreise = form.register.traeger, form.register.orte, form.register.kreise
        yield from _of_role(form, "day", form.register.day, Kind.DATUM)
        yield from _of_roster(form, "register", traeger.roster, traeger.number, traeger.name)
        columns = (orte.traeger, orte.zad, orte.leistung, orte.name, orte.kreis, orte.since, orte.until)
        yield from _of_roster(form, "register", orte.roster, *columns)
        yield from _of_roster(form, "register", kreise)
        if form.register.absender not in form.sections:
            yield f"register: there is no section {form.register.absender}"


def _of_role(form: Draft, name: str, ref: Ref | None, kind: Kind) -> Iterator[str]:
    if ref is None:
        return
    sheet = form.sections.get(ref.sheet or "")
    field = sheet.fields.get(ref.field) if sheet is not None else None
    if sheet is None or sheet.repeated or field is None:
        yield f"role {name}: there is no field {ref.field} on a section {ref.sheet} of its own"
    elif field.type.kind is not kind:
        yield f"role {name}: {ref.field} is of kind {field.type.kind}, not {kind}"


def _of_roster(form: Draft, role: str, name: str, *columns: str) -> Iterator[str]:
    roster = next((sheet.rosters[name] for sheet in form.sheets if name in sheet.rosters), None)
    if roster is None:
        yield f"{role}: there is no roster {name}"
        return
    known = {entry.id for entry in roster.entries}
    yield from (f"{role}: there is no column {column} in {name}" for column in columns if column not in known)


def _of_dated(form: Draft) -> Iterator[str]:
    if form.dated is not None and not any(form.dated.block in sheet.blocks for sheet in form.sheets):
        yield "dated: no sheet has the block"


def _of_outline(form: Draft) -> Iterator[str]:
    outline = form.outline
    fields = {name for sheet in form.sheets if sheet.repeated for name in sheet.fields}
    shown = fields | {total.id for total in outline.totals}
    named = [(name, fields) for total in outline.totals for name in total.parts]
    named += [(name, fields) for name in (outline.place_name, outline.nothing) if name is not None]
    named += [(name, shown) for line in outline.lines for name in line.figures if name is not None]
    named += [(outline.persons, shown)] if outline.persons is not None else []
    yield from (f"outline: no repeated sheet has a field {name}" for name, known in named if name not in known)


def _of_names(form: Draft) -> Iterator[str]:
    """Names that hold on all sheets: each once, none that a spreadsheet takes for something else, none that a field has as its id."""
    blocks = [block for sheet in form.sheets if not sheet.rosters for block in sheet.blocks]
    named = [field for block in blocks for field in block.fields if field.defined_name]
    ids = {name for sheet in form.sheets for name in sheet.fields} if named else set()
    for name, count in Counter(field.defined_name.lower() for field in named).items():
        if count > 1:
            yield f"the name {name} is defined {count} times"
        if name in ids:
            yield f"the name {name} is the id of a field"
    for field in named:
        if not is_name(field.defined_name):
            yield f"field {field.id}: a cell cannot be called {field.defined_name!r}"
