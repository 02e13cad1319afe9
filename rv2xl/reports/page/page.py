"""Writes the page from one template: head, contents, tables and pictures. What comes from returns is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rv2xl.reports.page.bars import BAR, LABEL, TOP, WIDTH, chart
from rv2xl.reports.page.maps import GRID as MAP_GRID
from rv2xl.reports.page.maps import maps
from rv2xl.reports.page.tables import sums, table
from rv2xl.reports.regional.figures import Level
from rv2xl.reports.regional.published import Published, of_level
from rv2xl.reports.workbook.signs import Sign
from rv2xl.reports.workbook.title_sheet import TitlePage, facts
from rv2xl.resources import resource

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATE = "regionalbericht.html.j2"
MARK = "rv2xl Regionalbericht"
"""What the page says made it: by that an earlier one is known again."""


@dataclass(frozen=True)
class PageHead:
    """What stands on top and at the end: what the report is, for whom and of which day, and sentences on what its figures do not contain.

    `changes` are the largest ones since the year before, None where there is none to compare with, and `uncompared` says why;
    `missing` tells who has not reported.
    """

    title: TitlePage
    notes: tuple[str, ...]
    changes: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()
    uncompared: str = "Ein Vorjahr ist nicht angegeben."


def page_of(published: Published, head: PageHead) -> bytes:
    """Return the page in UTF-8. Equal inputs give equal bytes."""
    consolidation, outline = published.consolidation, published.outline
    leading = of_level(published, Level.STATE, Level.BEZIRK)
    overview = table(published, "ueberblick", "Überblick", _OVERVIEW, outline.leading, leading)
    everywhere = table(published, "kennzahlen", "Kennzahlen der Kreise", _EVERYWHERE, outline.leading)
    subjects = [
        (table(published, subject.id, subject.name, subject.words, subject.indicators), chart(published, subject))
        for subject in outline.subjects
    ]
    text = environment(_TEMPLATE).get_template(_TEMPLATE).render(
        merkmal=MARK, angaben=list(facts(head.title)), jahr=consolidation.year, form=consolidation.form, kopf=head,
        zeichen=list(Sign), ueberblick=overview, kreise=everywhere,
        karten=maps(published), felder=MAP_GRID,
        gegenstaende=subjects, summen=list(sums(published)), masse={"label": LABEL, "width": WIDTH, "bar": BAR, "top": TOP},
    )  # fmt: skip
    return text.encode()


def environment(template: str) -> Environment:
    """Return the environment in which the template of a page is filled in: what comes from returns is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = resource(f"templates/{template}").parent
    return Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip


_OVERVIEW = "Hessen und die drei Regierungsbezirke: wie viele Menschen, wie voll, wie alt."
_EVERYWHERE = "Dieselben Kennzahlen für jeden Landkreis und jede kreisfreie Stadt, in der Reihenfolge der Schlüssel."
