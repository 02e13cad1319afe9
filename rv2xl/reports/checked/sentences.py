"""What became of many files, in a sentence each: `check`, `consolidate` and the demonstration say the same of the same folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rv2xl.model.wording import german_number
from rv2xl.returns.checked import Checked
from rv2xl.returns.state import State

_IN_ORDER = (
    State.ANGENOMMEN, State.ZURUECKGEWIESEN, State.DOPPELT, State.ERSETZT, State.UNLESBAR, State.FEHLT, State.ANDERES,
)  # fmt: skip
NOTHING_ACCEPTED = "Kein einziger Rücklauf ist angenommen; zu berichten ist noch nichts."


def files_counted(states: Iterable[State]) -> str:
    """Say how many files there are, and how many in each state: „15 Dateien: 8 angenommen, 3 zurückgewiesen, 4 unlesbar.“

    „0 angenommen“ is said too; what else nobody is in is left out.
    """
    found = list(states)
    return (
        f"{german_number(len(found))} {'Datei' if len(found) == 1 else 'Dateien'}: {by_state(found, State.ANGENOMMEN)}."
    )


def by_state(states: Iterable[State], *always: State) -> str:
    """Say how many are in each state; of the states that nobody is in, only these."""
    counts = Counter(states)
    return ", ".join(
        f"{german_number(counts[state])} {state}" for state in _IN_ORDER if counts[state] or state in always
    )


def year_of_all(entries: Iterable[Checked], year: int | None) -> int | None:
    """Return the one other year that all returns are of, if they are several and none is of the year that was asked for."""
    years = [entry.issue.year for entry in _returns(entries) if entry.issue is not None]
    return years[0] if year is not None and len(years) > 1 and set(years) == {years[0]} != {year} else None


def other_year(entries: Iterable[Checked], year: int) -> str:
    """Say of which other year all returns are."""
    return f"Alle {len(_returns(entries))} Rückläufe sind von {year}; gemeint ist wohl --year {year}."


def _returns(entries: Iterable[Checked]) -> list[Checked]:
    """Return the files that are judged for a year; a register is judged for any."""
    return [entry for entry in entries if entry.issue is not None and entry.issue.form.register is None]


def closing_sentences(entries: Sequence[Checked], states: Sequence[State], year: int | None) -> list[str]:
    """Say what became of a folder's files, if all are of another year, and if none is accepted."""
    other = year_of_all(entries, year)
    said = [files_counted(states)]
    if other is not None:
        said.append(other_year(entries, other))
    elif State.ANGENOMMEN not in states:
        said.append(NOTHING_ACCEPTED)
    return said
