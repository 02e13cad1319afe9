"""The largest workbook that we issue can be read: 300 Orte with both Leistungen. The largest Leistungserbringer has about 60."""

from __future__ import annotations

from rv2xl import forms
from rv2xl.excel.package.cells.sheet import LAST_ROW
from rv2xl.excel.package.reader import MOST_SHEETS as MOST_TABS
from rv2xl.excel.returned.recognise import MOST_SHEETS
from rv2xl.excel.sheets.checks_sheet import check_texts
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.issue import Issue
from rv2xl.outgoing.issuing import issue_for
from rv2xl.returns.batch import check_file
from rv2xl.returns.register import Register
from tests.forms.standard import SENDER, YEAR, register

ORTE = 300


def issue_of(orte: int, *leistungen: str) -> Issue:
    known = register()
    lines = tuple(
        {**known.orte[0], "zad": f"11{number:06}", "leistung": leistung, "ort": f"Ort {number}"}
        for number in range(orte)
        for leistung in leistungen
    )
    return issue_for(forms.newest("dokumentation"), Register(known.traeger, lines, (), known.absender), YEAR, SENDER)


def test_300_orte_come_back() -> None:
    issue = issue_of(ORTE, "58")
    data = workbook_bytes(lay_out(issue))
    checked = check_file(lambda: data, "datei.xlsx")
    assert checked.returned.issue == issue
    assert len(checked.returned.sheets) == len(issue.sheets) == ORTE + 4
    assert {entry.code for entry in checked.findings} == {"PFLICHT", "NICHT-GEPRUEFT"}  # nobody has filled it in


def test_both_leistungen_of_all_are_within_the_limits() -> None:
    issue = issue_of(ORTE, "58", "60")
    own = len(lay_out(issue).placed) - len(issue.sheets)
    assert len(issue.sheets) <= MOST_SHEETS
    assert MOST_SHEETS + own <= MOST_TABS
    assert check_texts(issue)[-1][0] < LAST_ROW
