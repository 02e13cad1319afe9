"""The states of a roster's rows, and of the list as a whole."""

from __future__ import annotations

from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.definitions.sheet import Sheet
from rv2xl.model.definitions.states.entered import can_be_spelled, inputs, open_duties, refused, required, spelled
from rv2xl.model.definitions.states.judged import errors
from rv2xl.model.definitions.states.sayings import (
    COMPLETE,
    INCOMPLETE,
    INVALID,
    SPELLING,
    SPELLING_ELSEWHERE,
    broken_row,
)
from rv2xl.model.expressions.expr import Blanks, Compare, CompareOperator, Const, Expr, Ref, Rows, Tally, if_, not_
from rv2xl.model.finding import Severity

ROW_STATE = "zustand."
"""Before a roster's id and the number of a row: the state of that row."""


def list_state(roster: Roster, sheet: Sheet) -> Expr:
    """The state of a list: invalid or incomplete as soon as one of its rows is; if the form leads broken rules too, and nothing while no
    row is used."""
    states = tuple(Ref(f"{ROW_STATE}{roster.id}.{number}") for number in range(1, roster.rows + 1))
    result: Expr = Const(COMPLETE)
    if sheet.guidance.leads:
        result = if_(Blanks(states).eq(Rows(states)), "", result)
    result = if_(Tally(states, INCOMPLETE) > 0, INCOMPLETE, result)
    if can_be_spelled(inputs(roster.columns), sheet):
        result = if_(Tally(states, SPELLING) > 0, SPELLING, result)
    if sheet.guidance.leads:
        result = errors(sheet, result)
    return if_(Tally(states, INVALID) > 0, INVALID, result)


def row_rules(roster: Roster, sheet: Sheet) -> list[Judgement]:
    """The rules judged for each used row of a roster."""
    return [judgement for judgement in sheet.judgements if judgement.rule.roster == roster.id]


_OPPOSITE: dict[CompareOperator, CompareOperator] = {
    "=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
}  # fmt: skip


def _opposite(holds: Expr) -> Expr:
    match holds:
        case Compare(operator, left, right):
            return Compare(_OPPOSITE[operator], left, right)
    return not_(holds)


def row_state(roster: Roster, sheet: Sheet) -> Expr:
    """The state of a roster's row: nothing for an unused one, else invalid, the first broken rule, incomplete, or complete.

    Of a form that does not lead a broken rule comes after what is incomplete; of one that leads so do only those that reject nothing.
    """
    fields, rules = inputs(roster.columns), row_rules(roster, sheet)
    early = [entry for entry in rules if sheet.guidance.leads and entry.rule.severity is Severity.FEHLER]
    result: Expr = Const(COMPLETE)
    for judgement in reversed([entry for entry in rules if entry not in early]):
        result = if_(
            _is_broken(judgement), broken_row(judgement, sheet), result
        )  # once: what stands twice doubles with every rule
    if required(fields):
        result = if_(open_duties(fields, sheet) > 0, INCOMPLETE, result)
    for judgement in reversed(early):
        result = if_(_breaks_already(judgement, sheet), broken_row(judgement, sheet), result)
    if sheet.unsure_when is not None:
        result = if_(sheet.unsure_when, SPELLING_ELSEWHERE, result)
    if can_be_spelled(fields, sheet):
        result = if_(spelled(fields) > 0, SPELLING, result)
    result = if_(refused(fields, sheet) > 0, INVALID, result)
    refs = tuple(Ref(field.id) for field in fields)
    return if_(Blanks(refs).eq(len(refs)), "", result)


def _is_broken(judgement: Judgement) -> Expr:
    broken = _opposite(judgement.holds)
    return broken if judgement.when is None else if_(judgement.when, broken, Const(False))


def _breaks_already(judgement: Judgement, sheet: Sheet) -> Expr:
    """Whether a rule is broken in a row that may be incomplete: nothing that it needs is blank."""
    demanded = {ref.field for ref in judgement.rule.demands}
    own = (ref.field for ref in judgement.refs if ref.sheet is None and "*" in ref.field)
    needed = required(inputs(sheet.known(name) for name in own if name not in demanded))
    broken = _is_broken(judgement)
    return if_(open_duties(needed, sheet).eq(0), broken, Const(False)) if needed else broken
