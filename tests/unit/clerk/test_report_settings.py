"""What the clerk asks for beside the report, made as the command line makes it: last year, page, edition for publication, table."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.new_book import new_files
from rv2xl.clerk.settings import read_settings
from rv2xl.clerk.sheets import BEFUNDE, BROWSERSEITE, SETTINGS, Action, Head
from rv2xl.demo import make
from rv2xl.model.abbruch import Abbruch
from tests.clerk.package import parts
from tests.client.commandline import done
from tests.unit.clerk.changed_book import without_name
from tests.unit.clerk.memory_book import MemoryBook
from tests.unit.clerk.test_run import DAY, do

START = "Auf dem Blatt „Start“"
LAST_YEAR = "Vorjahr/Werte_2024.csv"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "Amt"
    make(folder, 4, 5, 2025)
    return folder


@pytest.fixture
def book(demo: Path, tmp_path: Path) -> MemoryBook:
    return MemoryBook(copytree(demo, tmp_path / "Amt"))


def by_command(folder: Path, out: Path, *more: str | Path) -> None:
    """Write a report beside the clerk's, so that its links lead to the returns as those do."""
    called = ("--register", folder / "Stammdaten.xlsx", "--year", "2025", "--today", DAY.isoformat(), "--out", out)
    done("consolidate", folder / "Ruecklauf", *called, *more)


def test_all_that_can_be_asked_for_is_what_the_command_line_makes(book: MemoryBook) -> None:
    book.named |= {"Vorjahreswerte": LAST_YEAR, "Browserseite": "ja", "Veroeffentlichung": "JA", "Wertetabelle": "ja"}
    folder = book.path.parent
    said = do(book, Action.CONSOLIDATE).said[-1]
    names = {
        "Regionalbericht_2025.xlsx", "Regionalbericht_2025.html", "Werte_dokumentation_2025.csv", "Werte_dokumentation_2025.md",
        "Regionalbericht_2025_extern.xlsx", "Regionalbericht_2025_extern.html",
    }  # fmt: skip
    made = {path.name: path.read_bytes() for path in (folder / "Ergebnis").iterdir()}
    assert made.keys() == names
    assert said.startswith("Geschrieben: „Ergebnis/Regionalbericht_2025.xlsx“, ")
    assert all(f"„Ergebnis/{name}“" in said for name in names)
    again = folder / "Ergebnis"
    last = ("--previous", folder / LAST_YEAR)
    internal, table = again / "Regionalbericht_2025.xlsx", again / "Werte_dokumentation_2025.csv"
    by_command(folder, internal, *last, "--html", internal.with_suffix(".html"), "--data", table)
    external = again / "Regionalbericht_2025_extern.xlsx"
    by_command(folder, external, *last, "--html", external.with_suffix(".html"), "--external")
    assert {path.name: path.read_bytes() for path in again.iterdir()} == made


def test_without_asking_there_is_the_report_alone(book: MemoryBook) -> None:
    do(book, Action.CONSOLIDATE)
    assert [path.name for path in (book.path.parent / "Ergebnis").iterdir()] == ["Regionalbericht_2025.xlsx"]


def test_a_check_tells_what_changed_since_last_year(book: MemoryBook) -> None:
    do(book, Action.CHECK)
    assert "A2-VORJAHR" not in book.cells(BEFUNDE, Head.CODE)
    table = book.path.parent / LAST_YEAR
    table.write_text(
        table.read_text("utf-8-sig").replace("personen.eigene_region.lwv;1", "personen.eigene_region.lwv;7"),
        "utf-8-sig",
    )
    book.named["Vorjahreswerte"] = LAST_YEAR
    do(book, Action.CHECK)
    assert "A2-VORJAHR" in book.cells(BEFUNDE, Head.CODE)


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"Vorjahreswerte": "fort.csv"}, r"fort\.csv“ gibt es nicht"),
    ({"Vorjahreswerte": "Stammdaten.xlsx"}, r"Stammdaten\.xlsx“"),
    ({"Vorjahreswerte": LAST_YEAR, "Jahr": "2024"}, r"ist von 2024; verglichen wird mit einem Jahr vor 2024\.$"),
    ({"Browserseite": "html"}, f"^{START}, Mit Seite für den Browser: Erwartet wird „ja“ oder „nein“, nicht „html“\\.$"),
    ({"Veroeffentlichung": ""}, f"^{START} ist nicht ausgefüllt: Mit öffentlicher Ausgabe\\.$"),
    ({"Formular": "fahrtkosten", "Vorjahreswerte": LAST_YEAR},
     f"^{START}, Werte des Vorjahres: „Fahrtkosten: Ermittlung und Abgeltung“ wird nicht mit Vorjahren verglichen; bitte leeren\\.$"),
    ({"Formular": "fahrtkosten", "Browserseite": "ja"},
     f"^{START}, Mit Seite für den Browser: Das gibt es von „Fahrtkosten: Ermittlung und Abgeltung“ nicht; bitte „nein“ wählen\\.$"),
    ({"Formular": "fahrtkosten", "Veroeffentlichung": "ja"},
     f"^{START}, Mit öffentlicher Ausgabe: Das gibt es von „Fahrtkosten: Ermittlung und Abgeltung“ nicht; bitte „nein“ wählen\\.$"),
]  # fmt: skip


@pytest.mark.parametrize(("entered", "said"), REFUSED)
def test_what_cannot_be_is_said_and_nothing_is_written(book: MemoryBook, entered: dict[str, str], said: str) -> None:
    book.named |= entered
    with pytest.raises(Abbruch, match=said):
        do(book, Action.CONSOLIDATE)
    assert book.writes == 0
    assert not (book.path.parent / "Ergebnis").exists()


def test_the_table_of_values_is_there_for_calculations_too(book: MemoryBook) -> None:
    book.named |= {"Formular": "fahrtkosten", "Ruecklauf": "Berechnungen", "Wertetabelle": "ja"}
    do(book, Action.CONSOLIDATE)
    names = sorted(path.name for path in (book.path.parent / "Ergebnis").iterdir())
    assert names == ["Fahrtkosten_2025.xlsx", "Werte_fahrtkosten_2025.csv", "Werte_fahrtkosten_2025.md"]


def test_a_workbook_issued_without_these_settings_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "Konsolidierung.xlsm"
    data = new_files(path, {})[path]
    for setting in SETTINGS:
        if setting.added:
            data = without_name(data, setting.name)
    assert BROWSERSEITE.name.encode() not in parts(data)["xl/workbook.xml"]
    path.write_bytes(data)
    settings = read_settings(ClosedBook(path))
    assert (settings.vorjahreswerte, settings.with_page, settings.with_publication, settings.with_table) == (
        None,
        False,
        False,
        False,
    )
    assert settings.with_letters
