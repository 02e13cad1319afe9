"""Neubau 2023.1, as it was released: how it differs from today's.

Nothing was printed of who fills what, nor of most sentences of the Anlage; an amount in EUR for the Kostengruppe 700 counted whole.
"""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import WER_FUELLT, auslegungen_hier, guarded, schritt_von
from rv2xl.forms.berechnung.rechtsgrundlagen import VERMERK_2023_1, mit_vermerk
from rv2xl.forms.neubau import AUFBAU, BLOECKE, NEUBAU, RECHT
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
from rv2xl.model.definitions.blocks import Block, Record
from rv2xl.model.definitions.blocks.calculation import Table
from rv2xl.model.definitions.field import Field, FilledBy
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised
from rv2xl.recht.law import auslegungen

VERSION = "2023.1"
_RECHT = mit_vermerk(RECHT, VERMERK_2023_1)


def _by_provider(entry: Field) -> Field:
    return replace(entry, filled_by=FilledBy.LEISTUNGSERBRINGER) if entry.filled_by is FilledBy.LWV else entry


def _record(block: Record, **hints: str) -> Record:
    entries = (replace(entry, hint=hints.get(entry.id, entry.hint)) for entry in block.entries)
    return replace(block, entries=tuple(map(_by_provider, entries)), notes=())


def _table(block: Table) -> Table:
    return replace(block, fields_of=lambda number: tuple(map(_by_provider, block.fields_of(number))), notes=())


_KG700 = replace(
    RECHENWEG.step("kg700"), expr=kostengruppe_700(guarded((schritt_von("stufe"),), schritt_von("stufe"))),
    hint="Wert der Stufe × Richtwertkosten, × Fläche oder als Betrag",
)  # fmt: skip
_STEPS = tuple(_KG700 if step.id == _KG700.id else step for step in RECHENWEG.steps if step.id != "anteil")

_CHANGED: dict[Block, tuple[Block, ...]] = {
    KOPF: (_record(KOPF),),
    FLAECHEN: (_table(FLAECHEN),),
    RICHTWERT: (replace(_record(RICHTWERT), new_page=False),),
    GEBAEUDE: (_record(
        GEBAEUDE, gesamtflaeche="Nach ihr richten sich die Kosten der Kostengruppe 700; nicht die Summe der Nettogrundflächen.",
    ),),
    KG700: (_record(KG700, einheit="Prozent von Nettogrundfläche × Richtwert, EUR je m² Nettogrundfläche oder EUR."),),
    STAFFEL: (_table(STAFFEL),),
    BAU: (replace(_record(BAU), new_page=True),),
    BGA_TABELLE: (replace(_table(BGA_TABELLE), new_page=False),),
    BGA: (_record(BGA),),
    FOERDERUNG: (_record(FOERDERUNG),),
    LOTTERIE: (_record(LOTTERIE),),
    RECHENWEG: (replace(RECHENWEG, steps=_STEPS, notes=()),),
}  # fmt: skip
AUSLEGUNGEN = auslegungen(NEUBAU.name, VERSION)
BLOECKE_2023_1 = tuple(then for block in BLOECKE for then in _CHANGED.get(block, (block,)))

NEUBAU_2023_1 = revised(
    NEUBAU, VERSION, guidance=FIRST, auslegungen=AUSLEGUNGEN, dated=_RECHT,
    blocks=_CHANGED | {
        AUFBAU: (), WER_FUELLT: (), NEUBAU.sections["berechnung"].blocks[-1]: (auslegungen_hier(AUSLEGUNGEN),),
        RECHT.block: (_RECHT.block,),
    },
    rules={"A4-FLAECHE": (), "A4-NACHWEIS-OFFEN": ()},
)  # fmt: skip
