"""Two versions of one return held against each other: which inputs differ, which results, and on which inputs those rest.

Compared is what counts: values as read and results as computed again, at the decimals that are kept. Pure: two returns in, a
comparison out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form
from rv2xl.model.entries.entry import NORMALISIERT, plain_raw, read_entry
from rv2xl.model.expressions.expr import Expr, Ref, RosterColumn, Value, walk
from rv2xl.model.finding import Finding
from rv2xl.model.issue import Issue
from rv2xl.model.returned import Return, ReturnedSheet
from rv2xl.model.wording import plain

FieldAt = tuple[str, str]
"""A sheet by its key and a field by its id."""


class Note(StrEnum):
    """Why the value beside it is not simply what stands in the cell."""

    UNREADABLE = "unlesbar"
    OVERWRITTEN = "ueberschrieben"
    MISSING = "fehlt"


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A field in one of the files. `raw` is what stands in the cell where that is not the value that counts. What is `withheld` is about a
    person, and nobody asked for it: that it differs is told, but not what it is.
    """

    sheet: str
    cell: str | None
    field: Field
    value: Value
    note: Note | None = None
    raw: str | None = None
    withheld: bool = False

    @property
    def written(self) -> Value:
        """The value with the decimals that are kept."""
        if isinstance(self.value, int | Decimal) and not isinstance(self.value, bool):
            return Decimal(plain(self.value, self.field.type) or 0)
        return self.value


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """A field that both files have, with different content. The definition's words are those of B."""

    a: Side
    b: Side
    prefilled: bool = False

    @property
    def field(self) -> Field:
        """The field, as defined in B."""
        return self.b.field

    @property
    def difference(self) -> Decimal | int | None:
        """B less A: of numbers a number, of dates the days; None where one of them is blank, a text or withheld."""
        if self.b.withheld:
            return None
        a, b = self.a.written, self.b.written
        if isinstance(a, date) and isinstance(b, date):
            return (b - a).days
        return b - a if isinstance(a, Decimal) and isinstance(b, Decimal) else None


@dataclass(frozen=True, slots=True, eq=False)
class Lone:
    """What only one of the files has: a sheet, or a field on a sheet that both have."""

    sheet: str
    side: Side | None = None


Cause = Difference | Lone
"""On what a differing result may rest."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A result that differs, with all differing inputs that its formula reads, directly or through other formulas."""

    found: Difference
    rests_on: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FileHead:
    """What tells one of the files."""

    file: str
    issue: Issue
    sender: str | None
    unread: tuple[Finding, ...] = ()
    """What stands below its lists, and is not compared."""


@dataclass(frozen=True, slots=True, eq=False)
class BogenComparison:
    """What differs between two files, in the order of the form."""

    a: FileHead
    b: FileHead
    inputs: tuple[Difference, ...]
    results: tuple[Result, ...]
    only_in_a: tuple[Lone, ...]
    only_in_b: tuple[Lone, ...]

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        return not (self.inputs or self.results or self.only_in_a or self.only_in_b)


def compare(a: Return, b: Return, *, personal: bool = False) -> BogenComparison:
    """Hold two returns of one form against each other; versions and years may differ. What is about a person is there to be shown only
    if `personal` values are asked for.

    Raises Abbruch if one of them could not be recognised, or if they are two forms.
    """
    one, other = _File(a, personal), _File(b, personal)
    form_a, form_b = one.head.issue.form, other.head.issue.form
    if form_a.name != form_b.name:
        raise Abbruch(f"„{a.file}“ ist „{form_a.title}“, „{b.file}“ dagegen „{form_b.title}“; vergleichen lassen sich nur Fassungen "
                      "desselben Vordrucks.")  # fmt: skip
    pairs = paired(one.head.issue, other.head.issue, one.sheets, other.sheets)
    inputs, results = [], []
    for key_a, key_b in pairs.items():
        for name, found in _differences(one, other, key_a, key_b):
            if found.field.computed:
                results.append(((key_a, name), (key_b, name), found))
                continue
            inputs.append(found)
            if found.a.written != found.b.written:
                one.causes[key_a, name] = other.causes[key_b, name] = found
    only_in_a = tuple(_lone(one, other, pairs))
    only_in_b = tuple(_lone(other, one, {key_b: key_a for key_a, key_b in pairs.items()}))
    resting = [
        Result(found, tuple(dict.fromkeys((*one.causes_of(*in_a), *other.causes_of(*in_b)))))
        for in_a, in_b, found in results
    ]
    return BogenComparison(one.head, other.head, tuple(inputs), tuple(resting), only_in_a, only_in_b)


Sheets = Mapping[str, ReturnedSheet]


class _File:
    """One of the two files, with what was found on which its results may rest. Raises Abbruch if it could not be recognised."""

    def __init__(self, returned: Return, personal: bool) -> None:
        if returned.issue is None:
            raise Abbruch(f"„{returned.file}“ ist kein lesbarer Vordruck dieses Verfahrens.")
        unread = tuple(found for found in returned.findings if found.code == "UNTERHALB")
        self.head = FileHead(returned.file, returned.issue, returned.sender, unread)
        self.sheets: Sheets = dict(returned.sheets)
        self.returned, self.personal = returned, personal
        self.causes: dict[FieldAt, Cause] = {}
        self._reads = Reads(returned.issue.form)

    def shows(self, field: Field) -> bool:
        """Whether what a field holds is told."""
        return self.returned.shows(field, personal=self.personal)

    def causes_of(self, key: str, name: str) -> Iterator[Cause]:
        """Yield on what a result rests, in the order in which that was found."""
        read = self._reads.of(key, name)
        return (cause for place, cause in self.causes.items() if _is_read(place, read))


def _differences(a: _File, b: _File, key_a: str, key_b: str) -> Iterator[tuple[str, Difference]]:
    """Yield the fields that two sheets have in common but for their content, in the order of B."""
    one, other = a.sheets[key_a], b.sheets[key_b]
    for name, field in other.sheet.fields.items():
        if name in one.sheet.fields:
            locked = _locked(a.head.issue, one.sheet.fields[name]) or _locked(b.head.issue, field)
            found = Difference(_side(a, one, name), _side(b, other, name), locked)
            if _content(found.a) != _content(found.b):
                yield name, found


def _is_read(place: FieldAt, read: frozenset[FieldAt]) -> bool:
    """Whether a field is read, or anything of a sheet if no field is named."""
    return place in read if place[1] else any(key == place[0] for key, _ in read)


def _locked(issue: Issue, field: Field) -> bool:
    return not field.computed and issue.locked(field)


def _content(side: Side) -> tuple[Value, Note | None, str | None]:
    return side.written, side.note, side.raw


def _side(file: _File, sheet: ReturnedSheet, name: str) -> Side:
    field, entry, value = sheet.sheet.fields[name], sheet.entries.get(name), sheet.values.get(name)
    withheld = not file.shows(field)
    if entry is None or name in sheet.missing:
        return Side(sheet.name, None, field, value, Note.MISSING, withheld=withheld)
    note = None
    if _locked(file.head.issue, field):
        typed = read_entry(field, entry.raw).value
        note = Note.OVERWRITTEN if plain(typed, field.type) != plain(entry.value, field.type) else None
    elif not field.computed and entry.value is None and entry.code not in (None, NORMALISIERT):
        note = Note.UNREADABLE
    withheld = withheld or (note is not None and file.returned.confidential)  # anything may stand there
    return Side(sheet.name, entry.cell, field, value, note, plain_raw(entry.raw) or "" if note else None, withheld)


def _lone(file: _File, other: _File, pairs: Mapping[str, str]) -> Iterator[Lone]:
    """Yield what has no counterpart in the other file, and note what a result may rest on."""
    for key, sheet in file.sheets.items():
        if key not in pairs:
            found = file.causes[key, ""] = Lone(sheet.name)
            yield found
            continue
        for name, field in sheet.sheet.fields.items():
            if name in other.sheets[pairs[key]].sheet.fields:
                continue
            side = _side(file, sheet, name)
            filled = side.value is not None or side.note is not None
            if filled or not _in_roster(sheet, name):
                found = Lone(sheet.name, side)
                if filled and not field.computed:
                    file.causes[key, name] = found
                yield found


def _in_roster(sheet: ReturnedSheet, name: str) -> bool:
    """Whether a field is one of a roster's rows: where one file has more of them, a blank one is nothing that only it has."""
    return any(name.startswith(f"{roster}.") for roster in sheet.sheet.rosters)


def paired(a: Issue, b: Issue, sheets_a: Sheets, sheets_b: Sheets) -> dict[str, str]:
    """Return which sheet of B belongs to which of A, by key, in the order of A.

    Repeated sheets („58 Erbach“) of two different issues belong together by the field that tells them apart, for their
    numbers need not be the same; one where that field is blank goes by its number.
    """
    if a.id == b.id:
        return {key: key for key in sheets_a if key in sheets_b}
    marks_a, marks_b = _marks(sheets_a), _marks(sheets_b)
    by_mark = {mark: key for key, mark in marks_b.items()}
    found = {key: by_mark[mark] for key, mark in marks_a.items() if mark in by_mark}
    taken = set(found.values())
    for key in sheets_a.keys() - found.keys():
        if key in sheets_b and key not in taken and not (key in marks_a and key in marks_b):
            found[key] = key
    return {key: found[key] for key in sheets_a if key in found}


def _marks(sheets: Sheets) -> dict[str, tuple[str, Value]]:
    """Return by key what tells each repeated sheet apart, for those that it does."""
    marks = {key: (sheet.sheet.section, sheet.mark) for key, sheet in sheets.items() if sheet.mark is not None}
    several = list(marks.values())
    return {key: mark for key, mark in marks.items() if several.count(mark) == 1}


class Reads:
    """Finds for one form what its computed fields read, directly and through others, across sheets; what was found is kept."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._known: dict[FieldAt, frozenset[FieldAt]] = {}

    def of(self, key: str, name: str) -> frozenset[FieldAt]:
        """Return every field that this one reads, computed ones and those that they read included."""
        place = (key, name)
        if place not in self._known:
            self._known[place] = frozenset()
            field = self._form.sections[key.partition(".")[0]].fields.get(name)
            direct = frozenset() if field is None or field.expr is None else frozenset(self._direct(*place, field.expr))
            self._known[place] = direct.union(*(self.of(*other) for other in direct))
        return self._known[place]

    def _direct(self, key: str, name: str, expr: Expr) -> Iterator[FieldAt]:
        for node in walk(expr):
            if isinstance(node, Ref):
                yield node.sheet or key, _in_row(node.field, name)
            elif isinstance(node, RosterColumn):
                yield from self._rows(node)

    def _rows(self, column: RosterColumn) -> Iterator[FieldAt]:
        roster = self._form.sections[column.sheet].rosters[column.field.partition(".*.")[0]]
        for number in range(1, roster.rows + 1):
            yield column.sheet, column.field.replace("*", str(number))


def _in_row(field: str, reader: str) -> str:
    """Return the field of the reader's own row: „orte.*.zad“ read by „orte.3.name“ is „orte.3.zad“."""
    before, star, after = field.partition("*")
    return before + reader.removeprefix(before).partition(".")[0] + after if star else field
