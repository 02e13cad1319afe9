"""„Protokoll“: what ran when, with what result, on which files by their checksum, and what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rv2xl.clerk.books.book import ColumnCells
from rv2xl.clerk.lines.table import Values, WorkedTable, appended, text_of
from rv2xl.clerk.sheets import Head

NEW, CHANGED, GONE, DECISION = "neu", "geändert", "nicht mehr da", "Freigabe"
UNREAD = "nicht lesbar"
"""Stands for the checksum of a file that could not be opened."""


@dataclass(frozen=True)
class RunRecord:
    """The record as it stands."""

    worked: WorkedTable

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """What it says, row by row."""
        return [
            {head: text_of(cell) for head, cell in self.worked.values(number).items()}
            for number in range(len(self.worked.rows))
        ]

    @cached_property
    def files(self) -> dict[str, str]:
        """The files as they were at the last run, by name with their checksum."""
        found: dict[str, str] = {}
        for row in self.rows:
            if row[Head.VORGANG] in {NEW, CHANGED}:
                found[row[Head.DATEI]] = row[Head.PRUEFSUMME]
            elif row[Head.VORGANG] == GONE:
                found.pop(row[Head.DATEI], None)
        return found

    @cached_property
    def effects(self) -> dict[str, str]:
        """What became of the decisions about files, as it was at the last run."""
        return {row[Head.DATEI]: row[Head.ERGEBNIS] for row in self.rows if row[Head.VORGANG] == DECISION}

    def last(self, label: str) -> str | None:
        """Return when something ran last; None if it never did."""
        return next((row[Head.ZEITPUNKT] for row in reversed(self.rows) if row[Head.VORGANG] == label), None)

    def has_changed_since(self, label: str) -> bool:
        """Whether files or decisions have changed since something ran last."""
        stale = runs_it = False
        for row in self.rows:
            if row[Head.ZEITPUNKT]:  # what a run found to have changed stands below it
                runs_it = row[Head.VORGANG] == label
                stale = stale and not runs_it
            elif row[Head.VORGANG] in {NEW, CHANGED, GONE, DECISION}:
                stale = stale or not runs_it
        return stale

    def changes(self, files: Mapping[str, str], effects: Mapping[str, str]) -> list[Values]:
        """Return the rows that tell what is new, changed or gone among files, and what of the decisions about them."""
        changed = [
            (CHANGED if name in self.files else NEW, name, checksum)
            for name, checksum in files.items()
            if self.files.get(name) != checksum
        ]
        changed += [(GONE, name, "") for name in self.files if name not in files]
        rows: list[Values] = [
            {Head.VORGANG: word, Head.DATEI: name, Head.PRUEFSUMME: checksum} for word, name, checksum in changed
        ]
        return rows + [
            {Head.VORGANG: DECISION, Head.ERGEBNIS: effect, Head.DATEI: name, Head.PRUEFSUMME: files[name]}
            for name, effect in effects.items()
            if self.effects.get(name) != effect
        ]

    def blocks(self, moment: str, label: str, result: str, changes: Sequence[Values]) -> list[ColumnCells]:
        """Return the cells that add a run, with what it found to have changed."""
        return appended(self.worked, [{Head.ZEITPUNKT: moment, Head.VORGANG: label, Head.ERGEBNIS: result}, *changes])
