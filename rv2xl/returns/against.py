"""One return held against what is asked for: the year, and the register as it is today."""

from __future__ import annotations

from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import finding
from rv2xl.model.issue import Issue, IssuedSheet
from rv2xl.model.wording import german, plain
from rv2xl.outgoing.issuing import differences
from rv2xl.returns.check import check
from rv2xl.returns.checked import Checked
from rv2xl.returns.processes.packed import unpacked_anew
from rv2xl.returns.register import Register, judge_for


def judged(read: Checked, register: Register | None, year: int | None) -> Checked:
    """Return a file that was checked on its own with what the year and the register add; the register alone is of any year."""
    issue = read.issue
    if issue is None:
        return read
    if issue.form.register is not None:
        return read if year is None else _for_year(read, year)
    _against_year(read, issue, year)
    if register is not None:
        _against_register(read, issue, register)
    return read


def _for_year(read: Checked, year: int) -> Checked:
    returned = unpacked_anew(read.returned)
    judge_for(returned, year)
    return Checked(returned, check(returned))


def _against_year(result: Checked, issue: Issue, year: int | None) -> None:
    if year is not None and issue.year != year:
        ref = issue.form.roles.year
        where, field = (ref.sheet or "", ref.field) if ref is not None else (issue.sheets[0].key, "")
        result.add(finding("FORM-JAHR", f"Der Vordruck gilt für {issue.year}, angefordert ist {year}.", sheet=_sheet_name(issue, where),
                           cells=_cell_of(result, where, field), field=field or None, value=str(issue.year),
                           expected=str(year)))  # fmt: skip


def _cell_of(result: Checked, key: str, field: str) -> tuple[str, ...]:
    sheet = result.returned.sheets.get(key)
    cell = sheet.cell(field) if sheet else None
    return (cell,) if cell else ()


def _against_register(result: Checked, issue: Issue, register: Register) -> None:
    """Hold sender, Orte and prefilled values against the register as it is today."""
    sender = result.returned.sender
    if issue.form.sender is None:
        return
    if sender not in register.traeger:
        name = f"„{sender}“" if sender else "ohne Nummer"
        text = f"Der Leistungserbringer {name} steht nicht in den Stammdaten."
        ref = issue.form.sender
        cells = _cell_of(result, ref.sheet or "", ref.field)
        result.add(
            finding("FORM-LE", text, sheet=_sheet_name(issue, ref.sheet), cells=cells, field=ref.field, value=sender)
        )
        return
    known: set[tuple[Value, Value]] = set()
    for sheet in issue.sheets:
        definition = issue.section(sheet.key)
        if definition.prefilled_from == register.roles.orte.roster and definition.only:
            ort = register.ort(_mark(result, issue, sheet), definition.only[1], issue.year, sender)
            if ort is None or ort.traeger != sender:
                _foreign_ort(result, issue, sheet, sender)
            else:
                known.add((ort.zad, ort.leistung))
    _changed_register(result, issue, register, known)


def _mark(result: Checked, issue: Issue, sheet: IssuedSheet) -> Value:
    """What tells a sheet apart: as issued, or on a blank form as entered."""
    returned = result.returned.sheets.get(sheet.key)
    return issue.mark(sheet) or (returned.mark if returned else None)


def _foreign_ort(result: Checked, issue: Issue, sheet: IssuedSheet, sender: str | None) -> None:
    mark, field = _mark(result, issue, sheet), issue.section(sheet.key).told_apart_by or ""
    label = issue.section(sheet.key).fields[field].printed_label
    name = f"mit {label} {german(str(mark))}" if mark else f"ohne {label}"
    result.add(finding("FORM-LE", f"Der Ort {name} steht in den Stammdaten nicht bei Leistungserbringer „{sender}“.", sheet=sheet.name,
                       cells=_cell_of(result, sheet.key, field), field=field, value=str(mark) if mark else None))  # fmt: skip


def _changed_register(result: Checked, issue: Issue, register: Register, known: set[tuple[Value, Value]]) -> None:
    for key, name, issued, today in differences(issue, register):
        sheet, field_ = result.returned.sheets.get(key), issue.section(key).fields[name]
        cell = sheet.cell(name) if sheet else None
        result.add(finding("STAMMDATEN-GEAENDERT", f"„{field_.full_label}“: ausgegeben wurde {german(issued, field_.type)}, die Stammdaten "
                           f"sagen heute {german(today, field_.type)}.", sheet=_sheet_name(issue, key), cells=(cell,) if cell else (),
                           field=name, value=plain(issued, field_.type), expected=plain(today, field_.type)))  # fmt: skip
    if issue.sender is None:
        return
    sections = {sheet.only[1] for sheet in issue.form.sheets if sheet.only}
    for ort in register.orte_of(issue.sender, issue.year):
        if ort.leistung in sections and (ort.zad, ort.leistung) not in known:
            name = german(ort.name)
            result.add(finding("STAMMDATEN-GEAENDERT", f"Die Stammdaten nennen für {issue.year} auch den Ort {name} "
                               f"(ZAD {ort.zad}, § {ort.leistung}); für ihn wurde kein Blatt ausgegeben.",
                               remedy="Bitte für diesen Ort eine neue Arbeitsmappe ausgeben.", value=str(ort.zad)))  # fmt: skip


def _sheet_name(issue: Issue, key: str | None) -> str | None:
    return next((sheet.name for sheet in issue.sheets if sheet.key == key), None)
