"""Dokumentation 2025.1, as it was released: how it differs from today's."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.forms.dokumentation.grundlagen import ANDERE, LWV
from rv2xl.forms.dokumentation.leistungserbringer import BLAETTER
from rv2xl.forms.dokumentation.ort import ALTER, BEWILLIGT, ERBRACHT, KEINE_ANDEREN, PERSONEN, PROZESS, STRUKTUR, WIE
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised

VERSION = "2025.1"

_TRAEGER = (LWV, replace(ANDERE, stand_in=None))
"""Every Leistungsträger had to be answered for."""

DOKUMENTATION_2025_1 = revised(
    DOKUMENTATION, VERSION, guidance=FIRST,
    blocks={
        **{block: (replace(block, columns=_TRAEGER),) for block in (BEWILLIGT, ERBRACHT, PERSONEN, ALTER)},
        STRUKTUR: (replace(STRUKTUR, stand_in=None, new_page=True),), PROZESS: (replace(PROZESS, stand_in=None),),
        **dict.fromkeys((KEINE_ANDEREN, WIE, BLAETTER), ()),
    },
    rules={"A2-ANDERE-KEINE": ()})  # fmt: skip
