"""What „Vorjahr“, „Zeitreihe“ and the largest changes must show: two tidy tables held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.worksheet.worksheet import Worksheet

from tests.client.regional.sheets import Cells, table
from tests.client.regional.told import LEADING, SENSELESS, WITHOUT, Asked, Shown, Told, kreise

HANAU = {"06415", "06435"}


def comparable(now: Told, then: Told, area: str, asked: Asked) -> bool:
    """Tell whether a figure can be held against an earlier year: the same territory, whole years, asked in both, reported in both."""
    moved = area in HANAU and then.year < 2026 <= now.year
    flows = any(field.startswith(("bewilligt.", "erbracht.")) for field in (*asked.parts, *asked.over))
    return (
        area != WITHOUT
        and not moved
        and not (flows and 2023 in (now.year, then.year))
        and then.fields.issuperset((*asked.parts, *asked.over))
        and now.reported(area) > 0
        and then.reported(area) > 0
        and all(isinstance(told.figure(area, asked), float) for told in (now, then))
    )


def vorjahr(page: Worksheet, now: Told, then: Told) -> Cells:
    """„Vorjahr“: both years, the change and its share."""
    heads, rows = table(page)
    for row, area in zip(rows, now.areas, strict=True):
        for cell, head in zip(row[2:-1], heads[2:-1], strict=True):
            name = re.sub(rf" ({then.year}|{now.year})$|: Änderung( in %)?$", "", head)
            yield cell.coordinate, _compared(now, then, area, LEADING[name], head)


def _compared(now: Told, then: Told, area: str, asked: Asked, head: str) -> Shown:
    after = now.figure(area, asked)
    if head.endswith(f" {now.year}"):
        return after
    if not comparable(now, then, area, asked):
        return SENSELESS
    before = then.figure(area, asked)
    assert isinstance(after, float)
    assert isinstance(before, float)
    if head.endswith(f" {then.year}"):
        return before
    if head.endswith("Änderung"):
        return after - before
    return (after - before) / before if before else SENSELESS


def zeitreihe(page: Worksheet, now: Told, earlier: Sequence[Told]) -> Cells:
    """„Zeitreihe“: a row for each figure and region, a column for each year."""
    heads, rows = table(page)
    years = {str(told.year): told for told in (*earlier, now)}
    for row in rows:
        asked, area = LEADING[str(row[0].value)], str(row[1].value)
        for cell, head in zip(row[3:-1], heads[3:-1], strict=True):
            then = years[head]
            shown = then is now or comparable(now, then, area, asked)
            yield cell.coordinate, then.figure(area, asked) if shown else SENSELESS


def changed(now: Told, then: Told) -> list[str]:
    """Return the five largest changes as „Überblick“ says them: of Kreise with all their Orte, of people from ten on."""
    found = sorted(_changes(now, then), key=lambda one: (-one[0], one[1]))
    return [words for _, _, words in found[:5]]


def _changes(now: Told, then: Told) -> Iterator[tuple[float, str, str]]:
    names = {one.schluessel: _full_name(one.art, one.name) for one in kreise(now.year).itertuples()}
    for area in now.known:
        if now.coverage(area).endswith("(p)"):
            continue
        for name, asked in LEADING.items():
            if not comparable(now, then, area, asked):
                continue
            before, after = float(then.figure(area, asked)), float(now.figure(area, asked))
            if before != after and (asked.is_ratio or abs(after - before) >= 10):
                size = abs(after - before) / max(before, after)
                said = f"von {_written(asked, before)} auf {_written(asked, after)}"
                yield round(size, 12), area, f"{names[area]} – {name}: {said}"


def _full_name(art: str, name: str) -> str:
    """„Stadt Kassel“, „Landkreis Kassel“, „Odenwaldkreis“."""
    if art == "kreisfreie Stadt":
        return f"Stadt {name}"
    return name if name.endswith("kreis") or name.endswith("Kreis") else f"Landkreis {name}"


def _written(asked: Asked, value: float) -> str:
    shown = Decimal(repr(value * 100 if asked.points else value)).quantize(
        Decimal("0.1") if asked.is_ratio else Decimal(1), ROUND_HALF_UP
    )
    return f"{shown:,}".translate(str.maketrans(",.", ".,")) + (" %" if asked.points else "")
