"""The Meldungen about a Kreis over the years: what returns and the tables of earlier years tell of it, and nothing that names anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rv2xl import forms
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Form
from rv2xl.reports.kreise.kreis_figures import FormFigures, KreisYear, figures_of
from rv2xl.reports.replies import State
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation, consolidate
from rv2xl.returns.earlier.earlier_year import EarlierYear
from rv2xl.returns.register import Register

JudgedFor = Callable[[Sequence[Checked], int], Sequence[Checked]]
"""Judges files for another year."""


@dataclass(frozen=True, eq=False)
class Told:
    """A Meldung of a year: its figures, None where one is not told, and what became of it."""

    year: int
    values: tuple[int | None, ...]
    state: str

    @property
    def is_there(self) -> bool:
        """Whether its figures count."""
        return self.state == GIVEN


GIVEN, MISSING = "gemeldet", "liegt nicht vor"


@dataclass(frozen=True, eq=False)
class Meldungen:
    """What is told on one form, by year."""

    form: Form
    years: tuple[Told, ...]


def forms_told() -> tuple[Form, ...]:
    """Return the forms on which figures of a Kreis are told, in the order of the registry."""
    return tuple(form for form in map(forms.newest, forms.NAMES) if form.by_kreis is not None)


def meldungen_of(
    key: str, year: int, register: Register, files: Sequence[Checked], judged_for: JudgedFor, earlier: Sequence[EarlierYear] = ()
) -> tuple[Meldungen, ...]:  # fmt: skip
    """Return what is told of a Kreis in the year, in the next one, whose Stichtag is the year's end, and in all others that are given.

    `files` are judged for the year; those of another year are judged again. Raises Abbruch for a year that both a file and a table tell.
    """
    names = {form.name for form in forms_told()}
    of_year: dict[int, list[Checked]] = {year: [entry for entry in files if entry.issue is None], year + 1: []}
    for entry in files:
        if entry.issue is not None and entry.issue.form.name in names:
            of_year.setdefault(entry.issue.year, []).append(entry)
    found: dict[str, dict[int, Told]] = {}
    for one, entries in sorted(of_year.items()):
        judged = entries if one == year else judged_for(entries, one)
        for figures in figures_of(_together(register, one, judged), ()):
            if any(row.key == key for row in figures.rows):
                found.setdefault(figures.form.name, {})[one] = _told(figures, key, one)
    for table in earlier:
        figures = next(one for one in figures_of(_together(register, year, []), [table]) if one.form.name == table.form)
        row = next((row for row in figures.rows if (row.key, row.year) == (key, table.year)), None)
        if row is not None:
            _add(found.setdefault(table.form, {}), figures.form, row, table)
    return tuple(
        Meldungen(form, tuple(told for _, told in sorted(found.get(form.name, {}).items()))) for form in forms_told()
    )


def _together(register: Register, year: int, entries: Sequence[Checked]) -> Consolidation:
    return consolidate(forms_told()[0], year, register, entries)


def _told(figures: FormFigures, key: str, year: int) -> Told:
    row = next(row for row in figures.rows if (row.key, row.year) == (key, year))
    state = next((reply.state for reply in figures.replies.senders if reply.number == key), State.FEHLT)
    words = GIVEN if row.source else MISSING if state is State.FEHLT else str(state)
    return Told(year, row.values, words)


def _add(told: dict[int, Told], form: Form, row: KreisYear, table: EarlierYear) -> None:
    """Add what a table tells, unless a file tells it too."""
    if row.year in told and told[row.year].is_there:
        raise Abbruch(
            f"„{form.title}“ für {row.year} steht in „{table.file}“ und liegt auch bei den Rückläufen; bitte nur eines angeben."
        )
    told[row.year] = Told(row.year, row.values, GIVEN)
