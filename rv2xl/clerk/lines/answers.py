"""Who has got an answer to what was sent, and when: as „Rücklauf“ has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from rv2xl.clerk.lines.places import Places
from rv2xl.clerk.lines.table import Values, WorkedTable, text_of
from rv2xl.clerk.sheets import Head
from rv2xl.letters.respond import answered_files
from rv2xl.outgoing.issuing import is_in_file_names
from rv2xl.reports.replies import File, Replies, Reply, State

GONE = "nicht mehr im Ordner"
"""The status of a file that is no longer there: its row stays, and tells what became of it should it come again."""
PATIENCE = timedelta(days=14)
"""So long nobody is reminded who has got an answer: a house rule, the contract names no such time."""
_NEED_NONE = (State.ERSETZT, State.DOPPELT)


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers that were written, before a run and, on the day `written_on`, in it: to whoever had none."""

    worked: WorkedTable
    replies: Replies
    places: Places
    written_on: date | None = None

    @cached_property
    def _rows(self) -> dict[str, Values]:
        rows = map(self.worked.values, range(len(self.worked.rows)))
        return {text_of(row[Head.DATEI]): row for row in rows if text_of(row[Head.DATEI])}

    def day_of(self, file: File) -> date | None:
        """Return when the answer to a file was written; None if none was, or if the file, or what became of it, is another since."""
        row = self._rows.get(self.places.name_of(file.entry.file), {})
        same = bool(row) and text_of(row[Head.PRUEFSUMME]) == (file.entry.checksum or "")
        if same and (file.state in _NEED_NONE or text_of(row[Head.STATUS]) in {file.state.value, GONE}):
            day = row[Head.BEANTWORTET]
            if isinstance(day, date):
                return day
        return self.written_on if file.entry.file in self._answerable else None

    @cached_property
    def _answerable(self) -> frozenset[str]:
        """The files to which a letter can be written."""
        senders = (reply for reply in self.replies.senders if is_in_file_names(reply.number))
        return frozenset(file.entry.file for reply in senders for file in answered_files(reply))

    def answered(self, since: date = date.min) -> set[str]:
        """Return the numbers of those who have got an answer to all that they sent, since this day."""
        return {reply.number for reply, days in self._days() if all(day is not None and day >= since for day in days)}

    def lately(self, today: date) -> set[str]:
        """Return the numbers of those who have not yet had the time to act on their answer."""
        return self.answered(today - PATIENCE + timedelta(days=1))

    def open(self) -> list[File]:
        """Return the files to which an answer belongs and none has been written."""
        return [file for reply in self.replies.senders for file in answered_files(reply) if self.day_of(file) is None]

    def _days(self) -> Iterator[tuple[Reply, list[date | None]]]:
        for reply in self.replies.senders:
            if files := answered_files(reply):
                yield reply, [self.day_of(file) for file in files]
