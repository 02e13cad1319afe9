"""From last year's list to this year's: who is carried over, and how the sheets tell new, changed and gone ones."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue
from rv2xl.model.returned import Return
from tests.client.commandline import done, rv2xl
from tests.faults.test_lists import PERSON, below, spoilt
from tests.forms.standard import judged, standard
from tests.unit.reports.folder import ort, register

LAST, NEXT = "fahrtkosten_2025_0007.xlsx", "2026"
ROW = "teilnehmende.{}.{}"


def last_year(folder: Path, **more: Value) -> Path:
    path = folder / LAST
    path.write_bytes(standard("fahrtkosten").file({"entfernung": more}))
    return path


def generate(path: Path, out: Path, *more: str) -> tuple[str, Path]:
    said = done("generate", "fahrtkosten", "--year", NEXT, "--from", path, "--out", out, *more)
    (written,) = out.glob("fahrtkosten_*.xlsx")
    return said, written


def values(returned: Return, section: str, *names: str) -> tuple[Value, ...]:
    return tuple(returned.value(section, name) for name in names)


def test_people_are_carried_over_with_the_day_of_their_distance(tmp_path: Path) -> None:
    _, written = generate(last_year(tmp_path), tmp_path / "neu")
    assert written.name == "fahrtkosten_2026.xlsx"
    returned, findings = judged(written.read_bytes())
    first = values(returned, "entfernung", *(ROW.format(1, name) for name in (
        "kennung", "zad", "traeger", "befoerderung", "strecke", "routenplaner", "ermittelt_am", "fahrtdauer", "km", "stand",
    )))  # fmt: skip
    assert first == (
        "TN-0001", "11000001", "LWV Hessen", "Fahrdienst", Decimal("10.400"), "Planer", date(2025, 11, 20), 35, 10, "wie im Vorjahr",
    )  # fmt: skip
    assert values(returned, "berechnung", "kopf.leistungserbringer", "kopf.nummer") == (
        "Werkstatt Beispiel gGmbH",
        "0007",
    )
    assert [(found.code, found.field) for found in findings] == []
    assert values(returned, "vorjahr", "vorjahr.4.kennung", "vorjahr.4.km", "vorjahr.4.stand") == (
        "TN-0004",
        5,
        "weiter aufgeführt",
    )


def test_new_changed_and_gone_ones_are_told_from_the_rest(tmp_path: Path) -> None:
    _, written = generate(last_year(tmp_path), tmp_path / "neu")
    returned = read_return(written.read_bytes(), "neu.xlsx")
    sheet = returned.sheets["entfernung"]
    cells: dict[str, Value] = {}
    changes: dict[str, Value] = {
        ROW.format(1, "zad"): "11000009",  # another Ort
        ROW.format(2, "strecke"): Decimal("20.9"),  # the same full kilometres
        ROW.format(3, "kennung"): "TN-0099",  # another person in the row of TN-0003
        ROW.format(4, "strecke"): Decimal("6"),  # one kilometre more
    }
    for name, value in changes.items():
        cell = sheet.cell(name)
        assert cell is not None
        cells[cell] = value
    again = read_return(set_cells(written.read_bytes(), {sheet.name: cells}), "neu.xlsx")
    assert values(again, "entfernung", *(ROW.format(number, "stand") for number in range(1, 6))) == (
        "geändert", "wie im Vorjahr", "neu", "geändert", None,
    )  # fmt: skip
    assert values(again, "vorjahr", *(f"vorjahr.{number}.stand" for number in range(1, 5))) == (
        "weiter aufgeführt", "weiter aufgeführt", "nicht mehr aufgeführt", "weiter aufgeführt",
    )  # fmt: skip
    counts = values(
        again, "berechnung", *(f"vergleich.{name}" for name in ("vorjahr", "neu", "geaendert", "ausgeschieden"))
    )
    assert counts == (4, 1, 2, 1)


@pytest.mark.parametrize(
    ("column", "value", "stand"),
    [
        ("zad", "11000009", "geändert"),
        ("traeger", "BA", "geändert"),
        ("befoerderung", "ÖPNV", "geändert"),
        ("strecke", Decimal("11.0"), "geändert"),
        ("strecke", Decimal("10.9"), "wie im Vorjahr"),
        ("routenplaner", "ein anderer", "wie im Vorjahr"),
        ("fahrtdauer", 50, "wie im Vorjahr"),
        ("begleitperson", "ja", "wie im Vorjahr"),
        ("kennung", "TN-1001", "neu"),
    ],
)
def test_what_makes_a_row_a_changed_one(tmp_path: Path, column: str, value: Value, stand: str) -> None:
    _, written = generate(last_year(tmp_path), tmp_path / "neu")
    sheet = read_return(written.read_bytes(), "neu.xlsx").sheets["entfernung"]
    cell = sheet.cell(ROW.format(1, column))
    assert cell is not None
    again = read_return(set_cells(written.read_bytes(), {sheet.name: {cell: value}}), "neu.xlsx")
    assert values(again, "entfernung", ROW.format(1, "stand"), ROW.format(2, "stand")) == (stand, "wie im Vorjahr")


def test_without_last_year_nothing_is_marked() -> None:
    book = standard("fahrtkosten")
    shown = recalculate(book.layout, book.filling)
    assert [shown["entfernung"][ROW.format(number, "stand")] for number in (1, 5)] == ["", ""]
    assert shown["vorjahr"]["vorjahr.1.stand"] == ""
    assert shown["berechnung"]["vergleich.vorjahr"] == 0


def test_the_list_of_last_year_is_locked(tmp_path: Path) -> None:
    _, written = generate(last_year(tmp_path), tmp_path / "neu")
    returned = read_return(written.read_bytes(), "neu.xlsx")
    sheet = returned.sheets["vorjahr"]
    cell = sheet.cell("vorjahr.1.km")
    assert cell is not None
    _, findings = judged(set_cells(written.read_bytes(), {sheet.name: {cell: 99}}))
    assert [found.cells for found in findings if found.code == "VORGABE-GEAENDERT"] == [(cell,)]


def test_who_was_in_the_list_of_last_year_is_not_quoted(tmp_path: Path) -> None:
    _, written = generate(last_year(tmp_path), tmp_path / "neu")
    sheet = read_return(written.read_bytes(), "neu.xlsx").sheets["vorjahr"]
    cell = sheet.cell("vorjahr.1.kennung")
    assert cell is not None
    _, findings = judged(set_cells(written.read_bytes(), {sheet.name: {cell: "Erika"}}))
    (found,) = [found for found in findings if found.code == "VORGABE-GEAENDERT"]
    assert (found.cells, found.value, found.expected) == ((cell,), None, None)
    assert found.message == "„Liste des Vorjahres, Zeile 1 – Kennung“ ist vorgegeben und wurde geändert."
    assert found.remedy == "Bitte wieder eintragen, was dort ausgegeben wurde."


def test_an_entry_about_a_person_that_is_not_carried_over_is_named_by_its_cell(tmp_path: Path) -> None:
    path = last_year(tmp_path, **{ROW.format(1, "kennung"): "Erika " * 20, ROW.format(2, "kennung"): " Erika"})
    said, _ = generate(path, tmp_path / "neu")
    assert said.splitlines()[:2] == [
        "Nicht übernommen: Blatt „Entfernungskilometer“, Zelle A5: Der Eintrag ist keine gültige Angabe.",
        "Mit einer kleinen Umformung übernommen: Blatt „Entfernungskilometer“, Zelle A6.",
    ]
    assert "Erika" not in said


def test_what_could_not_be_read_is_named(tmp_path: Path) -> None:
    path = last_year(tmp_path, **{ROW.format(2, "strecke"): -5, ROW.format(2, "ermittelt_am"): "neulich"})
    said, written = generate(path, tmp_path / "neu")
    assert (
        said.splitlines()[0] == "Nicht übernommen: Blatt „Entfernungskilometer“, Zelle E6: -5 ist keine gültige Angabe."
    )
    assert said.count("Nicht übernommen") == 2
    assert "Zelle G6: „neulich“ ist keine gültige Angabe." in said
    assert judged(written.read_bytes())[0].value("entfernung", ROW.format(2, "strecke")) is None


OLD = {
    ROW.format(1, "begleitperson"): "ja", ROW.format(1, "nachweis"): "ärztliche Stellungnahme",
    ROW.format(1, "einzelbefoerderung"): "ja", ROW.format(1, "grund"): "Epilepsie",
    ROW.format(2, "begleitperson"): "ja", ROW.format(2, "nachweis"): "Teilhabeplanung",
    ROW.format(3, "begleitperson"): "ja", ROW.format(3, "nachweis"): "ärztliche Stellungnahme",
    ROW.format(4, "einzelbefoerderung"): "ja", ROW.format(4, "grund"): "Rollstuhl",
}  # fmt: skip
"""Persons 1 and 2 are the LWV's, 3 the BA's, 4 somebody else's."""


def test_of_the_version_before_words_are_renamed_and_free_reasons_left_open(tmp_path: Path) -> None:
    path = tmp_path / LAST
    path.write_bytes(standard("fahrtkosten", version="2023.1").file({"entfernung": OLD}))
    said, written = generate(path, tmp_path / "neu")
    assert said.splitlines()[:-1] == [
        "„ärztliche Stellungnahme“ heißt jetzt „amts- oder fachärztliche Stellungnahme“: Spalte „Nachweis dazu“, 1 Zeile; bitte prüfen, ob "
        "das zutrifft.",
        "Nicht übernommen: Spalte „Grund dafür“, 1 Zeile: Hier wird jetzt aus einer Liste gewählt; bitte dort neu auswählen.",
        "Nicht übernommen: Spalte „Nachweis dazu“, 1 Zeile: gebraucht wird das nur, wo „Leistungsträger“ „LWV Hessen“ ist.",
        "Nicht übernommen: Spalte „Grund dafür“, 1 Zeile: gebraucht wird das nur, wo „Leistungsträger“ „LWV Hessen“ ist.",
    ]
    returned, findings = judged(written.read_bytes())
    assert returned.issue is not None
    assert returned.issue.form.version == "2025.2"
    assert values(returned, "entfernung", *(ROW.format(number, "nachweis") for number in range(1, 5))) == (
        "amts- oder fachärztliche Stellungnahme", "Teilhabeplanung", None, None,
    )  # fmt: skip
    assert values(returned, "entfernung", *(ROW.format(number, "grund") for number in range(1, 5))) == (None,) * 4
    assert values(returned, "entfernung", ROW.format(2, "ermittelt_am"), ROW.format(4, "einzelbefoerderung")) == (
        date(2025, 11, 20),
        "ja",
    )
    assert [(found.code, found.field) for found in findings] == [("PFLICHT", ROW.format(1, "grund"))]


def test_chosen_words_are_carried_over_as_they_are(tmp_path: Path) -> None:
    chosen = {
        "begleitperson": "ja",
        "nachweis": "Teilhabeplanung",
        "einzelbefoerderung": "ja",
        "grund": "anderer begründeter Fall",
    }
    said, written = generate(
        last_year(tmp_path, **{ROW.format(1, name): word for name, word in chosen.items()}), tmp_path / "neu"
    )
    assert len(said.splitlines()) == 1
    returned, findings = judged(written.read_bytes())
    assert values(returned, "entfernung", *(ROW.format(1, name) for name in chosen)) == tuple(chosen.values())
    assert findings == []


def test_of_those_who_left_nothing_stays_in_the_workbook_after_next(tmp_path: Path) -> None:
    """TN-0003 is struck out in 2026: the list of 2025 beside it still shows who left; 2027 knows nothing of it, in no part of the file."""
    _, written = generate(last_year(tmp_path), tmp_path / "2026")
    sheet = read_return(written.read_bytes(), "neu.xlsx").sheets["entfernung"]
    columns = [
        column.id.rpartition(".")[2] for column in sheet.sheet.rosters["teilnehmende"].columns if not column.computed
    ]
    struck = {cell: None for name in columns if (cell := sheet.cell(ROW.format(3, name))) is not None}
    written.write_bytes(set_cells(written.read_bytes(), {sheet.name: struck}))
    assert values(read_return(written.read_bytes(), ""), "vorjahr", "vorjahr.3.kennung", "vorjahr.3.stand") == (
        "TN-0003",
        "nicht mehr aufgeführt",
    )
    done("generate", "fahrtkosten", "--year", "2027", "--from", written, "--out", tmp_path / "2027")
    after = (tmp_path / "2027" / "fahrtkosten_2027.xlsx").read_bytes()
    returned = read_return(after, "")
    assert [returned.value("vorjahr", f"vorjahr.{number}.kennung") for number in (1, 2, 3)] == [
        "TN-0001",
        "TN-0002",
        "TN-0004",
    ]
    assert found_in(after, b"TN-0004")
    assert not found_in(after, b"TN-0003")


def found_in(workbook: bytes, text: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(workbook)) as package:
        return [name for name in package.namelist() if text in package.read(name)]


def test_who_has_no_kennung_cannot_be_compared(tmp_path: Path) -> None:
    _, written = generate(last_year(tmp_path, **{ROW.format(2, "kennung"): None}), tmp_path / "neu")
    returned = read_return(written.read_bytes(), "neu.xlsx")
    assert values(returned, "entfernung", ROW.format(2, "kennung"), ROW.format(2, "strecke")) == (
        None,
        Decimal("20.000"),
    )
    assert values(returned, "vorjahr", "vorjahr.1.kennung", "vorjahr.2.kennung", "vorjahr.3.kennung") == (
        "TN-0001", "TN-0003", "TN-0004",
    )  # fmt: skip


def test_people_below_the_list_are_not_lost(tmp_path: Path) -> None:
    path = last_year(tmp_path)
    path.write_bytes(spoilt("fahrtkosten", below({17: PERSON, 18: PERSON})))
    answer = rv2xl("generate", "fahrtkosten", "--year", NEXT, "--from", path, "--out", tmp_path / "neu")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == (
        f"„{path}“, Blatt „Entfernungskilometer“, A17:H18: Unter der letzten Zeile (16) der Liste „Fahrteilnehmende“ stehen 2 weitere "
        "Zeilen, die nicht gelesen wurden; bitte eine Arbeitsmappe mit mehr Zeilen verwenden („rv2xl generate fahrtkosten --rows 14“) und "
        "dort alles eintragen; was kein Eintrag ist, bitte löschen.\n"
    )
    assert not (tmp_path / "neu").exists()


def test_with_the_register_the_sender_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = register([ort("0007", "11000001", "06437")], {"0007": "Neuer Name gGmbH"})
    monkeypatch.setattr("rv2xl.returns.register.load_register", lambda path, year: known)
    form = standard("fahrtkosten").layout.issue.form
    issue = Issue(form, 2025, "0007", standard("fahrtkosten").layout.issue.sheets)
    path = tmp_path / LAST
    path.write_bytes(workbook_bytes(lay_out(issue), standard("fahrtkosten").filling))
    _, written = generate(path, tmp_path / "neu", "--register", "Stammdaten.xlsx")
    assert written.name == "fahrtkosten_2026_0007.xlsx"
    returned = read_return(written.read_bytes(), "neu.xlsx")
    assert (returned.sender, returned.value("entfernung", ROW.format(4, "kennung"))) == ("0007", "TN-0004")


@pytest.mark.parametrize(
    ("form", "year", "more", "said"),
    [
        ("fahrtkosten", "2025", (), "ist für das Jahr 2025; gebraucht wird ein Bogen von vor 2025."),
        ("neubau", NEXT, (), "übernimmt nichts aus einem früheren Jahr"),
        ("fahrtkosten", NEXT, ("--provider", "0007"), "--provider passt nicht dazu"),
    ],
)
def test_what_cannot_be_carried_over(form: str, year: str, more: tuple[str, ...], said: str, tmp_path: Path) -> None:
    answer = rv2xl("generate", form, "--year", year, "--from", last_year(tmp_path), "--out", tmp_path / "neu", *more)
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err


def test_another_form_is_not_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "neubau.xlsx"
    path.write_bytes(standard("neubau").file())
    answer = rv2xl("generate", "fahrtkosten", "--year", NEXT, "--from", path, "--out", tmp_path / "neu")
    assert answer.status == 2
    assert "ist kein Bogen „Fahrtkosten" in answer.err


def test_another_number_in_an_issued_bogen_is_found() -> None:
    form = standard("fahrtkosten").layout.issue.form
    layout = lay_out(Issue(form, 2025, "0002", standard("fahrtkosten").layout.issue.sheets))
    returned, findings = judged(workbook_bytes(layout, standard("fahrtkosten").filling))
    cell = layout.by_key["berechnung"].plan.fields["kopf.nummer"].name
    assert returned.sender == "0002"
    assert [(found.code, found.cells, found.value, found.expected) for found in findings] == [
        ("VORGABE-GEAENDERT", (cell,), "0007", "0002")
    ]
