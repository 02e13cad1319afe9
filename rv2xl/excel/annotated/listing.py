"""The sheet „Rückmeldung“ as rows of texts: what it is, how to go on, and every finding with where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rv2xl.excel.addresses import quoted
from rv2xl.excel.annotated.wording import by_weight, counted, steps, where
from rv2xl.excel.looks import ROW_HEIGHT, text_height
from rv2xl.excel.rueckmeldung import COLUMNS, END, MARK, TITLE, weight
from rv2xl.model.finding import Finding
from rv2xl.model.foreign_text import one_line

WIDTHS = (6.0, 14.0, 34.0, 66.0, 56.0, 24.0)
"""Of the columns, in characters."""
_HEADS = ("Nr.", "Gewicht", "Blatt und Zellen", "Was nicht stimmt", "Was zu tun ist", "Kennung")
assert len(WIDTHS) == len(_HEADS) == COLUMNS


class ListCell(NamedTuple):
    """A text, how it looks, and the place in the workbook that it leads to."""

    text: str
    style: str
    target: str | None = None


class ListRow(NamedTuple):
    """A row with its height in points; `merged` if its one text goes over all columns."""

    cells: Sequence[ListCell]
    height: float
    merged: bool = False


class Listing(NamedTuple):
    """All rows, and the number of the one with the headings."""

    rows: Sequence[ListRow]
    head: int


def listing(
    findings: Sequence[Finding], tabs: Mapping[str, str] | None = None, correction: int | None = None
) -> Listing:
    """Return the rows of the list. `tabs` are the sheets that it can lead to, by name in the findings; None if it stands apart."""
    top = [
        _wide(TITLE, "title"),
        _wide(MARK, "note"),
        _wide(f"Gefunden: {counted(findings)}.", "label_bold"),
        ListRow((), ROW_HEIGHT / 2),
        _wide("So geht es weiter", "own_heading"),
        *(_wide(step, "text") for step in _numbered(steps(correction, apart=tabs is None))),
        ListRow((), ROW_HEIGHT / 2),
    ]
    head = _row([ListCell(text, "column_head") for text in _HEADS])
    lines = (_line(number, entry, tabs or {}) for number, entry in enumerate(by_weight(findings), 1))
    return Listing((*top, head, *lines, _wide(END, "note")), len(top))


def _numbered(texts: Sequence[str]) -> Iterator[str]:
    return (f"{number}. {text}" for number, text in enumerate(texts, 1)) if len(texts) > 1 else iter(texts)


def _line(number: int, entry: Finding, tabs: Mapping[str, str]) -> ListRow:
    target = None
    if entry.sheet is not None and entry.sheet in tabs:
        cell = entry.cells[0].partition(":")[0] if entry.cells else "A1"
        target = quoted(tabs[entry.sheet]) + cell
    place = ListCell(where(entry), "link_top" if target else "label_top", target)
    texts = (str(number), weight(entry.severity), one_line(entry.message), one_line(entry.remedy), entry.code)
    first, second, *rest = (ListCell(text, "label_top") for text in texts)
    return _row([first, second, place, *rest])


def _row(cells: Sequence[ListCell]) -> ListRow:
    heights = (text_height(cell.text, cell.style, width) for cell, width in zip(cells, WIDTHS, strict=True))
    return ListRow(cells, min(max(ROW_HEIGHT, *heights), _TALLEST))


def _wide(text: str, style: str) -> ListRow:
    return ListRow((ListCell(text, style),), max(ROW_HEIGHT, text_height(text, style, sum(WIDTHS))), merged=True)


_TALLEST = 400.0
"""Points that a row has at most; Excel takes 409."""
