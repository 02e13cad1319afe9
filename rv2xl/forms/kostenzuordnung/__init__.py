"""Anlage 3: which costs and Erträge belong to Maßnahmebetrag and Basisbetrag. Every line comes from `recht/anlage3.toml`.

Head, lines, sums and results stand on one sheet, `berechnung`: there a provider sees the results move while typing, the sum of a group
stands below its lines, and head and results are where every calculation form has them. The switches of the doubtful lines stand on it too.
"""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.deckblatt import ROLLEN, deckblatt
from rv2xl.forms.berechnung.grundlagen import auslegungen_hier
from rv2xl.forms.kostenzuordnung.eingaben import ANLAGE, KOPF, SCHALTER, kosten
from rv2xl.forms.kostenzuordnung.rechenweg import ERGEBNIS, RECHENWEG
from rv2xl.forms.kostenzuordnung.regeln import REGELN
from rv2xl.model.definitions.blocks import Block
from rv2xl.model.definitions.form import Form, Sheet, Summary
from rv2xl.model.expressions.expr import Ref
from rv2xl.recht.kostenarten import kostenarten
from rv2xl.recht.law import auslegungen

ERGEBNISSE = tuple(Ref(field.id, "berechnung") for field in ERGEBNIS.fields)
TITEL = kostenarten().title
ARBEITSHILFE = kostenarten().footnotes[0][0]
"""The mark of the footnote to the title."""
BLOECKE: tuple[Block, ...] = (ERGEBNIS, KOPF, *kosten(), RECHENWEG, SCHALTER)
HIER = auslegungen_hier(auslegungen("kostenzuordnung"), new_page=True)

KOSTENZUORDNUNG = Form(
    name="kostenzuordnung", version="2025.2", title="Zuordnung der Kosten und Erträge", source=f"{ANLAGE} zu Nummer 3.2.1",
    first_year=kostenarten().since.year, sender=Ref("kopf.nummer", "berechnung"), auslegungen=auslegungen("kostenzuordnung"),
    roles=replace(ROLLEN, costs_year=Ref("kopf.jahr", "berechnung")), summary=Summary(columns=ERGEBNISSE, sums=ERGEBNISSE),
    sheets=(
        deckblatt("Zuordnung der Kosten und Erträge", ANLAGE, (
            "Anlage 3 zu Nummer 3.2.1 des Hessischen Rahmenvertrages nach § 131 SGB IX (Rahmenvertrag 2)", TITEL)),
        Sheet(section="berechnung", name="Berechnung", title=f"{TITEL}{ARBEITSHILFE}", source=ANLAGE,
              blocks=(*BLOECKE, HIER), rules=REGELN),
    ))  # fmt: skip
