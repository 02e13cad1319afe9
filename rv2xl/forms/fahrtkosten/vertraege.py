"""Anlage 1 Nr. 7: the Beförderungsverträge with external Fahrdienste, and the four criteria that each has to meet."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import WARNUNG
from rv2xl.forms.fahrtkosten.grundlagen import ANLAGE, VERTRAEGE
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import DATUM, JA_NEIN, TEXT, Field
from rv2xl.model.definitions.rule import Rule

KRITERIEN = (
    Field(id="schriftform", label="Schriftform", type=JA_NEIN),
    Field(id="kaufmaennisch", label="Kaufmännische Grundsätze", type=JA_NEIN,
          hint="Wirtschaftlichkeit, Sparsamkeit, Zweckmäßigkeit, Notwendigkeit, Transparenz und Klarheit."),
    Field(id="rechtsgrundlagen", label="Rechtliche Grundlagen", type=JA_NEIN, hint="Beachtung bestehender rechtlicher Grundlagen."),
    Field(id="auswahl_dokumentiert", label="Auswahl dokumentiert", type=JA_NEIN,
          hint="Schriftliche Dokumentation des Auswahl- und Entscheidungsprozesses."),
)  # fmt: skip

VERTRAG = Roster(
    id="vertrag", section=VERTRAEGE, grows=False, heading="Beförderungsverträge", source=f"{ANLAGE} Nr. 7", rows=20,
    notes=("Eine Zeile je externem Fahrdienst; bitte die vier Kriterien der Nr. 7 mit „ja“ oder „nein“ beantworten.",),
    entries=(Field(id="fahrdienst", label="Externer Fahrdienst", type=TEXT), Field(id="vom", label="Vertrag vom", type=DATUM), *KRITERIEN),
)  # fmt: skip

REGELN = (
    Rule("A1-VERTRAG", WARNUNG, short="nein", for_each=KRITERIEN, roster="vertrag", source=f"{ANLAGE} Nr. 7",
         when=lambda kriterium: VERTRAG[kriterium.id].ne(""), holds=lambda kriterium: VERTRAG[kriterium.id].eq("ja"),
         must="Das Kriterium der Nr. 7 ist eingehalten („ja“).",
         remedy="Bei Beförderungsverträgen mit externen Fahrdienstleistenden ist dies einzuhalten. Bitte klären."),
)  # fmt: skip
