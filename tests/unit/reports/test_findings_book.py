"""`Befunde.xlsx`, read back by another library: every finding, every file, who is missing; texts stay texts, and links lead there."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote

import pytest
from openpyxl.workbook import Workbook

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.finding import Finding, finding
from rv2xl.model.returned import Return
from rv2xl.reports.checked.check_report import CheckReport
from rv2xl.reports.checked.findings_book import findings_book, require_target
from rv2xl.reports.workbook import report_book
from rv2xl.returns.batch import check_file
from rv2xl.returns.checked import Checked
from rv2xl.returns.reading import read_file
from tests.cells import Tab
from tests.client.commandline import rv2xl
from tests.forms.standard import standard
from tests.unit.reports.folder import INJECTED, YEAR, A, Sent, ort, register, usual, written
from tests.unit.reports.workbook import opened, table


@cache
def report() -> CheckReport:
    consolidation = usual()
    return CheckReport(consolidation.files, consolidation.register, YEAR, searched=True)


def book_of(*findings: Finding, file: str, folder: Path = Path()) -> Workbook:
    found = CheckReport((Checked(Return(file), list(findings)),), None, None, searched=False)
    return opened(findings_book(found, folder), stored=False)


def links(book: Workbook, sheet: str) -> dict[str, str]:
    """Where cells lead to, by what they show: file and place."""
    cells = (cell for row in book[sheet].iter_rows() for cell in row if cell.hyperlink is not None)
    found = {}
    for cell in cells:
        place = f"#{cell.hyperlink.location}" if cell.hyperlink.location else ""
        found[str(cell.value)] = unquote(str(cell.hyperlink.target)).replace("\\", "/") + place
    return found


def test_every_finding_stands_there_with_a_link_to_its_cell() -> None:
    book = opened(findings_book(report(), Path()), stored=False)
    assert book.sheetnames == ["Befunde", "Dateien", "Fehlend"]
    rows, ort = table(book, "Befunde"), Tab("dokumentation", "58 Erbach")
    ages = ort.area("alter.a18_30.lwv", "alter.a66.lwv")
    cells = f"{ages}, {ort.area('personen.eigene_region.lwv', 'personen.ausserhalb.lwv')}"
    every = [(found.code, str(found.severity)) for entry in report().entries for found in entry.findings]
    assert Counter((row["Code"], row["Schwere"]) for row in rows) == Counter(every)
    assert [row["Zellen"] for row in rows if row["Code"] == "A2-ALTER-SUMME"] == [cells]
    to = links(book, "Befunde")
    assert to[cells] == f"Ruecklauf/dokumentation_2025_0004.xlsx#'58 Ort 11000006'!{ages.partition(':')[0]}"
    assert all(sheet.auto_filter.ref or sheet.tables for sheet in book)


def test_every_file_stands_there_with_its_state() -> None:
    rows = table(opened(findings_book(report(), Path())), "Dateien")
    assert [row["Datei"] for row in rows] == [file.shown for file in report().files]
    assert [row["Status"] for row in rows] == [str(file.state) for file in report().files]
    (rejected,) = [row for row in rows if row["LE-Nr."] == "0004"]
    assert rejected == {
        "Datei": "Ruecklauf/dokumentation_2025_0004.xlsx", "Status": "zurückgewiesen", "LE-Nr.": "0004",
        "Leistungserbringer": "Träger 0004 gGmbH", "Formular": "Jährliche Dokumentation der Leistungserbringung",
        "Jahr": "2025", "FEHLER": 1, "WARNUNG": 0, "HINWEIS": 0,
    }  # fmt: skip
    note = opened(findings_book(report(), Path()))["Dateien"]["A2"].value
    assert note == report().sentences[0]


def test_who_is_missing_stands_there() -> None:
    rows = table(opened(findings_book(report(), Path())), "Fehlend")
    assert [(row["LE-Nr."], row["Status"]) for row in rows] == [
        ("0004", "zurückgewiesen"), ("0005", "fehlt"), ("0007", "doppelt"), ("0009", "unlesbar"), ("0010", "zurückgewiesen"),
    ]  # fmt: skip
    assert rows[1]["Orte ohne angenommene Meldung"] == "Werkstatt 11000007, ZAD 11000007, § 58"
    assert rows[1]["Frist"].date().isoformat() == "2026-03-31"
    unknown = replace(report(), register=None)
    assert opened(findings_book(unknown, Path())).sheetnames == ["Befunde", "Dateien"]


def test_how_the_sender_explains_a_warning_stands_beside_it() -> None:
    def known() -> object:
        return register([ort("0001", "11000001", "06437")])

    changes = {(A, "erbracht.lwv"): 99_999, (A, "zusatz.bemerkung"): "=Umzug im Mai"}
    entry = check_file(partial(bytes, written(known, Sent("a.xlsx", "0001", changes))), "a.xlsx")
    book = opened(findings_book(CheckReport((entry,), None, None, searched=False), Path()), stored=False)
    assert [(row["Code"], row["Erläuterung des Absenders"]) for row in table(book, "Befunde")] == [
        ("A2-ERBRACHT-BEWILLIGT", "=Umzug im Mai")
    ]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


# --- Links ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "folder", "target"),
    [
        ("R/a.xlsx", ".", "R/a.xlsx"),
        ("R/a.xlsx", "R", "a.xlsx"),
        ("R/a.xlsx", "Ergebnis/Befunde", "../../R/a.xlsx"),
        ("/anderswo/a.xlsx", "/tmp/b", "../../anderswo/a.xlsx"),
        ("R/Rücklauf Mai #2 100%20.XLSX", ".", "R/Rücklauf Mai #2 100%20.XLSX"),
        ("C:a.xlsx", ".", "C:a.xlsx"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="the names are those of POSIX")
def test_links_lead_from_the_workbook_to_the_file(file: str, folder: str, target: str) -> None:
    book = book_of(
        finding("TYP", "Falsch.", sheet="58 O'Hara #1", cells=("B2:B3", "C4")), file=file, folder=Path(folder)
    )
    assert links(book, "Befunde") == {"B2:B3, C4": f"{target}#'58 O''Hara #1'!B2"}
    assert list(links(book, "Dateien").values()) == [target]


@pytest.mark.parametrize(
    "file", ["R/scan.pdf", "R/programm.exe", "R/a\x1b.xlsx", "R/a\udcfc.xlsx", f"R/{'x' * 2_100}.xlsx"]
)
def test_what_is_no_workbook_and_what_no_link_can_hold_has_none(file: str) -> None:
    book = book_of(finding("DATEI-FORMAT", "Falsch."), file=file)
    assert links(book, "Befunde") == links(book, "Dateien") == {}


def test_of_very_many_cells_the_first_are_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_book, "MOST_LINKS", 3)
    found = [finding("TYP", "Falsch.", sheet="58", cells=(f"B{row}",)) for row in range(1, 6)]
    book = book_of(*found, file="a.xlsx")
    assert sorted(links(book, "Befunde")) == ["B1", "B2", "B3"]
    assert [row["Zellen"] for row in table(book, "Befunde")] == ["B1", "B2", "B3", "B4", "B5"]


# --- Texts that were written to do harm --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*INJECTED, "<r><t>x</t></r>", "a\x00\x1b[31m\r\nb\u202e", "x" * 40_000, "{=1}"])
def test_a_text_is_a_text(text: str) -> None:
    said = finding("TYP", f"{text}", remedy=f"{text}", sheet=text[:31], cells=("B1",), value=text)
    book = book_of(said, file=f"R/{text[:40]}.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(str(cell.hyperlink.target).startswith("R") for cell in cells if cell.hyperlink)
    assert "\x1b" not in "".join(str(cell.value) for cell in cells)


# --- Where it is written -----------------------------------------------------------------------------------------------------


def test_no_input_is_replaced_and_none_is_made(tmp_path: Path) -> None:
    returned, elsewhere = tmp_path / "R", tmp_path / "E"
    returned.mkdir()
    elsewhere.mkdir()
    (returned / "a.xlsx").write_bytes(b"PK")
    (elsewhere / "Stammdaten.xlsx").write_bytes(b"PK")
    inputs = [returned / "a.xlsx", elsewhere / "Stammdaten.xlsx"]
    require_target(elsewhere / "Befunde.xlsx", [returned], inputs)
    require_target(returned / "Befunde.xlsx", inputs, inputs)
    for out, said in (
        (elsewhere / "Stammdaten.xlsx", "ist eine der Eingaben und wird nicht überschrieben"),
        (returned / "Befunde.xlsx", "liegt im Ordner der Rückläufe"),
        (elsewhere / "Befunde.csv", "muss auf „.xlsx“ enden"),
        (elsewhere, "muss auf „.xlsx“ enden"),
        (tmp_path / "fehlt" / "Befunde.xlsx", "Den Ordner „.*fehlt“ gibt es nicht"),
    ):
        with pytest.raises(Abbruch, match=said):
            require_target(out, [returned], inputs)


def test_check_writes_it_and_says_so(tmp_path: Path) -> None:
    returned, out = tmp_path / "R", tmp_path / "Befunde.xlsx"
    returned.mkdir()
    (returned / "a.xlsx").write_bytes(b"PK")
    answer = rv2xl("check", returned, "--out", out)
    assert (answer.status, answer.err) == (1, "")
    assert f"Geschrieben: „{out}“" in " ".join(answer.out.split()), "however long the folder's name is"
    book = opened(out.read_bytes(), stored=False)
    assert links(book, "Dateien") == {"R/a.xlsx": "R/a.xlsx"}
    first = out.read_bytes()
    assert rv2xl("check", returned, "--out", out, "--format", "json").status == 1
    assert out.read_bytes() == first, "equal calls give equal bytes"
    refused = rv2xl("check", returned, "--out", returned / "Befunde.xlsx")
    assert (refused.status, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert sorted(path.name for path in returned.iterdir()) == ["a.xlsx"]


@pytest.mark.parametrize("data", [b"wichtig", standard("dokumentation").file()], ids=["no workbook", "a return"])
def test_check_replaces_nothing_but_an_earlier_list(tmp_path: Path, data: bytes) -> None:
    returned, out = tmp_path / "R", tmp_path / "Register.xlsx"
    returned.mkdir()
    (returned / "a.xlsx").write_bytes(b"PK")
    out.write_bytes(data)
    answer = rv2xl("check", returned, "--out", out, "--annotate", tmp_path / "K")
    assert (answer.status, answer.out) == (2, "")
    assert f"„{out}“ gibt es schon und ist keine Arbeitsmappe „Befunde“; bitte" in " ".join(answer.err.split())
    assert (out.read_bytes(), (tmp_path / "K").exists()) == (data, False)


def test_the_heads_over_senders_are_the_words_of_the_forms() -> None:
    """One table can hold forms of several kinds: then a word for all of them stands there."""

    def heads(*forms: str) -> list[list[object]]:
        files = [read_file(standard(form).file, f"{form}.xlsx") for form in forms]
        book = opened(findings_book(CheckReport(tuple(files), None, YEAR, searched=False), Path()), stored=False)
        wanted = ("LE-Nr.", "Leistungserbringer", "Schlüssel", "Kreis", "Nummer", "Absender")
        return [
            [cell.value for cell in book[name][row] if cell.value in wanted]
            for name, row in (("Befunde", 3), ("Dateien", 4))
        ]

    assert heads("dokumentation") == [["LE-Nr."], ["LE-Nr.", "Leistungserbringer"]]
    assert heads("meldung_8b", "meldung_8c") == [["Schlüssel"], ["Schlüssel", "Kreis"]]
    assert heads("meldung_8d") == [["Schlüssel"], ["Schlüssel", "Absender"]]
    assert heads("meldung_8c", "meldung_8d") == [["Schlüssel"], ["Schlüssel", "Absender"]]
    assert heads("dokumentation", "meldung_8c") == [["Nummer"], ["Nummer", "Absender"]]
