"""The list of version 2023.1: a reason in free text, Nachweis and Grund for everybody, distances determined anew each year."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import FEHLER, WARNUNG
from rv2xl.forms.fahrtkosten import entfernung
from rv2xl.forms.fahrtkosten.grundlagen import ANLAGE, gedruckt, tag
from rv2xl.model.definitions.field import TEXT, Kind, Type
from rv2xl.model.definitions.revision import revised_block
from rv2xl.model.definitions.rule import Rule

TEILNEHMENDE = revised_block(
    entfernung.TEILNEHMENDE,
    {
        "nachweis": {
            "type": Type(Kind.AUSWAHL, choices=("ärztliche Stellungnahme", "Teilhabeplanung")),
            "hint": "Amts- oder fachärztliche Stellungnahme oder Entscheidung in der Teilhabeplanung."},
        "grund": {
            "type": TEXT, "required_when": entfernung.TEILNEHMENDE["einzelbefoerderung"].eq("ja"),
            "hint": "Warum eine Beförderung im allgemeinen Fahrdienst ausgeschlossen ist."},
    },
    notes=(
        f"Stichtag {gedruckt('fahrtkosten_stichtag')} Eine Zeile je Person, mit einer Kennung statt des Namens. Die einfache Strecke vom "
        "Wohnort zum Ort der Leistungserbringung kommt aus einem Routenplaner (Nr. 2.2); die Spalte „volle km“ rechnet mit vollen "
        "Kilometern (A1-KM).",
        "Wer keine Fahrtkosten verursacht, zählt nicht mit (A1-TEILNEHMENDE). Nach Tagen wird nichts gewichtet (A1-TAGE); bei mehreren "
        "Orten zählt der, an dem die Person am Stichtag hauptsächlich ist (A1-MEHRORTE). Die Auslegungen stehen in der Ausfüllhilfe.",
    ))  # fmt: skip

NACHWEIS = Rule(
    "A1-NACHWEIS", FEHLER, roster="teilnehmende", source=f"{ANLAGE} Nr. 6.2", when=TEILNEHMENDE["begleitperson"].eq("ja"),
    holds=TEILNEHMENDE["nachweis"].ne(""),
    remedy="Bitte angeben, womit die Notwendigkeit der Begleitperson nachgewiesen ist.",
)  # fmt: skip

_ERMITTELT = TEILNEHMENDE["ermittelt_am"]
STICHTAG = (
    Rule("A1-STICHTAG", WARNUNG, part="danach", roster="teilnehmende", source=f"{ANLAGE} Nr. 2.4", when=_ERMITTELT.ne(""),
         holds=_ERMITTELT <= tag("stichtag").named("der Stichtag"),
         remedy="Bitte die Strecke angeben, die zum Stichtag gilt."),
    Rule("A1-STICHTAG", WARNUNG, part="zuvor", roster="teilnehmende", source=f"{ANLAGE} Nr. 2.4", when=_ERMITTELT.ne(""),
         holds=_ERMITTELT >= tag("stichtag_vorjahr").named("der Stichtag des Vorjahres"),
         remedy="Bitte die Strecke jährlich neu ermitteln."),
)  # fmt: skip
