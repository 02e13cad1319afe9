"""A form's definition checks itself when it is built, so that a mistake names itself before any workbook is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from rv2xl.model.definitions.blocks import Block, Roster
from rv2xl.model.definitions.blocks.sheet_list import SheetList
from rv2xl.model.definitions.draft import Draft, Summary
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.sheet import Sheet
from rv2xl.model.expressions.expr import (
    Const,
    Expr,
    FirstOther,
    FirstRow,
    Invalid,
    Ref,
    RosterColumn,
    RowEntry,
    Tally,
    walk,
)
from rv2xl.model.soundness.casting import is_name, unplayed
from rv2xl.model.soundness.short_words import unclear

SHEET_NAME, CELL_TEXT = 31, 32_767
"""Limits of Excel, in characters: the name of a sheet, the text of a cell."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""No workbook holds these signs, for XML has none of them; formulas are rendered with some of them for marks."""

_FIELD_ID = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z0-9_*]+)+", re.ASCII)


class DefinitionError(ValueError):
    """A form is not defined soundly: a mistake of the project, naming form, sheet and field or rule."""


def require_sound(form: Draft) -> None:
    """Raise DefinitionError with the first mistake found in a form."""
    for mistake in mistakes(form):
        raise DefinitionError(f"{form.name} {form.version}: {mistake}")


def mistakes(form: Draft) -> Iterator[str]:
    """Yield every mistake of a definition, each naming its place."""
    for section, count in Counter(sheet.section for sheet in form.sheets).items():
        if count > 1:
            yield f"section {section} is defined {count} times"
    for name, count in Counter(sheet.name.lower() for sheet in form.sheets).items():
        if count > 1:
            yield f"sheet name {name!r} is used {count} times"
    for name, ref in (("sender", form.sender), ("subject", form.subject)):
        if ref is not None:
            yield from (f"{name}: {mistake}" for mistake in _of_expr(form, form.sheets[0], ref))
    if form.summary is not None:
        yield from _of_summary(form, form.summary)
    yield from unplayed(form)
    for sheet in form.sheets:
        yield from _of_sheet(sheet)
        yield from _of_texts(sheet)
        yield from _of_rules(form, sheet)


def _of_summary(form: Draft, summary: Summary) -> Iterator[str]:
    for ref in summary.columns:
        yield from (f"summary: {mistake}" for mistake in _of_expr(form, form.sheets[0], ref))
    shown = {(ref.sheet, ref.field) for ref in summary.columns}
    for ref in (*summary.sums, *summary.outliers, *(part for change in summary.changes for part in change)):
        if (ref.sheet, ref.field) not in shown:
            yield f"summary: {ref.field} is none of its columns"


def _of_sheet(sheet: Sheet) -> Iterator[str]:
    if len(sheet.name) > SHEET_NAME:
        yield f"{sheet.section}: the name {sheet.name!r} is longer than {SHEET_NAME} characters"
    ids = Counter(field.id for block in sheet.blocks for field in _of_block(block))
    yield from (f"{sheet.section}: field {field} is defined {count} times" for field, count in ids.items() if count > 1)
    if (sheet.told_apart_by in ids) != sheet.repeated:
        yield f"{sheet.section}: a repeated sheet needs a field that tells it apart, and only such a sheet has one"
    for field in _fields(sheet):
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


def _of_texts(sheet: Sheet) -> Iterator[str]:
    texts = [sheet.name, sheet.title]
    for block in sheet.blocks:
        texts += [text for text in vars(block).values() if isinstance(text, str)] + [*block.subheadings, *block.notes]
    for field in _fields(sheet):
        texts += [field.full_label, field.hint, *field.type.choices]
    for judgement in sheet.judgements:
        rule = judgement.rule
        texts += [judgement.id, judgement.label, rule.said, rule.must, rule.broken, rule.short]
    yield from (f"{sheet.section}: {mistake}" for text in texts for mistake in _of_text(text))


def _of_text(text: str) -> Iterator[str]:
    if _CONTROL.search(text):
        yield f"the text {text!r} holds a control character"


def _of_block(block: Block) -> tuple[Field, ...]:
    """The fields of a block; of a roster those of one row, for all others are like it, and there may be thousands."""
    return block.columns if isinstance(block, Roster) else block.fields


def _fields(sheet: Sheet) -> tuple[Field, ...]:
    return tuple(sheet.columns.values() if sheet.rosters else sheet.fields.values())


def _of_rules(form: Draft, sheet: Sheet) -> Iterator[str]:
    fields = _fields(sheet)
    exprs = [(field.id, field.expr) for field in fields]
    for rule in sheet.every_rule:
        if rule.roster not in (sheet.rosters or (None,)):
            yield f"{sheet.section}: rule {rule.code} is judged for roster {rule.roster}, which is not on the sheet"
    for roster in sheet.rosters.values():
        exprs += [(f"beside {lookup.column}", lookup.expr) for lookup in roster.lookups]
        exprs += [(field.id, field.chosen_from) for field in roster.columns]
        named = {*roster.identifiers, *(lookup.column for lookup in roster.lookups)}
        for name in sorted(named - {entry.id for entry in roster.entries}):
            yield f"{sheet.section}: there is no column {name} in {roster.id}"
    for judgement in sheet.judgements:
        parts = (judgement.holds, judgement.when)
        exprs += [(judgement.id, part) for part in parts]
        if any(
            isinstance(node, FirstOther | FirstRow | RowEntry)
            for part in parts
            if part is not None
            for node in walk(part)
        ):
            yield f"{sheet.section}: {judgement.id}: a rule sees no unused rows, so that it cannot tell their numbers"
    exprs += [
        ("optional_when", sheet.optional_when),
        ("unsure_when", sheet.unsure_when),
        ("named_by", sheet.named_by),
        *((field.id, field.required_when) for field in fields),
    ]
    exprs += [(field.id, field.stand_in.when) for field in fields if field.stand_in is not None]
    exprs += [(field.id, field.names_rightly) for field in fields]
    for where, expr in exprs:
        if expr is not None:
            yield from (f"{sheet.section}: {where}: {mistake}" for mistake in _of_expr(form, sheet, expr))
    yield from _of_years(sheet)
    yield from (f"{sheet.section}: {mistake}" for mistake in unclear(sheet))


def _of_years(sheet: Sheet) -> Iterator[str]:
    """Two rules of one id are one that changed, if there is no year in which both are judged."""
    for rule in sheet.every_rule:
        if rule.since is not None and rule.until is not None and rule.since > rule.until:
            yield f"{sheet.section}: rule {rule.code} ends in {rule.until}, before it begins"
    for name, count in Counter(entry.id for entry in sheet.judgements).items():
        rules = [entry.rule for entry in sheet.judgements if entry.id == name] if count > 1 else []
        if any(one.meets(other) for one, other in combinations(rules, 2)):
            yield f"{sheet.section}: rule {name} is defined {count} times; tell them apart by `part` or by their years"


def _of_expr(form: Draft, sheet: Sheet, expr: Expr) -> Iterator[str]:
    for node in walk(expr):
        if isinstance(node, Ref | RosterColumn):
            home = sheet if node.sheet is None else form.sections.get(node.sheet)
            if home is None:
                yield f"there is no section {node.sheet}"
            elif not any(
                isinstance(block, SheetList) and node.field in block.columns for block in home.blocks
            ) and node.field not in (home.columns if "*" in node.field else home.fields):
                yield f"there is no field {node.field} on {home.section}"
        elif isinstance(node, Invalid) and not node.refs:
            yield "Invalid needs at least one field"
        elif isinstance(node, Tally):
            yield from _of_text(node.text)
        elif isinstance(node, Const) and isinstance(node.value, str):
            yield from _of_text(node.value)
