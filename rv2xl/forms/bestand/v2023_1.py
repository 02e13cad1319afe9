"""Bestand 2023.1, as it was released: how it differs from today's."""

from __future__ import annotations

from rv2xl.forms.berechnung.rechtsgrundlagen import VERMERK_2023_1, mit_vermerk
from rv2xl.forms.bestand import BESTAND, RECHT
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised

VERSION = "2023.1"
_RECHT = mit_vermerk(RECHT, VERMERK_2023_1)

BESTAND_2023_1 = revised(BESTAND, VERSION, blocks={RECHT.block: (_RECHT.block,)}, dated=_RECHT, guidance=FIRST)
