"""The sheet „Karte“: each choice shows what is published, coloured by its class; without formulas there is a map for each indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from rv2xl.forms.dokumentation.kennzahlen import LEITEND
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.published import Internal
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.regional.sheets.map_sheet import NAME, write_map
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.regional.tiles import Tile, legend, scale_of, tiles
from rv2xl.reports.workbook.report_book import ReportBook
from rv2xl.reports.workbook.shades import CLASSES, HATCH
from tests.differential.engines import Engine, Shown
from tests.unit.reports.folder import TODAY, usual
from tests.unit.reports.workbook import opened, table

CHOICE, FIRST = "B4", 5
BELOW = 17
"""So many rows further down is the next map, where each indicator has its own."""
GROUNDS = {ground.removeprefix("#"): number for number, (ground, _) in enumerate(CLASSES, 1)}
ELSE = (None, "Haare")
FORMATS = {"personen": "#,##0", "je_fachkraft": "#,##0.0"}


@cache
def published() -> Internal:
    return Internal(usual(), figures_of(usual()))


@cache
def report() -> bytes:
    return report_bytes(usual(), today=TODAY)


@cache
def static() -> bytes:
    book = ReportBook("Regionalbericht", "Anlage 2")
    write_map(RegionalBook(book, published()))
    return book.finished()


def cells(tile: Tile, below: int = 0) -> tuple[str, str]:
    """Where a tile's name and its figure stand."""
    letter, row = get_column_letter(tile.column), FIRST + 2 * (tile.row - 1) + below
    return f"{letter}{row}", f"{letter}{row + 1}"


def stored(tile: Tile, indicator: Indicator) -> Any:
    value = published().figure(published().row(tile.key), indicator).stored
    return value if isinstance(value, str) else pytest.approx(float(value))


@cache
def ruled() -> tuple[bytes, dict[str, list[tuple[str, Any]]]]:
    """The report with the rules of the map as formulas in a corner of the sheet; for each cell of the map the cells that say whether a
    rule holds, and the rules, as they follow one another."""
    book = load_workbook(BytesIO(report()))
    page = book[NAME]
    corner = iter(f"CA{row}" for row in range(1, 100_000))
    found: dict[str, list[tuple[str, Any]]] = {}
    for entry in page.conditional_formatting:
        areas = str(entry.sqref).split()
        if len(areas) != 7:
            continue
        for cell in (cell.coordinate for area in areas for line in page[area] for cell in line):
            for rule in sorted(entry.rules, key=lambda rule: rule.priority):
                place = next(corner)
                rule_there = Translator(f"={rule.formula[0]}", origin=areas[0].split(":")[0])
                page[place] = rule_there.translate_formula(cell)
                found.setdefault(cell, []).append((place, rule))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue(), found


@cache
def chosen() -> dict[str, dict[str, Shown]]:
    """What the formulas of the sheet give when an indicator is chosen, by its name."""
    with Engine(ruled()[0]) as engine:
        found = {}
        for name in (*(one.name for one in LEITEND), *ELSE):
            engine.put(NAME, 3, 1, name)
            found[name or ""] = engine.values()[NAME]
        return found


def holding(cell: str, name: str) -> Any:
    """The look of the first rule that holds for a cell."""
    return next((rule.dxf for place, rule in ruled()[1][cell] if chosen()[name][place] is True), None)


@pytest.mark.parametrize("indicator", LEITEND, ids=lambda one: one.id)
def test_a_choice_shows_what_is_published(indicator: Indicator) -> None:
    values = chosen()[indicator.name]
    scale = scale_of(published(), indicator)
    for tile in tiles(published(), indicator):
        name, figure = cells(tile)
        assert values[figure] == stored(tile, indicator), tile
        for cell in (name, figure):
            look = holding(cell, indicator.name)
            ground = look.fill.bgColor.rgb[2:]
            assert (look.fill.patternType == "lightUp") == tile.hatched
            assert GROUNDS.get(ground) == tile.number, tile
            if not tile.hatched:
                assert look.numFmt.formatCode.split(";")[0] == FORMATS.get(indicator.id, "0.0 %")
    shown = [str(values[f"G{row}"] or "") for row in range(4, 10)]
    assert shown == [f"Legende: {indicator.name}", *scale.words, *[""] * (5 - len(scale.words))]


@pytest.mark.parametrize("name", ELSE)
def test_what_is_no_choice_shows_the_default(name: str | None) -> None:
    first = LEITEND[0]
    for tile in tiles(published(), first):
        _, figure = cells(tile)
        assert chosen()[name or ""][figure] == stored(tile, first)
        assert holding(figure, name or "") == holding(figure, first.name)
    assert chosen()[name or ""]["G4"] == f"Legende: {first.name}"


def test_an_empty_place_of_the_map_has_no_colour() -> None:
    placed = {cell for tile in tiles(published(), LEITEND[0]) for cell in cells(tile)}
    empty = {f"{letter}{row}" for letter in "ABCDE" for row in range(5, 19)} - placed
    assert len(empty) == 18
    assert not [cell for cell in empty if holding(cell, LEITEND[0].name) is not None]


def test_the_default_is_stored_and_says_so() -> None:
    page = opened(report())[NAME]
    first = LEITEND[0]
    for tile in tiles(published(), first):
        name, figure = (page[cell].value for cell in cells(tile))
        assert name == f"{tile.short} {tile.mark}".strip()
        assert figure == stored(tile, first)
    assert page[CHOICE].value == first.name
    assert f"In der geschützten Ansicht zeigt die Karte „{first.name}“" in page["A3"].value
    (choice,) = page.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("B4:C4", f'"{",".join(one.name for one in LEITEND)}"')


@pytest.mark.parametrize("data", [report, static])
def test_the_table_beside_the_map_has_all_figures(data: Any) -> None:
    rows = table(opened(data()), NAME)
    assert [row["Schlüssel"] for row in rows] == [row.key for row in published().rows]
    for line, row in zip(rows, published().rows, strict=True):
        for one in LEITEND:
            value = published().figure(row, one).stored
            assert line[one.name] == (value if isinstance(value, str) else pytest.approx(float(value)))
    assert next(row["Orte gemeldet"] for row in rows if row["Schlüssel"] == "06633") == "1 von 2 Orten (p)"


def test_without_formulas_each_indicator_has_its_map() -> None:
    page = opened(static())[NAME]
    for number, one in enumerate(LEITEND):
        below = number * BELOW
        assert page[f"A{4 + below}"].value == one.label
        for tile in tiles(published(), one):
            name, figure = (page[cell] for cell in cells(tile, below))
            assert name.value == f"{tile.short} {tile.mark}".strip()
            assert figure.value == stored(tile, one)
            for cell in (name, figure):
                assert grounds(cell) == {tile.number}
        entries = list(legend(scale_of(published(), one)))
        legends = [page[f"G{row + below}"] for row in range(5, 5 + len(entries))]
        assert [(cell.value, grounds(cell)) for cell in legends] == [(entry.words, {entry.number}) for entry in entries]
        assert page[f"A{19 + below}"].value == f"{one.name}: {one.words}"
    assert page.print_area.endswith("$A$1:$G$87")
    assert [mark.id for mark in page.row_breaks.brk] == [20, 37, 54, 71]


def grounds(cell: Any) -> set[int | None]:
    """The class that a cell is coloured as; None for a hatched one."""
    if cell.fill.patternType == "lightUp":
        return {None} if cell.fill.fgColor.rgb[2:] == HATCH[0].removeprefix("#") else set()
    return {GROUNDS[cell.fill.fgColor.rgb[2:]]}


def test_without_formulas_there_is_nothing_live() -> None:
    with ZipFile(BytesIO(static())) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert not re.search("<f>|<conditionalFormatting|<dataValidation", sheet)


def test_the_map_prints_on_one_page() -> None:
    page = opened(report())[NAME]
    assert page.print_area.endswith("$A$1:$G$23")
    assert not page.row_breaks.brk
    assert page.page_setup.scale is not None
    assert 90 <= page.page_setup.scale <= 130


def test_names_fit_into_their_tiles() -> None:
    """No row is higher than one line needs, so that the map stands on one screen."""
    page = opened(report())[NAME]
    assert {row: page.row_dimensions[row].height for row in range(4, 19)} == dict.fromkeys(range(4, 19), 17.25)


def texts_of(page: Any) -> Iterator[str]:
    return (cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str))


def test_no_tile_is_forgotten() -> None:
    page = opened(report())[NAME]
    names = {text.removesuffix(" p") for text in texts_of(page)}
    assert {tile.short for tile in tiles(published(), LEITEND[0])} <= names
