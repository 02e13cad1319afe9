"""Anlage 5: the Berechnungsbogen for Investitionen im Bestand. The source prints the rules, not the sheet; its wording is ours."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.deckblatt import ROLLEN, deckblatt
from rv2xl.forms.berechnung.grundlagen import NEUBAU_AB, auslegungen_hier
from rv2xl.forms.berechnung.rechtsgrundlagen import rechtsgrundlagen, saetze
from rv2xl.forms.bestand.eingaben import (
    ABWEICHEND,
    ANLAGE,
    AUSLOESER,
    BELEGUNG,
    BESTAETIGUNG,
    BETRIEB,
    KOPF,
    MASSNAHME,
    VERGUETUNG,
)
from rv2xl.forms.bestand.rechenweg import ERGEBNIS, PLAN, RECHENWEG, STUFEN, STUFENBILD, VERGLEICH
from rv2xl.forms.bestand.regeln import REGELN
from rv2xl.forms.neubau import BLOECKE as BLOECKE_NEUBAU
from rv2xl.forms.neubau import SAETZE as SAETZE_NEUBAU
from rv2xl.forms.neubau.eingaben import ANLAGE as ANLAGE_4
from rv2xl.forms.neubau.eingaben import BELEGUNG as BELEGUNG_NEUBAU
from rv2xl.forms.neubau.eingaben import KOPF as KOPF_NEUBAU
from rv2xl.forms.neubau.regeln import REGELN_DER_KOSTEN
from rv2xl.model.definitions.blocks import Block, Record
from rv2xl.model.definitions.form import Form, Sheet, Summary
from rv2xl.model.expressions.expr import Ref
from rv2xl.recht.law import auslegungen

TITEL = "Berechnungsbogen Investitionen im Bestand"
_VOM_NEUBAU = ("A4-KG700", "A4-WERTE", "A4-NACHWEIS", "A4-RUNDEN")
"""The Auslegungen of Anlage 4 that the comparison rests on."""

SAETZE = (
    *SAETZE_NEUBAU,
    *(f"bestand_{name}_{stufe}" for stufe in STUFEN for name in ("verhaeltnis", "amortisationsquote", "laufzeit")),
    "bestand_amortisationsquote", "eigenbeteiligung",
)  # fmt: skip


def _ohne_pflicht(record: Record) -> Record:
    """A block of Anlage 4 whose entries the comparison does not need: no duties, no suggestions, and no hints to what they decide there."""
    entries = tuple(replace(entry, required=False, hint="", suggested_from="") for entry in record.entries)
    return replace(record, entries=entries, subheadings=("Für den Vergleich nicht nötig.",))


def _vergleich() -> tuple[Block, ...]:
    freed = {KOPF_NEUBAU: _ohne_pflicht(KOPF_NEUBAU), BELEGUNG_NEUBAU: _ohne_pflicht(BELEGUNG_NEUBAU)}
    return tuple(freed.get(block, block) if isinstance(block, Record) else block for block in BLOECKE_NEUBAU)


_VOM_NEUBAU_HIER = tuple(entry for entry in auslegungen("neubau") if entry.id in _VOM_NEUBAU)

RECHT = saetze(
    SAETZE, Ref("ergebnis.beginn", "berechnung"), "Beginn der Laufzeit", f"{ANLAGE_4} und 5",
    "Von diesen Sätzen passt die Eingliederungshilfekommission SGB IX bei Bedarf nur die Amortisationsquoten nach Anlage 4 Nr. 2.3 an "
    "(Anlage 4 Nr. 3.3).",
)  # fmt: skip

BESTAND = Form(
    name="bestand", version="2025.2", title=TITEL, source=f"{ANLAGE} zu Nummer 3.2.2.5 Absatz 3",
    first_year=NEUBAU_AB.year, sender=Ref("kopf.leistungserbringer", "berechnung"), subject=Ref("kopf.massnahme", "berechnung"),
    roles=ROLLEN, dated=RECHT, auslegungen=(*auslegungen("bestand"), *_VOM_NEUBAU_HIER),
    summary=Summary(columns=tuple(Ref(field.id, "berechnung") for field in ERGEBNIS.fields),
                    sums=(Ref("ergebnis.anpassungsbetrag", "berechnung"),)),
    sheets=(
        deckblatt(TITEL, ANLAGE, (
            "Anlage 5 zu Nummer 3.2.2.5 Absatz 3 des Hessischen Rahmenvertrages nach § 131 SGB IX (Rahmenvertrag 2)",
            "Die Bemessung des Anpassungsbetrages erfolgt mittels des Berechnungsbogens (Nr. 6).")),
        Sheet(section="berechnung", name="Berechnung", title="Ermittlung der Kosten bei Investitionen im Bestand", source=ANLAGE,
              rules=REGELN, blocks=(ERGEBNIS, KOPF, BETRIEB, AUSLOESER, MASSNAHME, VERGUETUNG, ABWEICHEND, BESTAETIGUNG, BELEGUNG,
                                    RECHENWEG, STUFENBILD, PLAN, auslegungen_hier(auslegungen("bestand"), new_page=True))),
        Sheet(section=VERGLEICH, name="Neubau-Vergleich", title="Kosten eines Neubaus für die relevanten Flächen", source=ANLAGE_4,
              rules=REGELN_DER_KOSTEN, blocks=(*_vergleich(), auslegungen_hier(_VOM_NEUBAU_HIER))),
        rechtsgrundlagen(RECHT, f"{ANLAGE_4} und 5"),
    ))  # fmt: skip
