"""The overview as a page for the browser: the same parts, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rv2xl.reports.overview.parts import Cell, Overview, Part
from rv2xl.reports.page.page import environment
from rv2xl.reports.workbook.signs import Sign
from rv2xl.reports.workbook.title_sheet import facts

_TEMPLATE = "regionaluebersicht.html.j2"
MARK = "rv2xl Regionalübersicht"
"""What the page says made it: by that an earlier one is known again."""


def page_bytes(overview: Overview) -> bytes:
    """Return the page in UTF-8. Equal overviews give equal bytes."""
    text = environment(_TEMPLATE).get_template(_TEMPLATE).render(
        merkmal=MARK, titel=overview.title, angaben=list(facts(overview.title)), teile=overview.parts, gruppen=groups, zeichen=list(Sign)
    )  # fmt: skip
    return text.encode()


def groups(part: Part) -> Iterator[tuple[str, list[tuple[Cell, ...]]]]:
    """Yield the rows of a part by their group, without its name; of one that is not grouped all together, under no name."""
    if not part.grouped:
        yield "", list(part.rows)
        return
    for name, rows in groupby(part.rows, key=lambda row: row[0].text):
        yield name, [row[1:] for row in rows]
