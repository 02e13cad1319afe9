"""Lists that came back longer or shorter than they were issued, because somebody inserted or deleted rows.

Any row of a list is as good as any other, and programs adjust every formula. So the list is read as what it is now, one of another
length, and that is said once. It is believed only if the formula over all its states, in the sheet's head, reads as that of a list of
exactly that length; else rows are where they were issued, and what is below is outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rv2xl.excel.addresses import Place, column_letter, ranges
from rv2xl.excel.formulas.references import MovedSheets
from rv2xl.excel.formulas.same_formula import same_formula
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.returned.moved.alignment import Text, as_seen, at
from rv2xl.excel.returned.recognise import MOST_ROWS
from rv2xl.excel.sheets.blocks.arrange import STATE
from rv2xl.excel.sheets.formula_texts import expected_formulas
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout, Placed
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.states import ROW_STATE
from rv2xl.model.finding import Finding, finding
from rv2xl.model.issue import Issue


class Resized(NamedTuple):
    """A list as issued, with how many rows it has now from its first row on; `rows` are those with a formula for their state, from 0.

    What was inserted before the first row is none of the ranges in formulas: they begin at the first of `rows`.
    """

    placed: Placed
    tab: str
    roster: Roster
    length: int
    first: int
    rows: frozenset[int]

    @property
    def added(self) -> frozenset[int]:
        """The rows of the list that have no formula for their state."""
        return frozenset(range(self.first, self.first + self.length)) - self.rows

    def in_ranges(self) -> Mapping[Place, Place]:
        """Return where formulas have the first row of the list, by where it is."""
        begin = min(self.rows)
        width = max(cell.column for cell in self.placed.plan.cells) + 1
        return {(self.first, column): (begin, column) for column in range(width)} if begin > self.first else {}


def as_returned(layout: Layout, tabs: Mapping[str, str], received: ReceivedBook) -> tuple[Layout, list[Resized]]:
    """Return the layout with its lists as long as they came back, and the lists whose length changed."""
    found = [change for placed in layout.placed if (change := _change(layout, placed, tabs.get(placed.key), received))]
    if not found:
        return layout, []
    resized = _laid_out(layout, {change.roster.id: change.length for change in found})
    sure = [change for change in found if _is_so(resized, change, received)]
    if len(sure) < len(found):
        resized = _laid_out(layout, {change.roster.id: change.length for change in sure})
    return resized, sure


def _laid_out(layout: Layout, lengths: Mapping[str, int]) -> Layout:
    if not lengths:
        return layout
    issue = layout.issue
    return lay_out(Issue(issue.form.with_rows(lengths), issue.year, issue.sender, issue.sheets, issue))


def _change(layout: Layout, placed: Placed, tab: str | None, received: ReceivedBook) -> Resized | None:
    """Return what a list seems to have become, if the formula over its states is not the issued one."""
    roster = next(iter(placed.sheet.rosters.values()), None) if placed.sheet is not None else None
    if roster is None or roster.presets or tab is None or STATE not in placed.plan.computed:
        return None
    formulas = received.cells(tab).formulas
    head = placed.plan.computed[STATE].name
    if formulas.get(head) in (None, expected_formulas(layout, placed)[head]):
        return None
    first, column = placed.plan.positions[f"{ROW_STATE}{roster.id}.1"]
    if any(as_seen(at(received.cells(tab).rows, *place)) != as_seen(text) for *place, text in _heads(placed, first)):
        return None  # more has moved than rows of the list
    rows = _rows_with_formula(formulas, first, column)
    length = max(rows, default=first - 1) - first + 1
    if length == roster.rows or not 0 < length <= MOST_ROWS or 2 * len(rows) < length:
        return None
    return Resized(placed, tab, roster, length, first, rows)


def _heads(placed: Placed, first: int) -> Iterator[Text]:
    return (text for text in placed.plan.texts if text[0] == first - 1)


def _rows_with_formula(formulas: Mapping[str, str], first: int, column: int) -> frozenset[int]:
    letter = column_letter(column)
    numbers = (name.removeprefix(letter) for name in formulas if name.startswith(letter))
    return frozenset(row for number in numbers if number.isdecimal() and (row := int(number) - 1) >= first)


def _is_so(layout: Layout, change: Resized, received: ReceivedBook) -> bool:
    """Whether the formula over the states of a list is that of one of its new length."""
    placed = layout.by_key[change.placed.key]
    name = placed.plan.computed[STATE].name
    moved = MovedSheets({}, {placed.name: change.in_ranges()})
    expected = moved.translated(expected_formulas(layout, placed)[name], placed.name)
    return same_formula(received.cells(change.tab).formulas[name], expected)


def said_of(change: Resized, received: ReceivedBook) -> Finding:
    """Say that rows were inserted or deleted, and where, as far as something tells."""
    roster, more = change.roster, change.length - change.roster.rows
    first, state_column = change.placed.plan.positions[f"{ROW_STATE}{roster.id}.1"]
    rows = _inserted(change, received) if more > 0 else _deleted(change, received)
    if len(rows) != abs(more):  # which they are, nothing tells
        rows = range(first, first + change.length)
    what = "eingefügt" if more > 0 else "gelöscht"
    count = "wurde eine Zeile" if abs(more) == 1 else f"wurden {abs(more)} Zeilen"
    text = f"In der Liste „{roster.heading}“ {count} {what}: Ausgegeben wurden {roster.rows} Zeilen, jetzt sind es {change.length}"
    remedy = "Bitte prüfen, ob das so sein soll; nicht benötigte Zeilen bitte leeren und nicht löschen."
    if more > 0:
        remedy = "Bitte prüfen, ob die gelesenen Werte stimmen; Zeilen bitte nicht einfügen, sondern die nächste freie verwenden."
    cells = ranges(("", row, column) for row in dict.fromkeys(rows) for column in range(state_column + 1))
    return finding(
        "FELD-VERSCHOBEN", f"{text}. Alle wurden gelesen.", remedy=remedy, sheet=change.tab, cells=tuple(cells),
        value=str(change.length), expected=str(roster.rows))  # fmt: skip


def _named_rows(change: Resized, received: ReceivedBook) -> dict[int, int]:
    """Return where the rows stand that still have the names of their fields, by number."""
    names = received.names.get(change.tab, {})
    places = {number: names.get(row[0].lower()) for number, row in enumerate(change.roster.names, 1)}
    return {number: place[0] for number, place in places.items() if place is not None}


def _deleted(change: Resized, received: ReceivedBook) -> Sequence[int]:
    """Return the rows that now stand where others were deleted: for those at the end the last one left."""
    named, first = _named_rows(change, received), change.first
    gone = [number for number in range(1, change.roster.rows + 1) if number not in named]
    last = first + change.length - 1
    return [min(first + number - 1 - before, last) for before, number in enumerate(gone)]


def _inserted(change: Resized, received: ReceivedBook) -> Sequence[int]:
    """Return the rows without the names that rows were issued with, or else without formulas."""
    named = set(_named_rows(change, received).values())
    return [row for row in range(change.first, change.first + change.length) if row not in (named or change.rows)]
