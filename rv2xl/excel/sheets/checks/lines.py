"""The lines of „Prüfung“ for a section as expressions: what the forms' own generation of guidance says of each rule."""

from __future__ import annotations

from collections.abc import Iterator

from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.excel.sheets.checks.in_words import lines_in_words
from rv2xl.excel.sheets.checks.line import TYPES, CheckLine
from rv2xl.model.definitions import states
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form, Sheet, derived_from_section
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.expressions.explain import rule_text, unit_of
from rv2xl.model.expressions.expr import Const, Expr, Named, Ref, Tally, if_
from rv2xl.model.finding import Severity


@derived_from_section
def check_lines(form: Form, section: str) -> tuple[CheckLine, ...]:
    """Return the lines that „Prüfung“ has for each sheet of a section."""
    sheet = form.sections[section]
    if form.guidance.leads:
        return tuple(lines_in_words(form, sheet, section_plan(form, section)))
    if sheet.rosters:
        return tuple(line for roster in sheet.rosters.values() for line in _roster_lines(roster, sheet, form))
    lines = (_line(judgement, sheet, form) for judgement in sheet.judgements)
    return (*_general(states.inputs(sheet.fields.values()), sheet), *lines)


@derived_from_section
def line_numbers(form: Form, section: str) -> dict[str, int]:
    """Return which of its section's lines each judgement has, from 0."""
    return {line.id: number for number, line in enumerate(check_lines(form, section))}


# ------------------------------------------------------------------------------------------------- the first guidance


def _general(fields: list[Field], sheet: Sheet) -> Iterator[CheckLine]:
    """The lines that every sheet with inputs has: all duties done, all entries of the right type."""
    if not fields:
        return
    wrong, missing = states.invalid(fields), states.open_duties(fields, sheet)
    state = if_(wrong.eq(0), states.OK, states.BROKEN[Severity.FEHLER])
    yield CheckLine("TYP", "TYP", "", TYPES, state, wrong, Const(0), None, fields[0].id)
    if duties := states.required(fields):
        state = if_(missing.eq(0), states.OK, states.OPEN)
        text = "Alle Pflichtangaben sind ausgefüllt."
        yield CheckLine("PFLICHT", "PFLICHT", "", text, state, missing, Const(0), None, duties[0].id)


def _roster_lines(roster: Roster, sheet: Sheet, form: Form) -> Iterator[CheckLine]:
    """The lines of a roster: how many of its rows are invalid, incomplete, or break a rule."""
    if not states.inputs(roster.columns):
        return
    rows = tuple(Ref(f"{states.ROW_STATE}{roster.id}.{number}") for number in range(1, roster.rows + 1))
    field = roster.row(1)[0].id

    def line(name: str, code: str, text: str, shown: str, state_if_any: str, label: str = "") -> CheckLine:
        count = Tally(rows, shown)
        return CheckLine(name, code, label, text, if_(count > 0, state_if_any, states.OK), count, Const(0), None, field)

    yield line("TYP", "TYP", TYPES, states.INVALID, states.BROKEN[Severity.FEHLER])
    duties = "Alle Pflichtangaben benutzter Zeilen sind ausgefüllt."
    yield line("PFLICHT", "PFLICHT", duties, states.INCOMPLETE, states.OPEN)
    for judgement in states.row_rules(roster, sheet):
        text = rule_text(judgement, lambda ref: (form.sections[ref.sheet] if ref.sheet else sheet).known(ref.field))
        broken, shown = states.broken_row(judgement, sheet), states.BROKEN[judgement.rule.severity]
        yield line(judgement.id, judgement.rule.code, text, broken, shown, judgement.label)


def _line(judgement: Judgement, sheet: Sheet, form: Form) -> CheckLine:
    def known(ref: Ref) -> Field | None:
        return (form.sections[ref.sheet] if ref.sheet else sheet).fields.get(ref.field)

    sides = judgement.compared
    found: Expr | None = None
    expected: Expr | None = None
    if sides is not None and not (isinstance(sides[1], Const) and sides[1].value == ""):
        found, expected = (_shown(judgement, side) for side in sides)
        expected = None if judgement.is_strict else expected
    first = next(ref.field for ref in judgement.refs if ref.sheet is None)
    unit = unit_of(sides[0], known) if sides else None
    text, state = rule_text(judgement, known), states.state(judgement, sheet)
    return CheckLine(judgement.id, judgement.rule.code, judgement.label, text, state, found, expected, unit, first)


def _shown(judgement: Judgement, side: Expr) -> Expr:
    """A side of the comparison as its line shows it: nothing while the rule cannot be judged or the cell is blank."""
    if isinstance(side, Const):
        return side
    plain = side.part if isinstance(side, Named) else side
    value = if_(side.eq(""), "", side) if isinstance(plain, Ref) else side
    return if_(states.rule_line(judgement).eq(states.OPEN), "", value)
