"""Fortschreibung and Einzelverhandlung of version 2023.1: nothing is marked vorläufig, and what is compared is called „Neues Budget“."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.fahrtkosten import einzelverhandlung, fortschreibung
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.revision import revised_block

FORTSCHREIBUNG = revised_block(fortschreibung.FORTSCHREIBUNG, {"stand": None})
ANTRAG = replace(einzelverhandlung.ANTRAG, notes=())
EINZEL = revised_block(
    einzelverhandlung.EINZEL,
    {
        "neu": {"label": "Neues Budget"},
        "veraenderung": {"hint": "(neues − bisheriges Budget) ÷ bisheriges Budget"},
        "abweichung": {"hint": "neues − bisheriges Budget ohne Vorzeichen"},
        "lage": None,
    },
    heading="Altes und neues Budget", notes=(),
)  # fmt: skip


def _ids(*blocks: Calculation) -> frozenset[str]:
    return frozenset(field.id for block in blocks for field in block.fields)


LATER = _ids(fortschreibung.FORTSCHREIBUNG, einzelverhandlung.EINZEL) - _ids(FORTSCHREIBUNG, EINZEL)
"""What only today's version says."""
