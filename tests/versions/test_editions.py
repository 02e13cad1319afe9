"""A value of the law that is added later: what was issued before stays intact, and a return is judged by the value of its own day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rv2xl import forms
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.meta_sheet import META
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms.stammdaten import KREISE, STAMMDATEN
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.revision import revised
from rv2xl.model.definitions.variants import in_year, printed_in, under
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.soundness.mistakes import DefinitionError
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.recht.law import FIRST_EDITION, Law, law_texts, load_law, parse_law
from rv2xl.returns.batch import check_file
from rv2xl.returns.processes.packed import packed, unpacked
from rv2xl.returns.register import register_of
from tests.faults.workbook import Spoilt
from tests.forms.standard import judged, standard
from tests.versions.layouts import released, workbook

DATED = ("neubau", "bestand", "fahrtkosten")
"""The forms that print values of the law."""

RATE = "amortisationsquote_bau"
NEW = date(2027, 1, 1)
BEFORE, AFTER = date(2026, 12, 31), date(2027, 5, 1)

_VALUES = re.compile(r"^\[(\w+)\](.*?)^values = \[(.*?)\]$", re.MULTILINE | re.DOTALL)


def law_with(names: set[str], edition: int = 2, since: date = NEW) -> Law:
    """Return the law with one more value of these parameters: one and a half of what held before."""

    def longer(entry: re.Match[str]) -> str:
        if entry[1] not in names:
            return entry[0]
        value = load_law().entry(entry[1]).values[-1].value
        assert isinstance(value, Decimal)
        more = value * 2 if value == value.to_integral() else value * Decimal("1.5")
        return f'[{entry[1]}]{entry[2]}values = [{entry[3]}, {{ from = {since}, value = "{more}", added = {edition} }}]'

    return parse_law({file: _VALUES.sub(longer, text) for file, text in law_texts().items()})


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has all forms built with another law; the standard workbooks stay those of today's."""
    for name in forms.NAMES:
        standard(name)
    usual = {name: forms.versions(name) for name in forms.NAMES}

    def change(names: set[str], edition: int = 2, since: date = NEW) -> None:
        law = law_with(names, edition, since)
        known = {name: tuple(under(form, law) for form in versions) for name, versions in usual.items()}
        monkeypatch.setattr(forms, "versions", known.__getitem__)

    return change


def all_rates(name: str) -> set[str]:
    dated = forms.newest(name).dated
    assert dated is not None
    return set(dated.keys)


def neubau(opened: date, form: Form | None = None) -> bytes:
    """Return a filled Neubau of a form as it is issued, its formulas with what a spreadsheet shows."""
    layout = lay_out(issue_blank(form or forms.newest("neubau"), 2025))
    entered = standard("neubau").entered({"berechnung": {"kopf.inbetriebnahme": opened}})
    return workbook_bytes(layout, entered)


def codes(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(found.code, found.sheet) for found in findings]


@pytest.mark.parametrize("name", DATED)
def test_today_s_law_is_the_first_edition_and_no_workbook_says_so(name: str) -> None:
    form = forms.newest(name)
    assert (load_law().edition, form.edition) == (FIRST_EDITION, FIRST_EDITION)
    assert printed_in(form, 1) is form
    texts = [cell.text for cell in lay_out(issue_blank(form, 2025)).by_key[META].plan.cells]
    assert "recht" not in texts


RELEASED = [(name, version) for name, versions in released().items() for version in versions]


@pytest.mark.parametrize(("name", "version"), RELEASED)
def test_what_was_issued_before_is_intact(name: str, version: str, changed: Callable[..., None]) -> None:
    changed({rate for dated in DATED for rate in all_rates(dated)})
    returned, findings = judged(workbook(name, version).read_bytes())
    assert codes(findings) == []
    assert returned.issue is not None
    assert returned.issue.form.edition == FIRST_EDITION


@pytest.mark.parametrize(("name", "version"), [entry for entry in RELEASED if entry[0] in DATED])
def test_it_is_known_again_without_its_hidden_sheet(name: str, version: str, changed: Callable[..., None]) -> None:
    changed(all_rates(name))
    book = Spoilt(workbook(name, version).read_bytes())
    book.remove("_meta")
    (found,) = judged(book.file())[1]
    assert (found.code, "passen zur Prüfsumme" in found.message) == ("BLATT-FEHLT", True)


@pytest.mark.parametrize("name", DATED)
def test_a_new_workbook_shows_the_value(name: str, changed: Callable[..., None]) -> None:
    before = issue_blank(forms.newest(name), 2025)
    changed(all_rates(name))
    issue = issue_blank(forms.newest(name), 2025)
    assert (issue.form.edition, issue.id == before.id) == (2, False)
    plan = lay_out(issue).by_key["rechtsgrundlagen"].plan
    assert sum("ab 01.01.2027" in str(cell.text) for cell in plan.cells) == len(all_rates(name))
    meta = [cell.text for cell in lay_out(issue).by_key[META].plan.cells]
    assert meta[meta.index("recht") + 1] == "2"
    returned, findings = judged(workbook_bytes(lay_out(issue)))
    assert not {found.code for found in findings} & {"VORGABE-GEAENDERT", "FORMEL-GEAENDERT", "NICHT-BERECHNET"}
    assert returned.issue == issue


def test_a_form_that_prints_none_of_it_stays_what_it_is(changed: Callable[..., None]) -> None:
    changed({"wertmarke_ganzjahr"})
    assert [forms.newest(name).edition for name in ("neubau", "bestand", "fahrtkosten", "dokumentation")] == [
        1,
        1,
        2,
        1,
    ]


def test_a_return_of_a_new_day_is_judged_by_the_new_value(changed: Callable[..., None]) -> None:
    old_file = neubau(AFTER)
    changed({RATE})
    new_file = neubau(AFTER)
    (old, found), (new, nothing) = judged(old_file), judged(new_file)
    assert codes(nothing) == []
    assert old.value("rechtsgrundlagen", f"satz.{RATE}") == Decimal("0.075")
    results = [name for name in old.sheets["berechnung"].values if name.startswith(("ergebnis.", "rechenweg."))]
    assert [old.value("berechnung", name) for name in results] == [new.value("berechnung", name) for name in results]
    assert codes(found) == [("NICHT-BERECHNET", "Berechnung"), ("NICHT-BERECHNET", "Rechtsgrundlagen")]
    assert {entry.severity for entry in found} == {Severity.HINWEIS}
    (rate,) = [entry for entry in found if entry.sheet == "Rechtsgrundlagen"]
    assert rate.field == f"satz.{RATE}"
    assert rate.message == (
        "„Stichtag: Inbetriebnahme – Amortisationsquote Baukosten“ rechnet mit den Sätzen, die bei der Ausgabe des Vordrucks "
        "bekannt waren. Seither ist für diesen Tag ein anderer Satz beschlossen, und gezählt wird nach ihm: 7,50 %."
    )
    (others,) = [entry for entry in found if entry.sheet == "Berechnung"]
    assert others.message.startswith("7 Ergebnisse dieses Blattes rechnen mit den Sätzen")
    assert len(others.cells) == 7


def test_a_return_of_an_old_day_is_judged_by_the_old_value(changed: Callable[..., None]) -> None:
    old_file = neubau(BEFORE)
    changed({RATE})
    returned, findings = judged(old_file)
    assert codes(findings) == []
    assert returned.value("rechtsgrundlagen", f"satz.{RATE}") == Decimal("0.05")


def test_a_value_that_is_stale_for_another_reason_is_told_as_ever(changed: Callable[..., None]) -> None:
    layout = lay_out(issue_blank(forms.newest("neubau"), 2025))
    cell = layout.by_key["berechnung"].plan.fields["ergebnis.jahr"].name
    stale = set_cells(neubau(AFTER), {"Berechnung": {cell: 1}}, results={"Berechnung": {cell: 1}})
    changed({RATE})
    (found,) = [entry for entry in judged(stale)[1] if entry.field == "ergebnis.jahr"]
    assert (found.code, found.value) == ("NICHT-BERECHNET", "1.0")


def test_a_printed_value_that_somebody_changed_is_still_seen(changed: Callable[..., None]) -> None:
    layout = lay_out(issue_blank(forms.newest("neubau"), 2025))
    sheet = layout.by_key["rechtsgrundlagen"]
    text = next(cell for cell in sheet.plan.cells if "ab 01.07.2023" in str(cell.text))
    changed_text: dict[str, dict[str, Value]] = {sheet.name: {text.name: "6 % ab 01.07.2023"}}
    file = set_cells(neubau(BEFORE), changed_text)
    changed({RATE})
    assert codes(judged(file)[1]) == [("VORGABE-GEAENDERT", "Rechtsgrundlagen")]


def test_an_edition_that_is_not_known_here_is_named(changed: Callable[..., None]) -> None:
    changed({RATE})
    file = neubau(AFTER)
    (row,) = [
        cell.row + 1
        for cell in lay_out(issue_blank(forms.newest("neubau"), 2025)).by_key[META].plan.cells
        if cell.text == "recht"
    ]
    unknown, nonsense = (set_cells(file, {"_meta": {f"B{row}": value}}) for value in ("3", "x"))
    (found,) = judged(unknown)[1]
    assert (found.code, found.value, found.expected) == ("FORM-VERSION", "3", "2")
    assert codes(judged(nonsense)[1]) == [("FORM-FREMD", None)]


def test_what_is_kept_of_a_file_knows_its_edition(changed: Callable[..., None]) -> None:
    file = neubau(AFTER)
    changed({RATE})
    checked = check_file(lambda: file, "a.xlsx", None, None)
    again = unpacked(packed(checked), "a.xlsx")
    assert again.issue == checked.issue
    assert again.issue is not None
    assert again.issue.form.edition == FIRST_EDITION


def test_what_an_old_file_is_filled_with_agrees_with_its_own_formulas(changed: Callable[..., None]) -> None:
    """Values stored beside formulas are what a spreadsheet shows: those of the printed edition."""
    changed({RATE})
    layout = lay_out(issue_blank(printed_in(forms.newest("neubau"), 1), 2025))
    entered = standard("neubau").entered({"berechnung": {"kopf.inbetriebnahme": AFTER}})
    assert recalculate(layout, entered)["rechtsgrundlagen"][f"satz.{RATE}"] == Decimal("0.05")


def test_lengths_years_and_editions_go_together(changed: Callable[..., None]) -> None:
    changed({"wertmarke_ganzjahr"})
    form = forms.newest("fahrtkosten")
    old = printed_in(form, 1)
    assert (printed_in(form, 1) is old, printed_in(form, 2) is form, in_year(old, 2025) is old) == (True, True, True)
    short = old.with_rows({"teilnehmende": 5})
    assert (short.edition, short.sections["entfernung"].rosters["teilnehmende"].rows) == (1, 5)
    file = workbook_bytes(lay_out(issue_blank(form.with_rows({"teilnehmende": 5}), 2025)))
    returned, _ = judged(file)
    assert returned.issue is not None
    assert (returned.issue.form.edition, returned.issue.form.rows) == (2, (("teilnehmende", 5),))


def test_a_later_edition_mends_a_value_of_the_same_day(changed: Callable[..., None]) -> None:
    changed({"wertmarke_ganzjahr"}, 2, date(2025, 1, 1))
    form = forms.newest("fahrtkosten")
    texts = [str(cell.text) for cell in lay_out(issue_blank(form, 2025)).by_key["rechtsgrundlagen"].plan.cells]
    assert "91 EUR ab 01.07.2023; 208 EUR ab 01.01.2025" in texts
    old = [
        str(cell.text) for cell in lay_out(issue_blank(printed_in(form, 1), 2025)).by_key["rechtsgrundlagen"].plan.cells
    ]
    assert "91 EUR ab 01.07.2023; 104 EUR ab 01.01.2025" in old


def test_a_form_without_its_block_is_refused() -> None:
    form = forms.newest("neubau")
    with pytest.raises(DefinitionError, match="dated: no sheet has the block"):
        replace(form, dated=replace(form.dated, law=law_with({RATE})))  # type: ignore[type-var]


def test_a_printed_sentence_is_true_in_all_years() -> None:
    """A sentence with a figure of the law names one; once there are two, a new version of the form must say which holds when."""
    folder = Path(__file__).parents[2] / "rv2xl" / "forms"
    keys = {
        key
        for path in folder.rglob("*.py")
        for key in re.findall(r"gedruckt\(['\"](\w+)['\"]\)", path.read_text(encoding="utf-8"))
    }
    assert keys
    assert {key: len(load_law().entry(key).values) for key in keys if len(load_law().entry(key).values) > 1} == {}


@pytest.mark.parametrize("without_meta", [False, True])
def test_a_register_issued_before_there_was_another_kreis_is_intact(
    without_meta: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    presets = (*KREISE.presets[:5], ("06999", "Neuer Kreis", NEW), *KREISE.presets[5:])
    longer = revised(
        STAMMDATEN, STAMMDATEN.version, blocks={KREISE: (replace(KREISE, rows=len(presets), presets=presets),)}
    )
    monkeypatch.setattr(forms, "versions", lambda name: (longer,))
    book = Spoilt(workbook("stammdaten", STAMMDATEN.version).read_bytes())
    if without_meta:
        book.remove("_meta")
    returned, findings = judged(book.file())
    assert [found.code for found in findings] == (["BLATT-FEHLT"] if without_meta else [])
    assert all("passen zur Prüfsumme" in found.message for found in findings)
    assert register_of(returned).kreise[5]["schluessel"] == KREISE.presets[5][0]
    assert codes(judged(workbook_bytes(lay_out(issue_blank(longer, 2025))))[1]) == []
