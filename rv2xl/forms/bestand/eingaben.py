"""Anlage 5: what provider and LWV enter, in the order of Nr. 2 to 6."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rv2xl.forms.berechnung.grundlagen import EUR, NEUBAU_AB, schalter, text
from rv2xl.forms.berechnung.kopf import kopf_der_massnahme
from rv2xl.forms.neubau.eingaben import BELEGUNG as BELEGUNG_NEUBAU
from rv2xl.forms.neubau.eingaben import NEIN
from rv2xl.model.definitions.blocks import Notes, Record
from rv2xl.model.definitions.field import ANTEIL, DATUM, JA_NEIN, JAHRE, TEXT, Field, Kind, Type
from rv2xl.model.definitions.revision import revised_block
from rv2xl.model.expressions.expr import Ref
from rv2xl.recht.law import load_law

ANLAGE = "RV 2 Anlage 5"
PLAN_ZEILEN = 31
"""Calendar years of the plan: the longest term that can be agreed, begun within a year."""

ART = Type(Kind.AUSWAHL, choices=("WfbM", "anderer Leistungsanbieter"))
WFBM = ART.choices[0]
AUSLOESER_ART = Type(Kind.AUSWAHL, choices=(
    "Umbau- und Modernisierungsmaßnahmen", "Brandschutzmaßnahmen", "Instandhaltungs- und Sanierungsmaßnahmen", "Sonstige",
))  # fmt: skip
SONSTIGE = AUSLOESER_ART.choices[-1]
MONATSERSTER = replace(DATUM, month_begin=True)
VEREINBARTE_JAHRE = replace(JAHRE, maximum=Decimal(PLAN_ZEILEN - 1))
BETRIEBSAUFNAHME_VOR = load_law().fixed_date("bestand_betriebsaufnahme_vor", NEUBAU_AB)
UMSTELLUNG = load_law().fixed_date("bestand_umstellung", NEUBAU_AB)

KOPF = Record(
    id="kopf", heading="Maßnahme", source=f"{ANLAGE} Nr. 2",
    entries=(
        *kopf_der_massnahme("Brandschutz Werkstatt Süd"),
        Field(id="art", label="Art des Leistungserbringers", type=ART, required=True, hint="Anlage 5 gilt nur für WfbM."),
    ))  # fmt: skip

BETRIEB = Record(
    id="betrieb", heading="Betrieb", source=f"{ANLAGE} Nr. 2",
    entries=(Field(id="aufnahme", label="Betrieb aufgenommen am", type=DATUM, required=True),),
    notes=(
        f"Anlage 5 gilt für WfbM, die ihren Betrieb vor dem {BETRIEBSAUFNAHME_VOR:%d.%m.%Y}¹ aufgenommen haben. Für alle anderen werden "
        "bilaterale Vereinbarungen geschlossen; bei Bedarf kann die Eingliederungshilfekommission SGB IX den Vertragsparteien eine "
        "rahmenvertragliche Regelung vorschlagen (Nr. 2).",
        "¹ Rahmenvertragliche Einführung der Refinanzierung nach Anlage 8 des Hessischen Rahmenvertrages nach § 79 Absatz 1 SGB XII.",
    ))  # fmt: skip

AUSLOESER = Record(
    id="ausloeser", heading="Auslösender Faktor", source=f"{ANLAGE} Nr. 3",
    entries=(
        Field(id="art", label="Art der Investition", type=AUSLOESER_ART, required=True, hint="Bei „Sonstige“ bitte darunter benennen."),
        Field(id="sonstige", label="Bei „Sonstige“: welche", type=TEXT, required_when=Ref("ausloeser.art").eq(SONSTIGE)),
    ),
    notes=(
        "Die Vereinbarungspartner können sich auf das vereinfachte Verfahren verständigen, wenn die Maßnahme eine Finanzierung erfordert. "
        "Auf Verlangen ist dem LWV Hessen nachzuweisen, dass die Refinanzierung aus der vereinbarten Vergütung nicht oder nicht "
        "vollständig möglich ist (Nr. 3).",
    ))  # fmt: skip

MASSNAHME = Record(
    id="massnahme", heading="Kosten und Termine der Maßnahme", source=f"{ANLAGE} Nr. 4 und 6",
    entries=(
        Field(id="zugestimmt", label="Zugestimmte Kosten", type=EUR, required=True, source=f"{ANLAGE} Nr. 1 und 4",
              hint="Der Betrag, dem der Leistungsträger nach § 127 Absatz 2 SGB IX zugestimmt hat."),
        Field(id="zustimmung_am", label="Zustimmung vom", type=DATUM, required=True, source=f"{ANLAGE} Nr. 1",
              hint="Vor dem Beginn und vor der Fertigstellung der Maßnahme; derselbe Tag ist zu spät (Auslegung A5-ZUVOR)."),
        text("zustimmung_az", "Aktenzeichen der Zustimmung"),
        Field(id="begonnen_am", label="Maßnahme begonnen am", type=DATUM, source=f"{ANLAGE} Nr. 1",
              hint="Zum Vergleich mit dem Tag der Zustimmung; leer heißt: kein Vergleich."),
        Field(id="foerderung", label="Öffentliche Förderung", type=EUR, source=f"{ANLAGE} Nr. 4",
              hint="Die ganze Förderung der Maßnahme: Sie wird abgezogen, bevor der Anteil zählt (Auslegung A5-ANTEILIG)."),
        Field(id="lotterie", label="Lotteriemittel", type=EUR, source=f"{ANLAGE} Nr. 4",
              hint="Werden nicht abgezogen (Auslegung A5-LOTTERIE)."),
        Field(id="anteil", label="Anteil der WfbM an den Kosten", type=ANTEIL, source=f"{ANLAGE} Nr. 5.1", hint="Leer heißt: 100 %."),
        Field(id="anteil_begruendung", label="Begründung dazu", type=TEXT, source=f"{ANLAGE} Nr. 5.1"),
        Field(id="fertigstellung", label="Fertigstellung am", type=DATUM, required=True, source=f"{ANLAGE} Nr. 6"),
        Field(id="anzeige_am", label="Fertigstellung angezeigt am", type=DATUM, source=f"{ANLAGE} Nr. 6", hint="In Textform."),
        Field(id="beginn", label="Vereinbarter Beginn der Laufzeit", type=MONATSERSTER, source=f"{ANLAGE} Nr. 6",
              hint="Ein Monatserster. Leer heißt: der Erste des Monats nach der Fertigstellung."),
    ),
    notes=(
        "Die vorherige Zustimmung nach § 127 Absatz 2 SGB IX, dem Grunde und der Höhe nach, ist zu beachten (Nr. 1). Aus ihr ergeben sich "
        "die Kosten; öffentliche Förderungen sind abzuziehen (Nr. 4).",
        "Die Vergütung wird nach der Fertigstellung umgesetzt; abweichende Regelungen sind möglich. Der Leistungserbringer zeigt die "
        "Fertigstellung in Textform an (Nr. 6). Auf Verlangen ist dem Leistungsträger die Kostenfeststellung vorzulegen (Nr. 7).",
    ))  # fmt: skip

VERGUETUNG = Record(
    id="verguetung", heading="Bisherige Vergütung", source=f"{ANLAGE} Nr. 5.2",
    entries=(
        Field(id="investitionsbetrag_gebaeude", label="Investitionsbetrag² für das Gebäude im Jahr", type=EUR, required=True,
              hint="Für das ganze Gebäude, aus der Umstellung der Finanzierung; ohne Anpassungsbeträge früherer Maßnahmen."),
        Field(id="investitionsbetrag_flaechen", label="davon für die Flächen dieser Maßnahme", type=EUR, source=f"{ANLAGE} Nr. 5.1",
              hint="Der Teil für die Flächen im Neubau-Vergleich. Leer heißt: der ganze Investitionsbetrag (Auslegung A5-DECKEL)."),
        Field(id="anpassungen_bisher", label="Anpassungsbeträge früherer Maßnahmen im Jahr", type=EUR, source=f"{ANLAGE} Nr. 5.1",
              hint="Für dieselben Flächen und noch laufend; sie zählen zur vorherigen Vergütung (Auslegung A5-DECKEL)."),
        Field(id="eigenbeteiligung_bereits", label="Eigenbeteiligung, bereits abgezogen (im Jahr)", type=EUR,
              required_when=Ref("verguetung.eigenbeteiligung_bereits_bis").ne(""),
              hint="Was bei einer anderen, noch laufenden Maßnahme schon abgezogen wird."),
        Field(id="eigenbeteiligung_bereits_bis", label="bereits abgezogen bis", type=DATUM,
              hint="Tag, an dem die andere Maßnahme endet; danach zählt die volle Eigenbeteiligung. Leer heißt: kein Ende."),
    ),
    notes=(f"² Entspricht dem „Investitionsbetrag“ aus der Umstellung der Finanzierung zum {UMSTELLUNG:%d.%m.%Y}.",))  # fmt: skip

SCHALTER = Record(id="schalter", heading="Schalter", source="Auslegung A5-DECKEL", own=True, entries=(
    Field(id="deckel_begrenzt", label="Die Kosten eines Neubaus begrenzen das Anpassungsvolumen", title="Neubaukosten als Grenze",
          type=JA_NEIN,
          hint="„ja“: Es wird gekürzt, bis die Summe die Kosten eines Neubaus im Jahr nicht übersteigt. Leer heißt: nein.",
          switch=schalter("bestand", "A5-DECKEL", NEIN)),
))  # fmt: skip

ABWEICHEND = Record(
    id="abweichend", heading="Abweichend vereinbart", source=f"{ANLAGE} Nr. 5.1", new_page=True,
    entries=(
        Field(id="quote", label="Amortisationsquote", type=ANTEIL, hint="Leer heißt: die des Verhältnisses zu den Neubaukosten."),
        Field(id="laufzeit", label="Laufzeit", type=VEREINBARTE_JAHRE, hint="In Jahren. Leer heißt: die des Verhältnisses."),
        Field(id="begruendung", label="Begründung dazu", type=TEXT),
    ),
    notes=("Abweichende Regelungen zur Laufzeit oder zur Höhe der Amortisation sind in beiderseitigem Einvernehmen möglich (Nr. 5.1).",),
)  # fmt: skip

BESTAETIGUNG = Record(
    id="bestaetigung", heading="Bestätigungen", source=f"{ANLAGE} Nr. 5.1",
    entries=(
        Field(id="unbefristet", label="Der Anpassungsbetrag gilt unbefristet", title="Gilt unbefristet", type=JA_NEIN,
              hint="Nur ab der letzten Stufe und ohne Laufzeit (Auslegung A5-75-LAUFZEIT)."),
    ))  # fmt: skip

VERFAHREN = Notes(heading="Zum Verfahren", source=f"{ANLAGE} Nr. 1 und 8", notes=(
    "Vereinbarte Investitionskosten können nur mit einer umfassenden Nachweispflicht umgestellt werden (Restbuchwerte, aktuelle "
    "Finanzierungsverpflichtungen, laufende Instandhaltungen). Die Vertragsparteien haben sich daher auf dieses vereinfachte "
    "Berechnungsverfahren verständigt (Nr. 1).",
    "Die Möglichkeit, die in den Vergütungen enthaltenen Investitionskosten individuell neu zu berechnen, bleibt unberührt (Nr. 8).",
))  # fmt: skip

BELEGUNG = revised_block(BELEGUNG_NEUBAU, {"tage": None}, source="RV 2 Anlage 4 Nr. 2.5")
