"""Bestand 2023.1: the steps. The share counted before the whole grant, the cap cut nothing, the Eigenbeteiligung was one for all years."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import EUR, FORMEL, MONATE, guarded, schritt, schritt_von, there
from rv2xl.forms.bestand.eingaben import ANLAGE
from rv2xl.forms.bestand.rechenweg import (
    BETRAG,
    DECKEL,
    EIGENBETEILIGUNG,
    KOSTEN,
    QUOTE,
    VOLUMEN,
    anteil,
    ergebnis,
    monate_im_jahr,
)
from rv2xl.forms.bestand.rechenweg import PLAN as PLAN_TODAY
from rv2xl.forms.bestand.rechenweg import RECHENWEG as TODAY
from rv2xl.forms.bestand.v2023_1.eingaben import MASSNAHME, VERGUETUNG
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.field import Field
from rv2xl.model.expressions.expr import Ref, Round, if_, largest, total

_BISHER, _BEREITS = VERGUETUNG["investitionsbetrag_gebaeude"], VERGUETUNG["eigenbeteiligung_bereits"]
_SUMME = schritt_von("summe")


def _as_today(*names: str) -> tuple[Field, ...]:
    return tuple(map(TODAY.step, names))


RECHENWEG = Calculation(
    id="rechenweg", heading="Rechenweg", source=ANLAGE, new_page=True,
    steps=(
        schritt("kosten_netto", "Kosten der Maßnahme, netto", EUR, "4",
                guarded((MASSNAHME["zugestimmt"],), largest(0, MASSNAHME["zugestimmt"] * anteil() - total(MASSNAHME["foerderung"])))),
        replace(TODAY.step("neubaukosten"), hint="Berücksichtigte Baukosten vom Blatt „Neubau-Vergleich“"),
        *_as_today("verhaeltnis", "grenze", "stufe", "quote", "laufzeit"),
        schritt("anpassungsvolumen", "Anpassungsvolumen im Jahr", EUR, "5.1", guarded((KOSTEN, QUOTE), KOSTEN * QUOTE)),
        schritt("eigenbeteiligung", "Eigenbeteiligung im Jahr", EUR, "5.2",
                guarded((_BISHER, EIGENBETEILIGUNG), largest(0, _BISHER * EIGENBETEILIGUNG - total(_BEREITS)))),
        *_as_today("anpassungsbetrag", "beginn", "ende", "deckel"),
        schritt("summe", "Bisherige Vergütung und Anpassungsvolumen", EUR, "5.1", guarded((_BISHER, VOLUMEN), _BISHER + VOLUMEN)),
        schritt("ueberschreitung", "Mehr als ein Neubau im Jahr", EUR, "5.1",
                guarded((_SUMME, DECKEL), largest(0, _SUMME - DECKEL)),
                "Summe − Kosten eines Neubaus, mindestens 0; wird nicht gekürzt"),
        *_as_today("auslastung", "jahr_je_platz", "planjahre"),
    ))  # fmt: skip
ERGEBNIS = ergebnis(RECHENWEG)


def _planzeile(number: int) -> tuple[Field, ...]:
    amount = if_(there(Ref(f"plan.{number}.jahr")), Round(BETRAG * monate_im_jahr(number) / MONATE, EUR.scale), "")
    return (
        PLAN_TODAY.fields_of(number)[0],
        Field(id="betrag", label="Anpassungsbetrag", type=EUR, filled_by=FORMEL, expr=amount),
    )


PLAN = replace(
    PLAN_TODAY, fields_of=_planzeile,
    notes=("Das erste und das letzte Jahr nach Monaten; danach entfallen Anpassungsbetrag und Eigenbeteiligung.",),
)  # fmt: skip
