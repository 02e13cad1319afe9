"""The register „Stammdaten“ as the other forms need it: Leistungserbringer by number, Orte, Kreise, Absender."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.expr import Value
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.law import year_end
from rv2xl.model.returned import Return
from rv2xl.returns.check import check, used_rows

NAME = "stammdaten"
"""The form that the register is."""

Line = Mapping[str, Value]
"""One row of the register, by column."""


@dataclass(frozen=True, eq=False)
class Register:
    """What the register says, in the order of its rows."""

    traeger: dict[str, Line]
    orte: tuple[Line, ...]
    kreise: tuple[Line, ...]
    absender: Line

    def orte_of(self, number: str, year: int) -> list[Line]:
        """Return the Orte of a Leistungserbringer whose validity overlaps the year."""
        return [ort for ort in self._of_traeger.get(number, ()) if overlaps(ort, year)]

    def ort(self, zad: Value, leistung: str | None, year: int, number: str | None) -> Line | None:
        """Return the Ort with this ZAD-Nummer and Leistung in a year; None if the register has none.

        If it changed hands within the year, the row of the Leistungserbringer with this number is the one.
        """
        found = [ort for ort in self._by_zad.get((zad, leistung), ()) if overlaps(ort, year)]
        return next((ort for ort in found if ort.get("traeger") == number), found[0] if found else None)

    @cached_property
    def _of_traeger(self) -> dict[Value, list[Line]]:
        return _grouped(self.orte, lambda ort: ort.get("traeger"))

    @cached_property
    def _by_zad(self) -> dict[tuple[Value, Value], list[Line]]:
        return _grouped(self.orte, lambda ort: (ort.get("zad"), ort.get("leistung")))


_Key = TypeVar("_Key")


def _grouped(lines: Iterable[Line], key: Callable[[Line], _Key]) -> dict[_Key, list[Line]]:
    """Group rows, in their order: every return asks for its own, and a register has thousands."""
    groups: dict[_Key, list[Line]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return groups


def overlaps(ort: Line, year: int) -> bool:
    """Whether an Ort's validity overlaps the year."""
    von, bis = ort.get("gueltig_von"), ort.get("gueltig_bis")
    return not (isinstance(von, date) and von > year_end(year)) and not (
        isinstance(bis, date) and bis < date(year, 1, 1)
    )


def load_register(path: Path, year: int | None = None) -> Register:
    """Read the register from a file, judged for a year. Raises Abbruch if it cannot be read or holds a FEHLER."""
    from rv2xl.excel.read import read_return

    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Abbruch(f"Die Stammdaten „{path}“ gibt es nicht.") from error
    returned = read_return(data, str(path))
    if year is not None:
        judge_for(returned, year)
    faults = [entry for entry in check(returned) if entry.severity is Severity.FEHLER]
    if returned.issue is not None and returned.issue.form.name != NAME:
        raise Abbruch(f"Die Datei „{path}“ ist kein ausgefüllter Vordruck „Stammdaten“.")
    if faults:
        raise Abbruch(_faulty(path, faults))
    return register_of(returned)


def judge_for(returned: Return, year: int) -> None:
    """Let the register be judged for another year than it was issued for: Kreise come and go."""
    sheet = returned.sheets.get("deckblatt")
    if sheet is not None and "deckblatt.stichtag" in sheet.values:
        sheet.values["deckblatt.stichtag"] = year_end(year)


def register_of(returned: Return) -> Register:
    """Return the register that a read file holds."""
    rows: dict[str, list[Line]] = {}
    for sheet in returned.sheets.values():
        for roster in sheet.sheet.rosters.values():
            rows[roster.id] = [
                {column.removeprefix(f"{roster.id}.*."): value for column, value in row.items()}
                for _, row in used_rows(sheet, roster)
            ]
    absender = returned.sheets.get("absender")
    return Register(
        traeger={str(line["nummer"]): line for line in rows.get("traeger", [])},
        orte=tuple(rows.get("orte", [])),
        kreise=tuple(rows.get("kreise", [])),
        absender={name.removeprefix("absender."): value for name, value in absender.values.items()} if absender else {},
    )


def _faulty(path: Path, faults: list[Finding]) -> str:
    first = faults[0]
    where = ", ".join(part for part in (f"Blatt „{first.sheet}“" if first.sheet else "", *first.cells[:1]) if part)
    number = "einen Fehler" if len(faults) == 1 else f"{len(faults)} Fehler"
    place = f" ({where})" if where else ""
    return f"Die Stammdaten „{path}“ enthalten {number}{place}: {first.message.rstrip('.')}; „rv2xl check“ nennt alle."
