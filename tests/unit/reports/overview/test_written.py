"""Workbook and page of an overview: the same cells, the words of the agreement, nothing behind what is published."""

from __future__ import annotations

import tomllib
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree, html
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from rv2xl.recht.law import recht
from rv2xl.reports.overview.meldungen import GIVEN, Meldungen, Told, forms_told
from rv2xl.reports.overview.overview_book import book_bytes
from rv2xl.reports.overview.overview_page import page_bytes
from rv2xl.reports.overview.parts import Overview, shown_texts
from rv2xl.reports.regional.published import Edition
from tests.unit.reports.folder import YEAR, usual
from tests.unit.reports.overview.worlds import KREIS, as_earlier, overview, part

SHEETS = ["Titel", "Kennzahlen", "Leistungsträger", "Zeitreihe", "Meldungen", "Gremien", "Aufgaben", "Hinweise"]
VALUES = {"meldung_8c": (121, 70, 41, 10), "meldung_8d": (903, 701, 252)}


@cache
def full(edition: Edition) -> Overview:
    """All that can be in it."""
    told = [Meldungen(form, (Told(YEAR, VALUES[form.name], GIVEN),)) for form in forms_told()]
    return overview(usual(), edition, earlier=[as_earlier(usual(), YEAR - 1)], meldungen=told)


@cache
def empty() -> Overview:
    return overview(None)


OVERVIEWS = {"external": lambda: full(Edition.EXTERNAL), "internal": lambda: full(Edition.INTERNAL), "nothing": empty}


def opened(of: Overview) -> Workbook:
    return load_workbook(BytesIO(book_bytes(of, Edition.EXTERNAL)))


def page(of: Overview) -> Any:
    return html.document_fromstring(page_bytes(of).decode())


def as_read(cell: Any) -> str:
    """A cell of the workbook as a German reads it, by its number format."""
    value = cell.value
    if not isinstance(value, int | float):
        return str(value or "")
    format_ = cell.number_format
    if value == 0 and "–" in format_:
        return "–"
    shown = value * 100 if "%" in format_ else value
    decimals = len(format_.partition(";")[0].partition(".")[2].removesuffix("%").strip())
    return f"{shown:,.{decimals}f}".translate(str.maketrans(",.", ".,")) + (" %" if "%" in format_ else "")


def of_sheet(book: Workbook, name: str) -> list[list[str]]:
    return [[as_read(cell) for cell in row] for row in book[name].iter_rows(min_row=4)]


def of_page(found: Any) -> list[list[str]]:
    """The rows of a section's table with the name of their group in front, if it has any; the heads first."""
    rows, group = [], ""
    for row in found.xpath(".//tr"):
        cells = [cell.text_content() for cell in row.xpath("th|td")]
        if row.xpath('th[@scope="rowgroup"]'):
            group = cells[0]
        else:
            rows.append([group, *cells] if group else cells)
    return rows


@pytest.mark.parametrize("name", OVERVIEWS)
def test_page_and_workbook_have_the_same_cells(name: str) -> None:
    of = OVERVIEWS[name]()
    book, shown = opened(of), page(of)
    assert book.sheetnames == SHEETS
    for one in of.parts:
        (section,) = shown.xpath(f'//section[@id="{one.id}"]')
        heads, *rows = of_sheet(book, one.name)
        if one.rows:
            page_heads, *page_rows = of_page(section)
            assert (page_heads, page_rows) == (heads[one.naming :], rows)
        else:
            assert one.empty in section.text_content()
            assert [cell for row in rows for cell in row if cell] == [one.empty]
        said = "\n".join(filter(None, (str(book[one.name].cell(3, 1).value or ""),)))
        assert said.split("\n") == [*one.notes] or not one.notes
        assert all(note in section.text_content() for note in one.notes)


def test_every_cell_of_a_table_belongs_to_a_head_and_a_row() -> None:
    for found in page(full(Edition.EXTERNAL)).xpath("//table"):
        assert found.xpath("caption")
        heads = found.xpath(".//thead//th[@scope='col']")
        for row in found.xpath(".//tbody/tr[not(th[@scope='rowgroup'])]"):
            assert len(row.xpath("th|td")) == len(heads)
            assert row.xpath("th[@scope='row']")


def test_the_page_needs_nothing_from_elsewhere_and_no_script() -> None:
    text = page_bytes(full(Edition.EXTERNAL)).decode()
    assert "<script" not in text
    assert not [way for way in page(full(Edition.EXTERNAL)).xpath("//@href|//@src") if not way.startswith("#")]


def test_behind_the_published_workbook_is_nothing() -> None:
    data = book_bytes(full(Edition.EXTERNAL), Edition.EXTERNAL)
    package = ZipFile(BytesIO(data))
    sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in text or 'hidden="1"' in text for text in sheets)
    assert not [name for name in package.namelist() if "comment" in name or "externalLink" in name]
    told = {
        tag.tag.rpartition("}")[2]: tag.text for tag in etree.fromstring(package.read("docProps/core.xml")) if tag.text
    }
    assert told.keys() <= {"title", "language", "created", "modified"}
    assert (told["title"], told["language"]) == ("Regionalübersicht 2025 – 06437 Odenwaldkreis", "de-DE")


def test_equal_bytes() -> None:
    one, other = (book_bytes(overview(None), Edition.EXTERNAL) for _ in range(2))
    assert one == other
    assert page_bytes(empty()) == page_bytes(overview(None))


# ------------------------------------------------------------------------------------------------ the words of the agreement


def agreement() -> dict[str, Any]:
    return tomllib.loads(recht().joinpath("kooperation", f"{KREIS}.toml").read_text(encoding="utf-8"))


def test_the_bodies_stand_in_the_words_of_the_print() -> None:
    rows = [[cell.text for cell in row] for row in part(empty(), "Gremien").rows]
    assert [row[:4] for row in rows] == [
        [body[key] for key in ("name", "frequency", "lwv", "kreis")] for body in agreement()["body"]
    ]
    assert {row[-1] for row in rows} == {"Vereinbarung, Anlage 2"}
    assert "mindestens zwei Mal jährlich" in rows[0][4]
    notes = part(empty(), "Gremien").notes
    assert notes[0].startswith(
        "Nr. 9 der Vereinbarung: „Die Inhalte können in verschiedenen Kooperationszusammenhängen oder Gremien "
    )
    assert "2025: LWV Hessen, 2026: Odenwaldkreis" in notes[1]


def test_the_duties_are_a_checklist_with_words_and_place() -> None:
    rows = [[cell.text for cell in row] for row in part(empty(), "Aufgaben").rows]
    assert [row[0] for row in rows] == ["3", "7", "8 a", "8 e", "10", "11", "12"]
    words = {duty["nr"]: duty["words"] for duty in agreement()["duty"]}
    for nr, _, said, source, done, remark in rows[:-1]:
        assert (said, source, done, remark) == (f"„{words[nr]}“", f"Vereinbarung, Nr. {nr}", "☐", "")


def test_it_says_that_its_format_is_our_own() -> None:
    for of in (empty(), full(Edition.INTERNAL)):
        assert "Das landesweit festgelegte Format steht nicht in der Quelle" in of.title.words


def test_nothing_of_single_leistungserbringer_is_in_the_published_one() -> None:
    said = " ".join(shown_texts(full(Edition.EXTERNAL).parts))
    names = {usual().register.name_of(number) for number in usual().register.traeger}
    assert not [name for name in names if name in said]
    assert "Preise und Budgets einzelner Leistungserbringer" in said
