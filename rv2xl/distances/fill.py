"""Distances into a Bogen „Ermittlung der Entfernungskilometer“ that came back or goes out: only empty cells are filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import NamedTuple

from rv2xl import forms
from rv2xl.distances.routing_server import RoutingServer, load_coordinates
from rv2xl.distances.server_address import ServerAddress
from rv2xl.distances.ways import Way, Ways, load_way_list
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.files import content_of, write_beside
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Field
from rv2xl.model.entries.entry import is_blank
from rv2xl.model.expressions.evaluate import evaluate
from rv2xl.model.expressions.expr import Value
from rv2xl.model.expressions.known_values import KnownValues
from rv2xl.model.returned import Return, ReturnedSheet
from rv2xl.outgoing.generate import require_nothing_lost
from rv2xl.returns.batch import read_whole_files, require_rows_read
from rv2xl.returns.check import used_rows

FORM = "fahrtkosten"
_BOGEN = forms.newest(FORM)
assert _BOGEN.ways is not None
_WAYS, _SECTION = _BOGEN.ways, _BOGEN.sections[_BOGEN.ways.section]
_LIST = _SECTION.rosters[_WAYS.roster]
VON, NACH, STRECKE, _PLANNER, _DAY = (
    _SECTION.columns[f"{_WAYS.roster}.*.{column}"]
    for column in (_WAYS.start, _WAYS.end, _WAYS.length, _WAYS.told_by, _WAYS.told_on)
)
"""The ends of a way and its length, who told it and when, as the Bogen has them."""

_METRE = Decimal(1).scaleb(-STRECKE.type.scale)


Say = Callable[[str], None]
"""Shows people a sentence."""


class Person(NamedTuple):
    """A row of the Bogen whose distance is asked for: its number, the Kennung and the ZAD-Nummer of the Ort."""

    row: int
    kennung: str
    zad: str


@dataclass(frozen=True)
class Distances:
    """What was filled in, for whom nothing was found, and for whom only something that cannot be."""

    filled: Sequence[tuple[Person, Way]]
    unknown: Sequence[Person]
    excluded: Sequence[tuple[Person, Way]]


def ways_of(table: Path | None, osrm: str | None, places: Path | None, *, agreed: bool, say: Say) -> list[Ways]:
    """Return the sources in the order in which they are asked: the table first; of a server `say` what it will be told.

    Raises Abbruch for a call that names none, and for a server on another machine unless somebody has `agreed` to that.
    """
    if table is None and osrm is None:
        raise Abbruch(
            "Gebraucht wird --table mit einer Tabelle der Entfernungen oder --osrm mit einem eigenen Routenplaner."
        )
    if (osrm is None) != (places is None):
        raise Abbruch("--osrm und --places gehören zusammen: Der Server kennt Koordinaten, keine Kennungen.")
    address = ServerAddress(osrm) if osrm is not None else None
    if address is not None:
        address.require_consent(agreed)
    found: list[Ways] = []
    if table is not None:
        found.append(load_way_list(table, VON, NACH, STRECKE))
    if address is not None and places is not None:
        found.append(RoutingServer(address, load_coordinates(places)))
        say(address.leaving())
    return found


def fill_distances(path: Path, out: Path, sources: Sequence[Ways], today: date) -> Distances:
    """Write a copy of a Bogen in which the empty distances are filled, with their source and day.

    Of several sources the first that knows a way counts. Whole metres are kept, the rest is cut off: the Bogen rounds down
    anyway. Raises Abbruch for a file that is no such Bogen, that has entries below its list or that cannot be changed, for a
    source that cannot be asked, and for a target with entries that would be lost; the day alone may be another.
    """
    (checked,) = read_whole_files(path)
    returned = checked.returned
    sheet = returned.sheets.get(_WAYS.section)
    if returned.issue is None or returned.issue.form.name != FORM or sheet is None:
        raise Abbruch(f"„{path}“ ist kein Bogen „Ermittlung der Entfernungskilometer“.")
    require_rows_read(returned, path, sheet.name)
    found = _search(sheet, sources)
    changes = {cell: value for person, way in found.filled for cell, value in _cells(sheet, person, way, today)}
    try:
        data = set_cells(content_of(path), {sheet.name: changes}, results=_results(returned, sheet, changes))
    except ValueError as error:
        raise Abbruch(f"„{path}“ lässt sich so nicht ergänzen; bitte in Excel öffnen und neu speichern.") from error
    require_nothing_lost(out, data, lambda field: field.id.rpartition(".")[2] == _WAYS.told_on)
    write_beside(out, data, private=True)
    return found


def _search(sheet: ReturnedSheet, sources: Sequence[Ways]) -> Distances:
    filled: list[tuple[Person, Way]] = []
    excluded: list[tuple[Person, Way]] = []
    unknown: list[Person] = []
    for person in _wanting(sheet):
        answers = (source.way(person.kennung, person.zad) for source in sources)
        way = next((answer for answer in answers if answer is not None), None)
        if way is None:
            unknown.append(person)
        elif STRECKE.type.excludes(way.km):
            excluded.append((person, way))
        else:
            filled.append((person, way._replace(km=way.km.quantize(_METRE, ROUND_DOWN))))
    return Distances(filled, unknown, excluded)


def _wanting(sheet: ReturnedSheet) -> Iterator[Person]:
    """Yield the rows that need a distance and have none."""
    assert STRECKE.required_when is not None
    for number, row in used_rows(sheet, _LIST):
        kennung, zad = row.get(VON.id), row.get(NACH.id)
        counts = evaluate(STRECKE.required_when, row, KnownValues(), lambda ref: sheet.sheet.find(ref.field))
        if counts and kennung and zad and _is_empty(sheet, STRECKE, number):
            yield Person(number, str(kennung), str(zad))


def _is_empty(sheet: ReturnedSheet, column: Field, row: int) -> bool:
    entry = sheet.entries.get(column.id.replace("*", str(row)))
    return entry is not None and is_blank(entry.raw)


def _cells(sheet: ReturnedSheet, person: Person, way: Way, today: date) -> Iterator[tuple[str, Value]]:
    for column, value in ((STRECKE, way.km), (_PLANNER, way.source[: _PLANNER.type.length]), (_DAY, today)):
        cell = sheet.cell(column.id.replace("*", str(person.row)))
        if cell is not None and _is_empty(sheet, column, person.row):
            yield cell, value


def _results(returned: Return, changed: ReturnedSheet, changes: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    """Return what the formulas show then, for the sheets that still stand as they were issued."""
    assert returned.issue is not None
    layout = lay_out(returned.issue)
    names = {entry.cell: name for name, entry in changed.entries.items()}
    entered = {key: dict(sheet.values) for key, sheet in returned.sheets.items()}
    entered[changed.key] |= {names[cell]: value for cell, value in changes.items()}
    shown = recalculate(layout, {
        key: {name: value for name, value in values.items() if name not in layout.by_key[key].plan.computed}
        for key, values in entered.items()
    })  # fmt: skip
    return {
        sheet.name: {cell.name: shown[key][name] for name, cell in layout.by_key[key].plan.computed.items()}
        for key, sheet in returned.sheets.items()
        if all(entry.cell == layout.by_key[key].plan.fields[name].name for name, entry in sheet.entries.items())
    }
