"""Anlage 1 Nr. 2.4 and 3: „Kostenkalkulation Beförderung“, what the Beförderung costs in the Vereinbarungszeitraum."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import EUR, MONATE, WARNUNG, guarded, schalter, schritt
from rv2xl.forms.berechnung.rechtsgrundlagen import satz
from rv2xl.forms.fahrtkosten.grundlagen import ANLAGE, gedruckt, kalkulation, tag
from rv2xl.model.definitions.blocks import Notes, Record
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.field import ANZAHL, DATUM, Field, Kind, Type
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import DASH, Ref, if_, numbers, period_end, total, year_of

MONATE_ABSTAND = Type(Kind.ANZAHL, unit="Monate")
ANTEILIG, VOLL = "anteilig", "voll"

ZEITRAUM = Record(
    id="zeitraum", heading="Vereinbarungszeitraum", source=f"{ANLAGE} Nr. 3.2",
    entries=(
        Field(id="beginn", label="Beginn", type=DATUM,
              hint=f"Leer heißt: der regelmäßige Beginn am {gedruckt('fahrtkosten_zeitraum_beginn')}"),
        Field(id="ende", label="Ende", type=DATUM, hint="Leer heißt: 12 Monate nach dem Beginn."),
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
          hint="„anteilig“ nach den Kilometern des LWV Hessen oder „voll“. Leer heißt: anteilig.",
          switch=schalter("fahrtkosten", "A1-KOORDINATION", ANTEILIG)),
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
                if_(numbers(_ENDE).eq(1), _ENDE, if_(numbers(_BEGINN).eq(1), period_end(_BEGINN, MONATE), tag("ende"))),
                "das eingetragene, sonst der letzte von 12 Monaten ab dem Beginn (A1-ZEITRAUM)"),
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

QUALITAET = Notes(heading="Qualitätskriterien (Nr. 6)", own=True, notes=(
    "Begleitpersonen sind erforderlich, wenn Menschen mit Behinderungen im Fahrzeug beaufsichtigt oder betreut werden müssen, damit die "
    "Beförderung sicher ist, zum Beispiel bei selbst- oder fremdgefährdendem Verhalten oder spontanem Anfallsgeschehen. Sie sollen "
    "nachweisbar Erste Hilfe können und Erfahrung im Umgang mit Menschen mit Behinderungen haben, idealerweise vermittelt von pädagogisch "
    "ausgebildeten Mitarbeitenden; verlangt eine medizinische Indikation ausdrücklich eine Begleitperson, muss diese die Kenntnisse und "
    "Fähigkeiten dafür haben. Nachgewiesen wird die Notwendigkeit bei medizinischer Indikation grundsätzlich mit einer amts- oder "
    "fachärztlichen Stellungnahme; davon abweichende Entscheidungen trifft die Teilhabeplanung (Nr. 6.2).",
    "Eine Einzelbeförderung kann in begründeten Fällen notwendig oder sinnvoll sein; sie ist sicherzustellen, wenn eine Beförderung im "
    "allgemeinen Fahrdienst behinderungsbedingt ausgeschlossen ist (Nr. 6.3).",
    "Grundlage aller Beförderungen ist „Sichere Beförderung von Menschen mit Behinderungen“ der Berufsgenossenschaft für "
    "Gesundheitsdienst und Wohlfahrtspflege (BGW) in der jeweils geltenden Fassung (Nr. 6.4).",
))  # fmt: skip

BLOECKE = (ZEITRAUM, KOSTEN, WERTMARKEN, KOORDINATION, SCHALTER, SCHRITTE, QUALITAET)

REGELN = (
    Rule("A1-ZEITRAUM", WARNUNG, short="keine 12 Monate", source=f"{ANLAGE} Nr. 3.2", when=numbers(_ENDE).eq(1),
         holds=_ENDE.eq(period_end(Ref("kalkulation.beginn"), MONATE).named("das Ende nach 12 Monaten")),
         must="Der Vereinbarungszeitraum endet ① nach 12 Monaten ②.",
         remedy="Ein Budget gilt für 12 Monate (Nr. 3.2). Bitte Beginn und Ende prüfen."),
)  # fmt: skip
