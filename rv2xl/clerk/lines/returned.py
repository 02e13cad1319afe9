"""„Rücklauf“: one line for each file, and for each Leistungserbringer of whom there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from rv2xl.clerk.books.book import ColumnCells
from rv2xl.clerk.lines.answers import GONE, Answers
from rv2xl.clerk.lines.places import Places
from rv2xl.clerk.lines.table import Gone, Key, TableLine, Values, WorkedTable, blocks, text_of
from rv2xl.clerk.sheets import JA, Head
from rv2xl.model.finding import Severity
from rv2xl.model.foreign_text import one_line, shown_name
from rv2xl.reports.replies import File, Replies, Reply, State, own_name
from rv2xl.returns.checked import Checked
from rv2xl.returns.decisions import DECIDED, acceptance_of, codes_to_decide
from rv2xl.returns.register import Register


@dataclass(frozen=True)
class Seen:
    """What a run has seen: who has returned what and has got an answer, and on which day."""

    answers: Answers
    register: Register
    today: date
    chases: bool = True

    @property
    def replies(self) -> Replies:
        """Who has returned what."""
        return self.answers.replies

    @property
    def places(self) -> Places:
        """Where the files are."""
        return self.answers.places


def returned_blocks(worked: WorkedTable, seen: Seen) -> list[ColumnCells]:
    """Return the cells that bring the table up to what was seen."""
    return blocks(worked, key_of, list(_lines(seen)), Gone(Head.STATUS, GONE, _has_file))


def _has_file(row: Values) -> bool:
    return bool(text_of(row[Head.DATEI]))


def key_of(row: Values) -> Key:
    """A row with a file is known by it, any other by its Leistungserbringer."""
    file = text_of(row[Head.DATEI])
    return (file,) if file else ("", text_of(row[Head.NUMMER]))


def _lines(seen: Seen) -> Iterator[TableLine]:
    """Yield the lines in the order of the Leistungserbringer; a first file takes the row in which it was missing."""
    for reply in seen.replies.senders:
        for file in reply.files:
            yield _line_of(seen, file, reply.name)
        if not reply.files and reply.expected and seen.chases:
            yield TableLine((("", reply.number),), partial(_missing, reply))
    assigned = {file.entry.file for reply in seen.replies.senders for file in reply.files}
    for file in seen.replies.files:
        if file.entry.file not in assigned:
            name = seen.register.name_of(file.sender or "") or own_name(file.entry)
            yield _line_of(seen, file, name)


def _line_of(seen: Seen, file: File, name: str) -> TableLine:
    keys: list[Key] = [(seen.places.name_of(file.entry.file),)]
    if file.sender is not None:
        keys.append(("", file.sender))
    return TableLine(tuple(keys), partial(_returned, seen, file, name))


def _missing(reply: Reply, row: Values) -> Values:
    return {Head.NUMMER: reply.number, Head.ABSENDER: shown_name(reply.name), Head.STATUS: State.FEHLT.value}


def _returned(seen: Seen, file: File, name: str, row: Values) -> Values:
    """Return the cells of a file. The day it came in stays what it is while the file is the same, and so does the day of its answer."""
    entry, counts = file.entry, file.counts
    same = bool(row) and text_of(row[Head.PRUEFSUMME]) == (entry.checksum or "")
    came = row[Head.EINGANG] if same else None
    return {
        Head.NUMMER: file.sender, Head.ABSENDER: shown_name(name), Head.STATUS: file.state.value, Head.EINGANG: came or seen.today,
        Head.DATEI: seen.places.name_of(entry.file), Head.OEFFNEN: seen.places.link(entry.file),
        Head.FEHLER: float(counts[Severity.FEHLER]), Head.FEHLERARTEN: ", ".join(sorted(codes_to_decide(entry))),
        Head.WIRKUNG: effect(entry, seen.places),
        Head.BEANTWORTET: seen.answers.day_of(file), Head.WARNUNGEN: float(counts[Severity.WARNUNG]), Head.GILT_FUER: _bound(row),
        Head.PRUEFSUMME: entry.checksum,
    }  # fmt: skip


def effect(entry: Checked, places: Places) -> str:
    """Say what became of the clerk's decision about a file, and what to do if it has no effect; nothing without one."""
    found = next((found for found in entry.findings if found.code == DECIDED), None)
    if found is None:
        return ""
    said = found.message if acceptance_of(entry) else f"{found.message} {found.remedy}"
    return places.named_shortly(one_line(said))


def _bound(row: Values) -> str | None:
    """Return what a decision is tied to: what the row said of its file when the clerk made it. Without a decision nothing is."""
    if not row or text_of(row[Head.FREIGABE]).lower() != JA:
        return None
    known = text_of(row[Head.PRUEFSUMME])
    return text_of(row[Head.GILT_FUER]) or (f"{known} {text_of(row[Head.FEHLERARTEN])}".strip() if known else None)
