"""Bestand 2023.1, as it was released: how it differs from today's."""

from __future__ import annotations

from rv2xl.forms.bestand import BESTAND
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised

VERSION = "2023.1"

BESTAND_2023_1 = revised(BESTAND, VERSION, guidance=FIRST)
