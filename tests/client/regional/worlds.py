"""Invented years of the whole state: the demonstration's returns, with what goes wrong in the field, and tables of earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import is_zipfile

import pandas

from rv2xl import forms
from rv2xl.demo import register_bytes
from rv2xl.demo.returns import returns, right_values
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_for
from rv2xl.returns.batch import check_file, compare_returns
from rv2xl.returns.consolidate import Consolidation, consolidate
from rv2xl.returns.earlier.earlier_year import EarlierYear, read_earlier_year
from rv2xl.returns.register import Register, register_of
from tests.unit.reports.folder import tidy_csv

_CSV: dict[str, Any] = {"sep": ";", "encoding": "utf-8-sig"}
BANDS_OF_2024 = {"alter.a51_60": ("alter.a51_55", "alter.a56_60")}


@dataclass(frozen=True)
class Recipe:
    """How a world is made: of how many Leistungserbringer, from which seed, with tables of how many earlier years.

    Every so-many-th of them sent nothing (`silent`), used the version 2024.1 of the form (`old`); every so-many-th Ort has no Platzzahl
    in the register (`placeless`), or a Kreis that is none (`nowhere`). 0: none.
    """

    providers: int
    seed: int
    year: int
    earlier: int
    silent: int = 0
    old: int = 0
    placeless: int = 0
    nowhere: int = 0


@dataclass(frozen=True, eq=False)
class World:
    """A year with the tidy tables of it and of the years before, the oldest first.

    `orte` are the register's: Leistungserbringer, Kreis; `unreadable` are those whose file is cut off.
    """

    consolidation: Consolidation
    tidy: pandas.DataFrame
    before: tuple[pandas.DataFrame, ...]
    earlier: tuple[EarlierYear, ...]
    orte: tuple[tuple[str, str], ...]
    unreadable: frozenset[str]


def world(recipe: Recipe, folder: Path) -> World:
    """Make a world; tables of earlier years are written into a folder."""
    known = register_of(read_return(register_bytes(recipe.providers, recipe.seed, recipe.year), "Stammdaten.xlsx"))
    known = _changed(known, recipe.placeless, platzzahl=None)
    sent = _sent(recipe, known)
    checked = [check_file(partial(bytes, data), f"Ruecklauf/{file}", known, recipe.year) for file, data in sent.items()]
    compare_returns(checked)
    today = _changed(known, recipe.nowhere, kreis="06999")
    made = consolidate(forms.newest("dokumentation"), recipe.year, today, checked)
    tidy = read(BytesIO(tidy_csv(made)))
    before = [_before(tidy, recipe.year - ago, recipe.seed) for ago in range(recipe.earlier, 0, -1)]
    earlier = []
    for table in before:
        path = folder / f"Werte_{table.jahr.iloc[0]}.csv"
        table.to_csv(path, index=False, lineterminator="\r\n", **_CSV)
        earlier.append(read_earlier_year(path, made.form))
    orte = [
        (str(ort.traeger), str(ort.kreis)) for number in made.expected() for ort in today.orte_of(number, made.year)
    ]
    cut = frozenset(
        file[19:23] for file, data in sent.items() if file.startswith("dokumentation_") and not _is_whole(data)
    )
    return World(made, tidy, tuple(before), tuple(earlier), tuple(orte), cut)


def read(source: BytesIO | Path) -> pandas.DataFrame:
    """Read a tidy table, all as text."""
    return pandas.read_csv(source, dtype=str, **_CSV)


def _changed(known: Register, every: int, **values: Value) -> Register:
    if not every:
        return known
    orte = (dict(ort) | values if number % every == 0 else ort for number, ort in enumerate(known.orte, 1))
    return replace(known, orte=tuple(orte))


def _sent(recipe: Recipe, known: Register) -> dict[str, bytes]:
    """Return what came, by name: what the demonstration's Leistungserbringer send, some of them on an older form."""
    numbers = [number for number in known.traeger if known.orte_of(number, recipe.year)]
    old, silent = _every(numbers, recipe.old, 1), _every(numbers, recipe.silent, 0)
    new = forms.newest("dokumentation")
    layouts = [lay_out(issue_for(new, known, recipe.year, number)) for number in numbers if number not in old]
    sent = [(entry.file, entry.data) for entry in returns([(one, workbook_bytes(one)) for one in layouts], recipe.seed)]
    sent += [(f"alt_{number}.xlsx", _of_2024(recipe, known, number)) for number in old]
    return {file: data for file, data in sent if data is not None and not any(f"_{one}" in file for one in silent)}


def _is_whole(data: bytes) -> bool:
    return is_zipfile(BytesIO(data))


def _every(numbers: Sequence[str], every: int, begin: int) -> list[str]:
    return list(numbers[begin::every]) if every else []


def _of_2024(recipe: Recipe, known: Register, number: str) -> bytes:
    """Return what is filled in on a form of 2024: the numbers of today's, two bands added up."""
    old = forms.version("dokumentation", "2024.1")
    assert old is not None
    today, then = (
        lay_out(issue_for(form, known, recipe.year, number)) for form in (forms.newest("dokumentation"), old)
    )
    entered = right_values(today, recipe.seed)
    for values in entered.values():
        for band, parts in BANDS_OF_2024.items():
            for body in ("lwv", "andere"):
                found = [values.pop(f"{part}.{body}", None) for part in parts]
                if all(isinstance(one, int) for one in found):
                    values[f"{band}.{body}"] = sum(one for one in found if isinstance(one, int))
    return workbook_bytes(then, entered)


def _before(tidy: pandas.DataFrame, year: int, seed: int) -> pandas.DataFrame:
    """Return the table of an earlier year: the same Orte but a few, other numbers, Hanau still in the Main-Kinzig-Kreis."""
    random = Random(f"{seed}:{year}")
    table = tidy[tidy.status == "angenommen"].assign(jahr=str(year))
    if year < 2026:
        table = table.assign(kreis=table.kreis.replace("06415", "06435"))
    orte = sorted({(one.datei, one.blatt) for one in table[table.zad.notna()].itertuples()})
    gone = set(random.sample(orte, len(orte) // 8))
    table = table[[(one.datei, one.blatt) not in gone for one in table.itertuples()]]
    shares = {place: random.choice((0, 50, 90, 95, 100, 105, 130)) for place in orte}
    parts: dict[tuple[str, str], Decimal] = {}
    values = []
    for one in table.itertuples():
        place = (str(one.datei), str(one.blatt))
        value = one.wert if pandas.isna(one.wert) else _share(str(one.feld), str(one.wert), shares.get(place, 100))
        if one.feld in _HOURS and isinstance(value, str):
            parts[place] = parts.get(place, Decimal(0)) + Decimal(value.replace(",", "."))
        values.append(str(parts.get(place, 0)).replace(".", ",") if one.feld == _ALL_HOURS else value)
    return table.assign(wert=values)


_ALL_HOURS = "erbracht.gesamt"
_HOURS = {"erbracht.lwv", "erbracht.andere"}


def _share(field: str, value: str, percent: int) -> str:
    """Return so many percent of a number of people, hours or staff; what else there is stays."""
    if not field.startswith(("personen.", "alter.", "bewilligt.", "erbracht.", "personal.")):
        return value
    number = Decimal(value.replace(",", ".")) * percent / 100
    return str(round(number, 2)).replace(".", ",") if "," in value else str(round(number))
