"""How a form leads whoever fills it in: states, „Prüfung“, messages, help. Each generation of forms that was released keeps its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guidance:
    """One generation of how forms lead.

    One that `leads` says what is wrong in words, with its numbers, beside the block where it is made, and says nothing of what is blank
    and may be; cells that lack something or hold what they must not are marked; values stand in single cells, so that a copied block can
    be pasted; the title stays in sight, the cursor in the first cell to fill.
    """

    name: str
    leads: bool = False


FIRST = Guidance("first")
"""That of the versions 2023.1 and 2025.1."""

LEADING = Guidance("leading", leads=True)
"""That of 2025.2: what is wrong is said in words, with its numbers, where it is made."""
