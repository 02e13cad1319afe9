"""The Vereinbarungszeitraum of version 2023.1: it ended with a month, and its rates came in the order in which the law names their days."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import MONATE, WARNUNG
from rv2xl.forms.fahrtkosten import kalkulation
from rv2xl.forms.fahrtkosten.berechnung import ZAHLUNG as ZAHLUNG_HEUTE
from rv2xl.forms.fahrtkosten.berechnung import erster_tag
from rv2xl.forms.fahrtkosten.grundlagen import ANLAGE, ZAHLUNGEN, jaehrlich, tag
from rv2xl.forms.fahrtkosten.grundlagen import TAGE as TAGE_HEUTE
from rv2xl.model.definitions.revision import revised_block
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Ref, end_of_month_before, if_, numbers
from rv2xl.recht.law import load_law

_RATEN = {name: load_law().entry(f"fahrtkosten_{name}").title for name in ZAHLUNGEN}
"""What a payment's day was called, as if the rates always came in this order."""
TAGE = revised_block(
    TAGE_HEUTE,
    {
        "stichtag_vorjahr": replace(jaehrlich("stichtag_vorjahr", "fahrtkosten_stichtag", -1), label="Stichtag des Vorjahres"),
        **{name: {"label": f"{title} (Nr. 3.4)"} for name, title in _RATEN.items()},
    },
    order=("stichtag", "stichtag_vorjahr", "beginn", "ende", *ZAHLUNGEN, "erklaerung"),
)  # fmt: skip

ZEITRAUM = revised_block(kalkulation.ZEITRAUM, {"ende": {"hint": "Leer heißt: nach 12 Monaten."}})
_BEGINN, _ENDE = ZEITRAUM["beginn"], ZEITRAUM["ende"]

SCHRITTE = revised_block(kalkulation.SCHRITTE, {"ende": {
    "expr": if_(numbers(_ENDE).eq(1), _ENDE, if_(numbers(_BEGINN).eq(1), end_of_month_before(_BEGINN, MONATE), tag("ende"))),
    "hint": "das eingetragene, sonst 12 Monate nach dem Beginn",
}})  # fmt: skip

ENDE = Rule(
    "A1-ZEITRAUM", WARNUNG, source=f"{ANLAGE} Nr. 3.2", when=numbers(_ENDE).eq(1),
    holds=_ENDE.eq(end_of_month_before(Ref("kalkulation.beginn"), MONATE).named("das Ende nach 12 Monaten")),
    remedy="Ein Budget gilt für 12 Monate (Nr. 3.2). Bitte Beginn und Ende prüfen.",
)  # fmt: skip

_TAG_DER_RATE = {f"tag_{number}": key for number, key in enumerate(ZAHLUNGEN, 1)}
ZAHLUNG = revised_block(
    ZAHLUNG_HEUTE,
    {name: {"expr": erster_tag(key), "hint": "der Zahlungstag im Vereinbarungszeitraum"} for name, key in _TAG_DER_RATE.items()},
    order=(*_TAG_DER_RATE,),
)  # fmt: skip
