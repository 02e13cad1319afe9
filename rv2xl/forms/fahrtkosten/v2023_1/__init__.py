"""Fahrtkosten 2023.1, as it was released: how it differs from today's."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.rechtsgrundlagen import VERMERK_2023_1, mit_vermerk
from rv2xl.forms.fahrtkosten import (
    FAHRTKOSTEN,
    HIER,
    berechnung,
    einzelverhandlung,
    entfernung,
    fortschreibung,
    hier,
    kalkulation,
)
from rv2xl.forms.fahrtkosten import RECHT as HEUTE
from rv2xl.forms.fahrtkosten.grundlagen import GELTUNGSBEREICH, TAGE
from rv2xl.forms.fahrtkosten.uebersicht import UEBERSICHT
from rv2xl.forms.fahrtkosten.v2023_1 import liste, verhandlung, zeitraum
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import Blocks, revised
from rv2xl.recht.law import auslegungen

VERSION = "2023.1"

RECHT = mit_vermerk(HEUTE, VERMERK_2023_1)

BLOECKE: Blocks = {
    HEUTE.block: (RECHT.block,),
    entfernung.TEILNEHMENDE: (liste.TEILNEHMENDE,),
    kalkulation.ZEITRAUM: (zeitraum.ZEITRAUM,),
    kalkulation.SCHRITTE: (zeitraum.SCHRITTE,),
    kalkulation.QUALITAET: (),
    berechnung.ZAHLUNG: (zeitraum.ZAHLUNG,),
    berechnung.ANDERE_TRAEGER: (),
    fortschreibung.FORTSCHREIBUNG: (verhandlung.FORTSCHREIBUNG,),
    einzelverhandlung.ANTRAG: (verhandlung.ANTRAG,),
    einzelverhandlung.EINZEL: (verhandlung.EINZEL,),
    GELTUNGSBEREICH: (),
    TAGE: (zeitraum.TAGE,),
    **{block: (hier(section, VERSION),) for section, block in HIER.items()},
}
REGELN = {
    "A1-NACHWEIS": (liste.NACHWEIS,),
    "A1-NUR-LWV": (),
    "A1-STICHTAG": liste.STICHTAG,
    "A1-ZEITRAUM": (zeitraum.ENDE,),
    "A1-BESCHLUSS": (),
}

FAHRTKOSTEN_2023_1 = revised(
    FAHRTKOSTEN, VERSION, blocks=BLOECKE, rules=REGELN, guidance=FIRST, dated=RECHT, auslegungen=auslegungen("fahrtkosten", VERSION),
    summary=replace(UEBERSICHT, columns=tuple(ref for ref in UEBERSICHT.columns if ref.field not in verhandlung.LATER)),
)  # fmt: skip
