"""Every case of every form: the computed values and the exact set of findings, with cells; and that no rule goes without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest

from rv2xl import forms
from rv2xl.excel.sheets.checks_sheet import CHECKS
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.rule import Judgement, Rule
from rv2xl.model.definitions.states import BROKEN, OPEN
from rv2xl.model.expressions.evaluate import compiled
from rv2xl.model.expressions.expr import Const, Expr, Ref
from rv2xl.model.expressions.known_values import Compiled, KnownValues
from rv2xl.model.finding import CODES, Severity
from rv2xl.model.returned import ReturnedSheet
from rv2xl.model.wording import capitalised, plain
from rv2xl.returns.check import used_rows
from tests.forms.cases import Case, Outcome, cases, run, shown, written

VERSIONS = [form for name in forms.NAMES for form in forms.versions(name)]
"""Every version of every form that is registered: what is registered tomorrow is tested tomorrow."""
ALL = [case for form in VERSIONS for case in cases(form)]

GENERAL = ("PFLICHT", "TYP", "BEREICH", "LISTE", "DATUM", "NORMALISIERT", "NICHT-GEPRUEFT")


@pytest.mark.parametrize("case", ALL, ids=str)
def test_case(case: Case) -> None:
    outcome = run(str(case))
    assert outcome.places() == case.places(), "\n".join(
        f"{found.code} {found.cells}: {found.message}" for found in outcome.findings
    )
    for wanted in case.findings:
        _matches(case, wanted, outcome)
    for field, value in case.expected.items():
        key = case.standard.home(field, case.sheet)
        sheet = outcome.returned.sheets[key]
        found = sheet.values[field]
        text = found if isinstance(found, int) else plain(found, sheet.sheet.fields[field].type)
        assert text == shown(value), field


def _matches(case: Case, wanted: dict[str, str], outcome: Outcome) -> None:
    """Whatever else the table says of a finding holds for one at that place."""
    if "each" in wanted or not wanted.keys() & {"field", "value", "expected", "message"}:
        return
    sheet, cells = wanted.get("sheet", case.sheet), case.cells(wanted)
    there = [
        found for found in outcome.findings if (found.code, found.sheet, found.cells) == (wanted["code"], sheet, cells)
    ]
    for found in there:
        said = {"field": found.field, "value": found.value, "expected": found.expected}
        if (
            all(said[key] == shown(wanted[key]) for key in said.keys() & wanted)
            and wanted.get("message", "") in found.message
        ):
            return
    raise AssertionError(f"none is {wanted}: {there}")


@pytest.mark.parametrize("case", ALL, ids=str)
def test_every_finding_says_what_where_and_what_to_do(case: Case) -> None:
    for found in run(str(case)).findings:
        assert found.message.endswith(".")
        assert found.message[0].isupper() or found.message[0] == "„"
        assert found.remedy.startswith("Bitte") or found.remedy.endswith(".")
        assert found.file == "datei.xlsx"
        assert found.cells


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in ALL
        if any(sheet.judgements and not sheet.rosters for sheet in case.form.sheets)
        and all(place.code != "NORMALISIERT" for place in case.places())
    ],
    ids=str,
)
def test_the_sheet_pruefung_says_the_same(case: Case) -> None:
    """What the provider sees while filling in is what the check says afterwards, but for entries that only the check repairs."""
    outcome = run(str(case))
    shown_states = recalculate(case.standard.layout, case.entered())[CHECKS]
    for sheet in outcome.returned.sheets.values():
        if sheet.sheet.rosters:  # a line counts the rows whose state shows its rule first
            continue
        found = [entry for entry in outcome.findings if entry.sheet == sheet.name]
        for judgement in sheet.sheet.judgements:
            code, label = judgement.rule.code, judgement.label
            states = {
                shown_states[f"{sheet.key}:{other.id}"]
                for other in sheet.sheet.judgements
                if (other.rule.code, other.label) == (code, label)
            }
            broken = any(entry.code == code and entry.message.startswith(capitalised(label)) for entry in found)
            unjudged = any(
                entry.value == code and label in entry.message for entry in found if entry.code == "NICHT-GEPRUEFT"
            )
            if unjudged and OPEN not in states:  # the sheet reckons with what the check refuses
                assert states == {BROKEN[judgement.rule.severity]}, judgement.id
                continue
            assert (BROKEN[judgement.rule.severity] in states) == broken, judgement.id
            assert (OPEN in states) == unjudged, judgement.id


def called(form: Form) -> str:
    return f"{form.name} {form.version}"


@pytest.mark.parametrize("name", forms.NAMES)
def test_every_case_is_run_with_some_version(name: str) -> None:
    run_with = {(case.table, case.name) for form in forms.versions(name) for case in cases(form)}
    assert [
        (path.stem, entry["name"]) for path, _, entry in written(name) if (path.stem, entry["name"]) not in run_with
    ] == []


@pytest.mark.parametrize("form", VERSIONS, ids=called)
@pytest.mark.parametrize("code", GENERAL)
def test_every_general_code_of_values_has_a_case(form: Form, code: str) -> None:
    assert code in CODES
    assert any(place.code == code for case in cases(form) for place in case.places())
    assert any(all(place.code != code for place in case.places()) for case in cases(form))


# --------------------------------------------------------------------------- every rule is broken once and kept once


@pytest.mark.parametrize("form", VERSIONS, ids=called)
def test_every_rule_has_a_failing_and_a_passing_case(form: Form) -> None:
    assert list(without_both(form, outcomes(form))) == []


def test_each_rule_of_a_form_without_tables_is_named() -> None:
    """As of one that is registered tomorrow: no table of ours lists forms."""
    form = replace(forms.newest("neubau"), name="morgen")
    codes = {judgement.rule.code for sheet in form.sheets for judgement in sheet.judgements}
    assert codes
    assert {line.partition(":")[0].partition(".")[0] for line in without_both(form, outcomes(form))} >= codes


def outcomes(form: Form) -> list[Outcome]:
    return [run(str(case)) for case in cases(form)]


def without_both(form: Form, judged: Iterable[Outcome]) -> Iterator[str]:
    """Yield the judgements of a form (rule, part, Leistungsträger) that are never reported, or never judged and kept.

    What is broken and what is kept is worked out here from the values read, not taken from `check`; `check` has then to
    report the one and to stay silent on the other.
    """
    broken: set[str] = set()
    kept: set[str] = set()
    for outcome in judged:
        sheets = outcome.returned.sheets
        rosters = [(sheet, roster) for sheet in sheets.values() for roster in sheet.sheet.rosters.values()]
        rows = {roster.id: [row for _, row in used_rows(sheet, roster)] for sheet, roster in rosters}
        book = KnownValues({key: sheet.values for key, sheet in sheets.items()}, rows)
        reported = {(found.sheet, found.code) for found in outcome.findings}
        unjudged = {(found.sheet, found.value) for found in outcome.findings if found.code == "NICHT-GEPRUEFT"}
        for sheet in outcome.returned.sheets.values():
            for judgement, holds in verdicts(form, sheet, book):
                place = (sheet.name, judgement.rule.code)
                if not holds and place in reported:
                    broken.add(judgement.id)
                elif holds and place not in reported | unjudged:
                    kept.add(judgement.id)
    for judgement in {entry.id: entry for sheet in form.sheets for entry in sheet.judgements}.values():
        yield from (
            f"{judgement.id}: no case {what}"
            for what, ids in (("breaks it", broken), ("keeps it", kept))
            if judgement.id not in ids
        )


def verdicts(form: Form, sheet: ReturnedSheet, book: KnownValues) -> Iterator[tuple[Judgement, bool]]:
    """Yield each judgement of a sheet, for a roster row by row, whose condition is met, and whether the rule holds."""
    definition = form.sections[sheet.sheet.section]

    def made(expr: Expr) -> Compiled:
        return compiled(expr, known_in(form, definition))

    for judgement in definition.judgements:
        holds, when = made(judgement.holds), None if judgement.when is None else made(judgement.when)
        roster = judgement.rule.roster
        rows = [sheet.values] if roster is None else [row for _, row in used_rows(sheet, definition.rosters[roster])]
        for row in rows:
            if when is None or when(row, book):
                yield judgement, bool(holds(row, book))


def known_in(form: Form, sheet: Sheet) -> Callable[[Ref], Field | None]:
    return lambda ref: (form.sections[ref.sheet] if ref.sheet else sheet).known(ref.field)


FAKES = {
    "always kept": (Const(True), None, ["A2-FALSCH: no case breaks it"]),
    "always broken, but never reported": (
        Const(False),
        None,
        ["A2-FALSCH: no case breaks it", "A2-FALSCH: no case keeps it"],
    ),
    "never judged": (Const(True), Const(False), ["A2-FALSCH: no case breaks it", "A2-FALSCH: no case keeps it"]),
}


@pytest.mark.parametrize("name", FAKES)
def test_a_rule_without_both_is_found(name: str) -> None:
    """The test above can fail: a rule that has no cases, whatever it says, is named."""
    holds, when, expected = FAKES[name]
    form = forms.newest("dokumentation")
    rule = Rule("A2-FALSCH", Severity.FEHLER, holds=holds, when=when, remedy="")
    sheets = tuple(
        replace(sheet, rules=(*sheet.rules, rule)) if sheet.section == "ort_58" else sheet for sheet in form.sheets
    )
    assert list(without_both(replace(form, sheets=sheets), outcomes(form))) == expected


def test_a_rule_of_each_form_loses_its_last_case() -> None:
    """Without the cases of one code, its rule is named."""
    for name, code in (("dokumentation", "A2-KOMBI-TEILMENGE"), ("stammdaten", "ST-KREIS")):
        form = forms.newest(name)
        others = [run(str(case)) for case in cases(form) if all(place.code != code for place in case.places())]
        assert any(line.startswith(code) and line.endswith("breaks it") for line in without_both(form, others))


def test_a_name_in_place_of_a_kennung_is_not_repeated() -> None:
    (case,) = (case for case in cases(forms.newest("fahrtkosten")) if case.name == "a name instead of a Kennung")
    assert all("Anna" not in f"{found.message}{found.value}{found.expected}" for found in run(str(case)).findings)
