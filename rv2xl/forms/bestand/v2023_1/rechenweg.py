"""Bestand 2023.1: the steps. The share counted before the whole grant, the cap cut nothing, the Eigenbeteiligung was one for all years."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import EUR, FORMEL, MONATE, guarded, there
from rv2xl.forms.bestand.rechenweg import (
    BETRAG,
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
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.revision import revised_block
from rv2xl.model.expressions.expr import Ref, Round, if_, largest, total

_BISHER, _BEREITS = VERGUETUNG["investitionsbetrag_gebaeude"], VERGUETUNG["eigenbeteiligung_bereits"]

RECHENWEG = revised_block(
    TODAY,
    {
        "kosten_netto": {
            "expr": guarded((MASSNAHME["zugestimmt"],), largest(0, MASSNAHME["zugestimmt"] * anteil() - total(MASSNAHME["foerderung"]))),
            "hint": ""},
        "neubaukosten": {"hint": "Berücksichtigte Baukosten vom Blatt „Neubau-Vergleich“"},
        "anpassungsvolumen": {"expr": guarded((KOSTEN, QUOTE), KOSTEN * QUOTE), "hint": ""},
        "eigenbeteiligung": {
            "expr": guarded((_BISHER, EIGENBETEILIGUNG), largest(0, _BISHER * EIGENBETEILIGUNG - total(_BEREITS))), "hint": ""},
        "summe": {"label": "Bisherige Vergütung und Anpassungsvolumen", "expr": guarded((_BISHER, VOLUMEN), _BISHER + VOLUMEN)},
        "ueberschreitung": {"hint": "Summe − Kosten eines Neubaus, mindestens 0; wird nicht gekürzt"},
    },
    order=("kosten_netto", "neubaukosten", "verhaeltnis", "grenze", "stufe", "quote", "laufzeit", "anpassungsvolumen", "eigenbeteiligung",
           "anpassungsbetrag", "beginn", "ende", "deckel", "summe", "ueberschreitung", "auslastung", "jahr_je_platz", "planjahre"),
)  # fmt: skip
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
