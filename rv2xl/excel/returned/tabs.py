"""Which tab of a returned file holds which issued sheet, whatever it is called now.

A tab is known by its name as long as its contents do not contradict. Where names are gone, changed or exchanged, the printed texts
tell the kind of sheet, and of sheets of one kind the field that tells them apart (the ZAD number) decides. Two tabs that could
both be the one are no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.returned.alignment import ENOUGH, Text
from rv2xl.excel.sheets.meta_sheet import META_NAME
from rv2xl.excel.sheets.plan import Layout, Placed, SheetPlan
from rv2xl.model.entries.entry import Rows


@dataclass(frozen=True, slots=True)
class Tabs:
    """The tab of each issued sheet, by key; `rivals` are the tabs between which there was no choice, by key."""

    by_key: Mapping[str, str]
    rivals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def assign(layout: Layout, received: ReceivedBook) -> Tabs:
    """Find the tab of each issued sheet but `_meta`."""
    wanted = [placed for placed in layout.placed if placed.key != META_NAME]
    if all(
        placed.name in received.sheets and not _contradicted(placed, received.cells(placed.name).rows)
        for placed in wanted
    ):
        return Tabs({placed.key: placed.name for placed in wanted})
    return _Search(wanted, received).tabs()


def texts_of(plan: SheetPlan) -> list[Text]:
    """Return the printed texts of a plan that are not empty."""
    return [
        (cell.row, cell.column, cell.text)
        for cell in plan.cells
        if cell.field is None and cell.computed is None and cell.text
    ]


def _mark(placed: Placed) -> str | None:
    """The issued value that tells a sheet from others of its kind."""
    if placed.sheet is None or placed.sheet.told_apart_by is None:
        return None
    value = placed.given.get(placed.sheet.told_apart_by)
    return None if value is None else str(value)


def _contradicted(placed: Placed, rows: Rows) -> bool:
    """Whether the title or the mark of a sheet with fields is not where it was issued."""
    if placed.sheet is None:
        return False
    title, mark = next(cell for cell in placed.plan.cells if cell.text), _mark(placed)
    if _at(rows, title.row, title.column) != title.text:
        return True
    if mark is None or placed.sheet.told_apart_by is None:
        return False
    return _at(rows, *placed.plan.positions[placed.sheet.told_apart_by]) != mark


def _at(rows: Rows, row: int, column: int) -> str:
    return _shown(rows[row][column]) if row < len(rows) and column < len(rows[row]) else ""


def _shown(cell: object) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


class _Search:
    """The search by contents, for one file."""

    def __init__(self, wanted: Sequence[Placed], received: ReceivedBook) -> None:
        self._wanted, self._received = wanted, received
        self._tabs = [name for name in received.sheets if name != META_NAME]

    def tabs(self) -> Tabs:
        """Assign tabs: by contents where that is certain, then the rest by name."""
        by_key: dict[str, str] = {}
        rivals: dict[str, tuple[str, ...]] = {}
        for placed in self._wanted:
            likely = self._likely(placed)
            if len(likely) > 1 and placed.name in likely:
                likely = [placed.name]
            if len(likely) == 1:
                by_key[placed.key] = likely[0]
            elif likely:
                rivals[placed.key] = tuple(likely)
        for placed in self._wanted:
            taken = {*by_key.values(), *(tab for tabs in rivals.values() for tab in tabs)}
            free = placed.key not in by_key and placed.key not in rivals and placed.name not in taken
            if free and placed.name in self._tabs and self._kinds.get(placed.name, _kind(placed)) == _kind(placed):
                by_key[placed.key] = placed.name
        return Tabs(by_key, rivals)

    def _likely(self, placed: Placed) -> list[str]:
        """The tabs of this kind that carry the mark, if there is one."""
        mark = _mark(placed)
        return [
            tab
            for tab in self._tabs
            if self._kinds.get(tab) == _kind(placed) and (mark is None or mark in self._strings[tab])
        ]

    @cached_property
    def _strings(self) -> dict[str, set[str]]:
        return {tab: _strings(self._received.cells(tab).rows) for tab in self._tabs}

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return kinds_of(self._wanted, self._received)


def kinds_of(placed: Sequence[Placed], received: ReceivedBook, tabs: Iterable[str] | None = None) -> dict[str, str]:
    """Return the kind of sheet that each tab shows most of, where that is enough and no other kind shows as much."""
    plans = {_kind(entry): entry.plan for entry in reversed(placed) if entry.key != META_NAME}
    texts = {kind: {text for _, _, text in texts_of(plan)} for kind, plan in plans.items()}
    kinds = {}
    for tab in received.sheets if tabs is None else tabs:
        there = _strings(received.cells(tab).rows) if tab != META_NAME else set()
        shares = sorted(((len(known & there) / len(known), kind) for kind, known in texts.items()), reverse=True)
        if shares[0][0] >= ENOUGH and (len(shares) == 1 or shares[1][0] < shares[0][0]):
            kinds[tab] = shares[0][1]
    return kinds


def _strings(rows: Rows) -> set[str]:
    return {_shown(cell) for line in rows for cell in line if cell != ""}


def _kind(placed: Placed) -> str:
    """Sheets of one section are of one kind; the workbook's own sheets each of their own."""
    return placed.sheet.section if placed.sheet is not None else placed.key
