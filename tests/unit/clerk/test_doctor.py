"""`rv2xl doctor` on a workbook: what it would use, and what is amiss; it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.doctor import diagnosis
from rv2xl.clerk.new_book import create_book
from rv2xl.clerk.sheets import NAME
from tests.unit.clerk.changed_book import without_name


def told(path: Path) -> list[str]:
    """What is said of the workbook, not of the machine."""
    points = [point.text for point in diagnosis(path)]
    return points[len(diagnosis(None)) - 1 :]


def set_to(**settings: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(ClosedBook(path).with_values(settings))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Amt").mkdir()
    create_book(tmp_path / "Amt" / NAME, {})
    return tmp_path / "Amt" / NAME


def test_a_new_workbook(path: Path) -> None:
    folder = path.parent
    later = "er wird angelegt, sobald er gebraucht wird."
    assert told(path) == [
        f"✓ „{path}“: Jährliche Dokumentation der Leistungserbringung, 2025.",
        "✓ Die Knöpfe rufen „python“ auf.",
        f"✗ Die Stammdaten „{folder / 'Stammdaten.xlsx'}“ gibt es nicht. Bitte auf dem Blatt „Start“ auswählen.",
        f"✓ Ordner „Versand“: „{folder / 'Versand'}“; {later}",
        f"✓ Ordner „Rücklauf“: „{folder / 'Ruecklauf'}“; {later}",
        f"✓ Ordner „Ergebnis“: „{folder / 'Ergebnis'}“; {later}",
    ]


AMISS: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (Path.unlink, "✗ Die Datei oder den Ordner „{}“ gibt es nicht."),
    "no workbook": (lambda path: path.write_bytes(b"%PDF-1.7"), "✗ „{}“ ist keine Konsolidierung.xlsm, die sich lesen lässt. Die Datei "
                    "ist ein PDF-Dokument, keine Excel-Arbeitsmappe (.xlsx)."),
    "a name is gone": (lambda path: path.write_bytes(without_name(path.read_bytes(), "Interpreter_Win")),
                       "✗ In der Arbeitsmappe gibt es die Zelle „Interpreter_Win“ nicht mehr. Bitte mit einer neuen Konsolidierung.xlsm "
                       "weiterarbeiten."),
    "a table is gone": (lambda path: path.write_bytes(without_name(path.read_bytes(), "Tabelle_Befunde")),
                        "✗ In der Arbeitsmappe gibt es die Zelle „Tabelle_Befunde“ nicht mehr. Bitte mit einer neuen Konsolidierung.xlsm "
                        "weiterarbeiten."),
    "year": (set_to(Jahr="bald"), "✗ Auf dem Blatt „Start“ ist „bald“ kein Jahr; bitte vier Ziffern eintragen."),
    "open": (lambda path: path.with_name(f"~${NAME}").touch(), "✗ „{}“ ist gerade geöffnet. Bitte schließen, oder dort die Knöpfe "
             "benutzen; ist sie nirgends geöffnet, „~$Konsolidierung.xlsm“ löschen."),
}  # fmt: skip


@pytest.mark.parametrize(("change", "said"), AMISS.values(), ids=AMISS)
def test_what_is_amiss(change: Callable[[Path], object], said: str, path: Path) -> None:
    change(path)
    assert told(path) == [said.format(path)]


def test_a_folder_that_cannot_be_reached(path: Path) -> None:
    set_to(Ergebnis="fort\\Ergebnis")(path)
    assert told(path)[-1] == (
        f"✗ Ordner „Ergebnis“: „{path.parent / 'fort' / 'Ergebnis'}“ ist nicht erreichbar. Ist das Laufwerk verbunden?"
    )
