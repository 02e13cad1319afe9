"""Anlage 1 Nr. 2.4 and 3: „Kostenkalkulation Beförderung“, what the Beförderung costs in the Vereinbarungszeitraum."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import EUR, MONATE, WARNUNG, guarded, schritt
from rv2xl.forms.berechnung.rechtsgrundlagen import satz
from rv2xl.forms.fahrtkosten.grundlagen import ANLAGE, gedruckt, kalkulation, tag
from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.field import ANZAHL, DATUM, Field, Kind, Type
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import DASH, Ref, end_of_month_before, if_, numbers, total, year_of

MONATE_ABSTAND = Type(Kind.ANZAHL, unit="Monate")
ANTEILIG, VOLL = "anteilig", "voll"

ZEITRAUM = Record(
    id="zeitraum", heading="Vereinbarungszeitraum", source=f"{ANLAGE} Nr. 3.2",
    entries=(
        Field(id="beginn", label="Beginn", type=DATUM,
              hint=f"Leer heißt: der regelmäßige Beginn am {gedruckt('fahrtkosten_zeitraum_beginn')}"),
        Field(id="ende", label="Ende", type=DATUM, hint="Leer heißt: nach 12 Monaten."),
    ))  # fmt: skip

KOSTEN = Record(
    id="kosten", heading="Beförderungskosten im Vereinbarungszeitraum", source=f"{ANLAGE} Nr. 2.4",
    entries=(
        Field(id="fahrdienst_extern", label="Externe Fahrdienste", type=EUR),
        Field(id="fahrzeuge", label="Eigene Fahrzeuge", type=EUR, hint="Betrieb, Wartung, Versicherung, Abschreibung."),
        Field(id="fahrpersonal", label="Fahrpersonal", type=EUR),
        Field(id="begleitpersonen", label="Begleitpersonen", type=EUR, source=f"{ANLAGE} Nr. 6.2"),
        Field(id="einzelbefoerderung", label="Einzelbeförderung", type=EUR, source=f"{ANLAGE} Nr. 6.3"),
        Field(id="oepnv", label="Öffentliche Verkehrsmittel, ohne Wertmarken", type=EUR, source=f"{ANLAGE} Nr. 2.1"),
        Field(id="sonstige", label="Sonstige Beförderungskosten", type=EUR),
    ))  # fmt: skip

WERTMARKEN = Record(
    id="wertmarken", heading="Bezahlte Wertmarken", source=f"{ANLAGE} Nr. 2.1",
    entries=(
        Field(id="ganzjahr", label="für ein Jahr", type=ANZAHL, hint="Nur bezahlte; freie Wertmarken kosten nichts."),
        Field(id="halbjahr", label="für ein halbes Jahr", type=ANZAHL, hint="Nur bezahlte; freie Wertmarken kosten nichts."),
    ))  # fmt: skip

KOORDINATION = Record(id="koordination", heading="Koordinationskosten", source=f"{ANLAGE} Nr. 3.3", entries=(
    Field(id="kosten", label="Koordinationskosten", type=EUR, hint="Stehen gesondert im Budget, nicht in der Pauschale."),
))  # fmt: skip

SCHALTER = Record(id="schalter", heading="Schalter", source="Auslegung A1-KOORDINATION", own=True, entries=(
    Field(id="koordination", label="Koordinationskosten im Budget", type=Type(Kind.AUSWAHL, choices=(ANTEILIG, VOLL)),
          hint="„anteilig“ nach den Kilometern des LWV Hessen oder „voll“. Leer heißt: anteilig."),
))  # fmt: skip

_MARKEN = (WERTMARKEN["ganzjahr"], WERTMARKEN["halbjahr"])
_PREISE = (satz("wertmarke_ganzjahr"), satz("wertmarke_halbjahr"))
_ARTEN = tuple(Ref(field.id) for field in KOSTEN.fields)
_SUMME = Ref("kalkulation.wertmarken")
_BEGINN, _ENDE = ZEITRAUM["beginn"], ZEITRAUM["ende"]

SCHRITTE = Calculation(
    id="kalkulation", heading="Rechenweg der Kostenkalkulation", source=ANLAGE,
    steps=(
        schritt("beginn", "Beginn des Vereinbarungszeitraums", DATUM, "3.2",
                if_(numbers(_BEGINN).eq(1), _BEGINN, tag("beginn")), "der eingetragene, sonst der regelmäßige"),
        schritt("ende", "Ende des Vereinbarungszeitraums", DATUM, "3.2",
                if_(numbers(_ENDE).eq(1), _ENDE, if_(numbers(_BEGINN).eq(1), end_of_month_before(_BEGINN, MONATE), tag("ende"))),
                "das eingetragene, sonst 12 Monate nach dem Beginn"),
        schritt("verschiebung", "Abstand zum regelmäßigen Zeitraum (volle Jahre, in Monaten)", MONATE_ABSTAND, "3.4",
                (year_of(kalkulation("beginn")) - year_of(tag("beginn"))) * MONATE, "für die Zahlungstage"),
        schritt("wertmarken", "Kosten der Wertmarken", EUR, "2.1",
                if_(numbers(_MARKEN) > 0,
                    guarded(_PREISE, total(_MARKEN[0]) * _PREISE[0] + total(_MARKEN[1]) * _PREISE[1]), 0),
                "Zahl × Eigenanteil am Beginn des Zeitraums"),
        schritt("befoerderungskosten", "Beförderungskosten", EUR, "2.4",
                if_(numbers((*_ARTEN, *_MARKEN)) > 0, guarded((_SUMME,), total(_ARTEN) + _SUMME), DASH),
                "Summe der Kostenarten + Wertmarken, ohne Koordination"),
    ))  # fmt: skip

BEGINN, VERSCHIEBUNG, BEFOERDERUNGSKOSTEN = (
    kalkulation(name) for name in ("beginn", "verschiebung", "befoerderungskosten")
)
EINGETRAGEN = tuple(Ref(ref.field, "kalkulation") for ref in (*_ARTEN, *_MARKEN, KOORDINATION["kosten"]))
"""All that can cost something, as the other sheets see it."""

BLOECKE = (ZEITRAUM, KOSTEN, WERTMARKEN, KOORDINATION, SCHALTER, SCHRITTE)

REGELN = (
    Rule("A1-ZEITRAUM", WARNUNG, short="keine 12 Monate", source=f"{ANLAGE} Nr. 3.2", when=numbers(_ENDE).eq(1),
         holds=_ENDE.eq(end_of_month_before(Ref("kalkulation.beginn"), MONATE).named("das Ende nach 12 Monaten")),
         remedy="Ein Budget gilt für 12 Monate (Nr. 3.2). Bitte Beginn und Ende prüfen."),
)  # fmt: skip
