"""From last year's returns to this year's workbooks: what an Ort said of itself is suggested to it again, or printed beside its questions.

An Ort is the same if its ZAD-Nummer, its Leistung and its Leistungserbringer are: nobody else gets the data of its people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.draft import Lookback
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.expressions.expr import Value
from rv2xl.model.foreign_text import shown_name
from rv2xl.model.issue import Issue, IssuedSheet
from rv2xl.model.wording import listed_first
from rv2xl.outgoing.last_year import Beginnings
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation, OrtLine, consolidate
from rv2xl.returns.folder import find_files, require_outside
from rv2xl.returns.register import Register
from rv2xl.returns.state import State, state_of

_NAMED = 12
"""So many files and Orte are named in a sentence."""

_OrtKey = tuple[str, str, str]
"""Leistungserbringer, ZAD-Nummer and Leistung."""


def returns_of_last_year(form: Form, register: Register | None, paths: Sequence[Path], out: Path) -> list[Path]:
    """Return the files to look back on. Raises Abbruch for a form that does not, without a register, and for paths that do not fit."""
    if form.looks_back is None:
        hint = "; einen Bogen des Vorjahres nimmt --from" if form.carries is not None else ""
        raise Abbruch(
            f"„{form.title}“ übernimmt nichts aus Rückläufen des Vorjahres; --previous passt hier nicht{hint}."
        )
    if register is None:
        raise Abbruch("Zu --previous gehört --register mit den Stammdaten.")
    require_outside(out, paths)
    return find_files(paths)


def looking_back(
    begun: Beginnings, form: Form, register: Register | None, year: int, checked: Sequence[Checked]
) -> Beginnings:
    """Return what is to be written with what the returns of last year say that count. Raises Abbruch if none does.

    `checked` are files judged for last year.
    """
    lookback = form.looks_back
    assert lookback is not None
    assert register is not None
    last = consolidate(form, year - 1, register, checked)
    if not last.counted:
        raise Abbruch(
            f"Von {last.year} ist kein Rücklauf angenommen, aus dem etwas zu übernehmen wäre: {_named(list(_unused(last)))}."
        )
    lines = {(line.sender, line.zad, line.leistung): line for line in last.orte()}
    issues = [_answered(issue, lookback, _lines_of(issue, lines)) for issue in begun.issues]

    def entered(issue: Issue) -> dict[str, dict[str, Value]]:
        all_entered = {key: dict(values) for key, values in begun.entered(issue).items()}
        for key, line in _lines_of(issue, lines).items():
            all_entered.setdefault(key, {}).update(_said(line, lookback.suggested, issue.section(key)))
        return all_entered

    return Beginnings(issues, entered, (*begun.told, *_told(last, issues, lines)))


def _lines_of(issue: Issue, lines: Mapping[_OrtKey, OrtLine]) -> dict[str, OrtLine]:
    """Return what last year says of the sheets of an issue, by key."""
    return {sheet.key: line for sheet in issue.sheets if (line := lines.get(_key(issue, sheet))) is not None}


def _answered(issue: Issue, lookback: Lookback, lines: Mapping[str, OrtLine]) -> Issue:
    """Return an issue with last year's answers."""
    sheets = (
        replace(sheet, last_year=_said(lines[sheet.key], lookback.asked_anew, issue.section(sheet.key)))
        if sheet.key in lines
        else sheet
        for sheet in issue.sheets
    )
    return replace(issue, sheets=tuple(sheets))


def _key(issue: Issue, sheet: IssuedSheet) -> _OrtKey:
    _, leistung = issue.section(sheet.key).only or ("", "")
    return issue.sender or "", str(issue.mark(sheet) or ""), leistung


def _said(line: OrtLine, names: Sequence[str], sheet: Sheet) -> dict[str, Value]:
    """Return what last year says in these fields, as far as this year's sheet has them."""
    values = line.sheet.values
    return {name: value for name in names if name in sheet.fields and (value := values.get(name)) is not None}


def _told(last: Consolidation, issues: Sequence[Issue], lines: Mapping[_OrtKey, OrtLine]) -> Iterator[str]:
    """Say whose workbooks show last year's answers, what was not looked at, and which Orte have no sheet any more."""
    keys = {issue.sender or "": {_key(issue, sheet) for sheet in issue.sheets} for issue in issues}
    begun = sum(not lines.keys().isdisjoint(own) for own in keys.values())
    yield f"Angaben von {last.year} stehen in {begun} von {len(issues)} Arbeitsmappen."
    if unused := list(_unused(last)):
        yield f"Nicht übernommen: {_named(unused)}."
    gone = [line for key, line in lines.items() if key[0] in keys and key not in keys[key[0]]]
    if gone:
        orte = [f"{line.zad} (§ {line.leistung}) von {line.sender}" for line in gone]
        yield f"Ohne Blatt für {last.year + 1} und deshalb nicht übernommen: {_named(orte)}."


def _unused(last: Consolidation) -> Iterator[str]:
    """Name the files that do not count, each with why."""
    for entry in last.files:
        if (state := state_of(entry, last.form)) is not State.ANGENOMMEN:
            year = entry.issue.year if entry.issue is not None and state is not State.ANDERES else last.year
            yield f"„{shown_name(entry.file)}“ ({state if year == last.year else f'für {year}'})"


def _named(parts: list[str]) -> str:
    return listed_first(parts, _NAMED)
