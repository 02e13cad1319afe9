"""Page and workbook of one edition show the same: each figure and each sign of each region, in tables, on maps, in pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pytest
from lxml import html
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from rv2xl.reports.page.report_page import page_bytes
from rv2xl.reports.regional.published import Edition
from rv2xl.reports.regional.report import report_bytes
from rv2xl.returns.consolidate import Consolidation
from tests.unit.reports.external.worlds import STATE, world
from tests.unit.reports.folder import TODAY, usual
from tests.unit.reports.workbook import opened

SUBJECTS = {
    "alter": "Alter",
    "personal": "Personal",
    "leistungen": "Leistungen",
    "fragen": "Strukturfragen",
    "kennzahlen": "Karte",
}
"""Sections of the page, and the sheets with the same tables."""
KEYS = {"Hessen": "06", "Darmstadt": "064", "Gießen": "065", "Kassel": "066"}


def state() -> Consolidation:
    return world(3, STATE)


class Both:
    """Page and workbook of one consolidation."""

    def __init__(self, of: Consolidation, edition: Edition) -> None:
        self.page: Any = html.document_fromstring(page_bytes(of, today=TODAY, edition=edition).decode())
        self.book: Workbook = opened(report_bytes(of, today=TODAY, edition=edition))

    def rows(self, place: str) -> tuple[list[str], dict[str, list[str]]]:
        """The heads of a table of the page and its rows by key."""
        (found,) = self.page.xpath(place)
        heads, *rows = (
            [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")] for row in found.xpath(".//tr")
        )
        return heads[2:], {row[0]: row[2:] for row in rows}

    def cells(self, sheet: str) -> tuple[list[str], dict[str, list[Cell]]]:
        """The heads of a sheet's table and its rows of cells by key."""
        page = self.book[sheet]
        (area,) = [one.ref for one in page.tables.values()]
        heads, *rows = page[area]
        return [str(cell.value) for cell in heads][2:], {str(row[0].value): list(row)[2:] for row in rows}


@cache
def both(of: Callable[[], Consolidation], edition: Edition) -> Both:
    return Both(of(), edition)


editions = pytest.mark.parametrize("edition", Edition)
worlds = pytest.mark.parametrize("of", [usual, state])


def shows(text: str, cell: Cell) -> bool:
    """Whether a text of the page is what a reader sees in a cell: the sign, or the number with as many decimals as the page has."""
    if isinstance(cell.value, str):
        return text == cell.value
    if text == "–":
        return cell.value == 0 and "–" in cell.number_format
    if not (found := re.fullmatch(r"(-?[\d.]+(?:,(\d+))?)( %)?", text)) or not isinstance(cell.value, int | float):
        return False
    number, decimals, percent = (
        Decimal(found[1].replace(".", "").replace(",", ".")),
        len(found[2] or ""),
        bool(found[3]),
    )
    value = Decimal(repr(cell.value)) * (100 if percent else 1)
    dashed = number == 0 and "–" in cell.number_format
    return (
        value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) == number
        and percent == ("%" in cell.number_format)
        and not dashed
    )


def differing(texts: dict[str, list[str]], cells: dict[str, list[Cell]]) -> Iterator[tuple[str, str, object]]:
    assert texts.keys() == cells.keys()
    for key, row in texts.items():
        for text, cell in zip(row, cells[key], strict=True):
            if not shows(text, cell):
                yield key, text, cell.value


@worlds
@editions
@pytest.mark.parametrize("section", SUBJECTS)
def test_tables(of: Callable[[], Consolidation], edition: Edition, section: str) -> None:
    one = both(of, edition)
    heads, texts = one.rows(f'//section[@id="{section}"]//table')
    heads_there, cells = one.cells(SUBJECTS[section])
    assert heads == heads_there
    assert not list(differing(texts, cells))


@worlds
@editions
def test_overview(of: Callable[[], Consolidation], edition: Edition) -> None:
    one = both(of, edition)
    _, texts = one.rows('//section[@id="ueberblick"]//table')
    lines = {str(row[0].value): list(row) for row in one.book["Überblick"].iter_rows(min_row=5, max_row=9, max_col=7)}
    cells = {KEYS[name]: row[2:] for name, row in lines.items() if name in KEYS}
    assert not list(differing({key: row[1:] for key, row in texts.items()}, cells))


def test_what_changed_is_not_in_the_edition_for_publication() -> None:
    """Nobody forgot to give a year."""
    one = both(usual, Edition.EXTERNAL)
    said = [found.text_content() for found in one.page.xpath('//section[@id="ueberblick"]/p')][-1]
    assert said == one.book["Überblick"]["I5"].value == "In dieser Ausgabe nicht enthalten."


@worlds
@editions
def test_sums(of: Callable[[], Consolidation], edition: Edition) -> None:
    """The tables of sums, one behind the other, are the columns of „Regionen“; a region without an Ort stands there too."""
    one = both(of, edition)
    tables = one.page.xpath('//section[@id="summen"]//table')
    found = [one.rows(f'(//section[@id="summen"]//table)[{number}]')[1] for number in range(1, len(tables) + 1)]
    texts = {key: [text for rows in found for text in rows[key][1:]] for key in found[0]}
    page = one.book["Regionen"]
    last = next(cell.column for cell in page[4] if cell.value == "Hinweis") - 1
    cells = {
        str(row[0].value): list(row)[7:]
        for row in page.iter_rows(min_row=7, max_col=last)
        if str(row[0].value) in texts
    }
    assert not list(differing(texts, cells))


@worlds
@editions
def test_maps(of: Callable[[], Consolidation], edition: Edition) -> None:
    """Each tile says in words what the table of the workbook has."""
    one, compared = both(of, edition), 0
    heads, cells = one.cells("Karte")
    names = {
        str(row[1].value): str(row[0].value) for row in one.book["Karte"].iter_rows(min_row=4, min_col=9, max_col=10)
    }
    pictures = one.page.xpath('//section[@id="karten"]//*[local-name()="svg" and @role="img"]')
    for picture, at in zip(pictures, range(1, len(heads)), strict=True):
        for title in picture.xpath('.//*[local-name()="g"]/*[local-name()="title"]'):
            name, text = title.text_content().removesuffix(" p").split(": ")
            assert shows(text, cells[names[name]][at]), (name, heads[at])
            compared += 1
    assert compared == 26 * 5


@worlds
@editions
@pytest.mark.parametrize("section", [section for section in SUBJECTS if section != "kennzahlen"])
def test_pictures(of: Callable[[], Consolidation], edition: Edition, section: str) -> None:
    """A bar says what the table above it says, and there is none where a sign stands."""
    one = both(of, edition)
    heads, texts = one.rows(f'//section[@id="{section}"]//table')
    names = {
        row[1].text_content(): row[0].text_content() for row in one.page.xpath(f'//section[@id="{section}"]//tbody/tr')
    }
    told = [
        title.text_content()
        for title in one.page.xpath(f'//section[@id="{section}"]//*[local-name()="rect"]/*[local-name()="title"]')
    ]
    for said in told:
        (name,) = [name for name in names if said.startswith(f"{name}, ")]
        head, _, text = said.removeprefix(f"{name}, ").rpartition(": ")
        assert texts[names[name]][heads.index(head)] == text
    assert told or edition is Edition.EXTERNAL
    drawn = {said.rpartition(": ")[2] for said in told}
    assert not drawn & {".", "…", "x"}
