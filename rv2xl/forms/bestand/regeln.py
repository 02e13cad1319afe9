"""Anlage 5: what must hold in a Berechnungsbogen."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import FEHLER, HINWEIS, NEUBAU_AB, WARNUNG, schritt_von, there
from rv2xl.forms.bestand.eingaben import (
    ABWEICHEND,
    ANLAGE,
    BESTAETIGUNG,
    BETRIEB,
    BETRIEBSAUFNAHME_VOR,
    KOPF,
    MASSNAHME,
    VERGUETUNG,
    WFBM,
)
from rv2xl.forms.bestand.rechenweg import BEGINN, DARUEBER, ERGEBNIS, KOSTEN, STUFE_ERREICHT
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import all_of, any_of, numbers

ZUGESTIMMT, ZUSTIMMUNG_AM, FERTIG = (MASSNAHME[name] for name in ("zugestimmt", "zustimmung_am", "fertigstellung"))
BEGONNEN, BEREITS_BIS = MASSNAHME["begonnen_am"], VERGUETUNG["eigenbeteiligung_bereits_bis"]
MIT_STUFE = all_of(there(ZUGESTIMMT), there(STUFE_ERREICHT))
_MIT_BISHER = (ZUGESTIMMT, VERGUETUNG["investitionsbetrag_gebaeude"])

_VORHER = "Die Zustimmung nach § 127 Absatz 2 SGB IX muss vorher erteilt sein; derselbe Tag ist zu spät. Bitte beide Tage prüfen."
_ZUSTIMMUNG = (
    Rule("A5-ZUSTIMMUNG", FEHLER, part="betrag", short="Zustimmung: Betrag fehlt", source=f"{ANLAGE} Nr. 1", demands=(ZUGESTIMMT,),
         holds=ZUGESTIMMT.ne(""),
         must="Der Betrag, dem zugestimmt wurde, ist angegeben.",
         remedy="Bitte den Betrag eintragen, dem der Leistungsträger nach § 127 Absatz 2 SGB IX zugestimmt hat."),
    Rule("A5-ZUSTIMMUNG", FEHLER, part="datum", short="Zustimmung: Datum fehlt", source=f"{ANLAGE} Nr. 1", demands=(ZUSTIMMUNG_AM,),
         holds=ZUSTIMMUNG_AM.ne(""),
         must="Der Tag der Zustimmung ist angegeben.",
         remedy="Bitte das Datum der Zustimmung nach § 127 Absatz 2 SGB IX eintragen."),
    Rule("A5-ZUSTIMMUNG", FEHLER, part="vorher", short="Zustimmung nicht vorher", source=f"{ANLAGE} Nr. 1", demands=(ZUSTIMMUNG_AM,),
         when=ZUSTIMMUNG_AM.ne(""),
         holds=ZUSTIMMUNG_AM < FERTIG, must="Die Zustimmung ① liegt vor der Fertigstellung ②.", remedy=_VORHER),
    Rule("A5-ZUSTIMMUNG", FEHLER, part="begonnen", short="Zustimmung nicht vor Beginn", source=f"{ANLAGE} Nr. 1", demands=(ZUSTIMMUNG_AM,),
         when=there(ZUSTIMMUNG_AM, BEGONNEN), holds=ZUSTIMMUNG_AM < BEGONNEN,
         must="Die Zustimmung ① liegt vor dem Beginn der Maßnahme ②.", remedy=_VORHER),
    Rule("A5-BEGONNEN", WARNUNG, short="begonnen nach Fertigstellung", source=f"{ANLAGE} Nr. 6", when=there(BEGONNEN),
         holds=BEGONNEN <= FERTIG, must="Die Maßnahme begann ① nicht nach ihrer Fertigstellung ②.",
         remedy="Eine Maßnahme wird begonnen, bevor sie fertig ist. Bitte beide Tage prüfen."),
)  # fmt: skip

_GELTUNG = (
    Rule("A5-GELTUNG", FEHLER, short="nur für WfbM", source=f"{ANLAGE} Nr. 2", when=KOPF["art"].ne(""), holds=KOPF["art"].eq(WFBM),
         must="Der Bogen gilt für eine WfbM, nicht für andere Leistungsanbieter ①.",
         remedy="Anlage 5 gilt nur für Werkstätten für behinderte Menschen; für andere Leistungsanbieter gilt dieser Bogen nicht."),
    Rule("A5-BETRIEBSBEGINN", FEHLER, short="Betrieb zu spät aufgenommen", source=f"{ANLAGE} Nr. 2", when=there(BETRIEB["aufnahme"]),
         holds=BETRIEB["aufnahme"] < BETRIEBSAUFNAHME_VOR,
         must=f"Der Betrieb wurde vor dem {BETRIEBSAUFNAHME_VOR:%d.%m.%Y} aufgenommen ①.",
         remedy=f"Für WfbM, die ihren Betrieb ab dem {BETRIEBSAUFNAHME_VOR:%d.%m.%Y} aufgenommen haben, "
                "werden bilaterale Vereinbarungen geschlossen (Nr. 2)."),
    Rule("A4-GELTUNG", FEHLER, short="Beginn zu früh", source="RV 2 Anlage 4 Nr. 1", when=all_of(there(FERTIG), there(ERGEBNIS["beginn"])),
         holds=ERGEBNIS["beginn"] >= NEUBAU_AB, must=f"Die Laufzeit beginnt ① nicht vor dem {NEUBAU_AB:%d.%m.%Y}.",
         remedy=f"Anlage 4 gilt ab dem {NEUBAU_AB:%d.%m.%Y}; für einen früheren Beginn der Laufzeit gibt es hier keine Sätze."),
)  # fmt: skip

_KOSTEN = (
    Rule("A5-NETTO", FEHLER, short="mehr gefördert als Kosten", source=f"{ANLAGE} Nr. 4", when=numbers(MASSNAHME["foerderung"]) > 0,
         holds=MASSNAHME["foerderung"] <= ZUGESTIMMT,
         must="Die öffentliche Förderung ① ist nicht höher als die Kosten, denen zugestimmt wurde ②.",
         remedy="Bitte die Förderung prüfen; die Kosten der Maßnahme werden nicht kleiner als 0."),
    Rule("A5-LOTTERIE", WARNUNG, short="wird nicht abgezogen", source=f"{ANLAGE} Nr. 4", when=numbers(MASSNAHME["lotterie"]) > 0,
         holds=MASSNAHME["lotterie"].eq(0),
         must="Es sind keine Lotteriemittel eingetragen ①.",
         remedy="Lotteriemittel werden nicht abgezogen, nur öffentliche Förderungen (Auslegung A5-LOTTERIE)."),
    Rule("A5-NEUBAUKOSTEN", FEHLER, short="Neubaukosten 0", source=f"{ANLAGE} Nr. 5.1", when=there(ERGEBNIS["neubaukosten"]),
         holds=ERGEBNIS["neubaukosten"] > 0,
         must="Der Vergleich nach Anlage 4 ergibt Kosten eines Neubaus ①.",
         broken="Der Vergleich nach Anlage 4 ergibt keine Kosten eines Neubaus.",
         remedy="Ohne Kosten eines Neubaus gibt es kein Verhältnis. Bitte die Flächen auf dem Blatt „Neubau-Vergleich“ prüfen."),
    Rule("A5-BEGRUENDUNG", FEHLER, short="Begründung fehlt", part="anteil", source=f"{ANLAGE} Nr. 5.1",
         when=all_of(there(MASSNAHME["anteil"]), MASSNAHME["anteil"].ne(1)),
         holds=MASSNAHME["anteil_begruendung"].ne(""),
         must="Ein Anteil, der nicht 100 % ist, ist begründet.",
         remedy="Bitte kurz begründen, warum nicht die ganzen Kosten zählen."),
    Rule("A5-BEGRUENDUNG", FEHLER, short="Begründung fehlt", part="abweichend", source=f"{ANLAGE} Nr. 5.1",
         when=any_of(there(ABWEICHEND["quote"]),
                     all_of(there(ABWEICHEND["laufzeit"]), there(STUFE_ERREICHT), STUFE_ERREICHT < DARUEBER)),
         holds=ABWEICHEND["begruendung"].ne(""),
         must="Eine abweichende Amortisationsquote oder Laufzeit ist begründet.",
         broken="Zur abweichend vereinbarten Amortisationsquote oder Laufzeit fehlt die Begründung.",
         remedy="Bitte die abweichende Vereinbarung kurz begründen."),
)  # fmt: skip

_STUFEN = (
    Rule("A5-75", HINWEIS, short="genau auf der Grenze", source=f"{ANLAGE} Nr. 5.1", when=MIT_STUFE, holds=KOSTEN.ne(schritt_von("grenze")),
         must="Die Kosten der Maßnahme liegen nicht genau auf der Grenze, ab der Anlage 5 keine Laufzeit nennt.",
         broken="Die Kosten der Maßnahme liegen genau auf der Grenze, ab der Anlage 5 keine Laufzeit nennt.",
         remedy="Es gilt die Amortisationsquote, die dort grundsätzlich gilt (Auslegung A5-75)."),
    Rule("A5-75-LAUFZEIT", FEHLER, short="Laufzeit fehlt", source=f"{ANLAGE} Nr. 5.1", when=all_of(MIT_STUFE, STUFE_ERREICHT.eq(DARUEBER)),
         holds=any_of(ABWEICHEND["laufzeit"].ne(""), BESTAETIGUNG["unbefristet"].eq("ja")),
         must="Ab der letzten Stufe ist eine Laufzeit eingetragen oder „unbefristet“ bestätigt.",
         broken="Ab der letzten Stufe ist weder eine Laufzeit eingetragen noch „unbefristet“ bestätigt.",
         remedy="Hier nennt Anlage 5 keine Laufzeit. Bitte eine eintragen oder „unbefristet“ bestätigen."),
)  # fmt: skip

_BETRAEGE = (
    Rule("A5-NULL", HINWEIS, source=f"{ANLAGE} Nr. 5.2",
         when=all_of(there(*_MIT_BISHER), there(ERGEBNIS["eigenbeteiligung"], ERGEBNIS["anpassungsvolumen"])),
         holds=ERGEBNIS["eigenbeteiligung"] <= ERGEBNIS["anpassungsvolumen"],
         must="Die Eigenbeteiligung ① ist nicht höher als das Anpassungsvolumen ②.",
         remedy="Der Anpassungsbetrag ist 0 (Auslegung A5-NULL). Bitte prüfen, ob die Eigenbeteiligung schon anderswo abgezogen wird."),
    Rule("A5-DECKEL", WARNUNG, short="über den Neubaukosten", source=f"{ANLAGE} Nr. 5.1",
         when=all_of(there(*_MIT_BISHER), there(ERGEBNIS["summe"], ERGEBNIS["deckel"])),
         holds=ERGEBNIS["summe"] <= ERGEBNIS["deckel"],
         must="Vorherige Vergütung und Anpassungsvolumen ① liegen nicht über den Kosten eines Neubaus im Jahr ②.",
         remedy="Die Kosten eines Neubaus dürfen grundsätzlich nicht überschritten werden. Den Mehrbetrag nennt das Ergebnis, auch nach "
                "Abzug der Eigenbeteiligung der Rechenweg; der Schalter kürzt das Anpassungsvolumen."),
    Rule("A5-TEILBETRAG", WARNUNG, short="Teil größer als das Ganze", source=f"{ANLAGE} Nr. 5.1",
         when=there(VERGUETUNG["investitionsbetrag_flaechen"]),
         holds=VERGUETUNG["investitionsbetrag_flaechen"] <= VERGUETUNG["investitionsbetrag_gebaeude"],
         must="Der Teil für die Flächen ① ist nicht höher als der Investitionsbetrag für das Gebäude ②.",
         remedy="Der Teil für die Flächen ist höchstens der Investitionsbetrag für das ganze Gebäude. Bitte beide prüfen."),
    Rule("A5-EB", HINWEIS, short="endet vor dem Beginn", source=f"{ANLAGE} Nr. 5.2", when=there(BEREITS_BIS, BEGINN),
         holds=BEREITS_BIS >= BEGINN, must="Die andere Maßnahme endet ① nicht vor dem Beginn dieser Laufzeit ②.",
         remedy="Die andere Maßnahme endet vor dem Beginn dieser Laufzeit; was bei ihr abgezogen wird, zählt hier nicht (A5-EB)."),
)  # fmt: skip

REGELN = (*_GELTUNG, *_ZUSTIMMUNG, *_KOSTEN, *_STUFEN, *_BETRAEGE)
