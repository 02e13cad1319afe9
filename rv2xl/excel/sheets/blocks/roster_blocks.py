"""How a sheet that is one table is laid out: title, notes, heads, then the rows, each with its state at the end if it is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rv2xl.excel.formulas.row_formula import READ
from rv2xl.excel.looks import CHARACTER, text_width
from rv2xl.excel.sheets.blocks.builder import STATE, SheetBuilder
from rv2xl.excel.sheets.blocks.hints import PASTE
from rv2xl.excel.sheets.plan import Area, Cell, Computed, SheetPlan
from rv2xl.model.definitions import states
from rv2xl.model.definitions.blocks import Lookup, Roster
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.definitions.sheet import Sheet
from rv2xl.model.expressions.expr import Identifier

ROSTER_WIDTHS = {
    Kind.DATUM: 12.0,
    Kind.DEZIMAL: 12.0,
    Kind.EURO: 13.0,
    Kind.ANZAHL: 10.0,
    Kind.JA_NEIN: 9.0,
    Kind.AUSWAHL: 11.0,
}


def arrange_roster(sheet: Sheet, roster: Roster) -> SheetPlan:
    """Lay out the sheet of a roster. Where the form leads, the first column stays in sight, or as many as the roster says."""
    columns = _columns(roster)
    widths = [column.width for column in columns]
    state_column = len(widths)
    hidden = [_identifier(roster, name) for name in roster.identifiers]
    filled_in, leads = states.has_state(sheet), sheet.guidance.leads
    room = (_state_width(roster, sheet) if leads else _STATE_WIDTH,) if filled_in else ()
    shown = (*widths, *room)
    apart = (0.0,) * (len(hidden) + 1) if hidden else ()
    sight = _in_sight(shown) if leads else state_column
    builder = SheetBuilder((*shown, *apart), last_column=min(sight, state_column - 1), guidance=sheet.guidance)
    beyond = sight < state_column  # then the state of the list stands in the last two columns that are in sight
    builder.text(sheet.title, "title", 0, sight - 2 if beyond else state_column - 1)
    if filled_in:
        place, last = (sight - 1, sight) if beyond else (state_column, -1)
        builder.formula(STATE, states.list_state(roster, sheet), place, "state", last=last)
    builder.next()
    for note in _notes(roster, pasted=filled_in and leads):
        builder.line(note, "note")
    _heads(builder, roster, [*(column.label for column in columns), *(("Zustand",) if filled_in else ())])
    heads = builder.row
    expr = states.row_state(roster, sheet) if filled_in else None
    for number in range(1, roster.rows + 1):
        fields = iter(roster.row(number))
        for place, column in enumerate(columns):
            if column.lookup is None:
                builder.field(next(fields), place, line=number)
            else:
                looked_up = Computed(
                    f"{LOOKUP}{roster.id}.{number}.{column.lookup.column}", column.lookup.expr, row=number
                )
                builder.cells.append(Cell(builder.row, place, "computed.text", computed=looked_up))
        if expr is not None:
            computed = Computed(f"{states.ROW_STATE}{roster.id}.{number}", expr, row=number)
            builder.cells.append(Cell(builder.row, state_column, "state", computed=computed))
        for place, entry in enumerate(
            hidden, len(shown) + 1
        ):  # apart, so that no program takes them for a part of the table
            computed = entry._replace(id=entry.id.replace("*", str(number)), row=number)
            builder.cells.append(Cell(builder.row, place, "meta", computed=computed))
        builder.next()
    sortable = Area(heads, builder.row - 1, len(shown) - 1) if roster.sortable else None
    frozen = max(roster.frozen, 1) if leads else 0
    return builder.plan(landscape=True, frozen_rows=heads, frozen_columns=frozen, sortable=sortable)


LOOKUP = "neben."
"""Before a roster's id, the number of a row and a column: what stands beside the entry."""

LOOKUP_WIDTH = 26.0
FILTER_BUTTON = 13.5
"""Height in points that a head needs besides where a button to filter stands below it."""


def _heads(builder: SheetBuilder, roster: Roster, heads: Sequence[str]) -> None:
    builder.texts(heads, "sorted_head" if roster.sortable else "column_head")
    if roster.sortable:
        builder.heights[builder.row - 1] += FILTER_BUTTON


class _Column(NamedTuple):
    """A column as it is laid out: of entries, or what is looked up beside one."""

    label: str
    width: float
    lookup: Lookup | None = None


def _columns(roster: Roster) -> list[_Column]:
    found = []
    for entry, column in zip(roster.entries, roster.columns, strict=True):
        found.append(_Column(column.label, _roster_width(column)))
        beside = (lookup for lookup in roster.lookups if lookup.column == entry.id)
        found += (_Column(lookup.label, LOOKUP_WIDTH, lookup) for lookup in beside)
    return found


def _identifier(roster: Roster, name: str) -> Computed:
    """What an entry counts as, for all rows."""
    ref = roster[name]
    digits = next(entry.type.digits for entry in roster.entries if entry.id == name)
    return Computed(READ + ref.field, Identifier(ref, digits, spelled_out=True))


def _notes(roster: Roster, *, pasted: bool) -> tuple[str, ...]:
    """Return what stands above the heads; how copied values are pasted stands behind the last note, and needs no room of its own there."""
    if not pasted:
        return roster.notes
    *notes, last = roster.notes or ("",)
    return (*notes, f"{last} {PASTE}".strip())


_STATE_WIDTH = 34.0
_SCREEN = 170.0
"""Characters that stand side by side on a screen of 1366 pixels."""


def _in_sight(widths: Sequence[float]) -> int:
    """Return the last column that is seen without scrolling; of a narrow list the last one."""
    ends = list(accumulate(widths))
    return max((column for column, end in enumerate(ends) if end <= _SCREEN), default=0)


def _state_width(roster: Roster, sheet: Sheet) -> float:
    """Return the width in which each state of a row has one line."""
    longest = max(
        (text_width(states.broken_row(entry, sheet)) for entry in states.row_rules(roster, sheet)), default=0.0
    )
    return max(_STATE_WIDTH, round(longest * 10.5 / CHARACTER + 3))


def _roster_width(column: Field) -> float:
    length = column.type.length
    text = 12.0 if column.type.digits is not None or length <= 30 else 18.0 if length <= 100 else 26.0
    words = max(len(word) for word in column.label.split()) * 0.95 + 2  # a head breaks between words only
    choices = max(map(len, column.type.choices), default=0) + 2.5
    return max(ROSTER_WIDTHS.get(column.type.kind, text), len(column.label) * 0.62 + 2, words, choices)
