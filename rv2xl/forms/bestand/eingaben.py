"""Anlage 5: what provider and LWV enter, in the order of Nr. 2 to 6."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rv2xl.forms.berechnung.grundlagen import EUR, text
from rv2xl.forms.berechnung.kopf import kopf_der_massnahme
from rv2xl.forms.neubau.eingaben import BELEGUNG as BELEGUNG_NEUBAU
from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.field import ANTEIL, DATUM, JA_NEIN, JAHRE, TEXT, Field, Kind, Type

ANLAGE = "RV 2 Anlage 5"
PLAN_ZEILEN = 31
"""Calendar years of the plan: the longest term that can be agreed, begun within a year."""

ART = Type(Kind.AUSWAHL, choices=("WfbM", "anderer Leistungsanbieter"))
WFBM = ART.choices[0]
AUSLOESER_ART = Type(Kind.AUSWAHL, choices=(
    "Umbau- und Modernisierungsmaßnahmen", "Brandschutzmaßnahmen", "Instandhaltungs- und Sanierungsmaßnahmen",
))  # fmt: skip
MONATSERSTER = replace(DATUM, month_begin=True)
VEREINBARTE_JAHRE = replace(JAHRE, maximum=Decimal(PLAN_ZEILEN - 1))

KOPF = Record(
    id="kopf", heading="Maßnahme", source=f"{ANLAGE} Nr. 2",
    entries=(
        *kopf_der_massnahme("Brandschutz Werkstatt Süd"),
        Field(id="art", label="Art des Leistungserbringers", type=ART, required=True, hint="Anlage 5 gilt nur für WfbM."),
    ))  # fmt: skip

BETRIEB = Record(id="betrieb", heading="Betrieb", source=f"{ANLAGE} Nr. 2", entries=(
    Field(id="aufnahme", label="Betrieb aufgenommen am", type=DATUM, required=True),
))  # fmt: skip

AUSLOESER = Record(id="ausloeser", heading="Auslösender Faktor", source=f"{ANLAGE} Nr. 3", entries=(
    Field(id="art", label="Art der Investition", type=AUSLOESER_ART, required=True),
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

ABWEICHEND = Record(
    id="abweichend", heading="Abweichend vereinbart", source=f"{ANLAGE} Nr. 5.1",
    entries=(
        Field(id="quote", label="Amortisationsquote", type=ANTEIL, hint="Leer heißt: die des Verhältnisses zu den Neubaukosten."),
        Field(id="laufzeit", label="Laufzeit", type=VEREINBARTE_JAHRE, hint="In Jahren. Leer heißt: die des Verhältnisses."),
        Field(id="begruendung", label="Begründung dazu", type=TEXT),
    ))  # fmt: skip

BESTAETIGUNG = Record(
    id="bestaetigung", heading="Bestätigungen", source=f"{ANLAGE} Nr. 5.1",
    entries=(
        Field(id="grenze_75", label="Amortisationsquote genau auf der letzten Stufe", type=JA_NEIN,
              hint="„ja“, wenn die Kosten genau auf der letzten Stufe liegen und die Quote darüber gelten soll (Auslegung A5-75)."),
        Field(id="unbefristet", label="Der Anpassungsbetrag gilt unbefristet", type=JA_NEIN,
              hint="Nur über der letzten Stufe und ohne Laufzeit (Auslegung A5-75-LAUFZEIT)."),
    ))  # fmt: skip

BELEGUNG = replace(
    BELEGUNG_NEUBAU, source="RV 2 Anlage 4 Nr. 2.5",
    entries=tuple(entry for entry in BELEGUNG_NEUBAU.entries if entry.id != "tage"),
)  # fmt: skip
