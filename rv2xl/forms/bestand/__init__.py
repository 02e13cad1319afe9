"""Anlage 5: the Berechnungsbogen for Investitionen im Bestand. The source prints the rules, not the sheet; its wording is ours."""

from __future__ import annotations

from rv2xl.forms.berechnung.deckblatt import ROLLEN, deckblatt
from rv2xl.forms.berechnung.grundlagen import NEUBAU_AB, aufbau, auslegungen_hier
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
    SCHALTER,
    VERFAHREN,
    VERGUETUNG,
)
from rv2xl.forms.bestand.rechenweg import ERGEBNIS, PLAN, RECHENWEG, STUFEN, STUFENBILD
from rv2xl.forms.bestand.regeln import REGELN
from rv2xl.forms.bestand.vergleich import AUSLEGUNGEN, BLATT
from rv2xl.forms.neubau import SAETZE as SAETZE_NEUBAU
from rv2xl.forms.neubau.eingaben import ANLAGE as ANLAGE_4
from rv2xl.model.definitions.blocks import Block
from rv2xl.model.definitions.form import Form, Sheet, Summary
from rv2xl.model.expressions.expr import Ref
from rv2xl.recht.law import auslegungen

TITEL = "Berechnungsbogen Investitionen im Bestand"
BLOECKE: tuple[Block, ...] = (
    ERGEBNIS, KOPF, BETRIEB, AUSLOESER, MASSNAHME, VERGUETUNG, ABWEICHEND, BESTAETIGUNG, BELEGUNG, SCHALTER, STUFENBILD, RECHENWEG, PLAN,
    VERFAHREN,
)  # fmt: skip
SAETZE = (
    *SAETZE_NEUBAU,
    *(f"bestand_{name}_{stufe}" for stufe in STUFEN for name in ("verhaeltnis", "amortisationsquote", "laufzeit")),
    "bestand_amortisationsquote", "eigenbeteiligung",
)  # fmt: skip


RECHT = saetze(
    SAETZE, Ref("ergebnis.beginn", "berechnung"), "Beginn der Laufzeit", f"{ANLAGE_4} und 5",
    "Von diesen Sätzen passt die Eingliederungshilfekommission SGB IX bei Bedarf nur die Amortisationsquoten nach Anlage 4 Nr. 2.3 an "
    "(Anlage 4 Nr. 3.3).",
)  # fmt: skip

BESTAND = Form(
    name="bestand", version="2025.2", title=TITEL, source=f"{ANLAGE} zu Nummer 3.2.2.5 Absatz 3",
    first_year=NEUBAU_AB.year, sender=Ref("kopf.leistungserbringer", "berechnung"), subject=Ref("kopf.massnahme", "berechnung"),
    roles=ROLLEN, dated=RECHT, auslegungen=(*auslegungen("bestand"), *AUSLEGUNGEN),
    summary=Summary(columns=tuple(Ref(field.id, "berechnung") for field in ERGEBNIS.fields),
                    sums=(Ref("ergebnis.anpassungsbetrag", "berechnung"),)),
    sheets=(
        deckblatt(TITEL, ANLAGE, (
            "Anlage 5 zu Nummer 3.2.2.5 Absatz 3 des Hessischen Rahmenvertrages nach § 131 SGB IX (Rahmenvertrag 2)",
            "Die Bemessung des Anpassungsbetrages erfolgt mittels des Berechnungsbogens (Nr. 6).")),
        Sheet(section="berechnung", name="Berechnung", title="Ermittlung der Kosten bei Investitionen im Bestand", source=ANLAGE,
              rules=REGELN, blocks=(aufbau("Anlage 5"), *BLOECKE, auslegungen_hier(auslegungen("bestand"), new_page=True))),
        BLATT,
        rechtsgrundlagen(RECHT, f"{ANLAGE_4} und 5"),
    ))  # fmt: skip
