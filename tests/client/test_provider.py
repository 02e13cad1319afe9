"""The main job on real input: LibreOffice as the provider, the command line as the clerk.

Workbooks are issued by `rv2xl generate`, opened in LibreOffice, typed into as a German user types, saved, checked and
consolidated. Nothing here writes a filled workbook in another way.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import PatternFill
from python_calamine import CalamineWorkbook

from rv2xl import forms
from rv2xl.demo import register_bytes
from rv2xl.demo.data import ort_keys
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_for
from rv2xl.returns.register import load_register
from tests.cells import Tab
from tests.client.commandline import done, rv2xl
from tests.client.keyboard import Entered, cell, everything, typing, usual
from tests.office.client import Document, Office, OfficeError, Typed

YEAR = 2025
RIGHT, ALSO_RIGHT, WRONG = "0003", "0006", "0010"
"""Three Orte, of both Leistungen · two of § 60 · two of § 58, with sums that disagree."""

A, B = "ort_58.1", "ort_58.2"


class Post(NamedTuple):
    """What went out and what came back."""

    folder: Path
    layouts: dict[str, Layout]
    typed: dict[str, Entered]

    @property
    def register(self) -> Path:
        return self.folder / "Stammdaten.xlsx"

    @property
    def returned(self) -> Path:
        return self.folder / "Ruecklauf"

    def file(self, number: str) -> Path:
        return self.returned / f"dokumentation_{YEAR}_{number}.xlsx"

    def issued(self, number: str) -> Path:
        return self.folder / "Versand" / f"dokumentation_{YEAR}_{number}.xlsx"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Post:
    """Workbooks as the LWV sends them out."""
    folder = tmp_path_factory.mktemp("post")
    post = Post(folder, {}, {})
    post.register.write_bytes(register_bytes(12, 1, YEAR))
    post.returned.mkdir()
    providers = [part for number in (RIGHT, ALSO_RIGHT, WRONG) for part in ("--provider", number)]
    done(
        "generate",
        "dokumentation",
        "--register",
        post.register,
        "--year",
        YEAR,
        "--out",
        folder / "Versand",
        *providers,
    )
    register = load_register(post.register, YEAR)
    for number in (RIGHT, ALSO_RIGHT, WRONG):
        post.layouts[number] = lay_out(issue_for(forms.newest("dokumentation"), register, YEAR, number))
    return post


@pytest.fixture(scope="module")
def post(office: Office, issued: Post) -> Post:
    """The same, and what came back: typed, recalculated and saved in LibreOffice."""
    for seed, (number, layout) in enumerate(issued.layouts.items()):
        entered = everything(layout, seed)
        if number == WRONG:
            people = entered[B]["alter.a31_40.lwv"]
            assert isinstance(people, int)
            entered[B]["alter.a31_40.lwv"] = people + 2
        with office.open(issued.issued(number)) as document:
            keys = list(typing(layout, entered))
            typed = document.type_many(keys)
            assert [(key, answer) for key, answer in zip(keys, typed, strict=True) if not answer.ok] == []
            document.calculate_all()
            document.save_xlsx(issued.file(number))
        issued.typed[number] = entered
    return issued


@pytest.fixture
def document(office: Office, issued: Post) -> Iterator[Document]:
    """The workbook of the provider with three Orte, as it was issued."""
    with office.open(issued.issued(RIGHT)) as opened:
        yield opened


def checked(post: Post, *paths: Path, status: int = 0) -> list[dict[str, Any]]:
    """What `rv2xl check` answers, file by file."""
    answer = rv2xl(
        "check", *paths, "--register", post.register, "--year", YEAR, "--values", "--personal", "--format", "json"
    )
    assert (answer.status, answer.err) == (status, "")
    files: list[dict[str, Any]] = json.loads(answer.out)["files"]
    return files


def as_json(value: Value) -> int | str | None:
    """A typed value as the contract has it in `values`."""
    return f"{value:.2f}" if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value  # type: ignore[return-value]


# --- Typed, saved, checked ----------------------------------------------------------------------------------------


def test_every_open_cell_was_typed_into(post: Post) -> None:
    layout = post.layouts[RIGHT]
    assert [layout.issue.section(key).section for key in ort_keys(layout)] == ["ort_58", "ort_58", "ort_60"]
    book = openpyxl.load_workbook(post.issued(RIGHT))
    unlocked = {
        (sheet.title, one.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for one in row
        if not one.protection.locked and not isinstance(one, MergedCell)
    }
    first = layout.by_key[ort_keys(layout)[0]]
    assert unlocked - {(first.name, cell(first, "fragen.wie"))} == {
        (sheet, address) for sheet, address, _ in typing(layout, post.typed[RIGHT])
    }
    assert len(unlocked) > 180


def test_a_tenth_was_typed_in_another_way(post: Post) -> None:
    layout, entered = post.layouts[RIGHT], post.typed[RIGHT]
    plain = [
        usual(entered[placed.key][name])
        for placed in layout.placed
        for name in placed.plan.fields
        if name in entered.get(placed.key, {})
    ]
    other = [text for (_, _, text), usually in zip(typing(layout, entered), plain, strict=True) if text != usually]
    assert len(other) > 8
    assert any("," in text for text in other)
    assert any(text.strip() != text for text in other)


@pytest.mark.parametrize("number", [RIGHT, ALSO_RIGHT])
def test_a_return_typed_in_libreoffice_is_accepted_without_a_finding(post: Post, number: str) -> None:
    (file,) = checked(post, post.file(number))
    assert (file["form"], file["year"], file["sender"]) == ("dokumentation", YEAR, number)
    assert file["findings"] == []
    assert file["status"] == "angenommen"


@pytest.mark.parametrize("number", [RIGHT, ALSO_RIGHT, WRONG])
def test_what_was_typed_is_what_is_read(post: Post, number: str) -> None:
    (file,) = checked(post, post.file(number), status=1 if number == WRONG else 0)
    layout = post.layouts[number]
    for key, entered in post.typed[number].items():
        values = file["values"][layout.by_key[key].name]
        assert {name: values[name] for name in entered} == {name: as_json(value) for name, value in entered.items()}
        if key in ort_keys(layout):
            lwv, andere = entered["erbracht.lwv"], entered["erbracht.andere"]
            assert isinstance(lwv, Decimal)
            assert isinstance(andere, Decimal)
            assert values["erbracht.gesamt"] == as_json(lwv + andere)
            assert values["kopf.zad"] == layout.by_key[key].given["kopf.zad"]
            assert values["kopf.platzzahl"] == layout.by_key[key].given["kopf.platzzahl"]


def test_sums_that_disagree_are_found_at_their_cells(post: Post) -> None:
    (file,) = checked(post, post.file(WRONG), status=1)
    assert file["status"] == "zurueckgewiesen"
    (found,) = file["findings"]
    people = sum(
        int(str(post.typed[WRONG][B][f"personen.{row}.lwv"])) for row in ("eigene_region", "hessen", "ausserhalb")
    )
    assert (found["code"], found["severity"]) == ("A2-ALTER-SUMME", "FEHLER")
    ort = post.layouts[WRONG].by_key[B]
    ranges = (("alter.a18_30.lwv", "alter.a66.lwv"), ("personen.eigene_region.lwv", "personen.ausserhalb.lwv"))
    assert found["sheet"] == ort.name
    assert found["cells"] == [":".join(ort.plan.fields[end].name for end in ends) for ends in ranges]
    assert (found["value"], found["expected"]) == (str(people + 2), str(people))


# --- Consolidated -------------------------------------------------------------------------------------------------


class Results(NamedTuple):
    said: str
    report: CalamineWorkbook
    rows: list[dict[str, str]]


@pytest.fixture(scope="module")
def results(post: Post) -> Results:
    report, data = post.folder / "Regionalbericht.xlsx", post.folder / "Werte.csv"
    said = done(
        "consolidate",
        post.returned,
        "--register",
        post.register,
        "--year",
        YEAR,
        "--out",
        report,
        "--data",
        data,
        "--personal",
    )
    rows = list(csv.DictReader(io.StringIO(data.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    return Results(said, CalamineWorkbook.from_path(report), rows)


def lines(book: CalamineWorkbook, sheet: str, *headings: str) -> list[tuple[Any, ...]]:
    """What stands below these headings, on lines with the number of a Leistungserbringer."""
    found = book.get_sheet_by_name(sheet).to_python()
    heads = next(line for line in found if set(headings) <= set(line))
    number = heads.index("LE-Nr.")
    return [
        tuple(line[heads.index(name)] for name in headings)
        for line in found
        if re.fullmatch("[0-9]{4}", str(line[number]))
    ]


def test_two_are_counted_and_one_is_rejected(post: Post, results: Results) -> None:
    assert "3 Dateien: 2 angenommen, 1 zurückgewiesen." in results.said
    assert {(row["le"], row["status"]) for row in results.rows} == {
        (RIGHT, "angenommen"), (ALSO_RIGHT, "angenommen"), (WRONG, "zurueckgewiesen")}  # fmt: skip
    places = [
        (number, post.layouts[number].by_key[key].given["kopf.zad"], f"§ {key[4:6]}")
        for number in (RIGHT, ALSO_RIGHT)
        for key in ort_keys(post.layouts[number])
    ]
    assert lines(results.report, "Orte", "LE-Nr.", "ZAD-Nummer [A8]", "Leistung SGB IX") == sorted(
        places, key=lambda place: place[::2]
    )
    states = dict(lines(results.report, "Rücklauf", "LE-Nr.", "Status"))
    assert len(states) == 12
    assert {number: state for number, state in states.items() if state != "fehlt"} == {
        RIGHT: "angenommen", ALSO_RIGHT: "angenommen", WRONG: "zurückgewiesen"}  # fmt: skip


DECIMAL = (".", ",")
"""The table is opened in a German Excel."""


def in_the_table(value: Value) -> str:
    text = str(as_json(value))
    return text.replace(*DECIMAL) if isinstance(value, Decimal) else text


def test_every_counted_value_is_the_one_that_was_typed(post: Post, results: Results) -> None:
    counted = {
        (row["le"], row["blatt"], row["feld"]): row["wert"] for row in results.rows if row["status"] == "angenommen"
    }
    typed = {
        (number, post.layouts[number].by_key[key].name, name): str(as_json(value)).replace(
            *DECIMAL if isinstance(value, Decimal) else ("", "")
        )
        for number in (RIGHT, ALSO_RIGHT)
        for key, entered in post.typed[number].items()
        for name, value in entered.items()
    }
    assert {place: counted[place] for place in typed} == typed


def test_the_regions_add_up_what_was_typed(post: Post, results: Results) -> None:
    def typed(field: str) -> Decimal:
        return sum(
            (
                Decimal(str(entered[field]))
                for number in (RIGHT, ALSO_RIGHT)
                for entered in post.typed[number].values()
                if field in entered
            ),
            Decimal(0),
        )

    for field in ("bewilligt.lwv", "erbracht.andere", "personen.hessen.lwv"):
        rows = [row for row in results.rows if row["feld"] == field and row["status"] == "angenommen"]
        assert sum(Decimal(row["wert"].replace(*reversed(DECIMAL))) for row in rows) == typed(field)
        assert all(row["kreis"] for row in rows)
    lines = results.report.get_sheet_by_name("Regionen").to_python()
    (state,) = (line for line in lines if "Hessen" in line)
    shown = {round(Decimal(str(value)), 2) for value in state if isinstance(value, float)}
    assert {typed("bewilligt.lwv"), typed("erbracht.andere")} <= shown


# --- While typing -------------------------------------------------------------------------------------------------

NUMBER_ONLY = Typed(
    "refused",
    "Bitte Eingabe prüfen",
    "Hier gehört hin: ganze Zahl von 0 bis 99.999. Bitte ohne Einheit und ohne Punkt.",
)
HOURS_ONLY = Typed(
    "refused",
    "Bitte Eingabe prüfen",
    "Hier gehört hin: Zahl mit höchstens 2 Nachkommastellen von 0 bis 99.999.999. "
    "Bitte mit Komma, z. B. 12,50 – aus 12.5 kann ein Datum werden.",
)
LIST_ONLY = Typed("refused", "Bitte Eingabe prüfen", "Hier gehört hin: „ja“ oder „nein“.")
DATE_ONLY = Typed(
    "refused",
    "Bitte Eingabe prüfen",
    "Hier gehört hin: Datum (TT.MM.JJJJ) zwischen 01.01.1950 und 31.12.2100. Bitte so: 31.12.2025.",
)
TEXT_ONLY = Typed("refused", "Bitte Eingabe prüfen", "Hier gehört hin: Text, höchstens 250 Zeichen.")

REFUSED = (
    ("alter.a18_30.lwv", "abc", NUMBER_ONLY),
    ("alter.a18_30.lwv", "-5", NUMBER_ONLY),
    ("alter.a18_30.lwv", "2,5", NUMBER_ONLY),
    ("alter.a18_30.lwv", "12 Personen", NUMBER_ONLY),
    ("personen.hessen.andere", "k. A.", NUMBER_ONLY),
    ("bewilligt.lwv", "abc", HOURS_ONLY),
    ("bewilligt.lwv", "-5", HOURS_ONLY),
    ("bewilligt.lwv", "1234.50", HOURS_ONLY),
    ("konzeption.liegt_vor", "vielleicht", LIST_ONLY),
    ("fragen.struktur_1", "vielleicht", LIST_ONLY),
    ("fragen.struktur_1", "x", LIST_ONLY),
    ("konzeption.vom", "31.02.2024", DATE_ONLY),
    ("konzeption.vom", "01.05.1924", DATE_ONLY),
    ("kontakt.name", "x" * 251, TEXT_ONLY),
)


def test_what_does_not_belong_into_a_cell_is_refused_in_german(issued: Post, document: Document) -> None:
    ort = issued.layouts[RIGHT].by_key[A]
    answers = document.type_many([(ort.name, cell(ort, field), text) for field, text, _ in REFUSED])
    assert answers == [answer for _, _, answer in REFUSED]
    assert {cell(ort, field) for field, _, _ in REFUSED} & set(document.cells()[ort.name]) == set()


def test_locked_cells_take_nothing(issued: Post, document: Document) -> None:
    layout, before = issued.layouts[RIGHT], document.cells()
    locked = [
        (placed.name, place.name)
        for placed in layout.placed
        if placed.key in ("deckblatt", "leistungserbringer", A, "uebersicht_58")
        for place in placed.plan.cells
        if not place.style.startswith("input")
    ]
    assert len(locked) > 200
    assert {answer.status for answer in document.type_many((sheet, address, "7") for sheet, address in locked)} == {
        "locked"
    }
    assert document.cells() == before
    with pytest.raises(OfficeError, match="hidden"):
        document.type_text("_meta", "A1", "7")


def test_states_follow_what_is_typed(issued: Post, document: Document) -> None:
    layout = issued.layouts[RIGHT]
    ort, checks, front, list_58 = (layout.by_key[key] for key in (A, "pruefung", "deckblatt", "uebersicht_58"))

    def enter(**values: str) -> None:
        for name, text in values.items():
            assert document.type_text(ort.name, cell(ort, name.replace("__", ".")), text).ok

    def shown() -> tuple[str, ...]:
        rule = f"{A}:A2-ALTER-SUMME.lwv"
        places = (
            (ort, "zustand.personen.eigene_region.lwv"), (ort, "zustand.alter.a18_30.lwv"), (checks, rule), (checks, f"{rule}:3"),
            (checks, f"{rule}:4"), (front, f"zustand.{A}"), (list_58, f"zustand.{A}"),
        )  # fmt: skip
        return tuple(document.shown(placed.name, cell(placed, name)) for placed, name in places)

    def missing(count: int) -> str:
        return f"○ {count} Angaben fehlen"

    incomplete, open_, complete = "○ noch unvollständig", "○ noch nicht prüfbar", "✓ vollständig"
    blank = (incomplete, incomplete, open_, "noch Angaben offen", "", missing(49), missing(49))
    assert shown() == blank
    assert document.shown("Deckblatt", cell(front, "fortschritt.text")) == "0 von 148 Pflichtangaben"
    people = {
        f"personen__{row}__{who}": "0"
        for row in ("eigene_region", "hessen", "ausserhalb", "kombi_bib")
        for who in ("lwv", "andere")
    }
    enter(**people | {"personen__eigene_region__lwv": "40"})
    assert shown() == (complete, *blank[1:5], missing(41), missing(41))
    bands = ("a18_30", "a31_40", "a41_50", "a51_55", "a56_60", "a61_65", "a66")
    enter(
        **{f"alter__{band}__{who}": "0" for band in bands for who in ("lwv", "andere")} | {"alter__a18_30__lwv": "38"}
    )
    wrong = "✗ LWV: Alter 38, Herkunft 40"
    assert shown() == (wrong, wrong, "✗ Fehler", "38", "40", "✗ 1 Fehler", "✗ 1 Fehler")
    assert document.shown("Deckblatt", cell(front, "fortschritt.text")) == "22 von 148 Pflichtangaben"
    enter(alter__a66__lwv="2")
    assert shown() == (complete, complete, "✓ in Ordnung", "40", "40", missing(27), missing(27))
    assert document.paste(ort.name, cell(ort, "alter.a66.lwv"), "zwei").ok, "pasting goes past the validation"
    assert shown()[1] == "✗ ungültige Angabe"
    assert shown()[2] == open_
    enter(alter__a66__lwv="")
    assert shown() == (complete, *blank[1:5], missing(28), missing(28))


def test_a_warning_shows_beside_the_block_and_on_pruefung(issued: Post, document: Document) -> None:
    layout = issued.layouts[RIGHT]
    ort, checks = layout.by_key[A], layout.by_key["pruefung"]
    hours = {"bewilligt.lwv": "1.000,50", "bewilligt.andere": "0", "erbracht.lwv": "1.000,51", "erbracht.andere": "0"}
    assert all(
        answer.ok for answer in document.type_many((ort.name, cell(ort, name), text) for name, text in hours.items())
    )
    rule = cell(checks, f"{A}:A2-ERBRACHT-BEWILLIGT.lwv")
    block = cell(ort, "zustand.erbracht.lwv")
    assert document.shown(ort.name, cell(ort, "erbracht.gesamt")) == "1.000,51"
    assert (document.shown("Prüfung", rule), document.shown(ort.name, block)) == (
        "! bitte prüfen",
        "! LWV: mehr als bewilligt",
    )
    assert document.type_text(ort.name, cell(ort, "erbracht.lwv"), "1.000,50").ok
    assert (document.shown("Prüfung", rule), document.shown(ort.name, block)) == ("✓ in Ordnung", "✓ vollständig")


def test_a_finished_workbook_says_so(post: Post, office: Office) -> None:
    """3 Orte with 49 duties, 2 of the Leistungserbringer; two of the Orte name the first, whose 15 answers may stand for theirs."""
    layout = post.layouts[RIGHT]
    with office.open(post.file(RIGHT)) as document:
        document.calculate_all()
        front, checks = layout.by_key["deckblatt"], layout.by_key["pruefung"]
        assert document.shown("Deckblatt", cell(front, "fortschritt.text")) == "119 von 119 Pflichtangaben"
        states = {
            document.shown("Prüfung", place.name)
            for name, place in checks.plan.computed.items()
            if name.count(":") == 1
        }
        assert states == {"✓ in Ordnung"}


# --- Other ways to save and to type -------------------------------------------------------------------------------


def test_an_ods_is_refused_whatever_its_name(post: Post, office: Office, tmp_path: Path) -> None:
    with office.open(post.file(RIGHT)) as document:
        ods = document.save_ods(tmp_path / "Rueckgabe.ods")
    renamed = shutil.copy(ods, tmp_path / "Rueckgabe.xlsx")
    files = checked(post, ods, Path(renamed), status=1)
    assert [(file["status"], file["form"], [found["code"] for found in file["findings"]]) for file in files] == [
        ("unlesbar", None, ["DATEI-FORMAT"])] * 2  # fmt: skip
    (found,) = files[0]["findings"]
    assert "OpenDocument-Tabelle (.ods)" in found["message"]
    assert "als „Excel-Arbeitsmappe (.xlsx)“ speichern" in found["remedy"]


def test_a_return_saved_twice_is_still_intact(post: Post, office: Office, tmp_path: Path) -> None:
    layout, changed = post.layouts[RIGHT], Decimal("0.25")
    ort = layout.by_key[A]
    with office.open(post.file(RIGHT)) as document:
        assert document.type_text(ort.name, cell(ort, "erbracht.andere"), "0,25").ok
        again = document.save_xlsx(tmp_path / "noch einmal.xlsx")
    (file,) = checked(post, again)
    assert (file["status"], file["findings"]) == ("angenommen", [])
    lwv = post.typed[RIGHT][A]["erbracht.lwv"]
    assert isinstance(lwv, Decimal)
    assert file["values"][ort.name]["erbracht.andere"] == "0.25"
    assert file["values"][ort.name]["erbracht.gesamt"] == as_json(lwv + changed)
    (first,) = checked(post, post.file(RIGHT))
    del file["values"][ort.name]["erbracht.andere"], file["values"][ort.name]["erbracht.gesamt"]
    del first["values"][ort.name]["erbracht.andere"], first["values"][ort.name]["erbracht.gesamt"]
    assert file["values"] == first["values"]


def test_what_libreoffice_lets_pass_is_read_with_a_hint(post: Post, office: Office, tmp_path: Path) -> None:
    """„Ja“ where no „ja“ stands in the column yet: there LibreOffice would complete it."""
    ort = post.layouts[RIGHT].by_key[A]
    texts = {
        "kontakt.funktion": "  Leitung ",
        "konzeption.liegt_vor": "Ja",
        "bewilligt.andere": "5.000,004",
        "konzeption.vom": "1. Mai 2024",
    }
    with office.open(post.file(RIGHT)) as document:
        assert all(
            answer.ok
            for answer in document.type_many((ort.name, cell(ort, name), text) for name, text in texts.items())
        )
        assert document.cells()[ort.name][cell(ort, "konzeption.liegt_vor")].value == "Ja"
        again = document.save_xlsx(tmp_path / "Ja.xlsx")
    (file,) = checked(post, again)
    read = {"kontakt.funktion": "Leitung", "konzeption.liegt_vor": "ja", "bewilligt.andere": "5000.00"}
    assert file["status"] == "angenommen"
    assert [
        (found["code"], found["severity"], found["field"], found["cells"], found["expected"])
        for found in file["findings"]
    ] == [("NORMALISIERT", "HINWEIS", name, [cell(ort, name)], value) for name, value in read.items()]
    assert {name: file["values"][ort.name][name] for name in read} == read
    assert file["values"][ort.name]["konzeption.vom"] == "2024-05-01"


def test_pasted_text_is_found_where_validation_did_not_help(post: Post, office: Office, tmp_path: Path) -> None:
    ort = post.layouts[RIGHT].by_key[A]
    with office.open(post.file(RIGHT)) as document:
        pasted = {
            "alter.a66.lwv": "zwei",
            "fragen.struktur_1": "vielleicht",
            "konzeption.vom": "im Mai",
            "personal.fab": -1.0,
        }
        assert all(
            answer.ok
            for answer in document.paste_many((ort.name, cell(ort, name), value) for name, value in pasted.items())
        )
        document.calculate_all()
        again = document.save_xlsx(tmp_path / "eingefügt.xlsx")
    (file,) = checked(post, again, status=1)
    errors = {
        found["field"]: (found["code"], found["cells"]) for found in file["findings"] if found["severity"] == "FEHLER"
    }
    codes = {"alter.a66.lwv": "TYP", "fragen.struktur_1": "LISTE", "konzeption.vom": "DATUM", "personal.fab": "BEREICH"}
    assert errors == {name: (code, [cell(ort, name)]) for name, code in codes.items()}
    assert {(found["code"], found["value"]) for found in file["findings"] if found["severity"] == "HINWEIS"} == {
        ("NICHT-GEPRUEFT", rule) for rule in ("A2-ALTER-SUMME", "A2-PERSONAL-FEHLT", "A2-KONZEPTION-DATUM")}  # fmt: skip


def test_a_block_pasted_into_the_age_bands_keeps_the_form_usable(issued: Post, office: Office, tmp_path: Path) -> None:
    """Seven rows of two numbers, copied from a list of one's own with its colours: nothing is merged there, all is read, sums go along."""
    ort, numbers = issued.layouts[RIGHT].by_key[A], [[10 * row + column for column in (1, 2)] for row in range(7)]
    own = openpyxl.Workbook()
    for line in numbers:
        own.worksheets[0].append(line)
    own.worksheets[0]["A1"].fill = PatternFill("solid", "FF00FF00")
    own.save(tmp_path / "eigene Liste.xlsx")
    at = Tab("dokumentation", "58 Erbach")
    with office.open(tmp_path / "eigene Liste.xlsx") as listed, office.open(issued.issued(RIGHT)) as document:
        first = cell(ort, "alter.a18_30.lwv")
        document.ask("paste_block", source=listed.number, block="A1:B7", sheet=ort.name, cell=first)
        document.calculate_all()
        sums = [document.cells()[ort.name][at.cell(f"alter.summe.{of}")].value for of in ("lwv", "andere")]
        again = document.save_xlsx(tmp_path / "Block.xlsx")
    assert sums == [sum(line[0] for line in numbers), sum(line[1] for line in numbers)]
    (file,) = checked(issued, again, status=1)
    read = [file["values"][ort.name][f"alter.{band}.{of}"] for band in BANDS for of in ("lwv", "andere")]
    assert read == [number for line in numbers for number in line]
    assert {found["code"] for found in file["findings"]} == {"PFLICHT", "NICHT-GEPRUEFT"}


BANDS = ("a18_30", "a31_40", "a41_50", "a51_55", "a56_60", "a61_65", "a66")

# --- The register -------------------------------------------------------------------------------------------------

TRAEGER: tuple[dict[str, str], ...] = (
    {"nummer": "0007", "name": "Beispielwerk „Süd“ & Söhne e. V.", "strasse": "Am Musterfeld 3", "plz": "01234", "ort": "Erbach",
     "web": "www.example.org/0007", "vertreten_durch": "Vorstand", "mail": "le-0007@example.org", "p58_am": "01.07.2023",
     "p60_am": "1.8.23", "frist": "30.04.2026"},
    {"nummer": "0012", "name": "Musterhilfe gGmbH", "ort": "Darmstadt", "plz": "64283", "p58_am": "1. Juli 2023"},
)  # fmt: skip
ORTE: tuple[dict[str, str], ...] = (
    {"traeger": "0007", "zad": "0815", "name": "Werkstatt", "strasse": "Probestraße 1", "plz": "64711", "ort": "Erbach",
     "web": "www.example.org/erbach", "kreis": "06437", "leistung": "58", "art": "Arbeitsbereich WfbM", "platzzahl": "120",
     "aktenzeichen": "01.02", "gueltig_von": "01.01.2020"},
    {"traeger": "0007", "zad": "0815", "name": "Werkstatt", "ort": "Erbach", "kreis": "06437", "leistung": "60", "platzzahl": "1.012"},
    {"traeger": "0012", "zad": "11000002", "name": "Werk", "ort": "Darmstadt", "kreis": "06411", "leistung": "58"},
    {"traeger": "0012", "zad": "11000003", "name": "Altes Werk", "ort": "Ried", "kreis": "06433", "leistung": "58",
     "gueltig_bis": "31.12.2024"},
)  # fmt: skip


@pytest.mark.parametrize("rows", [["--rows", 6], []], ids=["6 rows", "2,000 rows"])
def test_a_register_typed_in_libreoffice_is_read_and_issued_from(
    office: Office, tmp_path: Path, rows: list[str | int]
) -> None:
    done("generate", "stammdaten", "--year", YEAR, "--out", tmp_path, *rows)
    blank = tmp_path / f"stammdaten_{YEAR}.xlsx"
    issue = read_return(blank.read_bytes(), blank.name).issue
    assert issue is not None
    cells = {
        (placed.key, name): (placed.name, place.name)
        for placed in lay_out(issue).placed
        for name, place in placed.plan.fields.items()
    }
    keys = [("absender", "absender.name", "LWV Hessen"), ("kreise", "kreise.1.mail", "kreis@example.org")]
    keys += [
        ("traeger", f"traeger.{row}.{name}", text) for row, line in enumerate(TRAEGER, 1) for name, text in line.items()
    ]
    keys += [("orte", f"orte.{row}.{name}", text) for row, line in enumerate(ORTE, 2) for name, text in line.items()]
    with office.open(blank) as document:
        typed = document.type_many((*cells[section, field], text) for section, field, text in keys)
        assert {answer.status for answer in typed} == {"ok"}
        assert document.type_text(*cells["orte", "orte.1.leistung"], "59").status == "refused"
        filled = document.save_xlsx(tmp_path / "Stammdaten.xlsx")

    answer = rv2xl("check", filled, "--year", YEAR, "--format", "json")
    assert (answer.status, json.loads(answer.out)["files"][0]["findings"]) == (0, [])
    register = load_register(filled, YEAR)
    assert list(register.traeger) == ["0007", "0012"]
    assert register.traeger["0007"] == TRAEGER[0] | {
        "p58_am": date(2023, 7, 1), "p60_am": date(2023, 8, 1), "frist": date(2026, 4, 30)}  # fmt: skip
    assert [(ort["traeger"], ort["zad"], ort["leistung"], ort["platzzahl"]) for ort in register.orte] == [
        ("0007", "0815", "58", 120), ("0007", "0815", "60", 1012), ("0012", "11000002", "58", None), ("0012", "11000003", "58", None),
    ]  # fmt: skip
    assert (register.orte[0]["gueltig_von"], register.orte[3]["gueltig_bis"]) == (date(2020, 1, 1), date(2024, 12, 31))
    assert register.absender["name"] == "LWV Hessen"
    assert len(register.kreise) == 27

    done("generate", "dokumentation", "--register", filled, "--year", YEAR, "--out", tmp_path / "Versand")
    issued = {path.name: path for path in (tmp_path / "Versand").iterdir()}
    assert set(issued) == {f"dokumentation_{YEAR}_0007.xlsx", f"dokumentation_{YEAR}_0012.xlsx"}
    book = openpyxl.load_workbook(issued[f"dokumentation_{YEAR}_0007.xlsx"])
    assert [name for name in book.sheetnames if name[0].isdigit()] == ["58 Erbach", "60 Erbach"]
    given = {
        (sheet, name): book[sheet][Tab("dokumentation", sheet).cell(name)].value
        for sheet, name in (
            ("58 Erbach", "kopf.zad"), ("58 Erbach", "kopf.platzzahl"), ("60 Erbach", "kopf.platzzahl"),
            ("58 Erbach", "kopf.aktenzeichen"), ("58 Erbach", "ort.ort"), ("Deckblatt", "deckblatt.frist"),
        )
    }  # fmt: skip
    assert list(given.values()) == ["0815", 120, 1012, "01.02", "64711 Erbach", datetime(2026, 4, 30)]
    other = openpyxl.load_workbook(issued[f"dokumentation_{YEAR}_0012.xlsx"])
    assert [name for name in other.sheetnames if name[0].isdigit()] == ["58 Darmstadt"]
