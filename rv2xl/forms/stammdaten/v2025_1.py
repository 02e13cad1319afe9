"""Stammdaten 2025.1, as they were released: how they differ from today's."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.stammdaten import (
    ABSENDER,
    DATENSCHUTZ,
    DECKBLATT,
    FEHLER,
    FORTSCHRITT,
    HINWEIS,
    KREISE,
    LEGENDE,
    ORTE,
    ROLLEN,
    SCHRITTE,
    SOURCE,
    STAMMDATEN,
    STICHTAG,
    TRAEGER,
)
from rv2xl.model.definitions.blocks import Notes
from rv2xl.model.definitions.field import LATEST
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised, revised_block
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import CountRows, Expr, any_of, if_

VERSION = "2025.1"


ANLEITUNG_2025_1 = Notes(
    notes=(
        "Aus diesem Verzeichnis werden die Vordrucke ausgegeben; gegen dieses Verzeichnis werden die Rückläufe geprüft.",
        "Bitte die Blätter „Leistungserbringer“, „Orte“ und „Absender“ ausfüllen. Zeilen dürfen leer bleiben.",
    )
)
DECKBLATT_2025_1 = revised_block(DECKBLATT, {"stichtag": {"defined_name": ""}})
TRAEGER_2025_1 = replace(TRAEGER, notes=TRAEGER.notes[:1], frozen=0, sortable=False, identifiers=())
ORTE_2025_1 = revised_block(
    ORTE, {"traeger": {"hint": ""}, "kreis": {"hint": "Fünfstellig, siehe Blatt „Kreise“.", "chosen_from": None},
     "leistung": {"names_rightly": None}},
    frozen=0, sortable=False, lookups=(), identifiers=(),
    notes=("Eine Zeile je Ort und Leistung: Wer an einem Ort Leistungen nach § 58 und § 60 erbringt, steht dort zweimal.",),
)  # fmt: skip
KREISE_2025_1 = replace(KREISE, frozen=0, identifiers=())
ABSENDER_2025_1 = revised_block(
    ABSENDER, {"mail": {"hint": ""}, "telefon": {"hint": ""}, "ansprechperson": None}, notes=()
)


def _rows(name: str, *conditions: Expr) -> Expr:
    return CountRows(conditions).named(name)


REGELN_2025_1 = {
    "ST-DOPPELT": (
        Rule("ST-DOPPELT", FEHLER, roster="traeger", source=SOURCE, when=TRAEGER["nummer"].ne(""),
             holds=_rows("die Zahl der Zeilen mit dieser Nummer", TRAEGER.column("nummer").eq(TRAEGER["nummer"])) <= 1,
             remedy="Bitte jede Nummer nur einmal vergeben."),
        Rule("ST-DOPPELT", FEHLER, roster="orte", source=SOURCE, when=ORTE["zad"].ne(""),
             holds=_rows("die Zahl der Zeilen mit dieser ZAD-Nummer und Leistung zur selben Zeit",
                         ORTE.column("zad").eq(ORTE["zad"]), ORTE.column("leistung").eq(ORTE["leistung"]),
                         ORTE.column("gueltig_von") <= if_(ORTE["gueltig_bis"].eq(""), LATEST, ORTE["gueltig_bis"]),
                         any_of(ORTE.column("gueltig_bis") >= ORTE["gueltig_von"], ORTE.column("gueltig_bis").eq(""))) <= 1,
             remedy="Bitte je ZAD-Nummer und Leistung nur eine Zeile führen oder die Gültigkeit abgrenzen."),
    ),
    "ST-OHNE-ORT": (
        Rule("ST-OHNE-ORT", HINWEIS, roster="traeger", source=SOURCE, when=TRAEGER["nummer"].ne(""),
             holds=_rows("die Zahl der Orte dieses Leistungserbringers", ORTE.column("traeger").eq(TRAEGER["nummer"])) > 0,
             remedy="Bitte auf dem Blatt „Orte“ mindestens einen Ort eintragen, sonst wird kein Vordruck ausgegeben."),
    ),
    "ST-TRAEGER": (
        Rule("ST-TRAEGER", FEHLER, roster="orte", source=SOURCE, when=ORTE["traeger"].ne(""),
             holds=_rows("die Zahl der Leistungserbringer mit dieser Nummer", TRAEGER.column("nummer").eq(ORTE["traeger"])) > 0,
             remedy="Bitte die Nummer berichtigen oder den Leistungserbringer eintragen."),
    ),
    "ST-KREIS": (
        Rule("ST-KREIS", FEHLER, roster="orte", source="rv2xl/recht/kreise.csv", when=ORTE["kreis"].ne(""),
             holds=_rows("die Zahl der in diesem Jahr geltenden Kreise mit diesem Schlüssel",
                         KREISE.column("schluessel").eq(ORTE["kreis"]), KREISE.column("ab") <= STICHTAG) > 0,
             remedy="Bitte einen Schlüssel vom Blatt „Kreise“ eintragen, der in diesem Jahr gilt."),
    ),
    "ST-KREIS-WECHSEL": (),
    "ST-ORT-ZWEIMAL": (),
}  # fmt: skip

ROLLEN_2025_1 = replace(
    ROLLEN, absender=replace(ROLLEN.absender, contact="", controller="", data_protection="", retention="")
)

STAMMDATEN_2025_1 = revised(
    STAMMDATEN,
    VERSION,
    blocks={
        SCHRITTE: (ANLEITUNG_2025_1,), FORTSCHRITT: (), DECKBLATT: (DECKBLATT_2025_1,), LEGENDE: (replace(LEGENDE, notes=()),),
        TRAEGER: (TRAEGER_2025_1,), ORTE: (ORTE_2025_1,), KREISE: (KREISE_2025_1,), ABSENDER: (ABSENDER_2025_1,), DATENSCHUTZ: (),
    },
    rules=REGELN_2025_1,
    sheets={"orte": {"unsure_when": None}},
    register=ROLLEN_2025_1,
    guidance=FIRST,
)  # fmt: skip
