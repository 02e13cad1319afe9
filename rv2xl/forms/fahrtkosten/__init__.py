"""Anlage 1: Entfernungskilometer, Kostenkalkulation, Fortschreibung and Einzelverhandlung of the Fahrtkosten.

The source names the Berechnungsbögen without printing them; their layout and wording are ours.
"""

from __future__ import annotations

from rv2xl.forms.berechnung.deckblatt import ROLLEN, deckblatt
from rv2xl.forms.berechnung.grundlagen import auslegungen_hier
from rv2xl.forms.berechnung.rechtsgrundlagen import rechtsgrundlagen, saetze
from rv2xl.forms.fahrtkosten import berechnung, einzelverhandlung, entfernung, fortschreibung, kalkulation, vertraege
from rv2xl.forms.fahrtkosten.grundlagen import (
    ANLAGE,
    BERECHNUNG,
    EINZELVERHANDLUNG,
    ENTFERNUNG,
    FORTSCHREIBUNG,
    GELTUNGSBEREICH,
    KALKULATION,
    TAGE,
    VERTRAEGE,
    VORJAHR,
)
from rv2xl.forms.fahrtkosten.uebersicht import UEBERSICHT
from rv2xl.forms.fahrtkosten.vorjahr import LISTE_VORJAHR, UEBERNAHME, VERGLEICH
from rv2xl.model.definitions.blocks import Notes
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.expressions.expr import Ref
from rv2xl.recht.law import auslegungen, load_law

TITEL = "Fahrtkosten: Ermittlung und Abgeltung"
FAHRTKOSTEN_AB = load_law().entry("fahrtkosten_stichtag").values[0].since
SAETZE = (
    "fahrtdauer_hoechstens", "wertmarke_ganzjahr", "wertmarke_halbjahr", "fortschreibung_anteil_vpi", "fortschreibung_anteil_personal",
    "einzelverhandlung_schwelle", "einzelverhandlung_spaetestens",
)  # fmt: skip


RUHT_AUF = {
    BERECHNUNG: ("A1-PAUSCHALE", "A1-RUNDUNG", "A1-BUDGET", "A1-RATEN"),
    KALKULATION: ("A1-WERTMARKE", "A1-KOORDINATION", "A1-ZEITRAUM"),
    FORTSCHREIBUNG: ("A1-FORTSCHREIBUNG", "A1-FORTSCHREIBUNG-BASIS", "A1-BESCHLUSS"),
    EINZELVERHANDLUNG: ("A1-SCHWELLE",),
}
"""The interpretations that a sheet rests on, those of them that its version knows."""


def hier(section: str, version: str | None = None) -> Notes:
    """Return the interpretations that a sheet rests on, as today's version prints them or another one."""
    return auslegungen_hier(entry for entry in auslegungen("fahrtkosten", version) if entry.id in RUHT_AUF[section])


HIER = {section: hier(section) for section in RUHT_AUF}

RECHT = saetze(
    SAETZE, Ref("kalkulation.beginn", KALKULATION), "Beginn des Vereinbarungszeitraums", ANLAGE,
    "Keinen dieser Sätze ändert die Eingliederungshilfekommission SGB IX; sie beschließt nur den Steigerungswert (Nr. 4.1), der auf dem "
    "Blatt „Fortschreibung“ eingetragen wird.",
)  # fmt: skip

FAHRTKOSTEN = Form(
    name="fahrtkosten", version="2025.2", title=TITEL, source=f"{ANLAGE} zu Nummer 2.3.4", first_year=FAHRTKOSTEN_AB.year,
    sender=Ref("kopf.nummer", BERECHNUNG), auslegungen=auslegungen("fahrtkosten"), summary=UEBERSICHT, carries=UEBERNAHME,
    roles=ROLLEN, dated=RECHT, ways=entfernung.WEGE,
    sheets=(
        deckblatt(TITEL, ANLAGE, first=(BERECHNUNG, ENTFERNUNG), data="die Angaben zu den Teilnehmenden auf „Entfernungskilometer“",
                  purpose="um die Fahrtkosten zu ermitteln, den Bogen zu prüfen und Rückfragen zu stellen", notes=(
            "Anlage 1 zu Nummer 2.3.4 des Hessischen Rahmenvertrages nach § 131 SGB IX (Rahmenvertrag 2)",
            "Anlage 1 nennt die Berechnungsbögen „Ermittlung der Entfernungskilometer“ und „Kostenkalkulation Beförderung“, druckt sie "
            "aber nicht ab: Die Gestaltung dieser Blätter ist eine eigene.",
            "Jährlich zum Stichtag ist das Blatt „Entfernungskilometer“ auszufüllen (Nr. 2.4), die „Kostenkalkulation“ bei der "
            "Ersterfassung und bei strukturellen Veränderungen (Nr. 5.3); die anderen Blätter nur, wenn sie gebraucht werden. Fahrten zu "
            "Flächen nach Nr. 3.8 des RV 3 können im selben Budget stehen (Nr. 1.2); Leistungen zur Mobilität nach § 83 SGB IX gehören "
            "nicht dazu (Nr. 1.3).")),
        Sheet(section=BERECHNUNG, name="Berechnung", title="Pauschale, Budget und Raten", source=ANLAGE, rules=berechnung.REGELN,
              blocks=(berechnung.ERGEBNIS, berechnung.KOPF, berechnung.ZAHLUNG, berechnung.ANDERE_TRAEGER, berechnung.RECHENWEG,
                      berechnung.JE_ORT, berechnung.UEBRIGE_ORTE, VERGLEICH, HIER[BERECHNUNG])),
        Sheet(section=ENTFERNUNG, name="Entfernungskilometer", title="Ermittlung der Entfernungskilometer", source=ANLAGE,
              rules=entfernung.REGELN, blocks=(entfernung.TEILNEHMENDE,)),
        Sheet(section=KALKULATION, name="Kostenkalkulation", title="Kostenkalkulation Beförderung", source=ANLAGE, rules=kalkulation.REGELN,
              blocks=(*kalkulation.BLOECKE, HIER[KALKULATION])),
        Sheet(section=FORTSCHREIBUNG, name="Fortschreibung", title="Tarifliche Fortschreibung des Budgets", source=ANLAGE,
              optional_when=fortschreibung.UNBENUTZT, rules=fortschreibung.REGELN,
              blocks=(*fortschreibung.BLOECKE, HIER[FORTSCHREIBUNG])),
        Sheet(section=EINZELVERHANDLUNG, name="Einzelverhandlung", title="Anpassung des Budgets im Rahmen einer Einzelverhandlung",
              source=ANLAGE, rules=einzelverhandlung.REGELN, blocks=(*einzelverhandlung.BLOECKE, HIER[EINZELVERHANDLUNG])),
        Sheet(section=VERTRAEGE, name="Beförderungsverträge", title="Beförderungsverträge mit externen Fahrdiensten", source=ANLAGE,
              rules=vertraege.REGELN, blocks=(vertraege.VERTRAG,)),
        Sheet(section=VORJAHR, name="Vorjahr", title="Liste des Vorjahres", source=ANLAGE, blocks=(LISTE_VORJAHR,)),
        rechtsgrundlagen(RECHT, ANLAGE, (GELTUNGSBEREICH, TAGE)),
    ))  # fmt: skip
