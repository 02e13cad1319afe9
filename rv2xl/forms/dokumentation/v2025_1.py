"""Dokumentation 2025.1, as it was released: how it differs from today's."""

from __future__ import annotations

from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised

VERSION = "2025.1"

DOKUMENTATION_2025_1 = revised(DOKUMENTATION, VERSION, guidance=FIRST)
