"""Which tab of a returned file holds which issued sheet, whatever it is called now.

A tab is known by its name as long as its contents do not contradict. Where names are gone, changed or exchanged, the printed texts
tell the kind of sheet, and of sheets of one kind the field that tells them apart (the ZAD number) decides. Two tabs that could
both be the one are no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.returned.moved.alignment import ENOUGH, as_seen, at
from rv2xl.excel.sheets.meta_sheet import META_NAME
from rv2xl.excel.sheets.plan import Layout, Placed
from rv2xl.model.entries.entry import Raw, Rows


class Tabs(NamedTuple):
    """The tab of each issued sheet, by key; `rivals` are the tabs between which there was no choice, by key."""

    by_key: Mapping[str, str]
    rivals: Mapping[str, Sequence[str]]


def assign(layout: Layout, received: ReceivedBook, meta: str | None) -> Tabs:
    """Find the tab of each issued sheet but `_meta`, whose tab is known already."""
    wanted = [placed for placed in layout.placed if placed.key != META_NAME]
    if all(
        placed.name in received.sheets and not _contradicted(placed, received.cells(placed.name).rows)
        for placed in wanted
    ):
        return Tabs({placed.key: placed.name for placed in wanted}, {})
    return _assigned_by_contents(wanted, received, meta)


def _assigned_by_contents(wanted: Sequence[Placed], received: ReceivedBook, meta: str | None) -> Tabs:
    """Assign tabs by contents where that is certain, then the rest by name."""
    names = [name for name in received.sheets if name not in (META_NAME, meta)]
    kinds = kinds_of(wanted, received, names)
    strings = cache(lambda tab: _strings(received.cells(tab).rows))
    by_key: dict[str, str] = {}
    rivals: dict[str, Sequence[str]] = {}
    for placed in wanted:
        kind, mark = kind_of(placed), _mark(placed)
        likely = [tab for tab in names if kinds.get(tab) == kind and (mark is None or mark in strings(tab))]
        if len(likely) > 1 and placed.name in likely:
            likely = [placed.name]
        if len(likely) == 1:
            by_key[placed.key] = likely[0]
        elif likely:
            rivals[placed.key] = likely
    for placed in wanted:
        taken = {*by_key.values(), *(tab for tabs in rivals.values() for tab in tabs)}
        free = placed.key not in by_key and placed.key not in rivals and placed.name not in taken
        if free and placed.name in names and kinds.get(placed.name, kind_of(placed)) == kind_of(placed):
            by_key[placed.key] = placed.name
    return Tabs(by_key, rivals)


def _mark(placed: Placed) -> str | None:
    """The issued value that tells a sheet from others of its kind."""
    if placed.sheet is None or placed.sheet.told_apart_by is None:
        return None
    value = placed.given.get(placed.sheet.told_apart_by)
    return None if value is None else str(as_seen(str(value)))


def _contradicted(placed: Placed, rows: Rows) -> bool:
    """Whether the title or the mark of a sheet with fields is not where it was issued."""
    if placed.sheet is None:
        return False
    title, mark = next(cell for cell in placed.plan.cells if cell.text), _mark(placed)
    apart = placed.sheet.told_apart_by
    if _shown(at(rows, *title.place)) != as_seen(title.text):
        return True
    return mark is not None and apart is not None and _shown(at(rows, *placed.plan.positions[apart])) != mark


def _shown(cell: Raw) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(as_seen(cell))


def kinds_of(placed: Sequence[Placed], received: ReceivedBook, tabs: Iterable[str] | None = None) -> dict[str, str]:
    """Return the kind of sheet that each tab shows most of, where that is enough and no other kind shows as much."""
    plans = {kind_of(entry): entry.plan for entry in reversed(placed) if entry.key != META_NAME}
    texts = {kind: {str(as_seen(text)) for _, _, text in plan.texts} for kind, plan in plans.items()}
    kinds = {}
    for tab in received.sheets if tabs is None else tabs:
        there = _strings(received.cells(tab).rows) if tab != META_NAME else set()
        shares = sorted(((len(known & there) / len(known), kind) for kind, known in texts.items()), reverse=True)
        if shares[0][0] >= ENOUGH and (len(shares) == 1 or shares[1][0] < shares[0][0]):
            kinds[tab] = shares[0][1]
    return kinds


def _strings(rows: Rows) -> set[str]:
    return set(map(_shown, {cell for line in rows for cell in line if cell != ""}))


def kind_of(placed: Placed) -> str:
    """Sheets of one section are of one kind; the workbook's own sheets each of their own."""
    return placed.sheet.section if placed.sheet is not None else placed.key
