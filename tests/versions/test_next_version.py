"""A next version is the released one and a difference: both are issued, read, checked and consolidated beside each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rv2xl import forms
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.forms.dokumentation.ort import ALTER
from rv2xl.model.definitions.blocks import Notes
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.revision import revised
from rv2xl.model.expressions.expr import Value
from rv2xl.model.soundness.mistakes import DefinitionError
from rv2xl.outgoing.issuing import issue_for
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.regional.sheets.regions_sheet import RegionTable
from rv2xl.returns.batch import check_file, compare_returns
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.register import Register
from tests.bench import samples
from tests.bench.samples import YEAR, orte
from tests.forms.standard import standard
from tests.unit.reports.folder import TODAY
from tests.unit.reports.workbook import opened, regions, table
from tests.versions.dokumentation_2030 import DOKUMENTATION_2030, MEHR_PLAETZE

pytestmark = pytest.mark.usefixtures("both")


@pytest.fixture
def both(registered: Callable[..., None]) -> None:
    registered(
        "dokumentation",
        "tests.versions.dokumentation_2030:DOKUMENTATION_2030",
        "rv2xl.forms.dokumentation:DOKUMENTATION",
    )


def register() -> Register:
    """Two Leistungserbringer, with room for all whom the standard filling names."""
    known = samples.register(2)
    return replace(known, orte=tuple({**ort, "platzzahl": 500} for ort in known.orte))


def filled(form: Form, number: str, **changes: Value) -> bytes:
    """Fill in a workbook of either version as the standard one is, at every Ort."""
    layout = lay_out(issue_for(form, register(), YEAR, number))
    usual = standard("dokumentation").filling
    entered: dict[str, dict[str, Value]] = {}
    for placed in layout.placed:
        if placed.sheet is not None:
            values = usual.get("ort_58.1" if placed.sheet.repeated else placed.key, {})
            more = changes if placed.sheet.repeated else {}
            entered[placed.key] = {name: value for name, value in (values | more).items() if name in placed.plan.fields}
    return workbook_bytes(layout, entered)


def checked(**files: bytes) -> list[Checked]:
    found = [check_file(lambda data=data: data, f"{name}.xlsx", register(), YEAR) for name, data in files.items()]  # type: ignore[misc]
    compare_returns(found)
    return found


def codes(found: Checked) -> list[str]:
    return [entry.code for entry in found.findings]


def test_today_s_version_is_issued_and_the_older_one_is_read() -> None:
    assert forms.newest("dokumentation") is DOKUMENTATION_2030
    old, new = checked(
        alt=filled(DOKUMENTATION, "0001"), neu=filled(DOKUMENTATION_2030, "0002", **{"ausgelagert.plaetze": 50})
    )
    assert (codes(old), codes(new)) == ([], [])
    sheets = [entry.returned.sheets["ort_58.1"] for entry in (old, new)]
    assert ["ausgelagert.plaetze" in sheet.values for sheet in sheets] == [False, True]
    assert sheets[1].values["ausgelagert.plaetze"] == 50


def test_each_is_checked_by_its_own_rules_and_texts() -> None:
    too_few: dict[str, Value] = {"ausgelagert.plaetze": 0, "ausgelagert.gruppen": 3, "ausgelagert.betriebe": 1}
    old, new = checked(alt=filled(DOKUMENTATION, "0001", **too_few), neu=filled(DOKUMENTATION_2030, "0002", **too_few))
    assert (codes(old), set(codes(new))) == ([], {MEHR_PLAETZE.code})
    layout = lay_out(issue_for(DOKUMENTATION_2030, register(), YEAR, "0002"))
    ort = layout.by_key["ort_58.1"]
    printed = next(cell for cell in ort.plan.cells if str(cell.text).startswith("Personen unter 18"))
    before = "Personen unter 18 Jahren werden in der ersten Altersgruppe gezählt (Auslegung A2-U18)."
    data = set_cells(
        filled(DOKUMENTATION_2030, "0002", **{"ausgelagert.plaetze": 50}), {ort.name: {printed.name: before}}
    )
    assert codes(checked(neu=data)[0]) == ["VORGABE-GEAENDERT"]


def test_both_are_added_up() -> None:
    found = checked(
        alt=filled(DOKUMENTATION, "0001"), neu=filled(DOKUMENTATION_2030, "0002", **{"ausgelagert.plaetze": 50})
    )
    made = consolidate(DOKUMENTATION_2030, YEAR, register(), found)
    assert [form.version for form in made.versions] == ["2030.1", "2025.2"]
    book = opened(report_bytes(made, today=TODAY))
    columns = RegionTable(made.versions, (), (), lambda measure: "").column_of
    hessen = regions(book)["Hessen"]
    groups = standard("dokumentation").filling["ort_58.1"]["ausgelagert.gruppen"]
    assert isinstance(groups, int)
    number = len(orte("0001"))
    assert hessen[columns["ausgelagert.gruppen"]] == 2 * number * groups
    assert hessen[columns["ausgelagert.plaetze"]] == number * 50
    heads = [str(head) for head in table(book, "Orte")[0]]
    assert any("Anzahl Plätze (nicht im Vordruck 2025.2)" in head for head in heads)


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"blocks": {Notes(heading="Fremd"): ()}}, "has no block 'Fremd'"),
        ({"rules": {"A9-NIX": ()}}, "has no rule A9-NIX"),
        ({"more_rules": {"nix": ()}}, "has no section nix"),
    ],
)
def test_a_difference_to_what_is_not_there_is_refused(
    changes: dict[str, dict[object, tuple[()]]], mistake: str
) -> None:
    with pytest.raises(DefinitionError, match=mistake):
        revised(DOKUMENTATION, "2030.1", **changes)  # type: ignore[arg-type]


def test_a_block_and_its_rules_can_go() -> None:
    shorter = revised(
        DOKUMENTATION, "3", blocks={ALTER: ()}, rules={"A2-ALTER-SUMME": (), "A2-FEHLANZEIGE": (), "A2-ANDERE-KEINE": ()},
        outline=type(DOKUMENTATION.outline)(),
    )  # fmt: skip
    assert "alter.a66.lwv" not in shorter.sections["ort_58"].fields
    assert "A2-ALTER-SUMME" not in shorter.rules
    assert DOKUMENTATION.rules["A2-ALTER-SUMME"]
