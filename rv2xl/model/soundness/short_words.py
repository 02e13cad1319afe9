"""Whether the few words that a state says of a broken rule can be told apart, and the numbers in them be shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from string import Formatter

from rv2xl.model.definitions.field import Kind
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.definitions.sheet import Sheet
from rv2xl.model.definitions.states.sayings import (
    COMPLETE,
    INCOMPLETE,
    INVALID,
    SPELLING,
    SPELLING_ELSEWHERE,
    broken_row,
)
from rv2xl.model.expressions.expr import Arithmetic, Const, Expr, Named, Ref, Total, walk


def unclear(sheet: Sheet) -> Iterator[str]:
    """Yield what is unclear in the states of a sheet that leads."""
    if not sheet.guidance.leads:
        return
    for rule in sheet.rules:
        yield from (f"rule {rule.code}: {mistake}" for mistake in _of_form(rule.short, in_list=rule.roster is not None))
    for judgement in sheet.judgements:
        yield from (f"{judgement.id}: {mistake}" for mistake in _of_numbers(judgement, sheet))
    yield from _alike(sheet)


def _of_form(short: str, *, in_list: bool) -> Iterator[str]:
    try:
        names = [name for _, name, _, _ in Formatter().parse(short) if name is not None]
    except ValueError:
        names = [""]
    if any(name not in ("1", "2") for name in names):
        yield f"{short!r} names other numbers than {{1}} and {{2}}"
    elif names and in_list:
        yield f"{short!r} differs from row to row, so that no rows could be counted by it"


def _of_numbers(judgement: Judgement, sheet: Sheet) -> Iterator[str]:
    """A number is shown without a format: it must be a whole one that is compared."""
    for number in (1, 2):
        if f"{{{number}}}" in judgement.rule.short:
            sides = judgement.compared
            if sides is None or not _is_whole(sides[number - 1], sheet):
                yield f"{{{number}}} in {judgement.rule.short!r} is no number that is entered on the sheet, whole, and compared"


def _is_whole(side: Expr, sheet: Sheet) -> bool:
    for node in walk(side):
        match node:
            case Ref(field, None) if (known := sheet.find(field)) is not None and known.type.kind is Kind.ANZAHL:
                if known.prefilled or known.computed:  # nobody asks whether it is whole
                    return False
                continue
            case Const(int()) | Named() | Total() | Arithmetic():
                continue
        return False
    return True


def _alike(sheet: Sheet) -> Iterator[str]:
    """„Prüfung“ counts the rows of a list by what their states say."""
    for name in sheet.rosters:
        rules = [judgement for judgement in sheet.judgements if judgement.rule.roster == name]
        said = [(broken_row(judgement, sheet), judgement) for judgement in rules]
        for text, judgement in said:
            if text in (COMPLETE, INCOMPLETE, INVALID, SPELLING, SPELLING_ELSEWHERE):
                yield f"{judgement.id}: its rows say {text!r}, as others do that break no rule"
        for (text, one), (other_text, other) in combinations(said, 2):
            if text.lower() == other_text.lower() and one.rule.meets(other.rule):
                yield f"{one.id} and {other.id}: the rows of {name} say {text!r} of both; give them a `short` of their own"
