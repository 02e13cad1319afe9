"""Writes the page from one template: head, contents, tables and pictures. What comes from returns is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rv2xl.reports.page.bars import BAR, LABEL, TOP, WIDTH, chart
from rv2xl.reports.page.tables import sums, table
from rv2xl.reports.regional.figures import Level
from rv2xl.reports.regional.published import Published, of_level
from rv2xl.reports.workbook.signs import Sign
from rv2xl.resources import resource

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATE = "regionalbericht.html.j2"


@dataclass(frozen=True)
class PageHead:
    """What stands on top: of which day the report is, who publishes it and who answers questions, one line each; what the edition is."""

    today: date
    publisher: tuple[str, ...]
    edition: str
    notes: tuple[str, ...]


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
    text = _environment().get_template(_TEMPLATE).render(
        jahr=consolidation.year, form=consolidation.form, kopf=head, zeichen=list(Sign), ueberblick=overview, kreise=everywhere,
        gegenstaende=subjects, summen=list(sums(published)), masse={"label": LABEL, "width": WIDTH, "bar": BAR, "top": TOP},
    )  # fmt: skip
    return text.encode()


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = resource(f"templates/{_TEMPLATE}").parent
    return Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip


_OVERVIEW = "Hessen und die drei Regierungsbezirke: wie viele Menschen, wie voll, wie alt."
_EVERYWHERE = "Dieselben Kennzahlen für jeden Landkreis und jede kreisfreie Stadt, in der Reihenfolge der Schlüssel."
