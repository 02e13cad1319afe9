"""What was read of a file as a few kilobytes: what a worker sends, what is kept of thousands of files, what a cache holds.

It is JSON, for what comes from a cache must not be able to run code, and names the form by version: definitions are code. A
sheet is unpacked when somebody asks for it and not kept: what is unpacked is only to be looked at.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from rv2xl import forms
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.variants import printed_in
from rv2xl.model.entries.entry import Raw
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.issue import Issue, IssuedSheet
from rv2xl.model.returned import Entries, Entry, EntryColumn, Return, ReturnedSheet
from rv2xl.returns.checked import Checked

MOST = 64 * 1024 * 1024
"""No file's content is larger; what claims to be is not unpacked."""

_MOST_EXACT = 10**15
_FINDING = [entry.name for entry in fields(Finding) if entry.name != "file"]
_HEAD, _GIVEN, _FIRST_SHEET = 0, 1, 2


def packed(checked: Checked) -> bytes:
    """Return what was found in a file on its own, before it is held against others; its name is not in it."""
    returned, issue = checked.returned, checked.returned.issue
    lines = [
        {
            "form": None
            if issue is None
            else [issue.form.name, issue.form.version, dict(issue.form.rows), issue.form.edition],
            "issue": None if issue is None else [issue.year, issue.sender],
            "issued": [] if issue is None else [[sheet.key, sheet.section, sheet.name] for sheet in issue.sheets],
            "sender": returned.sender,
            "sheets": list(returned.sheets),
            "read": [_finding(found) for found in returned.findings],
            "found": [_finding(found) for found in checked.findings],
        },
        [] if issue is None else [_tagged(sheet.given) for sheet in issue.sheets],
        *(line for sheet in returned.sheets.values() for line in _sheet(sheet)),
    ]
    return zlib.compress("\n".join(json.dumps(line, separators=(",", ":")) for line in lines).encode("ascii"), 1)


def unpacked(data: bytes, file: str) -> Checked:
    """Return what was packed, as found in the file of this name. Raises ValueError or KeyError for other bytes."""
    head = json.loads(_lines(data)[_HEAD])
    issue = None
    sheets: MutableMapping[str, ReturnedSheet] = {}
    if head["form"] is not None:
        name, version, rows, edition = head["form"]
        known = forms.version(name, version)
        if known is None:
            raise ValueError(f"{name} {version}")
        form = printed_in(known, edition).with_rows(rows)
        year, sender = head["issue"]
        issued = tuple(
            IssuedSheet(sys.intern(key), sys.intern(section), sheet, _Given(data, place))
            for place, (key, section, sheet) in enumerate(head["issued"])
        )
        issue = Issue(form, year, sender, issued)
        sheets = _Sheets(data, issue.form, tuple(map(sys.intern, head["sheets"])))
    returned = Return(file, issue, head["sender"], sheets, [_found(line, None) for line in head["read"]])
    return Checked(returned, [_found(line, file) for line in head["found"]])


def unpacked_anew(returned: Return) -> Return:
    """Return the same with sheets of its own, which may be changed."""
    sheets = returned.sheets
    own = dict(sheets)
    if isinstance(sheets, _Sheets):
        own = {key: _read_sheet(sheets.data, sheets.form, key, place) for place, key in enumerate(sheets.keys_)}
    return Return(returned.file, returned.issue, returned.sender, own, list(returned.findings))


class _Sheets(MutableMapping[str, ReturnedSheet]):
    """The sheets of a return, unpacked when asked for."""

    __slots__ = ("data", "form", "keys_")

    def __init__(self, data: bytes, form: Form, keys: tuple[str, ...]) -> None:
        self.data, self.form, self.keys_ = data, form, keys

    def __getitem__(self, key: str) -> ReturnedSheet:
        if key not in self.keys_:
            raise KeyError(key)
        return _sheet_of(self.data, self.form, key, self.keys_.index(key))

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_)

    def __len__(self) -> int:
        return len(self.keys_)

    def __setitem__(self, key: str, sheet: ReturnedSheet) -> None:
        raise TypeError("what was read does not change")

    def __delitem__(self, key: str) -> None:
        raise TypeError("what was read does not change")


class _Given(Mapping[str, Value]):
    """The prefilled values of an issued sheet, unpacked when asked for."""

    __slots__ = ("data", "place")

    def __init__(self, data: bytes, place: int) -> None:
        self.data, self.place = data, place

    def __getitem__(self, field: str) -> Value:
        return _given(self.data)[self.place][field]

    def __iter__(self) -> Iterator[str]:
        return iter(_given(self.data)[self.place])

    def __len__(self) -> int:
        return len(_given(self.data)[self.place])


@lru_cache(maxsize=2)
def _lines(data: bytes) -> list[bytes]:
    return zlib.decompressobj().decompress(data, MOST).split(b"\n")


@lru_cache(maxsize=2)
def _given(data: bytes) -> list[dict[str, Value]]:
    return [dict(zip(given, map(_value, given.values()), strict=True)) for given in json.loads(_lines(data)[_GIVEN])]


@lru_cache(maxsize=16)
def _sheet_of(data: bytes, form: Form, key: str, place: int) -> ReturnedSheet:
    return _read_sheet(data, form, key, place)


def _read_sheet(data: bytes, form: Form, key: str, place: int) -> ReturnedSheet:
    shape, line = _lines(data)[_FIRST_SHEET + 2 * place :][:2]
    return _returned_sheet(key, form, shape, json.loads(line))


def _sheet(sheet: ReturnedSheet) -> Iterator[Any]:
    """Yield a sheet as two lines: its fields and cells, and what stood in them; what is as it usually is, is left out."""
    entries = list(sheet.entries.values())
    yield [[entry.field for entry in entries], [entry.cell for entry in entries]]
    same = len(sheet.values) == len(entries) and all(
        entry.field == name and entry.value is value
        for entry, (name, value) in zip(entries, sheet.values.items(), strict=True)
    )
    yield {
        "name": sheet.name,
        "read": [_tag(entry.value) for entry in entries],
        "raw": {place: _tag(entry.raw) for place, entry in enumerate(entries) if not _is_usual(entry)},
        "codes": {place: entry.code for place, entry in enumerate(entries) if entry.code is not None},
        "values": None if same else _tagged(sheet.values),
        "missing": sorted(sheet.missing),
    }


def _returned_sheet(key: str, form: Form, shape: bytes, line: dict[str, Any]) -> ReturnedSheet:
    names, cells = _shape(shape)
    values = [value if value.__class__ is not list else _value(value) for value in line["read"]]
    stored = line["values"]
    held = dict(zip(names, values, strict=True)) if stored is None else {name: _value(stored[name]) for name in stored}
    codes: list[str | None] = [None] * len(names)
    for place in line["codes"]:
        codes[int(place)] = line["codes"][place]
    entries = Entries()
    entries.add(EntryColumn(names, cells, _Raws(values, line["raw"]), values, codes))
    return ReturnedSheet(key, line["name"], form.sections[key.partition(".")[0]], entries, held, set(line["missing"]))


class _Raws:
    """What stood in the cells of a sheet, unpacked when it is asked for: most readers look at values alone."""

    __slots__ = ("_others", "_values")

    def __init__(self, values: Sequence[Value], others: Mapping[str, Any]) -> None:
        self._values, self._others = values, others

    def __iter__(self) -> Iterator[Raw]:
        raws: list[Raw] = list(map(_usual, self._values))
        for place in self._others:
            raws[int(place)] = _value(self._others[place])
        return iter(raws)


@lru_cache(maxsize=256)
def _shape(line: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields and cells of a sheet, which are the same for nearly all returns."""
    names, cells = json.loads(line)
    return tuple(names), tuple(cells)


def _is_usual(entry: Entry) -> bool:
    usual = _usual(entry.value)
    return entry.raw == usual and type(entry.raw) is type(usual)


def _usual(value: Value) -> Raw:
    """Return what a spreadsheet holds when nothing had to be repaired to read this value."""
    if value is None:
        return ""
    if isinstance(value, str | date):
        return value
    return float(value) if not isinstance(value, bool) and -_MOST_EXACT < value < _MOST_EXACT else None


def _finding(found: Finding) -> list[Any]:
    return [getattr(found, name) for name in _FINDING]


def _found(line: Sequence[Any], file: str | None) -> Finding:
    """Make a finding; texts that occur in thousands of them are kept once."""
    known = dict(zip(_FINDING, line, strict=True))
    known["severity"] = Severity(known["severity"])
    known["cells"] = tuple(known["cells"])
    for name in ("code", "remedy", "source"):
        if known[name] is not None:
            known[name] = sys.intern(known[name])
    return Finding(file=file, **known)


def _tagged(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _tag(value) for name, value in values.items()}


def _tag(value: Any) -> Any:
    """Return a value as JSON; a list says of what kind it is where JSON has none."""
    match value:
        case Decimal():
            return ["decimal", str(value)]
        case datetime():
            return ["datetime", value.isoformat()]
        case date():
            return ["date", value.isoformat()]
        case time():
            return ["time", value.isoformat()]
        case timedelta():
            return ["timedelta", value.days, value.seconds, value.microseconds]
    return value


_KINDS: dict[str, Any] = {
    "decimal": Decimal, "datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat,
    "timedelta": timedelta,
}  # fmt: skip


def _value(tagged: Any) -> Any:
    return _KINDS[tagged[0]](*tagged[1:]) if isinstance(tagged, list) else tagged
