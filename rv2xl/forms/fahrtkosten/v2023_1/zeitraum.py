"""The Vereinbarungszeitraum of version 2023.1: it ended with a month, and its rates came in the order in which the law names their days."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import MONATE, WARNUNG, schritt
from rv2xl.forms.fahrtkosten import kalkulation
from rv2xl.forms.fahrtkosten.berechnung import erster_tag
from rv2xl.forms.fahrtkosten.grundlagen import ANLAGE, ZAHLUNGEN, jaehrlich, tag
from rv2xl.forms.fahrtkosten.grundlagen import TAGE as TAGE_HEUTE
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.field import DATUM, Field
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Ref, end_of_month_before, if_, numbers
from rv2xl.recht.law import load_law

_STICHTAG, *_ANDERE = TAGE_HEUTE.entries
_RATEN = {name: load_law().entry(f"fahrtkosten_{name}").title for name in ZAHLUNGEN}
"""What a payment's day was called, as if the rates always came in this order."""
TAGE = replace(
    TAGE_HEUTE,
    entries=(
        _STICHTAG,
        replace(jaehrlich("stichtag_vorjahr", "fahrtkosten_stichtag", -1), label="Stichtag des Vorjahres"),
        *(replace(day, label=f"{_RATEN[day.id]} (Nr. 3.4)") if day.id in _RATEN else day for day in _ANDERE),
    ))  # fmt: skip

_BEGINN_FELD, _ENDE_FELD = kalkulation.ZEITRAUM.entries
ZEITRAUM = replace(
    kalkulation.ZEITRAUM, entries=(_BEGINN_FELD, replace(_ENDE_FELD, hint="Leer heißt: nach 12 Monaten."))
)
_BEGINN, _ENDE = ZEITRAUM["beginn"], ZEITRAUM["ende"]

SCHRITTE = replace(
    kalkulation.SCHRITTE,
    steps=tuple(
        schritt("ende", "Ende des Vereinbarungszeitraums", DATUM, "3.2",
                if_(numbers(_ENDE).eq(1), _ENDE, if_(numbers(_BEGINN).eq(1), end_of_month_before(_BEGINN, MONATE), tag("ende"))),
                "das eingetragene, sonst 12 Monate nach dem Beginn") if step.id == "ende" else step
        for step in kalkulation.SCHRITTE.steps
    ))  # fmt: skip

ENDE = Rule(
    "A1-ZEITRAUM", WARNUNG, source=f"{ANLAGE} Nr. 3.2", when=numbers(_ENDE).eq(1),
    holds=_ENDE.eq(end_of_month_before(Ref("kalkulation.beginn"), MONATE).named("das Ende nach 12 Monaten")),
    remedy="Ein Budget gilt für 12 Monate (Nr. 3.2). Bitte Beginn und Ende prüfen.",
)  # fmt: skip

ZAHLUNG = Calculation(
    id="zahlung", heading="Zahlungstage", source=f"{ANLAGE} Nr. 3.4",
    steps=tuple(
        Field(id=f"tag_{number}", label=f"{number}. Rate zum", type=DATUM, expr=erster_tag(key), source="Nr. 3.4",
              hint="der Zahlungstag im Vereinbarungszeitraum")
        for number, key in enumerate(ZAHLUNGEN, 1)
    ))  # fmt: skip
