"""Bar charts of the page as pictures made of rectangles: a bar for each region, or for each Kennzahl of Hessen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10

from rv2xl.model.definitions.indicator import Indicator, Subject
from rv2xl.model.wording import german_number
from rv2xl.reports.regional.figures import STATE_KEY, RegionRow
from rv2xl.reports.regional.published import Published
from rv2xl.reports.workbook.looks import shades

LABEL, WIDTH, BAR, GAP, TOP = 230, 620, 16, 7, 26
"""In pixels: the room of a bar's name, of the longest bar, the height of a bar, what is between two, and above the first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle: where it begins, how long it is, its shade, and what it says when pointed at; `line` counts those below each other."""

    x: float
    width: float
    shade: int
    told: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar or several of one name, one below the other; a sign stands where there is no figure."""

    name: str
    y: int
    pieces: tuple[Piece, ...]
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: its title, what is measured, the bars, lines to read them by, and a legend where there are several series."""

    id: str
    title: str
    axis: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    shades: tuple[str, ...]
    legend: tuple[str, ...]
    height: int


def chart(published: Published, subject: Subject) -> Chart:
    """Return the picture of a subject."""
    charted = [one for name in subject.charted for one in subject.indicators if one.id == name]
    if subject.of_state:
        state = published.row(STATE_KEY)
        named = [(one.name, [(state, one)]) for one in charted]
        shown, legend = shades(1), tuple[str, ...]()
    else:
        named = [(row.name, [(row, one) for one in charted]) for row in published.rows]
        shown = shades(len(charted))
        legend = tuple(one.name for one in charted) if len(charted) > 1 else ()
    most = Decimal(1) if subject.stacked else _most(published, named)
    lines = 1 if subject.stacked else max(len(series) for _, series in named)
    bars, y = [], TOP
    for name, series in named:
        pieces = tuple(_stacked(published, series) if subject.stacked else _beside(published, series, most))
        sign = "" if pieces else published.text(*series[0])
        bars.append(Bar(name, y, pieces, sign))
        y += lines * BAR + GAP
    percent = subject.stacked or all(one.percent and one.is_ratio for one in charted)
    return Chart(
        subject.id, subject.chart_title, subject.axis, tuple(bars), tuple(_ticks(most, percent)), shown, legend, y + 4
    )


Series = list[tuple[RegionRow, Indicator]]


def _most(published: Published, named: list[tuple[str, Series]]) -> Decimal:
    """Return a round number that no figure exceeds."""
    values = [published.figure(*entry).value for _, series in named for entry in series]
    most = max((Decimal(value) for value in values if value is not None), default=Decimal(1)) or Decimal(1)
    step = Decimal(10) ** floor(log10(most))
    return next(
        step * factor / 10 for factor in (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100) if step * factor / 10 >= most
    )


def _stacked(published: Published, series: Series) -> Iterator[Piece]:
    values = [published.figure(*entry).value or Decimal(0) for entry in series]
    whole, x = sum(values, Decimal(0)), Decimal(0)
    for number, ((row, one), value) in enumerate(zip(series, values, strict=True)):
        if value:
            width = Decimal(value) / whole * WIDTH
            yield Piece(
                round(float(x), 1),
                round(float(width), 1),
                number,
                f"{row.name}, {one.name}: {published.text(row, one)}",
            )
            x += width


def _beside(published: Published, series: Series, most: Decimal) -> Iterator[Piece]:
    for number, (row, one) in enumerate(series):
        value = published.figure(row, one).value
        if value is not None:
            told = f"{row.name}, {one.name}: {published.text(row, one)}"
            yield Piece(0.0, round(float(Decimal(value) / most * WIDTH), 1), number, told, number)


def _ticks(most: Decimal, percent: bool) -> Iterator[tuple[float, str]]:
    for step in range(6):
        value = most * step / 5
        text = german_number(value * 100, 0) + " %" if percent else german_number(value, 0 if most >= 5 else 1)
        yield round(float(value / most * WIDTH), 1), text
