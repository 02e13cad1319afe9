"""„Befunde“: one line for each finding of each file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from rv2xl.clerk.books.book import Block, Cell
from rv2xl.clerk.lines.places import Places
from rv2xl.clerk.lines.table import Gone, Key, Line, Values, WorkedTable, blocks, text_of
from rv2xl.clerk.sheets import Head
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.foreign_text import one_line, shown_name
from rv2xl.model.wording import german_number
from rv2xl.reports.replies import File, common_folder
from rv2xl.returns.messages import messages

GONE = "entfallen"
"""The severity of a finding that is no longer there, and beside which the clerk has typed something."""
_KEY = (Head.DATEI, Head.CODE, Head.BLATT, Head.ZELLEN, Head.BEFUND)


def finding_blocks(worked: WorkedTable, files: Sequence[File], places: Places) -> list[Block]:
    """Return the cells that bring the table up to what was found."""
    return blocks(worked, key_of, _most(_rows(files, places), worked.table.most), Gone(Head.SCHWERE, GONE))


def key_of(row: Values) -> Key:
    """A finding is known by its file, its code, its place and its words."""
    return tuple(text_of(row[head]) for head in _KEY)


def _most(rows: Iterator[Values], most: int) -> list[Line]:
    """Return as many lines as a clerk can use; one at the end counts the others."""
    lines = [_line(row) for row in islice(rows, most - 1)]
    rest = sum(1 for _ in rows)
    if rest:
        text = f"{german_number(rest)} weitere Befunde sind hier nicht aufgeführt; „rv2xl check“ nennt alle."
        nothing: dict[str, Cell] = dict.fromkeys(_KEY)
        lines.append(_line(nothing | {Head.SCHWERE: Severity.HINWEIS.value, Head.BEFUND: text}))
    return lines


def _line(row: Values) -> Line:
    return Line((key_of(row),), partial(_same, row))


def _same(row: Values, there: Values) -> Values:
    return row


def _rows(files: Sequence[File], places: Places) -> Iterator[Values]:
    """Yield the cells of each finding, of each file the gravest first."""
    folder, order = common_folder(files), list(Severity)
    for file in files:
        for found in sorted(_findings(file), key=lambda found: order.index(found.severity)):
            message = found.message.replace(f"„{folder}", "„") if folder else found.message
            yield {
                Head.NUMMER: file.sender, Head.DATEI: places.name_of(file.entry.file), Head.SCHWERE: found.severity.value,
                Head.BLATT: None if found.sheet is None else shown_name(found.sheet), Head.ZELLEN: ", ".join(found.cells),
                Head.OEFFNEN: places.link(file.entry.file, found), Head.BEFUND: one_line(message), Head.ABHILFE: found.remedy,
                Head.CODE: found.code, Head.FUNDSTELLE: found.source,
            }  # fmt: skip


def _findings(file: File) -> Iterator[Finding]:
    """Yield the findings of a file, what follows from another one behind it."""
    for message in messages(file.entry.returned, file.entry.findings):
        yield message.finding
        yield from message.following
