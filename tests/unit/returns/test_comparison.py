"""Two versions of a return: exactly what differs, by how much, and on what it rests. Differences are worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rv2xl import forms
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import ANZAHL, Field, FilledBy
from rv2xl.model.expressions.expr import Const, Ref, RosterColumn, Value, sum_of
from rv2xl.model.expressions.expr import CountRows as Count
from rv2xl.model.issue import Issue
from rv2xl.model.returned import Return
from rv2xl.outgoing.issuing import issue_for
from rv2xl.returns.comparison import BogenComparison, Difference, Lone, Note, Reads, compare
from tests.cells import Tab
from tests.faults.workbook import Spoilt, rows_put_in
from tests.forms.standard import SENDER, YEAR, Entered, register, standard
from tests.versions.dokumentation_2024 import DOKUMENTATION_2024

BERECHNUNG = "berechnung"
NGF = "flaechen.1.ngf"

SMALLER = {
    "flaechen.1.kosten": "-245000.00",  # 100 m² × 2450
    "rechenweg.flaeche": "-100.00",
    "rechenweg.bau_richtwert": "-245000.00",
    "rechenweg.kg700": "-44100.00",  # 18 %
    "rechenweg.bau_zuschlag": "-14455.00",  # 5 % of 289,100
    "rechenweg.baukosten_voll": "-303555.00",
    "rechenweg.baukosten": "-303555.00",
    "rechenweg.jahr_bau": "-15177.75",  # 5 %
    "rechenweg.jahr": "-15177.75",
    "rechenweg.jahr_je_platz": "-133.14",  # ÷ (120 × 95 %): 2213.17 and 2080.03
    "ergebnis.flaeche": "-100.00",
    "ergebnis.bau_richtwert": "-245000.00",
    "ergebnis.kg700": "-44100.00",
    "ergebnis.bau_zuschlag": "-14455.00",
    "ergebnis.baukosten": "-303555.00",
    "ergebnis.jahr_bau": "-15177.75",
    "ergebnis.jahr": "-15177.75",
    "ergebnis.jahr_je_platz": "-133.14",
    "ergebnis.monat_je_platz": "-11.09",  # 184.43 and 173.34
}
"""What follows from 1100 m² instead of 1200 m² in the first row of the standard Neubau."""

SAETZE = frozenset(
    {
        "satz.zuschlag_bau", "satz.amortisationsquote_bau", "satz.amortisationsquote_bga", "satz.ertrag_foerderung_gebaeude",
        "satz.ertrag_foerderung_bga", "satz.ertrag_lotterie_gebaeude", "satz.mindestauslastung",
    }
)  # fmt: skip


def read(form: str, changes: Entered | None = None) -> Return:
    return read_return(standard(form).file(changes), "datei.xlsx")


def neubau(**changes: Value) -> Return:
    """The standard Neubau with changes; „__“ stands for the point of a field's id."""
    return read("neubau", {BERECHNUNG: {name.replace("__", "."): value for name, value in changes.items()}})


def differences(found: BogenComparison) -> dict[str, str | None]:
    """The differences of the results by field."""
    return {
        entry.found.field.id: None if entry.found.difference is None else str(entry.found.difference)
        for entry in found.results
    }


def resting(found: BogenComparison) -> dict[str, set[str]]:
    """The inputs that results rest on, by field."""
    return {entry.found.field.id: {name_of(cause) for cause in entry.rests_on} for entry in found.results}


def name_of(cause: Difference | Lone) -> str:
    if isinstance(cause, Difference):
        return cause.field.id
    return cause.side.field.id if cause.side else cause.sheet


def lone(found: tuple[Lone, ...]) -> set[tuple[str, str | None, Value]]:
    return {
        (entry.sheet, entry.side.field.id if entry.side else None, entry.side.value if entry.side else None)
        for entry in found
    }


def is_empty(found: BogenComparison) -> bool:
    return found.equal and not (found.inputs or found.results or found.only_in_a or found.only_in_b)


# --- What differs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["neubau", "dokumentation", "stammdaten"])
def test_nothing_differs(form: str) -> None:
    assert is_empty(compare(read(form), read(form)))


def test_one_area_smaller() -> None:
    found = compare(neubau(), neubau(flaechen__1__ngf=1100))
    (only,) = found.inputs
    cell = standard("neubau").cell("Berechnung", NGF)
    assert (only.field.id, only.difference, only.prefilled) == (NGF, -100, False)
    assert (only.a.sheet, only.a.cell, only.a.value) == ("Berechnung", cell, 1200)
    assert (only.b.sheet, only.b.cell, only.b.value) == ("Berechnung", cell, 1100)
    assert differences(found) == SMALLER
    assert all(entry.rests_on == (only,) for entry in found.results)
    for entry in found.results:
        assert entry.found.a.cell == entry.found.b.cell == standard("neubau").cell("Berechnung", entry.found.field.id)
    assert (found.only_in_a, found.only_in_b, found.equal) == ((), (), False)


def test_the_other_way_round_only_the_signs_change() -> None:
    found = differences(compare(neubau(flaechen__1__ngf=1100), neubau()))
    assert found == {name: difference.removeprefix("-") for name, difference in SMALLER.items()}


def test_a_result_rests_on_those_inputs_alone_that_it_reads() -> None:
    found = compare(
        neubau(), neubau(flaechen__1__ngf=1100, bga__1__menge=100, belegung__plaetze=110, kopf__ort="64720 Michelstadt")
    )
    ngf, bga, both = {NGF}, {"bga.1.menge"}, {NGF, "bga.1.menge"}
    per_place = {*both, "belegung.plaetze"}
    assert resting(found) == {
        **dict.fromkeys(SMALLER, ngf),
        **dict.fromkeys(("bga.1.kosten", "rechenweg.bga_voll", "rechenweg.bga", "rechenweg.jahr_bga"), bga),
        **dict.fromkeys(("ergebnis.bga", "ergebnis.jahr_bga"), bga),
        **dict.fromkeys(("rechenweg.jahr", "ergebnis.jahr"), both),
        **dict.fromkeys(("rechenweg.jahr_je_platz", "ergebnis.jahr_je_platz", "ergebnis.monat_je_platz"), per_place),
    }
    assert differences(found)["ergebnis.bga"] == "-30000.00"
    assert differences(found)["ergebnis.jahr"] == "-19677.75"  # 15,177.75 + 15 % of 30,000
    ort = next(entry for entry in found.inputs if entry.field.id == "kopf.ort")
    assert ort.difference is None


def test_a_date_on_one_sheet_and_the_rates_of_another() -> None:
    found = compare(neubau(), neubau(kopf__inbetriebnahme=date(2025, 9, 4)))
    assert [(entry.field.id, entry.difference) for entry in found.inputs] == [("kopf.inbetriebnahme", 3)]
    assert found.results == (), "the rates are the same"
    found = compare(neubau(), neubau(kopf__inbetriebnahme=date(2023, 6, 30)))
    assert [entry.difference for entry in found.inputs] == [-794]
    names = differences(found)
    assert names.keys() >= SAETZE | {"ergebnis.bau_zuschlag", "ergebnis.jahr", "ergebnis.auslastung"}
    assert not names.keys() & {"ergebnis.flaeche", "ergebnis.bau_richtwert", "ergebnis.kg700", "ergebnis.bga"}
    assert set(names.values()) == {None}, "there are no rates yet"
    assert all(rests == {"kopf.inbetriebnahme"} for rests in resting(found).values())


@pytest.mark.parametrize("value", [0, Decimal("0.01")])
def test_a_blank_is_not_0(value: Value) -> None:
    found = compare(neubau(), neubau(lotterie__bga=value))
    (only,) = found.inputs
    assert (only.a.value, only.b.value, only.difference) == (None, value, None)
    assert found.results == ()


def test_one_number_of_the_dokumentation() -> None:
    found = compare(read("dokumentation"), read("dokumentation", {"ort_58.1": {"erbracht.lwv": Decimal("1412.25")}}))
    (only,), (result,) = found.inputs, found.results
    assert (only.a.sheet, only.field.id, only.difference) == ("58 Erbach", "erbracht.lwv", 12)
    assert (result.found.b.sheet, result.found.field.id, result.found.difference) == (
        "58 Erbach",
        "erbracht.gesamt",
        12,
    )
    assert result.rests_on == (only,)
    assert (result.found.a.value, result.found.b.value) == (Decimal("1600.75"), Decimal("1612.75"))


def test_texts_and_the_korrektur_nr() -> None:
    changes: Entered = {
        "deckblatt": {"deckblatt.korrektur_nr": 1},
        "ort_58.1": {"kontakt.name": "Werkstattleitung Süd", "fragen.struktur_1": None},
    }
    found = compare(read("dokumentation"), read("dokumentation", changes))
    assert {(entry.a.sheet, entry.field.id) for entry in found.inputs} == {
        ("Deckblatt", "deckblatt.korrektur_nr"),
        ("58 Erbach", "kontakt.name"),
        ("58 Erbach", "fragen.struktur_1"),
    }
    assert found.results == ()


# --- What does not stand where or as it should ------------------------------------------------------------------------


def test_moved_cells_are_compared_and_named_where_they_stand() -> None:
    entered = standard("neubau").file({BERECHNUNG: {NGF: 1100}})
    row = 24
    book = Spoilt(entered)
    book.move("Berechnung", rows_put_in(row), True)
    found = compare(neubau(), read_return(book.file(), "b.xlsx"))
    (only,) = found.inputs
    assert differences(found) == SMALLER
    for entry in (only, *(result.found for result in found.results)):
        issued = standard("neubau").cell("Berechnung", entry.field.id)
        column, number = issued[0], int(issued[1:])
        assert (entry.a.cell, entry.b.cell) == (issued, f"{column}{number + (number >= row)}")
    assert only.a.cell != only.b.cell


def test_what_could_not_be_read_is_compared_by_its_content() -> None:
    much, more = neubau(flaechen__1__ngf="viel"), neubau(flaechen__1__ngf="mehr")
    assert is_empty(compare(much, neubau(flaechen__1__ngf="viel")))
    (only,) = compare(neubau(), much).inputs
    assert (only.a.note, only.b.note, only.b.raw, only.b.value) == (None, Note.UNREADABLE, "viel", None)
    assert only.difference is None
    found = compare(much, more)
    assert [(entry.a.raw, entry.b.raw) for entry in found.inputs] == [("viel", "mehr")]
    assert found.results == ()
    found = compare(much, neubau(flaechen__1__ngf="mehr", bga__1__menge=100))
    assert set(map(frozenset, resting(found).values())) == {frozenset({"bga.1.menge"})}, (
        "neither content was computed with"
    )
    blank = compare(neubau(flaechen__1__ngf=None), much)
    assert [entry.field.id for entry in blank.inputs] == [NGF]
    assert blank.results == (), "both come to nothing"
    assert set(map(frozenset, resting(compare(neubau(), much)).values())) == {frozenset({NGF})}


def test_a_prefilled_value_that_was_overwritten() -> None:
    book = Spoilt(standard("neubau").file())
    book.enter("Deckblatt", Tab("neubau", "Deckblatt").at("deckblatt.jahr"), 2024)
    found = compare(neubau(), read_return(book.file(), "b.xlsx"))
    (only,) = found.inputs
    assert (only.field.id, only.prefilled, only.difference) == ("deckblatt.jahr", True, 0)
    assert (only.b.value, only.b.note, only.b.raw) == (2025, Note.OVERWRITTEN, "2024")
    assert found.results == ()


def test_a_sheet_that_is_gone() -> None:
    book = Spoilt(standard("neubau").file())
    book.remove("Rechtsgrundlagen")
    gone = read_return(book.file(), "b.xlsx")
    found = compare(neubau(), gone)
    assert (found.inputs, lone(found.only_in_a), found.only_in_b) == ((), {("Rechtsgrundlagen", None, None)}, ())
    assert "ergebnis.jahr" in differences(found)
    assert "ergebnis.bau_richtwert" not in differences(found)
    assert all(rests == {"Rechtsgrundlagen"} for rests in resting(found).values())
    back = compare(gone, neubau())
    assert (back.only_in_a, lone(back.only_in_b)) == ((), {("Rechtsgrundlagen", None, None)})


# --- Other years, versions, issues and forms --------------------------------------------------------------------------


def test_another_year_shows_in_what_follows_from_it() -> None:
    found = compare(read_return(standard("neubau", 2024).file(), "a.xlsx"), neubau())
    assert [(entry.field.id, entry.prefilled, entry.difference) for entry in found.inputs] == [
        ("deckblatt.jahr", True, 1)
    ]
    assert found.results == ()


def test_orte_of_two_issues_belong_together_by_their_zad_number() -> None:
    a, b = read("dokumentation"), read("dokumentation", {"ort_58.2": {"bewilligt.lwv": 1}})
    b.issue, b.sheets = (
        _other(b.issue),
        {_swapped(key): replace(sheet, key=_swapped(key)) for key, sheet in b.sheets.items()},
    )
    found = compare(a, b)
    assert [(entry.a.sheet, entry.b.sheet, entry.field.id) for entry in found.inputs] == [
        ("58 Michelstadt", "58 Michelstadt", "bewilligt.lwv")
    ]
    del b.sheets["ort_58.1"]
    found = compare(a, b)
    assert (found.inputs, lone(found.only_in_a), found.only_in_b) == ((), {("58 Michelstadt", None, None)}, ())


def _other(issue: Issue | None) -> Issue:
    assert issue is not None
    return replace(issue, year=issue.year + 1)


def _swapped(key: str) -> str:
    return {"ort_58.1": "ort_58.2", "ort_58.2": "ort_58.1"}.get(key, key)


@pytest.mark.usefixtures("both_versions")
def test_of_another_version_what_both_have() -> None:
    def filled(form: Any, values: Entered) -> Return:
        return read_return(workbook_bytes(lay_out(issue_for(form, register(), YEAR, SENDER)), values), "x.xlsx")

    old = filled(DOKUMENTATION_2024, {"ort_58.1": {"alter.a51_60.lwv": 7, "personen.hessen.lwv": 5}})
    new = filled(DOKUMENTATION, {"ort_58.1": {"alter.a51_55.lwv": 3, "personen.hessen.lwv": 8}})
    found = compare(old, new)
    assert [(entry.field.id, entry.difference) for entry in found.inputs] == [("personen.hessen.lwv", 3)]
    assert found.inputs[0].a.cell != found.inputs[0].b.cell, "the rows are in another order"
    orte = ("58 Erbach", "58 Michelstadt", "60 Erbach")
    assert lone(found.only_in_a) == {
        (ort, f"alter.a51_60.{who}", 7 if (ort, who) == (orte[0], "lwv") else None)
        for ort in orte
        for who in ("lwv", "andere")
    }
    assert lone(found.only_in_b) == {
        (ort, f"alter.{band}.{who}", 3 if (ort, band, who) == (orte[0], "a51_55", "lwv") else None)
        for ort in orte
        for band in ("a51_55", "a56_60")
        for who in ("lwv", "andere")
    } | {(ort, name, None) for ort in orte for name in ("zusatz.andere_keine", "fragen.wie")} | {
        ("Deckblatt", f"absender.{name}", value)
        for name, value in {
            "name": "LWV Hessen",
            "ort": "Kassel",
            "strasse": None,
            "mail": None,
            "telefon": None,
        }.items()
    }


def test_rows_that_only_one_register_has_count_if_they_are_filled() -> None:
    form = forms.newest("stammdaten")

    def filled(rows: int, values: Entered) -> Return:
        issue = Issue(form.with_rows({"traeger": rows, "orte": 2}), YEAR, None, read("stammdaten").issue.sheets)  # type: ignore[union-attr]
        return read_return(workbook_bytes(lay_out(issue), values), "x.xlsx")

    found = compare(filled(2, {}), filled(4, {"traeger": {"traeger.3.name": "Träger"}}))
    assert (found.inputs, found.results, found.only_in_a) == ((), (), ())
    assert {entry[1:] for entry in lone(found.only_in_b)} == {("traeger.3.name", "Träger")}


def test_another_form() -> None:
    with pytest.raises(Abbruch) as refusal:
        compare(read("neubau"), read("dokumentation"))
    assert str(refusal.value) == (
        "„datei.xlsx“ ist „Berechnungsbogen Neubaumaßnahmen“, „datei.xlsx“ dagegen „Jährliche Dokumentation der "
        "Leistungserbringung“; vergleichen lassen sich nur Fassungen desselben Vordrucks."
    )


def test_what_is_no_form() -> None:
    with pytest.raises(Abbruch, match=r"^„x.xlsx“ ist kein lesbarer Vordruck dieses Verfahrens\.$"):
        compare(neubau(), Return("x.xlsx"))


# --- What a formula reads ---------------------------------------------------------------------------------------------


def test_reads_of_a_row_of_another_sheet_and_of_whole_columns() -> None:
    form = forms.newest("stammdaten").with_rows({"orte": 3, "traeger": 2})
    sheet = form.sections["orte"]
    zad, name = Ref("orte.*.zad"), Ref("traeger.1.name", "traeger")
    count = Count((RosterColumn("traeger.*.nummer", "traeger").eq(Ref("orte.*.traeger")),))
    sheet.fields["orte.2.a"] = _computed("orte.2.a", sum_of((zad, name)))
    sheet.fields["orte.2.b"] = _computed("orte.2.b", sum_of((Ref("orte.*.a"), count, Const(1))))
    try:
        reads = Reads(form)
        assert reads.of("orte", "orte.2.a") == {("orte", "orte.2.zad"), ("traeger", "traeger.1.name")}
        assert reads.of("orte", "orte.2.b") == {
            ("orte", "orte.2.a"), ("orte", "orte.2.zad"), ("traeger", "traeger.1.name"), ("orte", "orte.2.traeger"),
            ("traeger", "traeger.1.nummer"), ("traeger", "traeger.2.nummer"),
        }  # fmt: skip
        assert reads.of("orte", "orte.2.zad") == frozenset()
    finally:
        del sheet.fields["orte.2.a"], sheet.fields["orte.2.b"]


def _computed(name: str, expr: Any) -> Field:
    return Field(id=name, label="Summe", type=ANZAHL, filled_by=FilledBy.FORMEL, expr=expr)
