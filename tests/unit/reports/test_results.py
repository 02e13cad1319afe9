"""Which reports are made, and what a call is refused for: one sentence, and nothing is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rv2xl import forms
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.form import Form
from rv2xl.reports.results import consolidate_files, require_consolidation
from tests.unit.reports.folder import YEAR, usual_register

NO_REPORT = {
    "nobody returns it": forms.newest("stammdaten"),
    "a calculation without a summary": replace(forms.newest("fahrtkosten"), summary=None),
    "a form of tomorrow": replace(forms.newest("dokumentation"), name="neu"),
}


@pytest.mark.parametrize("form", NO_REPORT.values(), ids=NO_REPORT)
def test_a_form_without_a_summary_is_refused(form: Form) -> None:
    sentence = f"Für „{form.title}“ gibt es keine Zusammenführung; „rv2xl forms“ nennt die Formulare."
    with pytest.raises(Abbruch) as refused:
        require_consolidation(form, YEAR)
    assert str(refused.value) == sentence
    with pytest.raises(Abbruch):
        consolidate_files(form, [Path("nie.xlsx")], usual_register(), YEAR)


@pytest.mark.parametrize("name", [name for name in forms.NAMES if name != "stammdaten"])
def test_every_form_that_is_returned_has_its_report(name: str) -> None:
    require_consolidation(forms.newest(name), YEAR)
