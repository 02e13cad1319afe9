"""Stammdaten 2025.1, as they were released: how they differ from today's."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.stammdaten import ABSENDER, DATENSCHUTZ, ROLLEN, STAMMDATEN
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised

VERSION = "2025.1"

_NEW = {"ansprechperson"}
_HINTS = {"mail": "", "telefon": ""}

ABSENDER_2025_1 = replace(
    ABSENDER,
    notes=(),
    entries=tuple(
        replace(entry, hint=_HINTS.get(entry.id, entry.hint)) for entry in ABSENDER.entries if entry.id not in _NEW
    ),
)

ROLLEN_2025_1 = replace(
    ROLLEN, absender=replace(ROLLEN.absender, contact="", controller="", data_protection="", retention="")
)

STAMMDATEN_2025_1 = revised(
    STAMMDATEN,
    VERSION,
    blocks={ABSENDER: (ABSENDER_2025_1,), DATENSCHUTZ: ()},
    register=ROLLEN_2025_1,
    guidance=FIRST,
)
