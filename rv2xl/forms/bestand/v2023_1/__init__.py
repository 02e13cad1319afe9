"""Bestand 2023.1, as it was released: how it differs from today's. Its comparison had the blocks that Neubau 2023.1 has."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import auslegungen_hier
from rv2xl.forms.berechnung.rechtsgrundlagen import VERMERK_2023_1, mit_vermerk
from rv2xl.forms.bestand import BESTAND, RECHT
from rv2xl.forms.bestand.eingaben import BELEGUNG, KOPF
from rv2xl.forms.bestand.rechenweg import STUFENBILD
from rv2xl.forms.bestand.v2023_1.eingaben import (
    ABWEICHEND,
    AUSLOESER,
    BESTAETIGUNG,
    BETRIEB,
    MASSNAHME,
    VERGUETUNG,
)
from rv2xl.forms.bestand.v2023_1.rechenweg import ERGEBNIS, PLAN, RECHENWEG
from rv2xl.forms.bestand.v2023_1.regeln import REGELN
from rv2xl.forms.bestand.vergleich import VERGLEICH, ohne_pflicht
from rv2xl.forms.neubau.v2023_1 import AUSLEGUNGEN as AUSLEGUNGEN_NEUBAU
from rv2xl.forms.neubau.v2023_1 import BLOECKE_2023_1
from rv2xl.model.definitions.blocks import Block, Record
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised
from rv2xl.recht.law import auslegungen

VERSION = "2023.1"
_RECHT = mit_vermerk(RECHT, VERMERK_2023_1)
_NOT_NEEDED = ("kopf", "belegung")
_RESTED_ON = ("A4-KG700", "A4-WERTE", "A4-NACHWEIS", "A4-RUNDEN")
_OWN = auslegungen(BESTAND.name, VERSION)
_VOM_NEUBAU = tuple(entry for entry in AUSLEGUNGEN_NEUBAU if entry.id in _RESTED_ON)


def _freed(block: Block) -> Block:
    return ohne_pflicht(block) if isinstance(block, Record) and block.id in _NOT_NEEDED else block


_BLOCKS: dict[str, tuple[Block, ...]] = {
    "berechnung": (
        ERGEBNIS, KOPF, BETRIEB, AUSLOESER, MASSNAHME, VERGUETUNG, ABWEICHEND, BESTAETIGUNG, BELEGUNG, RECHENWEG, STUFENBILD, PLAN,
        auslegungen_hier(_OWN, new_page=True),
    ),
    VERGLEICH: (*map(_freed, BLOECKE_2023_1), auslegungen_hier(_VOM_NEUBAU)),
}  # fmt: skip


def _instead() -> dict[Block, tuple[Block, ...]]:
    """Whole sheets: all that stood there in the place of what is first today."""
    found: dict[Block, tuple[Block, ...]] = {RECHT.block: (_RECHT.block,)}
    for section, blocks in _BLOCKS.items():
        first, *others = BESTAND.sections[section].blocks
        found |= dict.fromkeys(others, ()) | {first: blocks}
    return found


BESTAND_2023_1 = revised(
    BESTAND, VERSION, guidance=FIRST, auslegungen=(*_OWN, *_VOM_NEUBAU), blocks=_instead(), rules=REGELN, dated=_RECHT,
)  # fmt: skip
