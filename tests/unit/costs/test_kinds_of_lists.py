"""The same list saved as .xlsx, .xls and .ods: what cannot be counted is named in each, and no error is a blank."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from rv2xl.costs.account_mapping import read_mapping
from rv2xl.costs.balances import read_balances

FILES = Path(__file__).parent / "files"
"""Made by LibreOffice 7.4 of the same lists as the .xlsx here: `salden` and `seiten`."""


def as_xlsx(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        before, page, notes = (book.add_worksheet(name) for name in ("Vorjahr", "Salden", "Notizen"))
        before.write_row(0, 0, ("Konto", "Bezeichnung", "Betrag"))
        before.write_row(1, 0, (4100, "Gehälter", 1))
        before.hide()
        page.activate()
        page.set_first_sheet()
        page.write_column(0, 0, ("Konto", 4100, "0420", 4300, 4301, 4302, 4303, 4304, 4305))
        labels = (
            "Gehälter",
            "Löhne",
            "geteilt durch nichts",
            "nicht gefunden",
            "Tag",
            "gerechnet",
            "Bruchteil",
            "nichts",
        )
        page.write_column(0, 1, ("Bezeichnung", *labels))
        page.write_column(0, 2, ("Betrag", 1234.56, "1.234,56-"))
        page.write_formula("C4", "=1/0", None, "#DIV/0!")
        page.write_formula("C5", "=NA()", None, "#N/A")
        page.write_datetime("C6", date(2025, 12, 31), day)
        page.write_formula("C7", "=1+2", None, 3)
        page.write_number("C8", 0.125)
        notes.write("A1", "egal")
    return path


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_list_of_each_kind(kind: str, tmp_path: Path) -> None:
    found = read_balances(as_xlsx(tmp_path / "s.xlsx") if kind == "xlsx" else FILES / f"salden.{kind}")
    assert found.sheet == "Salden"
    assert [(entry.number, entry.label, entry.amount, entry.row) for entry in found.accounts] == [
        ("4100", "Gehälter", Decimal("1234.56"), 2),
        ("0420", "Löhne", Decimal("-1234.56"), 3),
        ("4303", "gerechnet", Decimal("3.00"), 7),
        ("4305", "nichts", Decimal("0.00"), 9),
    ]
    assert found.problems == (
        "Zeile 4: Die Zelle zeigt den Fehlerwert #DIV/0!: Eine Formel ist fehlgeschlagen.",
        "Zeile 5: Die Zelle zeigt den Fehlerwert #NV (#N/A): Eine Formel ist fehlgeschlagen.",
        "Zeile 6: „31.12.2025“ ist kein Betrag.",
        "Zeile 8: „0,125“ hat Bruchteile eines Cents; gerundet wird hier nicht.",
    )
    assert found.notices == (
        "Gelesen wurde nur das Blatt „Salden“, nicht „Vorjahr“.",
        "Gelesen wurde nur das Blatt „Salden“, nicht „Notizen“.",
        "Zeile 9: Das Konto 4305 hat keinen Betrag; es zählt mit 0,00.",
    )


SIDES = ('0.00 "H"', '0.00 "S"', '0.00 "S";0.00 "H"', '0.00\\ "€"')
"""Number formats, each of an amount and of its negative."""


def sides_as_xlsx(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Salden")
        page.write_row(0, 0, ("Konto", "Bezeichnung", "Betrag"))
        amounts = [(code, amount) for code in SIDES for amount in (5000, -5000)]
        for row, (code, amount) in enumerate(amounts, 1):
            page.write_row(row, 0, (4100 + row, code))
            page.write_number(row, 2, amount, book.add_format({"num_format": code}))
    return path


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_side_that_only_the_number_format_shows(kind: str, tmp_path: Path) -> None:
    found = read_balances(sides_as_xlsx(tmp_path / "s.xlsx") if kind == "xlsx" else FILES / f"seiten.{kind}")
    assert [(entry.row, entry.amount) for entry in found.accounts] == [
        (4, Decimal(5000)), (6, Decimal(5000)), (7, Decimal(-5000)), (8, Decimal(5000)), (9, Decimal(-5000)),
    ]  # fmt: skip
    assert [problem.partition("“ zeigt nur das Zahlenformat der Zelle;")[0].replace(".00", "") for problem in found.problems] == [
        "Zeile 2: „5000 H", "Zeile 3: „-5000 H", "Zeile 5: „-5000 S",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_content_says_what_kind_it_is(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes((FILES / f"salden.{kind}").read_bytes())
    assert read_balances(path).sheet == "Salden"


def test_a_formula_that_is_cut_off_says_nothing_on_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """calamine panics at a formula that claims to be longer than its record."""
    data = bytearray((FILES / "salden.xls").read_bytes())
    data[4731] = 71
    (tmp_path / "s.xls").write_bytes(data)
    assert read_balances(tmp_path / "s.xls").sheet == "Salden"
    assert capfd.readouterr() == ("", "")


def test_a_mapping_under_a_title(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("Zuordnung der Buchhaltung\n\nKonto;Zeile\n4100;Wasser\n", encoding="utf-8")
    assert {number: line.id for number, line in read_mapping(tmp_path / "m.csv").lines.items()} == {
        "4100": "g07.wasser"
    }
