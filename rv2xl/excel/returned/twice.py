"""Sheets that a return holds more than once: copies beside an issued one, and one Ort on two issued ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from rv2xl.excel.addresses import Position, place_of, ranges
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.returned.compare import SheetComparison
from rv2xl.excel.returned.moved.alignment import as_seen
from rv2xl.excel.returned.moved.tabs import kind_of, kinds_of
from rv2xl.excel.returned.outside import outside
from rv2xl.excel.sheets.plan import Layout
from rv2xl.model.entries.entry import read_entry
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding, Severity, finding
from rv2xl.model.returned import Return, ReturnedSheet, inputs_of
from rv2xl.model.wording import german, plain

_MOST = 100
"""So many cells and ranges are named of one sheet."""


def foreign_sheets(
    layout: Layout, received: ReceivedBook, foreign: Sequence[str], sheets: Mapping[str, ReturnedSheet]
) -> Iterator[Finding]:
    """Say which tabs are none of the issued sheets, and of a copy whether it says something else than the sheet that was read."""
    kinds = kinds_of(layout.placed, received, foreign) if foreign else {}
    for tab in foreign:
        if tab not in kinds:
            yield finding("BLATT-FREMD", f"Das Blatt „{tab}“ gehört nicht zum Vordruck.", sheet=tab)
            continue
        placed = next(entry for entry in layout.placed if kind_of(entry) == kinds[tab])
        comparison = SheetComparison(layout, placed, tab, received)
        copy, read = (
            comparison.run(),
            [sheet for key, sheet in sheets.items() if kind_of(layout.by_key[key]) == kinds[tab]],
        )
        found = _copy(layout, tab, copy, read)
        below = next((entry for entry in outside(comparison) if entry.code == "UNTERHALB"), None)
        yield (
            found if below is None or found.severity is Severity.WARNUNG or not read else _longer(found, below, read[0])
        )


def _longer(found: Finding, below: Finding, read: ReturnedSheet) -> Finding:
    """Say of a copy, which holds the same, that more stands below its list."""
    message, remedy = f"{found.message} {below.message}", _ask(f"„{read.name}“")
    return replace(found, severity=Severity.WARNUNG, message=message, remedy=remedy, cells=below.cells)


def _ask(name: str) -> str:
    return f"Bitte klären, welches der beiden Blätter gilt; dessen Angaben gehören auf {name}, die Kopie bitte löschen."


def _copy(layout: Layout, tab: str, copy: ReturnedSheet | None, read: Sequence[ReturnedSheet]) -> Finding:
    """Say that a tab is a copy; a warning if something is entered there that stands on no sheet of its kind that was read."""
    text = f"Das Blatt „{tab}“ ist die Kopie eines Blattes des Vordrucks; es wurde nicht gelesen."
    same = finding("BLATT-FREMD", text, sheet=tab)
    if copy is None or not read:
        return same
    entered, mark = inputs_of(copy, layout.issue), _mark_there(copy)
    if not any(value is not None for value in entered.values()):
        return same
    like = [sheet for sheet in read if sheet.mark == mark]
    if (
        not like
    ):  # its own is gone, so that nothing was read in its stead; or it is for an Ort that nothing was issued for
        known = mark is None or mark in map(layout.issue.mark, layout.issue.sheets)
        return same if known else _of_another(tab, copy, mark)
    others = [(_different(entered, inputs_of(sheet, layout.issue)), sheet) for sheet in like]
    fields, original = min(others, key=lambda other: len(other[0]))
    if not fields:
        return same
    first, name = copy.sheet.fields[fields[0]], f"„{original.name}“"
    count = "einer Angabe" if len(fields) == 1 else f"{len(fields)} Angaben"
    text = (
        f"Das Blatt „{tab}“ ist eine Kopie des Blattes {name} und weicht in {count} davon ab, zuerst in „{first.full_label}“. Gelesen "
        f"wurde nur {name}."
    )
    return finding(
        "BLATT-FREMD", text, severity=Severity.WARNUNG, remedy=_ask(name), sheet=tab, field=first.id,
        cells=tuple(islice(ranges(sorted(_positions(copy, fields))), _MOST)))  # fmt: skip


def _of_another(tab: str, copy: ReturnedSheet, mark: Value) -> Finding:
    """Say that somebody copied a sheet and filled it in for something else."""
    apart = copy.sheet.fields[copy.sheet.told_apart_by or ""]
    text = (
        f"Das Blatt „{tab}“ ist die Kopie eines Blattes des Vordrucks und trägt eine andere Angabe „{apart.full_label}“: "
        f"{german(mark, apart.type)}. Dafür wurde kein Blatt ausgegeben; es wurde nicht gelesen."
    )
    remedy = "Bitte klären, ob hier etwas fehlt; für einen weiteren Ort ist eine neue Arbeitsmappe auszugeben."
    return finding(
        "BLATT-FREMD", text, severity=Severity.WARNUNG, remedy=remedy, sheet=tab, field=apart.id,
        cells=(copy.cell(apart.id) or "",), value=plain(mark, apart.type))  # fmt: skip


def _mark_there(copy: ReturnedSheet) -> Value:
    """Return what stands in the field that tells sheets apart, which is not what the sheet compared with was issued with."""
    entry = copy.entries.get(copy.sheet.told_apart_by or "")
    return None if entry is None else read_entry(copy.sheet.fields[entry.field], entry.raw).value


def _different(entered: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return [name for name, value in entered.items() if value != other.get(name)]


def _positions(sheet: ReturnedSheet, fields: Iterable[str]) -> Iterator[Position]:
    for name in fields:
        row, column = place_of(sheet.cell(name) or "A1")
        yield "", row, column


def each_ort_once(returned: Return) -> Iterator[Finding]:
    """Leave out sheets for an Ort and Leistung that another sheet of the return is for already, and yield what is said of it."""
    known: dict[tuple[str, str], ReturnedSheet] = {}
    for key, sheet in list(returned.sheets.items()):
        if not sheet.sheet.repeated or sheet.mark is None:
            continue
        mark = str(as_seen(str(sheet.mark))).strip().casefold()
        first = known.setdefault((sheet.sheet.section, mark), sheet)
        if first is not sheet:
            del returned.sheets[key]
            yield _again(sheet, first)


def _again(sheet: ReturnedSheet, first: ReturnedSheet) -> Finding:
    apart = sheet.sheet.fields[sheet.sheet.told_apart_by or ""]
    text = (
        f"„{apart.full_label}“ ist auf diesem Blatt dieselbe wie auf „{first.name}“: {german(sheet.mark, apart.type)}. Ein Ort zählt für "
        f"eine Leistung nur einmal; gelesen wurde nur „{first.name}“."
    )
    remedy = "Bitte klären, welches der beiden Blätter gilt, und die ausgegebene Arbeitsmappe verwenden."
    return finding(
        "VORGABE-GEAENDERT", text, remedy=remedy, sheet=sheet.name, cells=(sheet.cell(apart.id) or "",), field=apart.id,
        value=plain(sheet.mark, apart.type), source=apart.source)  # fmt: skip
