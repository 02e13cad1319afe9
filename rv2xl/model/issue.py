"""What is issued to one recipient: which sheets, under which names, with which prefilled values.

An issue and its form together determine the workbook, cell by cell. It travels in the workbook (sheet `_meta`), so that a
return is compared with exactly what was issued; its id is a checksum over all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.variants import in_year
from rv2xl.model.expressions.expr import Value
from rv2xl.model.foreign_text import cut
from rv2xl.model.soundness.mistakes import SHEET_NAME
from rv2xl.model.wording import plain
from rv2xl.recht.law import FIRST_EDITION

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_RESERVED = "history"
"""Excel keeps this name for itself."""
_ID_LENGTH = 16
EDITION = "recht"
"""How the edition of the law is told; the first is not, so that what was issued before there were editions stays what it is."""

ANSWERED = "vorjahr"
"""What stands before an answer of last year, which is told only where there is one."""

NO_SENDER = "ohne Vorgaben"
"""What the identifying line of a blank form says in place of a sender."""


@dataclass(frozen=True, eq=False, slots=True)
class IssuedSheet:
    """One sheet of an issue. `key` is the section, numbered if the sheet is repeated („ort_58.1“). Answers of `last_year` are printed
    beside the inputs of the same fields, which stay open."""

    key: str
    section: str
    name: str
    given: Mapping[str, Value]
    last_year: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Issue:
    """A form made out for one recipient and year; without a sender it is the blank form, whose LWV cells are open.

    The form has the rules of the year, so that workbook, check and description agree on them.
    Two are equal if the same was issued: most returns of a calculation come from one blank form. One that came back with lists of another
    length names what was `issued`, whose id is still printed on it.
    """

    form: Form
    year: int
    sender: str | None
    sheets: tuple[IssuedSheet, ...]
    issued: Issue | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "form", in_year(self.form, self.year))

    def section(self, key: str) -> Sheet:
        """Return the definition of the sheet with this key."""
        return self.form.sections[key.partition(".")[0]]

    def mark(self, sheet: IssuedSheet) -> Value:
        """What a repeated sheet was issued with in the field that tells it apart; None for any other sheet."""
        return sheet.given.get(self.section(sheet.key).told_apart_by or "")

    def locked(self, field: Field) -> bool:
        """Whether a prefilled field is locked; in a blank form only what follows from the year or the law is."""
        return field.prefilled and (self.sender is not None or field.given is not None or field.preset)

    @property
    def lengths(self) -> tuple[tuple[str, int], ...]:
        """The lists of another length than the form defines. One of the LWV's own values is as long as they are many, and tells nothing."""
        own = {roster.id for sheet in self.form.sheets for roster in sheet.rosters.values() if roster.presets}
        return tuple((name, length) for name, length in self.form.rows if name not in own)

    @cached_property
    def id(self) -> str:
        """The issue id: a SHA-256 prefix over form, version, year, sender, edition of the law, sheets, prefilled values and answers of last
        year."""
        if self.issued is not None:
            return self.issued.id
        digest = sha256("\x1e".join("\x1f".join(line) for line in self._lines()).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:_ID_LENGTH]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Issue) and self.form is other.form and self._exactly == other._exactly

    def __hash__(self) -> int:
        return hash(self._exactly)

    @cached_property
    def _exactly(self) -> tuple[object, ...]:
        """All that was issued, value by value: what is remembered of an issue must not be what another one happens to have in common
        with it, be it the checksum."""
        sheets = tuple(
            (
                sheet.key,
                sheet.section,
                sheet.name,
                *((name, type(value), str(value)) for name, value in sheet.given.items()),
                tuple((name, type(value), str(value)) for name, value in sheet.last_year.items()),
            )
            for sheet in self.sheets
        )
        return (self.year, self.sender, sheets, None if self.issued is None else self.issued.lengths)

    @property
    def identification(self) -> str:
        """The visible line by which the file is known again."""
        sender = self.sender or NO_SENDER
        return (
            f"Kennung: {self.form.name} · Version {self.form.version} · Jahr {self.year} · {sender} · Ausgabe {self.id}"
        )

    def _lines(self) -> Iterator[tuple[str, ...]]:
        yield (self.form.name, self.form.version, str(self.year), self.sender or "")
        if self.form.edition > FIRST_EDITION:
            yield (EDITION, str(self.form.edition))
        yield from ((roster, str(length)) for roster, length in self.lengths)
        for sheet in self.sheets:
            yield (sheet.key, sheet.name)
            known = self.section(sheet.key)
            for name, value in sheet.given.items():
                yield (name, plain(value, known.fields[name].type) or "")
            for name, value in sheet.last_year.items():
                yield (ANSWERED, name, plain(value, known.fields[name].type) or "")


def unique_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Make visible sheet names: forbidden signs removed, cut to Excel's limit, equal ones numbered „ (2)“."""
    used = {_RESERVED, *(name.lower() for name in taken)}
    names = []
    for raw in wanted:
        name = cut(_FORBIDDEN.sub("", raw).strip(" '"), SHEET_NAME).rstrip(" '") or "Blatt"
        number, candidate = 1, name
        while candidate.lower() in used:
            number += 1
            ending = f" ({number})"
            candidate = cut(name, SHEET_NAME - len(ending)).rstrip() + ending
        used.add(candidate.lower())
        names.append(candidate)
    return names
