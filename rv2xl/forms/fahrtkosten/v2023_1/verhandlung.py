"""Fortschreibung and Einzelverhandlung of version 2023.1: nothing is marked vorläufig, and what is compared is called „Neues Budget“."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rv2xl.forms.fahrtkosten import einzelverhandlung, fortschreibung

LATER = ("fortschreibung.stand", "einzel.lage")
"""What only today's version says."""

FORTSCHREIBUNG = replace(
    fortschreibung.FORTSCHREIBUNG,
    steps=tuple(step for step in fortschreibung.FORTSCHREIBUNG.steps if f"fortschreibung.{step.id}" not in LATER),
)
ANTRAG = replace(einzelverhandlung.ANTRAG, notes=())

_FRUEHER: dict[str, dict[str, Any]] = {
    "neu": {"label": "Neues Budget"},
    "veraenderung": {"hint": "(neues − bisheriges Budget) ÷ bisheriges Budget"},
    "abweichung": {"hint": "neues − bisheriges Budget ohne Vorzeichen"},
}
EINZEL = replace(
    einzelverhandlung.EINZEL, heading="Altes und neues Budget", notes=(),
    steps=tuple(replace(step, **_FRUEHER.get(step.id, {})) for step in einzelverhandlung.EINZEL.steps if f"einzel.{step.id}" not in LATER),
)  # fmt: skip
