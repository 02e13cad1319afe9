"""What is derived from a form, a layout, a plan: made when it is first asked for, kept on it, and gone with it.

A room that derives something from a form hangs it there without the form's knowing. Nothing is kept by a module, so that what nobody
holds any more takes all that was made of it along. What is kept must not hold an owner that comes and goes, as a form of another list
length does: each would keep the other in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, TypeVar, TypeVarTuple

Kept = dict[Callable[..., Any], dict[tuple[Any, ...], Any]]
"""What is kept: by the function that made it, and by what else it was given."""


class Owner:
    """Something that keeps what is derived from it."""

    @cached_property
    def kept(self) -> Kept:
        """What has been derived so far."""
        return {}


Of = TypeVar("Of", bound=Owner)
Given = TypeVarTuple("Given")
Made = TypeVar("Made")


def derived(make: Callable[[Of, *Given], Made]) -> Callable[[Of, *Given], Made]:
    """Have a function called once for its first argument and all others; what it gives is kept on the first."""

    @wraps(make)
    def found(owner: Of, *given: *Given) -> Made:
        known = owner.kept.setdefault(make, {})
        if given not in known:
            known[given] = make(owner, *given)
        return known[given]  # type: ignore[no-any-return]

    return found


def derived_lately(
    most: int, weight: Callable[[Made], int] = lambda made: 1
) -> Callable[[Callable[[Of, *Given], Made]], Callable[[Of, *Given], Made]]:
    """Do the same for what there may be any number of: kept is what was asked for last, as long as all of it weighs no more."""

    def keeping(make: Callable[[Of, *Given], Made]) -> Callable[[Of, *Given], Made]:
        @wraps(make)
        def found(owner: Of, *given: *Given) -> Made:
            known = owner.kept.setdefault(make, {})
            made: Made = known.pop(given) if given in known else make(owner, *given)
            known[given] = made
            while len(known) > 1 and sum(map(weight, known.values())) > most:
                del known[next(iter(known))]
            return made

        return found

    return keeping
