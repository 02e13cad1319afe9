"""Kostenzuordnung 2023.1, as it was released: how it differs from today's.

It printed „Werkstattträt“ as the source has it, broke the heads of its columns inside words, and had no mark at its title.
"""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import auslegungen_hier
from rv2xl.forms.kostenzuordnung import HIER, KOSTENZUORDNUNG, TITEL
from rv2xl.forms.kostenzuordnung.eingaben import TABELLEN
from rv2xl.model.definitions.blocks.cost_blocks import CostLine, CostTable
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised
from rv2xl.recht.kostenarten import kostenarten
from rv2xl.recht.law import auslegungen

VERSION = "2023.1"

_HEADS = {
    "Maßnahmebetrag": "Maßnahme-\nbetrag", "Basisbetrag": "Basis-\nbetrag", "Grundpauschale": "Grund-\npauschale",
    "Arbeitsbereich": "Arbeits-\nbereich", "Kombi-BiB": "Kombi-\nBiB",
}  # fmt: skip
_SLIPS = {line.label: line.slip for line in kostenarten().lines if line.slip}


def _line(line: CostLine) -> CostLine:
    right = line.amount.label
    if right not in _SLIPS:
        return line
    amount = replace(line.amount, label=_SLIPS[right], hint=f"Gemeint ist: {right}.")
    return replace(line, amount=amount, remark="gemeint: Werkstattrat")


def _table(table: CostTable) -> CostTable:
    heads = tuple(_HEADS.get(head, head) for head in table.heads)
    return replace(table, corner="", heads=heads, lines=tuple(map(_line, table.lines)))


_AUSLEGUNGEN = auslegungen("kostenzuordnung", VERSION)
(_DOPPELT,) = KOSTENZUORDNUNG.rules["A3-DOPPELT"]

KOSTENZUORDNUNG_2023_1 = revised(
    KOSTENZUORDNUNG, VERSION, guidance=FIRST, auslegungen=_AUSLEGUNGEN,
    blocks={HIER: (auslegungen_hier(_AUSLEGUNGEN, new_page=True),)} | {table: (_table(table),) for table in TABELLEN},
    sheets={"berechnung": {"title": TITEL}},
    rules={"A3-DOPPELT": (replace(
        _DOPPELT, must="", broken="",
        remedy="Bitte prüfen: Mit den Beträgen nach Anlage 4 (Nr. 2.3.2) sind Abschreibung, Verzinsung und Instandhaltung abgegolten."),)},
)  # fmt: skip
