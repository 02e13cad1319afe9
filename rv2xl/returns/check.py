"""Return × rules → findings: what is missing, what is invalid, which rule is broken. Knows no spreadsheet.

A rule over a value that is missing or invalid is reported as not judged instead of failing too.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.definitions.states import inputs
from rv2xl.model.entries.complaint import complaint
from rv2xl.model.entries.entry import NORMALISIERT, is_blank, plain_raw, shown_raw
from rv2xl.model.entries.normalisation import repairs
from rv2xl.model.expressions.evaluate import compiled
from rv2xl.model.expressions.explain import is_personal, unit_of, violation
from rv2xl.model.expressions.expr import Expr, Ref, Value, own_fields
from rv2xl.model.expressions.known_values import KnownValues, for_each
from rv2xl.model.finding import Finding, finding
from rv2xl.model.refused import behind_results
from rv2xl.model.returned import Entry, Return, ReturnedSheet
from rv2xl.model.wording import german, plain
from rv2xl.returns.judging.compiled_rules import CompiledRule, CompiledSheet, compiled_sheet
from rv2xl.returns.judging.unjudged import Unjudged, cells_of, numbered


def check(returned: Return) -> list[Finding]:
    """Return all findings of one file: those of reading, then what is wrong in its values, sheet by sheet."""
    found = list(returned.findings)
    if returned.issue is not None:
        used: Used = {
            roster.id: used_rows(sheet, roster)
            for sheet in returned.sheets.values()
            for roster in sheet.sheet.rosters.values()
        }
        rows: dict[str, list[Mapping[str, Value]]] = {roster: [row for _, row in rows] for roster, rows in used.items()}
        book = KnownValues({key: sheet.values for key, sheet in returned.sheets.items()}, rows)
        behind = behind_results(returned.sheets)
        for sheet in returned.sheets.values():
            found += _sheet(returned.issue.form, sheet, book, Unjudged(sheet, returned.sheets, behind), used)
    return [entry.in_file(returned.file) for entry in found]


NumberedRows = Sequence[tuple[int, Mapping[str, Value]]]
"""Rows of a roster with their numbers, by column id."""

Used = Mapping[str, list[tuple[int, dict[str, Value]]]]
"""The used rows of each roster: number, values by column id."""


def used_rows(sheet: ReturnedSheet, roster: Roster) -> list[tuple[int, dict[str, Value]]]:
    """Return the rows of a roster that hold an entry: (number, values by column id)."""
    typed = [column.id for column in inputs(roster.columns)]
    given = [column.id for column in roster.columns if column.prefilled]
    entries = sheet.entries
    refused = {entry.field for entry in entries.problems() if not _is_empty(entry)}
    return [
        (number, row)
        for number, row in enumerate(sheet.rows(roster), 1)
        if _is_filled(row, typed)
        or (refused and any(numbered(column, number) in refused for column in typed))
        or any((entry := entries.get(numbered(column, number))) and not _is_empty(entry) for column in given)
    ]


def _is_filled(row: Mapping[str, Value], columns: Sequence[str]) -> bool:
    for column in columns:  # noqa: SIM110 - several times as fast as any(…)
        if row[column] is not None:
            return True
    return False


def _is_empty(entry: Entry) -> bool:
    """Whether nothing was entered, or only what was read as nothing: a stroke in a cell for a number, say."""
    return entry.raw == "" or is_blank(entry.raw) or (entry.value is None and entry.code == NORMALISIERT)


def _sheet(form: Form, sheet: ReturnedSheet, book: KnownValues, unjudged: Unjudged, used: Used) -> Iterator[Finding]:
    ready = compiled_sheet(form, sheet.sheet.section)
    bad = sheet.missing | {other.section for other in form.sheets if not other.repeated and other.section not in book}
    for entry in sheet.entries.problems():
        yield _entry_finding(sheet, entry)
        if entry.code != NORMALISIERT and entry.value is None:
            bad.add(entry.field)
    if sheet.sheet.rosters:
        yield from _rosters(sheet, ready, bad, book, unjudged, used)
    else:
        yield from _record(sheet, ready, bad, book, unjudged)
    yield from unjudged.findings()


def _record(
    sheet: ReturnedSheet, ready: CompiledSheet, bad: set[str], book: KnownValues, unjudged: Unjudged
) -> Iterator[Finding]:
    values = sheet.values
    optional = ready.optional is not None and bool(ready.optional(values, book))
    unreadable = frozenset(bad)
    for field, condition, _ in () if optional else ready.required:
        if values.get(field.id) is None and field.id not in bad and (condition is None or condition(values, book)):
            if field.stand_in is not None and values.get(field.stand_in.named_in) is not None:
                continue  # what counts in its place is asked for where it stands
            bad.add(field.id)
            if field.stand_in is not None and not unreadable.isdisjoint(own_fields(field.stand_in.when)):
                continue  # nobody knows whether something counts in its place
            if field.id not in ready.demanded:  # else a rule says so in the form's own words
                yield _missing(sheet, field)
    yield from _rules(sheet, ready, bad, values, book, unjudged)


def _rosters(
    sheet: ReturnedSheet, ready: CompiledSheet, bad: set[str], book: KnownValues, unjudged: Unjudged, used: Used
) -> Iterator[Finding]:
    lost = {name for name in bad if "." not in name}
    for roster in sheet.sheet.rosters.values():
        judged = tuple(entry for entry in ready.judgements if entry.judgement.rule.roster == roster.id)
        own, rows = ready._replace(judgements=judged), used[roster.id]
        missing = {number: _bad_in(roster, number, bad) | lost for number, _ in rows} if bad else {}
        blank = _unfilled(ready, rows, missing, book)
        sound = [(number, row) for number, row in rows if number not in blank and not missing.get(number)]
        broken = _broken_rules(judged, sound, book)
        for number, row in rows:
            for field in blank.get(number, ()):
                yield _missing(sheet, field, number)
            if number in blank or missing.get(number):
                hindering = {*missing.get(number, ()), *(field.id for field in blank.get(number, ()))}
                yield from _rules(sheet, own, hindering, row, book, unjudged, number)
            for entry in broken.get(number, ()):
                if not unjudged.takes(entry.judgement, number):
                    yield _broken(sheet, entry.judgement, row, book, number)


def _bad_in(roster: Roster, number: int, bad: Container[str]) -> set[str]:
    return {column.id for column in roster.columns if numbered(column.id, number) in bad}


def _unfilled(
    ready: CompiledSheet, rows: NumberedRows, missing: Mapping[int, set[str]], book: KnownValues
) -> dict[int, list[Field]]:
    """Return the duties that nothing was entered for, by row."""
    found: dict[int, list[Field]] = {}
    for field, condition, reads in ready.required:
        name = field.id
        blank = [entry for entry in rows if entry[1][name] is None]
        needed = for_each([row for _, row in blank], reads, condition, book) if condition else [True] * len(blank)
        for (number, _), is_needed in zip(blank, needed, strict=True):
            if is_needed and name not in missing.get(number, ()):
                found.setdefault(number, []).append(field)
    return found


def _broken_rules(
    judged: Sequence[CompiledRule], rows: NumberedRows, book: KnownValues
) -> dict[int, list[CompiledRule]]:
    """Return the rules that each row breaks; rows that are alike in what a rule reads are judged once."""
    broken: dict[int, list[CompiledRule]] = {}
    values = [row for _, row in rows]
    for entry in judged:
        verdicts = for_each(values, entry.reads, entry.is_broken, book)
        for (number, _), is_broken in zip(rows, verdicts, strict=True) if True in verdicts else ():
            if is_broken:
                broken.setdefault(number, []).append(entry)
    return broken


def _rules(
    sheet: ReturnedSheet, ready: CompiledSheet, bad: set[str], values: Mapping[str, Value], book: KnownValues, unjudged: Unjudged,
    row: int | None = None,
) -> Iterator[Finding]:  # fmt: skip
    """Judge the rules, and note those that cannot be: it is said once per rule, sheet and item."""
    for entry in ready.judgements:
        judgement = entry.judgement
        if not bad:
            if entry.is_broken(values, book) and not unjudged.takes(judgement, row):
                yield _broken(sheet, judgement, values, book, row)
            continue
        hindering = bad - _blank(sheet, entry.demands) if entry.demands else bad
        open_fields = entry.when_fields & hindering
        if not open_fields:
            if entry.when is not None and not entry.when(values, book):
                continue
            open_fields = entry.holds_fields & hindering
        if not open_fields:
            if not entry.holds(values, book) and not unjudged.takes(judgement, row):
                yield _broken(sheet, judgement, values, book, row)
        else:
            unjudged.add(judgement, (numbered(ref.field, row) for ref in judgement.refs if ref.field in open_fields))


def _blank(sheet: ReturnedSheet, names: frozenset[str]) -> set[str]:
    """Of these fields those that are there with nothing in them, neither gone nor unreadable."""
    found = ((name, sheet.entries.get(name)) for name in names)
    return {name for name, entry in found if entry is not None and _is_empty(entry)}


def _entry_finding(sheet: ReturnedSheet, entry: Entry) -> Finding:
    field, code = sheet.sheet.fields[entry.field], entry.code or ""
    if field.names_sheet is not None and isinstance(entry.value, str):
        field = replace(field, type=replace(field.type, choices=(entry.value,)))
    if code == NORMALISIERT:
        said, remedy = _repaired(field, entry), None
        expected = None if field.personal else plain(entry.value, field.type)
    else:
        (said, remedy), expected = complaint(field, code, entry.raw), field.expectation
    value = None if field.personal else plain_raw(entry.raw)
    return finding(
        code, f"„{field.full_label}“: {said}", remedy=remedy, sheet=sheet.name, cells=(entry.cell,), field=field.id,
        value=value, expected=expected, source=field.source)  # fmt: skip


def _repaired(field: Field, entry: Entry) -> str:
    """Say what stood there, what was read, and by which rules; of an entry about a person the rules alone."""
    value = german(entry.value, field.type)
    phrases = [] if entry.raw == "" else [rule.phrase for rule in repairs(field, entry.raw)]
    if field.personal:
        return f"Der Eintrag wurde mit einer kleinen Umformung gelesen{': ' if phrases else ''}{', '.join(phrases)}."
    if not phrases:
        return f"Die Zelle enthält eine Formel; {'sie zeigt nichts an' if entry.value is None else f'gelesen wurde {value}'}."
    return f"{shown_raw(entry.raw, field.type)} wurde als {value} gelesen: {', '.join(phrases)}."


def _missing(sheet: ReturnedSheet, field: Field, row: int | None = None) -> Finding:
    name = numbered(field.id, row)
    label, cell = sheet.sheet.fields[name].full_label, sheet.cell(name)
    may_be_0 = field.type.numeric and field.required_when is None and not field.type.excludes(Decimal(0))
    return finding(
        "PFLICHT", f"„{label}“ ist nicht ausgefüllt.", remedy=None if may_be_0 else "Bitte ausfüllen.", sheet=sheet.name,
        cells=(cell,) if cell else (), field=name, expected=field.expectation, source=field.source)  # fmt: skip


def _broken(
    sheet: ReturnedSheet, judgement: Judgement, values: Mapping[str, Value], book: KnownValues, row: int | None
) -> Finding:
    rule = judgement.rule

    def known(ref: Ref) -> Field | None:
        return sheet.sheet.known(ref.field) if ref.sheet is None else None

    def value(expr: Expr) -> Value:
        return compiled(expr, known)(values, book)  # type: ignore[no-any-return]

    sides = judgement.compared
    found, expected = (
        (None, None)
        if sides is None or any(is_personal(side, known) for side in sides)
        else (plain(value(side), unit_of(side, known)) or None for side in sides)
    )
    if judgement.is_strict:  # the limit itself would not be right either
        expected = None
    aside = {ref.field for ref in rule.aside}
    refs = [ref for ref in judgement.refs if ref.sheet is None and ref.field not in aside]
    shown = [
        ref for ref in refs
        if (not rule.only_nonzero or values.get(ref.field) not in (None, 0))
        and (not rule.only_departing or sheet.sheet.known(ref.field).departs(values.get(ref.field)))
    ]  # fmt: skip
    return Finding(
        code=rule.code, severity=rule.severity, message=violation(judgement, known, value), remedy=rule.remedy, sheet=sheet.name,
        cells=cells_of(sheet, [numbered(ref.field, row) for ref in shown]),
        field=numbered(shown[0].field, row) if shown else None, value=found, expected=expected, source=rule.source or None)  # fmt: skip
