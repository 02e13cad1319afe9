"""A returned form: every value with its raw text, sheet and cell, and what was found while reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.entries.entry import NORMALISIERT, Raw, is_blank
from rv2xl.model.expressions.expr import Ref, Value
from rv2xl.model.finding import Finding
from rv2xl.model.issue import Issue


class Entry(NamedTuple):
    """What stood in a field's cell: raw content, the value read from it, and the code of a problem or repair.

    Of a problem there is no value, unless a clerk has decided to take the entry as it was typed.
    """

    field: str
    cell: str
    raw: Raw
    value: Value
    code: str | None


_entry = partial(tuple.__new__, Entry)
"""What `Entry._make` does, in half the time: a list has thousands of cells."""


class EntryColumn(NamedTuple):
    """The entries of many fields, part by part: as many of each as there are fields, save that more cells may be named."""

    fields: Sequence[str]
    cells: Sequence[str]
    raws: Iterable[Raw]
    values: Sequence[Value]
    codes: Sequence[str | None]

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Yield them one by one, by field."""
        return zip(self.fields, map(_entry, zip(*self)), strict=True)  # noqa: B905 - the fields end it


class Entries(MutableMapping[str, Entry]):
    """The entries of a sheet by field id. Those of columns are made when the first entry is asked for: most readers look at values alone.

    `issued` are those of a sheet that nothing was entered on, so without codes; what is put in takes their place.
    """

    __slots__ = ("_columns", "_issued", "_own")

    def __init__(self, issued: Mapping[str, Entry] | None = None) -> None:
        self._issued: Mapping[str, Entry] = issued or {}
        self._own: dict[str, Entry] = {}
        self._columns: list[EntryColumn] = []

    def add(self, column: EntryColumn) -> None:
        """Put in the entries of many fields at once."""
        self._columns.append(column)

    def column(self, fields: Sequence[str]) -> Sequence[Value] | None:
        """Return the values of these fields if they were put in together and nobody has looked at an entry since."""
        for column in self._columns:
            if len(column.fields) == len(fields) and column.fields[0] == fields[0]:
                return column.values
        return None

    def problems(self) -> Iterator[Entry]:
        """Yield what was repaired to be read, or could not be read."""
        if any(map(_code, self._own.values())) or any(any(column.codes) for column in self._columns):
            yield from filter(_code, self._all().values())

    def _all(self) -> dict[str, Entry]:
        if self._issued or self._columns:
            made = {**self._issued, **self._own}
            for column in self._columns:
                made.update(column.entries())
            self._own = made
            self._issued, self._columns = {}, []
        return self._own

    def __getitem__(self, field: str) -> Entry:
        return self._all()[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __setitem__(self, field: str, entry: Entry) -> None:
        (self._all() if self._columns else self._own)[field] = entry

    def __delitem__(self, field: str) -> None:
        del self._all()[field]


_code = itemgetter(Entry._fields.index("code"))


@dataclass(slots=True)
class ReturnedSheet:
    """The entries of one issued sheet, by field id; `missing` are fields that stand nowhere certain."""

    key: str
    name: str
    sheet: Sheet
    entries: Entries = field(default_factory=Entries)
    values: dict[str, Value] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    _rows: dict[str, list[dict[str, Value]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def put(self, column: EntryColumn) -> None:
        """Put in the entries of many fields at once."""
        self.entries.add(column)
        self.values.update(zip(column.fields, column.values, strict=True))

    def rows(self, roster: Roster) -> list[dict[str, Value]]:
        """Return the values of each row of a roster, used or not, by column id: made from `values` once, when first asked for."""
        if roster.id not in self._rows:
            columns = [column.id for column in roster.columns]
            names = map(roster.names_of, columns)
            contents = [self.entries.column(of) or map(self.values.get, of) for of in names]
            self._rows[roster.id] = list(map(dict, map(zip, repeat(columns), zip(*contents, strict=True))))
        return self._rows[roster.id]

    def take(self, entry: Entry, value: Value) -> None:
        """Take the value of an entry that lies outside its range, before anything is made of the sheet's rows."""
        self.entries[entry.field] = entry._replace(value=value)
        self.values[entry.field] = value

    @property
    def mark(self) -> Value:
        """The value of the field that tells repeated sheets apart; None on any other sheet."""
        return self.values.get(self.sheet.told_apart_by or "")

    def cell(self, name: str) -> str | None:
        """Return the address of a field in the file as it came."""
        entry = self.entries.get(name)
        return entry.cell if entry else None


def inputs_of(sheet: ReturnedSheet, issue: Issue | None) -> dict[str, object]:
    """Return what stands in the inputs of a sheet, by field: values, and what could not be read as a text of it."""
    return {
        name: entry.value if entry.value is not None or is_blank(entry.raw) else str(entry.raw)
        for name, entry in sheet.entries.items()
        if not (known := sheet.sheet.fields[name]).computed and not (issue is not None and issue.locked(known))
    }


@dataclass(slots=True)
class Return:
    """One file that came back. Without an issue it could not be recognised, and the findings say why."""

    file: str
    issue: Issue | None = None
    sender: str | None = None
    sheets: MutableMapping[str, ReturnedSheet] = field(default_factory=dict)
    findings: MutableSequence[Finding] = field(default_factory=list)

    def value(self, key: str, name: str) -> Value:
        """Return a value, None if it is blank, unreadable or not there."""
        sheet = self.sheets.get(key)
        return sheet.values.get(name) if sheet else None

    def named_sheet(self, name: Value) -> ReturnedSheet | None:
        """Return the sheet that was issued under this name, None if there is none or it is gone."""
        keys = (issued.key for issued in self.issue.sheets if issued.name == name) if self.issue is not None else ()
        return next((self.sheets[key] for key in keys if key in self.sheets), None)

    def said(self, ref: Ref | None) -> Value:
        """Return what stands in a field of a section of its own, None also for a field that the form does not have."""
        return None if ref is None else self.value(ref.sheet or "", ref.field)

    def inputs(self) -> dict[tuple[str, str], object]:
        """Return what stands in all inputs, by key of the sheet and field."""
        return {
            (key, name): value
            for key, sheet in self.sheets.items()
            for name, value in inputs_of(sheet, self.issue).items()
        }

    @property
    def confidential(self) -> bool:
        """Whether it names people, so that nothing of it may stand anywhere else."""
        return self.issue is not None and self.issue.form.confidential

    def shows(self, field: Field, *, personal: bool) -> bool:
        """Whether a value may be shown: what is about a person only if `personal` values are asked for, of a confidential form neither that
        nor what somebody could have put into words."""
        return not (field.personal or field.type.takes_words) if self.confidential else personal or not field.personal

    @property
    def correction(self) -> int:
        """The Korrektur Nr.; none is 0, as is one that could not be read."""
        number = self.said(self.issue.form.roles.correction) if self.issue is not None else None
        return number if isinstance(number, int) else 0

    @property
    def correction_is_known(self) -> bool:
        """Whether the Korrektur Nr. could be read, or none was entered."""
        ref = self.issue.form.roles.correction if self.issue is not None else None
        sheet = self.sheets.get(ref.sheet or "") if ref is not None else None
        entry = sheet.entries.get(ref.field) if ref is not None and sheet is not None else None
        return entry is None or entry.value is not None or entry.code in (None, NORMALISIERT)
