"""The states of rules, blocks and sheets: invalid, broken rule, incomplete, or complete.

A form that leads says what is wrong before what is missing, and in words; of one that does not all stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.model.definitions.blocks import Block, Identification
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.definitions.sheet import Sheet
from rv2xl.model.definitions.states.entered import (
    can_be_spelled,
    can_be_wrong,
    inputs,
    judgeable,
    open_duties,
    refused,
    required,
    spelled,
)
from rv2xl.model.definitions.states.sayings import (
    BROKEN,
    COMPLETE,
    INCOMPLETE,
    INVALID,
    OK,
    OPEN,
    SPELLING,
    said_beside,
    see_checks,
)
from rv2xl.model.derived import derived
from rv2xl.model.expressions.expr import Blanks, Const, Expr, Ref, Tally, all_of, any_of, if_, references, total
from rv2xl.model.finding import Severity

LINE = "regel."
"""Before a judgement's id: the state of the rule on the sheet at hand, as „Prüfung“ shows it."""


def state(judgement: Judgement, sheet: Sheet) -> Expr:
    """The state of a rule: in order, broken, or not to be judged yet; where the form leads nothing while all that it reads is blank."""
    fine = _fine(judgement, sheet) if sheet.guidance.leads else Const(OK)
    verdict = if_(judgement.holds, fine, BROKEN[judgement.rule.severity])
    demands = judgement.rule.demands
    verdict = _guarded(judgeable(references(judgement.holds), sheet, demands), verdict)
    if judgement.when is not None:
        verdict = _guarded(judgeable(references(judgement.when), sheet, demands), if_(judgement.when, verdict, fine))
    if demands and sheet.guidance.leads:  # what nobody has begun lacks everything, and is no mistake
        return if_(all_blank(inputs(sheet.fields.values())), OPEN, verdict)
    return verdict


def _fine(judgement: Judgement, sheet: Sheet) -> Expr:
    """That a rule holds, said only of what is there: an entry that it reads, or, where it reads results alone, one that is not 0."""
    fields = [sheet.known(ref.field) for ref in judgement.refs if ref.sheet is None]
    if entries := inputs(fields):
        return if_(all_blank(entries), "", OK) if _may_be_blank(judgement, sheet) else Const(OK)
    results = tuple(Ref(field.id) for field in fields if field.computed)
    return if_(total(results).eq(0), "", OK) if results and judgement.when is not None else Const(OK)


def _may_be_blank(judgement: Judgement, sheet: Sheet) -> bool:
    """Whether a rule can hold while all that it reads is blank: not where its condition asks for what must be filled in, nor where that
    something is filled in is the rule."""
    other = judgement.compared[1] if judgement.compared is not None else None
    if judgement.when is None and isinstance(other, Const) and other.value == "":
        return False
    first = references(judgement.holds if judgement.when is None else judgement.when)
    asked = inputs(sheet.known(ref.field) for ref in first if ref.sheet is None)
    return sheet.optional_when is not None or not any(field.required for field in asked)


def all_blank(fields: Sequence[Field]) -> Expr:
    return Blanks(tuple(Ref(field.id) for field in fields)).eq(len(fields))


def _guarded(conditions: Sequence[Expr], verdict: Expr) -> Expr:
    return if_(all_of(*conditions), verdict, OPEN) if conditions else verdict


def shown_at(judgement: Judgement, block: Block) -> bool:
    """Whether a broken rule shows in the state of this block: where its condition, or the start of either side, stands."""
    sides = judgement.compared or (judgement.holds,)
    first = [refs[0] for side in sides if (refs := references(side))]
    ids = {ref.field for ref in (*first, *references(judgement.when)) if ref.sheet is None}
    return any(field.id in ids for field in block.fields)


def block_state(block: Block, sheet: Sheet) -> Expr:
    """The state beside a block: invalid, broken rule, incomplete, or complete; nothing while it is blank and may be.

    Of a form that does not lead a broken rule comes after what is incomplete, and what is blank and may be is complete.
    """
    fields, leads = inputs(block.fields), sheet.guidance.leads
    shown = [judgement for judgement in sheet.judgements if shown_at(judgement, block)]
    result = _broken(shown, Severity.WARNUNG, Const(COMPLETE), leads)
    if not leads:
        result = _broken(shown, Severity.FEHLER, result, leads)
    elif fields:
        result = if_(all_blank(fields), "", result)
    if required(fields):
        result = if_(open_duties(fields, sheet) > 0, INCOMPLETE, result)
    if can_be_spelled(fields, sheet):
        result = if_(spelled(fields) > 0, SPELLING, result)
    if leads:
        result = _broken(shown, Severity.FEHLER, result, leads)
    if any(field.type.kind is not Kind.TEXT for field in fields):
        result = if_(refused(fields, sheet) > 0, INVALID, result)
    return result


def _broken(judgements: Sequence[Judgement], severity: Severity, otherwise: Expr, leads: bool) -> Expr:
    """What is said if one of these rules is broken: of the first of them, in words, if the form leads."""
    of_severity = [
        (entry, rule_line(entry).eq(BROKEN[severity])) for entry in judgements if entry.rule.severity is severity
    ]
    if not of_severity:
        return otherwise
    if not leads:
        return if_(any_of(*(broken for _, broken in of_severity)), f"{BROKEN[severity]} – siehe Prüfung", otherwise)
    for entry, broken in reversed(of_severity):
        otherwise = if_(broken, said_beside(entry), otherwise)
    return otherwise


def rule_line(judgement: Judgement) -> Ref:
    """The state of a rule as its line on „Prüfung“ shows it, for the sheet at hand."""
    return Ref(LINE + judgement.id)


def sheet_state(sheet: Sheet) -> Expr:
    """The state of a sheet's own cells: invalid, incomplete or complete; if the form leads broken rules too, and nothing while all is
    blank and may be."""
    fields, leads = inputs(sheet.fields.values()), sheet.guidance.leads
    result: Expr = if_(all_blank(fields), "", COMPLETE) if leads else Const(COMPLETE)
    if has_duties(sheet):
        result = if_(open_duties(fields, sheet) > 0, INCOMPLETE, result)
    if can_be_spelled(fields, sheet):
        result = if_(spelled(fields) > 0, SPELLING, result)
    return if_(refused(fields, sheet) > 0, INVALID, errors(sheet, result) if leads else result)


def errors(sheet: Sheet, otherwise: Expr) -> Expr:
    """What is said of a sheet that breaks one of its rules, however many."""
    lines = tuple(rule_line(entry) for entry in sheet.judgements if entry.rule.severity is Severity.FEHLER)
    return (
        if_(Tally(lines, BROKEN[Severity.FEHLER]) > 0, see_checks(Severity.FEHLER), otherwise) if lines else otherwise
    )


@derived
def has_duties(sheet: Sheet) -> bool:
    """Whether something must be entered on the sheet itself; of a list its rows say so."""
    return not sheet.rosters and bool(required(inputs(sheet.fields.values())))


@derived
def has_state(sheet: Sheet) -> bool:
    """Whether the sheet has a state: it is a list that somebody fills in, has duties, or takes entries that can be wrong; the Deckblatt,
    which says what the workbook is, tells of the other sheets."""
    if sheet.rosters:
        return bool(inputs(sheet.columns.values()))
    deckblatt = any(isinstance(block, Identification) for block in sheet.blocks)
    return not deckblatt and can_be_wrong(inputs(sheet.fields.values()))


def overall_state(own: Ref, lines: Sequence[Ref]) -> Expr:
    """The state of a sheet with its rules: `own` shows the cells' state, `lines` the rules' states on „Prüfung“."""
    if not lines:
        return if_(own.ne(""), own, "")
    refs = tuple(lines)
    warned = if_(Tally(refs, BROKEN[Severity.WARNUNG]) > 0, BROKEN[Severity.WARNUNG], own)
    return if_(Tally(refs, BROKEN[Severity.FEHLER]) > 0, BROKEN[Severity.FEHLER], if_(own.ne(COMPLETE), own, warned))
