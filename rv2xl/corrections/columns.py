"""From a corrected value to the columns of the register: a Bogen shows several as one text („64711 Erbach“), or a day as „ja“.

What cannot be led back with certainty is left to the clerk; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form
from rv2xl.model.entries.complaint import complaint
from rv2xl.model.entries.entry import NORMALISIERT, Raw, is_blank, read_entry
from rv2xl.model.expressions.expr import Value
from rv2xl.model.foreign_text import shortened, shown_name
from rv2xl.model.wording import listed
from rv2xl.outgoing.issuing import joined

_BETWEEN = " + "
_CODED = re.compile("x[0-9A-Fa-f]{4}_")
"""Programs take it for a sign that a workbook cannot hold, and read another text."""


class ByHand(ValueError):
    """A corrected value that only a human can enter; the German sentence says why."""


@dataclass(frozen=True)
class Columns:
    """The columns of one roster of the register that a value comes from."""

    roster: str
    fields: tuple[Field, ...]

    @property
    def key(self) -> str:
        """How a list names them: „traeger.plz + traeger.ort“."""
        return _BETWEEN.join(f"{self.roster}.{_last(field)}" for field in self.fields)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns as rows of the register know them."""
        return tuple(map(_last, self.fields))

    def shown(self, row: Mapping[str, Value]) -> Value:
        """Return what a Bogen shows of a row of the register."""
        return joined([row.get(name) for name in self.names])

    def parts(self, new: Raw | Decimal) -> tuple[Value, ...]:
        """Return a corrected value column by column. Raises ByHand for what cannot be told apart or is no valid entry."""
        raw = float(new) if isinstance(new, Decimal) else new
        if is_blank(raw):
            raise ByHand("Der neue Wert fehlt.")
        if isinstance(raw, str) and shown_name(raw) != raw:
            raise ByHand("Der neue Wert hat mehrere Zeilen oder unsichtbare Zeichen.")
        if isinstance(raw, str) and _CODED.search(raw):
            raise ByHand("Der neue Wert enthält eine Zeichenfolge, die Excel anders liest.")
        raws = [raw] if len(self.fields) == 1 else self._split(raw)
        return tuple(_read(field, raw) for field, raw in zip(self.fields, raws, strict=True))

    def _split(self, new: Raw) -> Sequence[Raw]:
        """Tell apart what stands in two columns: digits of a fixed number, and behind a blank what begins with a letter."""
        digits = self.fields[0].type.digits
        found = re.fullmatch(rf"([0-9]{{{digits}}})\s+([^\W\d_].*)", new) if isinstance(new, str) and digits else None
        if found is None or len(self.fields) != 2:
            labels = listed([f"„{field.label}“" for field in self.fields])
            raise ByHand(f"Im neuen Wert lassen sich {labels} nicht sicher trennen.")
        return found.groups()


def _read(field: Field, raw: Raw) -> Value:
    reading = read_entry(field, raw)
    if reading.value is None or reading.code not in (None, NORMALISIERT):
        said = complaint(field, reading.code or "", shortened(raw) if isinstance(raw, str) else raw).said
        raise ByHand(f"„{field.label}“: {said}")
    return reading.value


def _last(field: Field) -> str:
    return field.id.rpartition(".")[2]


def origin_of(register: Form, roster: str, field: Field) -> Columns:
    """Return where a given value comes from. Raises ByHand if it says something else than the register, „ja“ of a day."""
    columns = _columns(register, roster, field.origin)
    if columns is None or any(column.type.kind is not field.type.kind for column in columns.fields):
        raise ByHand("Die Angabe ist aus den Stammdaten nur abgeleitet.")
    return columns


def named_columns(register: Form, key: str) -> Columns | None:
    """Return the columns that a list names; None if the register has no such."""
    parts = [part.partition(".") for part in key.split(_BETWEEN)]
    rosters = {roster for roster, _, _ in parts}
    return _columns(register, rosters.pop(), [column for _, _, column in parts]) if len(rosters) == 1 else None


def _columns(register: Form, roster: str, names: Sequence[str]) -> Columns | None:
    rosters = {found.id: found for sheet in register.sheets for found in sheet.rosters.values()}
    known = {_last(column): column for column in rosters[roster].columns} if roster in rosters else {}
    fields = [known[name] for name in names if name in known]
    return Columns(roster, tuple(fields)) if fields and len(fields) == len(names) else None
