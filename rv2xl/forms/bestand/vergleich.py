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
from rv2xl.recht.law import auslegungen

VERGLEICH = "neubau_vergleich"
_RESTED_ON = ("A4-KG700", "A4-ZUSCHLAG", "A4-WERTE", "A4-RUNDEN")
AUSLEGUNGEN = tuple(entry for entry in auslegungen("neubau") if entry.id in _RESTED_ON)
"""The Auslegungen of Anlage 4 that the comparison rests on."""


_NOT_NEEDED = ("Für den Vergleich nicht nötig.",)


def ohne_pflicht(record: Record) -> Record:
    """Return a block of Anlage 4 that the comparison does not need: no duties, no suggestions, no hints to what it decides there."""
    entries = tuple(replace(entry, required=False, hint="", suggested_from="") for entry in record.entries)
    return replace(record, entries=entries, subheadings=_NOT_NEEDED, notes=())


def _ohne_nachweis(record: Record) -> Record:
    return replace(record, entries=tuple(entry for entry in record.entries if entry.id != "nachgewiesen"))


_LABELS = {"baukosten": "Baukosten", "bga": "BGA"}


def _nach_richtwerten(rechenweg: Calculation) -> Calculation:
    """The steps of Anlage 4 without those that hold them against proven costs: what stands before such a step is its result."""
    voll = {name: rechenweg.step(f"{name}_voll") for name in _LABELS}
    steps = (
        replace(voll[step.id], id=step.id, label=_LABELS[step.id]) if step.id in voll else step
        for step in rechenweg.steps
        if step not in voll.values()
    )
    return replace(rechenweg, steps=tuple(steps))


_HERE: dict[Block, tuple[Block, ...]] = {
    KOPF: (ohne_pflicht(KOPF),),
    BAU: (_ohne_nachweis(BAU),),
    BGA_TABELLE: (replace(BGA_TABELLE, subheadings=_NOT_NEEDED),),
    BGA: (replace(_ohne_nachweis(BGA), subheadings=_NOT_NEEDED),),
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
