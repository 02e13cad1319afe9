"""What a run begins with, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rv2xl.clerk.books.book import Book, ColumnCells
from rv2xl.clerk.due import YearStep
from rv2xl.clerk.lines.record import RunRecord
from rv2xl.clerk.lines.table import Values
from rv2xl.clerk.settings import Settings
from rv2xl.clerk.sheets import Action
from rv2xl.letters.sending_out import ShowProgress
from rv2xl.returns.register import Register


@dataclass(frozen=True)
class Clock:
    """When a run takes place: the day that counts, and how the record writes the moment."""

    today: date
    moment: str

    @staticmethod
    def of(today: date | None = None) -> Clock:
        """Return the clock of this machine, or the given day."""
        if today is not None:
            return Clock(today, f"{today:%d.%m.%Y}")
        moment = datetime.now()
        return Clock(moment.date(), f"{moment:%d.%m.%Y %H:%M}")


@dataclass(frozen=True)
class Context:
    """The workbook with what it says, and what else a run needs."""

    book: Book
    settings: Settings
    register: Register
    record: RunRecord
    clock: Clock
    progress: ShowProgress

    def label(self, action: Action) -> str:
        """Return what the record calls a run."""
        return f"{action.label} ({self.settings.form.name} {self.settings.year})"


@dataclass(frozen=True)
class Done:
    """What a run has done: in sentences, and what is to be written into the workbook."""

    said: tuple[str, ...]
    next_step: str
    steps: Mapping[Action, YearStep]
    blocks: tuple[ColumnCells, ...] = ()
    changes: tuple[Values, ...] = ()

    @property
    def text(self) -> str:
        """All sentences, a line each."""
        return "\n".join(self.said)
