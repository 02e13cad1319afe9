"""„Hinweise“: every file with the checksum of its content, every Kennzahl in words; for everybody no Leistungserbringer."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.published import Internal
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.regional.sheets.notes_sheet import NotesSheet
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.table import TableFile
from rv2xl.reports.workbook.report_book import ReportBook
from rv2xl.reports.workbook.signs import Sign
from rv2xl.returns.consolidate import Consolidation
from tests.unit.reports.folder import FORM, TODAY, USUAL, stammdaten_file, usual, usual_register, written
from tests.unit.reports.workbook import opened


def blocks(page: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The lines of each block by its title; a blank row ends it."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    title = ""
    for row in page.iter_rows(min_row=3, values_only=True):
        if row[0] is None:
            title = ""
        elif not title:
            title = row[0]
            found[title] = []
        else:
            found[title].append(row)
    return found


TABLE = TableFile("Werte.csv", "ab" * 32)


def internal() -> dict[str, list[tuple[Any, ...]]]:
    return blocks(opened(report_bytes(usual(), TABLE, today=TODAY))["Hinweise"])


def external(of: Consolidation) -> Any:
    report = RegionalBook(ReportBook("Bericht", "Anlage"), Internal(of, figures_of(of)))
    NotesSheet(report, edition=("Alle Personen sind auf 5 gerundet.",)).write()
    return opened(report.book.finished())["Hinweise"]


def test_every_file_is_named_with_the_checksum_of_its_content() -> None:
    expected = {sent.name: sha256(written(usual_register, sent)).hexdigest() for sent in USUAL}
    expected["Ruecklauf/Stammdaten.xlsx"] = sha256(stammdaten_file()).hexdigest()
    heads, *rows = internal()["Gelesene Dateien"]
    assert heads == ("Datei", "Prüfsumme (SHA-256)", "Status")
    assert {row[0]: row[1] for row in rows} == expected
    assert internal()["Was diese Zahlen nicht enthalten"][-1][0] == f"•  {TABLE}"


def test_every_kennzahl_is_defined() -> None:
    _, *rows = internal()["Kennzahlen"]
    said = {row[0]: row[1:] for row in rows}
    assert list(said) == [one.name for one in FORM.outline.indicators.values()]
    assert said["Belegung"] == (
        "Personen beider Leistungsträger ÷ vereinbarte Platzzahl, beides am 31.12.",
        "Überblick",
    )
    words, place = said["18–30 Jahre"]
    assert words.startswith("Summe über die Orte: Altersstruktur: 18-30 Jahre – LWV Hessen [B")
    assert place == "Alter"
    asked = next(words for name, words in said.items() if name.startswith("1. "))
    assert asked[0].startswith("Anteil „ja“ an den Antworten „ja“ und „nein“ auf die Frage: ")


def test_every_auslegung_and_sign_is_told() -> None:
    found = internal()
    _, *rows = found["Auslegungen: wo die Quelle etwas offen lässt"]
    assert [row[2] for row in rows] == [entry.id for entry in FORM.auslegungen]
    assert [row[0] for row in found["Zeichen"][1:]] == [str(sign) for sign in Sign]


def test_counts_of_files_and_versions() -> None:
    found = internal()
    assert {row[0]: row[2] for row in found["Dateien im Ordner"][1:]} == {
        "insgesamt": 17, "davon angenommen und gezählt": 8, "davon zurückgewiesen": 2, "davon durch eine Korrektur ersetzt oder doppelt": 4,
        "davon unlesbar oder kein Vordruck": 2, "davon andere Formulare": 1,
    }  # fmt: skip
    assert [(row[0], row[2]) for row in found["Vordrucke"][1:]] == [(FORM.version, 8)]


def test_for_everybody_nothing_is_told_of_a_leistungserbringer() -> None:
    page = external(usual())
    values = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [value for value in values if "Träger 0" in value or "dokumentation_" in value or "Freigabe" in value]
    assert list(blocks(page)) == [
        "Was diese Zahlen nicht enthalten", "Kennzahlen", "Zeichen", "Auslegungen: wo die Quelle etwas offen lässt",
    ]  # fmt: skip
    assert "•  Alle Personen sind auf 5 gerundet." in values
