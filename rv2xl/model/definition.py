"""A form's definition checks itself when it is built, so that a mistake names itself before any workbook is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from rv2xl.model.defined_names import is_name
from rv2xl.model.expr import Column, Expr, FirstOther, Invalid, Ref, RowEntry, walk
from rv2xl.model.field import Kind

if TYPE_CHECKING:
    from rv2xl.model.form import Form, Sheet, Summary

SHEET_NAME, CELL_TEXT = 31, 32_767
"""Limits of Excel, in characters: the name of a sheet, the text of a cell."""

_FIELD_ID = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z0-9_*]+)+", re.ASCII)


class DefinitionError(ValueError):
    """A form is not defined soundly: a mistake of the project, naming form, sheet and field or rule."""


def require_sound(form: Form) -> None:
    """Raise DefinitionError with the first mistake found in a form."""
    for mistake in mistakes(form):
        raise DefinitionError(f"{form.name} {form.version}: {mistake}")


def mistakes(form: Form) -> Iterator[str]:
    """Yield every mistake of a definition, each naming its place."""
    for section, count in Counter(sheet.section for sheet in form.sheets).items():
        if count > 1:
            yield f"section {section} is defined {count} times"
    for name, count in Counter(sheet.name.lower() for sheet in form.sheets).items():
        if count > 1:
            yield f"sheet name {name!r} is used {count} times"
    for name, ref in (("sender", form.sender), ("subject", form.subject)):
        if ref is not None:
            yield from (f"{name}: {mistake}" for mistake in _unknown(form, form.sheets[0], ref))
    if form.summary is not None:
        yield from _of_summary(form, form.summary)
    yield from _of_roles(form)
    yield from _of_outline(form)
    yield from _of_names(form)
    for sheet in form.sheets:
        yield from _of_sheet(sheet)
        yield from _of_rules(form, sheet)


def _of_summary(form: Form, summary: Summary) -> Iterator[str]:
    for ref in summary.columns:
        yield from (f"summary: {mistake}" for mistake in _unknown(form, form.sheets[0], ref))
    shown = {(ref.sheet, ref.field) for ref in summary.columns}
    for ref in (*summary.sums, *summary.outliers, *(part for change in summary.changes for part in change)):
        if (ref.sheet, ref.field) not in shown:
            yield f"summary: {ref.field} is none of its columns"


_ROLES = {
    "year": Kind.ANZAHL, "correction": Kind.ANZAHL, "deadline": Kind.DATUM, "sender_name": Kind.TEXT, "costs_year": Kind.ANZAHL,
}  # fmt: skip
"""What a field must be to play its role."""


def _of_roles(form: Form) -> Iterator[str]:
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


def _of_role(form: Form, name: str, ref: Ref | None, kind: Kind) -> Iterator[str]:
    if ref is None:
        return
    sheet = form.sections.get(ref.sheet or "")
    field = sheet.fields.get(ref.field) if sheet is not None else None
    if sheet is None or sheet.repeated or field is None:
        yield f"role {name}: there is no field {ref.field} on a section {ref.sheet} of its own"
    elif field.type.kind is not kind:
        yield f"role {name}: {ref.field} is of kind {field.type.kind}, not {kind}"


def _of_roster(form: Form, role: str, name: str, *columns: str) -> Iterator[str]:
    roster = next((sheet.rosters[name] for sheet in form.sheets if name in sheet.rosters), None)
    if roster is None:
        yield f"{role}: there is no roster {name}"
        return
    known = {entry.id for entry in roster.entries}
    yield from (f"{role}: there is no column {column} in {name}" for column in columns if column not in known)


def _of_outline(form: Form) -> Iterator[str]:
    outline = form.outline
    fields = {name for sheet in form.sheets if sheet.repeated for name in sheet.fields}
    shown = fields | {total.id for total in outline.totals}
    named = [(name, fields) for total in outline.totals for name in total.parts]
    named += [(name, fields) for name in (outline.place_name, outline.nothing) if name is not None]
    named += [(name, shown) for line in outline.lines for name in line.figures if name is not None]
    named += [(outline.persons, shown)] if outline.persons is not None else []
    yield from (f"outline: no repeated sheet has a field {name}" for name, known in named if name not in known)


def _of_names(form: Form) -> Iterator[str]:
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


def _of_sheet(sheet: Sheet) -> Iterator[str]:
    if len(sheet.name) > SHEET_NAME:
        yield f"{sheet.section}: the name {sheet.name!r} is longer than {SHEET_NAME} characters"
    ids = Counter(field.id for block in sheet.blocks for field in block.fields)
    yield from (f"{sheet.section}: field {field} is defined {count} times" for field, count in ids.items() if count > 1)
    if (sheet.told_apart_by in ids) != sheet.repeated:
        yield f"{sheet.section}: a repeated sheet needs a field that tells it apart, and only such a sheet has one"
    for field in (*sheet.columns.values(), *(field for field in sheet.fields.values() if not sheet.rosters)):
        where = f"{sheet.section}: field {field.id}"
        if not _FIELD_ID.fullmatch(field.id) or not is_name(field.id.replace("*", "1")):
            yield f"{where}: not a valid defined name"
        if len(field.full_label) > CELL_TEXT:
            yield f"{where}: the label is longer than {CELL_TEXT} characters"
        if field.computed != (field.expr is not None):
            yield f"{where}: a computed field needs an expression, and only such a field has one"
    for block in sheet.blocks:
        if any(len(text) > CELL_TEXT for text in (block.heading, *block.subheadings, *block.notes)):
            yield f"{sheet.section}: a text of block {block.heading!r} is longer than {CELL_TEXT} characters"


def _of_rules(form: Form, sheet: Sheet) -> Iterator[str]:
    fields = sheet.columns if sheet.rosters else sheet.fields
    exprs: list[tuple[str, Expr]] = [(field.id, field.expr) for field in fields.values() if field.expr is not None]
    for judgement in sheet.judgements:
        exprs += [(judgement.id, part) for part in (judgement.holds, judgement.when) if part is not None]
    if sheet.optional_when is not None:
        exprs.append(("optional_when", sheet.optional_when))
    exprs += [(field.id, field.required_when) for field in fields.values() if field.required_when is not None]
    for rule in sheet.rules:
        if rule.roster not in (sheet.rosters or (None,)):
            yield f"{sheet.section}: rule {rule.code} is judged for roster {rule.roster}, which is not on the sheet"
    for judgement in sheet.judgements:
        parts = (part for part in (judgement.holds, judgement.when) if part is not None)
        if any(isinstance(node, FirstOther | RowEntry) for part in parts for node in walk(part)):
            yield f"{sheet.section}: {judgement.id}: a rule sees no unused rows, so that it cannot tell their numbers"
    for where, expr in exprs:
        yield from (f"{sheet.section}: {where}: {mistake}" for mistake in _unknown(form, sheet, expr))
    yield from _of_years(sheet)


def _of_years(sheet: Sheet) -> Iterator[str]:
    """Two rules of one id are one that changed, if there is no year in which both are judged."""
    for rule in sheet.rules:
        if rule.since is not None and rule.until is not None and rule.since > rule.until:
            yield f"{sheet.section}: rule {rule.code} ends in {rule.until}, before it begins"
    for name, count in Counter(entry.id for entry in sheet.judgements).items():
        rules = [entry.rule for entry in sheet.judgements if entry.id == name] if count > 1 else []
        if any(one.meets(other) for one, other in combinations(rules, 2)):
            yield f"{sheet.section}: rule {name} is defined {count} times; tell them apart by `part` or by their years"


def _unknown(form: Form, sheet: Sheet, expr: Expr) -> Iterator[str]:
    for node in walk(expr):
        if isinstance(node, Ref | Column):
            home = sheet if node.sheet is None else form.sections.get(node.sheet)
            if home is None:
                yield f"there is no section {node.sheet}"
            elif node.field not in (home.columns if "*" in node.field else home.fields):
                yield f"there is no field {node.field} on {home.section}"
        elif isinstance(node, Invalid) and not node.refs:
            yield "Invalid needs at least one field"
