"""The lines of „Prüfung“ in words: what is missing, in which cells, and the numbers of a rule under the signs that its sentence names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rv2xl.excel.addresses import cell_name, column_letter, place_of, ranges
from rv2xl.excel.sheets.checks.line import COUNTED, LISTED, MORE_LISTED, TYPES, CheckLine
from rv2xl.excel.sheets.plan import SheetPlan
from rv2xl.model.definitions import states
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.expressions.explain import FIRST_NUMBER, SECOND_NUMBER, sentence, unit_of
from rv2xl.model.expressions.expr import Blanks, Const, Expr, Named, Ref, Rows, Tally, if_, join
from rv2xl.model.expressions.listing import SEPARATOR, Entries, FirstShown, first_entry, go_to
from rv2xl.model.finding import Severity

STILL_OPEN = "noch Angaben offen"
"""Why a rule is not judged."""
_COMPLETE, _ROWS_COMPLETE = (
    "Alle Pflichtangaben sind ausgefüllt.",
    "Alle Pflichtangaben benutzter Zeilen sind ausgefüllt.",
)
_NAMED_FIRST = 90
"""So many characters of a list of cells are shown, to the end of an entry; it must fit beside the words into two lines."""

_FAULT, _ASKED = states.BROKEN[Severity.FEHLER], states.BROKEN[Severity.WARNUNG]
_SPELLINGS = "Zahlen und Tage stehen nicht als Text da."


def lines_in_words(form: Form, sheet: Sheet, plan: SheetPlan) -> Iterator[CheckLine]:
    """Yield the lines for each sheet of a section."""
    if sheet.rosters:
        for roster in sheet.rosters.values():
            yield from _of_roster(roster, sheet, form, plan)
        return
    fields = states.inputs(sheet.fields.values())
    if any(field.type.kind is not Kind.TEXT for field in fields):
        yield _of_types(fields, sheet, plan)
    if states.can_be_spelled(fields, sheet):
        yield _of_spelling(fields, sheet, plan)
    if duties := states.required(fields):
        yield _of_duties(duties, sheet, plan)
    for judgement in sheet.judgements:
        yield _of_rule(judgement, sheet, form)


# --------------------------------------------------------------------------------------------------- cells by address


def _of_types(fields: Sequence[Field], sheet: Sheet, plan: SheetPlan) -> CheckLine:
    def refused(fields: Sequence[Field]) -> Expr:
        return states.refused(fields, sheet)

    words = (" Angabe ist so nicht zulässig", " Angaben sind so nicht zulässig")
    parts, names = _where(refused, sheet, plan), _names(fields, plan)
    return _with_cells("TYP", refused(fields), TYPES, words, _FAULT, parts, names, fields[0], plan, sheet)


def _of_spelling(fields: Sequence[Field], sheet: Sheet, plan: SheetPlan) -> CheckLine:
    words = (" Angabe steht als Text da", " Angaben stehen als Text da")
    parts, names, number = _where(states.spelled, sheet, plan), _names(fields, plan), states.spelled(fields)
    return _with_cells("NORMALISIERT", number, _SPELLINGS, words, _ASKED, parts, names, fields[0], plan, sheet)


def _where(counted: Callable[[Sequence[Field]], Expr], sheet: Sheet, plan: SheetPlan) -> list[Expr]:
    """List the ranges of one type in which some cells are counted."""
    return [
        if_(counted(group).eq(0), "", SEPARATOR + _address(group, plan))
        for block in sheet.blocks
        for group in _rectangles(_alike(states.inputs(block.fields)), plan)
        if group[0].type.kind is not Kind.TEXT
    ]


def _of_duties(duties: Sequence[Field], sheet: Sheet, plan: SheetPlan) -> CheckLine:
    parts = [
        part if condition is None else if_(condition, part, "")
        for block in sheet.blocks
        for condition, fields in _by_condition(states.required(states.inputs(block.fields)))
        for group in _rectangles([fields], plan)
        for part in [_blank(group, plan)]
    ]
    words, number = (" Angabe fehlt", " Angaben fehlen"), states.open_duties(duties, sheet)
    names = _names(duties, plan)
    return _with_cells(
        "PFLICHT",
        number,
        _COMPLETE,
        words,
        states.INCOMPLETE,
        parts,
        names,
        duties[0],
        plan,
        sheet,
        sheet.optional_when,
    )


def _with_cells(
    code: str, number: Expr, fine: str, words: tuple[str, str], shown: str, parts: Sequence[Expr], names: Sequence[str], first: Field,
    plan: SheetPlan, sheet: Sheet, optional: Expr | None = None,
) -> CheckLine:  # fmt: skip
    """A line that lists the cells of which it tells, and leads to the first of them; a sheet that nobody has begun is not in order."""
    ok = if_(states.all_blank(states.inputs(sheet.fields.values())), "", states.OK)
    cells, count, more = (_kept(code, column) for column in (LISTED, COUNTED, MORE_LISTED))
    what = join(count, if_(count.eq(1), *words), ": ", Entries(cells, _NAMED_FIRST, " …"))
    place = if_(count.eq(0), _address([first], plan), first_entry(cells))
    pieces = [parts] if len(parts) <= _IN_ONE_FORMULA else [[*parts[: len(parts) // 2], more], parts[len(parts) // 2 :]]
    listed, *rest = (join(*some) if optional is None else if_(optional, "", join(*some)) for some in pieces)
    return CheckLine(
        code, code, "", if_(count.eq(0), fine, what), if_(count.eq(0), ok, shown), None, None, None, first.id, go_to(place, place),
        (listed, number, *rest), f"99{words[1]}: {SEPARATOR.join(names)[:_NAMED_FIRST + 12]}",
    )  # fmt: skip


def _kept(line: str, column: int) -> Ref:
    return Ref(f"{states.LINE}{line}:{column}")


_IN_ONE_FORMULA = 12
"""So many parts of a list stand in one formula, whose length is limited."""


def _blank(group: Sequence[Field], plan: SheetPlan) -> Expr:
    """List the blank cells of a rectangle: all at once if all are blank, else column by column, else one by one."""
    if len(group) == 1:
        return if_(Ref(group[0].id).eq(""), SEPARATOR + _address(group, plan), "")
    columns: dict[int, list[Field]] = {}
    for field in group:
        columns.setdefault(plan.positions[field.id][1], []).append(field)
    several = 1 < len(columns) < len(group)
    smaller = list(columns.values()) if several else [[field] for field in group]
    every = Blanks(tuple(Ref(field.id) for field in group)).eq(len(group))
    return if_(every, SEPARATOR + _address(group, plan), join(*(_blank(part, plan) for part in smaller)))


def _by_condition(duties: Sequence[Field]) -> list[tuple[Expr | None, list[Field]]]:
    """Group duties by what demands them."""
    groups: list[tuple[Expr | None, list[Field]]] = []
    for field in duties:
        condition = None if field.required else field.required_when
        if not groups or groups[-1][0] is not condition:
            groups.append((condition, []))
        groups[-1][1].append(field)
    return groups


def _alike(fields: Sequence[Field]) -> list[list[Field]]:
    """Group neighbours of one type."""
    groups: list[list[Field]] = []
    for field in fields:
        if not groups or groups[-1][0].type != field.type:
            groups.append([])
        groups[-1].append(field)
    return groups


def _rectangles(groups: Sequence[Sequence[Field]], plan: SheetPlan) -> Iterator[list[Field]]:
    """Yield the fields of each range that the cells of a group make up."""
    for group in groups:
        for area in ranges(_cells(group, plan)):
            first, _, last = area.partition(":")
            (top, left), (bottom, right) = place_of(first), place_of(last or first)
            yield [
                field
                for field in group
                for row, column in [plan.positions[field.id]]
                if top <= row <= bottom and left <= column <= right
            ]


def _cells(fields: Sequence[Field], plan: SheetPlan) -> list[tuple[str, int, int]]:
    return [("", *plan.positions[field.id]) for field in fields]


def _names(fields: Sequence[Field], plan: SheetPlan) -> list[str]:
    return [_address([field], plan) for field in fields]


def _address(fields: Sequence[Field], plan: SheetPlan) -> str:
    return ranges(_cells(fields, plan))[0]


# --------------------------------------------------------------------------------------------------------------- rows


def _of_roster(roster: Roster, sheet: Sheet, form: Form, plan: SheetPlan) -> Iterator[CheckLine]:
    """Yield the lines of a roster: in how many of its rows something is invalid, missing, or breaks a rule, and the first of them."""
    if not states.inputs(roster.columns):
        return
    rows = tuple(Ref(f"{states.ROW_STATE}{roster.id}.{number}") for number in range(1, roster.rows + 1))
    field = roster.row(1)[0].id
    above, column = plan.positions[field]
    ok = if_(Blanks(rows).eq(Rows(rows)), "", states.OK)

    def line(name: str, shown: str, state: str, words: tuple[str, str] | str, label: str = "") -> CheckLine:
        row, count = _kept(name, LISTED), _kept(name, COUNTED)
        none, some = count.eq(0), join(count, if_(count.eq(1), " Zeile", " Zeilen"))
        text: str | Expr = words if isinstance(words, str) else if_(none, words[0], join(some, words[1], row))
        found = if_(none, "", some) if isinstance(words, str) else None
        start = cell_name(above, column)
        link = go_to(if_(none, start, join(column_letter(column), row)), if_(none, start, join("Zeile ", row)))
        kept = (if_(none, "", FirstShown(rows, shown) + above), Tally(rows, shown))
        code = name.partition(".")[0]
        return CheckLine(
            name, code, label, text, if_(none, ok, state), found, None, None, field, link, kept, "".join(words)
        )

    yield line("TYP", states.INVALID, _FAULT, (TYPES, " mit einer Angabe, die so nicht zulässig ist, zuerst Zeile "))
    if states.can_be_spelled(states.inputs(roster.columns), sheet):
        asked = (_SPELLINGS, " mit einer Angabe, deren Schreibweise zu prüfen ist, zuerst Zeile ")
        yield line("NORMALISIERT", states.SPELLING, _ASKED, asked)
    if states.required(states.inputs(roster.columns)):
        incomplete = (_ROWS_COMPLETE, " unvollständig, zuerst Zeile ")
        yield line("PFLICHT", states.INCOMPLETE, states.INCOMPLETE, incomplete)
    for judgement in states.row_rules(roster, sheet):
        text = sentence(
            judgement, lambda ref: (form.sections[ref.sheet] if ref.sheet else sheet).known(ref.field), form.guidance
        )
        shown, state = states.broken_row(judgement, sheet), states.BROKEN[judgement.rule.severity]
        yield line(judgement.id, shown, state, text, judgement.label)


# -------------------------------------------------------------------------------------------------------------- rules


def _of_rule(judgement: Judgement, sheet: Sheet, form: Form) -> CheckLine:
    def known(ref: Ref) -> Field | None:
        return (form.sections[ref.sheet] if ref.sheet else sheet).fields.get(ref.field)

    sides = judgement.compared
    one, other = sides if sides is not None else (None, None)
    if isinstance(other, Const) and other.value == "":
        one = None
    if isinstance(other, Const):  # the sentence says it
        other = None
    unit = unit_of(one, known) if one is not None else None
    marks = (FIRST_NUMBER if one is not None else "", SECOND_NUMBER if other is not None else "")
    return CheckLine(
        judgement.id, judgement.rule.code, judgement.label, sentence(judgement, known, form.guidance, marks),
        states.state(judgement, sheet), _number(judgement, one, STILL_OPEN), None if other is None else _number(judgement, other, ""), unit,
        next(ref.field for ref in judgement.refs if ref.sheet is None),
    )  # fmt: skip


def _number(judgement: Judgement, side: Expr | None, unjudged: str) -> Expr:
    """A side of the comparison as its line shows it: nothing of a blank cell, and why there is nothing while the rule is not judged."""
    value: Expr = Const("") if side is None else side
    if isinstance(side.part if isinstance(side, Named) else side, Ref) and side is not None:
        value = if_(side.eq(""), "", side)
    return if_(states.rule_line(judgement).eq(states.OPEN), unjudged, value)
