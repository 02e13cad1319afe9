"""What an overview consists of: parts, each with one table. Workbook and page are both made of it, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rv2xl.model.definitions.field import Type
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.wording import german_number
from rv2xl.reports.regional.figures import Level, RegionRow
from rv2xl.reports.regional.published import Published
from rv2xl.reports.regional.sheets.regional_book import shown_figure
from rv2xl.reports.workbook.looks import NOUGHT, report_look
from rv2xl.reports.workbook.report_book import Figure, Head
from rv2xl.reports.workbook.signs import Sign
from rv2xl.reports.workbook.title_sheet import TitlePage


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is read; a `figure` says how a workbook has it, `why` of a sign why there is no number."""

    text: str
    figure: Figure | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet, or a section of the page: its name, the question that it answers, what must be known of it, and its table.

    The first column names a group of rows where the part is `grouped`; the next one names the row. Where there are no rows, `empty` says
    why.
    """

    id: str
    name: str
    words: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    grouped: bool = False
    empty: str = ""

    @property
    def naming(self) -> int:
        """The column that names the row."""
        return int(self.grouped)


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole: what stands on the title, and the parts in their order."""

    title: TitlePage
    parts: tuple[Part, ...]


def told(text: str) -> Cell:
    """Return a cell with a text."""
    return Cell(text)


def texts(*words: str) -> tuple[Cell, ...]:
    """Return a row of texts."""
    return tuple(map(told, words))


def of_region(published: Published, row: RegionRow, indicator: Indicator) -> Cell:
    """Return an indicator of a region, as its edition has it."""
    figure = shown_figure(published, row, indicator, Level.REGION)
    return Cell(published.text(row, indicator), figure, published.figure(row, indicator).reason)


def number(value: int, type_: Type, *, rounded: bool = False) -> Cell:
    """Return a count; 0 is „–“, but of a `rounded` one it is not exactly nothing."""
    text = german_number(value) if value or rounded else str(Sign.NOTHING)
    return Cell(text, Figure(None, Decimal(value), report_look(Level.REGION, type_) + (NOUGHT if rounded else "")))


def sign(what: Sign, why: str, look: str) -> Cell:
    """Return a sign in the place of a figure that would have this look."""
    return Cell(str(what), Figure(None, str(what), look), why)


def beside(text: str) -> Cell:
    """Return a text in a column of figures."""
    return Cell(text, Figure(None, text, f"{Level.REGION}.text"))


def shown_texts(parts: Iterable[Part]) -> tuple[str, ...]:
    """Return every text of some parts."""
    return tuple(
        text
        for part in parts
        for text in (
            part.name, part.words, *part.notes, *(head.text for head in part.heads), *(cell.text for row in part.rows for cell in row)
        )
    )  # fmt: skip
