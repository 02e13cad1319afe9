"""The values stored beside formulas, held against those computed again: stale ones, and formulas that are gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from rv2xl.excel.addresses import ranges
from rv2xl.excel.returned.compare import SheetComparison
from rv2xl.excel.returned.moved.alignment import at
from rv2xl.excel.returned.moved.straighten import roster_column
from rv2xl.excel.returned.sorted_cells import Columns, ResultColumn
from rv2xl.excel.sheets.plan import Cell, Layout
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.model.definitions.field import Field
from rv2xl.model.expressions.cell_values import number
from rv2xl.model.expressions.expr import DASH, Value, serial
from rv2xl.model.finding import Finding, Severity, finding
from rv2xl.model.refused import behind_results
from rv2xl.model.returned import Return, ReturnedSheet
from rv2xl.model.wording import german, plain


def stored_findings(returned: Return, layout: Layout, comparisons: Sequence[SheetComparison]) -> Iterator[Finding]:
    """Yield what is wrong with formulas and their stored values; the results of `returned` are computed already."""
    shown = cache(lambda: recalculate(layout, entered_values(returned)))
    older_law, behind = _prints_older_law(layout), behind_results(returned.sheets)
    for comparison in comparisons:
        older: list[Cell] = []
        stale: dict[str, list[Cell]] = {}
        key = comparison.placed.key
        sheet = returned.sheets.get(key)
        for cell, field in _not_as_computed(comparison, sheet) if sheet is not None else ():
            assert sheet is not None
            stored = at(comparison.rows, *cell.place)
            if not _is_stale(stored, sheet.values[field.id], field):
                continue
            if (key, field.id) in behind:  # a spreadsheet computes with what is refused here
                continue
            if not older_law or _differs(stored, shown()[key][field.id], field):
                stale.setdefault(_column(field), []).append(cell)
            else:
                older.append(cell)
        if sheet is not None:
            yield from (_stale(sheet, cells, comparison) for cells in stale.values())
        if older and sheet is not None:
            yield _of_older_law(sheet, older, comparison)
        if comparison.gone:
            yield from _gone(comparison, shown()[key])


def _column(field: Field) -> str:
    """What is said once: a result, or all those of a column."""
    return roster_column(field.id) or field.id


def _not_as_computed(comparison: SheetComparison, sheet: ReturnedSheet) -> Iterator[tuple[Cell, Field]]:
    """Yield the results that have to be looked at closely; not those of a long column where exactly what is computed is stored."""
    columns = [column for column in comparison.cells.results if not _as_computed(column, comparison.columns, sheet)]
    gone = {cell.name for cell in comparison.gone}
    for cell in sorted((cell for column in columns for cell in column.cells), key=attrgetter("row", "column")):
        if cell.field is not None and cell.field.id not in sheet.missing and not (gone and cell.name in gone):
            yield cell, cell.field


def _as_computed(column: ResultColumn, columns: Columns, sheet: ReturnedSheet) -> bool:
    if not column.rows:
        return False
    first = column.cells[0]
    computed = tuple(["" if (value := sheet.values[name]) is None else value for name in column.ids])
    return columns.below(first.row, first.column, len(computed)) == computed


def _is_stale(stored: Any, value: Value, field: Field) -> bool:
    """Whether the value stored beside a formula is absent or another than the computed one."""
    return value is not None if stored == "" else _differs(stored, value, field)


def _stale(sheet: ReturnedSheet, cells: Sequence[Cell], comparison: SheetComparison) -> Finding:
    field = cells[0].field
    assert field is not None
    stored, value = at(comparison.rows, *cells[0].place), sheet.values[field.id]
    label, computed = f"„{field.full_label}“", f"berechnet: {german(value, field.type)}."
    others = "einer weiteren Zelle" if len(cells) == 2 else f"{len(cells) - 1} weiteren Zellen"
    more = "" if len(cells) == 1 else f" und {others} der Spalte"
    if stored == "":
        text = f"Zu {label}{more} fehlt der gespeicherte Wert; {computed}"
    elif more:
        text = f"In {label}{more} steht ein veralteter Wert; in der ersten {german(_as_value(stored), field.type)}, {computed}"
    else:
        text = f"{label} zeigt {german(_as_value(stored), field.type)}; {computed}"
    return finding(
        "NICHT-BERECHNET", text, sheet=sheet.name, cells=_addresses(comparison, cells), field=field.id,
        value=None if stored == "" else str(stored), expected=plain(value, field.type), source=field.source)  # fmt: skip


def _prints_older_law(layout: Layout) -> bool:
    """Whether the workbook was printed before a value of the law was known that holds today."""
    dated = layout.issue.form.dated
    return dated is not None and dated.edition < dated.editions[0]


def _of_older_law(sheet: ReturnedSheet, cells: Sequence[Cell], comparison: SheetComparison) -> Finding:
    """Say that a sheet shows what its formulas give, and that the law has a newer value for the day.

    The sender did nothing wrong and cannot mend it: results of today's law count, and the sheet is named so that nobody wonders at
    the difference.
    """
    first = cells[0].field
    assert first is not None
    label, value = f"„{first.full_label}“", german(sheet.values[first.id], first.type)
    whose, told = (f"{label} rechnet", f": {value}") if len(cells) == 1 else (
        f"{len(cells)} Ergebnisse dieses Blattes rechnen", f"; {label} beträgt damit {value}"
    )  # fmt: skip
    text = (
        f"{whose} mit den Sätzen, die bei der Ausgabe des Vordrucks bekannt waren. Seither ist für diesen Tag ein anderer Satz "
        f"beschlossen, und gezählt wird nach ihm{told}."
    )
    return finding(
        "NICHT-BERECHNET", text, remedy="Nichts zu tun; ein neu ausgegebener Vordruck rechnet mit dem neuen Satz.", sheet=sheet.name,
        cells=tuple(map(comparison.address, cells)), field=first.id, expected=plain(sheet.values[first.id], first.type),
        source=first.source)  # fmt: skip


def entered_values(returned: Return) -> dict[str, dict[str, Value]]:
    """Return what a spreadsheet sees in the inputs: the values read, and the raw content where none could be read."""
    return {
        key: {
            name: entry.value if entry.value is not None or entry.raw in ("", None) else _as_value(entry.raw)
            for name, entry in sheet.entries.items()
            if not sheet.sheet.fields[name].computed
        }
        for key, sheet in returned.sheets.items()
    }


def _as_value(raw: Any) -> Value:
    """Return what a cell holds as a spreadsheet counts it: a time is a part of a day, a moment a day with a part."""
    days = 0
    if isinstance(raw, datetime):
        days, raw = serial(raw), raw.time()
    if isinstance(raw, time):
        raw = timedelta(days) + (datetime.combine(date.min, raw) - datetime.min)
    if isinstance(raw, timedelta):
        raw /= timedelta(days=1)
    return Decimal(f"{raw:.15g}") if isinstance(raw, float) else raw


def _differs(stored: Any, value: Value, field: Field | None) -> bool:
    """Whether a stored value is another than the computed one; decimals may differ by one unit of the last place kept."""
    if type(value) is int and stored == value:
        return False
    if stored == DASH:
        return value not in (None, DASH)
    if isinstance(value, str) or value is None or isinstance(stored, str):
        return str(stored) != ("" if value is None else str(value))
    if not isinstance(stored, int | float | date):
        return True
    allowed = 1.01 * 10.0**-field.type.scale if field is not None and field.type.scale else 1e-6
    computed = float(number(value))  # a spreadsheet keeps fifteen digits: of very large amounts not every cent
    return abs(float(number(_as_value(stored))) - computed) > max(allowed, abs(computed) * 1e-14)


def _gone(comparison: SheetComparison, shown: dict[str, Value]) -> Iterator[Finding]:
    """Report formulas that are gone or others: results by what they compute, cells that show a state together, whatever they show."""
    results: dict[tuple[str, Severity], list[Cell]] = {}
    states: list[Cell] = []
    for cell in comparison.gone:
        if cell.field is None:
            if cell.row not in comparison.added:
                states.append(cell)
            continue
        differs = _differs(at(comparison.rows, *cell.place), shown[cell.field.id], cell.field)
        if not differs and cell.row in comparison.added:
            continue
        results.setdefault((_column(cell.field), Severity.FEHLER if differs else Severity.WARNUNG), []).append(cell)
    for (_, severity), cells in results.items():
        yield _gone_results(comparison, cells, severity, shown)
    if states:
        yield _gone_states(comparison, states)


def _gone_results(
    comparison: SheetComparison, cells: Sequence[Cell], severity: Severity, shown: Mapping[str, Value]
) -> Finding:
    field = cells[0].field
    assert field is not None
    stored, value = at(comparison.rows, *cells[0].place), shown[field.id]
    there, computed = german(_as_value(stored) or None), german(None if value == "" else value, field.type)
    if len(cells) > 1:
        text = (
            f"In {len(cells)} Zellen der Spalte „{field.full_label}“ fehlt die ausgegebene Formel; in der ersten steht {there}, "
            f"berechnet: {computed}."
        )
    elif there == computed:
        text = f"In „{field.full_label}“ steht statt der ausgegebenen Formel nur ihr Ergebnis, {there}."
    else:
        text = f"In „{field.full_label}“ fehlt die ausgegebene Formel; dort steht {there}, berechnet: {computed}."
    return finding(
        "FORMEL-GEAENDERT", text, severity=severity, sheet=comparison.tab,
        cells=_addresses(comparison, cells), field=field.id, value=str(stored), expected=plain(value, field.type),
        source=field.source)  # fmt: skip


def _gone_states(comparison: SheetComparison, cells: Sequence[Cell]) -> Finding:
    """Displays are no results: what they showed was for the sender alone."""
    what = "Eine Zustandsanzeige enthält" if len(cells) == 1 else f"{len(cells)} Zustandsanzeigen enthalten"
    text = f"{what} nicht mehr die ausgegebene Formel. Das ändert kein Ergebnis: Alle Regeln wurden hier neu geprüft."
    remedy = (
        "Nichts zu berichtigen. Das geschieht, wenn Eingaben ausgeschnitten und eingefügt oder mit der Maus verschoben werden; bitte "
        "stattdessen kopieren oder neu eintragen."
    )
    return finding("FORMEL-GEAENDERT", text, remedy=remedy, sheet=comparison.tab, cells=_addresses(comparison, cells))


def _addresses(comparison: SheetComparison, cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(ranges(("", *comparison.place(cell)) for cell in cells))
