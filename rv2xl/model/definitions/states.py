"""The live state of a workbook as expressions: what is still open, what is invalid, which rule is broken.

The words a provider sees while filling in stand here once; formula and stored value both come from these expressions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rv2xl.model.definitions.blocks import Block, Identification, Roster
from rv2xl.model.definitions.field import Field, Kind, StandIn, Type
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.expressions.expr import (
    Blanks,
    Compare,
    CompareOperator,
    Const,
    Expr,
    Invalid,
    Operand,
    Ref,
    Tally,
    all_of,
    any_of,
    day_of_month,
    first_of_month,
    if_,
    join,
    month_of,
    not_,
    numbers,
    references,
    sum_of,
    year_of,
)
from rv2xl.model.finding import Severity

OK = "✓ in Ordnung"
OPEN = "○ noch nicht prüfbar"
COMPLETE = "✓ vollständig"
INCOMPLETE = "○ noch unvollständig"
INVALID = "✗ ungültige Angabe"
BROKEN = {Severity.FEHLER: "✗ Fehler", Severity.WARNUNG: "! bitte prüfen", Severity.HINWEIS: "i Hinweis"}
"""What „Prüfung“ shows of a broken rule, by severity."""

DRAFT = "○ Entwurf"
NO_DAY_STATED = "Stand offen (Datum auf dem Deckblatt)"
"""What a calculation shows while required values are missing, and of its day while none is entered."""

ROW_STATE = "zustand."
"""Before a roster's id and the number of a row: the state of that row."""

LINE = "regel."
"""Before a judgement's id: the state of the rule on the sheet at hand, as „Prüfung“ shows it."""


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


def invalid(fields: Iterable[Field]) -> Expr:
    """How many cells hold what their type does not allow."""
    groups: dict[Type, list[Ref]] = {}
    named: list[Expr] = []
    for field in fields:
        if field.names_rightly is not None:
            named.append(if_(Ref(field.id).eq(""), 0, if_(field.names_rightly, 0, 1)))
        elif field.type.kind is not Kind.TEXT and not field.computed:
            groups.setdefault(field.type, []).append(Ref(field.id))
    within = (_within_month(ref) for type_, refs in groups.items() if type_.month_begin for ref in refs)
    return sum_of((*(Invalid(tuple(refs)) for refs in groups.values()), *within, *named))


def _within_month(ref: Ref) -> Expr:
    """1 for a valid day that is not the first of its month."""
    valid = all_of(numbers(ref).eq(1), Invalid((ref,)).eq(0))
    return if_(valid, if_(first_of_month(ref).eq(ref), 0, 1), 0)


def inputs(fields: Iterable[Field]) -> list[Field]:
    """The fields that somebody fills in: neither computed nor prefilled."""
    return [field for field in fields if not field.computed and not field.prefilled]


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


def state(judgement: Judgement, sheet: Sheet) -> Expr:
    """The state of a rule: in order, broken, or not to be judged yet."""
    verdict = if_(judgement.holds, OK, BROKEN[judgement.rule.severity])
    demands = judgement.rule.demands
    verdict = _guarded(judgeable(references(judgement.holds), sheet, demands), verdict)
    if judgement.when is None:
        return verdict
    return _guarded(judgeable(references(judgement.when), sheet, demands), if_(judgement.when, verdict, OK))


def _guarded(conditions: Sequence[Expr], verdict: Expr) -> Expr:
    return if_(all_of(*conditions), verdict, OPEN) if conditions else verdict


def shown_at(judgement: Judgement, block: Block) -> bool:
    """Whether a broken rule shows in the state of this block: where its condition, or the start of either side, stands."""
    sides = judgement.compared or (judgement.holds,)
    first = [refs[0] for side in sides if (refs := references(side))]
    ids = {ref.field for ref in (*first, *references(judgement.when)) if ref.sheet is None}
    return any(field.id in ids for field in block.fields)


def block_state(block: Block, sheet: Sheet) -> Expr:
    """The state beside a block: invalid, incomplete, broken rule, or complete."""
    fields = inputs(block.fields)
    shown = [judgement for judgement in sheet.judgements if shown_at(judgement, block)]
    result: Expr = Const(COMPLETE)
    for severity in (Severity.WARNUNG, Severity.FEHLER):
        broken = [rule_line(entry).eq(BROKEN[severity]) for entry in shown if entry.rule.severity is severity]
        if broken:
            result = if_(any_of(*broken), f"{BROKEN[severity]} – siehe Prüfung", result)
    if required(fields):
        result = if_(open_duties(fields, sheet) > 0, INCOMPLETE, result)
    if any(field.type.kind is not Kind.TEXT for field in fields):
        result = if_(invalid(fields) > 0, INVALID, result)
    return result


def rule_line(judgement: Judgement) -> Ref:
    """The state of a rule as its line on „Prüfung“ shows it, for the sheet at hand."""
    return Ref(LINE + judgement.id)


def can_be_wrong(fields: Sequence[Field]) -> bool:
    """Whether something may be missing in these fields, or stand there that their types do not allow."""
    return bool(required(fields)) or any(field.type.kind is not Kind.TEXT for field in fields)


def sheet_state(sheet: Sheet) -> Expr:
    """The state of a sheet's own cells: invalid, incomplete or complete."""
    fields = inputs(sheet.fields.values())
    result = if_(open_duties(fields, sheet) > 0, INCOMPLETE, COMPLETE) if has_duties(sheet) else Const(COMPLETE)
    return if_(invalid(fields) > 0, INVALID, result)


def has_duties(sheet: Sheet) -> bool:
    """Whether something must be entered on the sheet itself; of a list its rows say so."""
    return not sheet.rosters and bool(required(inputs(sheet.fields.values())))


def has_state(sheet: Sheet) -> bool:
    """Whether the sheet has a state: it is a list that somebody fills in, has duties, or takes entries that can be wrong; the Deckblatt,
    which says what the workbook is, tells of the other sheets."""
    if sheet.rosters:
        return bool(inputs(sheet.columns.values()))
    deckblatt = any(isinstance(block, Identification) for block in sheet.blocks)
    return not deckblatt and can_be_wrong(inputs(sheet.fields.values()))


def list_state(roster: Roster) -> Expr:
    """The state of a list: invalid or incomplete as soon as one of its rows is."""
    states = tuple(Ref(f"{ROW_STATE}{roster.id}.{number}") for number in range(1, roster.rows + 1))
    return if_(Tally(states, INVALID) > 0, INVALID, if_(Tally(states, INCOMPLETE) > 0, INCOMPLETE, COMPLETE))


def calculation_state(finished: str, as_of: Ref, states: Sequence[Ref]) -> Expr:
    """The state of a calculation: a draft until all sheets are complete, then what it is (`finished`) and as of which day."""
    dated = all_of(numbers(as_of).eq(1), Invalid((as_of,)).eq(0))
    stand = if_(dated, join(f"✓ {finished}, Stand ", *_written(as_of)), without_day(finished))
    return if_(all_of(*(state.eq(COMPLETE) for state in states)), stand, DRAFT)


def without_day(finished: str) -> str:
    """The longest text that a calculation's state shows: that nobody has said as of which day it is."""
    return f"✓ {finished}, {NO_DAY_STATED}"


def _written(day: Ref) -> Iterator[Operand]:
    """A day as TT.MM.JJJJ, without a number format: those differ from one language of a spreadsheet program to the next."""
    for part in (day_of_month(day), month_of(day)):
        yield from (if_(part < 10, "0", ""), part, ".")
    yield year_of(day)


def overall_state(own: Ref, lines: Sequence[Ref]) -> Expr:
    """The state of a sheet with its rules: `own` shows the cells' state, `lines` the rules' states on „Prüfung“."""
    if not lines:
        return if_(own.ne(""), own, "")
    refs = tuple(lines)
    warned = if_(Tally(refs, BROKEN[Severity.WARNUNG]) > 0, BROKEN[Severity.WARNUNG], own)
    return if_(Tally(refs, BROKEN[Severity.FEHLER]) > 0, BROKEN[Severity.FEHLER], if_(own.ne(COMPLETE), own, warned))


def broken_row(judgement: Judgement) -> str:
    """What the state of a roster's row says of a broken rule."""
    item = f" ({judgement.label})" if judgement.label else ""
    return f"{BROKEN[judgement.rule.severity]}: {judgement.rule.code}{item}"


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
    """The state of a roster's row: nothing for an unused one, else invalid, incomplete, the first broken rule, or complete."""
    fields = inputs(roster.columns)
    refs = tuple(Ref(field.id) for field in fields)
    result: Expr = Const(COMPLETE)
    for judgement in reversed(row_rules(roster, sheet)):
        broken = broken_row(judgement)
        is_broken = _opposite(judgement.holds)
        if judgement.when is not None:
            is_broken = if_(judgement.when, is_broken, Const(False))
        result = if_(is_broken, broken, result)  # once: what stands twice doubles with every rule
    if required(fields):
        result = if_(open_duties(fields, sheet) > 0, INCOMPLETE, result)
    result = if_(invalid(fields) > 0, INVALID, result)
    return if_(Blanks(refs).eq(len(refs)), "", result)
