"""Many files at once: what is found by holding each against the register, the year and the other files."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding, Severity, Status
from rv2xl.model.returned import Return
from rv2xl.outgoing.issuing import issue_blank, issue_for
from rv2xl.returns import batch, reading
from rv2xl.returns.batch import check_file, check_files, compare_returns
from rv2xl.returns.check import check
from rv2xl.returns.checked import Checked
from rv2xl.returns.folder import find_files
from rv2xl.returns.register import Register
from tests.cells import Tab
from tests.findings import Found, places
from tests.forms.standard import standard
from tests.unit.reports.folder import FORM, YEAR, filled, ort, register

A, B = "ort_58.1", "ort_60.1"
SHEET_A, SHEET_B = "58 Ort 11000001", "60 Ort 11000001"
DECKBLATT = Tab("dokumentation", "Deckblatt")

ORTE = (
    ort("0001", "11000001", "06437"),
    ort("0001", "11000001", "06437", "60"),
    ort("0002", "11000002", "06412"),
)
REGISTER = register(ORTE)

Changes = Mapping[tuple[str, str], Value]


def workbook(
    sender: str = "0001", changes: Changes | None = None, *, year: int = YEAR, known: Register = REGISTER
) -> bytes:
    """Return a validly filled workbook; `changes` by sheet key and field."""
    return _workbook(sender, tuple((changes or {}).items()), year, known)


@cache
def _workbook(sender: str, changes: tuple[tuple[tuple[str, str], Value], ...], year: int, known: Register) -> bytes:
    issue = issue_for(FORM, known, year, sender)
    return workbook_bytes(lay_out(issue), filled(issue, int(sender), dict(changes)))


def stored(data: bytes, sheet: str, cell: str, value: Value) -> bytes:
    """Change one cell of a file."""
    return set_cells(data, {sheet: {cell: value}})


def korrektur(number: int, changes: Changes | None = None) -> bytes:
    """Return a return with a Korrektur Nr."""
    return workbook(changes={("deckblatt", "deckblatt.korrektur_nr"): number, **(changes or {})})


def judged(
    files: Mapping[str, bytes], known: Register | None = REGISTER, year: int | None = YEAR
) -> dict[str, Checked]:
    """Check files that lie in a folder, by name."""
    entries = [check_file(lambda data=data: data, name, known, year) for name, data in files.items()]  # type: ignore[misc]
    batch.compare_returns(entries)
    return {entry.file: entry for entry in entries}


def found(entry: Checked) -> list[Found]:
    return places(entry.findings)


def codes(entries: Mapping[str, Checked]) -> dict[str, list[str]]:
    """Codes with their severity, by file."""
    return {name: [f"{one.code} {one.severity}" for one in entry.findings] for name, entry in entries.items()}


def counted(entries: Mapping[str, Checked]) -> set[str]:
    """The files whose figures count."""
    return {name for name, entry in entries.items() if entry.counted and entry.status is Status.ANGENOMMEN}


def only(files: Mapping[str, bytes] | bytes, known: Register | None = REGISTER, year: int | None = YEAR) -> Checked:
    (entry,) = judged({"r.xlsx": files} if isinstance(files, bytes) else files, known, year).values()
    return entry


def today(*orte: Mapping[str, Value], **names: str) -> Register:
    """Return the register as it is today."""
    return register(orte, names)


def test_a_return_as_it_should_be_has_no_finding() -> None:
    entry = only(workbook())
    assert found(entry) == []
    assert (entry.status, entry.counted, entry.has_errors) == (Status.ANGENOMMEN, True, False)
    assert only(workbook(), None, None).findings == []


# --- The year -----------------------------------------------------------------------------------------------------


def test_another_year_than_asked_for() -> None:
    entry = only(workbook(year=2024))
    assert found(entry) == [("FORM-JAHR", "FEHLER", "Deckblatt", (DECKBLATT.cell("deckblatt.jahr"),))]
    assert (entry.findings[0].value, entry.findings[0].expected) == ("2024", "2025")
    assert entry.findings[0].message == "Der Vordruck gilt für 2024, angefordert ist 2025."
    assert entry.status is Status.ZURUECKGEWIESEN


def test_without_a_year_any_year_is_right() -> None:
    assert only(workbook(year=2024), year=None).findings == []


def test_the_register_belongs_to_no_year() -> None:
    small = newest("stammdaten").with_rows({"traeger": 2, "orte": 2})
    values: dict[str, dict[str, Value]] = {
        "traeger": {"traeger.1.nummer": "0001", "traeger.1.name": "Träger"},
        "orte": {f"orte.1.{name}": value for name, value in ort("0001", "11000001", "06415").items()},
    }
    data = workbook_bytes(lay_out(issue_blank(small, 2026)), values)
    assert only(data, year=2026).findings == [], "Hanau is a Kreis of its own from 2026 on"
    kreis = Tab("stammdaten", "Orte").cell("orte.1.kreis")
    assert found(only(data, year=2025)) == [("ST-KREIS", "FEHLER", "Orte", (kreis,))]
    assert only(data, year=None).findings == []


def test_a_row_of_the_lwv_that_was_emptied_is_no_row_any_more() -> None:
    """What was issued in a locked row counts as its value, but nobody can look up an Ort's Kreis in an empty row."""
    small = newest("stammdaten").with_rows({"traeger": 2, "orte": 2})
    issue = issue_blank(small, YEAR)
    values: dict[str, dict[str, Value]] = {
        "traeger": {"traeger.1.nummer": "0001", "traeger.1.name": "Träger"},
        "orte": {f"orte.1.{name}": value for name, value in ort("0001", "11000001", "06437").items()},
    }
    data = workbook_bytes(lay_out(issue), values)
    assert only(data).findings == []
    kreise = lay_out(issue).by_key["kreise"]
    row = next(name for name, value in kreise.given.items() if value == "06437").rpartition(".")[0]
    cells = {kreise.plan.fields[name].name: None for name in kreise.given if name.startswith(f"{row}.")}
    codes = {entry[0] for entry in found(only(set_cells(data, {kreise.name: cells})))}
    assert codes >= {"VORGABE-GEAENDERT", "ST-KREIS"}


# --- The register: whose return is it -----------------------------------------------------------------------------


def test_an_unknown_leistungserbringer() -> None:
    entry = only(workbook(), today(ort("0002", "11000002", "06412")))
    assert found(entry) == [("FORM-LE", "FEHLER", "Daten Leistungserbringer", ("B8",))]
    assert (entry.findings[0].field, entry.findings[0].value) == ("le.nummer", "0001")
    assert entry.findings[0].message == "Der Leistungserbringer „0001“ steht nicht in den Stammdaten."


@pytest.mark.parametrize(
    "second",
    [
        ort("0002", "11000001", "06437", "60"),
        ort("0001", "11000001", "06437", "60", gueltig_bis=date(2024, 12, 31)),
        ort("0001", "11000001", "06437", "60", gueltig_von=date(2026, 1, 1)),
        ort("0001", "11000009", "06437", "58", gueltig_bis=date(2024, 12, 31)),
    ],
    ids=["somebody else's", "ended before the year", "begins after the year", "gone"],
)
def test_an_ort_that_is_not_the_providers(second: Mapping[str, Value]) -> None:
    entry = only(workbook(), today(ORTE[0], second, ORTE[2]))
    assert found(entry) == [("FORM-LE", "FEHLER", SHEET_B, ("A8",))]
    assert (entry.findings[0].field, entry.findings[0].value) == ("kopf.zad", "11000001")
    assert entry.findings[0].message == (
        "Der Ort mit ZAD-Nummer „11000001“ steht in den Stammdaten nicht bei Leistungserbringer „0001“."
    )


def test_an_ort_that_changed_hands_within_the_year_belongs_to_both() -> None:
    before = ort("0001", "11000001", "06437", platzzahl=40, gueltig_bis=date(YEAR, 6, 30))
    after = ort("0002", "11000001", "06437", platzzahl=30, gueltig_von=date(YEAR, 7, 1))
    for orte in ((before, after), (after, before)):
        known = today(*orte)
        files = {number: workbook(number, known=known) for number in ("0001", "0002")}
        assert codes(judged(files, known)) == {"0001": [], "0002": []}


def blank(**values: Value) -> bytes:
    """Return the blank form, filled by somebody who typed the LWV's cells, too."""
    issue = issue_blank(FORM, YEAR)
    changes = {
        ("leistungserbringer", "le.nummer"): "0001", ("leistungserbringer", "le.name"): "Träger 0001 gGmbH",
        (A, "kopf.zad"): "11000001", (B, "kopf.zad"): "11000001", (A, "kopf.platzzahl"): 101, (B, "kopf.platzzahl"): 101,
    }  # fmt: skip
    changes |= {
        (("leistungserbringer" if name.startswith("le") else A), name.replace("__", ".")): value
        for name, value in values.items()
    }
    return workbook_bytes(lay_out(issue), filled(issue, 1, changes))


def test_the_blank_form_with_the_right_numbers_is_accepted() -> None:
    entry = only(blank())
    assert entry.findings == []
    assert (entry.returned.sender, entry.status) == ("0001", Status.ANGENOMMEN)


def test_the_blank_form_without_a_number() -> None:
    entry = only(blank(le__nummer=None))
    assert found(entry) == [("FORM-LE", "FEHLER", "Daten Leistungserbringer", ("B8",))]
    assert entry.findings[0].message == "Der Leistungserbringer ohne Nummer steht nicht in den Stammdaten."
    assert (entry.findings[0].value, entry.returned.sender) == (None, None)


def test_the_blank_form_with_the_number_of_somebody_else() -> None:
    assert found(only(blank(le__nummer="0002"))) == [
        ("FORM-LE", "FEHLER", "58 Ort", ("A8",)), ("FORM-LE", "FEHLER", "60 Ort", ("A8",))]  # fmt: skip


def test_the_blank_form_without_a_zad() -> None:
    entry = only(blank(kopf__zad=None))
    assert found(entry) == [("FORM-LE", "FEHLER", "58 Ort", ("A8",))]
    assert entry.findings[0].message.startswith("Der Ort ohne ZAD-Nummer steht in den Stammdaten nicht bei ")


# --- The register: what it says today -----------------------------------------------------------------------------


def test_a_changed_name_is_told_where_it_was_printed() -> None:
    entry = only(workbook(), register(ORTE, {"0001": "Neuer Name e. V."}))
    assert found(entry) == [
        ("STAMMDATEN-GEAENDERT", "HINWEIS", "Deckblatt", (DECKBLATT.cell("deckblatt.leistungserbringer"),)),
        ("STAMMDATEN-GEAENDERT", "HINWEIS", "Daten Leistungserbringer", ("B9",)),
    ]
    assert [(one.field, one.value, one.expected) for one in entry.findings] == [
        ("deckblatt.leistungserbringer", "Träger 0001 gGmbH", "Neuer Name e. V."),
        ("le.name", "Träger 0001 gGmbH", "Neuer Name e. V."),
    ]
    assert entry.status is Status.ANGENOMMEN


def test_a_changed_number_of_places() -> None:
    entry = only(workbook(), today({**ORTE[0], "platzzahl": 90}, *ORTE[1:]))
    assert found(entry) == [("STAMMDATEN-GEAENDERT", "HINWEIS", SHEET_A, ("C8",))]
    assert entry.findings[0].message == (
        "„Vereinbarte Platzzahl“: ausgegeben wurde 101, die Stammdaten sagen heute 90."
    )
    assert (entry.findings[0].field, entry.findings[0].value, entry.findings[0].expected) == (
        "kopf.platzzahl",
        "101",
        "90",
    )


@pytest.mark.parametrize(
    ("column", "value", "cells"),
    [
        ("ort", "Neustadt", ("B13",)), ("plz", "64720", ("B13",)), ("web", "www.example.org", ("B14",)), ("aktenzeichen", None, ("D8",)),
        ("kreis", "06411", None), ("gueltig_von", date(2020, 1, 1), None), ("gueltig_bis", date(2025, 6, 30), None),
    ],
)  # fmt: skip
def test_of_an_ort_what_is_printed_is_compared(column: str, value: Value, cells: tuple[str, ...] | None) -> None:
    entry = only(workbook(), today({**ORTE[0], column: value}, *ORTE[1:]))
    assert found(entry) == ([] if cells is None else [("STAMMDATEN-GEAENDERT", "HINWEIS", SHEET_A, cells)])


def test_a_new_ort_is_told_and_the_return_still_counts() -> None:
    entry = only(
        workbook(),
        today(*ORTE, ort("0001", "11000077", "06437", "60"), ort("0001", "1", "06437", gueltig_bis=date(2024, 1, 1))),
    )
    assert found(entry) == [("STAMMDATEN-GEAENDERT", "HINWEIS", None, ())]
    assert entry.findings[0].message == (
        f"Die Stammdaten nennen für {YEAR} auch den Ort „Werkstatt 11000077“ (ZAD 11000077, § 60); für ihn wurde kein Blatt ausgegeben."
    )
    assert (entry.findings[0].value, entry.status) == ("11000077", Status.ANGENOMMEN)


def test_all_that_changed_is_told_at_once() -> None:
    entry = only(
        workbook(),
        today({**ORTE[0], "art": "Neue Art"}, {**ORTE[1], "traeger": "0002"}, ort("0001", "11000077", "06437")),
    )
    assert sorted(found(entry), key=str) == [
        ("FORM-LE", "FEHLER", SHEET_B, ("A8",)),
        ("STAMMDATEN-GEAENDERT", "HINWEIS", SHEET_A, ("B8",)),
        ("STAMMDATEN-GEAENDERT", "HINWEIS", None, ()),
    ]


# --- Twice --------------------------------------------------------------------------------------------------------

EQUAL, DIFFERS, REPLACED = "FORM-DOPPELT HINWEIS", "FORM-DOPPELT FEHLER", "FORM-ERSETZT HINWEIS"
OTHER: Changes = {(A, "bewilligt.lwv"): Decimal("2222.22")}
WRONG: Changes = {(A, "alter.a18_30.lwv"): 77}


def test_equal_returns_count_once() -> None:
    entries = judged({"a.xlsx": workbook(), "b.xlsx": workbook(), "c.xlsx": workbook()})
    assert codes(entries) == {"a.xlsx": [], "b.xlsx": [EQUAL], "c.xlsx": [EQUAL]}
    assert counted(entries) == {"a.xlsx"}
    assert entries["b.xlsx"].findings[0].message == (
        "Dieser Rücklauf enthält dieselben Angaben wie „a.xlsx“ und wird nur einmal gezählt."
    )
    assert {entry.status for entry in entries.values()} == {Status.ANGENOMMEN}


def test_returns_that_differ_count_not_at_all() -> None:
    entries = judged({"a.xlsx": workbook(), "b.xlsx": workbook(changes=OTHER)})
    assert codes(entries) == {"a.xlsx": [DIFFERS], "b.xlsx": [DIFFERS]}
    assert counted(entries) == set()
    assert {entry.status for entry in entries.values()} == {Status.ZURUECKGEWIESEN}
    assert [entry.findings[0].message for entry in entries.values()] == [
        f"Auch „{other}“ ist ein Rücklauf für dasselbe Jahr und denselben Leistungserbringer mit Korrektur Nr. 0, aber mit anderen "
        f"Angaben; keiner wird gezählt. Anders als dort: „Leistungsträgerschaft LWV Hessen“ (Blatt „{SHEET_A}“, B26)."
        for other in ("b.xlsx", "a.xlsx")
    ]


def test_many_differences_are_counted_and_those_of_two_files_named_by_sheet() -> None:
    many: Changes = {
        (A, name): 7 for name in ("personal.fab", "fragen.struktur_1", "alter.a18_30.lwv", "ausgelagert.gruppen")
    }
    entries = judged(
        {"a.xlsx": workbook(), "b.xlsx": workbook(changes={**many, ("deckblatt", "deckblatt.ausgefuellt_von"): "B."})}
    )
    by = DECKBLATT.cell("deckblatt.ausgefuellt_von")
    fab, ages = map(Tab("dokumentation", "58 Erbach").cell, ("personal.fab", "alter.a18_30.lwv"))
    assert [found.message for found in entries["a.xlsx"].findings if found.code == "FORM-DOPPELT"] == [
        "Auch „b.xlsx“ ist ein Rücklauf für dasselbe Jahr und denselben Leistungserbringer mit Korrektur Nr. 0, aber mit anderen Angaben; "
        f"keiner wird gezählt. Anders als dort: „Ausgefüllt von“ (Blatt „Deckblatt“, {by}), „durch den Leistungserbringer eingesetzt…“ "
        f"(Blatt „{SHEET_A}“, {fab}), „18-30 Jahre, Leistungsträgerschaft LWV …“ (Blatt „{SHEET_A}“, {ages}) und 2 weitere."
    ]


@pytest.mark.parametrize("nummer", [None, 2])
def test_who_dates_it_anew_sends_the_same_return(nummer: int | None) -> None:
    dated: Changes = {
        ("deckblatt", "deckblatt.ausgefuellt_am"): date(2026, 2, 3),
        ("deckblatt", "deckblatt.korrektur_nr"): nummer,
    }
    before: Changes = {("deckblatt", "deckblatt.korrektur_nr"): nummer}
    entries = judged({"a.xlsx": workbook(changes=before), "b.xlsx": workbook(changes=dated)})
    assert codes(entries) == {"a.xlsx": [], "b.xlsx": [EQUAL]}
    assert counted(entries) == {"a.xlsx"}


def test_two_equal_ones_and_one_that_differs_count_not_at_all() -> None:
    entries = judged({"a.xlsx": workbook(), "b.xlsx": workbook(changes=OTHER), "c.xlsx": workbook()})
    assert codes(entries) == {"a.xlsx": [DIFFERS], "b.xlsx": [DIFFERS], "c.xlsx": [DIFFERS]}
    assert "„a.xlsx“ und „c.xlsx“" in entries["b.xlsx"].findings[0].message
    assert counted(entries) == set()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kontakt.telefon", "069 90009-1"), ("zusatz.bemerkung", "Nachtrag"), ("ort.web.korrektur", "www.example.org"),
        ("alter.a18_30.lwv", None),
        ("alter.a18_30.lwv", "k. A."), ("konzeption.vom", date(2024, 5, 2)), ("bewilligt.lwv", Decimal("1001.26")),
    ],
)  # fmt: skip
def test_any_other_input_is_a_difference(field: str, value: Value) -> None:
    entries = judged({"a.xlsx": workbook(), "b.xlsx": workbook(changes={(A, field): value})})
    assert all(DIFFERS in found for found in codes(entries).values())
    assert counted(entries) == set()


def test_what_is_read_alike_is_equal() -> None:
    entries = judged({"a.xlsx": workbook(), "b.xlsx": stored(workbook(), SHEET_A, "B16", " Muster ")})
    assert codes(entries) == {"a.xlsx": [], "b.xlsx": ["NORMALISIERT HINWEIS", EQUAL]}
    assert counted(entries) == {"a.xlsx"}


def test_a_korrektur_nr_of_0_is_none() -> None:
    entries = judged({"a.xlsx": workbook(), "b.xlsx": korrektur(0)})
    assert codes(entries) == {"a.xlsx": [], "b.xlsx": [EQUAL]}


def test_of_equal_returns_the_one_that_is_accepted_counts() -> None:
    spoilt = stored(workbook(), SHEET_A, "A8", "99999999")
    entries = judged({"a.xlsx": spoilt, "b.xlsx": workbook()})
    assert codes(entries) == {"a.xlsx": ["VORGABE-GEAENDERT FEHLER", EQUAL], "b.xlsx": []}
    assert counted(entries) == {"b.xlsx"}


def test_equal_returns_that_are_both_wrong_are_rejected_and_told_once() -> None:
    data = workbook(changes=WRONG)
    entries = judged({"a.xlsx": data, "b.xlsx": data})
    assert codes(entries) == {"a.xlsx": ["A2-ALTER-SUMME FEHLER"], "b.xlsx": ["A2-ALTER-SUMME FEHLER", EQUAL]}
    assert counted(entries) == set()


def test_other_years_senders_and_forms_are_not_the_same_thing() -> None:
    small = newest("stammdaten").with_rows({"traeger": 1, "orte": 1})
    stammdaten = workbook_bytes(lay_out(issue_blank(small, YEAR)))
    files = {
        "1.xlsx": workbook(),
        "2.xlsx": workbook("0002"),
        "2024.xlsx": workbook(year=2024),
        "s1.xlsx": stammdaten,
        "s2.xlsx": stammdaten,
    }
    entries = judged(files)
    assert codes(entries) == {
        "1.xlsx": [],
        "2.xlsx": [],
        "2024.xlsx": ["FORM-JAHR FEHLER"],
        "s1.xlsx": [],
        "s2.xlsx": [],
    }
    assert counted(entries) == {"1.xlsx", "2.xlsx", "s1.xlsx", "s2.xlsx"}


def test_blank_forms_with_the_same_number_are_the_same_thing_and_without_one_they_are_not() -> None:
    assert codes(judged({"a.xlsx": blank(), "b.xlsx": blank()})) == {"a.xlsx": [], "b.xlsx": [EQUAL]}
    nobodys = blank(le__nummer=None)
    assert codes(judged({"a.xlsx": nobodys, "b.xlsx": nobodys})) == {
        "a.xlsx": ["FORM-LE FEHLER"],
        "b.xlsx": ["FORM-LE FEHLER"],
    }


# --- Corrected ----------------------------------------------------------------------------------------------------


def test_the_highest_korrektur_stands() -> None:
    entries = judged({"0.xlsx": workbook(), "1.xlsx": korrektur(1, OTHER), "2.xlsx": korrektur(2)})
    assert codes(entries) == {"0.xlsx": [REPLACED], "1.xlsx": [REPLACED], "2.xlsx": []}
    assert counted(entries) == {"2.xlsx"}
    replaced = entries["1.xlsx"].findings[0]
    assert replaced.message == "Es gilt die Korrektur Nr. 2 in „2.xlsx“; dieser Rücklauf hat die Nr. 1."
    assert (replaced.value, replaced.expected) == ("1", "2")


@pytest.mark.parametrize("number", ["zwei", -1])
def test_a_number_that_cannot_be_read_neither_replaces_nor_is_replaced(number: Value) -> None:
    unread = workbook(changes={**OTHER, ("deckblatt", "deckblatt.korrektur_nr"): number})
    entries = judged({"0.xlsx": workbook(), "1.xlsx": korrektur(1), "x.xlsx": unread})
    assert {name: [found.split()[0] for found in given] for name, given in codes(entries).items()} == {
        "0.xlsx": ["FORM-ERSETZT"],
        "1.xlsx": ["FORM-DOPPELT"],
        "x.xlsx": ["TYP" if number == "zwei" else "BEREICH", "FORM-DOPPELT"],
    }
    assert counted(entries) == set()


def test_a_rejected_korrektur_replaces_too() -> None:
    entries = judged({"0.xlsx": workbook(), "1.xlsx": korrektur(1, WRONG)})
    assert codes(entries) == {"0.xlsx": [REPLACED], "1.xlsx": ["A2-ALTER-SUMME FEHLER"]}
    assert counted(entries) == set()


def test_an_unreadable_korrektur_replaces_nothing() -> None:
    entries = judged({"0.xlsx": workbook(), "1.xlsx": korrektur(1)[:-300]})
    assert codes(entries) == {"0.xlsx": [], "1.xlsx": ["DATEI-UNLESBAR FEHLER"]}
    assert counted(entries) == {"0.xlsx"}


def test_two_korrekturen_of_one_number() -> None:
    entries = judged({"0.xlsx": workbook(), "1a.xlsx": korrektur(1, OTHER), "1b.xlsx": korrektur(1, OTHER)})
    assert codes(entries) == {"0.xlsx": [REPLACED], "1a.xlsx": [], "1b.xlsx": [EQUAL]}
    assert counted(entries) == {"1a.xlsx"}
    entries = judged({"0.xlsx": workbook(), "1a.xlsx": korrektur(1), "1b.xlsx": korrektur(1, OTHER)})
    assert codes(entries) == {"0.xlsx": [REPLACED], "1a.xlsx": [DIFFERS], "1b.xlsx": [DIFFERS]}
    assert counted(entries) == set()


def test_replaced_returns_are_not_held_against_each_other() -> None:
    entries = judged({"0a.xlsx": workbook(), "0b.xlsx": workbook(changes=OTHER), "1.xlsx": korrektur(1)})
    assert codes(entries) == {"0a.xlsx": [REPLACED], "0b.xlsx": [REPLACED], "1.xlsx": []}
    assert counted(entries) == {"1.xlsx"}


def test_a_replaced_return_keeps_its_own_findings() -> None:
    entries = judged({"0.xlsx": workbook(changes=WRONG), "1.xlsx": korrektur(1)})
    assert codes(entries) == {"0.xlsx": ["A2-ALTER-SUMME FEHLER", REPLACED], "1.xlsx": []}


def test_a_korrektur_nr_that_cannot_be_read_is_none() -> None:
    spoilt = korrektur(1, {("deckblatt", "deckblatt.korrektur_nr"): "eins"})
    entries = judged({"0.xlsx": workbook(changes=OTHER), "1.xlsx": spoilt})
    assert codes(entries) == {"0.xlsx": [DIFFERS], "1.xlsx": ["TYP FEHLER", DIFFERS]}


# --- A whole folder -----------------------------------------------------------------------------------------------

FOLDER: Mapping[str, Callable[[], bytes]] = {
    "0001.xlsx": workbook,
    "0001_K1.xlsx": lambda: korrektur(1, OTHER),
    "0001_K1_Kopie.xlsx": lambda: korrektur(1, OTHER),
    "0002.xlsx": lambda: workbook("0002"),
    "0002_neu.xlsx": lambda: workbook("0002", OTHER),
    "leer.xlsx": lambda: b"",
    "Scan.xlsx": lambda: b"%PDF-1.7\n",
    "halb.xlsx": lambda: workbook()[:2000],
    "Notiz.txt": "Bitte zurückrufen".encode,
}
EXPECTED = {
    "0001.xlsx": [REPLACED], "0001_K1.xlsx": [], "0001_K1_Kopie.xlsx": [EQUAL], "0002.xlsx": [DIFFERS], "0002_neu.xlsx": [DIFFERS],
    "leer.xlsx": ["DATEI-UNLESBAR FEHLER"], "Scan.xlsx": ["DATEI-FORMAT FEHLER"], "halb.xlsx": ["DATEI-UNLESBAR FEHLER"],
    "Notiz.txt": ["DATEI-FORMAT FEHLER"],
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("Rücklauf")
    for name, make in FOLDER.items():
        (path / name).write_bytes(make())
    return path


def by_name(entries: Iterable[Checked]) -> dict[str, Checked]:
    return {Path(entry.file).name: entry for entry in entries}


def test_bad_files_in_between_stop_nothing(folder: Path) -> None:
    steps: list[None] = []
    entries = check_files(find_files([folder]), REGISTER, YEAR, lambda: steps.append(None))
    assert [Path(entry.file).name for entry in entries] == sorted(FOLDER)
    assert codes(by_name(entries)) == EXPECTED
    assert counted(by_name(entries)) == {"0001_K1.xlsx"}
    assert len(steps) == len(FOLDER)


def test_the_order_of_the_files_does_not_matter(folder: Path) -> None:
    files = find_files([folder])
    first = by_name(check_files(files, REGISTER, YEAR))
    for order in (files[::-1], files[4:] + files[:4]):
        entries = by_name(check_files(order, REGISTER, YEAR))
        assert {name: entry.findings for name, entry in entries.items()} == {
            name: entry.findings for name, entry in first.items()
        }
        assert counted(entries) == counted(first)


def test_no_order_of_five_returns_of_one_sender_matters() -> None:
    files = {
        "a": workbook(),
        "b": workbook(changes=OTHER),
        "c": korrektur(1),
        "d": korrektur(1),
        "e": korrektur(1, WRONG),
    }
    made = judged(files)
    assert codes(made) == {
        "a": [REPLACED],
        "b": [REPLACED],
        "c": [DIFFERS],
        "d": [DIFFERS],
        "e": ["A2-ALTER-SUMME FEHLER", DIFFERS],
    }
    base = {name: (check_file(lambda data=data: data, name, REGISTER, YEAR)) for name, data in files.items()}  # type: ignore[misc]
    for order in permutations(files):
        entries = [Checked(base[name].returned, list(base[name].findings)) for name in order]
        batch.compare_returns(entries)
        assert {entry.file: entry.findings for entry in entries} == {
            name: entry.findings for name, entry in made.items()
        }


def test_files_are_left_as_they_are(folder: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    check_files(find_files([folder]), REGISTER, YEAR)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before


def test_a_mistake_of_ours_within_one_file_becomes_its_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def crashing(returned: Return) -> list[Finding]:
        if returned.file.endswith("0001_K1.xlsx"):
            raise KeyError("ort_58.7")
        return check(returned)

    monkeypatch.setattr(reading, "check", crashing)
    entries = judged({name: make() for name, make in FOLDER.items()})
    assert codes(entries) == EXPECTED | {"0001_K1.xlsx": ["PROGRAMM-FEHLER FEHLER"], "0001_K1_Kopie.xlsx": []}
    (crash,) = entries["0001_K1.xlsx"].findings
    assert crash.message.startswith("Unerwarteter Fehler beim Lesen (KeyError)")
    assert entries["0001_K1.xlsx"].status is Status.UNLESBAR
    assert counted(entries) == {"0001_K1_Kopie.xlsx"}


@pytest.mark.parametrize(
    ("error", "reason", "remedy"),
    [
        (PermissionError(13, "Permission denied", "x.xlsx"), "Das Zugriffsrecht fehlt", "das Zugriffsrecht klären"),
        (
            PermissionError(1, "Operation not permitted", "x.xlsx"),
            "Das Zugriffsrecht fehlt",
            "das Zugriffsrecht klären",
        ),
        (
            FileNotFoundError(2, "No such file or directory", "x.xlsx"),
            "gibt sie nicht",
            "nachsehen, ob die Datei noch da ist",
        ),
        (OSError(errno.ELOOP, "Too many levels of symbolic links", "x.xlsx"), "Verknüpfung", "die Arbeitsmappe selbst"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "x.xlsx"), "Pfad ist zu lang", "die Ordner kürzer benennen"),
        (OSError(5, "Input/output error", "x.xlsx"), "Fehler 5", "nachsehen, ob die Datei noch da ist"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_in_german(error: OSError, reason: str, remedy: str) -> None:
    """What to do is for the clerk: the provider cannot help by saving the file once more."""

    def load() -> bytes:
        raise error

    entry = check_file(load, "x.xlsx", REGISTER, YEAR)
    assert found(entry) == [("DATEI-UNLESBAR", "FEHLER", None, ())]
    assert reason in entry.findings[0].message
    assert remedy in entry.findings[0].remedy
    assert str(error.strerror) not in entry.findings[0].message


def test_findings_know_their_file(folder: Path) -> None:
    for entry in check_files(find_files([folder]), REGISTER, YEAR):
        assert {one.file for one in entry.findings} <= {entry.file}


def test_severities_weigh_as_the_contract_says() -> None:
    entry = only(workbook())
    assert not entry.has_errors
    warning = replace(only(workbook(year=2024)).findings[0], severity=Severity.WARNUNG)
    entry.add(warning)
    assert (entry.has_errors, entry.status) == (False, Status.ANGENOMMEN)
    entry.add(replace(warning, severity=Severity.FEHLER))
    assert (entry.has_errors, entry.status) == (True, Status.ZURUECKGEWIESEN)


def test_two_bogen_of_one_sender_are_for_two_massnahmen() -> None:
    """Returns of a calculation form are for the same thing only if the Maßnahme is the same."""
    book = standard("neubau")

    def bogen(massnahme: str, plaetze: int) -> Checked:
        data = book.file({"berechnung": {"kopf.massnahme": massnahme, "belegung.plaetze": plaetze}})
        return check_file(lambda: data, f"{massnahme} {plaetze}.xlsx")

    apart = [bogen("Nord", 120), bogen("Süd", 100)]
    compare_returns(apart)
    assert [entry.findings for entry in apart] == [[], []]
    same = [bogen("Nord", 120), bogen("Nord", 100)]
    compare_returns(same)
    assert [[found.code for found in entry.findings] for entry in same] == [["FORM-DOPPELT"], ["FORM-DOPPELT"]]
