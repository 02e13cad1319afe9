"""The regional report in LibreOffice: what it calculates is what is stored, and it shows texts as texts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rv2xl.forms.dokumentation.kennzahlen import LEITEND
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.profile.profile_sheet import NAME as PROFILE
from rv2xl.reports.regional.published import Internal
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.regional.tiles import scale_of, tiles
from tests.differential.engines import office_values, spoiled, stored_values
from tests.differential.workbooks import alike
from tests.office.client import Office
from tests.unit.reports.folder import INJECTED, TODAY, consolidated, usual
from tests.unit.reports.test_profile import NAMES, near, pages
from tests.unit.reports.workbook import opened


@pytest.mark.parametrize("empty", [False, True])
def test_libreoffice_calculates_what_is_stored(office: Office, tmp_path: Path, empty: bool) -> None:
    data = report_bytes(consolidated([]) if empty else usual(), today=TODAY)
    stored, calculated = stored_values(data), office_values(office, spoiled(data), tmp_path)
    assert {sheet: set(cells) for sheet, cells in stored.items()} == {
        sheet: set(cells) for sheet, cells in calculated.items()
    }
    different = [
        (sheet, address, value, calculated[sheet][address])
        for sheet, cells in stored.items()
        for address, value in cells.items()
        if not alike(value, calculated[sheet][address])
    ]
    assert not different


def test_a_key_is_compared_as_a_text(office: Office, tmp_path: Path) -> None:
    """A criterion "06437" would take "006437" for the Odenwaldkreis."""
    path = tmp_path / "bericht.xlsx"
    path.write_bytes(report_bytes(usual(), today=TODAY))
    with office.open(path) as document:
        cells = document.cells()
        place = next(address for address, cell in cells["Orte"].items() if cell.value == "06437")
        row = next(address for address, cell in cells["Regionen"].items() if cell.value == "06437").lstrip("A")
        before = cells["Regionen"][f"F{row}"].value
        document.paste("Orte", place, "006437")
        document.calculate_all()
        after = document.cells()
    assert isinstance(before, float)
    assert after["Regionen"][f"F{row}"].value == before - 1
    assert any(cell.value == "✗" for cell in after["Regionen"].values())


def test_texts_of_returns_are_shown_as_texts(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "bericht.xlsx"
    path.write_bytes(report_bytes(usual(), personal=True, today=TODAY))
    with office.open(path) as document:
        cells = document.cells()["Orte"]
    assert {text.strip() for text in INJECTED} <= {cell.value for cell in cells.values()}
    assert not [address for address, cell in cells.items() if cell.formula or cell.error]


def test_the_map_shows_each_indicator_that_is_chosen(office: Office, tmp_path: Path) -> None:
    published = Internal(usual(), figures_of(usual()))
    path = tmp_path / "bericht.xlsx"
    path.write_bytes(report_bytes(usual(), today=TODAY))
    with office.open(path) as document:
        assert document.type_text("Karte", "B4", "Haare").status == "refused"
        for indicator in reversed(LEITEND):
            assert document.type_text("Karte", "B4", indicator.name).ok
            document.calculate_all()
            cells = document.cells()["Karte"]
            for tile in tiles(published, indicator):
                stored = published.figure(published.row(tile.key), indicator).stored
                shown = stored if isinstance(stored, str) else float(stored)
                assert alike(cells[f"{'ABCDE'[tile.column - 1]}{4 + 2 * tile.row}"].value, shown), (indicator.id, tile)
            words = [str(cells[f"G{row}"].value) for row in range(4, 10)]
            assert [word for word in words if word] == [
                f"Legende: {indicator.name}",
                *scale_of(published, indicator).words,
            ]


def test_a_profile_of_every_kreis_follows_the_choice(office: Office, tmp_path: Path) -> None:
    """The dropdown is switched to every Kreis: the page shows what the page of values of that Kreis has."""
    path = tmp_path / "bericht.xlsx"
    path.write_bytes(report_bytes(usual(), today=TODAY))
    with office.open(path) as document:
        for key, rows in pages().items():
            document.paste(PROFILE, "B2", f"{key} {NAMES[key]}")
            document.calculate_all()
            shown = document.cells()[PROFILE]
            for at, row in enumerate(rows, 4):
                for letter, value in zip("BCDEFGHIJ", row[1:], strict=True):
                    cell = shown.get(f"{letter}{at}")
                    if value is not None:
                        assert cell is not None, (key, letter, at)
                        assert cell.value == near(value), (key, letter, at)


def test_a_profile_prints_on_one_page(office: Office, tmp_path: Path) -> None:
    """All other sheets are taken out, so that what is left is the printed profile."""
    path = tmp_path / "bericht.xlsx"
    path.write_bytes(report_bytes(usual(), today=TODAY))
    with office.open(path) as document:
        for sheet in opened(path.read_bytes()).sheetnames:
            if sheet != PROFILE:
                document.delete_sheet(sheet)
        printed = document.save_pdf(tmp_path / "profil.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    (page,) = [page for page in opened(path.read_bytes()) if page.title == PROFILE]
    smallest = min(cell.font.sz for row in page.iter_rows(max_col=10) for cell in row if cell.value is not None)
    assert smallest * page.page_setup.scale / 100 >= 8
