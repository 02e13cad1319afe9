"""How a form leads whoever fills it in: states, „Prüfung“, messages, help. Each generation of forms that was released keeps its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guidance:
    """One generation of how forms lead.

    One that `leads` says what is wrong in words, with its numbers, beside the block where it is made, and says nothing of what is blank
    and may be; cells that lack something or hold what they must not are marked; values stand in single cells, so that a copied block can
    be pasted; the title stays in sight, the cursor in the first cell to fill. One that `names_readings` says of a switch that it stands
    otherwise than the project reads the source (AUSLEGUNG). One that `leaves_spelling` does not refuse what stands as a text where a number
    or a day belongs: the check may well read it, which a formula cannot tell, so that the sheet asks to look at it.
    """

    name: str
    leads: bool = False
    names_readings: bool = True
    leaves_spelling: bool = False


FIRST = Guidance("first", names_readings=False)
"""That of the versions 2023.1 and 2025.1."""

LEADING = Guidance("leading", leads=True)
"""That of 2025.2: what is wrong is said in words, with its numbers, where it is made."""

OF_REGISTER = Guidance("of register", leads=True, leaves_spelling=True)
"""That of the register of 2025.2, into which whole columns are pasted, and with whose numbers and days its sheets add up nothing."""
