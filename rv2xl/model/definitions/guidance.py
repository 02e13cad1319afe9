"""How a form leads whoever fills it in: states, „Prüfung“, messages, help. Each generation of forms that was released keeps its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guidance:
    """One generation of how forms lead.

    `names_readings`: a switch that stands otherwise than the project reads the source is said to (AUSLEGUNG).
    """

    name: str
    names_readings: bool = True


FIRST = Guidance("first", names_readings=False)
"""That of the versions 2023.1 and 2025.1."""

LEADING = Guidance("leading")
"""That of 2025.2: what is wrong is said in words, with its numbers, where it is made."""
