"""Stammdaten 2025.1, as they were released: how they differ from today's."""

from __future__ import annotations

from rv2xl.forms.stammdaten import STAMMDATEN
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised

VERSION = "2025.1"

STAMMDATEN_2025_1 = revised(STAMMDATEN, VERSION, guidance=FIRST)
