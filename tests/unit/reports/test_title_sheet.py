"""„Titel“: what a report is, who publishes it, what its sheets answer, and the official signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from importlib.metadata import version
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rv2xl import forms
from rv2xl.reports.calculations.summary_book import summary_bytes
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.workbook.report_book import ReportBook
from rv2xl.reports.workbook.title_sheet import INTERNAL, Content, EditionNote, TitlePage, for_publication, write_title
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.register import Register, RegisterRow
from tests.unit.reports.folder import FORM, TODAY, YEAR, usual, usual_register
from tests.unit.reports.workbook import opened

SIGNS = [
    ("–", "nichts vorhanden"),
    (".", "Zahlenwert unbekannt oder geheim zu halten"),
    ("…", "Angabe liegt noch nicht vor"),
    ("x", "Aussage nicht sinnvoll"),
    ("p", "vorläufig: nicht alle erwarteten Meldungen liegen vor"),
    ("r", "berichtigt gegenüber einer früheren Ausgabe"),
]
ABSENDER: RegisterRow = {
    "name": "Landeswohlfahrtsverband Hessen", "strasse": "Musterplatz 1", "plz": "34117", "ort": "Kassel",
    "mail": "rv@example.org", "telefon": "0561 1004-0", "ansprechperson": "A. Muster", "unterschrift": "Im Auftrag",
}  # fmt: skip
KNOWN = Register({}, (), (), ABSENDER)


def titled(register: Register = KNOWN, edition: EditionNote = INTERNAL, contents: tuple[str, ...] = ("Orte",)) -> bytes:
    book = ReportBook("Bericht 2025", "Anlage 2", made=TODAY)
    title = TitlePage(
        title="Bericht 2025", words="Was gemeldet ist.", edition=edition, form=FORM, year=YEAR, day=TODAY, register=register
    )  # fmt: skip
    write_title(book, title, [Content(name, f"Was steht auf „{name}“?") for name in contents])
    for name in contents:
        book.page(name, (10,))
    return book.finished()


def pairs(page: Worksheet, first: int, head: str) -> list[tuple[Any, Any]]:
    """The lines below a heading, up to the first empty cell or the next heading."""
    cells = [(page.cell(row, first).value, page.cell(row, first + 1).value) for row in range(1, page.max_row + 1)]
    begin = next(row for row, (label, _) in enumerate(cells) if label == head) + 1
    end = next((row for row in range(begin, len(cells)) if cells[row][0] in {None, "Zeichen"}), len(cells))
    return cells[begin:end]


def test_what_the_report_is_and_who_publishes_it() -> None:
    page = opened(titled())["Titel"]
    assert [page.cell(row, 1).value for row in (1, 2, 3)] == [
        "Bericht 2025", "Was gemeldet ist.",
        "Interne Ausgabe: Sie enthält genaue Zahlen und ist nicht zur Weitergabe außerhalb des LWV Hessen.",
    ]  # fmt: skip
    assert pairs(page, 1, "Bericht") == [
        ("Berichtsjahr", "2025"), ("Stand", "01.04.2026"),
        ("Herausgeber", "Landeswohlfahrtsverband Hessen"), ("Anschrift", "Musterplatz 1, 34117 Kassel"),
        ("Kontakt", "rv@example.org, Telefon 0561 1004-0"),
        ("Vordruck", "Jährliche Dokumentation der Leistungserbringung"), ("Fundstelle", "RV 2 Anlage 2 zu Nummer 2.9.4"),
        ("Programm", f"rv2xl {version('rv2xl')}, Vordruck in der Fassung {FORM.version}"),
    ]  # fmt: skip
    assert pairs(page, 1, "Zeichen") == SIGNS


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {}),
        ({"telefon": "0561 1"}, {"Kontakt": "Telefon 0561 1"}),
        ({"mail": "a@b.de", "ort": "Kassel"}, {"Kontakt": "a@b.de", "Anschrift": "Kassel"}),
        ({"name": " LWV\nHessen ", "plz": "34117"}, {"Herausgeber": "LWV Hessen", "Anschrift": "34117"}),
    ],
)
def test_what_the_register_leaves_open_is_left_out(said: RegisterRow, expected: dict[str, str]) -> None:
    facts = dict(pairs(opened(titled(replace(KNOWN, absender=said)))["Titel"], 1, "Bericht"))
    assert {
        label: text for label, text in facts.items() if label in {"Herausgeber", "Anschrift", "Kontakt"}
    } == expected


def test_nobody_is_named() -> None:
    """„Fragen beantwortet“ and „Unterschrift“ are about persons."""
    assert not [cell for row in opened(titled())["Titel"].values for cell in row if cell in {"A. Muster", "Im Auftrag"}]


def test_the_published_edition_says_how_it_was_rounded() -> None:
    page = opened(titled(edition=for_publication("Personen auf Vielfache von 5 gerundet.")))["Titel"]
    assert page["A3"].value == "Ausgabe zur Veröffentlichung: Personen auf Vielfache von 5 gerundet."


def test_contents_lead_to_their_sheets() -> None:
    names = ("Überblick", "Wer's war", "Regionen 2025")
    page = opened(titled(contents=names))["Titel"]
    assert pairs(page, 4, "Inhalt") == [(name, f"Was steht auf „{name}“?") for name in names]
    links = filter(None, (page.cell(row, 4).hyperlink for row in range(1, page.max_row + 1)))
    assert [(link.location, link.tooltip) for link in links] == [
        ("Überblick!A1", "Zum Blatt „Überblick“"),
        ("'Wer''s war'!A1", "Zum Blatt „Wer's war“"),
        ("'Regionen 2025'!A1", "Zum Blatt „Regionen 2025“"),
    ]


def test_whole_on_one_screen_and_one_page() -> None:
    """So wide and high is what Excel shows at 1366 × 768; an A4 page in landscape holds 786 × 522 points; 10 points are 8 at 80 %."""
    page = opened(titled(contents=tuple(f"Blatt {number}" for number in range(15))))["Titel"]
    widths = [page.column_dimensions[letter].width for letter in "ABCDE"]
    assert sum(round(width * 7) for width in widths) <= 1366 - 60
    default = page.sheet_format.defaultRowHeight
    height = sum(page.row_dimensions[row].height or default for row in range(1, page.max_row + 1))
    assert height / 0.75 <= 768 - 250
    assert sum(width * 5.56 for width in widths) * 0.8 <= 786
    assert height * 0.8 <= 522
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (None, None), (
        "one by one is what holds if nothing is said"
    )
    assert {cell.font.size for row in page for cell in row if cell.value} <= {10, 11, 16}


def test_the_title_stands_alone_in_a1() -> None:
    page = opened(titled())["Titel"]
    assert {str(area) for area in page.merged_cells.ranges} == {"A2:E2", "A3:E3"}
    assert page["A1"].font.size == 16


def reports() -> list[bytes]:
    fahrtkosten, neubau = (
        summary_bytes(consolidate(forms.newest(name), YEAR, usual_register(), []), today=TODAY)
        for name in ("fahrtkosten", "neubau")
    )
    return [report_bytes(usual(), today=TODAY), fahrtkosten, neubau]


@pytest.mark.parametrize("number", range(3))
def test_every_report_begins_with_it_and_names_all_its_sheets(number: int) -> None:
    book = opened(reports()[number])
    first, *others = book.sheetnames
    assert first == "Titel"
    assert [name for name, _ in pairs(book[first], 4, "Inhalt")] == others
    assert book.active == book["Titel"]
    assert book["Titel"]["A1"].value == book.properties.title


def test_the_properties_say_stand_and_language() -> None:
    data = titled()
    properties = opened(data).properties
    assert (properties.created, properties.modified) == (datetime(2026, 4, 1), datetime(2026, 4, 1))
    assert (properties.title, properties.subject, properties.language) == ("Bericht 2025", "Anlage 2", "de-DE")
    with ZipFile(BytesIO(data)) as package:
        assert b"<dc:language>de-DE</dc:language>" in package.read("docProps/core.xml")


def test_another_day_gives_another_stand() -> None:
    book = ReportBook("Bericht", "Quelle", made=date(2027, 1, 31))
    book.page("Blatt", (10,))
    assert opened(book.finished()).properties.created == datetime(2027, 1, 31)
