"""From last year's Bogen to this year's: the rows are carried over, and kept beside them for comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rv2xl.excel.sheets.recalculate import Entered
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Carryover, Form
from rv2xl.model.entries.entry import NORMALISIERT, shown_raw
from rv2xl.model.expressions.expr import Value
from rv2xl.model.foreign_text import shortened
from rv2xl.model.issue import Issue
from rv2xl.model.returned import Return, ReturnedSheet
from rv2xl.model.wording import german
from rv2xl.outgoing.carried_rows import CarriedRow, CarriedRows
from rv2xl.outgoing.deadlines import told_of_other_years
from rv2xl.outgoing.generate import issues, with_rows
from rv2xl.outgoing.issuing import issue_blank, issue_for, require_sender, suggestions
from rv2xl.returns.batch import read_whole_files, require_rows_read
from rv2xl.returns.check import used_rows
from rv2xl.returns.register import Register


@dataclass(frozen=True)
class Beginnings:
    """What is to be written: the issues, what is typed into each for a beginning, and in sentences what was carried over from last year
    and what could not be."""

    issues: Sequence[Issue]
    entered: Callable[[Issue], Entered]
    told: tuple[str, ...] = ()


def beginnings(
    form: Form, register: Register | None, year: int, numbers: Sequence[str], rows: int | None, last: Path | None
) -> Beginnings:
    """Return what `generate` writes: from last year's Bogen, else from the register, else the blank form. Raises Abbruch."""
    if last is None:
        found = issues(form, register, year, numbers, rows)
        senders = [issue.sender for issue in found if issue.sender is not None]
        told = told_of_other_years(form, register, year, senders) if register is not None else []
        return Beginnings(found, partial(suggestions, register=register), tuple(told))
    if numbers:
        raise Abbruch("--from übernimmt einen Bogen; --provider passt nicht dazu.")
    return carry_over(form if rows is None else with_rows(form, rows), last, year, register)


def carry_over(form: Form, last: Path, year: int, register: Register | None) -> Beginnings:
    """Return this year's issue of the form with what last year's return says.

    Raises Abbruch for a form that carries nothing over, a file that is none of this form, one of the same year or later, one with
    entries below its list, and a Leistungserbringer whom the register does not know.
    """
    if form.carries is None:
        raise Abbruch(f"„{form.title}“ übernimmt nichts aus einem früheren Jahr; --from passt hier nicht.")
    (checked,) = read_whole_files(last)
    returned = checked.returned
    if returned.issue is None or returned.issue.form.name != form.name:
        raise Abbruch(f"„{last}“ ist kein Bogen „{form.title}“.")
    if returned.issue.year >= year:
        raise Abbruch(f"„{last}“ ist für das Jahr {returned.issue.year}; gebraucht wird ein Bogen von vor {year}.")
    rows = _rows(returned, form.carries, last)
    longer = _long_enough(form, form.carries, returned.issue.form, len(rows))
    issue = _issue(longer, form.carries, year, returned.issue.sender, register, rows)
    carried = CarriedRows(form.carries, form.sections[form.carries.section].columns)
    entered = _entered(returned, form.carries, [carried.take(row) for row in rows])
    for key, values in suggestions(issue, register).items():  # the register knows today's name
        entered.setdefault(key, {}).update(values)
    return Beginnings([issue], lambda issue: entered, (*_left_out(returned, form.carries), *carried.told()))


def _rows(returned: Return, carries: Carryover, last: Path) -> list[CarriedRow]:
    """Return the used rows of last year by the last part of their columns' ids."""
    sheet = returned.sheets.get(carries.section)
    if sheet is None:
        raise Abbruch(f"In „{last}“ fehlt das Blatt, von dem übernommen wird.")
    require_rows_read(returned, last, sheet.name)
    roster = sheet.sheet.rosters[carries.roster]
    return [{column.rpartition(".")[2]: value for column, value in row.items()} for _, row in used_rows(sheet, roster)]


def _long_enough(form: Form, carries: Carryover, before: Form, rows: int) -> Form:
    """Return the form with room for what is carried over, and at least as long a roster as last year's."""
    lengths = [version.sections[carries.section].rosters[carries.roster].rows for version in (form, before)]
    return form.with_rows({carries.roster: max(*lengths, rows), carries.last: max(rows, 1)})


def _issue(
    form: Form, carries: Carryover, year: int, sender: str | None, register: Register | None, rows: list[CarriedRow]
) -> Issue:
    if register is not None and sender is not None:
        require_sender(form, register, year, sender)
        issue = issue_for(form, register, year, sender)
    else:
        issue = replace(issue_blank(form, year), sender=sender)
    name = carries.last_columns[0]
    kept = {
        f"{carries.last}.{number}.{column}": row.get(column)
        for number, row in enumerate((row for row in rows if row.get(name) is not None), 1)
        for column in carries.last_columns
    }
    sheets = tuple(
        replace(sheet, given={**sheet.given, **kept}) if sheet.section == carries.last_section else sheet
        for sheet in issue.sheets
    )
    return replace(issue, sheets=sheets)


def _entered(returned: Return, carries: Carryover, rows: list[CarriedRow]) -> dict[str, dict[str, Value]]:
    found: dict[str, dict[str, Value]] = {}
    for ref in carries.head:
        assert ref.sheet is not None
        value = returned.value(ref.sheet, ref.field)
        if value is not None:
            found.setdefault(ref.sheet, {})[ref.field] = value
    found[carries.section] = {
        f"{carries.roster}.{number}.{column}": value
        for number, row in enumerate(rows, 1)
        for column, value in row.items()
    }
    return found


def _left_out(returned: Return, carries: Carryover) -> Iterator[str]:
    """Tell of each entry of a carried column that could not be read or was read with a repair: nothing is dropped silently."""
    sheet: ReturnedSheet = returned.sheets[carries.section]
    for entry in sheet.entries.problems():
        column, field = entry.field.rpartition(".")[2], sheet.sheet.fields[entry.field]
        if column not in carries.columns:
            continue
        type_, where = field.type, f"Blatt „{sheet.name}“, Zelle {entry.cell}"
        typed = shortened(shown_raw(entry.raw, type_))
        if field.personal:  # which is not quoted
            yield (
                f"Mit einer kleinen Umformung übernommen: {where}."
                if entry.code == NORMALISIERT
                else f"Nicht übernommen: {where}: Der Eintrag ist keine gültige Angabe."
            )
        elif entry.code == NORMALISIERT:
            yield f"Übernommen als {german(entry.value, type_)}: {where}: {typed}."
        else:
            yield f"Nicht übernommen: {where}: {typed} ist keine gültige Angabe."
    for found in returned.findings:
        if (
            found.code == "FELD-FEHLT"
            and found.sheet == sheet.name
            and (found.field or "").rpartition(".")[2] in carries.columns
        ):
            yield f"Nicht übernommen: Blatt „{sheet.name}“: {found.message}"
