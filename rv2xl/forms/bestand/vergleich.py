"""Anlage 5 Nr. 5.1: what a Neubau for the relevant areas would cost, by the blocks and rules of Anlage 4.

The building does not exist, so that nothing is proven of it: no proven costs, and no switch that limits to them.
"""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import WER_FUELLT, aufbau, auslegungen_hier
from rv2xl.forms.neubau import BLOECKE
from rv2xl.forms.neubau.eingaben import ANLAGE, BAU, BELEGUNG, BGA, BGA_TABELLE, FOERDERUNG, KOPF, LOTTERIE, SCHALTER
from rv2xl.forms.neubau.rechenweg import RECHENWEG
from rv2xl.forms.neubau.regeln import REGELN_DER_KOSTEN
from rv2xl.model.definitions.blocks import Block, Record
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.definitions.revision import revised_block
from rv2xl.recht.law import auslegungen

VERGLEICH = "neubau_vergleich"
_RESTED_ON = ("A4-KG700", "A4-ZUSCHLAG", "A4-WERTE", "A4-RUNDEN")
AUSLEGUNGEN = tuple(entry for entry in auslegungen("neubau") if entry.id in _RESTED_ON)
"""The Auslegungen of Anlage 4 that the comparison rests on."""


_NOT_NEEDED = ("Für den Vergleich nicht nötig.",)


def ohne_pflicht(record: Record) -> Record:
    """Return a block of Anlage 4 that the comparison does not need: no duties, no suggestions, no hints to what it decides there."""
    free = {"required": False, "hint": "", "suggested_from": ""}
    return revised_block(record, {entry.id: free for entry in record.entries}, subheadings=_NOT_NEEDED, notes=())


_OHNE_NACHWEIS = {"nachgewiesen": None}
_LABELS = {"baukosten": "Baukosten", "bga": "BGA"}


def _nach_richtwerten(rechenweg: Calculation) -> Calculation:
    """The steps of Anlage 4 without those that hold them against proven costs: what stands before such a step is its result."""
    voll = {name: replace(rechenweg.step(f"{name}_voll"), id=name, label=label) for name, label in _LABELS.items()}
    return revised_block(rechenweg, voll | dict.fromkeys(f"{name}_voll" for name in _LABELS))


_HERE: dict[Block, tuple[Block, ...]] = {
    KOPF: (ohne_pflicht(KOPF),),
    BAU: (revised_block(BAU, _OHNE_NACHWEIS),),
    BGA_TABELLE: (replace(BGA_TABELLE, subheadings=_NOT_NEEDED),),
    BGA: (revised_block(BGA, _OHNE_NACHWEIS, subheadings=_NOT_NEEDED),),
    FOERDERUNG: (replace(FOERDERUNG, subheadings=_NOT_NEEDED, notes=()),),
    LOTTERIE: (replace(LOTTERIE, subheadings=_NOT_NEEDED, notes=()),),
    BELEGUNG: (ohne_pflicht(BELEGUNG),),
    SCHALTER: (),
    RECHENWEG: (_nach_richtwerten(RECHENWEG),),
}

BLATT = Sheet(
    section=VERGLEICH, name="Neubau-Vergleich", title="Kosten eines Neubaus für die relevanten Flächen", source=ANLAGE,
    rules=REGELN_DER_KOSTEN,
    blocks=(
        aufbau("Anlage 5"), WER_FUELLT,
        *(here for block in BLOECKE for here in _HERE.get(block, (block,))),
        auslegungen_hier(AUSLEGUNGEN),
    ))  # fmt: skip
