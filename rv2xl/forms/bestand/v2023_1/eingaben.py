"""Bestand 2023.1: what was entered. No other kind of investment, no begin of the measure; exactly 75 % was to be confirmed."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.bestand import eingaben as today
from rv2xl.forms.bestand.eingaben import AUSLOESER_ART
from rv2xl.model.definitions.field import JA_NEIN, Field
from rv2xl.model.definitions.revision import revised_block

BETRIEB, ABWEICHEND = replace(today.BETRIEB, notes=()), replace(today.ABWEICHEND, notes=(), new_page=False)

AUSLOESER = revised_block(
    today.AUSLOESER, {"art": {"type": replace(AUSLOESER_ART, choices=AUSLOESER_ART.choices[:-1]), "hint": ""}, "sonstige": None}, notes=()
)  # fmt: skip

MASSNAHME = revised_block(
    today.MASSNAHME,
    {
        "zustimmung_am": {"hint": "Vor der Maßnahme, spätestens am Tag der Fertigstellung."},
        "foerderung": {
            "hint": "Wird ganz vom Anteil der WfbM abgezogen: von einer Förderung für das ganze Gebäude nur deren Anteil eintragen."},
    },
    order=("zugestimmt", "zustimmung_am", "zustimmung_az", "anteil", "anteil_begruendung", "foerderung", "lotterie", "fertigstellung",
           "anzeige_am", "beginn"),
    notes=(),
)  # fmt: skip

VERGUETUNG = revised_block(
    today.VERGUETUNG,
    {
        "investitionsbetrag_gebaeude": {"label": "Investitionsbetrag für das Gebäude im Jahr"},
        "eigenbeteiligung_bereits": {"required_when": None},
        **dict.fromkeys(("investitionsbetrag_flaechen", "anpassungen_bisher", "eigenbeteiligung_bereits_bis")),
    },
    notes=(),
)

BESTAETIGUNG = revised_block(
    today.BESTAETIGUNG,
    {
        "grenze_75": Field(
            id="grenze_75", label="Amortisationsquote genau auf der letzten Stufe", type=JA_NEIN,
            hint="„ja“, wenn die Kosten genau auf der letzten Stufe liegen und die Quote darüber gelten soll (Auslegung A5-75)."),
        "unbefristet": {"title": "", "hint": "Nur über der letzten Stufe und ohne Laufzeit (Auslegung A5-75-LAUFZEIT)."},
    },
    order=("grenze_75", "unbefristet"),
)  # fmt: skip
