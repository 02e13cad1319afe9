"""The page: the figures of the workbook in tables, signs with their reason, and nothing of a return that a browser takes for its own."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from lxml import html

from rv2xl.reports.page.page import PageHead, page_of
from rv2xl.reports.regional.figures import Figures, figures_of
from rv2xl.reports.regional.published import Internal
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.workbook.title_sheet import INTERNAL, TitlePage
from tests.unit.reports.folder import FORM, TODAY, YEAR, usual
from tests.unit.reports.workbook import opened, table

TITLE = TitlePage(
    title="Regionalbericht", words="Worum es geht.", edition=INTERNAL, form=FORM, year=YEAR, day=TODAY, register=usual().register
)  # fmt: skip
HEAD = PageHead(
    TITLE, ("Ein <b>Hinweis</b>.",), ("Odenwaldkreis – Personen: von 98 auf 155 (+57; +58 %)",), ("Werkstatt <7>",)
)
SHEETS = {"alter": "Alter", "personal": "Personal", "leistungen": "Leistungen", "fragen": "Strukturfragen"}


@cache
def figures() -> Figures:
    return figures_of(usual())


@cache
def page() -> bytes:
    return page_of(Internal(usual(), figures()), HEAD)


def tree() -> Any:
    return html.document_fromstring(page().decode())


def rows(section: str) -> list[list[str]]:
    (found,) = tree().xpath(f'//section[@id="{section}"]//table')
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("th|td")] for row in found.xpath(".//tr")]


def written(value: object, heading: str) -> str:
    """A cell of the workbook as a German reads it; the numbers have the decimals that the sheet's number formats show."""
    if not isinstance(value, int | float):
        return str(value)
    if "je " in heading:
        return f"{value:,.1f}".translate(str.maketrans(",.", ".,"))
    if heading in {"56 und älter", "Erbracht ÷ bewilligt"} or re.match(r"\d+\. ", heading):
        return f"{value * 100:,.1f} %".translate(str.maketrans(",.", ".,"))
    if value == 0:
        return "–"
    people = heading.endswith("Jahre") or heading == "Personen"
    return f"{value:,.{0 if people else 2}f}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize("section", SHEETS)
def test_tables_show_what_the_sheets_show(section: str) -> None:
    heads, *shown = rows(section)
    of_sheet = table(opened(report_bytes(usual(), today=TODAY)), SHEETS[section])
    assert heads == list(of_sheet[0])
    expected = [[written(value, heading) for heading, value in row.items()] for row in of_sheet]
    halves = [
        (one, other)
        for line, wanted in zip(shown, expected, strict=True)
        for one, other in zip(line, wanted, strict=True)
    ]
    assert [pair for pair in halves if pair[0] != pair[1]] == []


def test_every_cell_of_a_table_belongs_to_a_head_and_a_region() -> None:
    for found in tree().xpath("//table"):
        assert found.xpath("caption")
        assert {len(row.xpath("th|td")) for row in found.xpath(".//tr")} == {
            len(found.xpath("thead/tr/th[@scope='col']"))
        }
        assert all(len(row.xpath("th[@scope='row']")) == 1 for row in found.xpath("tbody/tr"))


def test_signs_say_why_there_is_no_figure() -> None:
    assert {(one.text, one.get("title")) for one in tree().xpath("//abbr")} == {
        ("…", "noch kein Ort hat gemeldet"),
        ("x", "die Bezugsgröße ist 0"),
    }


def test_every_link_leads_somewhere_on_the_page_and_nothing_is_fetched() -> None:
    names = set(tree().xpath("//@id"))
    assert {link.removeprefix("#") for link in tree().xpath("//a/@href")} <= names
    assert len(names) == len(tree().xpath("//@id"))
    text = page().decode()
    assert not re.search(r"<script|https?://|\bsrc=|@import|url\((?!#)", text)


def test_pictures_have_a_title_and_bars_as_long_as_their_figures() -> None:
    for picture in tree().xpath("//figure[not(@class)]/svg"):
        named = [picture.xpath(f"*[@id='{name}']")[0].text for name in picture.get("aria-labelledby").split()]
        assert named[0]
        assert named[1] == "Balkendiagramm. Die Zahlen stehen in der Tabelle darüber."
    (ages,) = tree().xpath('//section[@id="alter"]//figure/svg')
    told = {one.xpath("title")[0].text: float(one.get("width")) for one in ages.xpath("rect")}
    assert told["Stadt Darmstadt, 31–40 Jahre: 28"] == pytest.approx(620 * 28 / 39, abs=0.1)
    assert told["Stadt Darmstadt, 61–65 Jahre: 11"] == pytest.approx(620 * 11 / 39, abs=0.1)


def test_maps_show_every_kreis_with_its_figure_and_its_class() -> None:
    figures_of_kreise = {row[1]: row[3] for row in rows("kennzahlen")[1:] if len(row[0]) == 5}
    people, *others = tree().xpath('//figure[@class="karte"]')
    assert len(others) == 4
    told = dict(one.xpath("title")[0].text.removesuffix(" p").split(": ") for one in people.xpath("svg/g"))
    assert told == figures_of_kreise
    grounds = {
        one.xpath("title")[0].text.split(":")[0]: one.xpath("rect")[0].get("fill") for one in people.xpath("svg/g")
    }
    assert grounds["Odenwaldkreis"] == "#2F7193"
    assert grounds["Landkreis Offenbach"].startswith("url(#schraffur")
    words = [" ".join(one.text_content().split()) for one in people.xpath("ul/li")]
    assert words[-1] == "kein Wert, ein Zeichen steht dafür"


def test_what_comes_from_outside_is_a_text() -> None:
    assert "Ein &lt;b&gt;Hinweis&lt;/b&gt;." in page().decode()
    assert "Werkstatt &lt;7&gt;" in page().decode()
    said = " ".join(tree().xpath("//header")[0].text_content().split())
    assert "Interne Ausgabe: Sie enthält genaue Zahlen" in said
    assert "01.04.2026" in said


def test_equal_calls_give_equal_bytes() -> None:
    assert page() == page_of(Internal(usual(), figures_of(usual())), replace(HEAD))
