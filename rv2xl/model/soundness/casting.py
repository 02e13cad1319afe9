"""Whether what a form names is there: the fields behind its roles and its outline, and names that a cell can have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, fields

from rv2xl.model.definitions.blocks.deckblatt_blocks import DataProtection, Steps
from rv2xl.model.definitions.draft import Draft
from rv2xl.model.definitions.field import Kind
from rv2xl.model.expressions.expr import Ref


def unplayed(form: Draft) -> Iterator[str]:
    """Yield what a form names and does not have, and names that no cell can have."""
    yield from _of_roles(form)
    yield from _of_contacts(form)
    yield from _of_dated(form)
    yield from _of_outline(form)
    yield from _of_lookback(form)
    yield from _of_watched(form)
    yield from _of_names(form)


_ROLES = {
    "year": Kind.ANZAHL, "correction": Kind.ANZAHL, "deadline": Kind.DATUM, "filled_on": Kind.DATUM, "sender_name": Kind.TEXT,
    "costs_year": Kind.ANZAHL, "delete_by": Kind.DATUM,
}  # fmt: skip
"""What a field must be to play its role."""


def _of_roles(form: Draft) -> Iterator[str]:
    for name, kind in _ROLES.items():
        yield from _of_role(form, name, getattr(form.roles, name), kind)
    if form.ways is not None:
        yield from _of_roster(form, "ways", *astuple(form.ways)[1:])
    if form.register is not None:
        yield from _of_role(form, "day", form.register.day, Kind.DATUM)
        yield from _of_roster(form, "register", *astuple(form.register.traeger))
        yield from _of_roster(form, "register", *astuple(form.register.orte))
        yield from _of_roster(form, "register", *astuple(form.register.kreise))
        yield from _of_section(form, "register", *filter(None, astuple(form.register.absender)))


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


def _of_section(form: Draft, role: str, name: str, *parts: str) -> Iterator[str]:
    if name not in form.sections:
        yield f"{role}: there is no section {name}"
        return
    known = {field.rpartition(".")[2] for field in form.sections[name].fields}
    yield from (f"{role}: there is no field {part} in {name}" for part in parts if part not in known)


def _of_contacts(form: Draft) -> Iterator[str]:
    for block in (
        block for sheet in form.sheets for block in sheet.blocks if isinstance(block, Steps | DataProtection)
    ):
        for entry in fields(block.contact) if block.contact is not None else ():
            yield from _of_role(form, entry.name, getattr(block.contact, entry.name), Kind.TEXT)


def _of_dated(form: Draft) -> Iterator[str]:
    if form.dated is not None and not any(form.dated.block in sheet.blocks for sheet in form.sheets):
        yield "dated: no sheet has the block"


def _of_outline(form: Draft) -> Iterator[str]:
    outline = form.outline
    printed = {name for sheet in form.sheets if sheet.repeated for name in sheet.fields}
    shown = printed | {total.id for total in outline.totals}
    named = [(name, printed) for total in outline.totals for name in total.parts]
    named += [(name, printed) for name in (outline.place_name, outline.nothing, outline.remark) if name is not None]
    named += [(name, shown) for line in outline.lines for name in line.figures if name is not None]
    named += [(outline.persons, shown)] if outline.persons is not None else []
    for one in outline.indicators.values():
        named += [(name, printed if one.asked else shown) for name in (*one.parts, *one.over)]
    yield from (f"outline: no repeated sheet has a field {name}" for name, known in named if name not in known)


def _of_lookback(form: Draft) -> Iterator[str]:
    """Each field is an input of a repeated sheet, and a question asked anew is answered in one word."""
    if form.looks_back is None:
        return
    printed = {name: field for sheet in form.sheets if sheet.repeated for name, field in sheet.fields.items()}
    inputs = {name: field for name, field in printed.items() if not (field.computed or field.prefilled)}
    for name in (*form.looks_back.suggested, *form.looks_back.asked_anew):
        if name not in inputs:
            yield f"looks_back: no repeated sheet has an input {name}"
        elif name in form.looks_back.asked_anew and inputs[name].type.kind is not Kind.JA_NEIN:
            yield f"looks_back: {name} is of kind {inputs[name].type.kind}, not {Kind.JA_NEIN}"


def _of_watched(form: Draft) -> Iterator[str]:
    """What is held against last year's are numbers of a repeated sheet."""
    numbers = {
        name for sheet in form.sheets if sheet.repeated for name, field in sheet.fields.items() if field.type.numeric
    }
    parts = () if form.watched is None else (part for number in form.watched.numbers for part in number.parts)
    yield from (f"watched: no repeated sheet has a number {part}" for part in parts if part not in numbers)


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


LENGTH = 255
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_NAME = re.compile(r"[^\W\d][\w.]*", re.ASCII)
_A1 = re.compile(r"([a-z]{1,3})0*([1-9]\d{0,6})", re.ASCII)
_R1C1 = re.compile(r"(r\d*)?(c\d*)?", re.ASCII)
_CONSTANTS = ("true", "false", "wahr", "falsch")


def is_name(text: str) -> bool:
    """Whether a cell can be called so: not an address („A1“, „XFD1“, „R1C1“, „R“), not a constant; ASCII letters only.

    Excel repairs a file with a name that it takes for something else, and formulas lose their cells.
    """
    lower = text.lower()
    return (
        len(text) <= LENGTH
        and _NAME.fullmatch(text) is not None
        and lower not in _CONSTANTS
        and _R1C1.fullmatch(lower) is None
        and not _is_address(lower)
    )


def _is_address(lower: str) -> bool:
    match = _A1.fullmatch(lower)
    if match is None:
        return False
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("a") + 1
    return column <= LAST_COLUMN and int(match[2]) <= LAST_ROW
