"""What was issued, when `_meta` is gone: the visible line of the Deckblatt names form, year, sender and checksum, and the prefilled
values still stand in their cells. If the checksum over them is the printed one, nothing of them was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from rv2xl.excel.addresses import cell_name
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.returned.moved.alignment import Alignment, at
from rv2xl.excel.returned.moved.tabs import kinds_of
from rv2xl.excel.returned.recognise import MOST_ROWS, Identified, form_in_version, identified, issued_year
from rv2xl.excel.sheets.blocks.last_year import answer_in, place_beside
from rv2xl.excel.sheets.deckblatt import PROGRESS_HEADS, PROGRESS_TOTAL
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout, Placed
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.variants import printed_in
from rv2xl.model.entries.entry import Rows, read_entry
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue, IssuedSheet


class Recovered(NamedTuple):
    """The issue put together again, and whether its checksum is the printed one."""

    issue: Issue
    verified: bool


def recover(received: ReceivedBook) -> Recovered | None:
    """Put the issue together from the visible cells; None without the identifying line. Raises NotRecognised."""
    line = _line(received)
    if line is None:
        return None
    newest = form_in_version(line.form, line.version)
    issued_year(newest, f"{line.year:04}")
    editions = newest.dated.editions[1:] if newest.dated is not None else ()
    first = _recovered(received, line, newest)
    older = (_recovered(received, line, printed_in(newest, edition)) for edition in editions if not first.verified)
    return next((recovered for recovered in older if recovered.verified), first)


def _recovered(received: ReceivedBook, line: Identified, form: Form) -> Recovered:
    """Put the issue together as an edition of the law had it printed."""
    layout = _one_of_each(form, line)
    kinds = kinds_of([entry for entry in layout.placed if entry.sheet is not None], received)
    lengths = _lengths(layout, kinds, received)
    if lengths:
        form = form.with_rows(lengths)
        layout = _one_of_each(form, line)
    issue = Issue(form, line.year, line.sender, tuple(_sheets(layout, kinds, received, line)))
    return Recovered(issue, issue.id == line.issued_as)


def _one_of_each(form: Form, line: Identified) -> Layout:
    sheets = tuple(IssuedSheet(sheet.section, sheet.section, sheet.name, {}) for sheet in form.sheets)
    return lay_out(Issue(form, line.year, line.sender, sheets))


def _lengths(layout: Layout, kinds: Mapping[str, str], received: ReceivedBook) -> dict[str, int]:
    """Return how many rows each roster was issued with: as many as have a formula for their state."""
    lengths = {}
    for tab, kind in kinds.items():
        placed = layout.by_key[kind]
        for roster in placed.sheet.rosters.values() if placed.sheet is not None else ():
            first = placed.plan.positions.get(f"zustand.{roster.id}.1")
            if first is None:
                continue
            formulas = received.cells(tab).formulas
            states = (cell_name(row, first[1]) in formulas for row in range(first[0], MOST_ROWS))
            lengths[roster.id] = sum(takewhile(bool, states)) or roster.rows
    return lengths


def _line(received: ReceivedBook) -> Identified | None:
    cells = (cell for tab in received.sheets for row in received.cells(tab).rows for cell in row)
    return next(filter(None, (identified(cell) for cell in cells if isinstance(cell, str))), None)


def _sheets(
    layout: Layout, kinds: Mapping[str, str], received: ReceivedBook, line: Identified
) -> Iterator[IssuedSheet]:
    """Yield the sheets in the order of the form: one of each fixed kind, and of the repeated kinds what there is."""
    names = _issued_names(layout, kinds, received)
    for entry in layout.placed:
        if entry.sheet is None:
            continue
        tabs = [tab for tab, kind in kinds.items() if kind == entry.key]
        if not entry.sheet.repeated:
            tabs = [tab for tab in tabs if tab == entry.name] or tabs[:1]
            given = _given(entry, received.cells(tabs[0]).rows, line) if tabs else {}
            yield IssuedSheet(entry.key, entry.key, entry.name, given)
            continue
        for number, tab in enumerate(sorted(tabs, key=list(names).index), 1):
            rows = received.cells(tab).rows
            given, answers = _given(entry, rows, line), _last_year(layout.issue.form, entry, rows)
            yield IssuedSheet(f"{entry.key}.{number}", entry.key, names[tab], given, answers)


def _issued_names(layout: Layout, kinds: Mapping[str, str], received: ReceivedBook) -> dict[str, str]:
    """Return the issued name of each tab of a repeated kind, in the issued order.

    The Deckblatt lists the sheets. Tabs that it does not name were renamed: they get the names that are left, in their order.
    """
    repeated = [entry.key for entry in layout.placed if entry.sheet is not None and entry.sheet.repeated]
    tabs = [tab for kind in repeated for tab, found in kinds.items() if found == kind]
    fixed = {entry.name for entry in layout.placed if entry.sheet is None or not entry.sheet.repeated}
    listed = [name for name in _listed(received) if name not in fixed]
    if len(listed) != len(tabs):
        return {tab: tab for tab in tabs}
    strange = iter([tab for tab in tabs if tab not in listed])
    return {(name if name in tabs else next(strange)): name for name in listed}


def _listed(received: ReceivedBook) -> Iterator[str]:
    """Yield the names below the heading of the list of sheets, which stands on the first sheet that has one."""
    heads = list(PROGRESS_HEADS)
    for tab in received.sheets:
        rows = ([cell for cell in line if cell != ""] for line in received.cells(tab).rows)
        if any(line[: len(heads)] == heads for line in rows):  # then the rows below it are left
            yield from (str(line[0]) for line in takewhile(lambda line: line and line[0] != PROGRESS_TOTAL, rows))
            return


def _last_year(form: Form, placed: Placed, rows: Rows) -> dict[str, Value]:
    """Read last year's answers where they stand beside the questions that are asked anew."""
    asked = form.looks_back.asked_anew if form.looks_back is not None else ()
    alignment = Alignment(placed.plan.texts, rows)
    places = {name: alignment.cell(*place_beside(placed.plan, name)) for name in asked if name in placed.plan.fields}
    answers = {name: answer_in(at(rows, *place)) for name, place in places.items() if place is not None}
    return {name: answer for name, answer in answers.items() if answer is not None}


def _given(placed: Placed, rows: Rows, line: Identified) -> dict[str, Value]:
    """Read the prefilled values as they stand; of a blank form those that follow from the year."""
    sheet = placed.sheet
    assert sheet is not None
    alignment = Alignment(placed.plan.texts, rows, open_ended=bool(sheet.rosters))
    given: dict[str, Value] = {}
    for name, field in sheet.fields.items():
        if not (field.preset or (field.prefilled and not sheet.rosters)):
            continue
        if line.sender is None and not field.preset:
            given[name] = field.given(line.year) if field.given is not None else None
            continue
        place = alignment.cell(*placed.plan.positions[name])
        given[name] = read_entry(field, at(rows, *place)).value if place is not None else None
    return given
