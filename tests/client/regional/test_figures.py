"""Each figure of each sheet of a regional report, calculated anew by LibreOffice, is what pandas makes of the tidy table alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pandas
import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.reports.regional.report import report_bytes
from tests.client.regional import sheets, years
from tests.client.regional.told import LEADING, PENDING, SECRET, SENSELESS, Shown, Told
from tests.client.regional.worlds import Recipe, World, world
from tests.differential.engines import spoiled
from tests.office.client import Document, Office
from tests.unit.reports.folder import TODAY

RECIPES = {
    "small": Recipe(providers=6, seed=11, year=2024, earlier=1),
    "state": Recipe(providers=47, seed=12, year=2025, earlier=2),
    "gaps": Recipe(providers=12, seed=13, year=2026, earlier=3, silent=5, old=4, placeless=9, nowhere=11),
}
SIGNS = (PENDING, SECRET, SENSELESS)
LEFT_TO_OTHERS = {"Titel", "Hinweise", "Rücklauf", "Befunde"}
"""Sheets that show no figures of regions."""


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.usefixtures("both_versions")
def test_every_figure_is_what_the_tidy_table_gives(office: Office, tmp_path: Path, name: str) -> None:
    of = world(RECIPES[name], tmp_path)
    data = report_bytes(of.consolidation, today=TODAY, earlier=of.earlier)
    book = recalculated(office, data, tmp_path)
    assert set(book.sheetnames) >= {"Vorjahr", *(["Zeitreihe"] if len(of.before) > 1 else [])}
    assert not list(differing(of, book))
    assert not differing_rows(book["Daten"], of.tidy)


def recalculated(office: Office, data: bytes, folder: Path) -> Workbook:
    """Return what LibreOffice calculates; of what is stored beside the formulas nothing is left."""
    path = folder / "bericht.xlsx"
    path.write_bytes(without_stored(data))
    with office.open(path) as document:
        document.calculate_all()
        saved = document.save_xlsx(folder / "gerechnet.xlsx")
    return load_workbook(saved, data_only=True)


def without_stored(data: bytes) -> bytes:
    """Return the workbook with something wrong beside every formula."""
    book = load_workbook(BytesIO(data))
    return spoiled(data, {
        page.title: [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"] for page in book
    })  # fmt: skip


def differing(of: World, book: Workbook) -> Iterator[tuple[str, str, object, object]]:
    """Yield sheet, address, what is shown and what the table gives: for every figure that a reader sees, and no other cell."""
    told = _expected(of, book)
    assert set(book.sheetnames) - LEFT_TO_OTHERS == {*told, "Daten"}
    for sheet, expected in told.items():
        shown = dict(figures(book[sheet]))
        for address in sorted({*shown, *expected}):
            if not alike(shown.get(address, book[sheet][address].value), expected.get(address)):
                yield sheet, address, book[sheet][address].value, expected.get(address, "no such figure")
    if of.before and (said := list(_changes_said(book["Überblick"]))) != (given := _changes(of)):
        yield "Überblick", "changes", said, given


def alike(shown: object, expected: Shown | None) -> bool:
    if isinstance(expected, int | float):
        return isinstance(shown, int | float) and shown == pytest.approx(expected, rel=1e-9, abs=1e-9)
    return shown == expected


def figures(page: Worksheet) -> Iterator[tuple[str, object]]:
    """Yield the numbers and signs of the columns that are not hidden."""
    for row in page.iter_rows():
        for cell in row:
            if (isinstance(cell.value, int | float) or cell.value in SIGNS) and not _is_hidden(
                page, cell.column_letter
            ):
                yield cell.coordinate, cell.value


def _is_hidden(page: Worksheet, letter: str) -> bool:
    at = column_index_from_string(letter)
    return any(one.hidden and one.min <= at <= one.max for one in page.column_dimensions.values())


def _expected(of: World, book: Workbook) -> dict[str, dict[str, Shown]]:
    """Return what each sheet must show, by address."""
    now, before = Told(of.tidy, of.orte), [Told(table) for table in of.before]
    writers = {
        "Karte": sheets.karte, "Regionsprofil": sheets.profil, "Regionen": sheets.regionen, "Orte": sheets.orte,
        "Überblick": sheets.ueberblick, **dict.fromkeys(sheets.SUBJECTS, sheets.subject),
    }  # fmt: skip
    found = {name: dict(write(book[name], now)) for name, write in writers.items()}
    found["Überblick"] |= dict(_who_is_missing(book["Überblick"], of))
    found["Karte"] |= dict(_limits(book["Karte"]))
    found["Vorjahr"] = dict(years.vorjahr(book["Vorjahr"], now, before[-1]))
    if len(before) > 1:
        found["Zeitreihe"] = dict(years.zeitreihe(book["Zeitreihe"], now, before))
    return found


def _who_is_missing(page: Worksheet, of: World) -> sheets.Cells:
    """What became of those who must report: the table knows who was accepted or rejected, the recipe which files are cut off."""
    awaited = {number for number, _ in of.orte}
    accepted, rejected = (
        awaited & set(of.tidy["le"][of.tidy.status == one]) for one in ("angenommen", "zurueckgewiesen")
    )
    counts = {
        "müssen berichten": awaited, "davon angenommen": accepted, "davon zurückgewiesen": rejected - accepted,
        "davon widersprüchlich": (), "davon unlesbar": of.unreadable,
        "davon ohne Rücklauf": awaited - accepted - rejected - of.unreadable,
    }  # fmt: skip
    for row in page.iter_rows(max_col=2):
        if row[0].value in counts:
            yield row[1].coordinate, float(len(counts[str(row[0].value)]))


def _limits(page: Worksheet) -> sheets.Cells:
    """Where the classes of a map begin is no figure of a region; `test_tiles.py` holds that."""
    for row in page.iter_rows(min_row=4, min_col=23, max_col=27):
        yield from ((cell.coordinate, cell.value) for cell in row if isinstance(cell.value, int | float))


def _changes(of: World) -> list[str]:
    return years.changed(Told(of.tidy, of.orte), Told(of.before[-1]))


def _changes_said(page: Worksheet) -> Iterator[str]:
    for row in range(5, 10):
        if "von" in (text := str(page.cell(row, 9).value)):
            yield text.rpartition(" (")[0]


def differing_rows(page: Worksheet, tidy: pandas.DataFrame) -> list[tuple[object, ...]]:
    """Return the rows that only one of „Daten“ and the tidy table has; what is about a person is in the table alone."""
    heads, *rows = page.iter_rows(min_row=3, values_only=True)
    shown = {tuple(_text(value) for value in row) for row in rows}
    personal = tidy.feld.str.match(r"kontakt\.(name|telefon|mail)|deckblatt\.ausgefuellt_von")
    given = {
        tuple(_text(value) for value in row) for row in tidy[list(map(str, heads))][~personal].itertuples(index=False)
    }
    return sorted(shown ^ given)


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and pandas.isna(value)):
        return ""
    text = str(value)
    return f"{float(text.replace(',', '.')):.4f}" if re.fullmatch(r"-?[1-9]\d*([.,]\d+)?|0([.,]\d+)?", text) else text


@pytest.mark.usefixtures("both_versions")
def test_one_wrong_number_is_seen_on_every_sheet_that_it_goes_into(office: Office, tmp_path: Path) -> None:
    """One person more at one Ort: the test above tells of each sheet that it is red."""
    of = world(replace(RECIPES["small"], earlier=2), tmp_path)
    data = report_bytes(of.consolidation, today=TODAY, earlier=of.earlier)
    page = load_workbook(BytesIO(data))["Orte"]
    head = next(
        cell for cell in page[3] if str(cell.value).startswith("Anzahl der leistungsberechtigten Personen: Aus eigener")
    )
    first = page.cell(4, head.column)
    wrong = recalculated(office, set_cells(data, {"Orte": {first.coordinate: first.value + 1}}), tmp_path)
    assert {sheet for sheet, *_ in differing(of, wrong)} == {
        "Überblick", "Karte", "Regionen", "Alter", "Personal", "Vorjahr", "Zeitreihe", "Orte", "Regionsprofil",
    }  # fmt: skip


@pytest.mark.usefixtures("both_versions")
def test_dropdowns_lead_to_the_same_figures_and_signs(office: Office, tmp_path: Path) -> None:
    """Returns of two versions: the profile of every Kreis and the map of every figure, signs for what not both of them ask included."""
    of = world(RECIPES["gaps"], tmp_path)
    now, data = Told(of.tidy, of.orte), report_bytes(of.consolidation, today=TODAY, earlier=of.earlier)
    page = load_workbook(BytesIO(data))["Regionsprofil"]
    path = tmp_path / "bericht.xlsx"
    path.write_bytes(without_stored(data))
    signs = set()
    with office.open(path) as document:
        for one in (row[0].value for row in page["K1:K27"]):
            document.paste("Regionsprofil", "B2", one)
            document.calculate_all()
            signs |= set(_differs_not(document, "Regionsprofil", dict(sheets.profil(page, now, one[:5])), "ABCDEFGHIJ"))
        for name in LEADING:
            assert document.type_text("Karte", "B4", name).ok
            document.calculate_all()
            signs |= set(_differs_not(document, "Karte", dict(sheets.kacheln(now, name)), "ABCDE"))
    assert signs >= set(SIGNS)


def _differs_not(document: Document, sheet: str, expected: dict[str, Shown], letters: str) -> Iterator[object]:
    """Hold the numbers and signs in some columns against what they must be; yield them."""
    cells = {
        address: cell.value
        for address, cell in document.cells(sheet)[sheet].items()
        if address.rstrip("0123456789") in letters
    }
    shown = {address: value for address, value in cells.items() if isinstance(value, float) or value in SIGNS}
    found = {address: cells.get(address) for address in {*shown, *expected}}
    assert not {
        address: (value, expected.get(address))
        for address, value in found.items()
        if not alike(value, expected.get(address))
    }
    yield from shown.values()
