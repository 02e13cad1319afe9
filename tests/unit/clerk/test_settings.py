"""What the clerk has set on the sheet Start: read as it is meant, or refused in one sentence that names the cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rv2xl.clerk.books.book import Cell
from rv2xl.clerk.settings import Settings, read_settings
from rv2xl.clerk.sheets import (
    ANSCHREIBEN,
    BROWSERSEITE,
    ERGEBNIS_ORDNER,
    FORMULAR,
    JAHR,
    RUECKLAUF_ORDNER,
    STAMMDATEN,
    VEROEFFENTLICHUNG,
    VERSAND_ORDNER,
    VORJAHR_ORDNER,
    VORJAHRESWERTE,
    WERTETABELLE,
    Setting,
)
from rv2xl.model.abbruch import Abbruch
from rv2xl.reports.regional.published import Edition
from tests.unit.clerk.memory_book import MemoryBook

START = "Auf dem Blatt „Start“"
SUBFOLDER = "Was dort entsteht, würde als Rücklauf gelesen. Bitte einen anderen Ordner wählen."

READ: list[tuple[Setting, Cell, Callable[[Settings], object], object]] = [
    (JAHR, 2024.0, lambda found: found.year, 2024),
    (JAHR, " 2024 ", lambda found: found.year, 2024),
    (FORMULAR, "fahrtkosten", lambda found: found.form.name, "fahrtkosten"),
    (ANSCHREIBEN, "JA ", lambda found: found.with_letters, True),
    (ANSCHREIBEN, "Nein", lambda found: found.with_letters, False),
    (VORJAHR_ORDNER, None, lambda found: found.vorjahr, None),
    (VORJAHRESWERTE, None, lambda found: found.vorjahreswerte, None),
    (
        VORJAHRESWERTE,
        "alt\\Werte_2024.csv",
        lambda found: found.vorjahreswerte and found.vorjahreswerte.parts[-2:],
        ("alt", "Werte_2024.csv"),
    ),
    (BROWSERSEITE, "Ja", lambda found: found.with_page, True),
    (VEROEFFENTLICHUNG, "nein", lambda found: found.editions, (Edition.INTERNAL,)),
    (VEROEFFENTLICHUNG, "ja", lambda found: found.editions, (Edition.INTERNAL, Edition.EXTERNAL)),
    (WERTETABELLE, "nein", lambda found: found.table, None),
    (WERTETABELLE, "ja", lambda found: found.table and found.table.name, "Werte_dokumentation_2025.csv"),
    (
        RUECKLAUF_ORDNER,
        "Rück lauf & „mehr“ 'neu' #1 %2",
        lambda found: found.ruecklauf.name,
        "Rück lauf & „mehr“ 'neu' #1 %2",
    ),
    (RUECKLAUF_ORDNER, 2025.0, lambda found: found.ruecklauf.name, "2025"),
    (RUECKLAUF_ORDNER, "Amt\\Ein gang\\2025", lambda found: found.ruecklauf.parts[-3:], ("Amt", "Ein gang", "2025")),
    (STAMMDATEN, '"Stamm daten.xlsx"', lambda found: found.stammdaten.name, "Stamm daten.xlsx"),
    (STAMMDATEN, "„Stammdaten.xlsx“", lambda found: found.stammdaten.name, "Stammdaten.xlsx"),
    (STAMMDATEN, "Ordner 'alt'", lambda found: found.stammdaten.name, "Ordner 'alt'"),
    (STAMMDATEN, "'", lambda found: found.stammdaten.name, "'"),
]


@pytest.mark.parametrize(("setting", "cell", "what", "expected"), READ)
def test_what_is_read(
    setting: Setting, cell: Cell, what: Callable[[Settings], object], expected: object, tmp_path: Path
) -> None:
    book = MemoryBook(tmp_path)
    book.named[setting.name] = cell
    assert what(read_settings(book)) == expected


REFUSED: list[tuple[Setting, Cell, str]] = [
    (JAHR, None, f"{START} ist nicht ausgefüllt: Berichtsjahr."),
    (JAHR, "nächstes", f"{START} ist „nächstes“ kein Jahr; bitte vier Ziffern eintragen."),
    (JAHR, 2025.5, f"{START} ist „2025.5“ kein Jahr; bitte vier Ziffern eintragen."),
    (JAHR, 25.0, f"{START} ist „25“ kein Jahr; bitte vier Ziffern eintragen."),
    (JAHR, date(2025, 1, 1), f"{START} ist „2025-01-01“ kein Jahr; bitte vier Ziffern eintragen."),
    (JAHR, "1999", "„Jährliche Dokumentation der Leistungserbringung“ gibt es für die Jahre ab 2023, nicht für 1999."),
    (FORMULAR, "Speiseplan", "Ein Formular „Speiseplan“ gibt es nicht; bekannt sind „bestand“, „dokumentation“, „fahrtkosten“, "
                             "„kostenzuordnung“, „meldung_8b“, „meldung_8c“, „meldung_8d“, „neubau“ und „stammdaten“."),
    (ANSCHREIBEN, "vielleicht", f"{START}, Mit Anschreiben: Erwartet wird „ja“ oder „nein“, nicht „vielleicht“."),
    (RUECKLAUF_ORDNER, "  ", f"{START} ist nicht ausgefüllt: Ordner „Rücklauf“."),
    (ERGEBNIS_ORDNER, "a\nb", f"{START}, Ordner „Ergebnis“: Was dort steht, ist kein Pfad."),
    (VERSAND_ORDNER, "Ruecklauf", f"{START} liegt der Ordner „Versand“ im Ordner „Rücklauf“: {SUBFOLDER}"),
    (ERGEBNIS_ORDNER, "Ruecklauf\\Bericht", f"{START} liegt der Ordner „Ergebnis“ im Ordner „Rücklauf“: {SUBFOLDER}"),
    (ERGEBNIS_ORDNER, "Versand\\..\\Ruecklauf", f"{START} liegt der Ordner „Ergebnis“ im Ordner „Rücklauf“: {SUBFOLDER}"),
    (RUECKLAUF_ORDNER, ".", f"{START} liegt der Ordner „Versand“ im Ordner „Rücklauf“: {SUBFOLDER}"),
]  # fmt: skip


@pytest.mark.parametrize(("setting", "cell", "said"), REFUSED)
def test_what_is_refused(setting: Setting, cell: Cell, said: str, tmp_path: Path) -> None:
    book = MemoryBook(tmp_path)
    book.named[setting.name] = cell
    with pytest.raises(Abbruch) as refused:
        read_settings(book)
    assert str(refused.value) == said


@pytest.mark.skipif("sys.platform == 'win32'", reason="there it may be a drive that is missing only now")
@pytest.mark.parametrize("path", ["Q:\\Amt\\Ergebnis", "Q:Ergebnis", "\\\\server\\Amt\\Ergebnis"])
@pytest.mark.parametrize("setting", [STAMMDATEN, RUECKLAUF_ORDNER, ERGEBNIS_ORDNER])
def test_a_drive_that_is_not_there(setting: Setting, path: str, tmp_path: Path) -> None:
    book = MemoryBook(tmp_path)
    book.named[setting.name] = path
    with pytest.raises(Abbruch) as refused:
        read_settings(book)
    assert (
        str(refused.value) == f"{START}, {setting.label}: Das Laufwerk von „{path}“ gibt es auf diesem Rechner nicht."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_linked_folder_is_known_to_lie_in_another(tmp_path: Path) -> None:
    (tmp_path / "Ruecklauf").mkdir()
    (tmp_path / "Ergebnis").symlink_to(tmp_path / "Ruecklauf", target_is_directory=True)
    with pytest.raises(Abbruch, match="liegt der Ordner „Ergebnis“ im Ordner „Rücklauf“"):
        read_settings(MemoryBook(tmp_path))
