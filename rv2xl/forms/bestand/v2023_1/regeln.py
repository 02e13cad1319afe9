"""Bestand 2023.1: the rules that were others."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import FEHLER, schritt_von, there
from rv2xl.forms.bestand import BESTAND
from rv2xl.forms.bestand.eingaben import ANLAGE
from rv2xl.forms.bestand.rechenweg import KOSTEN, anteil
from rv2xl.forms.bestand.regeln import FERTIG, MIT_STUFE, ZUGESTIMMT, ZUSTIMMUNG_AM
from rv2xl.forms.bestand.v2023_1.eingaben import BESTAETIGUNG, MASSNAHME
from rv2xl.forms.neubau import NEUBAU
from rv2xl.model.definitions.revision import Rules
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Const, Round, if_, numbers

_ANTEILIG = Round(if_(there(ZUGESTIMMT), ZUGESTIMMT * anteil(), 0), 2)
_BETRAG, _DATUM, *_ = BESTAND.rules["A5-ZUSTIMMUNG"]

REGELN: Rules = {
    "A5-ZUSTIMMUNG": (
        _BETRAG,
        _DATUM,
        Rule("A5-ZUSTIMMUNG", FEHLER, part="vorher", source=f"{ANLAGE} Nr. 1", demands=(ZUSTIMMUNG_AM,), when=ZUSTIMMUNG_AM.ne(""),
             holds=ZUSTIMMUNG_AM <= FERTIG,
             remedy="Die Zustimmung nach § 127 Absatz 2 SGB IX muss vorher erteilt sein. Bitte beide Tage prüfen."),
    ),
    "A5-NETTO": (
        Rule("A5-NETTO", FEHLER, source=f"{ANLAGE} Nr. 4", when=numbers(MASSNAHME["foerderung"]) > 0,
             holds=MASSNAHME["foerderung"] <= _ANTEILIG.named("der Anteil an den zugestimmten Kosten"),
             remedy="Bitte die Förderung und den Anteil prüfen; die Kosten der Maßnahme werden nicht kleiner als 0."),
    ),
    "A5-75": (
        Rule("A5-75", FEHLER, source=f"{ANLAGE} Nr. 5.1", when=if_(MIT_STUFE, KOSTEN.eq(schritt_von("grenze")), Const(False)),
             holds=BESTAETIGUNG["grenze_75"].eq("ja"),
             remedy="Die Kosten liegen genau auf der letzten Stufe. Bitte mit „ja“ bestätigen, dass die Amortisationsquote darüber gilt."),
    ),
    "A5-DECKEL": tuple(
        replace(rule, must="", remedy="Die Kosten eines Neubaus dürfen grundsätzlich nicht überschritten werden; "
                             "der Mehrbetrag wird genannt, nicht gekürzt.")
        for rule in BESTAND.rules["A5-DECKEL"]
    ),
    "A4-BEGRUENDUNG": (*BESTAND.rules["A4-BEGRUENDUNG"], *NEUBAU.rules["A4-NACHWEIS"]),
    **dict.fromkeys(("A5-BEGONNEN", "A5-TEILBETRAG", "A5-EB", "A4-FLAECHE"), ()),
}  # fmt: skip
"""By code: what stood there. Proven costs were compared on the „Neubau-Vergleich“ too."""
