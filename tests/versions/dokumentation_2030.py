"""How a next version is made: an invented 2030.1 of the Dokumentation. One more number, another text, a rule that says more."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.forms.dokumentation.ort import ALTER, AUSGELAGERT
from rv2xl.model.definitions.blocks import Column
from rv2xl.model.definitions.revision import revised
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Ref
from rv2xl.model.finding import Severity

PLAETZE = Column("plaetze", "Anzahl Plätze")

MEHR_PLAETZE = Rule(
    "A2-GRUPPEN-PLAETZE", Severity.WARNUNG, source="erfunden", remedy="Bitte prüfen.",
    holds=Ref("ausgelagert.plaetze").named("„Anzahl Plätze“") >= Ref("ausgelagert.gruppen").named("„Anzahl Gruppen“"),
)  # fmt: skip

DOKUMENTATION_2030 = revised(
    DOKUMENTATION, "2030.1",
    blocks={
        AUSGELAGERT: (replace(AUSGELAGERT, columns=(*AUSGELAGERT.columns, PLAETZE)),),
        ALTER: (replace(ALTER, notes=("Personen unter 18 Jahren zählen in der ersten Altersgruppe.",)),),
    },
    more_rules={"ort_58": (MEHR_PLAETZE,), "ort_60": (MEHR_PLAETZE,)},
)  # fmt: skip
