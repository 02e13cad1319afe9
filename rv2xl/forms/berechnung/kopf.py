"""The head of a Berechnungsbogen: whose it is and of what; begun with what the register knows."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import text
from rv2xl.forms.kennungen import NUMMER
from rv2xl.model.definitions.field import Field

LEISTUNGSERBRINGER = replace(
    text("leistungserbringer", "Leistungserbringer", required=True), suggested_from="traeger.name"
)
LE_NUMMER = Field(
    id="nummer", label="Nummer des Leistungserbringers", type=NUMMER, required=True, suggested_from="traeger.nummer",
    hint="Vierstellig, zum Beispiel 0007.",
)  # fmt: skip
ORT = replace(text("ort", "Ort", required=True), suggested_from="orte.ort")
AKTENZEICHEN = replace(text("aktenzeichen", "Aktenzeichen"), suggested_from="orte.aktenzeichen")


def kopf_der_massnahme(beispiel: str) -> tuple[Field, ...]:
    """Return the entries with which the head of a building measure begins; `beispiel` names one."""
    massnahme = text("massnahme", "Maßnahme", required=True, hint=f"Kurze Bezeichnung, zum Beispiel „{beispiel}“.")
    return (LEISTUNGSERBRINGER, ORT, massnahme, AKTENZEICHEN)
