"""Bestand 2023.1: what was entered. No other kind of investment, no begin of the measure; exactly 75 % was to be confirmed."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import EUR, text
from rv2xl.forms.bestand import eingaben as today
from rv2xl.forms.bestand.eingaben import ANLAGE, AUSLOESER_ART, MONATSERSTER
from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.field import ANTEIL, DATUM, JA_NEIN, TEXT, Field

BETRIEB, ABWEICHEND = replace(today.BETRIEB, notes=()), replace(today.ABWEICHEND, notes=(), new_page=False)

AUSLOESER = Record(id="ausloeser", heading="Auslösender Faktor", source=f"{ANLAGE} Nr. 3", entries=(
    Field(id="art", label="Art der Investition", type=replace(AUSLOESER_ART, choices=AUSLOESER_ART.choices[:-1]), required=True),
))  # fmt: skip

MASSNAHME = Record(
    id="massnahme", heading="Kosten und Termine der Maßnahme", source=f"{ANLAGE} Nr. 4 und 6",
    entries=(
        Field(id="zugestimmt", label="Zugestimmte Kosten", type=EUR, required=True, source=f"{ANLAGE} Nr. 1 und 4",
              hint="Der Betrag, dem der Leistungsträger nach § 127 Absatz 2 SGB IX zugestimmt hat."),
        Field(id="zustimmung_am", label="Zustimmung vom", type=DATUM, required=True, source=f"{ANLAGE} Nr. 1",
              hint="Vor der Maßnahme, spätestens am Tag der Fertigstellung."),
        text("zustimmung_az", "Aktenzeichen der Zustimmung"),
        Field(id="anteil", label="Anteil der WfbM an den Kosten", type=ANTEIL, source=f"{ANLAGE} Nr. 5.1", hint="Leer heißt: 100 %."),
        Field(id="anteil_begruendung", label="Begründung dazu", type=TEXT, source=f"{ANLAGE} Nr. 5.1"),
        Field(id="foerderung", label="Öffentliche Förderung", type=EUR, source=f"{ANLAGE} Nr. 4",
              hint="Wird ganz vom Anteil der WfbM abgezogen: von einer Förderung für das ganze Gebäude nur deren Anteil eintragen."),
        Field(id="lotterie", label="Lotteriemittel", type=EUR, source=f"{ANLAGE} Nr. 4",
              hint="Werden nicht abgezogen (Auslegung A5-LOTTERIE)."),
        Field(id="fertigstellung", label="Fertigstellung am", type=DATUM, required=True, source=f"{ANLAGE} Nr. 6"),
        Field(id="anzeige_am", label="Fertigstellung angezeigt am", type=DATUM, source=f"{ANLAGE} Nr. 6", hint="In Textform."),
        Field(id="beginn", label="Vereinbarter Beginn der Laufzeit", type=MONATSERSTER, source=f"{ANLAGE} Nr. 6",
              hint="Ein Monatserster. Leer heißt: der Erste des Monats nach der Fertigstellung."),
    ))  # fmt: skip

VERGUETUNG = Record(
    id="verguetung", heading="Bisherige Vergütung", source=f"{ANLAGE} Nr. 5.2",
    entries=(
        Field(id="investitionsbetrag_gebaeude", label="Investitionsbetrag für das Gebäude im Jahr", type=EUR, required=True,
              hint="Für das ganze Gebäude, aus der Umstellung der Finanzierung; ohne Anpassungsbeträge früherer Maßnahmen."),
        Field(id="eigenbeteiligung_bereits", label="Eigenbeteiligung, bereits abgezogen (im Jahr)", type=EUR,
              hint="Was bei einer anderen, noch laufenden Maßnahme schon abgezogen wird."),
    ))  # fmt: skip

BESTAETIGUNG = Record(
    id="bestaetigung", heading="Bestätigungen", source=f"{ANLAGE} Nr. 5.1",
    entries=(
        Field(id="grenze_75", label="Amortisationsquote genau auf der letzten Stufe", type=JA_NEIN,
              hint="„ja“, wenn die Kosten genau auf der letzten Stufe liegen und die Quote darüber gelten soll (Auslegung A5-75)."),
        Field(id="unbefristet", label="Der Anpassungsbetrag gilt unbefristet", type=JA_NEIN,
              hint="Nur über der letzten Stufe und ohne Laufzeit (Auslegung A5-75-LAUFZEIT)."),
    ))  # fmt: skip
