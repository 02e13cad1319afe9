"""Anlage 3 as data: the kinds of cost and yield, group by group, and the part of the Vergütung that each belongs to.

Read from `recht/anlage3.toml`, where every line stands once with its share and its X marks; ids and the readings by twin follow from
it. A mistake in the file raises LawError, naming the group and the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from typing import Any

from rv2xl.recht.law import KOSTENARTEN, LawError, document, recht, required_text

ANGEBOTE: dict[str, str] = {"arbeitsbereich": "Arbeitsbereich", "bib": "BiB", "kombi_bib": "Kombi-BiB"}
"""The Angebote of which the Basisbetrag has a column each: id and printed head."""

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Kostenart:
    """One line: an amount, and how much of it belongs where.

    `id` is „g01.werkstattleitung“, of a „0,00“ line its group's, of a free line „g16.frei_1“. `label` is as printed, empty where the
    print has none; where the print errs it is the right word, and `slip` what stands there. `massnahme` and `basis` are the shares
    (1 for „100 %“), None for a column that is printed empty; `marks` the Angebote of the Basisbetrag, of a doubtful line those of its
    `twin`.
    """

    id: str
    label: str
    slip: str
    massnahme: Decimal | None
    basis: Decimal | None
    marks: tuple[str, ...]
    twin: str | None = None
    free: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether the print leaves open which Angebote are marked (Auslegung A3-X-UNKLAR)."""
        return self.twin is not None

    @property
    def share(self) -> Decimal:
        """The share that is recognised, in whichever part: nothing for a „0,00“ line."""
        return (self.massnahme or Decimal(0)) + (self.basis or Decimal(0))


@dataclass(frozen=True)
class Kostengruppe:
    """A numbered group of lines; of Erträge if `yields`."""

    number: int
    section: str
    title: str
    source: str
    yields: bool
    lines: tuple[Kostenart, ...]

    @property
    def id(self) -> str:
        """What the ids of its fields begin with: „g07“."""
        return f"g{self.number:02}"


@dataclass(frozen=True)
class Kostenarten:
    """The whole Anlage: since when, its title, footnotes and groups in their order."""

    since: date
    source: str
    title: str
    footnotes: tuple[str, ...]
    groups: tuple[Kostengruppe, ...]

    @cached_property
    def lines(self) -> tuple[Kostenart, ...]:
        """All lines in their order."""
        return tuple(line for group in self.groups for line in group.lines)

    def group(self, number: int) -> Kostengruppe:
        """Return the group of this number. Raises KeyError if there is none."""
        return {group.number: group for group in self.groups}[number]


def slug(label: str) -> str:
    """Return what a field id makes of a label: lower case, umlauts in two letters, every run of other signs one `_`."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower().translate(_LETTERS)).strip("_")


@cache
def kostenarten() -> Kostenarten:
    """Read Anlage 3, once. Raises LawError if an entry is not as it must be."""
    return parse_kostenarten(recht().joinpath(KOSTENARTEN).read_text(encoding="utf-8"))


def parse_kostenarten(text: str) -> Kostenarten:
    """Read the groups and lines; the marks of a doubtful line are those of its twin. Raises LawError."""
    anlage = document(KOSTENARTEN, text)
    _require_shape(anlage)
    marks = dict(_marks(anlage))
    groups = tuple(_group(table, marks) for table in anlage.get("group", ()))
    if [group.number for group in groups] != list(range(1, len(groups) + 1)):
        raise LawError(f"{KOSTENARTEN}: the groups are not numbered from 1 on")
    source, title = (required_text(KOSTENARTEN, anlage, key) for key in ("source", "title"))
    found = Kostenarten(anlage["from"], source, title, tuple(anlage.get("footnotes", ())), groups)
    ids = [line.id for line in found.lines]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise LawError(f"{KOSTENARTEN}: two lines are called {', '.join(sorted(twice))}")
    return found


def _marks(anlage: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the marks of the lines whose print is plain: what a twin can be."""
    for table in anlage.get("group", ()):
        for line in table.get("lines", ()):
            if "marks" in line and "label" in line:
                yield _id(table, line), tuple(map(str, line["marks"]))


def _id(table: Mapping[str, Any], line: Mapping[str, Any]) -> str:
    return f"g{table['number']:02}.{slug(line['label'])}"


def _group(table: Mapping[str, Any], marks: Mapping[str, tuple[str, ...]]) -> Kostengruppe:
    where = f"{KOSTENARTEN}: group {table.get('number')}"
    section, title, source = (required_text(where, table, key) for key in ("section", "title", "source"))
    lines = tuple(line for entry in table.get("lines", ()) for line in _lines(where, table, entry, marks))
    if not lines:
        raise LawError(f"{where}: no line")
    return Kostengruppe(table["number"], section, title, source, bool(table.get("yields", False)), lines)


def _lines(
    where: str, table: Mapping[str, Any], entry: Mapping[str, Any], marks: Mapping[str, tuple[str, ...]]
) -> Iterator[Kostenart]:
    """Yield the line of an entry; of a free one as many as the sheet offers."""
    where = f"{where}: {entry.get('label', 'without label')}"
    massnahme, basis = (_share(where, entry, key) for key in ("massnahme", "basis"))
    if (massnahme is None) == (basis is None):
        raise LawError(f"{where}: a line belongs either to massnahme or to basis")
    twin = entry.get("twin")
    if twin is not None and ("marks" in entry or twin not in marks):
        raise LawError(f"{where}: the twin {twin} is no line with marks of its own, or the line has marks besides")
    own = marks[twin] if twin is not None else tuple(map(str, entry.get("marks", ())))
    if bool(own) != bool(basis) or not set(own) <= ANGEBOTE.keys():
        raise LawError(f"{where}: marks are the Angebote of a Basisbetrag, and such a line has some")
    if "free" in entry:
        for number in range(1, entry["free"] + 1):
            yield Kostenart(f"g{table['number']:02}.frei_{number}", "", "", massnahme, basis, own, free=True)
        return
    label = entry.get("label", "")
    name = _id(table, entry) if label else f"g{table['number']:02}"
    yield Kostenart(name, label, entry.get("slip", ""), massnahme, basis, own, twin)


def _share(where: str, entry: Mapping[str, Any], key: str) -> Decimal | None:
    raw = entry.get(key)
    if raw is None:
        return None
    with suppress(InvalidOperation):
        if isinstance(raw, str) and 0 <= (share := Decimal(raw)) <= 1:
            return share
    raise LawError(f"{where}: {key} is no share from 0 to 1 in quotes")


_DOCUMENT = {"from": date, "source": str, "title": str, "footnotes": list, "group": list}
_OF_GROUP = {"number": int, "section": str, "title": str, "source": str, "yields": bool, "lines": list}
_OF_LINE = {"label": str, "slip": str, "massnahme": object, "basis": object, "marks": list, "twin": str, "free": int}


def _require_shape(anlage: Mapping[str, Any]) -> None:
    """Raise LawError for a key that is not known, one that is needed, and a value of another kind."""
    _only(KOSTENARTEN, anlage, _DOCUMENT, {"from"})
    for group in anlage.get("group", ()):
        _only(f"{KOSTENARTEN}: a group", group, _OF_GROUP, {"number"})
        for line in group.get("lines", ()):
            _only(f"{KOSTENARTEN}: group {group['number']}: a line", line, _OF_LINE, set())


def _only(where: str, table: object, kinds: Mapping[str, type], needed: set[str]) -> None:
    if not isinstance(table, dict):
        raise LawError(f"{where}: no table")
    where += f" „{table['label']}“" if "label" in table else ""
    if strange := sorted(set(table) - set(kinds)):
        raise LawError(f"{where}: unknown {', '.join(strange)}")
    if missing := sorted(needed - set(table)):
        raise LawError(f"{where}: without {', '.join(missing)}")
    for key, value in table.items():
        if not isinstance(value, kinds[key]) or (isinstance(value, bool) and kinds[key] is int):
            raise LawError(f"{where}: `{key}` is no {kinds[key].__name__}")
