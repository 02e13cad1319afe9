"""From the register to issues: who gets which sheets with which prefilled values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.derived import derived
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue, IssuedSheet, unique_names
from rv2xl.model.wording import german, plain
from rv2xl.outgoing.deadlines import is_of_another_year
from rv2xl.recht.agreements import without_agreement
from rv2xl.returns.register import NOTHING, Register, RegisterRow


def issue_blank(form: Form, year: int) -> Issue:
    """Return the blank form: one sheet of each kind, the LWV's cells open."""
    require_year(form, year)
    return _issue(form, year, None, [(sheet, NOTHING) for sheet in form.sheets])


def issue_all(form: Form, register: Register, year: int, numbers: Iterable[str] | None = None) -> Iterator[Issue]:
    """Yield an issue for each who is asked for the form in the year, or for the given numbers.

    Issued is every Ort whose validity overlaps the year. Raises Abbruch as `require_sender`.
    """
    require_year(form, year)
    for number in register.asked(form, year) if numbers is None else dict.fromkeys(numbers):
        require_sender(form, register, year, number)
        yield issue_for(form, register, year, number)


def require_sender(form: Form, register: Register, year: int, number: str) -> None:
    """Raise Abbruch for a Leistungserbringer the register does not know, and for a Kreis without an agreement."""
    if number not in register.senders(form, year):
        if form.senders.by_agreement:
            raise Abbruch(without_agreement(number, year))
        raise Abbruch(f"Den Leistungserbringer „{number}“ gibt es in den Stammdaten nicht.")


def issue_for(form: Form, register: Register, year: int, number: str) -> Issue:
    """Return the issue of one sender."""
    sender = register.senders(form, year)[number]
    lines: list[tuple[Sheet, RegisterRow]] = []
    for sheet in form.sheets:
        if sheet.repeated:
            column, value = sheet.only or ("", None)
            lines += [(sheet, ort) for ort in register.orte_of(number, year) if ort.get(column) == value]
        else:
            lines.append((sheet, sender if sheet.prefilled_from else NOTHING))
    return _issue(form, year, number, lines, register.absender)


def require_year(form: Form, year: int) -> None:
    """Raise Abbruch for a year the form does not cover."""
    if not form.exists_for(year):
        raise Abbruch(f"„{form.title}“ gibt es für die Jahre ab {form.first_year}, nicht für {year}.")


def _issue(
    form: Form, year: int, sender: str | None, lines: list[tuple[Sheet, RegisterRow]], absender: RegisterRow = NOTHING
) -> Issue:
    fixed = [sheet.name for sheet in form.sheets if not sheet.repeated]
    names = iter(unique_names((_wanted_name(sheet, line) for sheet, line in lines if sheet.repeated), fixed))
    numbers: dict[str, int] = {}
    sheets = []
    for sheet, line in lines:
        key, name = sheet.section, sheet.name
        if sheet.repeated:
            numbers[key] = numbers.get(key, 0) + 1
            key, name = f"{sheet.section}.{numbers[sheet.section]}", next(names)
        sheets.append(IssuedSheet(key, sheet.section, name, given_values(sheet, line, year, absender)))
    return Issue(form, year, sender, tuple(sheets))


def _wanted_name(sheet: Sheet, line: RegisterRow) -> str:
    value = line.get(sheet.name_from or "") if line else None
    return f"{sheet.name}{value or 'Ort'}"


def given_values(sheet: Sheet, line: RegisterRow, year: int, absender: RegisterRow = NOTHING) -> dict[str, Value]:
    """Return the prefilled values of a sheet: presets, values of the register and of its sender, values that follow from the year."""
    if sheet.rosters:
        return {name: value for roster in sheet.rosters.values() for name, value in _presets(roster).items()}
    return {
        field.id: joined([absender.get(name) for name in field.from_absender])
        if field.from_absender
        else _given(field, line, year)
        for field in _prefilled(sheet)
    }


@derived
def _prefilled(sheet: Sheet) -> tuple[Field, ...]:
    return tuple(field for field in sheet.fields.values() if field.prefilled)


def _given(field: Field, line: RegisterRow, year: int) -> Value:
    parts = [line.get(column) for column in field.origin]
    found = [part for part in parts if part is not None]
    if field.given is not None and (not found or is_of_another_year(field, found[0], year)):
        return field.given(year)
    if field.type.kind is Kind.JA_NEIN:
        return ("ja" if found else "nein") if line else None
    return joined(parts)


def joined(parts: Sequence[Value]) -> Value:
    """Return what several columns of the register show as one value: a text of those that are filled; one column its own value."""
    found = [part for part in parts if part is not None]
    if len(parts) == 1 or not found:
        return found[0] if found else None
    return " ".join(map(str, found))


def suggestions(issue: Issue, register: Register | None) -> dict[str, dict[str, Value]]:
    """Return what the register suggests for inputs, by sheet key and field: nothing where its Orte of the year differ."""
    if register is None or issue.sender is None:
        return {}
    roles = register.roles
    lines: dict[str, Sequence[RegisterRow]] = {
        roles.traeger.roster: [register.senders(issue.form, issue.year)[issue.sender]],
        roles.orte.roster: register.orte_of(issue.sender, issue.year),
    }
    found: dict[str, dict[str, Value]] = {}
    for sheet in issue.sheets:
        for field in _suggested(issue.section(sheet.key)):
            value = _agreed(field, lines)
            if value is not None:
                found.setdefault(sheet.key, {})[field.id] = value
    return found


@derived
def _suggested(sheet: Sheet) -> tuple[Field, ...]:
    return () if sheet.rosters else tuple(field for field in sheet.fields.values() if field.suggested_from)


def _agreed(field: Field, lines: Mapping[str, Sequence[RegisterRow]]) -> Value:
    roster, _, column = field.suggested_from.partition(".")
    values = {line.get(column) for line in lines[roster]}
    return values.pop() if len(values) == 1 else None


def _presets(roster: Roster) -> dict[str, Value]:
    columns = [column.id for column in roster.columns if column.preset]
    nothing = (None,) * len(columns)
    return {
        column.replace("*", str(number)): value
        for number, values in enumerate((*roster.presets, *[nothing] * (roster.rows - len(roster.presets))), 1)
        for column, value in zip(columns, values, strict=True)
    }


def differences(issue: Issue, register: Register) -> Iterator[tuple[str, str, Value, Value]]:
    """Yield what the register says otherwise today: (sheet key, field, issued, today).

    Of an extension that is of another year it says nothing about this one; of where forms are sent nothing that matters to what was issued.
    """
    if issue.sender is None or issue.sender not in register.senders(issue.form, issue.year):
        return
    for sheet in issue.sheets:
        definition = issue.section(sheet.key)
        line = line_of(register, issue, sheet)
        if line is None:
            continue
        for name, value in given_values(definition, line, issue.year).items():
            field = definition.fields[name]
            if field.from_absender or any(
                is_of_another_year(field, line.get(column), issue.year) for column in field.origin
            ):
                continue
            kind = field.type
            if plain(value, kind) != plain(sheet.given.get(name), kind):
                yield sheet.key, name, sheet.given.get(name), value


def line_of(register: Register, issue: Issue, sheet: IssuedSheet) -> RegisterRow | None:
    """Return the register's row that prefills an issued sheet today; None if there is none."""
    return line_for(register, issue, issue.section(sheet.key), issue.mark(sheet), issue.sender)


def line_for(register: Register, issue: Issue, sheet: Sheet, mark: Value, sender: str | None) -> RegisterRow | None:
    """Return the register's row that prefills such a sheet; `mark` is what tells a repeated one apart."""
    roles = register.roles
    if sheet.prefilled_from == roles.orte.roster:
        _, leistung = sheet.only or ("", None)
        return register.ort(mark, leistung, issue.year, sender)
    return register.senders(issue.form, issue.year).get(sender or "") if sheet.prefilled_from else None


_SENDER = re.compile("[A-Za-z0-9]{1,40}")


def is_in_file_names(sender: str) -> bool:
    """Whether the name of a file may be made with a sender: of letters and digits alone no path leads elsewhere."""
    return _SENDER.fullmatch(sender) is not None


def file_name(issue: Issue) -> str:
    """Return the name of an issued file. Raises Abbruch as `form_file_name`."""
    return form_file_name(issue.form, issue.year, issue.sender)


def form_file_name(form: Form, year: int, sender: str | None = None, what: str = "") -> str:
    """Return the name of the file that belongs to a form, a year and a sender: FORM_JJJJ_NR.xlsx, without a sender FORM_JJJJ.xlsx; of a
    list about them with `what` it lists in front.

    The one place where a file is named by what stands in a register or a return; since the form, or what is ours, comes first, it is no
    name that Windows keeps for devices. Raises Abbruch for a sender that is more than letters and digits.
    """
    if sender is not None and not is_in_file_names(sender):
        raise Abbruch(
            f"Für die Nummer {german(sender)} wird keine Datei geschrieben: Sie darf nur aus Buchstaben ohne Umlaute und Ziffern "
            "bestehen, denn der Dateiname nennt sie."
        )
    return "_".join(part for part in (what, form.name, str(year), sender) if part) + ".xlsx"
