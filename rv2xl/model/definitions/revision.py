"""Another version of a form or of a block, said as a difference: a released version never changes, and a return of it is read by what
was issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from rv2xl.model.definitions.blocks import Block, Record, Roster
from rv2xl.model.definitions.blocks.calculation import Calculation, Table
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.guidance import Guidance
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.soundness.mistakes import DefinitionError

Blocks = Mapping[Block, Sequence[Block]]
Rules = Mapping[str, Sequence[Rule]]
Entries = Mapping[str, Mapping[str, Any] | Field | None]
Of = TypeVar("Of", bound=Record | Roster | Table | Calculation)


def revised(
    form: Form,
    version: str,
    *,
    blocks: Blocks | None = None,
    rules: Rules | None = None,
    more_rules: Rules | None = None,
    sheets: Mapping[str, Mapping[str, Any]] | None = None,
    guidance: Guidance | None = None,
    **changes: Any,
) -> Form:
    """Return a form in another version that differs in what is named, and in nothing else.

    `blocks` gives what stands in the place of a block on every sheet that has it: another one, several, none. `rules` gives what stands
    in the place of all rules of a code, each of a list on the list's sheet, `more_rules` what is added to a section, `sheets` what else is
    changed of one (title, name), by section. `guidance` is how the form leads, where that differs: blocks that another one leads by are
    gone. Anything else of the form (title, outline, roles) is among `changes`. Raises DefinitionError for a block, code or section that
    the form does not have.
    """
    blocks, rules, more_rules, others = blocks or {}, rules or {}, more_rules or {}, sheets or {}
    unknown = [
        *(f"block {block.heading!r}" for block in blocks if not any(block in sheet.blocks for sheet in form.sheets)),
        *(f"rule {code}" for code in rules if code not in form.rules),
        *(f"section {section}" for section in (*more_rules, *others) if section not in form.sections),
    ]
    if unknown:
        raise DefinitionError(f"{form.name} {form.version} has no {', no '.join(unknown)}")
    personal = _personal(form)
    blocks = {block: tuple(_marked(new, personal) for new in instead) for block, instead in blocks.items()}
    changed = tuple(
        replace(
            sheet,
            blocks=tuple(
                new
                for block in sheet.blocks
                for new in blocks.get(block, (block,))
                if new.led_by is None or new.led_by.leads == (guidance or sheet.guidance).leads
            ),
            rules=(*_rules(sheet, rules), *more_rules.get(sheet.section, ())),
            guidance=guidance or sheet.guidance,
            **others.get(sheet.section, {}),
        )
        for sheet in form.sheets
    )
    return replace(form, version=version, sheets=changed, **changes)


def revised_block(block: Of, entries: Entries, *, order: Sequence[str] = (), **changes: Any) -> Of:
    """Return a block in another version that differs in what is named, and in nothing else.

    `entries` says by id what is another of an entry (of a step, of a column): some of its attributes, all of it by another Field, or that
    it is not there (None). With an `order` just these ids stand there, one after the other; one that is new must be among them. Anything
    else of the block (notes, heading) is among `changes`. Raises DefinitionError for an id that the block does not have.
    """
    if isinstance(block, Table):
        fields_of = block.fields_of
        _revised_fields(block.id, fields_of(1), entries, order)  # raises now, not when the rows are made
        return replace(
            block, fields_of=lambda row: _revised_fields(block.id, fields_of(row), entries, order), **changes
        )
    if isinstance(block, Calculation):
        return replace(block, steps=_revised_fields(block.id, block.steps, entries, order), **changes)
    return replace(block, entries=_revised_fields(block.id, block.entries, entries, order), **changes)


def _revised_fields(home: str, today: Iterable[Field], entries: Entries, order: Sequence[str]) -> tuple[Field, ...]:
    known = {field.id: field for field in today}
    placed = order or tuple(known)
    new = [name for name in placed if isinstance(entries.get(name), Field)]
    unknown = [name for name in dict.fromkeys((*placed, *entries)) if name not in known and name not in new]
    if unknown:
        raise DefinitionError(f"block {home} has no {', no '.join(unknown)}")
    fields = []
    for name in placed:
        change = entries.get(name, {})
        if isinstance(change, Mapping):
            fields.append(replace(known[name], **change) if change else known[name])
        elif change is not None:
            fields.append(change)
    return tuple(fields)


def _marked(block: Block, personal: frozenset[str]) -> Block:
    """Return a block in which what is personal today is marked so: the mark is nothing that was issued. The block itself if it is already,
    or has none of it."""
    if not isinstance(block, Record | Roster):
        return block
    entries = tuple(
        replace(entry, personal=True) if f"{block.id}.{entry.id}" in personal and not entry.personal else entry
        for entry in block.entries
    )
    return block if entries == block.entries else replace(block, entries=entries)


def _personal(form: Form) -> frozenset[str]:
    """Return the personal entries of all blocks, each behind the id of its block."""
    blocks = (block for sheet in form.sheets for block in sheet.blocks if isinstance(block, Record | Roster))
    return frozenset(f"{block.id}.{entry.id}" for block in blocks for entry in block.entries if entry.personal)


def _rules(sheet: Sheet, others: Rules) -> Iterator[Rule]:
    """Yield the rules of a sheet, those of a changed code where its first stood."""
    done: set[str] = set()
    for rule in sheet.rules:
        if rule.code not in others:
            yield rule
        elif rule.code not in done:
            done.add(rule.code)
            yield from (new for new in others[rule.code] if new.roster is None or new.roster in sheet.rosters)
