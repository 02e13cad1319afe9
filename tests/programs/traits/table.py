"""The table of traits, and ways to enter one."""

from __future__ import annotations

from collections.abc import Callable

from tests.programs.package import Parts, packed

Trait = Callable[[str, Parts], bytes]
"""Form and parts of its filled workbook, to the file with the trait."""

TRAITS: dict[str, Trait] = {}


def trait(name: str) -> Callable[[Trait], Trait]:
    """Enter a trait by its name."""

    def entered(made: Trait) -> Trait:
        TRAITS[name] = made
        return made

    return entered


def enter(name: str, change: Callable[[Parts], Parts]) -> None:
    """Enter a trait that is the same for every form."""
    TRAITS[name] = lambda form, parts: packed(change(parts))
