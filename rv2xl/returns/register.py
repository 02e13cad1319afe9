"""The register „Stammdaten“ as the other forms need it: Leistungserbringer by number, Orte, Kreise, Absender."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from rv2xl import forms
from rv2xl.files import content_of
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.roles import OrtColumns, RegisterRoles, Senders
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.returned import Return
from rv2xl.recht.agreements import Agreement, Report, agreements
from rv2xl.recht.law import year_end
from rv2xl.returns.check import check, used_rows

RegisterRow = Mapping[str, Value]
"""One row of the register, by column."""

NOTHING: RegisterRow = {}
"""The row of what the register does not know."""

KREIS, KREIS_STREET, KREIS_TOWN, KREIS_MAIL = "kreis", "kreis_strasse", "kreis_ort", "kreis_mail"
"""In the row of a Kreis that a form is about: its own name and address, whoever fills the form in."""


class Ort(dict[str, Value]):
    """An Ort's row of the register: by column, as forms are prefilled from it, and by what its columns are."""

    __slots__ = ("kreis", "leistung", "name", "since", "traeger", "until", "zad")

    def __init__(self, line: RegisterRow, columns: OrtColumns) -> None:
        super().__init__(line)
        self.traeger, self.zad = line.get(columns.traeger), line.get(columns.zad)
        """The number of its Leistungserbringer; its ZAD-Nummer."""
        self.leistung, self.name = line.get(columns.leistung), line.get(columns.name)
        """The Leistung, „58“ or „60“; what it is called."""
        self.kreis = line.get(columns.kreis)
        """The key of its Kreis."""
        self.since, self.until = line.get(columns.since), line.get(columns.until)
        """From when and until when it is valid; open where there is no date."""

    def __str__(self) -> str:
        return f"{self.name or 'ohne Namen'}, ZAD {self.zad}, § {self.leistung}"

    @property
    def begins(self) -> date:
        """From when it is valid; the first of all days where there is no date."""
        return self.since if isinstance(self.since, date) else date.min

    def overlaps(self, year: int) -> bool:
        """Whether its validity overlaps the year."""
        until = self.until if isinstance(self.until, date) else date.max
        return self.begins <= year_end(year) and until >= date(year, 1, 1)


@dataclass(frozen=True, eq=False)
class Register:
    """What the register says, in the order of its rows; `roles` are those of the form that it was read from."""

    traeger: dict[str, RegisterRow]
    orte: tuple[RegisterRow, ...]
    kreise: tuple[RegisterRow, ...]
    absender: RegisterRow
    roles: RegisterRoles = field(default_factory=forms.register_roles)

    def name_of(self, number: str) -> str:
        """Return what a Leistungserbringer is called, nothing if it is unknown."""
        return str(self.traeger.get(number, {}).get(self.roles.traeger.name) or "")

    def senders(self, form: Form, year: int) -> Mapping[str, RegisterRow]:
        """Return who may send a form in a year, by number, each with the columns of a Leistungserbringer: all of those, or the Kreise
        whose agreement asks for it."""
        if form.senders is Senders.LEISTUNGSERBRINGER:
            return self.traeger
        reports = ((one, one.report(form.name, year)) for one in agreements().values())
        return {one.key: self._of_agreement(one, report) for one, report in reports if report is not None}

    def asked(self, form: Form, year: int) -> list[str]:
        """Return the numbers of those who have to send a form: Leistungserbringer with an Ort in the year, Kreise with an agreement."""
        known = self.senders(form, year)
        return [number for number in known if form.senders.by_agreement or self.orte_of(number, year)]

    def sender_name(self, form: Form, year: int, number: str) -> str:
        """Return what a sender of a form is called, nothing if it is unknown."""
        return str(self.senders(form, year).get(number, {}).get(self.roles.traeger.name) or "")

    def _of_agreement(self, agreement: Agreement, report: Report) -> RegisterRow:
        """Return the row of a Kreis: where its Meldung comes from, which is the LWV itself for what that tells the Kreis."""
        columns, sender, kreise = self.roles.traeger, report.sender, self.roles.kreise
        own = next((line for line in self.kreise if line.get(kreise.key) == agreement.key), NOTHING)
        of_kreis = sender == agreement.kreis
        return {
            KREIS: agreement.kreis.name,
            KREIS_STREET: agreement.kreis.street,
            KREIS_TOWN: agreement.kreis.town,
            KREIS_MAIL: own.get(kreise.mail),
            columns.number: agreement.key,
            columns.name: sender.name if of_kreis else f"{sender.short} ({agreement.kreis.short})",
            columns.street: sender.street,
            columns.town: sender.town,
            columns.mail: own.get(kreise.mail) if of_kreis else self.absender.get(self.roles.absender.mail),
        }

    @cached_property
    def no_ort(self) -> Ort:
        """The row of an Ort that the register does not know."""
        return Ort({}, self.roles.orte)

    def orte_of(self, number: str, year: int) -> list[Ort]:
        """Return the Orte of a Leistungserbringer whose validity overlaps the year, each once for a Leistung.

        One that changed within the year has several rows, of which the last holds on the day for which it is counted.
        """
        last: dict[tuple[Value, Value], Ort] = {}
        for ort in self._of_traeger.get(number, ()):
            key = (ort.zad, ort.leistung)
            if ort.overlaps(year) and (key not in last or ort.begins >= last[key].begins):
                last[key] = ort
        return list(last.values())

    @cached_property
    def zads(self) -> frozenset[Value]:
        """The ZAD-Nummern of all Orte, in whatever year they are valid."""
        return frozenset(ort.zad for ort in self._all)

    def ort(self, zad: Value, leistung: str | None, year: int, number: str | None) -> Ort | None:
        """Return the Ort with this ZAD-Nummer and Leistung in a year; None if the register has none.

        If it changed hands within the year, the row of the Leistungserbringer with this number is the one.
        """
        found = [ort for ort in self._by_zad.get((zad, leistung), ()) if ort.overlaps(year)]
        own = [ort for ort in found if ort.traeger == number]
        return max(reversed(own), key=lambda ort: ort.begins) if own else next(iter(found), None)

    @cached_property
    def _all(self) -> tuple[Ort, ...]:
        return tuple(Ort(line, self.roles.orte) for line in self.orte)

    @cached_property
    def _of_traeger(self) -> dict[Value, list[Ort]]:
        return _grouped(self._all, lambda ort: ort.traeger)

    @cached_property
    def _by_zad(self) -> dict[tuple[Value, Value], list[Ort]]:
        return _grouped(self._all, lambda ort: (ort.zad, ort.leistung))


_Key = TypeVar("_Key")


def _grouped(lines: Iterable[Ort], key: Callable[[Ort], _Key]) -> dict[_Key, list[Ort]]:
    """Group rows, in their order: every return asks for its own, and a register has thousands."""
    groups: dict[_Key, list[Ort]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return groups


def load_register(path: Path, year: int | None = None) -> Register:
    """Read the register from a file, judged for a year. Raises Abbruch if it cannot be read or holds a FEHLER."""
    _, returned = read_register(path)
    if year is not None:
        judge_for(returned, year)
    if faults := faults_of(returned):
        raise Abbruch(_faulty(path, faults))
    return register_of(returned)


def read_register(path: Path) -> tuple[bytes, Return]:
    """Return the register's file and what stands in it, FEHLER or not. Raises Abbruch if it cannot be read or is none."""
    from rv2xl.excel.returned.read import read_return

    try:
        data = content_of(path)
    except FileNotFoundError as error:
        raise Abbruch(f"Die Stammdaten „{path}“ gibt es nicht.") from error
    except IsADirectoryError as error:
        raise Abbruch(f"„{path}“ ist ein Ordner, keine Datei.") from error
    returned = read_return(data, str(path))
    if returned.issue is None:
        raise Abbruch(_faulty(path, faults_of(returned)))
    if returned.issue.form.register is None:
        raise Abbruch(f"Die Datei „{path}“ ist kein ausgefüllter Vordruck „Stammdaten“.")
    return data, returned


def faults_of(returned: Return) -> list[Finding]:
    """Return the FEHLER of a register."""
    return [entry for entry in check(returned) if entry.severity is Severity.FEHLER]


def judge_for(returned: Return, year: int) -> None:
    """Let the register be judged for another year than it was issued for: Kreise come and go."""
    if returned.issue is None or (roles := returned.issue.form.register) is None:
        return
    sheet = returned.sheets.get(roles.day.sheet or "")
    if sheet is not None and roles.day.field in sheet.values:
        sheet.values[roles.day.field] = year_end(year)


def register_of(returned: Return) -> Register:
    """Return the register that a read file holds."""
    assert returned.issue is not None
    roles = returned.issue.form.register
    assert roles is not None
    rows: dict[str, list[RegisterRow]] = {}
    for sheet in returned.sheets.values():
        for roster in sheet.sheet.rosters.values():
            rows[roster.id] = [
                {column.removeprefix(f"{roster.id}.*."): value for column, value in row.items()}
                for _, row in used_rows(sheet, roster)
            ]
    absender = returned.sheets.get(roles.absender.section)
    traeger = {str(line[roles.traeger.number]): line for line in rows.get(roles.traeger.roster, [])}
    numbers = {number.lower(): number for number in traeger}
    return Register(
        traeger=traeger,
        orte=tuple(_of_known(line, roles.orte.traeger, numbers) for line in rows.get(roles.orte.roster, [])),
        kreise=tuple(rows.get(roles.kreise.roster, [])),
        absender={name.rpartition(".")[2]: value for name, value in absender.values.items()} if absender else {},
        roles=roles,
    )


def _of_known(line: RegisterRow, column: str, numbers: Mapping[str, str]) -> RegisterRow:
    """Return an Ort's row with the number of its Leistungserbringer as that one is spelled: rules take „a7“ and „A7“ for one."""
    number = line.get(column)
    return {**line, column: numbers.get(number.lower(), number)} if isinstance(number, str) else line


def _faulty(path: Path, faults: list[Finding]) -> str:
    first = faults[0]
    where = ", ".join(part for part in (f"Blatt „{first.sheet}“" if first.sheet else "", *first.cells[:1]) if part)
    number = "einen Fehler" if len(faults) == 1 else f"{len(faults)} Fehler"
    place = f" ({where})" if where else ""
    return f"Die Stammdaten „{path}“ enthalten {number}{place}: {first.message.rstrip('.')}; „rv2xl check“ nennt alle."
