"""Returns to tables: what counts, what is missing, and the tidy table of every value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.returns.consolidate import COLUMNS, Consolidation, consolidate, table_values, tidy_rows
from rv2xl.returns.register import Register
from tests.cells import Tab
from tests.unit.reports.folder import FORM, YEAR, ort, register
from tests.unit.returns.test_batch import A, B, Changes, judged, korrektur, workbook

ORTE = (
    ort("0001", "11000001", "06437"),
    ort("0001", "11000001", "06437", "60"),
    ort("0002", "11000003", "06413"),
    ort("0002", "11000002", "06412"),
    ort("0003", "11000004", "06435"),
    ort("0004", "11000005", "06435", gueltig_bis=date(YEAR - 1, 12, 31)),
)
KNOWN = register(ORTE)
OTHER: Changes = {(A, "bewilligt.lwv"): Decimal("2222.22"), (A, "kontakt.telefon"): "=1+1"}
WRONG: Changes = {(A, "alter.a18_30.lwv"): 77}


def data(sender: str, changes: Changes | None = None, year: int = YEAR) -> bytes:
    return workbook(sender, changes, year=year, known=KNOWN)


def consolidated(files: Mapping[str, bytes], known: Register = KNOWN) -> Consolidation:
    return consolidate(FORM, YEAR, known, list(judged(files, known).values()))


def rows(consolidation: Consolidation) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in tidy_rows(consolidation, personal=True)]


def stammdaten() -> bytes:
    return workbook_bytes(lay_out(issue_blank(newest("stammdaten").with_rows({"traeger": 1, "orte": 1}), YEAR)))


def folder() -> dict[str, bytes]:
    """A folder in which nearly everything occurs; 0003 is missing."""
    return {
        "R/0002.xlsx": data("0002"),
        "R/0001.xlsx": data("0001"),
        "R/0001_Kopie.xlsx": data("0001"),
        "R/0003_2024.xlsx": data("0003", year=YEAR - 1),
        "R/Stammdaten.xlsx": stammdaten(),
        "R/leer.xlsx": b"",
    }


@pytest.fixture(scope="module")
def usual() -> Consolidation:
    return consolidated(folder())


# --- What counts --------------------------------------------------------------------------------------------------


def test_files_stand_in_the_order_of_their_names(usual: Consolidation) -> None:
    assert [entry.file for entry in usual.files] == sorted(folder())


def test_files_of_this_form_and_those_that_count(usual: Consolidation) -> None:
    assert [entry.file for entry in usual.own] == [
        "R/0001.xlsx",
        "R/0001_Kopie.xlsx",
        "R/0002.xlsx",
        "R/0003_2024.xlsx",
    ]
    assert [entry.file for entry in usual.counted] == ["R/0001.xlsx", "R/0002.xlsx"]


def test_expected_is_who_has_an_ort_in_the_year(usual: Consolidation) -> None:
    assert usual.expected() == ["0001", "0002", "0003"]


def test_orte_stand_by_sender_leistung_and_zad(usual: Consolidation) -> None:
    assert [
        (line.file, line.sender, line.leistung, line.zad, line.kreis, line.sheet.name) for line in usual.orte()
    ] == [
        ("R/0001.xlsx", "0001", "58", "11000001", "06437", "58 Ort 11000001"),
        ("R/0001.xlsx", "0001", "60", "11000001", "06437", "60 Ort 11000001"),
        ("R/0002.xlsx", "0002", "58", "11000002", "06412", "58 Ort 11000002"),
        ("R/0002.xlsx", "0002", "58", "11000003", "06413", "58 Ort 11000003"),
    ]
    assert [line.ort["platzzahl"] for line in usual.orte()] == [101, 101, 102, 103]


def test_missing_orte_are_those_of_whom_nothing_counts(usual: Consolidation) -> None:
    assert [(line["traeger"], line["zad"], line["leistung"]) for line in usual.missing_orte()] == [
        ("0003", "11000004", "58")
    ]
    rejected = consolidated({"a.xlsx": data("0001", WRONG), "b.xlsx": data("0002")})
    assert [(line["traeger"], line["leistung"]) for line in rejected.missing_orte()] == [
        ("0001", "58"),
        ("0001", "60"),
        ("0003", "58"),
    ]
    assert len(consolidated({}).missing_orte()) == 5


def test_a_new_ort_is_missing_though_its_provider_reported() -> None:
    known = register((*ORTE, ort("0002", "11000077", "06412")))
    made = consolidated({"a.xlsx": data("0002")}, known)
    assert "11000077" in [line["zad"] for line in made.missing_orte()]
    assert [line.zad for line in made.orte()] == ["11000002", "11000003"]


def test_an_ort_that_changed_hands_is_expected_of_both() -> None:
    known = register((
        ort("0001", "11000001", "06437", gueltig_bis=date(YEAR, 6, 30)), ort("0002", "11000001", "06435", gueltig_von=date(YEAR, 7, 1)),
    ))  # fmt: skip
    first, second = (workbook(number, known=known) for number in ("0001", "0002"))
    assert [line["traeger"] for line in consolidated({"1.xlsx": first}, known).missing_orte()] == ["0002"]
    made = consolidated({"1.xlsx": first, "2.xlsx": second}, known)
    assert made.missing_orte() == []
    assert [(line.sender, line.kreis) for line in made.orte()] == [("0001", "06437"), ("0002", "06435")]


# --- The tidy table -----------------------------------------------------------------------------------------------


def test_columns_are_the_contracts() -> None:
    assert ";".join(COLUMNS) == "jahr;le;zad;leistung;kreis;blatt;feld;wert;einheit;datei;zelle;status"


def test_one_row_for_each_input_and_result(usual: Consolidation) -> None:
    (first,) = (entry for entry in usual.own if entry.file == "R/0001.xlsx")
    mine = [row for row in rows(usual) if row["datei"] == "R/0001.xlsx"]
    assert first.issue is not None
    expected = [(sheet.name, field) for sheet in first.issue.sheets for field in first.issue.section(sheet.key).fields]
    assert sorted((row["blatt"], row["feld"]) for row in mine) == sorted(expected)
    assert len(mine) == len(set(expected)) > 150


def test_a_row_says_whose_value_it_is_and_where_it_stands(usual: Consolidation) -> None:
    found = {
        row["feld"]: row for row in rows(usual) if row["datei"] == "R/0002.xlsx" and row["zad"] in (None, "11000003")
    }
    assert found["bewilligt.lwv"] == {
        "jahr": YEAR, "le": "0002", "zad": "11000003", "leistung": "58", "kreis": "06413", "blatt": "58 Ort 11000003",
        "feld": "bewilligt.lwv", "wert": "1017.25", "einheit": "h", "datei": "R/0002.xlsx", "zelle": "B26", "status": "angenommen",
    }  # fmt: skip
    assert (found["erbracht.gesamt"]["wert"], found["erbracht.gesamt"]["zelle"]) == (
        "1834.20",
        Tab("dokumentation", "58 Erbach").cell("erbracht.gesamt"),
    )
    assert (found["konzeption.vom"]["wert"], found["konzeption.vom"]["einheit"]) == ("2024-05-01", None)
    assert (found["kopf.platzzahl"]["wert"], found["kopf.platzzahl"]["einheit"]) == ("103", "Plätze")
    assert (found["kontakt.telefon"]["wert"], found["kontakt.telefon"]["zelle"]) == (None, "B18")
    assert {found["le.nummer"][name] for name in ("zad", "leistung", "kreis")} == {None}
    assert found["ausbildung.anzahl"]["wert"] == "3"


def test_text_is_left_as_it_came() -> None:
    made = consolidated({"a.xlsx": data("0002", OTHER)})
    assert [row["wert"] for row in rows(made) if row["feld"] == "kontakt.telefon"] == ["=1+1", None]


def test_the_kreis_is_todays() -> None:
    today = register([{**row, "kreis": "06411"} if row["zad"] == "11000002" else row for row in ORTE])
    made = consolidated({"a.xlsx": data("0002")}, today)
    assert {(row["zad"], row["kreis"]) for row in rows(made)} == {
        (None, None),
        ("11000002", "06411"),
        ("11000003", "06413"),
    }
    assert {row["status"] for row in rows(made)} == {"angenommen"}


def test_an_ort_the_register_does_not_know_has_no_kreis() -> None:
    today = register([row for row in ORTE if row["zad"] != "11000002"])
    made = consolidated({"a.xlsx": data("0002")}, today)
    assert {(row["zad"], row["kreis"]) for row in rows(made)} == {
        (None, None),
        ("11000002", None),
        ("11000003", "06413"),
    }
    assert {row["status"] for row in rows(made)} == {"zurueckgewiesen"}


def test_the_status_says_what_is_not_counted(usual: Consolidation) -> None:
    assert {row["datei"]: row["status"] for row in rows(usual)} == {
        "R/0001.xlsx": "angenommen",
        "R/0001_Kopie.xlsx": "nicht gezählt",
        "R/0002.xlsx": "angenommen",
        "R/0003_2024.xlsx": "zurueckgewiesen",
    }
    assert {row["jahr"] for row in rows(usual) if row["datei"] == "R/0003_2024.xlsx"} == {YEAR - 1}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"0": workbook(), "1": korrektur(1, OTHER)}, {"0": "nicht gezählt", "1": "angenommen"}),
        ({"0": workbook(), "1": korrektur(1, WRONG)}, {"0": "nicht gezählt", "1": "zurueckgewiesen"}),
        ({"a": workbook(), "b": workbook(changes=OTHER)}, {"a": "zurueckgewiesen", "b": "zurueckgewiesen"}),
        ({"a": workbook(changes=WRONG), "b": workbook(changes=WRONG)}, {"a": "zurueckgewiesen", "b": "zurueckgewiesen"}),
        ({"a": workbook(), "b": workbook()[:-300], "c": b"%PDF-1.7"}, {"a": "angenommen"}),
    ],
    ids=["corrected", "corrected and rejected", "contradictory", "twice and rejected", "unreadable"],
)  # fmt: skip
def test_status_of_returns_that_meet(files: Mapping[str, bytes], expected: Mapping[str, str]) -> None:
    assert {row["datei"]: row["status"] for row in rows(consolidated(files))} == expected


def test_what_is_accepted_adds_up_to_each_return_once(usual: Consolidation) -> None:
    accepted = [row for row in rows(usual) if row["status"] == "angenommen"]
    assert max(Counter((row["le"], row["blatt"], row["feld"]) for row in accepted).values()) == 1
    total = sum(Decimal(row["wert"]) for row in accepted if row["feld"] == "bewilligt.lwv")
    shown = [line.sheet.values["bewilligt.lwv"] for line in usual.orte()]
    assert total == sum(value for value in shown if isinstance(value, Decimal)) > 4000


def test_what_cannot_be_read_is_blank_and_rejected() -> None:
    made = consolidated({"a.xlsx": data("0002", {(A, "personal.fab"): "k. A."})})
    assert next(row["wert"] for row in rows(made) if row["feld"] == "personal.fab") is None
    assert {row["status"] for row in rows(made)} == {"zurueckgewiesen"}


def test_the_order_in_which_files_come_does_not_matter(usual: Consolidation) -> None:
    again = consolidated(dict(reversed(list(folder().items()))))
    assert list(tidy_rows(again)) == list(tidy_rows(usual))
    assert [line[:5] for line in again.orte()] == [line[:5] for line in usual.orte()]
    assert [entry.findings for entry in again.files] == [entry.findings for entry in usual.files]


def test_nothing_at_all() -> None:
    made = consolidated({})
    assert (list(tidy_rows(made)), made.orte(), made.counted, made.own) == ([], [], [], [])


# --- Fields -------------------------------------------------------------------------------------------------------


def test_values_of_a_sheet_stand_in_the_order_of_the_form(usual: Consolidation) -> None:
    sheet = usual.orte()[1].sheet
    assert (sheet.key, sheet.sheet.section) == (B, "ort_60")
    assert [field.id for field, _, _ in table_values(usual.own[0].returned, sheet)] == list(sheet.sheet.fields)
    values: dict[str, tuple[str | None, Value]] = {
        field.id: (cell, value) for field, cell, value in table_values(usual.own[0].returned, sheet)
    }
    assert values["kopf.zad"] == ("A8", "11000001")
    del sheet.entries["kopf.aktenzeichen"]  # as if it stood nowhere
    assert "kopf.aktenzeichen" not in {field.id for field, _, _ in table_values(usual.own[0].returned, sheet)}
