"""Neubau 2023.1, as it was released: how it differs from today's.

Nothing was printed of who fills what, nor of most sentences of the Anlage; an amount in EUR for the Kostengruppe 700 counted whole.
"""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import WER_FUELLT, auslegungen_hier, guarded, schritt_von
from rv2xl.forms.berechnung.rechtsgrundlagen import VERMERK_2023_1, mit_vermerk
from rv2xl.forms.neubau import AUFBAU, BLOECKE, HIER, NEUBAU, RECHT
from rv2xl.forms.neubau.eingaben import (
    BAU,
    BGA,
    BGA_TABELLE,
    FLAECHEN,
    FOERDERUNG,
    GEBAEUDE,
    KG700,
    KOPF,
    LOTTERIE,
    RICHTWERT,
    STAFFEL,
)
from rv2xl.forms.neubau.rechenweg import RECHENWEG, kostengruppe_700
from rv2xl.model.definitions.blocks import Block
from rv2xl.model.definitions.field import FilledBy
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised, revised_block
from rv2xl.recht.law import auslegungen

VERSION = "2023.1"
_RECHT = mit_vermerk(RECHT, VERMERK_2023_1)


_OFFEN = {"filled_by": FilledBy.LEISTUNGSERBRINGER}
"""Nothing was said of what the LWV fills in."""

_CHANGED: dict[Block, tuple[Block, ...]] = {
    KOPF: (replace(KOPF, notes=()),),
    FLAECHEN: (revised_block(FLAECHEN, {"richtwert": _OFFEN}, notes=()),),
    RICHTWERT: (revised_block(RICHTWERT, {"quelle": _OFFEN, "stand": _OFFEN}, new_page=False, notes=()),),
    GEBAEUDE: (revised_block(
        GEBAEUDE, {"gesamtflaeche": {
            "hint": "Nach ihr richten sich die Kosten der Kostengruppe 700; nicht die Summe der Nettogrundflächen."}}),),
    KG700: (revised_block(
        KG700, {"einheit": {**_OFFEN, "hint": "Prozent von Nettogrundfläche × Richtwert, EUR je m² Nettogrundfläche oder EUR."},
                "quelle": _OFFEN}, notes=()),),
    STAFFEL: (revised_block(STAFFEL, {"ab": _OFFEN, "wert": _OFFEN}),),
    BAU: (replace(BAU, new_page=True, notes=()),),
    BGA_TABELLE: (revised_block(BGA_TABELLE, {"pauschale": _OFFEN}, new_page=False),),
    BGA: (revised_block(BGA, {"quelle": _OFFEN, "stand": _OFFEN}, notes=()),),
    FOERDERUNG: (replace(FOERDERUNG, notes=()),),
    LOTTERIE: (replace(LOTTERIE, notes=()),),
    RECHENWEG: (revised_block(
        RECHENWEG, {"anteil": None, "kg700": {
            "expr": kostengruppe_700(guarded((schritt_von("stufe"),), schritt_von("stufe"))),
            "hint": "Wert der Stufe × Richtwertkosten, × Fläche oder als Betrag"}},
        notes=()),),
}  # fmt: skip
AUSLEGUNGEN = auslegungen(NEUBAU.name, VERSION)
BLOECKE_2023_1 = tuple(then for block in BLOECKE for then in _CHANGED.get(block, (block,)))

NEUBAU_2023_1 = revised(
    NEUBAU, VERSION, guidance=FIRST, auslegungen=AUSLEGUNGEN, dated=_RECHT,
    blocks=_CHANGED | {
        AUFBAU: (), WER_FUELLT: (), HIER: (auslegungen_hier(AUSLEGUNGEN),),
        RECHT.block: (_RECHT.block,),
    },
    rules={"A4-FLAECHE": (), "A4-NACHWEIS-OFFEN": ()},
)  # fmt: skip
