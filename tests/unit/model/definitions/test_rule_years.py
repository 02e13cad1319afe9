"""A rule has a first and, once changed, a last year: check, workbook and description know it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rv2xl.excel.sheets.checks_sheet import CHECKS
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.revision import revised
from rv2xl.model.definitions.variants import in_year
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.issue import Issue
from rv2xl.outgoing.issuing import issue_for
from rv2xl.reports.dictionary import described
from rv2xl.returns.against import judged as held_against
from rv2xl.returns.batch import check_file
from rv2xl.returns.processes.packed import packed, unpacked
from tests.forms.standard import SENDER, judged, register, standard

CODE = "A2-PLATZZAHL"
(PLATZZAHL,) = DOKUMENTATION.rules[CODE]

CHANGED = revised(
    DOKUMENTATION, "9",
    rules={CODE: (
        replace(PLATZZAHL, until=2025),
        replace(PLATZZAHL, since=2026, severity=Severity.FEHLER, must="", broken="", said="Ab 2026 zu viele."),
    )},
)  # fmt: skip
ENDED = revised(DOKUMENTATION, "9", rules={CODE: (replace(PLATZZAHL, until=2025),)})


@pytest.fixture
def changed(registered: Callable[..., None]) -> Form:
    registered("dokumentation", f"{__name__}:CHANGED")
    return CHANGED


def issue(form: Form, year: int) -> Issue:
    return issue_for(form, register(), year, SENDER)


def too_many(form: Form, year: int) -> bytes:
    """Return a filled workbook with more people than places."""
    entered = standard("dokumentation").entered({"ort_58.1": {"personen.hessen.lwv": 900, "alter.a31_40.lwv": 900}})
    return workbook_bytes(lay_out(issue(form, year)), entered)


def about(findings: list[Finding]) -> list[tuple[Severity, str]]:
    return [(found.severity, found.message) for found in findings if found.code == CODE]


def printed(form: Form, year: int) -> set[str]:
    """Return the texts on „Prüfung“."""
    plan = lay_out(issue(form, year)).by_key[CHECKS].plan
    return {str(cell.text) for cell in plan.cells if cell.text}


@pytest.mark.usefixtures("changed")
def test_a_return_is_judged_by_the_rule_of_its_year() -> None:
    ((before, _),) = about(judged(too_many(CHANGED, 2025))[1])
    ((after, text),) = about(judged(too_many(CHANGED, 2026))[1])
    assert (before, after) == (Severity.WARNUNG, Severity.FEHLER)
    assert "Ab 2026 zu viele." in text


@pytest.mark.usefixtures("changed")
def test_a_workbook_lists_the_rules_of_its_year() -> None:
    said = "Ab 2026 zu viele."
    assert [any(said in text for text in printed(CHANGED, year)) for year in (2025, 2026, 2027)] == [False, True, True]
    assert CODE in printed(ENDED, 2025)
    assert CODE not in printed(ENDED, 2026)


@pytest.mark.usefixtures("changed")
def test_what_was_packed_knows_its_year_too() -> None:
    checked = check_file(lambda: too_many(CHANGED, 2026), "a.xlsx", None, None)
    again = held_against(unpacked(packed(checked), "a.xlsx"), register(), 2026)
    assert again.issue is not None
    assert again.issue.form is checked.issue.form if checked.issue is not None else False
    assert len(again.returned.sheets["ort_58.1"].sheet.rules) == len(DOKUMENTATION.sections["ort_58"].rules)


@pytest.mark.usefixtures("changed")
def test_the_description_names_the_years() -> None:
    (entry,) = [rule for rule in described("dokumentation")["rules"] if rule["code"] == CODE]
    assert "(bis 2025)" in entry["text"]
    assert entry["text"].endswith("(ab 2026)")
    (usual,) = [rule for rule in described("dokumentation")["rules"] if rule["code"] == "A2-KOMBI-TEILMENGE"]
    assert "(" not in usual["text"]


def test_a_form_without_dated_rules_is_one_in_all_years() -> None:
    assert in_year(DOKUMENTATION, 2025) is DOKUMENTATION
    assert in_year(CHANGED, 2026) is in_year(CHANGED, 2030)
    assert in_year(CHANGED, 2025) is not in_year(CHANGED, 2026)
