"""Dokumentation 2025.1, as it was released: how it differs from today's."""

from __future__ import annotations

from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.forms.dokumentation.grundlagen import NAME
from rv2xl.forms.dokumentation.leistungserbringer import KENNUNG
from rv2xl.model.definitions.blocks import Notes
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised
from rv2xl.recht.law import auslegungen

VERSION = "2025.1"

ZUR_ARBEITSMAPPE = Notes(heading="Zu dieser Arbeitsmappe", own=True, notes=tuple(
    f"{entry.question} {entry.reading} (Auslegung {entry.id})" for entry in auslegungen(NAME, VERSION) if not entry.fields
))  # fmt: skip
"""Stood on the Deckblatt; today the Ausfüllhilfe says it."""

DOKUMENTATION_2025_1 = revised(DOKUMENTATION, VERSION, guidance=FIRST, blocks={KENNUNG: (ZUR_ARBEITSMAPPE, KENNUNG)})
