"""Anlage 4: the Rechenweg, step by step, and the results it comes to."""

from __future__ import annotations

from rv2xl.forms.berechnung.deckblatt import AUSGEFUELLT_AM
from rv2xl.forms.berechnung.grundlagen import (
    EUR,
    MONATE,
    QM,
    VERHAELTNIS,
    WERT,
    ergebnis_aus,
    guarded,
    schritt,
    schritt_von,
    there,
)
from rv2xl.forms.berechnung.rechtsgrundlagen import satz
from rv2xl.forms.neubau.eingaben import (
    ANLAGE,
    BAU,
    BELEGUNG,
    BETRAG,
    BGA,
    BGA_TABELLE,
    FLAECHEN,
    FLAECHEN_KOSTEN,
    FOERDERUNG,
    GEBAEUDE,
    JE_QM,
    KG700,
    LOTTERIE,
    PROZENT,
    SCHALTER,
    STUFEN,
)
from rv2xl.model.definitions.blocks.calculation import Calculation, Results
from rv2xl.model.definitions.field import Field
from rv2xl.model.expressions.expr import (
    DASH,
    Expr,
    Ref,
    Round,
    all_of,
    if_,
    largest,
    lift,
    numbers,
    smallest,
    sum_of,
    total,
)


def _letzte_erreichte() -> Expr:
    """The value of the last step that the Gesamtfläche reaches."""
    result: Expr = lift(DASH)
    for number in range(1, STUFEN + 1):
        ab, wert = Ref(f"kg700.staffel.{number}.ab"), Ref(f"kg700.staffel.{number}.wert")
        result = if_(all_of(there(ab, wert), GEBAEUDE["gesamtflaeche"] >= total(ab)), wert, result)
    return guarded((GEBAEUDE["gesamtflaeche"],), result)


def kostengruppe_700(amount: Expr) -> Expr:
    """Return the cost by the unit of the step's value; `amount` is what an amount in EUR comes to."""
    stufe, einheit = schritt_von("stufe"), KG700["einheit"]
    percent = guarded((stufe, schritt_von("bau_richtwert")), schritt_von("bau_richtwert") * stufe)
    area = guarded((stufe, schritt_von("flaeche")), schritt_von("flaeche") * stufe)
    return if_(einheit.eq(PROZENT), percent, if_(einheit.eq(JE_QM), area, if_(einheit.eq(BETRAG), amount, DASH)))


def _begrenzt(voll: Ref, nachgewiesen: Ref) -> Expr:
    """The lower of the two where the switch says so and there is a proven amount."""
    lower = if_(all_of(BEGRENZT, numbers(nachgewiesen).eq(1)), smallest(voll, nachgewiesen), voll)
    return guarded((voll,), lower)


def _summe(*names: str) -> tuple[Ref, ...]:
    return tuple(schritt_von(name) for name in names)


def je_platz(betrag: str, nummer: str) -> tuple[Field, Field]:
    """Return the steps from an amount a year to the amount per place: by the agreed Auslastung, at least the Mindestauslastung."""
    plaetze, yearly, auslastung = BELEGUNG["plaetze"], schritt_von(betrag), schritt_von("auslastung")
    return (
        schritt("auslastung", "Auslastung", VERHAELTNIS, nummer,
                guarded((MINDESTAUSLASTUNG,), largest(total(BELEGUNG["auslastung"]), MINDESTAUSLASTUNG))),
        schritt("jahr_je_platz", "Je Platz im Jahr", EUR, nummer,
                guarded((yearly, auslastung, plaetze), yearly / (plaetze * auslastung), plaetze > 0)),
    )  # fmt: skip


def monat_je_platz() -> Field:
    """Return the amount per place and month as a result."""
    monthly = guarded((_JE_PLATZ,), Round(_JE_PLATZ / MONATE, EUR.scale))
    return Field(id="monat_je_platz", label="Je Platz im Monat", type=EUR, expr=monthly)


BEGRENZT = SCHALTER["nachweis_begrenzt"].eq("ja")
_VOR_ZUSCHLAG = _summe("bau_richtwert", "kg700")
ZUSCHLAG = satz("zuschlag_bau")
QUOTE_BAU, QUOTE_BGA = satz("amortisationsquote_bau"), satz("amortisationsquote_bga")
ERTRAG_GEBAEUDE, ERTRAG_BGA = satz("ertrag_foerderung_gebaeude"), satz("ertrag_foerderung_bga")
ERTRAG_LOTTERIE = satz("ertrag_lotterie_gebaeude")
MINDESTAUSLASTUNG = satz("mindestauslastung")
_JE_PLATZ = schritt_von("jahr_je_platz")
_ABGERECHNET = ("jahr_bau", "jahr_bga", "ertraege")

RECHENWEG = Calculation(
    id="rechenweg", heading="Rechenweg", source=ANLAGE, new_page=True,
    steps=(
        schritt("flaeche", "Nettogrundfläche", QM, "2.1",
                 if_(numbers(FLAECHEN.column("ngf")) > 0, total(FLAECHEN.column("ngf")), DASH), "Summe der Nettogrundflächen"),
        schritt("bau_richtwert", "Baukosten nach Richtwerten", EUR, "2.2.1",
                 if_(numbers(FLAECHEN_KOSTEN) > 0, total(FLAECHEN_KOSTEN), DASH), "Summe aus Nettogrundfläche × Kostenrichtwert"),
        schritt("stufe", "Letzte erreichte Stufe der Kostengruppe 700", WERT, "2.2.1", _letzte_erreichte(),
                 "Wert der letzten Stufe, die die Gesamtfläche erreicht"),
        schritt("anteil", "Anteil der Fläche am Gebäude", VERHAELTNIS, "2.2.1",
                 if_(KG700["einheit"].eq(BETRAG),
                     guarded((schritt_von("flaeche"), GEBAEUDE["gesamtflaeche"]), schritt_von("flaeche") / GEBAEUDE["gesamtflaeche"],
                             GEBAEUDE["gesamtflaeche"] > 0), DASH),
                 "Nettogrundfläche ÷ Gesamtfläche; nur für einen Betrag in EUR"),
        schritt("kg700", "Kostengruppe 700", EUR, "2.2.1",
                 kostengruppe_700(guarded(_summe("stufe", "anteil"), schritt_von("stufe") * schritt_von("anteil"))),
                 "Wert der Stufe × Richtwertkosten (Prozent), × Nettogrundfläche (EUR je m²) oder × Anteil (EUR)"),
        schritt("bau_zuschlag", "Zuschlag für den zeitlichen Versatz", EUR, "2.2.1",
                 guarded((*_VOR_ZUSCHLAG, ZUSCHLAG), (sum_of(_VOR_ZUSCHLAG) + total(BAU["weitere"])) * ZUSCHLAG)),
        schritt("baukosten_voll", "Baukosten, vollständig", EUR, "2.2.1",
                 guarded((*_VOR_ZUSCHLAG, schritt_von("bau_zuschlag")),
                         sum_of(_VOR_ZUSCHLAG) + total(BAU["weitere"]) + schritt_von("bau_zuschlag") + total(BAU["absprache"]))),
        schritt("baukosten", "Berücksichtigte Baukosten", EUR, "2", _begrenzt(schritt_von("baukosten_voll"), BAU["nachgewiesen"]),
                 "mit dem Schalter höchstens die nachgewiesenen"),
        schritt("bga_voll", "BGA, vollständig", EUR, "2.2.2", total((*BGA_TABELLE.column("kosten"), BGA["zusatz"])),
                 "Summe aus Menge × Pauschale + zusätzliche Ausstattungskosten"),
        schritt("bga", "Berücksichtigte BGA", EUR, "2", _begrenzt(schritt_von("bga_voll"), BGA["nachgewiesen"]),
                 "mit dem Schalter höchstens die nachgewiesenen"),
        schritt("jahr_bau", "Baukosten im Jahr", EUR, "2.3.1",
                 guarded((schritt_von("baukosten"), QUOTE_BAU), schritt_von("baukosten") * QUOTE_BAU)),
        schritt("jahr_bga", "BGA im Jahr", EUR, "2.3.2",
                 guarded((schritt_von("bga"), QUOTE_BGA), schritt_von("bga") * QUOTE_BGA)),
        schritt("ertraege", "Erträge aus Förderungen", EUR, "2.4",
                 guarded((ERTRAG_GEBAEUDE, ERTRAG_BGA, ERTRAG_LOTTERIE),
                         total(FOERDERUNG["gebaeude"]) * ERTRAG_GEBAEUDE + total(FOERDERUNG["bga"]) * ERTRAG_BGA
                         + total(LOTTERIE["gebaeude"]) * ERTRAG_LOTTERIE),
                 "je Förderung × ihrem Satz; Lotteriemittel nur für Gebäude"),
        schritt("jahr", "Investitionskosten im Jahr", EUR, "2",
                 guarded(_summe(*_ABGERECHNET), largest(0, schritt_von("jahr_bau") + schritt_von("jahr_bga") - schritt_von("ertraege")))),
        *je_platz("jahr", "2.5"),
    ),
    notes=(
        "Mit den Amortisationsquoten gelten die Abschreibungen, die Fremd- und Eigenkapitalverzinsung und die laufenden Instandhaltungen "
        "für das Gebäude, die Außenanlagen und die Betriebs- und Geschäftsausstattung als abgegolten (Nr. 2.3).",
    ))  # fmt: skip


ERGEBNIS = Results(
    id="ergebnis", heading="Ergebnis der Berechnung nach Anlage 4", source=ANLAGE,
    finished="Berechnung nach Anlage 4", as_of=AUSGEFUELLT_AM,
    steps=(
        *(ergebnis_aus(RECHENWEG, name) for name in ("flaeche", "bau_richtwert", "kg700", "bau_zuschlag")),
        ergebnis_aus(RECHENWEG, "baukosten", label="Baukosten"),
        ergebnis_aus(RECHENWEG, "bga", label="Betriebs- und Geschäftsausstattung"),
        *(ergebnis_aus(RECHENWEG, name) for name in (*_ABGERECHNET, "jahr", "auslastung", "jahr_je_platz")),
        monat_je_platz(),
        Field(id="tag_je_platz", label="Je Platz am Tag", type=EUR,
              expr=guarded((_JE_PLATZ, BELEGUNG["tage"]), Round(_JE_PLATZ / BELEGUNG["tage"], EUR.scale), BELEGUNG["tage"] > 0)),
    ))  # fmt: skip
