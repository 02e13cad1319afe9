"""Annotated copies of what other programs saved, and what they make of our marks when they save a copy."""

from __future__ import annotations

import pytest

from rv2xl.excel.annotated.copy import annotated
from rv2xl.excel.annotated.seal import is_untouched_copy
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.finding import finding
from tests.annotated import annotated_file, book_of, notes_of
from tests.cells import Tab
from tests.conftest import Program
from tests.findings import places
from tests.forms.standard import judged, standard
from tests.programs.package import filled
from tests.programs.test_traits import WITHOUT
from tests.programs.traits import TRAITS, made

FORM, ORT = "dokumentation", "58 Erbach"
WRONG = Tab(FORM, ORT).cell("personen.hessen.lwv")
APART = {"no styles part"}
"""Without styles there is nothing to hatch with."""


@pytest.mark.parametrize("name", [name for name in TRAITS if (name, FORM) not in WITHOUT])
def test_whatever_a_program_writes_is_marked_and_read_again(name: str) -> None:
    data = made(name, FORM)
    returned, findings = judged(data)
    told = [*findings, finding("TYP", "Keine Zahl.", sheet=ORT, cells=(WRONG, "Z80", "B45:B47"))]
    copy = annotated(data, returned, told)
    if name in APART:
        assert book_of(copy).sheetnames == ["Rückmeldung"]
        return
    assert is_untouched_copy(copy)
    assert not is_untouched_copy(set_cells(copy, {ORT: {WRONG: 31}}))
    again, found = judged(copy)
    assert again.issue is not None
    assert (again.issue.id, again.correction) == (standard(FORM).layout.issue.id, returned.correction + 1)
    assert places(found) == places(findings)


def test_a_copy_of_what_a_program_saved_is_read_again(program: tuple[str, Program]) -> None:
    _, save = program
    copy, findings = annotated_file(save(set_cells(filled(FORM), {ORT: {WRONG: "viele"}})))
    assert (ORT, WRONG) in notes_of(copy)
    assert places(judged(copy)[1]) == places(findings)


def test_a_copy_that_a_program_saved_is_read_without_our_marks(program: tuple[str, Program]) -> None:
    who, save = program
    copy, findings = annotated_file(set_cells(filled(FORM), {ORT: {WRONG: "viele"}}))
    returned, again = judged(save(copy))
    told = [place for place in places(again) if who != "openpyxl" or place[0] != "NICHT-BERECHNET"]
    assert told == places(findings)
    assert returned.correction == 1
    second, _ = annotated_file(save(copy))
    names = book_of(second).sheetnames
    assert names[0] == "Rückmeldung"
    assert len(names) == len(set(names)) == len(standard(FORM).layout.placed) + 1
    assert notes_of(second)[ORT, WRONG].count("Rückmeldung zu dieser Zelle") == 1
