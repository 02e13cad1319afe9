"""Anlage 4: what provider and LWV enter, in the order of Nr. 2."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import (
    EUR,
    EUR_JE_QM,
    FORMEL,
    NEUBAU_AB,
    QM,
    WERT,
    guarded,
    schalter,
    text,
    vom_lwv,
)
from rv2xl.forms.berechnung.kopf import kopf_der_massnahme
from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.blocks.calculation import Table
from rv2xl.model.definitions.field import (
    ANTEIL,
    DATUM,
    FLAECHE,
    JA_NEIN,
    MENGE,
    PLAETZE,
    TAGE,
    TEXT,
    Field,
    Kind,
    Type,
    above_zero,
)
from rv2xl.model.expressions.expr import Expr, Ref, any_of, numbers

ANLAGE = "RV 2 Anlage 4"
NEIN = JA_NEIN.choices[1]
AUSWAHL = Type(Kind.AUSWAHL, choices=("Prozent", "EUR je m²", "EUR"))
PROZENT, JE_QM, BETRAG = AUSWAHL.choices

KOPF = Record(
    id="kopf", heading="Maßnahme", source=f"{ANLAGE} Nr. 3",
    entries=(
        *kopf_der_massnahme("Neubau Werkstatt Nord"),
        Field(id="baufachliche_pruefung", label="Baufachliche Prüfung am", type=DATUM, required=True,
              hint="Tag, für den Richtwerte und Pauschalen gelten (Auslegung A4-WERTE)."),
        Field(id="inbetriebnahme", label="Inbetriebnahme am", type=DATUM, required=True, source=f"{ANLAGE} Nr. 3.2",
              hint=f"Stichtag für alle Sätze; frühestens der {NEUBAU_AB:%d.%m.%Y}."),
        Field(id="anzeige_am", label="Fertigstellung angezeigt am", type=DATUM, source=f"{ANLAGE} Nr. 3.2", hint="In Textform."),
    ),
    notes=(
        f"Anlage 4 gilt ab dem {NEUBAU_AB:%d.%m.%Y} für Leistungen zur Teilhabe am Arbeitsleben im Sinne des Rahmenvertrages 2 (Nr. 1).",
        "Die Vergütung wird mit der Inbetriebnahme des Gebäudes umgesetzt; abweichende Regelungen sind möglich. Der Leistungserbringer "
        "zeigt dem LWV Hessen die Fertigstellung und die geplante Inbetriebnahme in Textform an (Nr. 3.2).",
    ))  # fmt: skip


def _flaeche(number: int) -> tuple[Field, ...]:
    ngf, richtwert = Ref(f"flaechen.{number}.ngf"), Ref(f"flaechen.{number}.richtwert")
    nobody = numbers(FLAECHEN_KOSTEN).eq(0) if number == 1 else None  # without any area the first row is asked for
    return (
        text("bezeichnung", "Bezeichnung"),
        Field(id="ngf", label="Nettogrundfläche", type=QM, required_when=_either(richtwert.ne(""), nobody)),
        vom_lwv(
            Field(id="richtwert", label="Kostenrichtwert", type=EUR_JE_QM, required_when=_either(ngf.ne(""), nobody))
        ),
        Field(id="kosten", label="Kosten", type=EUR, filled_by=FORMEL, expr=guarded((ngf, richtwert), ngf * richtwert)),
    )


def _either(condition: Expr, other: Expr | None) -> Expr:
    return condition if other is None else any_of(condition, other)


ROWS = 10
FLAECHEN_KOSTEN = tuple(Ref(f"flaechen.{number}.kosten") for number in range(1, ROWS + 1))
FLAECHEN = Table(
    id="flaechen", heading="Flächen (Nettogrundfläche)", source=f"{ANLAGE} Nr. 2.1 und 2.2.1", rows=ROWS, row_label="Zeile",
    fields_of=_flaeche,
    notes=("Maßstab ist die Nettogrundfläche auf Basis des abgestimmten Raumprogramms (Nr. 2.1).",),
)  # fmt: skip

RICHTWERT = Record(
    id="richtwert", heading="Kostenrichtwerte", source=f"{ANLAGE} Nr. 2.2.1", new_page=True,
    entries=tuple(map(vom_lwv, (
        text("quelle", "Herkunft", required=True, hint="Zum Beispiel „gemeinsames Informationsblatt“; die Werte sind bereits indexiert."),
        Field(id="stand", label="Stand", type=DATUM, required=True),
    ))),
    notes=(
        "Grundlage sind die tatsächlich nachgewiesenen Kosten (Anlagespiegel) in Verbindung mit den Kostenrichtwerten aus dem "
        "„gemeinsamen Informationsblatt des Hessischen Ministeriums der Finanzen, des Hessischen Sozialministeriums und des LWV Hessen“ "
        "in der jeweils geltenden Höhe und dem darauf basierenden, verbindlich abgestimmten Finanzierungsplan (Nr. 2 und 2.2.1).",
    ))  # fmt: skip

GEBAEUDE = Record(id="gebaeude", heading="Gebäude", source=f"{ANLAGE} Nr. 2.2.1", entries=(
    Field(id="gesamtflaeche", label="Gesamtfläche des Gebäudes", type=QM, required=True,
          hint="Nach ihr richtet sich die Kostengruppe 700. Die des ganzen Gebäudes, mindestens die Summe der Nettogrundflächen."),
))  # fmt: skip

KG700 = Record(
    id="kg700", heading="Kostengruppe 700 (Nebenkosten)", source=f"{ANLAGE} Nr. 2.2.1",
    entries=tuple(map(vom_lwv, (
        Field(id="einheit", label="Einheit der Werte", type=AUSWAHL, required=True,
              hint="Prozent von Nettogrundfläche × Richtwert, EUR je m² Nettogrundfläche oder EUR für das ganze Gebäude."),
        text("quelle", "Herkunft", required=True),
    ))),
    notes=(
        "Zu den indexierten Quadratmeterpauschalen kommen anteilige Kosten der Kostengruppe 700, pauschal festgelegt nach der Gesamtfläche "
        "des Gebäudes (Nr. 2.2.1). Ein Betrag in EUR gilt für das ganze Gebäude; es zählt der Teil, der auf die Nettogrundfläche entfällt.",
    ))  # fmt: skip


def _stufe(number: int) -> tuple[Field, ...]:
    return (
        vom_lwv(Field(id="ab", label="ab Gesamtfläche", type=FLAECHE, required=number == 1)),
        vom_lwv(
            Field(id="wert", label="Wert", type=WERT, required=number == 1, hint="Prozente als Prozent: 18 % ist 0,18.")
        ),
    )


STUFEN = 6
STAFFEL = Table(id="kg700.staffel", heading="Staffel der Kostengruppe 700", source=f"{ANLAGE} Nr. 2.2.1", rows=STUFEN, row_label="Stufe",
                fields_of=_stufe)  # fmt: skip

BAU = Record(
    id="bau", heading="Weitere Baukosten", source=f"{ANLAGE} Nr. 2.2.1",
    entries=(
        Field(id="weitere", label="Weitere Kosten nach Absprache", type=EUR, hint="Zum Beispiel eine Aufzugsanlage; mit dem Zuschlag."),
        Field(id="weitere_begruendung", label="Begründung dazu", type=TEXT),
        Field(id="absprache", label="Außergewöhnliche Absprachen", type=EUR, hint="Ohne den Zuschlag."),
        Field(id="absprache_begruendung", label="Begründung dazu", type=TEXT),
        Field(id="nachgewiesen", label="Nachgewiesene Baukosten", type=EUR, source=f"{ANLAGE} Nr. 2",
              hint="Zum Vergleich mit den vollständigen Baukosten; leer heißt: kein Vergleich."),
    ),
    notes=(
        "In Absprache können weitere Kosten berücksichtigt werden, zum Beispiel für Aufzugsanlagen; bei außergewöhnlichen "
        "Rahmenbedingungen sind einvernehmlich darüber hinausgehende Absprachen möglich (Nr. 2.2.1).",
    ))  # fmt: skip


def _ausstattung(number: int) -> tuple[Field, ...]:
    menge, pauschale = Ref(f"bga.{number}.menge"), Ref(f"bga.{number}.pauschale")
    return (
        text("bezeichnung", "Bezeichnung"),
        Field(id="menge", label="Menge", type=MENGE, required_when=pauschale.ne("")),
        vom_lwv(Field(id="pauschale", label="Pauschale", type=EUR, required_when=menge.ne(""))),
        Field(
            id="kosten", label="Kosten", type=EUR, filled_by=FORMEL, expr=guarded((menge, pauschale), menge * pauschale)
        ),
    )


BGA_ROWS = 6
BGA_TABELLE = Table(id="bga", heading="Betriebs- und Geschäftsausstattung (BGA)", source=f"{ANLAGE} Nr. 2.2.2", rows=BGA_ROWS,
                    row_label="Zeile", fields_of=_ausstattung, new_page=True)  # fmt: skip
MIT_BGA = any_of(numbers(BGA_TABELLE.column("kosten")) > 0, numbers(Ref("bga.zusatz")) > 0)
BGA = Record(
    id="bga", heading="Angaben zur BGA", source=f"{ANLAGE} Nr. 2.2.2",
    entries=(
        vom_lwv(Field(id="quelle", label="Herkunft der Pauschalen", type=TEXT, required_when=MIT_BGA)),
        vom_lwv(Field(id="stand", label="Stand der Pauschalen", type=DATUM, required_when=MIT_BGA)),
        Field(id="zusatz", label="Zusätzliche Ausstattungskosten", type=EUR),
        Field(id="zusatz_begruendung", label="Begründung dazu", type=TEXT),
        Field(id="nachgewiesen", label="Nachgewiesene Kosten der BGA", type=EUR, source=f"{ANLAGE} Nr. 2"),
    ),
    notes=("Es gelten indexierte Pauschalen; zusätzliche Ausstattungskosten sind nach Vereinbarung möglich (Nr. 2.2.2).",))  # fmt: skip

_NUR_DIESE = "Es zählen nur Beträge, die für die Flächen nach Nr. 2.1 geflossen sind (Nr. 2.4)."
FOERDERUNG = Record(id="foerderung", heading="Öffentliche Förderung", source=f"{ANLAGE} Nr. 2.4", notes=(_NUR_DIESE,), entries=(
    Field(id="gebaeude", label="für Gebäude und Außenanlagen", type=EUR),
    Field(id="bga", label="für die BGA", type=EUR),
))  # fmt: skip
LOTTERIE = Record(id="lotterie", heading="Lotteriemittel", source=f"{ANLAGE} Nr. 2.4", notes=(_NUR_DIESE,), entries=(
    Field(id="gebaeude", label="für Gebäude und Außenanlagen", type=EUR),
    Field(id="bga", label="für die BGA", type=EUR, hint="Wird nicht angerechnet (Auslegung A4-LOTTERIE-BGA)."),
))  # fmt: skip
AUSLASTUNG = above_zero(ANTEIL)
BELEGUNG = Record(
    id="belegung", heading="Belegung", source=f"{ANLAGE} Nr. 2.5",
    entries=(
        Field(id="plaetze", label="Vereinbarte Plätze", type=PLAETZE, required=True),
        Field(id="auslastung", label="Vereinbarte Auslastung", type=AUSLASTUNG, hint="Leer heißt: die Mindestauslastung."),
        Field(id="tage", label="Tage im Jahr für den Tagesbetrag", type=TAGE, hint="Leer heißt: kein Tagesbetrag."),
    ))  # fmt: skip
SCHALTER = Record(id="schalter", heading="Schalter", source="Auslegung A4-NACHWEIS", own=True, entries=(
    Field(id="nachweis_begrenzt", label="Nachgewiesene Kosten begrenzen die Richtwerte", title="Nachgewiesene Kosten als Grenze",
          type=JA_NEIN,
          hint="„ja“: es gilt der niedrigere Betrag. Leer heißt: nein.", switch=schalter("neubau", "A4-NACHWEIS", NEIN)),
))  # fmt: skip
