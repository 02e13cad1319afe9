"""Many returns to tables: the tidy table of every value, and one line per Ort and Leistung. Stateless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rv2xl.excel.addresses import quoted
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form
from rv2xl.model.derived import Owner
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Status
from rv2xl.model.foreign_text import shown_name
from rv2xl.model.returned import Entry, Return, ReturnedSheet
from rv2xl.model.wording import plain
from rv2xl.returns.checked import Checked
from rv2xl.returns.register import Ort, Register

COLUMNS = ("jahr", "le", "zad", "leistung", "kreis", "blatt", "feld", "wert", "einheit", "datei", "zelle", "status")
"""The columns of the tidy table, in order."""

NOT_COUNTED = "nicht gezählt"
"""The status in the tidy table of an accepted return that another one replaces or repeats."""

WITHOUT = "ohne Zuordnung"
"""Stands for the key of an Ort whose Kreis the register does not know, or which is none in the year."""


class OrtLine(NamedTuple):
    """One Ort and Leistung of a counted return: the register's row of today, and the sheet that tells of it."""

    file: str
    sender: str
    zad: str
    leistung: str
    kreis: str | None
    ort: Ort
    blatt: str
    sheets: Mapping[str, ReturnedSheet]
    key: str

    @property
    def sheet(self) -> ReturnedSheet:
        """The sheet with values and cells; unpacked anew each time, for there may be thousands."""
        return self.sheets[self.key]


@dataclass(frozen=True, eq=False)
class Consolidation(Owner):
    """All files of one folder for one form and year, with what is counted of them."""

    form: Form
    year: int
    register: Register
    files: tuple[Checked, ...]

    @cached_property
    def own(self) -> list[Checked]:
        """The files of this form, whatever their year."""
        return [entry for entry in self.files if entry.issue is not None and entry.issue.form.name == self.form.name]

    @cached_property
    def counted(self) -> list[Checked]:
        """The returns whose figures count."""
        return [entry for entry in self.own if entry.counted and entry.status is Status.ANGENOMMEN]

    @cached_property
    def versions(self) -> tuple[Form, ...]:
        """The form, then the other versions of it that counted returns have, the newest first."""
        others = {entry.issue.form.version: entry.issue.form for entry in self.counted if entry.issue is not None}
        others.pop(self.form.version, None)
        return (self.form, *(others[version] for version in sorted(others, reverse=True)))

    def scale_of(self, field: str) -> int:
        """Return the most decimals that a version keeps of a field: so many its sums need to be exact."""
        sheets = (sheet for form in self.versions for sheet in form.sheets)
        return max(sheet.fields[field].type.scale for sheet in sheets if field in sheet.fields)

    def expected(self) -> list[str]:
        """Return the numbers of those who have to report."""
        return self.register.asked(self.form, self.year)

    def orte(self) -> list[OrtLine]:
        """Return the Orte of all counted returns, in the order of Leistungserbringer, Leistung and ZAD-Nummer."""
        return self._orte

    def missing_orte(self) -> list[Ort]:
        """Return the register's Orte of the year for which nothing is counted."""
        there = {(line.sender, line.zad, line.leistung) for line in self.orte()}
        return [
            ort
            for number in self.expected()
            for ort in self.register.orte_of(number, self.year)
            if (number, str(ort.zad), str(ort.leistung)) not in there
        ]

    @cached_property
    def _orte(self) -> list[OrtLine]:
        lines = [line for entry in self.counted for line in orte_of(entry, self.register)]
        return sorted(lines, key=lambda line: (line.sender, line.leistung, line.zad, line.blatt))


def consolidate(form: Form, year: int, register: Register, files: Sequence[Checked]) -> Consolidation:
    """Put checked files together, in the order of their names: the order in which they came does not matter."""
    return Consolidation(form, year, register, tuple(sorted(files, key=lambda entry: entry.file)))


def orte_of(entry: Checked, register: Register) -> Iterator[OrtLine]:
    """Yield the Orte of one return."""
    issue = entry.issue
    if issue is None:
        return
    sheets = entry.returned.sheets
    for zad, leistung, key in marked_sheets(entry.returned):
        ort = register.ort(zad, leistung, issue.year, entry.returned.sender)
        kreis = str(ort.kreis) if ort is not None and ort.kreis else None
        sender, known = entry.returned.sender or "", ort or register.no_ort
        yield OrtLine(entry.file, sender, zad, leistung, kreis, known, shown_name(sheets[key].name), sheets, key)


def marked_sheets(returned: Return) -> Iterator[tuple[str, str, str]]:
    """Yield ZAD-Nummer, Leistung and key of each sheet of a return that tells of an Ort."""
    for key, sheet in returned.sheets.items():
        only = returned.issue.section(key).only if returned.issue is not None else None
        if only is not None:
            yield str(sheet.mark or ""), only[1], key


def tidy_rows(consolidation: Consolidation, *, personal: bool = False) -> Iterator[tuple[str | int | None, ...]]:
    """Yield the tidy table: one row per input and result of every readable return, in the order of COLUMNS; what is about a person
    only if `personal` values are asked for.

    The status of what another return replaces or repeats says so, so that the sum over „angenommen“ counts nothing twice.
    """
    for entry in consolidation.own:
        issue = entry.issue
        if issue is None or entry.status is Status.UNLESBAR:
            continue
        status = str(entry.status) if entry.counted or entry.status is not Status.ANGENOMMEN else NOT_COUNTED
        file = shown_name(entry.file)
        places = {line.key: line for line in orte_of(entry, consolidation.register)}
        for sheet in entry.returned.sheets.values():
            place = places.get(sheet.key)
            where = (place.zad, place.leistung, place.kreis) if place else (None, None, None)
            head = (issue.year, entry.returned.sender, *where, shown_name(sheet.name))
            for field, cell, value in table_values(entry.returned, sheet):
                if not entry.returned.shows(field, personal=personal):
                    continue
                yield (*head, field.id, plain(value, field.type), field.type.unit, file, cell, status)


def table_values(returned: Return, sheet: ReturnedSheet) -> Iterator[tuple[Field, str | None, Value]]:
    """Yield every field of a returned sheet with its cell and value, in the order of the form; the cell of what counts on this sheet and
    stands on another is named with that sheet."""
    for name, field in sheet.sheet.fields.items():
        entry = sheet.entries.get(name)
        if entry is not None:
            yield field, _cell_elsewhere(returned, sheet, field, entry) or entry.cell, sheet.values.get(name)


def _cell_elsewhere(returned: Return, sheet: ReturnedSheet, field: Field, entry: Entry) -> str | None:
    if field.stand_in is None or entry.value is not None or sheet.values.get(field.id) is None:
        return None
    other = returned.named_sheet(sheet.values.get(field.stand_in.named_in))
    return None if other is None else f"{quoted(other.name)}{other.cell(field.id)}"
