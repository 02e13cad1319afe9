"""A returned form: every value with its raw text, sheet and cell, and what was found while reading."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import NamedTuple

from rv2xl.model.blocks import Roster
from rv2xl.model.entry import Raw
from rv2xl.model.expr import Value
from rv2xl.model.finding import Finding
from rv2xl.model.form import Sheet
from rv2xl.model.issue import Issue

CORRECTION_NUMBER = "deckblatt.korrektur_nr"


class Entry(NamedTuple):
    """What stood in a field's cell: raw content, the value read from it, and the code of a problem or repair."""

    field: str
    cell: str
    raw: Raw
    value: Value
    code: str | None


_entry = partial(tuple.__new__, Entry)
"""What `Entry._make` does, in half the time: a list has thousands of cells."""


@dataclass(slots=True)
class ReturnedSheet:
    """The entries of one issued sheet, by field id; `missing` are fields that stand nowhere certain."""

    key: str
    name: str
    sheet: Sheet
    entries: MutableMapping[str, Entry] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    _rows: dict[str, list[dict[str, Value]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def put(
        self,
        fields: Sequence[str],
        cells: Iterable[str],
        raws: Iterable[Raw],
        values: Iterable[Value],
        codes: Iterable[str | None],
    ) -> None:
        """Take the entries of many fields at once; what is given beside the fields may go on behind them."""
        held = tuple(islice(values, len(fields)))
        made = map(_entry, zip(fields, cells, raws, held, codes))  # noqa: B905 - the fields end it
        self.entries.update(zip(fields, made, strict=True))
        self.values.update(zip(fields, held, strict=True))

    def rows(self, roster: Roster) -> list[dict[str, Value]]:
        """Return the values of each row of a roster, used or not, by column id: made from `values` once, when first asked for."""
        if roster.id not in self._rows:
            columns = [column.id for column in roster.columns]
            contents = [map(self.values.get, roster.names_of(column)) for column in columns]
            self._rows[roster.id] = [dict(zip(columns, row, strict=True)) for row in zip(*contents, strict=True)]
        return self._rows[roster.id]

    @property
    def mark(self) -> Value:
        """The value of the field that tells repeated sheets apart; None on any other sheet."""
        return self.values.get(self.sheet.told_apart_by or "")

    def cell(self, name: str) -> str | None:
        """Return the address of a field in the file as it came."""
        entry = self.entries.get(name)
        return entry.cell if entry else None


@dataclass(slots=True)
class Return:
    """One file that came back. Without an issue it could not be recognised, and the findings say why."""

    file: str
    issue: Issue | None = None
    sender: str | None = None
    sheets: MutableMapping[str, ReturnedSheet] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def value(self, key: str, name: str) -> Value:
        """Return a value, None if it is blank, unreadable or not there."""
        sheet = self.sheets.get(key)
        return sheet.values.get(name) if sheet else None

    @property
    def correction(self) -> int:
        """The Korrektur Nr. of the Deckblatt; none is 0."""
        number = self.value("deckblatt", CORRECTION_NUMBER)
        return number if isinstance(number, int) else 0
