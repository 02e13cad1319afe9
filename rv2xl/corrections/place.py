"""Where a correction goes in the file of the register: found again by number, ZAD-Nummer and Leistung, never by its row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from rv2xl.corrections.choices import Choice
from rv2xl.corrections.columns import ByHand, Columns, named_columns
from rv2xl.excel.lists.clerk_list import cell_text
from rv2xl.excel.package.edit import opened
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import Field
from rv2xl.model.entries.entry import Raw, read_entry
from rv2xl.model.expressions.expr import Value
from rv2xl.model.returned import Return, ReturnedSheet
from rv2xl.model.wording import german
from rv2xl.returns.check import used_rows
from rv2xl.returns.register import Ort, RegisterRow


class NoPlace(ValueError):
    """A correction that cannot be taken over; the German sentence says why."""


class Target(NamedTuple):
    """A cell of the register: key and name of its sheet, its address, its field, what stands there and what will."""

    key: str
    sheet: str
    cell: str
    name: str
    column: Field
    row: RegisterRow
    old: Value
    new: Value


class RegisterFile:
    """The register as a file: its rows with their numbers, and which of its cells are formulas."""

    def __init__(self, data: bytes, returned: Return) -> None:
        assert returned.issue is not None
        assert returned.issue.form.register is not None
        self._form, self._roles, self._returned = returned.issue.form, returned.issue.form.register, returned
        self._known: dict[str, list[tuple[int, RegisterRow]]] = {}
        self._formulas = cache(lambda sheet: frozenset(opened(ZipFile(BytesIO(data))).cells(sheet).formulas))

    def targets(self, choice: Choice) -> list[Target]:
        """Return the cells of a correction, column by column. Raises NoPlace."""
        columns = named_columns(self._form, choice.key)
        if columns is None:
            raise NoPlace("Diese Angabe steht nicht in den Stammdaten; bitte von Hand eintragen.")
        sheet, number, row = self._row(choice, columns.roster)
        try:
            new = columns.parts(choice.new)
        except ByHand as reason:
            raise NoPlace(f"{reason} Bitte von Hand eintragen.") from reason
        old = tuple(row.get(name) for name in columns.names)
        if old != new and not _is_still(choice.old, columns, row):
            today = columns.shown(row)
            said = "nichts" if today is None else german(today)
            raise NoPlace(
                f"In den Stammdaten steht heute {said}, weder der bisherige noch der neue Wert; bitte prüfen."
            )
        return [
            self._target(sheet, number, row, column, then) for column, then in zip(columns.fields, new, strict=True)
        ]

    def again(self, target: Target) -> list[str]:
        """Return the cells of the same column in which the same Ort has the same old value once more, in a row of its own."""
        sheet, roster, columns = *self._roster(target.column.id.partition(".")[0]), self._roles.orte
        if roster.id != columns.roster:
            return []
        name = target.column.id.rpartition(".")[2]
        return [
            sheet.cell(_numbered(target.column, number)) or ""
            for number, row in self._rows(sheet, roster)
            if target.name != _numbered(target.column, number) and row.get(name) == target.old
            and all(row.get(column) == target.row.get(column) for column in (columns.zad, columns.traeger))
        ]  # fmt: skip

    def _target(self, sheet: ReturnedSheet, number: int, row: RegisterRow, column: Field, new: Value) -> Target:
        name = _numbered(column, number)
        cell = sheet.cell(name)
        if cell is None:
            raise NoPlace(f"Die Spalte „{column.label}“ ist in den Stammdaten nicht zu finden.")
        if cell in self._formulas(sheet.name):
            raise NoPlace(
                f"In den Stammdaten steht dafür eine Formel (Blatt „{sheet.name}“, Zelle {cell}); bitte dort ändern."
            )
        return Target(sheet.key, sheet.name, cell, name, column, row, row.get(column.id.rpartition(".")[2]), new)

    def _row(self, choice: Choice, name: str) -> tuple[ReturnedSheet, int, RegisterRow]:
        """Return the row that a correction is about. Raises NoPlace if there is none, or more than one."""
        sheet, roster = self._roster(name)
        rows = self._rows(sheet, roster)
        if name == self._roles.traeger.roster:
            wanted = {self._roles.traeger.number: choice.number}
            said = f"Den Leistungserbringer {cell_text(choice.number)}"
        else:
            orte = self._roles.orte
            wanted = {orte.traeger: choice.number, orte.zad: choice.zad, orte.leistung: choice.leistung}
            rows = [(number, row) for number, row in rows if self._overlaps(row, choice.year)]
            said = (
                f"Den Ort mit der ZAD-Nummer {cell_text(choice.zad)} (§ {cell_text(choice.leistung)}) des Leistungserbringers "
                f"{cell_text(choice.number)}"
            )
        known = {column.id.rpartition(".")[2]: column for column in roster.columns}
        found = [
            (number, row)
            for number, row in rows
            if all(row.get(key) == _read(known[key], raw) for key, raw in wanted.items())
        ]
        if not found:
            raise NoPlace(f"{said} gibt es in den Stammdaten nicht mehr.")
        if name == self._roles.orte.roster:  # one that changed within the year: the last holds, as when it was issued
            last = max(Ort(row, self._roles.orte).begins for _, row in found)
            found = [(number, row) for number, row in found if Ort(row, self._roles.orte).begins == last]
        if len(found) > 1:
            raise NoPlace(f"{said} gibt es in den Stammdaten mehrmals.")
        return sheet, *found[0]

    def _overlaps(self, row: RegisterRow, year: str) -> bool:
        return year.isdecimal() and len(year) == 4 and Ort(row, self._roles.orte).overlaps(int(year))

    def _roster(self, name: str) -> tuple[ReturnedSheet, Roster]:
        for sheet in self._returned.sheets.values():
            if name in sheet.sheet.rosters:
                return sheet, sheet.sheet.rosters[name]
        raise NoPlace("Das Blatt dazu fehlt in den Stammdaten.")

    def _rows(self, sheet: ReturnedSheet, roster: Roster) -> list[tuple[int, RegisterRow]]:
        if roster.id not in self._known:
            self._known[roster.id] = [
                (number, {column.rpartition(".")[2]: value for column, value in row.items()})
                for number, row in used_rows(sheet, roster)
            ]
        return self._known[roster.id]


def _is_still(old: Raw, columns: Columns, row: Mapping[str, Value]) -> bool:
    """Whether a row of the register still says what was issued."""
    today = columns.shown(row)
    if len(columns.fields) == 1:
        return today == _read(columns.fields[0], old)
    return cell_text(old) == ("" if today is None else str(today))


def _read(field: Field, raw: Raw) -> Value:
    return read_entry(field, raw).value


def _numbered(column: Field, number: int) -> str:
    return column.id.replace("*", str(number))
