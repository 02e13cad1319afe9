"""What was read of a file as a few kilobytes: what a worker sends, what is kept of thousands of files, what a cache holds.

It is JSON, for what comes from a cache must not be able to run code, and names the form by version: definitions are code. A
sheet is unpacked when somebody asks for it and not kept: what is unpacked is only to be looked at.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from rv2xl import forms
from rv2xl.excel.package.refusal import megabytes, too_large
from rv2xl.model.definitions.field import LONGEST_TEXT
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.variants import printed_in
from rv2xl.model.entries.entry import Raw
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue, IssuedSheet
from rv2xl.model.returned import Entries, Entry, EntryColumn, Return, ReturnedSheet
from rv2xl.returns.checked import Checked
from rv2xl.returns.processes.packed_findings import kept, pack

MOST = 64 * 1024 * 1024
"""No file's content is larger; what claims to be is not unpacked."""

_MOST_EXACT = 10**15
_MICROSECOND = timedelta(microseconds=1)
_HEAD, _GIVEN, _FIRST_SHEET = 0, 1, 2


def packed(checked: Checked) -> bytes:
    """Return what was found in a file on its own, before it is held against others; its name is not in it.

    Raises Refused for what would be more than is unpacked again.
    """
    returned, issue = checked.returned, checked.returned.issue
    head: dict[str, Any] = {
        "form": None,
        "sender": returned.sender,
        "sheets": list(returned.sheets),
        "read": list(map(pack, returned.findings)),
        "found": list(map(pack, checked.findings)),
    }
    given = []
    if issue is not None:
        form = issue.form
        head["form"] = [form.name, form.version, dict(form.rows), form.edition]
        head["issue"] = [issue.year, issue.sender, [[sheet.key, sheet.section, sheet.name] for sheet in issue.sheets]]
        given = [_tagged(sheet.given) for sheet in issue.sheets]
        head["last_year"] = {sheet.key: _tagged(sheet.last_year) for sheet in issue.sheets if sheet.last_year}
    lines = [head, given, *(line for sheet in returned.sheets.values() for line in _sheet(sheet))]
    content = "\n".join(json.dumps(line, separators=(",", ":")) for line in lines).encode("ascii")
    if len(content) > MOST:
        raise too_large(f"Was in der Datei steht, ist {megabytes(len(content))} groß", megabytes(MOST))
    return zlib.compress(content, 1)


def unpacked(data: bytes, file: str, checksum: str | None = None) -> Checked:
    """Return what was packed, as found in the file of this name and content. Raises ValueError or KeyError for other bytes."""
    head = json.loads(_lines(data)[_HEAD])
    issue = None
    sheets: MutableMapping[str, ReturnedSheet] = {}
    if head["form"] is not None:
        name, version, rows, edition = head["form"]
        year, sender, issued = head["issue"]
        known = forms.version(name, version)
        if known is None:
            raise ValueError(f"{name} {version}")
        given = tuple(
            IssuedSheet(sys.intern(key), sys.intern(section), sheet, _Given(data, place), _last_year(head, key))
            for place, (key, section, sheet) in enumerate(issued)
        )
        issue = Issue(printed_in(known, edition).with_rows(rows), year, sender, given)
        sheets = _Sheets(data, issue.form, tuple(map(sys.intern, head["sheets"])))
    returned = Return(file, issue, head["sender"], sheets, kept(head["read"], None))
    return Checked(returned, kept(head["found"], file), checksum=checksum)


def _last_year(head: Mapping[str, Any], key: str) -> dict[str, Value]:
    return {name: _value(value) for name, value in head["last_year"].get(key, {}).items()}


def unpacked_anew(returned: Return) -> Return:
    """Return the same with sheets of its own, which may be changed."""
    sheets = returned.sheets
    own = dict(sheets)
    if isinstance(sheets, _Sheets):
        own = {key: _sheet_of.__wrapped__(sheets.data, sheets.form, key, at) for at, key in enumerate(sheets.keys_)}
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
        "raw": {place: _tag(_bounded(entry.raw)) for place, entry in enumerate(entries) if not _is_usual(entry)},
        "codes": {place: entry.code for place, entry in enumerate(entries) if entry.code is not None},
        "values": None if same else _tagged(sheet.values),
        "missing": sorted(sheet.missing),
    }


@lru_cache(maxsize=16)
def _sheet_of(data: bytes, form: Form, key: str, place: int) -> ReturnedSheet:
    shape, content = _lines(data)[_FIRST_SHEET + 2 * place :][:2]
    (names, cells), line = _shape(shape), json.loads(content)
    values = [value if value.__class__ is not list else _value(value) for value in line["read"]]
    stored = line["values"]
    held = dict(zip(names, values, strict=True)) if stored is None else {name: _value(stored[name]) for name in stored}
    codes: list[str | None] = [None] * len(names)
    for at in line["codes"]:
        codes[int(at)] = line["codes"][at]
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


def _bounded(raw: Raw) -> Raw:
    """Return the beginning of a long text that was not read as it stands, and by what it is told from others: a file of 150 KB can
    show one of 32,767 signs in a thousand cells."""
    if not isinstance(raw, str) or len(raw) <= LONGEST_TEXT:
        return raw
    checksum = sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{raw[:LONGEST_TEXT]}… ({len(raw)} Zeichen, SHA-256 {checksum})"


def _usual(value: Value) -> Raw:
    """Return what a spreadsheet holds when nothing had to be repaired to read this value."""
    if value is None:
        return ""
    if isinstance(value, str | date):
        return value
    return float(value) if not isinstance(value, bool) and -_MOST_EXACT < value < _MOST_EXACT else None


def _tagged(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _tag(value) for name, value in values.items()}


_KINDS: dict[type, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    Decimal: (str, Decimal),
    datetime: (datetime.isoformat, datetime.fromisoformat),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
    timedelta: (lambda span: span // _MICROSECOND, lambda number: number * _MICROSECOND),
}
"""The kinds of values that JSON does not have: how they are written, and read again."""
_READ = {kind.__name__: read for kind, (_, read) in _KINDS.items()}


def _tag(value: Any) -> Any:
    """Return a value as JSON; a list says of what kind it is where JSON has none."""
    kind = type(value)
    return [kind.__name__, _KINDS[kind][0](value)] if kind in _KINDS else value


def _value(tagged: Any) -> Any:
    return _READ[tagged[0]](tagged[1]) if isinstance(tagged, list) else tagged
