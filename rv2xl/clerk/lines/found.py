"""„Befunde“: one line for each finding of each file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rv2xl.clerk.books.book import Cell, ColumnCells
from rv2xl.clerk.lines.places import Places
from rv2xl.clerk.lines.table import Gone, Key, TableLine, Values, WorkedTable, blocks, text_of
from rv2xl.clerk.sheets import Head
from rv2xl.model.finding import Severity
from rv2xl.model.foreign_text import shown_name
from rv2xl.model.wording import german_number
from rv2xl.reports.findings_sheet import gravest_first, shown_message
from rv2xl.reports.replies import File, common_folder

GONE = "entfallen"
"""The severity of a finding that is no longer there, and beside which the clerk has typed something."""
_KEY = (Head.DATEI, Head.CODE, Head.BLATT, Head.ZELLEN, Head.BEFUND)


def finding_blocks(worked: WorkedTable, files: Sequence[File], places: Places) -> list[ColumnCells]:
    """Return the cells that bring the table up to what was found."""
    return blocks(worked, key_of, _most(_rows(files, places), worked.table.most), Gone(Head.SCHWERE, GONE))


def key_of(row: Values) -> Key:
    """A finding is known by its file, its code, its place and its words."""
    return tuple(text_of(row[head]) for head in _KEY)


def _most(rows: Iterator[Values], most: int) -> list[TableLine]:
    """Return as many lines as a clerk can use; one at the end counts the others."""
    lines = [_line(row) for row in islice(rows, most - 1)]
    rest = sum(1 for _ in rows)
    if rest:
        text = f"{german_number(rest)} weitere Befunde sind hier nicht aufgeführt; „rv2xl check“ nennt alle."
        nothing: dict[str, Cell] = dict.fromkeys(_KEY)
        lines.append(_line(nothing | {Head.SCHWERE: Severity.HINWEIS.value, Head.BEFUND: text}))
    return lines


def _line(row: Values) -> TableLine:
    return TableLine((key_of(row),), lambda there: row)


def _rows(files: Sequence[File], places: Places) -> Iterator[Values]:
    """Yield the cells of each finding, of each file the gravest first."""
    folder = common_folder(files)
    for file in files:
        for found, _ in gravest_first(file):
            yield {
                Head.NUMMER: file.sender, Head.DATEI: places.name_of(file.entry.file), Head.SCHWERE: found.severity.value,
                Head.BLATT: None if found.sheet is None else shown_name(found.sheet), Head.ZELLEN: ", ".join(found.cells),
                Head.OEFFNEN: places.link(file.entry.file, found), Head.BEFUND: shown_message(found, folder), Head.ABHILFE: found.remedy,
                Head.CODE: found.code, Head.FUNDSTELLE: found.source,
            }  # fmt: skip
