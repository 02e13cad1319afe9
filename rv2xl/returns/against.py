"""One return held against what is asked for: the year, and the register as it is today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding, finding, limited
from rv2xl.model.issue import Issue, IssuedSheet
from rv2xl.model.returned import Return
from rv2xl.model.wording import german, plain
from rv2xl.outgoing.issuing import differences
from rv2xl.recht.agreements import without_agreement
from rv2xl.returns.check import check, used_rows
from rv2xl.returns.checked import Checked
from rv2xl.returns.judging.unjudged import cells_of
from rv2xl.returns.processes.packed import unpacked_anew
from rv2xl.returns.processes.packed_findings import kept_anew
from rv2xl.returns.register import Register, judge_for


def judged(read: Checked, register: Register | None, year: int | None) -> Checked:
    """Return a file that was checked on its own with what the year and the register add; the register alone is of any year."""
    issue = read.issue
    if issue is None:
        return read
    if issue.form.register is not None:
        if year is None:
            return read
        returned = unpacked_anew(read.returned)
        judge_for(returned, year)
        return replace(read, returned=returned, findings=kept_anew(limited(check(returned))))
    before = len(read.findings)
    _against_year(read, issue, year)
    if register is not None:
        _against_register(read, issue, register)
    if len(read.findings) > before:
        read.findings = kept_anew(limited(read.findings))
    return read


def require_deleted(result: Checked, today: date) -> None:
    """Say of a file that it should have been deleted by now."""
    issue = result.issue
    ref = issue.form.roles.delete_by if issue is not None else None
    if issue is None or ref is None:
        return
    day = next(sheet.given.get(ref.field) for sheet in issue.sheets if sheet.key == ref.sheet)
    if isinstance(day, date) and day < today:
        text = f"Diese Datei war bis zum {german(day)} zu löschen."
        result.add(finding("LOESCHEN", text, **_at(result, issue, ref.sheet, ref.field)))


def _against_year(result: Checked, issue: Issue, year: int | None) -> None:
    if year is not None and issue.year != year:
        ref = issue.form.roles.year
        where = _at(result, issue, ref.sheet, ref.field) if ref is not None else {"sheet": issue.sheets[0].name}
        text = f"Der Vordruck gilt für {issue.year}, angefordert ist {year}."
        result.add(finding("FORM-JAHR", text, value=str(issue.year), expected=str(year), **where))


def _at(result: Checked, issue: Issue, key: str | None, field: str) -> dict[str, Any]:
    """Say where a finding is: the sheet with this key, and the cell in which its field came back."""
    sheet = result.returned.sheets.get(key or "")
    cell = sheet.cell(field) if sheet else None
    name = next((issued.name for issued in issue.sheets if issued.key == key), None)
    return {"sheet": name, "cells": (cell,) if cell else (), "field": field or None}


def _against_register(result: Checked, issue: Issue, register: Register) -> None:
    """Hold sender, Orte and prefilled values against the register as it is today."""
    sender = result.returned.sender
    if issue.form.sender is None:
        return
    if sender not in register.senders(issue.form, issue.year):
        text = _unknown(issue, sender)
        where = _at(result, issue, issue.form.sender.sheet, issue.form.sender.field)
        result.add(finding("FORM-LE", text, value=sender, **where))
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
    for found in _unknown_ends(result.returned, issue, register):
        result.add(found)
    _changed_register(result, issue, register, known)


def _unknown(issue: Issue, sender: str | None) -> str:
    if issue.form.senders.by_agreement:
        return without_agreement(sender, issue.year) if sender else "Der Kreisschlüssel fehlt oder ist keiner."
    name = f"„{sender}“" if sender else "ohne Nummer"
    return f"Der Leistungserbringer {name} steht nicht in den Stammdaten."


def _unknown_ends(returned: Return, issue: Issue, register: Register) -> Iterator[Finding]:
    """Find Orte to which people go and which the register does not have: each once, with its cells.

    An Ort of somebody else is one: summaries show its kilometres without a Kreis.
    """
    ways = issue.form.ways
    sheet = returned.sheets.get(ways.section) if ways is not None else None
    if ways is None or sheet is None:
        return
    rows: dict[Value, list[str]] = {}
    for number, row in used_rows(sheet, sheet.sheet.rosters[ways.roster]):
        zad = row[f"{ways.roster}.*.{ways.end}"]
        if zad is not None and zad not in register.zads:
            rows.setdefault(zad, []).append(f"{ways.roster}.{number}.{ways.end}")
    for zad, names in rows.items():
        field = sheet.sheet.fields[names[0]]
        text = f"„{field.full_label}“: In den Stammdaten gibt es keinen Ort {german(zad)}."
        yield finding("FORM-LE", text, remedy="Bitte die Nummer prüfen; fehlt der Ort in den Stammdaten, ihn dort ergänzen.",
                      sheet=sheet.name, cells=cells_of(sheet, names), field=field.id, value=str(zad),
                      source=field.source)  # fmt: skip


def _mark(result: Checked, issue: Issue, sheet: IssuedSheet) -> Value:
    """What tells a sheet apart: as issued, or on a blank form as entered."""
    returned = result.returned.sheets.get(sheet.key)
    return issue.mark(sheet) or (returned.mark if returned else None)


def _foreign_ort(result: Checked, issue: Issue, sheet: IssuedSheet, sender: str | None) -> None:
    mark, field = _mark(result, issue, sheet), issue.section(sheet.key).told_apart_by or ""
    label = issue.section(sheet.key).fields[field].printed_label
    name = f"mit {label} {german(str(mark))}" if mark else f"ohne {label}"
    text = f"Der Ort {name} steht in den Stammdaten nicht bei Leistungserbringer „{sender}“."
    result.add(finding("FORM-LE", text, value=str(mark) if mark else None, **_at(result, issue, sheet.key, field)))


def _changed_register(result: Checked, issue: Issue, register: Register, known: set[tuple[Value, Value]]) -> None:
    for key, name, issued, today in differences(issue, register):
        field, kind = issue.section(key).fields[name], issue.section(key).fields[name].type
        was, now = german(issued, kind), german(today, kind)
        text = f"„{field.full_label}“: ausgegeben wurde {was}, die Stammdaten sagen heute {now}."
        where = _at(result, issue, key, name)
        result.add(
            finding("STAMMDATEN-GEAENDERT", text, value=plain(issued, kind), expected=plain(today, kind), **where)
        )
    if issue.sender is None:
        return
    sections = {sheet.only[1] for sheet in issue.form.sheets if sheet.only}
    for ort in register.orte_of(issue.sender, issue.year):
        if ort.leistung in sections and (ort.zad, ort.leistung) not in known:
            name = german(ort.name)
            result.add(finding("STAMMDATEN-GEAENDERT", f"Die Stammdaten nennen für {issue.year} auch den Ort {name} "
                               f"(ZAD {ort.zad}, § {ort.leistung}); für ihn wurde kein Blatt ausgegeben.",
                               remedy="Bitte für diesen Ort eine neue Arbeitsmappe ausgeben.", value=str(ort.zad)))  # fmt: skip
