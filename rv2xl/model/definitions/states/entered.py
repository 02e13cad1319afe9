"""What is entered, as expressions: what is required and still blank, what is not allowed, what a rule needs to be judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rv2xl.model.definitions.field import Field, Kind, StandIn, Type
from rv2xl.model.definitions.sheet import Sheet
from rv2xl.model.expressions.expr import (
    Blanks,
    Const,
    Expr,
    Invalid,
    NoNumbers,
    Ref,
    all_of,
    first_of_month,
    if_,
    numbers,
    sum_of,
)


def required(fields: Iterable[Field]) -> list[Field]:
    """The fields that are duties, always or under a condition."""
    return [field for field in fields if field.required or field.required_when is not None]


def duties(fields: Iterable[Field], sheet: Sheet) -> Expr:
    """How many values are required now."""
    needed = required(fields)
    plain = sum(1 for field in needed if field.required and field.stand_in is None)
    parts = [Const(plain), *(if_(field.required_when, 1, 0) for field in needed if field.required_when is not None)]
    parts += (if_(stand_in.when, 0, len(alike)) for stand_in, alike in _stood_in_for(needed).items())
    return _unless_optional(sum_of(parts), sheet)


def open_duties(fields: Iterable[Field], sheet: Sheet) -> Expr:
    """How many required values are still blank."""
    needed = required(fields)
    plain = tuple(Ref(field.id) for field in needed if field.required and field.stand_in is None)
    parts: list[Expr] = [Blanks(plain)] if plain else []
    parts += (if_(stand_in.when, 0, Blanks(alike)) for stand_in, alike in _stood_in_for(needed).items())
    for condition, alike in _asked_together(needed):
        parts.append(if_(condition, Blanks(tuple(Ref(field.id) for field in alike)), 0))
    return _unless_optional(sum_of(parts), sheet) if parts else Const(0)


def _stood_in_for(needed: Iterable[Field]) -> dict[StandIn, tuple[Ref, ...]]:
    """Return the duties that may stay blank where something else counts in their place, by what that is."""
    found: dict[StandIn, tuple[Ref, ...]] = {}
    for field in needed:
        if field.required and field.stand_in is not None:
            found[field.stand_in] = (*found.get(field.stand_in, ()), Ref(field.id))
    return found


def _asked_together(needed: Iterable[Field]) -> list[tuple[Expr, list[Field]]]:
    """Return the conditions with the fields that they demand. In a row neighbours with one condition are asked for at once: its formula
    stands in the file as often as the list has rows."""
    found: list[tuple[Expr, list[Field]]] = []
    before: Expr | None = None
    for field in needed:
        condition = field.required_when
        if condition is not None and condition is before and "*" in field.id:
            found[-1][1].append(field)
        elif condition is not None:
            found.append((condition, [field]))
        before = condition
    return found


def _unless_optional(count: Expr, sheet: Sheet) -> Expr:
    return count if sheet.optional_when is None else if_(sheet.optional_when, 0, count)


def lacks(field: Field, sheet: Sheet) -> Expr:
    """Whether this very cell is a duty, and blank; in a list only where its row is used."""
    open_ = open_duties((field,), sheet) > 0
    roster = next((roster for roster in sheet.rosters.values() if field in roster.columns), None)
    if roster is None:
        return open_
    own = tuple(Ref(other.id) for other in inputs(roster.columns))
    return all_of(Blanks(own) < len(own), open_)


def invalid(fields: Iterable[Field]) -> Expr:
    """How many cells hold what their type does not allow."""
    groups: dict[Type, list[Ref]] = {}
    named: list[Expr] = []
    for field in fields:
        if field.names_rightly is not None:
            named.append(_named(field))
        elif field.type.kind is not Kind.TEXT and not field.computed:
            groups.setdefault(field.type, []).append(Ref(field.id))
    within = (_within_month(ref) for type_, refs in groups.items() if type_.month_begin for ref in refs)
    return sum_of((*(Invalid(tuple(refs)) for refs in groups.values()), *within, *named))


def spelled(fields: Iterable[Field]) -> Expr:
    """How many cells hold a text where a number, a day or one of a few identifiers belongs: `check` may read it, a formula cannot tell."""
    known = [field for field in fields if not field.computed]
    typed = tuple(Ref(field.id) for field in known if field.type.numeric or field.type.kind is Kind.DATUM)
    return sum_of((*([NoNumbers(typed)] if typed else []), *(_named(field) for field in known if _is_choice(field))))


def refused(fields: Iterable[Field], sheet: Sheet) -> Expr:
    """How many cells hold what the sheet refuses: where its guidance leaves the spelling to `check`, only what that cannot read either,
    and in a list also a text that is too long."""
    fields = list(fields)
    if not sheet.guidance.leaves_spelling:
        return invalid(fields)
    plain = [field for field in fields if not _is_choice(field)]
    typed = tuple(Ref(field.id) for field in plain if field.type.numeric or field.type.kind is Kind.DATUM)
    too_long = [Invalid(tuple(refs)) for refs in _texts(plain).values()]
    return sum_of((invalid(plain) - NoNumbers(typed) if typed else invalid(plain), *too_long))


def _texts(fields: Iterable[Field]) -> dict[Type, list[Ref]]:
    """Return the texts in a list by their type."""
    found: dict[Type, list[Ref]] = {}
    for field in fields:
        if field.type.kind is Kind.TEXT and "*" in field.id and not field.computed:
            found.setdefault(field.type, []).append(Ref(field.id))
    return found


def can_be_spelled(fields: Iterable[Field], sheet: Sheet) -> bool:
    """Whether something in these fields is left to `check`."""
    kinds = (Kind.TEXT, Kind.JA_NEIN, Kind.AUSWAHL)
    return sheet.guidance.leaves_spelling and any(_is_choice(field) or field.type.kind not in kinds for field in fields)


def _is_choice(field: Field) -> bool:
    """Whether a choice is compared as it is read, and not as it is typed."""
    return field.names_rightly is not None and bool(field.type.choices)


def _named(field: Field) -> Expr:
    rightly = Const(True) if field.names_rightly is None else field.names_rightly
    return if_(Ref(field.id).eq(""), 0, if_(rightly, 0, 1))


def _within_month(ref: Ref) -> Expr:
    """1 for a valid day that is not the first of its month."""
    valid = all_of(numbers(ref).eq(1), Invalid((ref,)).eq(0))
    return if_(valid, if_(first_of_month(ref).eq(ref), 0, 1), 0)


def inputs(fields: Iterable[Field]) -> list[Field]:
    """The fields that somebody fills in: neither computed nor prefilled."""
    return [field for field in fields if not field.computed and not field.prefilled]


def is_shared(sheet: Sheet) -> bool:
    """Whether provider and LWV both fill in cells of the sheet."""
    return len({field.filled_by for field in inputs(sheet.fields.values())}) > 1


def judgeable(refs: Sequence[Ref], sheet: Sheet, demands: Sequence[Ref] = ()) -> list[Expr]:
    """What must hold before a rule over these fields can be judged: nothing required is blank, nothing is invalid.

    What the rule itself demands may be blank.
    """
    fields = [sheet.known(ref.field) for ref in refs if ref.sheet is None]
    own = inputs(fields)
    demanded = {ref.field for ref in demands}
    others = [field for field in own if field.id not in demanded]
    conditions = []
    if required(others):
        conditions.append(open_duties(others, sheet).eq(0))
    if any(field.type.kind is not Kind.TEXT for field in own):
        conditions.append(invalid(own).eq(0))
    return conditions


def can_be_wrong(fields: Sequence[Field]) -> bool:
    """Whether something may be missing in these fields, or stand there that their types do not allow."""
    return bool(required(fields)) or any(field.type.kind is not Kind.TEXT for field in fields)
