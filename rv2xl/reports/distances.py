"""What filling in distances came to, for the one who asked: what was filled in from where, and for whom nothing was found."""

from __future__ import annotations

from rv2xl.distances.fill import STRECKE, Distances, Person
from rv2xl.model.wording import german_number, listed
from rv2xl.reports.findings import Say, Show

_HEADS = ("Zeile", "ZAD-Nummer", "km", "Quelle")


def show_distances(found: Distances, *, show: Show, say: Say) -> None:
    """Print a table of what was filled in, then the rows that are still open; people by their rows alone."""
    if found.filled:
        rows = [
            (str(person.row), person.zad, german_number(way.km.normalize()), way.source) for person, way in found.filled
        ]
        show("Eingetragene Entfernungen", _HEADS, rows)
    for person, way in found.excluded:
        say(
            f"{_named(person)}: {german_number(way.km)} km ({way.source}) wurden nicht eingetragen; "
            f"erwartet wird: {STRECKE.expectation}."
        )
    if found.unknown:
        say(f"Nicht gefunden: {listed([_named(person) for person in found.unknown])}.")
    say(_summary(found))


def _named(person: Person) -> str:
    return f"Zeile {person.row} (nach {person.zad})"


def _summary(found: Distances) -> str:
    open_rows = len(found.unknown) + len(found.excluded)
    if not found.filled and not open_rows:
        return "Es fehlte keine Entfernung."
    count = len(found.filled)
    return f"{count} {'Entfernung' if count == 1 else 'Entfernungen'} eingetragen, {open_rows} weiterhin offen."
