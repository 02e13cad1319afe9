"""Which reports are made, and what a call is refused for: one sentence, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rv2xl import forms
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.outline import Outline
from rv2xl.reports.results import consolidate_files, require_consolidation, require_targets, write_results
from rv2xl.returns.consolidate import Consolidation
from tests.unit.reports.folder import YEAR, consolidated, tidy_csv, tidy_parquet, usual_register

NO_REPORT = {
    "nobody returns it": forms.newest("stammdaten"),
    "a calculation without a summary": replace(forms.newest("fahrtkosten"), summary=None),
    "a form of tomorrow": replace(forms.newest("dokumentation"), name="neu", outline=Outline()),
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


@pytest.mark.parametrize("name", ["Werte.txt", "Werte", "Werte.xlsx", "Werte.csv.gz"])
def test_the_suffix_of_the_data_is_csv_or_parquet(tmp_path: Path, name: str) -> None:
    data = tmp_path / name
    with pytest.raises(Abbruch) as refused:
        require_targets(tmp_path / "Bericht.xlsx", data, ())
    assert str(refused.value) == f"Der Name „{data}“ muss auf „.csv“ oder „.parquet“ enden."


@pytest.mark.parametrize(("name", "content"), [("Werte.CSV", tidy_csv), ("Werte.parquet", tidy_parquet)])
def test_the_suffix_says_how_data_are_written(
    tmp_path: Path, name: str, content: Callable[[Consolidation], bytes]
) -> None:
    made, out = consolidated([]), tmp_path / "Bericht.xlsx"
    require_targets(out, tmp_path / name, ())
    assert write_results(made, out, tmp_path / name) == [out, tmp_path / name, tmp_path / "Werte.md"]
    assert (tmp_path / name).read_bytes() == content(made)
