"""What somebody entered where no field is: below the last row of a list, beside the fields, under a merged cell, in comments.

None of it is read, and none of it is passed over. Rows below a list that look like entries of it weigh as much as a loss: what lacks
the formulas of a row, and stands in the range of none, is never certain to be one. All else is named for information. Formulas and error
values in free cells are nobody's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from rv2xl.excel.addresses import Place, cell_name, ranges
from rv2xl.excel.package.cells.sheet import SheetCells
from rv2xl.excel.package.refusal import grouped
from rv2xl.excel.returned.compare import SheetComparison
from rv2xl.excel.returned.moved.alignment import as_seen, at
from rv2xl.excel.sheets.checks_sheet import CHECKS, check_heads
from rv2xl.excel.sheets.plan import SheetPlan
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import Field
from rv2xl.model.derived import derived
from rv2xl.model.entries.entry import Raw, Rows, is_blank, read_entry
from rv2xl.model.finding import Finding, finding
from rv2xl.model.wording import listed

_MOST, _MOST_CELLS, _MOST_COVERED = 100, 10_000, 500_000
"""So many cells and ranges are named of one sheet; so many cells are taken up, those below its last row first; so many covered cells
are looked at."""


def outside(comparison: SheetComparison) -> Iterator[Finding]:
    """Yield what stands on a compared sheet and in none of its cells."""
    typed = sorted(islice(_typed(comparison), _MOST_CELLS))
    commented = comparison.received.commented(comparison.tab)
    below: Mapping[int, list[Place]] = {}
    if (roster := _roster(comparison)) is not None:
        columns = {column: field for (_, column), field in _inputs(comparison, roster)}
        last = max(row for (row, _), _ in _inputs(comparison, roster))
        found = comparison.received.cells(comparison.tab)
        below = _typed_below(typed, last, columns, found) | _whole_below(last, columns, found.rows)
        if below:
            yield _not_read(comparison, roster, last, below)
    beside = [place for place in typed if place not in below.get(place[0], ())]
    hidden = set(_hidden(comparison)).difference(typed)
    if beside or commented or hidden:
        yield _beside(comparison.tab, beside, commented, hidden)


class _Extent(NamedTuple):
    """How far a plan reaches, which cells within hold nothing of it (those that a merged cell covers too), and how many are merged."""

    height: int
    width: int
    free: tuple[Place, ...]
    merged: int


@derived
def _extent(plan: SheetPlan) -> _Extent:
    height = max(cell.row for cell in plan.cells) + 1
    width = max(max(cell.column, cell.last_column) for cell in plan.cells) + 1
    taken = {cell.place for cell in plan.cells if cell.text != ""}
    free = ((row, column) for row in range(height) for column in range(width))
    merged = sum(cell.last_column > cell.column for cell in plan.cells)
    return _Extent(height, width, tuple(place for place in free if place not in taken), merged)


def _extent_of(comparison: SheetComparison) -> _Extent:
    if comparison.placed.key != CHECKS:
        return _extent(comparison.placed.plan)
    heads = check_heads(comparison.layout.issue.form.guidance)
    height = comparison.cells.last_row + 1  # of the lines no cell is free; a text in a blank one is a changed text
    return _extent(heads)._replace(height=height)


def _typed(comparison: SheetComparison) -> Iterator[Place]:
    """Yield the cells that hold a text, a number or a date, and nothing that was issued: no printed text once more either."""
    rows, formulas = comparison.received.cells(comparison.tab)[:2]
    printed: set[Raw] = set()
    for row, column in _of_moved(comparison, rows) if comparison.places else _of_issued(comparison, rows):
        printed = printed or {seen for _, _, text in comparison.cells.texts for seen in (text, as_seen(text))}
        content = rows[row][column]
        if content in printed or is_blank(content) or as_seen(content) in printed:
            continue
        if cell_name(row, column) not in formulas:
            yield row, column


def _of_issued(comparison: SheetComparison, rows: Rows) -> Iterator[Place]:
    """Yield the cells with content outside of those issued, where all stands as issued."""
    extent = _extent_of(comparison)
    height, width = len(rows), len(rows[0]) if rows else 0
    yield from _filled(rows, range(extent.height, height), range(min(extent.width, width)))  # which weighs most
    yield from ((row, column) for row, column in extent.free if at(rows, row, column) != "")
    if width > extent.width:
        yield from _filled(rows, range(height), range(extent.width, width))


def _of_moved(comparison: SheetComparison, rows: Rows) -> Iterator[Place]:
    """Yield the cells with content in which nothing issued stands now."""
    blank = {cell.place for cell in comparison.placed.plan.cells if cell.text == ""}
    taken, width = {now for was, now in comparison.places.items() if was not in blank}, len(rows[0]) if rows else 0
    return (place for place in _filled(rows, range(len(rows)), range(width)) if place not in taken)


def _hidden(comparison: SheetComparison) -> Iterator[Place]:
    """Yield the cells with content that somebody covered by merging cells: nobody sees what is in them, and fields are read there.

    Where as many are merged as were issued, nobody did.
    """
    received, tab = comparison.received, comparison.tab
    if received.merges(tab) == _extent_of(comparison).merged:
        return
    rows, issued = received.cells(tab).rows, set(_issued_ranges(comparison))
    covered = chain.from_iterable(_within(area, rows) for area in received.around(tab).merged if area not in issued)
    yield from (place for place in islice(covered, _MOST_COVERED) if not is_blank(rows[place[0]][place[1]]))


def _issued_ranges(comparison: SheetComparison) -> Iterator[tuple[Place, Place]]:
    """Yield where the merged cells of a plan stand in the file."""
    guidance = comparison.layout.issue.form.guidance
    plan = check_heads(guidance) if comparison.placed.key == CHECKS else comparison.placed.plan
    for cell in plan.cells:
        row, column = comparison.place(cell)
        yield (row, column), (row, column + max(0, cell.last_column - cell.column))


def _within(area: tuple[Place, Place], rows: Rows) -> Iterator[Place]:
    """Yield the cells of a merged range but the first, as far as anything stands on the sheet."""
    (top, left), (bottom, right) = area
    width = len(rows[0]) if rows else 0
    places = (
        (row, column) for row in range(top, min(bottom + 1, len(rows))) for column in range(left, min(right + 1, width))
    )
    return (place for place in places if place != (top, left))


def _filled(rows: Rows, numbers: Iterable[int], columns: range) -> Iterator[Place]:
    return ((row, column) for row in numbers for column in columns if rows[row][column] != "")


def _roster(comparison: SheetComparison) -> Roster | None:
    sheet = comparison.placed.sheet
    return next(iter(sheet.rosters.values()), None) if sheet is not None else None


def _inputs(comparison: SheetComparison, roster: Roster) -> Iterator[tuple[Place, Field]]:
    """Yield where the fields of a list's last row stand in the file, those that nobody computes."""
    fields = comparison.placed.plan.fields
    for field in roster.row(roster.rows):
        if not field.computed:
            yield comparison.place(fields[field.id]), field


def _typed_below(
    typed: Iterable[Place], last: int, columns: Mapping[int, Field], found: SheetCells
) -> dict[int, list[Place]]:
    """Return the rows below a list that look like entries of it, each with its cells in the list's columns.

    One that holds at least two values which are right in their columns does; one with a single value only directly below the list or
    such a row, for a note stands apart. A row with formulas in the list's columns sums them up, if it holds but one value.
    """
    rows, formulas = found.rows, found.formulas
    below: dict[int, list[Place]] = {}
    for row, column in typed:
        if row > last and column in columns:
            below.setdefault(row, []).append((row, column))
    entries: dict[int, list[Place]] = {}
    for row, places in below.items():
        right = sum(read_entry(columns[column], rows[row][column]).value is not None for _, column in places)
        attached = row == last + 1 or row - 1 in entries
        sums = any(cell_name(row, column) in formulas for column in columns)
        if (2 * right >= len(places) > 1) or (right and attached and not sums):
            entries[row] = places
    return entries


def _whole_below(last: int, columns: Mapping[int, Field], rows: Rows) -> dict[int, list[Place]]:
    """Return the rows below a list that hold all that is required of an entry, be it by formulas, each with its cells."""
    width = len(rows[0]) if rows else 0
    required = [(column, field) for column, field in columns.items() if field.required]
    if not required or max(column for column, _ in required) >= width:
        return {}
    whole = [
        row
        for row in range(last + 1, len(rows))
        if all(read_entry(field, rows[row][column]).value is not None for column, field in required)
    ]
    return {row: [(row, column) for column in sorted(columns) if at(rows, row, column) != ""] for row in whole}


def _not_read(comparison: SheetComparison, roster: Roster, last: int, below: Mapping[int, list[Place]]) -> Finding:
    form = comparison.layout.issue.form
    count, needed = len(below), roster.rows + max(below) - last
    rows = "steht eine weitere Zeile, die nicht gelesen wurde" if count == 1 else (
        f"stehen {count} weitere Zeilen, die nicht gelesen wurden"
    )  # fmt: skip
    if roster.grows and not roster.presets:
        remedy = (
            f"Bitte eine Arbeitsmappe mit mehr Zeilen verwenden („rv2xl generate {form.name} --rows {needed}“) und dort alles eintragen; "
            "was kein Eintrag ist, bitte löschen."
        )
    else:
        remedy = "Diese Liste hat eine feste Länge; bitte klären, wohin die Einträge gehören, und sie dort eintragen oder löschen."
    return finding(
        "UNTERHALB", f"Unter der letzten Zeile ({last + 1}) der Liste „{roster.heading}“ {rows}.", remedy=remedy, sheet=comparison.tab,
        cells=tuple(_blocks(below)[:_MOST]))  # fmt: skip


def _blocks(rows: Mapping[int, list[Place]]) -> list[str]:
    """Join rows that follow each other to one range, as wide as the widest."""
    blocks: list[list[Place]] = []
    for row, places in sorted(rows.items()):
        if not blocks or blocks[-1][-1][0] < row - 1:
            blocks.append([])
        blocks[-1] += places
    areas = []
    for block in blocks:
        columns = [column for _, column in block]
        corners = (cell_name(block[0][0], min(columns)), cell_name(block[-1][0], max(columns)))
        areas.append(":".join(dict.fromkeys(corners)))
    return areas


def _beside(tab: str, typed: list[Place], commented: set[Place], hidden: set[Place]) -> Finding:
    """Name all that stands beside the fields of a sheet, or cannot be seen there."""
    said = (
        (len(typed), "steht in einer Zelle neben den Feldern etwas", "steht in {} Zellen neben den Feldern etwas"),
        (len(commented), "hängt an einer Zelle ein Kommentar", "hängen an {} Zellen Kommentare"),
        (len(hidden), "ist der Inhalt einer Zelle von einer verbundenen Zelle verdeckt", "sind die Inhalte von {} Zellen von "
         "verbundenen Zellen verdeckt"),
    )  # fmt: skip
    parts = [one if count == 1 else several.format(grouped(count)) for count, one, several in said if count]
    areas = ranges(("", *place) for place in sorted({*typed, *commented, *hidden}))
    text = f"Auf diesem Blatt {listed(parts)}; gelesen werden nur die Felder."
    return finding("DANEBEN", text, sheet=tab, cells=tuple(areas[:_MOST]))
