"""Anlage 4: the Berechnungsbogen for Neubaumaßnahmen. The source prints the rules, not the sheet; its wording is ours."""

from __future__ import annotations

from rv2xl.forms.berechnung.deckblatt import ROLLEN, deckblatt
from rv2xl.forms.berechnung.grundlagen import NEUBAU_AB, WER_FUELLT, aufbau, auslegungen_hier
from rv2xl.forms.berechnung.rechtsgrundlagen import rechtsgrundlagen, saetze
from rv2xl.forms.neubau.eingaben import (
    ANLAGE,
    BAU,
    BELEGUNG,
    BGA,
    BGA_TABELLE,
    FLAECHEN,
    FOERDERUNG,
    GEBAEUDE,
    KG700,
    KOPF,
    LOTTERIE,
    RICHTWERT,
    SCHALTER,
    STAFFEL,
)
from rv2xl.forms.neubau.rechenweg import ERGEBNIS, RECHENWEG
from rv2xl.forms.neubau.regeln import REGELN
from rv2xl.model.definitions.blocks import Block
from rv2xl.model.definitions.form import Form, Sheet, Summary
from rv2xl.model.expressions.expr import Ref
from rv2xl.recht.law import auslegungen

BLOECKE: tuple[Block, ...] = (
    ERGEBNIS, KOPF, FLAECHEN, RICHTWERT, GEBAEUDE, KG700, STAFFEL, BAU, BGA_TABELLE, BGA, FOERDERUNG, LOTTERIE, BELEGUNG, SCHALTER,
    RECHENWEG,
)  # fmt: skip
AUFBAU, HIER = aufbau("Anlage 4"), auslegungen_hier(auslegungen("neubau"))
SAETZE = (
    "zuschlag_bau", "amortisationsquote_bau", "amortisationsquote_bga", "ertrag_foerderung_gebaeude", "ertrag_foerderung_bga",
    "ertrag_lotterie_gebaeude", "mindestauslastung",
)  # fmt: skip

RECHT = saetze(
    SAETZE, Ref("kopf.inbetriebnahme", "berechnung"), "Inbetriebnahme", ANLAGE,
    "Von diesen Sätzen passt die Eingliederungshilfekommission SGB IX bei Bedarf nur die Amortisationsquoten nach Nr. 2.3 an (Nr. 3.3).",
)  # fmt: skip

NEUBAU = Form(
    name="neubau", version="2025.2", title="Berechnungsbogen Neubaumaßnahmen", source=f"{ANLAGE} zu Nummer 3.2.2.5 Absatz 2",
    first_year=NEUBAU_AB.year, sender=Ref("kopf.leistungserbringer", "berechnung"),
    subject=Ref("kopf.massnahme", "berechnung"), roles=ROLLEN, dated=RECHT, auslegungen=auslegungen("neubau"),
    summary=Summary(columns=tuple(Ref(field.id, "berechnung") for field in ERGEBNIS.fields), sums=(Ref("ergebnis.jahr", "berechnung"),)),
    sheets=(
        deckblatt("Berechnungsbogen Neubaumaßnahmen", ANLAGE, (
            "Anlage 4 zu Nummer 3.2.2.5 Absatz 2 des Hessischen Rahmenvertrages nach § 131 SGB IX (Rahmenvertrag 2)",
            "Der Berechnungsbogen wird Bestandteil der jeweiligen Vergütungsvereinbarung (Nr. 3.1).")),
        Sheet(section="berechnung", name="Berechnung", title="Ermittlung der Kosten bei Neubaumaßnahmen", source=ANLAGE,
              blocks=(AUFBAU, WER_FUELLT, *BLOECKE, HIER), rules=REGELN),
        rechtsgrundlagen(RECHT, ANLAGE),
    ))  # fmt: skip
